"""What a ticket says about each line, and about what was changed after it was sent."""

import re

from django.utils import timezone, translation

from kitchen.picture import picture
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Amendment, Line, Order
from tests.cast import at, ordered


def the_ticket(role="cook"):
    (ticket,) = picture("rouen-centre", role)["queue"]
    return ticket


def amend(order, spec, before, after):
    """Note a change as the counter does."""
    line, words = order.lines.get(spec=spec), {"before": before, "after": after}
    words |= {f"{name}_en": text and f"{text} (en)" for name, text in words.items()}
    return Amendment.objects.create(order=order, line=line, kind="swap", at=timezone.now(), **words)


def test_what_is_left_off_added_and_doubled(rouen):
    ordered(rouen, basket={"reine-m!jambon+mozzarella+oeuf": 1})
    (row,) = the_ticket().rows
    assert row.without == ["jambon"]
    assert [(one.label, one.double) for one in row.extras] == [("mozzarella", True), ("oeuf", False)]


def test_only_the_same_composition_is_counted_together(rouen):
    order = ordered(rouen, basket={"reine-m": 2, "reine-m!jambon": 1, "margherita-m/reine-m": 1})
    copied = order.lines.get(spec="reine-m")
    copied.pk, copied.quantity = None, 3
    copied.save()
    assert {row.line.spec: row.quantity for row in the_ticket().rows} == {
        "reine-m": 5,
        "reine-m!jambon": 1,
        "margherita-m/reine-m": 1,
    }


def test_a_refunded_line_is_struck_and_not_made(rouen):
    order = ordered(rouen, basket={"reine-m": 2, "margherita-m": 1})
    Line.objects.filter(order=order, spec="reine-m").update(refunded_at=timezone.now())
    seen = picture("rouen-centre", "cook")
    assert [one.label for one in seen["tallies"]] == ["Margherita"]
    assert "jambon" not in seen["queue"][0].ingredients
    assert [bool(row.line.refunded_at) for row in seen["queue"][0].rows] == [False, True]


def test_halves_stand_in_the_oven_and_in_what_is_to_produce(as_, rouen, bruno):
    ordered(rouen, basket={"margherita-m/reine-m": 2})
    at(Status.IN_OVEN, rouen, basket={"margherita-g/reine-g": 1})
    page = re.sub(r"<[^>]+>", "", as_(bruno).get("/cuisine/rouen-centre/").content.decode())
    assert picture("rouen-centre", "cook")["tallies"][0].label == "½ Margherita / ½ Reine"
    assert re.search(r"½ Margherita / ½ Reine\sG", page)


def test_a_change_after_sending_is_told_old_and_new(as_, rouen, bruno, eric):
    order = ordered(rouen, basket={"reine-m": 1, "margherita-m": 1})
    assert the_ticket().amended_at is None
    one = amend(order, "reine-m", "Royale", "Reine")
    amend(order, "margherita-m", "Margherita", "")
    assert [(one.before, one.after) for one in the_ticket().amendments] == [("Royale", "Reine"), ("Margherita", "")]
    with translation.override("en"):
        assert the_ticket().amendments[0].before == "Royale (en)"
    page = as_(bruno).get("/cuisine/rouen-centre/").content.decode()
    assert re.search(rf"Modifié <time>{timezone.localtime(one.at):%H:%M}</time>", page)
    assert "<del>Royale</del>" in page
    band = re.search(r'class="amended must-see" data-amended="([^"]+)"', page)[1]
    assert f'data-see="{band}"' in page
    counter = as_(eric).get("/cuisine/rouen-centre/").content.decode()
    assert "<del>Royale</del>" in counter
    assert "data-amended" not in counter.split("<main")[1].split("</main>")[0]


def test_what_the_customer_changed_is_marked_as_well(rouen):
    order, moment = ordered(rouen), timezone.now()
    Order.objects.filter(pk=order.pk).update(changed_at=moment)
    assert the_ticket().amended_at == moment
    assert the_ticket().amendments == []
