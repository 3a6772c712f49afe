"""Addresses of the counter."""

from django.urls import path

from storefront.counter import screen, settling, till

app_name = "counter"
_LINE = "<slug:store>/<slug:reference>/ligne/<int:rank>"
urlpatterns = [
    path("<slug:store>/", screen.show, name="screen"),
    path("<slug:store>/<slug:reference>/encaisser/", till.cash, name="cash"),
    path("<slug:store>/<slug:reference>/remettre/", till.collect, name="collect"),
    path("<slug:store>/<slug:reference>/annuler/", till.cancel, name="cancel"),
    path(f"{_LINE}/remplacer/", settling.swap_ingredient, name="swap_ingredient"),
    path(f"{_LINE}/changer/", settling.swap_product, name="swap_product"),
    path(f"{_LINE}/retirer/", settling.remove_ingredient, name="remove_ingredient"),
    path(f"{_LINE}/rembourser/", settling.refund_line, name="refund_line"),
]
