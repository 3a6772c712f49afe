"""What a recipe is, apart from the rows that hold it: its content, what differs between two, and its versions.

A content is plain data: `doses` [[ingredient slug, thousandths]], `steps` [[French, English]], `oven`
[seconds, degrees], `points` [French, English].
"""

from typing import TypedDict

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocpizza.catalog.models import Ingredient, Product, RecipeVersion, Unit
from ocpizza.look.formats import decimal


class Content(TypedDict):
    """A recipe as `RecipeVersion.content` keeps it."""

    doses: list[tuple[str, int]]
    steps: list[list[str]]
    oven: list[int]
    points: list[str]


def content_of(product: Product) -> Content:
    """Return the content of the recipe as it stands; recipe and steps are best fetched along."""
    return Content(
        doses=[(dose.ingredient.slug, dose.quantity) for dose in product.recipe.all()],
        steps=[[step.text, step.text_en] for step in product.steps.all()],
        oven=[product.oven_seconds, product.oven_celsius],
        points=[product.key_points, product.key_points_en],
    )


def tidy(content: Content) -> Content:
    """Return the same recipe in one way of writing it: JSON knows no pairs, and browsers end lines in their own way."""
    return Content(
        doses=[(slug, dose) for slug, dose in content["doses"]],
        steps=[[text.strip() for text in step] for step in content["steps"]],
        oven=list(content["oven"]),
        points=["\n".join(line.strip() for line in text.strip().splitlines()) for text in content["points"]],
    )


def differences(before: Content, after: Content) -> list[str]:
    """Return what differs, one sentence each, in the reader's language; none when nothing does."""
    parts = (_of_doses, _of_oven, _of_steps, _of_points)
    return [sentence for part in parts for sentence in part(before, after)]


def content_at(product: Product, number: int) -> Content | None:
    """Return the content of a version, None when it was never kept."""
    found = RecipeVersion.objects.filter(product=product, number=number).first()
    return found.content if found else None


def _of_doses(before: Content, after: Content) -> list[str]:
    old, new = dict(before["doses"]), dict(after["doses"])
    changed = [slug for slug in old | new if old.get(slug) != new.get(slug)]
    known = {one.slug: one for one in Ingredient.objects.filter(slug__in=changed)}
    said = [_dose(known.get(slug), slug, old.get(slug), new.get(slug)) for slug in changed]
    both = [[slug for slug in one if slug in old and slug in new] for one in (old, new)]
    return [*said, _("Ordre des ingrédients changé")] if both[0] != both[1] else said


def _dose(ingredient: Ingredient | None, slug: str, old: int | None, new: int | None) -> str:
    words = {
        "ingredient": ingredient.label if ingredient else slug,
        "old": _amount(ingredient, old),
        "new": _amount(ingredient, new),
    }
    if old is None:
        return _("%(ingredient)s ajouté : %(new)s") % words
    if new is None:
        return _("%(ingredient)s retiré") % words
    return _("%(ingredient)s : %(old)s → %(new)s") % words


def _amount(ingredient: Ingredient | None, thousandths: int | None) -> str:
    unit = ingredient.unit if ingredient else Unit.GRAM
    written = decimal(thousandths or 0, 3)
    return written if unit == Unit.PIECE else f"{written}\N{NO-BREAK SPACE}{Unit(unit).label}"


def _of_oven(before: Content, after: Content) -> list[str]:
    if before["oven"] == after["oven"]:
        return []
    (old_seconds, old_degrees), (seconds, degrees) = before["oven"], after["oven"]
    words = {"old": f"{old_seconds // 60}:{old_seconds % 60:02}", "new": f"{seconds // 60}:{seconds % 60:02}"}
    words |= {"from": str(old_degrees), "to": str(degrees)}
    return [_("Four : %(old)s à %(from)s °C → %(new)s à %(to)s °C") % words]


def _of_steps(before: Content, after: Content) -> list[str]:
    old, new = ([_said(step) for step in one["steps"]] for one in (before, after))
    found = [_("Geste ajouté : %(step)s") % {"step": one} for one in new if one not in old]
    found += [_("Geste retiré : %(step)s") % {"step": one} for one in old if one not in new]
    if found or before["steps"] == after["steps"]:
        return found
    return [_("Ordre des gestes changé") if old != new else _("Traduction des gestes changée")]


def _of_points(before: Content, after: Content) -> list[str]:
    if before["points"] == after["points"]:
        return []
    return [_("Points clés : %(points)s") % {"points": " · ".join(_said(after["points"]).splitlines()) or "—"}]


def _said(pair: list[str]) -> str:
    """Return the French or the English of a pair."""
    return (get_language() == "en" and pair[1]) or pair[0]
