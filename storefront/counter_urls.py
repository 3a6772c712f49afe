"""Addresses of what the counter does with an order."""

from django.urls import path

from storefront import counter

app_name = "counter"
urlpatterns = [
    path("<slug:store>/<slug:reference>/encaisser/", counter.cash, name="cash"),
    path("<slug:store>/<slug:reference>/remettre/", counter.collect, name="collect"),
    path("<slug:store>/<slug:reference>/annuler/", counter.cancel, name="cancel"),
]
