"""Addresses of the board."""

from django.urls import path

from ocpizza.board import orders, views

app_name = "board"
urlpatterns = [
    path("", views.board, name="board"),
    path("commande/<slug:reference>/", orders.order, name="order"),
    path("commande/<slug:reference>/relancer/", orders.retry, name="retry"),
    path("commande/<slug:reference>/annuler/", orders.cancel, name="cancel"),
    path("<slug:store>/", orders.of_the_day, name="store"),
    path("<slug:store>/suspendre/", views.pause, name="pause"),
    path("<slug:store>/reprendre/", views.resume, name="resume"),
]
