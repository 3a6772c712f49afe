"""The product's addresses, and those that only the benchmarks ask."""

import time
from functools import partial

from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from bench.toy.screens import painted, regions
from ocpizza.catalog.models import Ingredient
from ocpizza.live import streams
from ocpizza.stock import actions as stock
from ocpizza.stores.models import Store

TOY = "toy.all"


@csrf_exempt
def publish(request: HttpRequest) -> JsonResponse:
    """Change the line and announce it; `at` is the instant of the commit, on the clock that all processes share."""
    committed: list[int] = []
    with transaction.atomic():
        Group.objects.filter(name__startswith="bench:").update(name=f"bench:{time.monotonic_ns()}")
        transaction.on_commit(partial(_note, committed))
        version = streams.announce([TOY])[TOY]
    return JsonResponse({"at": committed[0], "version": version})


@csrf_exempt
def receive(request: HttpRequest) -> JsonResponse:
    """Book a receipt of dough at Rouen Centre: the real menu changes on every screen."""
    store, committed = Store.objects.get(slug="rouen-centre"), list[int]()
    with transaction.atomic():
        transaction.on_commit(partial(_note, committed))
        stock.receive(store, dict.fromkeys(Ingredient.objects.values_list("pk", flat=True), 100_000))
        version = streams.versions([f"menu.{store.slug}"])[f"menu.{store.slug}"]
    return JsonResponse({"at": committed[0], "version": version})


def _note(committed: list[int]) -> None:
    committed.append(time.monotonic_ns())


def paintings(request: HttpRequest) -> JsonResponse:
    """Say how often this process painted which screen, in which language."""
    return JsonResponse(painted)


def fragment(request: HttpRequest) -> HttpResponse:
    """Answer with the line alone: one query, one small template."""
    (line,) = regions(("all",), "")
    return render(request, line.template, line.context)


urlpatterns = [
    path("bench/publish/", publish),
    path("bench/receive/", receive),
    path("bench/fragment/", fragment),
    path("bench/paintings/", paintings),
    path("", include("ocpizza.urls")),
]
