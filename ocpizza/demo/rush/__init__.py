"""A Friday night through real HTTP: guests, cooks, counter, couriers and a manager, each with a browser of their own.

Nothing here touches the database: what people see they read from the pages, by the marks that live screens carry.
"""
