"""Addresses of log-in and log-out."""

from django.urls import path

from ocpizza.accounts import views

app_name = "accounts"
urlpatterns = [
    path("connexion/", views.LogIn.as_view(), name="login"),
    path("deconnexion/", views.LogOut.as_view(), name="logout"),
]
