"""Writes a recipe: checked, under a lock, and never over somebody else's change; each content it had is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog import actions
from ocpizza.catalog.models import Dose, Ingredient, Product, RecipeStep, RecipeVersion, Unit
from ocpizza.catalog.recipes import Content, content_of, tidy
from ocpizza.look.refusals import Refused

MOST_UNITS = {Unit.GRAM: 1000, Unit.MILLILITRE: 1000, Unit.PIECE: 20}
"""What a medium pizza may take of one ingredient, in its unit: beyond it somebody's finger slipped."""
OVEN_SECONDS, OVEN_CELSIUS = (30, 1800), (100, 500)
MOST_DOSES, MOST_STEPS, LONGEST_STEP, LONGEST_POINTS = 30, 20, 200, 1000
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""What stands where something was that is no text."""


class Moved(Exception):
    """Somebody saved another version since the editor was opened; nothing was written."""


@dataclass(frozen=True)
class Saved:
    """The version the recipe is at; `changed` says whether this is a new one."""

    number: int
    changed: bool


def pantry(product: Product) -> QuerySet[Ingredient]:
    """Return what the recipe of this product may take: a pizza takes nothing that is sold as it was bought."""
    return Ingredient.objects.filter(Q(sold_as_is=False) | Q(doses__product=product)).distinct()


def faults(product: Product, content: Content, known: Mapping[str, Ingredient]) -> dict[str, str]:
    """Return what is wrong, by the field that has it: `dose.2`, `step.0`, `oven.1`, `points.0`, `doses`, `steps`.

    `known` is slug → ingredient, as `pantry` gives them.
    """
    found = _of_doses(content, known) | _of_steps(content)
    if product.has_recipe or any(content["oven"]):
        for index, ((least, most), value) in enumerate(zip((OVEN_SECONDS, OVEN_CELSIUS), content["oven"], strict=True)):
            if not least <= value <= most:
                found[f"oven.{index}"] = _("De %(least)s à %(most)s.") % {"least": least, "most": most}
    for index, text in enumerate(content["points"]):
        if wrong := _of_text([text], LONGEST_POINTS):
            found[f"points.{index}"] = wrong
    return found


def save(product: Product, base: int, content: Content, who: User | None) -> Saved:
    """Make this the recipe, as a new version; what it is already makes none: the second tap is no second editor.

    `base` is the version that the editor started from. Orders that were placed keep what they took. Raises Moved when
    the recipe is at another version by now, Refused for a content with faults.
    """
    fresh = tidy(content)
    with transaction.atomic():
        row = Product.objects.select_for_update().get(pk=product.pk)
        before = tidy(content_of(row))
        if fresh == before:
            return Saved(row.recipe_version, changed=False)
        if row.recipe_version != base:
            raise Moved
        if wrong := faults(row, fresh, {one.slug: one for one in pantry(row)}):
            raise Refused(next(iter(wrong.values())))
        RecipeVersion.objects.get_or_create(product=row, number=base, defaults={"content": before})
        RecipeVersion.objects.create(product=row, number=base + 1, who=who, content=fresh)
        _write(row, fresh)
        actions.edited()
        return Saved(base + 1, changed=True)


def revert(product: Product, number: int, who: User | None, *, base: int) -> Saved:
    """Make the recipe what it was at this version, as a new version. Raises Http404, Moved and Refused.

    `base` is the version that was seen to be replaced.
    """
    version = get_object_or_404(RecipeVersion, product=product, number=number)
    return save(product, base, version.content, who)


def _write(row: Product, content: Content) -> None:
    slugs = [slug for slug, _dose in content["doses"]]
    ids = dict(Ingredient.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    row.recipe.all().delete()
    Dose.objects.bulk_create(
        Dose(product=row, ingredient_id=ids[slug], quantity=dose, position=place)
        for place, (slug, dose) in enumerate(content["doses"])
    )
    row.steps.all().delete()
    RecipeStep.objects.bulk_create(
        RecipeStep(product=row, position=place, text=french, text_en=english)
        for place, (french, english) in enumerate(content["steps"])
    )
    row.oven_seconds, row.oven_celsius = content["oven"]
    row.key_points, row.key_points_en = content["points"]
    row.recipe_version += 1
    row.save(update_fields=["oven_seconds", "oven_celsius", "key_points", "key_points_en", "recipe_version"])


def _of_doses(content: Content, known: Mapping[str, Ingredient]) -> dict[str, str]:
    doses = content["doses"]
    if not doses:
        return {"doses": _("Une recette a au moins une dose.")}
    if len(doses) > MOST_DOSES:
        return {"doses": _("Au plus %(most)s ingrédients.") % {"most": MOST_DOSES}}
    slugs = [slug for slug, _dose in doses]
    found = {}
    for index, (slug, dose) in enumerate(doses):
        if slug in slugs[:index]:
            found[f"dose.{index}"] = _("Cet ingrédient est déjà dans la recette.")
        elif wrong := _of_dose(known.get(slug), dose):
            found[f"dose.{index}"] = wrong
    return found


def _of_dose(ingredient: Ingredient | None, dose: int) -> str:
    if ingredient is None:
        return _("Choisissez un ingrédient de la liste.")
    most = MOST_UNITS[Unit(ingredient.unit)]
    if dose <= 0:
        return _("La dose doit être plus grande que zéro.")
    if dose > most * 1000:
        words = {"most": most, "unit": ingredient.get_unit_display()}
        return _("C’est trop pour une pizza : au plus %(most)s %(unit)s.") % words
    if ingredient.unit == Unit.PIECE and dose % 1000:
        return _("Cet ingrédient se compte en pièces entières.")
    return ""


def _of_steps(content: Content) -> dict[str, str]:
    if len(content["steps"]) > MOST_STEPS:
        return {"steps": _("Au plus %(most)s gestes.") % {"most": MOST_STEPS}}
    found = {}
    for index, texts in enumerate(content["steps"]):
        if not all(texts):
            found[f"step.{index}"] = _("Écrivez le geste en français et en anglais.")
        elif wrong := _of_text(texts, LONGEST_STEP):
            found[f"step.{index}"] = wrong
    return found


def _of_text(texts: Sequence[str], longest: int) -> str:
    if any(UNREADABLE in text for text in texts):
        return _("Ce texte contient un caractère illisible.")
    return _("Au plus %(most)s caractères.") % {"most": longest} if max(map(len, texts)) > longest else ""
