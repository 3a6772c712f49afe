"""Addresses of the demonstration's door; included in demo mode only."""

from django.urls import path

from ocpizza.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.index, name="index"),
    path("entrer/", views.enter, name="enter"),
]
