"""Two screens that need no domain: groups named `<key>:<text>`, for everyone (toy) and for staff (till)."""

from django.contrib.auth.models import Group

from ocpizza.live import codes
from ocpizza.live.screens import Refused, Region, Screen, register


def rows(keys):
    return [g.name for g in Group.objects.order_by("pk") if g.name.split(":")[0] in keys]


def for_everyone(viewer, key):
    if key == "gone":
        raise Refused(codes.GONE)
    return ""


def for_staff(viewer, key):
    if not viewer.user.is_authenticated:
        raise Refused(codes.LOG_IN)
    if not viewer.user.is_staff:
        raise Refused(codes.FORBIDDEN)
    return "chief" if viewer.user.is_superuser else ""


def regions(keys, role):
    found = rows(keys)
    context = {"rows": found, "keys": keys, "role": role}
    return [Region("rows", "toy/page.html#rows", context), Region("title", "toy/page.html#title", context)]


def say(keys, role):
    found = rows(keys)
    return found[-1] if found else ""


def register_all():
    register(Screen("toy", for_everyone, regions, several=True, say=say))
    register(Screen("till", for_staff, regions, staff=True, several=True))
    register(Screen("late", for_everyone, regions, refresh=30))
