"""Two people changed the same recipe: what each touched alone is kept, what both touched is for the second to decide.

A recipe is taken apart in fields: the dose of each ingredient, the order of the doses, each gesture (or all of them,
when somebody added or removed one), oven time, oven heat, the key points in each language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ocpizza.catalog.recipes import Content, tidy

DOSE, ORDER, STEP, STEPS = "dose:", "order", "step:", "steps"
SINGLE = {"oven.0": ("oven", 0), "oven.1": ("oven", 1), "points.0": ("points", 0), "points.1": ("points", 1)}
Fields = dict[str, Any]


@dataclass(frozen=True)
class Conflict:
    """A field that both changed, each to something else; None is an ingredient taken off."""

    field: str
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """The recipe with both changes; where `conflicts` say that they differ, it holds the value that was chosen."""

    content: Content
    conflicts: list[Conflict]


def merge(base: Content, theirs: Content, mine: Content, keep_mine: Collection[str] = ()) -> Merged:
    """Return what `base` becomes by both changes; in a conflict theirs wins, unless the field is in `keep_mine`."""
    contents = [tidy(one) for one in (base, theirs, mine)]
    old, other, own = _apart(contents)
    chosen: Fields = {}
    conflicts = []
    for field in dict.fromkeys([*other, *own, *old]):
        was, left, right = old.get(field), other.get(field), own.get(field)
        if was != left and was != right and left != right:
            conflicts.append(Conflict(field, left, right))
            chosen[field] = right if field in keep_mine else left
        else:
            chosen[field] = right if was == left else left
    mine_leads = chosen[ORDER] == own[ORDER] and chosen[ORDER] != other[ORDER]
    leading, following = (contents[2], contents[1]) if mine_leads else (contents[1], contents[2])
    return Merged(_together(chosen, _order(chosen, leading, following), contents[0]), conflicts)


def _apart(contents: list[Content]) -> list[Fields]:
    shared = set.intersection(*({slug for slug, _dose in one["doses"]} for one in contents))
    by_step = len({len(one["steps"]) for one in contents}) == 1
    return [_fields(one, shared, by_step=by_step) for one in contents]


def _fields(content: Content, shared: Collection[str], *, by_step: bool) -> Fields:
    fields: Fields = {f"{DOSE}{slug}": dose for slug, dose in content["doses"]}
    fields[ORDER] = [slug for slug, _dose in content["doses"] if slug in shared]
    if by_step:
        fields |= {f"{STEP}{index}": step for index, step in enumerate(content["steps"])}
    else:
        fields[STEPS] = content["steps"]
    return fields | {name: _single(content, *place) for name, place in SINGLE.items()}


def _single(content: Content, part: str, index: int) -> Any:
    return (content["oven"] if part == "oven" else content["points"])[index]


def _order(chosen: Mapping[str, Any], leading: Content, following: Content) -> list[str]:
    """Return the ingredients that stay, as one has them; what only the other has goes behind its neighbour there."""
    stays = {field.removeprefix(DOSE) for field, dose in chosen.items() if field.startswith(DOSE) and dose is not None}
    order = [slug for slug, _dose in leading["doses"] if slug in stays]
    before = None
    for slug, _dose in following["doses"]:
        if slug in stays and slug not in order:
            order.insert(order.index(before) + 1 if before in order else 0, slug)
        before = slug if slug in order else before
    return order + sorted(stays - set(order))


def _together(chosen: Mapping[str, Any], order: list[str], base: Content) -> Content:
    steps = chosen.get(STEPS)
    if steps is None:
        steps = [chosen[f"{STEP}{index}"] for index in range(len(base["steps"]))]
    return tidy(
        Content(
            doses=[(slug, chosen[f"{DOSE}{slug}"]) for slug in order],
            steps=steps,
            oven=[chosen["oven.0"], chosen["oven.1"]],
            points=[chosen["points.0"], chosen["points.1"]],
        )
    )
