"""Something is out: the counter swaps, removes or refunds, and stock, price and history follow exactly."""

import pytest

from ocpizza.catalog.models import Dose, Product
from ocpizza.orders import actions, amending
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Line, Order, PaymentState
from ocpizza.orders.pricing import vat_split
from ocpizza.orders.refusals import Forbidden, Invalid, Refusal, Stale, Unavailable, WrongMoment
from ocpizza.stock import outages
from ocpizza.stock.actions import held
from tests.cast import actor, at, heard, leave, left, nothing_changes, ordered, reread


@pytest.fixture
def desk(rouen):
    return actor("eric", rouen)


def stocked(store):
    return dict(store.levels.values_list("ingredient__slug", "quantity"))


def holds(order):
    """Return what the order took, by the name of the ingredient."""
    names = dict(order.store.levels.values_list("ingredient_id", "ingredient__slug"))
    return {names[one]: amount for one, amount in held(order.store, order.reference).items()}


def line(order, rank=1) -> Line:
    return order.lines.order_by("pk")[rank - 1]


def test_a_swap_exchanges_the_stock_of_its_line_costs_no_more_and_is_told(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 2, "cola": 1})
    mushrooms, eggs = left(rouen, "champignons"), left(rouen, "oeuf")
    with heard() as streams:
        assert amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", desk, seq=1).changed
    assert (left(rouen, "champignons"), left(rouen, "oeuf")) == (mushrooms + 120_000, eggs - 2000)
    now, changed = reread(order), line(order)
    assert (now.total_cents, now.due_cents, changed.unit_cents) == (order.total_cents, order.total_cents, 1190)
    assert (changed.spec, changed.without, changed.extras) == ("reine-m!champignons+oeuf", ["champignons"], ["oeuf"])
    told = order.amendments.get()
    assert (told.kind, told.before, told.after, told.cents, told.who) == ("swap", "champignons", "oeuf", 0, desk.who)
    assert (now.changed_at, now.seq, now.changes.count()) == (told.at, 1, 1), "no change of status"
    rooms = ("kitchen", "board", "counter", "delivery", "menu", "shelf", "stock")
    assert streams == {f"{room}.rouen-centre" for room in rooms} | {f"order.{order.reference}"}


def test_instead_of_a_paid_extra_a_cheaper_one_costs_less_and_a_dearer_one_no_more(rouen, desk):
    order = ordered(rouen, basket={"margherita-m+champignons": 2})
    amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", desk)
    now = reread(order)
    assert (now.total_cents, now.due_cents, order.amendments.get().cents) == (2 * 1090, 2 * 1090, 2 * 20)
    amending.swap_ingredient(order.reference, 1, "oeuf", "merguez", desk)
    assert reread(order).total_cents == 2 * 1090
    amending.remove_ingredient(order.reference, 1, "merguez", desk)
    assert reread(order).total_cents == 2 * 990
    assert line(order).spec == "margherita-m"


def test_a_removal_gives_its_dose_back_and_its_price_only_when_it_was_paid_for(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 1})
    before = left(rouen, "jambon")
    amending.remove_ingredient(order.reference, 1, "jambon", desk)
    assert left(rouen, "jambon") == before + 60_000
    assert reread(order).total_cents == 1190
    assert "jambon" not in holds(order)


def test_another_pizza_of_the_size_costs_no_more_and_keeps_what_was_left_off(rouen, desk):
    order = ordered(rouen, basket={"orientale-g!tomate+champignons": 1})
    amending.swap_product(order.reference, 1, "reine-g", desk)
    changed = line(order)
    assert changed.spec == "reine-g!tomate+champignons", "left off stays off"
    assert (changed.name, changed.unit_cents) == ("Reine", 1190 + 350 + 170)
    assert reread(order).total_cents == 1710
    assert (order.amendments.get().before, order.amendments.get().after_en) == ("Orientale", "reine (en)")
    assert "merguez" not in holds(order)
    amending.swap_product(order.reference, 1, "orientale-g", desk)
    assert reread(order).total_cents == 1710, "back to the dearer one for the price of the other"


def test_a_refund_takes_the_line_off_the_price_and_the_vat_and_leaves_it_to_be_seen(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 1, "biere": 2})
    before = left(rouen, "biere")
    amending.refund_line(order.reference, 2, desk)
    now = reread(order)
    assert left(rouen, "biere") == before + 2000
    assert (now.total_cents, now.due_cents, now.status) == (1190, 1190, "awaiting_preparation")
    assert line(order, 2).refunded_at
    assert {share.rate for share in vat_split(now.lines.all())} == {1000}
    assert order.amendments.get().cents == 800


@pytest.mark.parametrize("status", [Status.AWAITING_PREPARATION, Status.IN_PREPARATION])
def test_without_its_last_line_the_order_ends_and_holds_nothing(rouen, desk, status):
    full = stocked(rouen)
    order = at(status, rouen, basket={"reine-m": 1, "cola": 2}, postcode="76100")
    amending.refund_line(order.reference, 1, desk)
    assert reread(order).status == status
    amending.refund_line(order.reference, 2, desk)
    now = reread(order)
    assert (now.status, now.total_cents, now.due_cents, now.fee_cents) == ("cancelled", 0, 0, 0)
    assert stocked(rouen) == full
    last = now.changes.latest("seq")
    assert (last.who, last.why) == (desk.who, "rupture")


def test_the_other_lines_keep_what_they_took_although_their_recipe_changed_since(rouen, desk):
    order = ordered(rouen, basket={"margherita-m": 1, "reine-m": 1})
    Dose.objects.filter(product__slug="margherita", ingredient__slug="mozzarella").update(quantity=300_000)
    Dose.objects.filter(product__slug="reine", ingredient__slug="mozzarella").update(quantity=50_000)
    amending.refund_line(order.reference, 2, desk)
    assert holds(order) == {"pate": 1000, "tomate": 90_000, "mozzarella": 100_000, "huile": 5000}


def test_an_order_placed_before_lines_said_what_they_took_is_amended_by_its_recipe(rouen, desk):
    full = stocked(rouen)
    order = ordered(rouen, basket={"margherita-m": 1, "reine-m": 1})
    order.lines.update(taken={}, spec="")
    amending.refund_line(order.reference, 2, desk)
    assert holds(order) == {"pate": 1000, "tomate": 90_000, "mozzarella": 100_000, "huile": 5000}
    amending.refund_line(order.reference, 1, desk)
    assert stocked(rouen) == full


def test_what_the_order_holds_is_kept_although_it_is_out_since(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 1})
    leave(rouen, pate=0, tomate=0, mozzarella=0)
    level = rouen.levels.get(ingredient__slug="champignons")
    outages.declare_out(rouen, level.ingredient, None)
    amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", desk)
    assert holds(order) == {"pate": 1000, "tomate": 90_000, "mozzarella": 120_000, "jambon": 60_000, "oeuf": 1000}


def test_nothing_is_promised_that_cannot_be_made(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 2})
    leave(rouen, oeuf=1000)
    outages.declare_out(rouen, Product.objects.get(slug="orientale"), None)
    with nothing_changes(), pytest.raises(Unavailable, match="oeuf"):
        amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", desk)
    leave(rouen, oeuf=9000)
    with nothing_changes(), pytest.raises(Unavailable, match="Orientale"):
        amending.swap_product(order.reference, 1, "orientale-m", desk)


def test_a_second_tap_changes_nothing(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 1, "reine-p": 1, "margherita-m+oeuf": 1, "cola": 1})
    ranks = {one.spec: rank for rank, one in enumerate(order.lines.order_by("pk"), 1)}
    taps = [
        lambda: amending.swap_ingredient(order.reference, ranks["reine-m"], "champignons", "oeuf", desk, 1),
        lambda: amending.swap_product(order.reference, ranks["reine-p"], "margherita-p", desk, 1),
        lambda: amending.remove_ingredient(order.reference, ranks["margherita-m+oeuf"], "oeuf", desk, 1),
        lambda: amending.refund_line(order.reference, ranks["cola"], desk, 1),
    ]
    for tap in taps:
        assert tap().changed
    with nothing_changes():
        assert not any(tap().changed for tap in taps)


def test_who_may_and_when(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 1, "cola": 1})
    for who in ("bruno", "alice", "chloe"):
        someone = actor(who, rouen)
        with nothing_changes(), pytest.raises(Forbidden):
            amending.refund_line(order.reference, 1, someone)
    actions.start(order.reference, actor("bruno", rouen))
    with nothing_changes(), pytest.raises(Stale):
        amending.refund_line(order.reference, 1, desk, seq=1)
    amending.remove_ingredient(order.reference, 1, "champignons", actor("dina", rouen), seq=2)
    actions.to_oven(order.reference, actor("bruno"))
    with nothing_changes(), pytest.raises(WrongMoment):
        amending.refund_line(order.reference, 1, desk)


@pytest.mark.parametrize(
    ("verb", "words", "kind"),
    [
        ("swap_ingredient", ("champignons", "pate"), Invalid),
        ("swap_ingredient", ("champignons", "jambon"), Invalid),
        ("swap_ingredient", ("merguez", "oeuf"), Refusal),
        ("swap_ingredient", ("champignons", "x\0"), Invalid),
        ("remove_ingredient", ("pate",), Invalid),
        ("remove_ingredient", ("inconnu",), Invalid),
        ("swap_product", ("orientale-g",), Invalid),
        ("swap_product", ("cola",), Invalid),
        ("swap_product", ("\0",), Invalid),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(rouen, desk, verb, words, kind):
    order = ordered(rouen, basket={"reine-m": 1})
    with nothing_changes():
        with pytest.raises(kind):
            getattr(amending, verb)(order.reference, 1, *words, desk)
        with pytest.raises(Invalid, match="ligne"):
            getattr(amending, verb)(order.reference, 7, *words, desk)


def test_what_was_taken_off_is_not_swapped_any_more(rouen, desk):
    order = ordered(rouen, basket={"reine-m": 1, "cola": 1})
    amending.refund_line(order.reference, 1, desk)
    with nothing_changes(), pytest.raises(Refusal, match="retirée"):
        amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", desk)


@pytest.mark.parametrize(("payment", "refund"), [(PaymentState.PAID, 250), (PaymentState.AUTHORISED, 0)])
def test_money_received_is_to_be_given_back_and_money_authorised_is_simply_not_taken(rouen, desk, payment, refund):
    order = ordered(rouen, basket={"reine-m": 1, "cola": 1})
    Order.objects.filter(pk=order.pk).update(payment=payment, due_cents=0)
    amending.refund_line(order.reference, 2, desk)
    now = reread(order)
    assert (now.total_cents, now.due_cents, now.refund_cents) == (1190, 0, refund)
