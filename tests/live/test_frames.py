"""A frame is exactly what the contract says, as text and as bytes on the wire."""

import pytest

from ocpizza.live import frames


def test_a_frame_begins_with_what_it_shows_and_asks_for_two_kinds_of_swap_only(settings, monkeypatch):
    settings.BUILD = "a1b2c3"
    monkeypatch.setattr(frames.time, "time_ns", lambda: 1_795_455_228_000_000_000)
    regions = {"tickets": '<main id="tickets" data-region><p>412</p></main>'}
    made = frames.frame("patch", {"kitchen.3": 1043}, regions, "Commande 423, livraison")
    assert made.text == (
        '<oc-frame id="oc-frame" data-v="kitchen.3=1043" data-kind="patch" data-now="1795455228000"'
        ' data-build="a1b2c3" hx-swap-oob="true"></oc-frame>\n'
        '<main id="tickets" data-region hx-swap-oob="morph"><p>412</p></main>\n'
        '<div id="say" hx-swap-oob="innerHTML">Commande 423, livraison</div>'
    )


def test_what_is_said_is_escaped():
    assert "&lt;img" in frames.frame("patch", {}, say="<img src=x>").text


def test_streams_are_listed_in_the_order_of_their_names():
    assert 'data-v="menu.a=2 menu.b=1"' in frames.frame("beat", {"menu.b": 1, "menu.a": 2}).text


def test_only_a_restored_database_makes_browsers_go_back():
    assert " data-reset " in frames.frame("snapshot", {}, reset=True).text
    assert "data-reset" not in frames.frame("snapshot", {}).text


@pytest.mark.parametrize("root", ['<main id="x">', "<p>a</p><i data-region>", "text", '<main title="data-region">'])
def test_a_region_whose_root_is_not_marked_is_refused(root):
    with pytest.raises(ValueError, match="data-region"):
        frames.for_swap(root)


@pytest.mark.parametrize("root", ['<main class="a > b" id="x" data-region>', '<oc-x\n  id="x"\n  data-region\n>'])
def test_the_mark_is_found_among_other_attributes(root):
    assert frames.for_swap(root) == root.replace("data-region", 'data-region hx-swap-oob="morph"')


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f" + b"\0" * 5 + b"\1\0\0"),
    ],
)
def test_the_wire_carries_one_unmasked_text_message(size, head):
    assert frames.Frame("x" * size).wire == head + b"x" * size


def test_the_wire_counts_bytes_not_letters():
    assert frames.Frame("é").wire == b"\x81\x02\xc3\xa9"
