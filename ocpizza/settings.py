"""One settings file for the laptop, the plain server and the platform: everything that differs is a variable.

The table of variables, with defaults and meaning, is in docs/settings.md; a test keeps it complete.
"""

import os
import sys
from pathlib import Path
from typing import Any

import dj_database_url

from ocpizza import __version__
from ocpizza.operations import configuration

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("OCPIZZA_VAR", BASE_DIR / "var"))

DEMO = os.environ.get("OCPIZZA_DEMO") == "1"
DEBUG = False
BUILD = os.environ.get("OCPIZZA_BUILD") or __version__  # pages of another build reload at an idle moment
SECRET_KEY = os.environ.get("SECRET_KEY") or configuration.DEMO_SECRET_KEY
ALLOWED_HOSTS = configuration.hosts_in(os.environ.get("ALLOWED_HOSTS", ""))
if DEMO:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]

if not DEMO:
    configuration.refuse_to_start_when_weak(os.environ, sys.argv)
else:
    configuration.refuse_demo_with_production_keys(os.environ)

INSTALLED_APPS = [
    "ocpizza.accounts.office.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "template_partials",
    "ocpizza.operations",
    "ocpizza.look",
    "ocpizza.live",
    "ocpizza.accounts",
    "ocpizza.stores",
    "ocpizza.catalog",
    "ocpizza.stock",
    "ocpizza.orders",
    "ocpizza.payments",
    "ocpizza.rounds",
    "delivery",
    "ocpizza.board",
    "ocpizza.stockroom",
    "ocpizza.menu",
    "storefront",
    "kitchen",
    "ocpizza.supply",
    "ocpizza.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "ocpizza.urls"
ASGI_APPLICATION = "ocpizza.asgi.application"
WSGI_APPLICATION = "ocpizza.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ocpizza.look.templatetags.look", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ocpizza.look.context.product",
            ],
        },
    }
]

DATABASES = {"default": configuration.database(os.environ, VAR_DIR, dj_database_url.parse)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS = {"default": configuration.channel_layer(REDIS_URL)}

MAIL = configuration.mail(os.environ.get("EMAIL_URL", ""))
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 10  # seconds; what is not sent is tried again
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "OC Pizza <stock@example.com>")

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "storefront:stores"
LOGOUT_REDIRECT_URL = "storefront:stores"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "ocpizza" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
GATHERED = not DEMO or configuration.static_is_gathered(BASE_DIR / "staticfiles", sys.argv)
STATIC_ROOT = BASE_DIR / "staticfiles" if GATHERED else None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not GATHERED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if GATHERED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

SECURE = not DEMO
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "ocpizza.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = configuration.logging()
