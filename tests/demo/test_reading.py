"""The rush sees what a page says, and presses only what a page offers."""

from ocpizza.demo.rush.reading import Page
from ocpizza.demo.rush.tally import Tally, percentile_95

KITCHEN = """
<ul><li data-order="aaa" data-number="101" data-status="awaiting_preparation"><svg><path d="M0"/><circle r="1"/></svg>
  <form action="/cuisine/x/aaa/start/" data-action="start"><input type="hidden" name="seq" value="1"><br>
  <button>Commencer</button></form></li>
<li data-order="bbb" data-number="102" data-status="in_oven"><img src="x" alt="">
  <form action="/cuisine/x/bbb/ready/" data-action="ready"><input type="hidden" name="seq" value="3"></form></li></ul>
<form action="/autre/" data-action="take"><input type="radio" name="means" value="cash" checked>
  <input type="radio" name="means" value="card"></form>
"""


def test_forms_know_the_order_they_stand_in():
    page = Page(KITCHEN)
    assert page.status == {"aaa": "awaiting_preparation", "bbb": "in_oven"}
    start, ready = page.can("start"), page.can("ready", "bbb")
    assert (start.order, start.number, start.fields) == ("aaa", 101, {"seq": "1"})
    assert (ready.order, ready.number, ready.fields) == ("bbb", 102, {"seq": "3"})
    assert page.can("ready", "aaa") is None


def test_a_form_beside_its_order_knows_it_by_its_address():
    page = Page('<p data-order="r1" data-number="7"></p><form action="/livraison/x/r1/livree/" data-action="deliver">')
    assert (page.can("deliver").order, page.can("deliver").number) == ("r1", 7)


def test_a_form_sends_what_is_chosen():
    form = Page(KITCHEN).can("take")
    assert (form.order, form.fields) == ("", {"means": "cash"})


def test_products_say_whether_they_are_available():
    page = Page('<li data-product="reine" data-available="true"></li><li data-product="x" data-available="false"></li>')
    assert page.available == {"reine": True, "x": False}


def test_the_95th_percentile_leaves_the_slowest_twentieth_out():
    assert percentile_95([1.0]) == 1.0
    assert percentile_95([float(n) for n in range(1, 101)]) == 95.0


def test_the_table_counts_orders_refusals_and_errors():
    tally = Tally()
    for what in ("placed", "started"):
        tally.mark("aaa", what)
    tally.mark("somebody else's", "started")
    tally.seen("aaa", "completed")
    tally.seen("bbb", "in_oven")
    tally.refused("take")
    tally.wrong("500 on /panier/")
    table = tally.table()
    assert "Orders: 2 (1 completed, 0 cancelled, 1 under way)" in table
    assert "Refused in time: take 1" in table
    assert "Errors: 1\n  500 on /panier/: 1" in table
    assert tally.is_over("aaa")
    assert not tally.is_over("bbb")
    assert [line.split()[3] for line in table.splitlines() if line.startswith("placed")] == ["1"]
