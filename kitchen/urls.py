"""The addresses of the kitchen: the screen of a store, its recipes, and one address for each bump."""

from django.urls import path

from kitchen import views

app_name = "kitchen"
urlpatterns = [
    path("<slug:store>/", views.screen, name="screen"),
    path("<slug:store>/recette/<slug:sku>/", views.recipe, name="recipe"),
    path("<slug:store>/<slug:reference>/<slug:verb>/", views.bump, name="bump"),
]
