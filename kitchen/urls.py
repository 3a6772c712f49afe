"""The addresses of the kitchen: the screen of a store, its recipes, what is out, and one address for each bump."""

from django.urls import path

from kitchen.views import out, recipes, tickets

app_name = "kitchen"
urlpatterns = [
    path("<slug:store>/", tickets.screen, name="screen"),
    path("<slug:store>/recettes/", recipes.find, name="recipes"),
    path("<slug:store>/recette/<slug:sku>/", recipes.recipe, name="recipe"),
    path("<slug:store>/recette/<slug:product>/lue/", recipes.read, name="read"),
    path("<slug:store>/rupture/", out.panel, name="out"),
    path("<slug:store>/rupture/<slug:kind>/<slug:slug>/", out.thing, name="out-thing"),
    path("<slug:store>/rupture/<slug:kind>/<slug:slug>/retour/", out.back, name="out-back"),
    path("<slug:store>/<slug:reference>/<slug:verb>/", tickets.bump, name="bump"),
]
