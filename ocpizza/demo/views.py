"""The demonstration's page: enter as anyone with one click, without a password."""

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from ocpizza.demo import doors
from ocpizza.demo.people import PEOPLE
from ocpizza.stores.models import Store

RUSH = ".venv/bin/python manage.py rush --orders 60 --minutes 3"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the doors, how to watch one order travel, the screens of every store and its crew."""
    _only_in_demo_mode()
    names = {person.username: f"{person.first_name} {person.last_name}" for person in PEOPLE}
    crews = [(store, [one for one in PEOPLE if one.store == store.slug]) for store in Store.objects.all()]
    known = [(door, names[door.username]) for door in doors.DOORS]
    return render(request, "demo/index.html", {"doors": known, "crews": crews, "rush": RUSH})


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Log the visitor in as `who`, in a new session, and show that person's screen; an unknown `who` is a 400."""
    _only_in_demo_mode()
    person = doors.behind(request.POST.get("who", ""))
    if person is None:
        raise BadRequest
    login(request, doors.account(person), backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(doors.screen(person))


def _only_in_demo_mode() -> None:
    # The addresses are not there otherwise; a door without a lock deserves two bolts.
    if not settings.DEMO:
        raise Http404
