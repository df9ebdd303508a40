"""Settings of one installation; everything it keeps lies in one folder, the workspace (GIAOBAN_HOME)."""

import os
import secrets
from pathlib import Path

from csp.constants import SELF
from django.conf.locale import LANG_INFO

from giaoban.config.databases import database

WORKSPACE = Path(os.environ.get("GIAOBAN_HOME", "workspace")).expanduser().absolute()
SECRET_KEY_FILE = WORKSPACE / "secret_key"
#: The packs that `init` installs when none is named: those beside the code.
PACKS = Path(os.environ.get("GIAOBAN_PACKS", Path(__file__).parents[3] / "packs")).expanduser().absolute()

# Before `init` there is no workspace to keep a key in; nothing is signed by then.
SECRET_KEY = SECRET_KEY_FILE.read_text() if SECRET_KEY_FILE.is_file() else secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GIAOBAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("GIAOBAN_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = ["giaoban.records", "giaoban.web", "django.contrib.staticfiles", "csp"]
MIDDLEWARE = [
    # What protects a reader stands first: it is then on static files and on refusals too.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "giaoban.config.urls"
WSGI_APPLICATION = "giaoban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

DATABASES = {"default": database(os.environ.get("GIAOBAN_DATABASE_URL", ""), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in ("vi", "en")]
LOCALE_PATHS = [Path(__file__).parents[1] / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("GIAOBAN_TIME_ZONE", "UTC")

STATIC_URL = "static/"
# Files are served from the source folders: one process is a whole installation, with no collecting step.
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": ["'none'"],
    }
}
# Failures go to standard error; a page that is not there is no failure.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Anybody can ask under a wrong name; the answer says so, and a log of it could be filled at will.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
