"""Addresses of the stock's pages, under a store's own."""

from django.urls import path

from ocpizza.stockroom import counting, losses, movements, receipts, transfers, views

app_name = "stockroom"
urlpatterns = [
    path("", views.levels, name="levels"),
    path("ingredient/<slug:ingredient>/epuise/", views.declare_out, name="declare-out"),
    path("ingredient/<slug:ingredient>/retour/", views.bring_back, name="bring-back"),
    path("ingredient/<slug:ingredient>/compter/", counting.count_one, name="count-one"),
    path("seuils/", views.thresholds, name="thresholds"),
    path("reception/", receipts.receipt, name="receipt"),
    path("perte/", losses.loss, name="loss"),
    path("perte/<slug:reference>/annuler/", losses.take_back, name="take-back"),
    path("inventaire/", counting.overview, name="counts"),
    path("inventaire/commencer/", counting.begin, name="begin"),
    path("inventaire/<slug:reference>/", counting.go_on, name="go-on"),
    path("inventaire/<slug:reference>/bilan/", counting.outcome, name="outcome"),
    path("inventaire/<slug:reference>/<slug:ingredient>/", counting.count, name="count"),
    path("transferts/", transfers.shown, name="transfers"),
    path("transferts/envoyer/", transfers.send, name="send"),
    path("transferts/<slug:reference>/recevoir/", transfers.receive, name="receive"),
    path("transferts/<slug:reference>/annuler/", transfers.cancel, name="cancel"),
    path("mouvements/", movements.movements, name="movements"),
]
