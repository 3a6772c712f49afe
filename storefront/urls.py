"""Addresses of the storefront."""

from django.urls import path

from storefront.views import basket, checkout, menu, paying, stores, tracking

app_name = "storefront"
urlpatterns = [
    path("", stores.stores, name="stores"),
    path("carte/<slug:store>/", menu.menu, name="menu"),
    path("pizza/<slug:fingerprint>.svg", menu.drawing, name="drawing"),
    path("panier/", basket.basket, name="basket"),
    path("panier/ajouter/", basket.add, name="add"),
    path("panier/quantite/", basket.change, name="change"),
    path("commande/", checkout.checkout, name="checkout"),
    path("commande/total/", checkout.bill_of, name="bill"),
    path("paiement/<slug:token>/", paying.pay, name="pay"),
    path("suivi/<slug:token>/", tracking.track, name="track"),
    path("suivi/<slug:token>/reprendre/", paying.again, name="again"),
    path("suivi/<slug:token>/annuler/", tracking.cancel, name="cancel"),
]
