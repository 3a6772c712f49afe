"""The product with the toy screens installed, for servers in their own process."""

from ocpizza.settings import *  # noqa: F403
from ocpizza.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.live.toy.apps.ToyConfig"]
ROOT_URLCONF = "tests.live.toy.urls"
