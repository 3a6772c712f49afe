"""Addresses of the menu's office."""

from django.urls import path

from ocpizza.menu import editor, pricing, switches, views

app_name = "menu"
urlpatterns = [
    path("", views.menu, name="menu"),
    path("produit/nouveau/", views.new, name="new"),
    path("produit/<slug:product>/archiver/", views.archive, name="archive"),
    path("produit/<slug:product>/remettre/", views.bring_back, name="bring-back"),
    path("produit/<slug:product>/deplacer/", views.move, name="move"),
    path("prix/produit/<slug:product>/", pricing.of_product, name="prices"),
    path("prix/famille/<slug:family>/", pricing.of_family, name="family-prices"),
    path("prix/annuler/<slug:sku>/", pricing.cancel, name="cancel-price"),
    path("recette/<slug:product>/", editor.recipe, name="recipe"),
    path("recette/<slug:product>/version/<int:number>/", editor.revert, name="revert"),
    path("<slug:store>/", switches.page, name="switches"),
    path("<slug:store>/<slug:product>/", switches.turn, name="switch"),
]
