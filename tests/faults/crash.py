"""Places an order from outside and dies between the commit and the notice: `python -m tests.faults.crash`."""

import os
import signal
import uuid

import django

django.setup()

from ocpizza.live import notices  # noqa: E402
from ocpizza.orders.actions import Actor  # noqa: E402
from ocpizza.orders.flow import By, Fulfilment  # noqa: E402
from ocpizza.orders.placing import Wish, place  # noqa: E402
from ocpizza.stores.models import Store  # noqa: E402

notices.tell = lambda versions: os.kill(os.getpid(), signal.SIGKILL)
wish = Wish(
    store=Store.objects.get(slug="rouen-centre"),
    key=uuid.uuid4().hex,
    basket={"margherita-m": 1},
    fulfilment=Fulfilment.TAKEAWAY,
    name="Alice Martin",
    phone="+33639980001",
)
place(wish, Actor(By.CUSTOMER))
