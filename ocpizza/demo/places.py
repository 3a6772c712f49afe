"""The five stores of the demonstration: real towns and postcodes, invented streets, telephone numbers of fiction."""

from dataclasses import dataclass
from datetime import time

MINIMUM_CENTS = 1200

LUNCH = (time(11, 30), time(14, 0))
DINNER = (time(18, 0), time(22, 30))
LATE_DINNER = (time(18, 0), time(23, 0))
LATE_DAYS = {4, 5}  # Friday and Saturday
HOURS = [
    (weekday, opens, closes)
    for weekday in range(7)
    for opens, closes in (LUNCH, LATE_DINNER if weekday in LATE_DAYS else DINNER)
]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A store; `fees` is postcode → delivery fee in cents."""

    slug: str
    name: str
    street: str
    postcode: str
    city: str
    phone: str
    fees: dict[str, int]
    prep_minutes: int = 15
    travel_minutes: int = 15
    pizzas_per_hour: int = 60


PLACES = [
    Place(
        slug="rouen-centre",
        name="Rouen Centre",
        street="14 rue du Four-Banal",
        postcode="76000",
        city="Rouen",
        phone="02 61 91 00 10",
        fees={"76000": 0, "76100": 290, "76130": 390, "76140": 390, "76300": 390},
        pizzas_per_hour=80,
    ),
    Place(
        slug="rouen-rive-gauche",
        name="Rouen Rive Gauche",
        street="52 rue des Passeurs",
        postcode="76100",
        city="Rouen",
        phone="02 61 91 00 20",
        fees={"76100": 0, "76000": 290, "76140": 250, "76300": 250},
    ),
    Place(
        slug="mont-saint-aignan",
        name="Mont-Saint-Aignan",
        street="3 place de la Vieille-Meule",
        postcode="76130",
        city="Mont-Saint-Aignan",
        phone="02 61 91 00 30",
        fees={"76130": 0, "76000": 350},
        travel_minutes=20,
        pizzas_per_hour=50,
    ),
    Place(
        slug="sotteville",
        name="Sotteville-lès-Rouen",
        street="27 rue des Aiguilleurs",
        postcode="76300",
        city="Sotteville-lès-Rouen",
        phone="02 61 91 00 40",
        fees={"76300": 0, "76100": 250, "76140": 350},
        pizzas_per_hour=50,
    ),
    Place(
        slug="petit-quevilly",
        name="Le Petit-Quevilly",
        street="9 rue de l’Ancienne-Filature",
        postcode="76140",
        city="Le Petit-Quevilly",
        phone="02 61 91 00 50",
        fees={"76140": 0, "76100": 250, "76300": 350},
        pizzas_per_hour=50,
    ),
]
