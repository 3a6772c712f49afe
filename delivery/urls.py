"""Addresses of the delivery room."""

from django.urls import path

from delivery import views

app_name = "delivery"
urlpatterns = [
    path("<slug:store>/", views.screen, name="screen"),
    path("<slug:store>/prendre/", views.take, name="take"),
    path("<slug:store>/partir/", views.leave, name="leave"),
    path("<slug:store>/<slug:reference>/arrivee/", views.arrive, name="arrive"),
    path("<slug:store>/<slug:reference>/encaisser/", views.cash, name="cash"),
    path("<slug:store>/<slug:reference>/livree/", views.deliver, name="deliver"),
    path("<slug:store>/<slug:reference>/echec/", views.fail, name="fail"),
]
