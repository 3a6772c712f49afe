"""The admin: for the rare edit by hand, in French, under the same content policy; whoever it concerns is told."""

import pytest

from ocpizza.accounts.models import Assignment, Role, User
from ocpizza.catalog.models import Daypart, Dose, Family, Ingredient, Product, Variant
from ocpizza.live.streams import versions
from ocpizza.orders.flow import Status
from ocpizza.stores.models import DeliveryArea, Store
from tests.cast import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration_once")]


@pytest.fixture
def office(client):
    """A client that is logged in as superuser."""
    client.force_login(User.objects.create_superuser("root"))
    return client


def fields_of(page) -> dict[str, list[str]]:
    """Return what the change form of this page would send, unchanged."""
    sent: dict[str, list[str]] = {}
    main = page.context["adminform"].form
    forms = [main, *(form for one in page.context["inline_admin_formsets"] for form in _parts(one.formset))]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            values = value if isinstance(value, list) else ["on" if value is True else value]
            sent[bound.html_name] = [str(one) for one in values]
    return sent


def _parts(formset):
    return [formset.management_form, *formset.forms]


def save(office, address, **changes):
    page = office.get(address)
    assert page.status_code == 200
    answer = office.post(address, fields_of(page) | {name.replace("__", "-"): value for name, value in changes.items()})
    problems = [] if answer.status_code == 302 else answer.context["errors"]
    assert answer.status_code == 302, problems
    return answer


@pytest.mark.parametrize(
    "rows", ["stores/store", "catalog/product", "catalog/ingredient", "catalog/size", "accounts/user"]
)
def test_each_list_opens_and_so_does_its_first_row(office, rows):
    page = office.get(f"/admin/{rows}/")
    assert page.status_code == 200
    first = page.context["cl"].queryset.first()
    assert office.get(f"/admin/{rows}/{first.pk}/change/").status_code == 200
    assert office.get(f"/admin/{rows}/add/").status_code == 200


def test_prices_are_typed_in_euros_and_every_menu_is_told(office):
    before = versions(["menu.sotteville", "menu.rouen-centre"])
    product = Product.objects.get(slug="reine")
    save(office, f"/admin/catalog/product/{product.pk}/change/", variants__1__price_cents="12.40")
    assert Variant.objects.filter(product=product).order_by("pk").values_list("price_cents", flat=True)[1] == 1240
    after = versions(["menu.sotteville", "menu.rouen-centre"])
    assert all(after[name] > before[name] for name in before)


def test_saving_without_a_change_changes_nothing(office):
    product = Product.objects.get(slug="orientale")
    doses = list(Dose.objects.filter(product=product).values_list("ingredient", "quantity"))
    prices = list(Variant.objects.filter(product=product).values_list("sku", "price_cents"))
    save(office, f"/admin/catalog/product/{product.pk}/change/")
    assert list(Dose.objects.filter(product=product).values_list("ingredient", "quantity")) == doses
    assert list(Variant.objects.filter(product=product).values_list("sku", "price_cents")) == prices


def test_the_recipe_is_looked_at_here_and_written_in_the_editor(office):
    product = Product.objects.get(slug="margherita")
    page = office.get(f"/admin/catalog/product/{product.pk}/change/").content.decode()
    assert f"/menu/recette/{product.slug}/" in page
    assert "recipe-0-quantity" not in page
    before = list(Dose.objects.filter(product=product).values_list("ingredient", "quantity"))
    past = {"recipe__0__quantity": "500", "oven_seconds": "9", "key_points": "vite"}
    save(office, f"/admin/catalog/product/{product.pk}/change/", **past)
    product.refresh_from_db()
    assert (product.oven_seconds, product.key_points) != (9, "vite")
    assert list(Dose.objects.filter(product=product).values_list("ingredient", "quantity")) == before


def test_cost_and_extra_are_typed_as_people_say_them(office):
    ham, egg = Ingredient.objects.get(slug="ham"), Ingredient.objects.get(slug="egg")
    before = (ham.cost_millicents, egg.cost_millicents)
    for one in (ham, egg):
        save(office, f"/admin/catalog/ingredient/{one.pk}/change/")
        one.refresh_from_db()
    assert (ham.cost_millicents, egg.cost_millicents) == before, "nothing was changed"
    save(office, f"/admin/catalog/ingredient/{ham.pk}/change/", cost="7.25", extra_cents="1.70", extra_dose="62.5")
    save(office, f"/admin/catalog/ingredient/{egg.pk}/change/", cost="0.21")
    ham.refresh_from_db(), egg.refresh_from_db()
    assert (ham.cost_millicents, ham.extra_cents, ham.extra_dose) == (725, 170, 62_500)
    assert egg.cost_millicents == 21_000


def test_an_extra_without_a_dose_is_refused_in_words(office):
    address = f"/admin/catalog/ingredient/{Ingredient.objects.get(slug='ham').pk}/change/"
    refused = office.post(address, fields_of(office.get(address)) | {"extra_cents": "1.70", "extra_dose": ""})
    assert "Un supplément a un prix et une dose" in refused.content.decode()


def test_allergens_are_ticked(office):
    ham = Ingredient.objects.get(slug="ham")
    save(office, f"/admin/catalog/ingredient/{ham.pk}/change/", allergens=["milk", "soybeans"])
    ham.refresh_from_db()
    assert ham.allergens == ["milk", "soybeans"]


def test_a_delivery_fee_is_typed_in_euros_and_the_screens_of_the_store_are_told(office):
    store = Store.objects.get(slug="sotteville")
    before = versions(["menu.sotteville"])
    save(office, f"/admin/stores/store/{store.pk}/change/", areas__0__fee_cents="3.10")
    assert DeliveryArea.objects.filter(store=store).order_by("postcode").first().fee_cents == 310
    assert versions(["menu.sotteville"]) != before


def test_taking_a_role_away_is_heard_at_once(office):
    bruno = User.objects.get(username="bruno.rouen-centre")
    before = versions([f"staff.{bruno.pk}"])
    save(office, f"/admin/accounts/user/{bruno.pk}/change/", assignments__0__DELETE="on")
    assert not bruno.roles_in("rouen-centre")
    assert versions([f"staff.{bruno.pk}"]) != before


def test_the_direction_has_no_store_and_the_others_have_one(office):
    bruno = User.objects.get(username="bruno.rouen-centre")
    address = f"/admin/accounts/user/{bruno.pk}/change/"
    fields = fields_of(office.get(address))
    refused = office.post(address, fields | {"assignments-0-role": Role.DIRECTION})
    assert "La direction a tous les magasins" in refused.content.decode()
    refused = office.post(address, fields | {"assignments-0-store": ""})
    assert "Choisissez le magasin." in refused.content.decode()
    assert Assignment.objects.get(user=bruno).role == Role.COOK


@pytest.mark.parametrize("rows", ["stores/store", "catalog/product", "catalog/size", "accounts/user", "orders/order"])
def test_nothing_is_deleted_by_hand(office, rows):
    model = office.get(f"/admin/{rows}/").context["cl"].model
    row = model.objects.first()
    assert row is None or office.get(f"/admin/{rows}/{row.pk}/delete/").status_code == 403


def test_orders_are_there_to_look_at_with_their_history(office):
    order = at(Status.IN_OVEN, Store.objects.get(slug="rouen-centre"), basket={"reine-m": 2})
    page = office.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    assert "Au four" in page
    assert "En préparation" in page
    assert 'name="_save"' not in page
    assert office.post(f"/admin/orders/order/{order.pk}/change/", {"status": "completed"}).status_code == 403


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        ("ingredient", Ingredient.objects.filter(slug="ham"), "est dans ces recettes\xa0: "),
        ("family", Family.objects.filter(products__isnull=False), "sert encore et ne peut pas être supprimé\xa0: "),
    ],
)
def test_what_is_in_use_says_so_and_is_not_deleted(office, rows, row, words):
    found = row.first()
    answer = office.post(f"/admin/catalog/{rows}/{found.pk}/delete/", {"post": "yes"}, follow=True)
    assert words in answer.content.decode()
    assert type(found).objects.filter(pk=found.pk).exists()


def test_a_family_and_hours_of_service_are_made_and_deleted_again(office):
    family = {"name": "Salades", "name_en": "Salads", "code": "salades", "position": "9"}
    hours = {"name": "Midi", "name_en": "Lunch", "opens": "11:30", "closes": "14:30", "weekdays": ["0", "4"]}
    for rows, fields in (("family", family), ("daypart", hours)):
        assert office.post(f"/admin/catalog/{rows}/add/", fields).status_code == 302
    noon = Daypart.objects.get(name="Midi")
    assert noon.weekdays == [0, 4]
    assert office.post(f"/admin/catalog/daypart/{noon.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Daypart.objects.filter(pk=noon.pk).exists()
    assert Family.objects.filter(code="salades").exists()


@pytest.mark.parametrize("username", ["alice", "bruno.rouen-centre"])
def test_the_admin_is_not_for_customers_and_crews(client, username):
    client.force_login(User.objects.get(username=username))
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/stores/store/").status_code == 302


def test_the_direction_finds_the_menu_here_and_nothing_else(client):
    client.force_login(User.objects.get(username="farida"))
    for rows in ("product", "ingredient", "family", "daypart", "size"):
        assert client.get(f"/admin/catalog/{rows}/").status_code == 200
        assert client.get(f"/admin/catalog/{rows}/add/").status_code == 200
    for rows in ("stores/store", "accounts/user", "orders/order"):
        assert client.get(f"/admin/{rows}/").status_code == 403
