"""Users and what they may do where: one assignment is one role in one store, or everywhere for the direction."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of the brief; a person may hold several."""

    COUNTER = "counter", _("comptoir")
    COOK = "cook", _("pizzaiolo")
    COURIER = "courier", _("livreur")
    MANAGER = "manager", _("responsable")
    DIRECTION = "direction", _("direction")


class User(AbstractUser):
    """A person with a log-in: a customer when no assignment says otherwise."""

    phone = models.CharField(_("téléphone"), max_length=20, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def roles_in(self, store: str) -> frozenset[str]:
        """Return the roles held in the store of this slug; direction and superusers hold them in every store."""
        if not self.is_active:
            return frozenset()
        if self.is_superuser:
            return frozenset({Role.DIRECTION})
        held = self.assignments.filter(Q(store__slug=store) | Q(store=None)).values_list("role", flat=True)
        return frozenset(held)

    def leads_everywhere(self) -> bool:
        """Say whether this person sees all stores."""
        return self.is_active and (
            self.is_superuser or self.assignments.filter(role=Role.DIRECTION, store=None).exists()
        )

    def store_slugs(self, roles: Collection[str]) -> list[str]:
        """Return the slugs of the stores where one of `roles` is held, sorted; direction is asked separately."""
        if not self.is_active:
            return []
        held = self.assignments.filter(role__in=roles, store__isnull=False)
        return sorted(set(held.values_list("store__slug", flat=True)))


class Assignment(models.Model):
    """One role of one person in one store; the direction's has no store."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=_("personne"))
    role = models.CharField(_("rôle"), max_length=10, choices=Role)
    store = models.ForeignKey("stores.Store", models.CASCADE, null=True, blank=True, verbose_name=_("point de vente"))

    class Meta:
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "store"], name="one_assignment_each"),
            models.UniqueConstraint(fields=["user", "role"], condition=Q(store=None), name="one_assignment_everywhere"),
            models.CheckConstraint(
                condition=Q(role=Role.DIRECTION, store=None) | (~Q(role=Role.DIRECTION) & Q(store__isnull=False)),
                name="direction_everywhere_others_in_a_store",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
