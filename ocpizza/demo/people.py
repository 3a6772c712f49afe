"""The people of the demonstration, all invented: five crews, one direction, two customers."""

from dataclasses import dataclass

from ocpizza.accounts.models import Role

CREW = [Role.MANAGER, Role.COUNTER, Role.COOK, Role.COOK, Role.COURIER, Role.COURIER, Role.COURIER]
"""The posts of a store, in the order of the names below."""


@dataclass(frozen=True)
class Person:
    """Someone with an account: without a role a customer, without a store everywhere."""

    username: str
    first_name: str
    last_name: str
    phone: str
    role: Role | None = None
    store: str | None = None

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


CREWS = {
    "rouen-centre": [
        ("dina", "Dina", "Lecourt"),
        ("eric", "Éric", "Vasseur-Blin"),
        ("bruno", "Bruno", "Maltier"),
        ("ines", "Inès", "Quérité"),
        ("chloe", "Chloé", "Dantrec"),
        ("samir", "Samir", "Bellouane"),
        ("tom", "Tom", "Haudiquet"),
    ],
    "rouen-rive-gauche": [
        ("gaelle", "Gaëlle", "Prunoy"),
        ("omar", "Omar", "Tazerine"),
        ("luc", "Luc", "Favrolle"),
        ("maeva", "Maéva", "Crespinet"),
        ("yanis", "Yanis", "Oudjebel"),
        ("lea", "Léa", "Montreux-Gay"),
        ("pablo", "Pablo", "Serradell"),
    ],
    "mont-saint-aignan": [
        ("helene", "Hélène", "Brionval"),
        ("kevin", "Kévin", "Landemare"),
        ("rosa", "Rosa", "Ventimille"),
        ("antoine", "Antoine", "Duclair-Roy"),
        ("awa", "Awa", "Ndiombel"),
        ("jules", "Jules", "Percheval"),
        ("nora", "Nora", "Slimazzi"),
    ],
    "sotteville": [
        ("marc", "Marc", "Ozouf-Lamy"),
        ("celine", "Céline", "Harcourtin"),
        ("enzo", "Enzo", "Pagliero"),
        ("fanny", "Fanny", "Gouvieux"),
        ("idriss", "Idriss", "Kamaryan"),
        ("manon", "Manon", "Tesnierre"),
        ("victor", "Victor", "Aubermont"),
    ],
    "petit-quevilly": [
        ("sophie", "Sophie", "Malaunoy"),
        ("david", "David", "Esnoufle"),
        ("paolo", "Paolo", "Rinaldesi"),
        ("lucie", "Lucie", "Boscherie"),
        ("adama", "Adama", "Sissonko"),
        ("emma", "Emma", "Vittecoqs"),
        ("theo", "Théo", "Canteleux"),
    ],
}


def _crew(number: int, store: str) -> list[Person]:
    return [
        Person(f"{short}.{store}", first, last, f"06 39 98 {number}{post} 0{post}", role, store)
        for post, ((short, first, last), role) in enumerate(zip(CREWS[store], CREW, strict=True), start=1)
    ]


PEOPLE = [
    Person("farida", "Farida", "Belhadrine", "06 39 98 01 01", Role.DIRECTION),
    Person("alice", "Alice", "Morvenay", "06 39 98 02 02"),
    Person("hugo", "Hugo", "Lanquetier", "06 39 98 03 03"),
    *(person for number, store in enumerate(CREWS, start=1) for person in _crew(number, store)),
]
