"""The HTTP side of the product: Django's WSGI handler, served by fixed threads behind Daphne, or by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocpizza.settings")
application = app = get_wsgi_application()
