"""The versions of a recipe on its sheet, and what is new in them to the cook who reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocpizza.catalog import readings, recipes
from ocpizza.catalog.models import Product, RecipeVersion


@dataclass(frozen=True)
class Edition:
    """A recipe with its history, latest first; `changes` since the version that the cook acknowledged."""

    product: Product
    versions: list[RecipeVersion]
    is_news: bool
    changes: list[str]

    @property
    def latest(self) -> RecipeVersion | None:
        """The version that holds, when it was kept: the first of a recipe often was not."""
        return next((one for one in self.versions if one.number == self.product.recipe_version), None)


def editions(products: Sequence[Product], cook: int | None) -> list[Edition]:
    """Return the history of these recipes, doses and steps fetched along; nothing is news to who does not cook.

    Two queries, and one for each recipe that is news.
    """
    kept: dict[int, list[RecipeVersion]] = {one.pk: [] for one in products}
    for version in RecipeVersion.objects.filter(product__in=kept).select_related("who").order_by("-number"):
        kept[version.product_id].append(version)
    read = readings.read_by(cook)
    return [_edition(one, kept[one.pk], read, is_cook=cook is not None) for one in products]


def _edition(product: Product, versions: list[RecipeVersion], read: Mapping[int, int], *, is_cook: bool) -> Edition:
    news = is_cook and readings.is_news(product, read)
    return Edition(product, versions, news, _changes(product, versions, read) if news else [])


def _changes(product: Product, versions: list[RecipeVersion], read: Mapping[int, int]) -> list[str]:
    """Return what differs from what the cook knows; nothing can be said when that version was not kept."""
    known = next((one for one in versions if one.number == read.get(product.pk, readings.FIRST)), None)
    return recipes.differences(known.content, recipes.content_of(product)) if known else []
