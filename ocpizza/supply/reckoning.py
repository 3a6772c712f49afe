"""The figures of a week, of a store and of the group, and every table of this room as a file."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ocpizza.accounts import gates
from ocpizza.look.csv import download
from ocpizza.look.formats import decimal, euros
from ocpizza.stock import amounts
from ocpizza.stores.models import Store
from ocpizza.supply import charts, margins, purchases, sheets, shelves, views
from ocpizza.supply.charts import Chart
from ocpizza.supply.figures import Consumption
from ocpizza.supply.figures import figures as of_week
from ocpizza.supply.weeks import Week

MOST_BARS = 8
BEST = 5
FULL = 1000
"""The length of a bar of all that was expected."""

OF_A_WEEK: dict[str, Callable[[dict[str, Any]], sheets.Rows]] = {
    "consommation": lambda shown: sheets.consumption(shown["consumption"]),
    "pertes": lambda shown: sheets.waste(shown["waste"]),
    "produits": lambda shown: sheets.products(shown["products"]),
}
"""The tables of the figures, by the word in their address."""


@require_GET
@never_cache
@gates.manager
def figures(request: HttpRequest, store: str) -> HttpResponse:
    """Show the figures of a week of this store."""
    place = get_object_or_404(Store, slug=store)
    return render(request, "supply/figures.html", _shown([place], _week(request)) | {"store": place, "tab": "figures"})


@require_GET
@never_cache
@gates.direction
def group(request: HttpRequest) -> HttpResponse:
    """Show the figures of a week of all stores together."""
    stores = list(Store.objects.all())
    return render(request, "supply/group.html", _shown(stores, _week(request)) | {"stores": stores})


@require_GET
@never_cache
@gates.manager
def csv(request: HttpRequest, store: str, what: str) -> HttpResponse:
    """Download a table of this store."""
    place = get_object_or_404(Store, slug=store)
    if what in OF_A_WEEK:
        week = _week(request)
        return download(f"{what}-{place.slug}-{week}", OF_A_WEEK[what](of_week([place], week)))
    if what == "achats":
        day = views.asked_day(request)
        return download(
            f"achats-{place.slug}-{day}", sheets.purchases(purchases.suggestion(place, day, timezone.now()))
        )
    if what == "lots":
        found = shelves.of_store(place, views.asked_words(request))["lots"]
        return download(f"lots-{place.slug}", sheets.shelved(found))
    if what == "marges":
        return download(f"marges-{place.slug}", sheets.margins(margins.margins(place)["rows"]))
    raise Http404


@require_GET
@never_cache
@gates.direction
def group_csv(request: HttpRequest, what: str) -> HttpResponse:
    """Download a table of all stores together."""
    if what not in OF_A_WEEK:
        raise Http404
    week = _week(request)
    return download(f"{what}-groupe-{week}", OF_A_WEEK[what](of_week(list(Store.objects.all()), week)))


def _week(request: HttpRequest) -> Week:
    """Return the week asked for, the current one by default; what is no week of ours is not found."""
    said = request.GET.get("semaine", "")
    week = Week.read(said) if said else Week.current()
    if week is None:
        raise Http404
    return week


def _shown(stores: Sequence[Store], week: Week) -> dict[str, Any]:
    shown = of_week(stores, week)
    sold = [one for one in shown["products"] if one.pieces or one.pieces_before]
    return shown | {
        "best": sold[:BEST],
        "least": sorted(shown["products"][BEST:], key=lambda one: (one.pieces, one.cents, one.product.name))[:BEST],
        "used_chart": _used_chart(shown),
        "waste_chart": _waste_chart(shown),
        "sold_chart": _sold_chart(sold),
    }


def _used_chart(shown: dict[str, Any]) -> Chart | None:
    """Draw expected beside counted, as shares of expected, so that eggs and grams share a scale."""
    counted = [one for one in shown["consumption"] if one.counts and one.expected > 0][:MOST_BARS]
    data = [(one.ingredient.label, [_share(one, one.expected), _share(one, one.counted or 0)]) for one in counted]
    title = _("Consommation prévue et comptée")
    says = _("Pour chaque ingrédient compté, à l’échelle de ce que les recettes prévoient.")
    return charts.bars("used", title, says, [_("prévu"), _("compté")], data) if data else None


def _share(one: Consumption, thousandths: int) -> tuple[int, str]:
    return thousandths * FULL // one.expected, amounts.said(thousandths, one.ingredient.unit, most=1)


def _waste_chart(shown: dict[str, Any]) -> Chart | None:
    data = [
        (one.label.capitalize(), [(one.cents, euros(one.cents)), (one.before, euros(one.before))])
        for one in shown["waste"]
    ]
    says = _("En euros, pour chaque cause.")
    return charts.bars("waste", _("Pertes par cause"), says, _weeks(), data) if data else None


def _sold_chart(sold: Sequence[Any]) -> Chart | None:
    data = [
        (one.product.label, [(one.pieces, decimal(one.pieces, 1)), (one.pieces_before, decimal(one.pieces_before, 1))])
        for one in sold[:MOST_BARS]
    ]
    says = _("En pièces ; une moitié compte pour une demie.")
    return charts.bars("sold", _("Produits les plus vendus"), says, _weeks(), data) if data else None


def _weeks() -> list[str]:
    return [pgettext("figures", "cette semaine"), pgettext("figures", "semaine précédente")]
