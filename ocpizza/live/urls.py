"""The address of the live layer over plain HTTP."""

from django.urls import path

from ocpizza.live import views

app_name = "live"
urlpatterns = [path("", views.look, name="look")]
