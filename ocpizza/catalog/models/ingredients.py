"""What stores stock, with its unit, its allergens, its cost and its price as an extra."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Something with a French name and an English one."""

    name = models.CharField(_("nom"), max_length=60)
    name_en = models.CharField(_("nom anglais"), max_length=60)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name


class Allergen(models.TextChoices):
    """The 14 of annex II of regulation (EU) 1169/2011."""

    GLUTEN = "gluten", _("gluten")
    CRUSTACEANS = "crustaceans", _("crustacés")
    EGGS = "eggs", _("œufs")
    FISH = "fish", _("poisson")
    PEANUTS = "peanuts", _("arachide")
    SOYBEANS = "soybeans", _("soja")
    MILK = "milk", _("lait")
    NUTS = "nuts", _("fruits à coque")
    CELERY = "celery", _("céleri")
    MUSTARD = "mustard", _("moutarde")
    SESAME = "sesame", _("sésame")
    SULPHITES = "sulphites", _("sulfites")
    LUPIN = "lupin", _("lupin")
    MOLLUSCS = "molluscs", _("mollusques")


class Unit(models.TextChoices):
    GRAM = "g", _("g")
    MILLILITRE = "ml", _("ml")
    PIECE = "piece", _("pièce")


class Ingredient(Named):
    """What stores stock: a foodstuff of recipes, or an article sold as it is bought.

    `cost_millicents` is what one unit costs, in thousandths of a cent: 720 for a gram is 7.20 € a kilogram.
    With an extra price it can be added to a pizza: `extra_dose` thousandths on a medium one, or twice the recipe's
    dose where the recipe has it already.
    """

    slug = models.SlugField(unique=True, max_length=40)
    unit = models.CharField(_("unité"), max_length=5, choices=Unit)
    allergens = models.JSONField(_("allergènes"), default=list, blank=True)
    sold_as_is = models.BooleanField(_("revendu tel quel"), default=False)
    cost_millicents = models.PositiveIntegerField(_("coût d’une unité (millièmes de centime)"), default=0, db_default=0)
    removable = models.BooleanField(_("peut être retiré"), default=True, db_default=True)
    extra_cents = models.PositiveIntegerField(
        _("prix en supplément (centimes)"),
        null=True,
        blank=True,
        help_text=_("Pour une moyenne. Vide : ne se propose pas en supplément."),
    )
    extra_dose = models.PositiveIntegerField(_("dose en supplément (millièmes)"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("ingrédient")
        verbose_name_plural = _("ingrédients")
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_cents=None, extra_dose=None) | Q(extra_cents__isnull=False, extra_dose__gt=0),
                name="an_extra_has_price_and_dose",
            )
        ]


def allergens_of(ingredients: Iterable[Ingredient]) -> list[str]:
    """Return the codes of the allergens in these ingredients, in the regulation's order."""
    present = {code for ingredient in ingredients for code in ingredient.allergens}
    return [code for code in Allergen.values if code in present]


def scaled(quantity: int, unit: str, tenths: int) -> int:
    """Return a medium pizza's dose, in thousandths, for a size coefficient in tenths.

    Weights and volumes scale to the thousandth, never to nothing. Pieces stay whole, at least one: a small
    Orientale takes a whole egg, and a stock that counted 0.7 would drift from the shelf.
    """
    found = quantity * tenths // 10
    if unit != Unit.PIECE:
        return max(1, found)
    return max(1000, (found + 500) // 1000 * 1000)
