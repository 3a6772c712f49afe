#!/usr/bin/env python
"""Runs Django's management commands with the product's settings."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocpizza.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
