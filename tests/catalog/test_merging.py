"""Two changes of one recipe become one: what each touched alone is kept, what both touched is shown."""

from hypothesis import given
from hypothesis import strategies as st

from ocpizza.catalog.merging import merge
from ocpizza.catalog.recipes import Content, tidy

SLUGS = ("dough", "tomato", "ham", "egg", "honey")
texts = st.sampled_from(["", "étaler", "cuire", "couper"])
contents = st.builds(
    lambda slugs, doses, steps, oven, points: tidy(
        Content(doses=list(zip(slugs, doses, strict=False)), steps=steps, oven=oven, points=points)
    ),
    st.permutations(SLUGS).flatmap(lambda every: st.integers(0, 5).map(lambda n: every[:n])),
    st.lists(st.integers(1, 3), min_size=5, max_size=5),
    st.lists(st.lists(texts, min_size=2, max_size=2), max_size=3),
    st.lists(st.integers(1, 3), min_size=2, max_size=2),
    st.lists(texts, min_size=2, max_size=2),
)


@given(contents, contents)
def test_whoever_changed_alone_gets_exactly_that(base, changed):
    for theirs, mine in ((changed, base), (base, changed), (changed, changed)):
        merged = merge(base, theirs, mine)
        assert merged.content == changed
        assert merged.conflicts == []


@given(contents, contents, contents)
def test_each_dose_is_somebodys_wish_and_a_conflict_shows_both(base, theirs, mine):
    merged = merge(base, theirs, mine)
    was, left, right, now = (dict(one["doses"]) for one in (base, theirs, mine, merged.content))
    contested = {one.field: (one.theirs, one.mine) for one in merged.conflicts}
    for slug in SLUGS:
        values = was.get(slug), left.get(slug), right.get(slug)
        if values[0] == values[1]:
            assert now.get(slug) == values[2]
        elif values[0] == values[2] or values[1] == values[2]:
            assert now.get(slug) == values[1]
        else:
            assert contested[f"dose:{slug}"] == (values[1], values[2])
            assert now.get(slug) == values[1], "theirs, unless somebody says otherwise"


@given(contents, contents, contents)
def test_keeping_mine_everywhere_is_the_mirror_of_keeping_theirs(base, theirs, mine):
    asked = {one.field for one in merge(base, theirs, mine).conflicts}
    kept, mirrored = merge(base, theirs, mine, asked).content, merge(base, mine, theirs).content
    assert dict(kept["doses"]) == dict(mirrored["doses"])
    assert (kept["steps"], kept["oven"], kept["points"]) == (mirrored["steps"], mirrored["oven"], mirrored["points"])


def test_an_ingredient_added_by_each_stands_behind_its_neighbour():
    base = Content(doses=[("dough", 1), ("tomato", 1), ("ham", 1)], steps=[], oven=[1, 1], points=["", ""])
    theirs = base | {"doses": [("dough", 1), ("egg", 2), ("tomato", 1), ("ham", 1)]}
    mine = base | {"doses": [("dough", 1), ("tomato", 1), ("ham", 1), ("honey", 3)]}
    assert [slug for slug, _dose in merge(base, theirs, mine).content["doses"]] == [
        "dough",
        "egg",
        "tomato",
        "ham",
        "honey",
    ]
