"""What the head of every page around the stock needs: the stores somebody may switch to, and whether they lead."""

from django import template

from ocpizza.accounts import gates
from ocpizza.accounts.models import User
from ocpizza.stores.models import Store

register = template.Library()


@register.simple_tag
def stockrooms_of(user: User) -> list[Store]:
    """Return the stores whose stock this person may see, by name."""
    stores = Store.objects.all()
    return list(stores if user.leads_everywhere() else stores.filter(slug__in=user.store_slugs(gates.COOKS)))


@register.simple_tag
def leads(user: User, store: Store) -> bool:
    """Say whether this person leads the store."""
    return bool(gates.held(user, store.slug) & gates.LEADERS)
