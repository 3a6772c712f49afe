"""The recipe reminder: its steps, what it was before, and who has read what it is now."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models.menu import Product


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


class RecipeVersion(models.Model):
    """What a recipe was: `content` holds doses, steps, oven and key points as `recipes.content_of` writes them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version de recette")
        verbose_name_plural = _("versions de recette")
        constraints = [models.UniqueConstraint(fields=["product", "number"], name="one_recipe_each_number")]

    def __str__(self) -> str:
        return f"{self.product} v{self.number}"


class RecipeRead(models.Model):
    """The latest version of a recipe that a cook has acknowledged."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    cook = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recipes_read")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "cook"], name="one_reading_each_cook")]

    def __str__(self) -> str:
        return f"{self.cook} · {self.product} v{self.version}"
