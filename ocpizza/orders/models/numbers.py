"""The numbers that people call orders by: from 101 each day, in each store."""

from datetime import date

from django.db import connection, models

from ocpizza.stores.models import Store

FIRST_NUMBER = 101  # three digits from the first order of the day: never mistaken for a quantity when called out


class DayNumber(models.Model):
    """The last order number given in a store on a day."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=FIRST_NUMBER - 1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "day"], name="one_counter_each_day")]

    def __str__(self) -> str:
        return f"{self.store} {self.day} {self.last}"

    @staticmethod
    def following(store: Store, day: date) -> int:
        """Return the next number of the store's day. The row stays locked until the transaction ends."""
        statement = (
            "INSERT INTO orders_daynumber (store_id, day, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (store_id, day) DO UPDATE SET last = orders_daynumber.last + 1 RETURNING last"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [store.pk, day, FIRST_NUMBER])
            return int(cursor.fetchone()[0])
