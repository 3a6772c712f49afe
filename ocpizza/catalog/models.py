"""Products, their sizes and prices, and the recipes that say what each one takes from the stock.

A quantity is an integer in thousandths of the ingredient's unit (mg, microlitre, thousandth of a piece), so that a
coefficient of 0.7 or half a pizza stays exact. An article that is bought and sold as it is (a drink, a dessert) has a
stock row of its own, reached by a recipe of one piece: feasibility, stock and allergens then have one mechanism.
"""

from django.db import models
from django.db.models import F, Prefetch, Q
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
    """What stores stock: a foodstuff of recipes, or an article sold as it is bought."""

    slug = models.SlugField(unique=True, max_length=40)
    unit = models.CharField(_("unité"), max_length=5, choices=Unit)
    allergens = models.JSONField(_("allergènes"), default=list, blank=True)
    sold_as_is = models.BooleanField(_("revendu tel quel"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("ingrédient")
        verbose_name_plural = _("ingrédients")


class Category(models.TextChoices):
    PIZZA = "pizza", _("Pizzas")
    STARTER = "starter", _("Entrées")
    DESSERT = "dessert", _("Desserts")
    DRINK = "drink", _("Boissons")


class VatClass(models.TextChoices):
    """What decides the VAT rate together with the fulfilment (CGI art. 278-0 bis, 279 m, 278)."""

    PREPARED = "prepared", _("préparé, à consommer aussitôt")
    CLOSED = "closed", _("contenant fermé, se conserve")
    ALCOHOL = "alcohol", _("boisson alcoolisée")


class Size(Named):
    """A size of pizza; the coefficient, in tenths, multiplies the doses of the medium one."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    diameter_cm = models.PositiveSmallIntegerField(_("diamètre (cm)"))
    coefficient_tenths = models.PositiveSmallIntegerField(_("coefficient (dixièmes)"))

    class Meta:
        ordering = ["coefficient_tenths"]
        verbose_name = _("taille")
        verbose_name_plural = _("tailles")


class ProductQuerySet(models.QuerySet["Product"]):
    def for_menu(self) -> "ProductQuerySet":
        """Return what is sold, with sizes, prices and recipes fetched along: three queries in all."""
        return (
            self.filter(archived=False)
            .order_by("position", "name")
            .prefetch_related(
                Prefetch("variants", Variant.objects.select_related("size").order_by("price_cents")),
                Prefetch("recipe", Dose.objects.select_related("ingredient").order_by("position")),
            )
        )


class Product(Named):
    """Something on the menu; archived rather than deleted, because old orders point to it."""

    slug = models.SlugField(unique=True, max_length=40)
    category = models.CharField(_("famille"), max_length=10, choices=Category)
    vat_class = models.CharField(_("classe de TVA"), max_length=10, choices=VatClass)
    position = models.PositiveSmallIntegerField(_("place sur la carte"), default=0)
    folded = models.BooleanField(_("pliée"), default=False, help_text=_("Une calzone."))
    oven_seconds = models.PositiveSmallIntegerField(_("cuisson (s)"), default=0)
    oven_celsius = models.PositiveSmallIntegerField(_("four (°C)"), default=0)
    archived = models.BooleanField(_("archivé"), default=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("produit")
        verbose_name_plural = _("produits")

    @property
    def has_recipe(self) -> bool:
        """Whether a cook makes it from doses."""
        return self.category == Category.PIZZA

    def allergens(self) -> list[str]:
        """Return the allergens of its ingredients, in the regulation's order."""
        present = {code for dose in self.recipe.all() for code in dose.ingredient.allergens}
        return [code for code in Allergen.values if code in present]


class VariantQuerySet(models.QuerySet["Variant"]):
    def for_order(self) -> "VariantQuerySet":
        """Return what can be ordered, with product, size and recipe fetched along: two queries."""
        return (
            self.filter(product__archived=False)
            .select_related("product", "size")
            .prefetch_related(
                Prefetch("product__recipe", Dose.objects.select_related("ingredient").order_by("position"))
            )
        )


class Variant(models.Model):
    """What is sold: a product in a size (or without one), at a price including VAT."""

    sku = models.SlugField(_("référence"), unique=True, max_length=44)
    product = models.ForeignKey(Product, models.PROTECT, related_name="variants")
    size = models.ForeignKey(Size, models.PROTECT, null=True, blank=True)
    price_cents = models.PositiveIntegerField(_("prix TTC (centimes)"))

    objects = VariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("déclinaison")
        verbose_name_plural = _("déclinaisons")
        constraints = [
            models.UniqueConstraint(fields=["product", "size"], name="one_price_each_size"),
            models.UniqueConstraint(fields=["product"], condition=Q(size=None), name="one_price_without_a_size"),
        ]

    def __str__(self) -> str:
        return self.sku

    def needs(self) -> dict[int, int]:
        """Return what one piece takes from the stock: ingredient id → thousandths of its unit."""
        tenths = self.size.coefficient_tenths if self.size else 10
        return {dose.ingredient_id: dose.scaled(tenths) for dose in self.product.recipe.all()}


class Dose(models.Model):
    """How much of an ingredient a medium product takes, in thousandths of the ingredient's unit."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="recipe")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="doses")
    quantity = models.PositiveIntegerField(_("dose (millièmes)"))
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("dose")
        verbose_name_plural = _("doses")
        constraints = [
            models.UniqueConstraint(fields=["product", "ingredient"], name="one_dose_each_ingredient"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="dose_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.quantity / 1000:g}"

    def scaled(self, tenths: int) -> int:
        """Return the dose for a size coefficient in tenths.

        Weights and volumes scale to the thousandth, never to nothing. Pieces stay whole, at least one: a small
        Orientale takes a whole egg, and a stock that counted 0.7 would drift from the shelf.
        """
        scaled = self.quantity * tenths // 10
        if self.ingredient.unit != Unit.PIECE:
            return max(1, scaled)
        return max(1000, (scaled + 500) // 1000 * 1000)


class RecipeStep(models.Model):
    """One step of the recipe reminder, in order."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("ordre"))
    text = models.CharField(_("geste"), max_length=200)
    text_en = models.CharField(_("geste, en anglais"), max_length=200)

    class Meta:
        ordering = ["position"]
        verbose_name = _("étape de recette")
        verbose_name_plural = _("étapes de recette")
        constraints = [models.UniqueConstraint(F("product"), F("position"), name="one_step_each_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """The step in the reader's language."""
        return self.text_en if get_language() == "en" else self.text
