"""Addresses of purchases, lots, recalls, margins and figures."""

from django.urls import path

from ocpizza.supply import recalling, reckoning, views

app_name = "supply"
urlpatterns = [
    path("groupe/chiffres/", reckoning.group, name="group"),
    path("groupe/csv/<slug:what>/", reckoning.group_csv, name="group_csv"),
    path("<slug:store>/", views.purchases, name="purchases"),
    path("<slug:store>/lots/", views.lots, name="lots"),
    path("<slug:store>/lots/<slug:reference>/", views.lot, name="lot"),
    path("<slug:store>/rappels/", recalling.recalls, name="recalls"),
    path("<slug:store>/rappels/<slug:reference>/", recalling.recall, name="recall"),
    path("<slug:store>/rappels/<slug:reference>/retirer/", recalling.remove, name="remove"),
    path("<slug:store>/rappels/<slug:reference>/csv/", recalling.csv, name="recall_csv"),
    path("<slug:store>/marges/", views.margins, name="margins"),
    path("<slug:store>/chiffres/", reckoning.figures, name="figures"),
    path("<slug:store>/csv/<slug:what>/", reckoning.csv, name="csv"),
]
