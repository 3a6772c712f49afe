"""The live layer notes which of the staff's screens are open, and says since when one is not."""

from datetime import timedelta

from django.utils import timezone

from ocpizza.live import looks, streams
from ocpizza.live.models import Stream
from ocpizza.live.screens import FeedKey
from ocpizza.live.viewers import Visit


def test_a_stream_nobody_watched_is_left_out(db):
    streams.bump(["kitchen.lille"])
    assert streams.watched(["kitchen.lille", "kitchen.rouen"]) == {}


def test_watching_is_noted_and_is_no_change(db):
    streams.bump(["kitchen.lille"])
    streams.note_watched(["kitchen.lille", "kitchen.rouen"])
    assert streams.versions(["kitchen.lille", "kitchen.rouen"]) == {"kitchen.lille": 1, "kitchen.rouen": 0}
    assert streams.bump(["kitchen.rouen"]) == {"kitchen.rouen": 1}
    seen = streams.watched(["kitchen.lille", "kitchen.rouen"])
    assert all(timezone.now() - at < timedelta(seconds=10) for at in seen.values())
    assert len(seen) == 2


def test_noting_nothing_writes_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        streams.note_watched([])


def test_a_screen_is_noted_when_its_people_are_authorised_again(rouen, chloe, client):
    client.force_login(chloe)
    who = Visit(client.session.session_key, "fr")
    mine = FeedKey("courier", (str(chloe.pk),), "", "fr")
    others = FeedKey("courier", ("999999",), "", "fr")
    Stream.objects.all().delete()
    assert set(looks.check.__wrapped__([(who, mine), (who, others)])) == {(who, others)}
    assert set(streams.watched([f"courier.{chloe.pk}", "courier.999999"])) == {f"courier.{chloe.pk}"}
