"""The recipe editor: shaping rows, preview, saving, and what happens when somebody else saved in between."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog import editing, recipes
from ocpizza.catalog.editing import Moved
from ocpizza.catalog.merging import Merged, merge
from ocpizza.catalog.models import Ingredient, Product, RecipeVersion, Unit
from ocpizza.catalog.recipes import Content
from ocpizza.live import http
from ocpizza.look.refusals import Refused
from ocpizza.menu import conflicts
from ocpizza.menu.drafts import Draft
from ocpizza.menu.previews import preview

BAD, CONFLICT = 400, 409
VERSIONS = 30


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.direction
def recipe(request: HttpRequest, product: str) -> HttpResponse:
    """Show the recipe in fields; `do` says what a button wants: a row, a preview, to save, to merge."""
    found = _product(product)
    if request.method != "POST":
        return _shown(request, found, Draft.of(recipes.content_of(found), found.recipe_version))
    draft, order = Draft.read(request.POST), request.POST.get("do", "preview")
    if draft.shape(order):
        return _shown(request, found, draft)
    draft = draft.dropped_blanks()
    if order == "merge":
        return _merged(request, found, draft)
    if order == "save":
        return _saved(request, found, draft)
    return _shown(request, found, draft, asked=True)


@require_POST
@gates.direction
def revert(request: HttpRequest, product: str, number: int) -> HttpResponse:
    """Make an old version the recipe again; not over a version that was not on the page."""
    found = _product(product)
    try:
        saved = editing.revert(found, number, gates.person(request), base=Draft.read(request.POST).base)
    except Moved:
        messages.error(request, _("La recette vient de changer : regardez-la avant d’y revenir."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        _say(request, saved)
    return redirect("menu:recipe", product=product)


def _saved(request: HttpRequest, product: Product, draft: Draft) -> HttpResponse:
    content, wrong = draft.content(product, _known(product))
    if wrong:
        return _shown(request, product, draft, asked=True, status=BAD)
    try:
        _say(request, editing.save(product, draft.base, content, gates.person(request)))
    except Moved:
        return _moved(request, _product(product.slug), draft)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _shown(request, product, draft, asked=True, status=BAD)
    return redirect("menu:recipe", product=product.slug)


def _moved(request: HttpRequest, product: Product, draft: Draft) -> HttpResponse:
    """Show what the other changed, and ask what to keep where both changed the same."""
    merged, base = _merge(product, draft)
    current = recipes.content_of(product)
    shown = {
        "product": product,
        "draft": draft,
        "current": product.recipe_version,
        "version": product.versions.filter(number=product.recipe_version).select_related("who").first(),
        "theirs": recipes.differences(base, current),
        "mine": recipes.differences(base, draft.content(product, _known(product))[0]),
        "conflicts": conflicts.described(merged.conflicts),
    }
    return render(request, "menu/merge.html", shown, status=CONFLICT)


def _merged(request: HttpRequest, product: Product, draft: Draft) -> HttpResponse:
    """Back to the editor with both changes, to be looked at and saved; if it moved once more, ask once more."""
    if request.POST.get("current") != str(product.recipe_version):
        return _moved(request, product, draft)
    merged, _base = _merge(product, draft, conflicts.kept(request.POST))
    messages.info(request, _("Les deux changements sont réunis : vérifiez, puis enregistrez."))
    return _shown(request, product, Draft.of(merged.content, product.recipe_version))


def _merge(product: Product, draft: Draft, keep_mine: frozenset[str] = frozenset()) -> tuple[Merged, Content]:
    """Return both changes as one, and what both started from; a version that nobody kept counts as the current."""
    current = recipes.content_of(product)
    base = recipes.content_at(product, draft.base) or current
    mine, _wrong = draft.content(product, _known(product))
    return merge(base, current, mine, keep_mine), base


def _shown(
    request: HttpRequest, product: Product, draft: Draft, *, asked: bool = False, status: int = 200
) -> HttpResponse:
    """Show the editor; what is wrong is said only to who asked, not to who is about to fill a new row."""
    known = _known(product)
    content, amiss = draft.dropped_blanks().content(product, known)
    wrong = amiss if asked else {}
    shown = {
        "product": product,
        "draft": draft,
        "doses": [_dose_row(index, row, known, wrong) for index, row in enumerate(draft.doses)],
        "steps": [(row, wrong.get(f"step.{index}", "")) for index, row in enumerate(draft.steps)],
        "pantry": sorted(known.values(), key=lambda one: one.label.lower()),
        "wrong": {name.replace(".", "_"): said for name, said in wrong.items()},
        "summary": [(name.replace(".", "_"), conflicts.where(name, draft, known), wrong[name]) for name in wrong],
        "moved": draft.base != product.recipe_version,
        "preview": None if amiss else preview(product, recipes.content_of(product), content, known),
        "did": request.POST.get("do", ""),
        "amiss": list(amiss.values()) if request.method == "POST" else [],
        "versions": _versions(product),
    }
    template = "menu/recipe.html#editor" if http.by_htmx(request) else "menu/recipe.html"
    return render(request, template, shown, status=status)


def _dose_row(index: int, row: Any, known: Mapping[str, Ingredient], wrong: Mapping[str, str]) -> dict[str, Any]:
    ingredient = known.get(row.slug)
    unit = "" if ingredient is None else Unit(ingredient.unit).label
    return {"typed": row, "unit": unit, "wrong": wrong.get(f"dose.{index}", "")}


def _versions(product: Product) -> list[tuple[RecipeVersion, list[str]]]:
    """Return the versions, the last first, each with what it changed; the first one kept has nothing before it."""
    rows = list(product.versions.select_related("who").order_by("-number")[: VERSIONS + 1])
    pairs = zip_longest(rows, rows[1:])
    return [(row, recipes.differences(old.content, row.content) if old else []) for row, old in pairs if row][:VERSIONS]


def _say(request: HttpRequest, saved: editing.Saved) -> None:
    if saved.changed:
        messages.success(request, _("Version %(number)s enregistrée.") % {"number": saved.number})
    else:
        messages.info(request, _("Rien n’a changé : la recette reste à la version %(n)s.") % {"n": saved.number})


def _known(product: Product) -> dict[str, Ingredient]:
    return {one.slug: one for one in editing.pantry(product)}


def _product(slug: str) -> Product:
    return get_object_or_404(Product.objects.prefetch_related("recipe__ingredient", "steps"), slug=slug)
