"""The addresses of the product; each room brings its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from ocpizza.operations import health

handler400 = "ocpizza.operations.bodies.not_understood"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("langue/", include("django.conf.urls.i18n")),
    path("live/", include("ocpizza.live.urls")),
    path("cuisine/", include("kitchen.urls")),
    path("admin/", admin.site.urls),
    path("", include("ocpizza.accounts.urls")),
    path("livraison/", include("delivery.urls")),
    path("tableau/", include("ocpizza.board.urls")),
    path("menu/", include("ocpizza.menu.urls")),
    path("stock/<slug:store>/", include("ocpizza.stockroom.urls")),
    path("achats/", include("ocpizza.supply.urls")),
    path("comptoir/", include("storefront.counter_urls")),
    path("", include("storefront.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("ocpizza.demo.urls")))
