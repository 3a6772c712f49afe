"""What is sold: products in chapters, their sizes and prices now and to come, and the doses that each takes."""

from datetime import datetime, time
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models.ingredients import Ingredient, Named, allergens_of, scaled


class Category(models.TextChoices):
    PIZZA = "pizza", _("Pizzas")
    STARTER = "starter", _("Entrées")
    DESSERT = "dessert", _("Desserts")
    DRINK = "drink", _("Boissons")


class Family(Named):
    """A chapter of the menu; what a product is made like is its category's matter, not the chapter's."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("place sur la carte"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("famille")
        verbose_name_plural = _("familles")


class Daypart(Named):
    """Hours, in Paris time, in which some products are served; `weekdays` counts Monday as 0, empty is every day."""

    opens = models.TimeField(_("de"))
    closes = models.TimeField(_("à"))
    weekdays = models.JSONField(_("jours"), default=list, blank=True)

    class Meta:
        ordering = ["opens"]
        verbose_name = _("moment de service")
        verbose_name_plural = _("moments de service")
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="daypart_closes_after_opening")]

    def covers(self, moment: datetime) -> bool:
        """Say whether its products are served at this moment."""
        local = timezone.localtime(moment)
        at = time(local.hour, local.minute)
        return self.opens <= at < self.closes and (not self.weekdays or local.weekday() in self.weekdays)


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


class Heading(NamedTuple):
    """The chapter of the menu that a product stands in; sorted as the menu is."""

    position: int
    code: str
    label: str


class ProductQuerySet(models.QuerySet["Product"]):
    def for_menu(self) -> "ProductQuerySet":
        """Return what is sold, with sizes, prices and recipes fetched along: three queries in all."""
        return (
            self.filter(archived=False)
            .select_related("daypart", "family")
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
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("famille")
    )
    daypart = models.ForeignKey(
        Daypart, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("moment de service")
    )
    halves = models.BooleanField(_("se vend par moitiés"), default=False, db_default=False)
    most_extras = models.PositiveSmallIntegerField(_("suppléments, au plus"), default=0, db_default=0)
    refused_extras = models.ManyToManyField(
        Ingredient, related_name="+", blank=True, verbose_name=_("suppléments exclus")
    )
    key_points = models.TextField(_("points clés"), blank=True, db_default="", help_text=_("Un par ligne."))
    key_points_en = models.TextField(_("points clés, en anglais"), blank=True, db_default="")
    recipe_version = models.PositiveIntegerField(_("version de la recette"), default=1, db_default=1)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("produit")
        verbose_name_plural = _("produits")

    @property
    def has_recipe(self) -> bool:
        """Whether a cook makes it from doses."""
        return self.category == Category.PIZZA

    @property
    def points(self) -> list[str]:
        """The key points of its recipe, in the reader's language."""
        text = (get_language() == "en" and self.key_points_en) or self.key_points
        return [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def heading(self) -> Heading:
        """Its family; without one, its category, which stands among the families by its own order."""
        if self.family:
            return Heading(self.family.position, self.family.code, self.family.label)
        category = Category(self.category)
        return Heading(1 + Category.values.index(category), category.value, str(category.label))

    def served(self, moment: datetime) -> bool:
        """Say whether this is the hour for it."""
        return self.daypart is None or self.daypart.covers(moment)

    def allergens(self) -> list[str]:
        """Return the allergens of its ingredients, in the regulation's order."""
        return allergens_of(dose.ingredient for dose in self.recipe.all())


class VariantQuerySet(models.QuerySet["Variant"]):
    def for_order(self) -> "VariantQuerySet":
        """Return what can be ordered, with product, size and recipe fetched along: two queries."""
        return (
            self.filter(product__archived=False)
            .select_related("product__daypart", "size")
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

    @property
    def products(self) -> tuple[Product, ...]:
        """What has to be on sale for it: the product alone."""
        return (self.product,)

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
        """Return the dose for a size coefficient in tenths."""
        return scaled(self.quantity, self.ingredient.unit, tenths)


class PlannedPrice(models.Model):
    """A price that starts at a moment; a sweep applies it, once."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="planned_prices")
    price_cents = models.PositiveIntegerField(_("prix TTC (centimes)"))
    starts_at = models.DateTimeField(_("à partir du"))
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("appliqué le"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("prix à venir")
        verbose_name_plural = _("prix à venir")
        constraints = [models.UniqueConstraint(fields=["variant", "starts_at"], name="one_planned_price_each_moment")]

    def __str__(self) -> str:
        return f"{self.variant} {self.price_cents / 100:.2f}"
