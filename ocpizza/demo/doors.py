"""The doors of the demonstration: one for each role at Rouen Centre, one for every account, and what lies behind."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts.models import Role, User
from ocpizza.demo.load import load
from ocpizza.demo.people import PEOPLE, Person

STORE = "rouen-centre"
SCREENS = {
    None: "storefront:menu",
    Role.COOK: "kitchen:screen",
    Role.COUNTER: "kitchen:screen",
    Role.COURIER: "delivery:screen",
    Role.MANAGER: "board:board",
    Role.DIRECTION: "board:board",
}
EVERY_STORE = frozenset({Role.MANAGER, Role.DIRECTION})
"""Who works at the board, which has one address whatever the store."""


@dataclass(frozen=True)
class Door:
    """A role to enter as; `does` says what there is to do on its screen."""

    who: str
    username: str
    icon: str
    role: Promise
    invitation: Promise
    does: Promise


DOORS = [
    Door(
        "customer",
        "alice",
        "shopping-bag",
        _("Cliente"),
        _("Entrer comme cliente"),
        _("Choisir, commander, suivre la commande pas à pas, annuler tant que c’est possible."),
    ),
    Door(
        "cook",
        f"bruno.{STORE}",
        "chef-hat",
        _("Pizzaiolo"),
        _("Entrer comme pizzaiolo"),
        _("Voir arriver les commandes, lancer, enfourner, sortir ; la recette est à portée de doigt."),
    ),
    Door(
        "courier",
        f"chloe.{STORE}",
        "bike",
        _("Livreuse"),
        _("Entrer comme livreuse"),
        _("Prendre une ou plusieurs commandes prêtes, partir, encaisser, remettre, ou dire pourquoi non."),
    ),
    Door(
        "counter",
        f"eric.{STORE}",
        "store",
        _("Comptoir"),
        _("Entrer au comptoir"),
        _("Remettre les commandes à emporter et encaisser, depuis l’écran de la cuisine."),
    ),
    Door(
        "manager",
        f"dina.{STORE}",
        "layout-dashboard",
        _("Responsable"),
        _("Entrer comme responsable"),
        _("Suivre le magasin en direct, décider d’une livraison échouée ; a aussi la cuisine et la livraison."),
    ),
    Door(
        "direction",
        "farida",
        "landmark",
        _("Direction"),
        _("Entrer à la direction"),
        _("Suivre les cinq pizzerias sur un seul tableau, et ouvrir l’écran de chacune."),
    ),
]

_BY_NAME = {person.username: person for person in PEOPLE}
_BY_WHO = {door.who: _BY_NAME[door.username] for door in DOORS} | _BY_NAME


def behind(who: str) -> Person | None:
    """Return whom a door lets in: `who` is a role (at Rouen Centre) or the user name of an account."""
    return _BY_WHO.get(who)


def account(person: Person) -> User:
    """Return the person's account; one that is missing is loaded first."""
    found = User.objects.filter(username=person.username).first()
    if found is None:
        load()
        found = User.objects.get(username=person.username)
    return found


def screen(person: Person) -> str:
    """Return the address of the screen the person works at."""
    return reverse(SCREENS[person.role], args=[] if person.role in EVERY_STORE else [person.store or STORE])
