"""The product with the toy screen installed, for the servers of the benchmarks."""

from ocpizza.settings import *  # noqa: F403
from ocpizza.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.toy.apps.BenchToyConfig"]
ROOT_URLCONF = "bench.toy.urls"
