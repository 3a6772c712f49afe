"""The tables of this room as files for a spreadsheet; each with a heading, quantities in the unit of the ingredient."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from ocpizza.look.csv import Cell, scaled
from ocpizza.look.formats import telephone
from ocpizza.supply.figures import Consumption, Waste
from ocpizza.supply.margins import Margin
from ocpizza.supply.products import Sold
from ocpizza.supply.purchases import Wanted
from ocpizza.supply.recalled import Place
from ocpizza.supply.shelves import Shelved

Rows = Iterator[list[Cell]]
THOUSANDTHS = 3


def purchases(shown: dict[str, Any]) -> Rows:
    """Return what to buy, by supplier, then what nobody sells."""
    yield [
        *(_("Fournisseur"), _("Ingrédient"), _("Unité"), _("Niveau"), _("Seuil"), _("Prévu"), _("En route")),
        *(_("Colis"), _("Par colis"), _("À commander"), _("Coût (€)")),
    ]
    for basket in shown["baskets"]:
        for one in basket.wanted:
            yield [basket.supplier.name, *_wanted(one)]
    for one in shown["nobody"]:
        yield ["", *_wanted(one)]


def _wanted(one: Wanted) -> list[Cell]:
    amounts = (one.level, one.threshold, one.expected, one.under_way)
    pack = scaled(one.offer.pack, THOUSANDTHS) if one.offer else None
    return [
        *(one.ingredient.label, str(one.ingredient.get_unit_display()), *(scaled(n, THOUSANDTHS) for n in amounts)),
        *(one.packs or None, pack, scaled(one.quantity, THOUSANDTHS), scaled(one.cents, 2) if one.offer else None),
    ]


def shelved(lots: Iterable[Shelved]) -> Rows:
    """Return the lots of a store."""
    yield [
        *(_("Ingrédient"), _("Lot"), _("Fournisseur"), _("Reçu le"), _("À consommer avant le")),
        *(_("Unité"), _("Quantité reçue"), _("Reste"), _("État")),
    ]
    for one in lots:
        lot = one.lot
        state = _("périmé, à retirer") if one.is_expired else _("à utiliser vite") if one.is_soon else ""
        yield [
            *(lot.ingredient.label, lot.code, lot.supplier.name if lot.supplier else "", lot.received_at, lot.use_by),
            *(str(lot.ingredient.get_unit_display()), scaled(lot.quantity, THOUSANDTHS)),
            *(scaled(one.left, THOUSANDTHS), state),
        ]


def recalled(places: Iterable[Place]) -> Rows:
    """Return whom a recall concerns, in the stores whose orders the reader may see."""
    yield [
        *(_("Magasin"), _("Commande"), _("Jour"), _("État"), _("Remise"), _("Client"), _("Téléphone"), _("Adresse")),
        _("Quantité du lot"),
    ]
    for place in places:
        for one in place.orders or ():
            order = one.order
            address = f"{order.street}, {order.postcode} {order.city}" if order.street else ""
            yield [
                *(place.store.name, order.number, order.day, str(order.get_status_display())),
                *(str(order.get_fulfilment_display()), order.name, telephone(order.phone), address),
                scaled(one.quantity, THOUSANDTHS),
            ]


def margins(rows: Iterable[Margin]) -> Rows:
    """Return the margin of each product and size."""
    yield [
        *(_("Produit"), _("Taille"), _("Prix TTC (€)"), _("Prix HT (€)"), _("Coût (€)"), _("Marge (€)")),
        *(_("Marge (%)"), _("Coût inconnu")),
    ]
    for one in rows:
        yield [
            *(one.product.label, one.variant.size.label if one.variant.size else ""),
            *(scaled(cents, 2) for cents in (one.variant.price_cents, one.net_cents, one.cost_cents, one.cents)),
            *(scaled(one.tenths, 1), ", ".join(one.unpriced)),
        ]


def consumption(rows: Iterable[Consumption]) -> Rows:
    """Return expected and counted consumption of each ingredient."""
    yield [
        *(_("Ingrédient"), _("Unité"), _("Prévu par les recettes"), _("Compté"), _("Écart"), _("Écart (%)")),
        *(_("Écart (€)"), _("Inventaires")),
    ]
    for one in rows:
        amounts = (one.expected, one.counted, one.more)
        yield [
            *(one.ingredient.label, str(one.ingredient.get_unit_display())),
            *(scaled(number, THOUSANDTHS) for number in amounts),
            *(scaled(one.tenths, 1), scaled(one.cents, 2) if one.counts else None, one.counts),
        ]


def waste(rows: Iterable[Waste]) -> Rows:
    """Return what was lost by cause."""
    yield [_("Cause"), _("Perte (€)"), _("Semaine précédente (€)")]
    for one in rows:
        yield [one.label, scaled(one.cents, 2), scaled(one.before, 2)]


def products(rows: Iterable[Sold]) -> Rows:
    """Return what was sold of each product."""
    yield [
        *(_("Produit"), _("Pièces"), _("Semaine précédente"), _("Chiffre d’affaires TTC (€)")),
        *(_("Semaine précédente TTC (€)"), _("Marge HT (€)")),
    ]
    for one in rows:
        amounts = (one.cents, one.cents_before, one.margin_cents)
        pieces = (scaled(one.pieces, 1), scaled(one.pieces_before, 1))
        yield [one.product.label, *pieces, *(scaled(cents, 2) for cents in amounts)]
