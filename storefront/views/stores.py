"""The first page: which pizzeria, is it open, and does it deliver to me."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ocpizza.orders.flow import Fulfilment
from ocpizza.orders.models import Order
from ocpizza.orders.placing import area_of
from ocpizza.orders.promise import pizzas_waiting_by_store, wait_minutes
from ocpizza.stores.models import DeliveryArea, Store
from storefront import memory
from storefront.basket import Basket
from storefront.forms import SearchForm
from storefront.wording import Opening, opening, telephone


@dataclass(frozen=True)
class Place:
    """A store as the list shows it; `area` is how it delivers to the postcode asked for."""

    store: Store
    opening: Opening
    delivery_minutes: int
    takeaway_minutes: int
    postcodes: list[str]
    area: DeliveryArea | None
    is_chosen: bool

    @property
    def call(self) -> str:
        return telephone(self.store.phone)


@require_safe
@cache_control(private=True, no_cache=True)
def stores(request: HttpRequest) -> HttpResponse:
    """List the stores, those that deliver to the postcode first."""
    form = SearchForm(request.GET)
    postcode = form.cleaned_data["postcode"] if form.is_valid() else ""
    if postcode:
        request.session[memory.POSTCODE] = postcode
    basket = Basket(request.session)
    places = _places(postcode, basket.store, timezone.now())
    context = {
        "form": form,
        "postcode": postcode,
        "near": [place for place in places if place.area] if postcode else [],
        "others": [place for place in places if not (postcode and place.area)],
        "own_orders": _under_way(request),
        "basket_count": basket.count,
    }
    return render(request, "storefront/stores.html", context, status=200 if form.is_valid() else 422)


def _places(postcode: str, chosen: str, now: datetime) -> list[Place]:
    waiting = pizzas_waiting_by_store()
    places = [
        Place(
            store=store,
            opening=opening(store, now),
            delivery_minutes=wait_minutes(store, Fulfilment.DELIVERY, waiting.get(store.pk, 0)),
            takeaway_minutes=wait_minutes(store, Fulfilment.TAKEAWAY, waiting.get(store.pk, 0)),
            postcodes=[area.postcode for area in store.areas.all()],
            area=area_of(store, postcode),
            is_chosen=store.slug == chosen,
        )
        for store in Store.objects.with_hours()
    ]
    return sorted(places, key=_nearness)


def _nearness(place: Place) -> tuple[bool, bool, int, str]:
    """Order by: the one chosen before, open ones, the cheapest delivery (the nearest), the name."""
    fee = place.area.fee_cents if place.area else 0
    return (not place.is_chosen and place.area is None, not place.opening.is_open, fee, place.store.name)


def _under_way(request: HttpRequest) -> list[Order]:
    references = memory.own_orders(request.session)
    if not references:
        return []
    return list(Order.objects.open().filter(reference__in=references).select_related("store").order_by("-placed_at"))
