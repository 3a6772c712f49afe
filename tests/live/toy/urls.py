"""The pages of the toy screens, and requests that take their time."""

import threading
import time

from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from ocpizza.live import http, screens, streams


def page(request, prefix, key):
    return render(request, "toy/page.html", screens.page(request, [(prefix, [key])]).context)


@csrf_exempt
def add(request, key):
    with transaction.atomic():
        Group.objects.create(name=f"{key}:{request.POST['text']}")
        versions = streams.announce([f"{prefix}.{key}" for prefix in ("toy", "till", "late")])
    return http.changed(request, versions, f"/toy/toy/{key}/")


@csrf_exempt
def remove(request, key, text):
    with transaction.atomic():
        Group.objects.filter(name=f"{key}:{text}").delete()
        versions = streams.announce([f"toy.{key}"])
    return http.changed(request, versions, f"/toy/toy/{key}/")


@csrf_exempt
def refuse(request):
    return http.refused(request, "Trop tard", "/toy/toy/a/")


def slow(request):
    """Answer after some seconds, as a request in flight does when the server must stop."""
    threading.Event().wait(float(request.GET["seconds"]))
    return HttpResponse(f"done at {time.time()}")


def echo(request):
    return HttpResponse(str(len(request.body)))


urlpatterns = [
    path("toy/add/<key>/", add),
    path("toy/remove/<key>/<text>/", remove),
    path("toy/refuse/", refuse),
    path("toy/slow/", slow),
    path("toy/echo/", csrf_exempt(echo)),
    path("toy/<prefix>/<key>/", page),
    path("", include("ocpizza.urls")),
]
