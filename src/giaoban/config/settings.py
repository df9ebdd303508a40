"""Settings of one installation; everything it keeps lies in one folder, the workspace (GIAOBAN_HOME)."""

import os
import secrets
from pathlib import Path

from csp.constants import SELF
from django.conf.locale import LANG_INFO

from giaoban.config.databases import SEALED, database
from giaoban.config.media import may_use_devices, media_server
from giaoban.config.origins import live_origins
from giaoban.config.signing_in import ACCOUNT, HOUR, MINUTE, PASSWORD_RULES, mail, origin, single_sign_on

WORKSPACE = Path(os.environ.get("GIAOBAN_HOME", "workspace")).expanduser().absolute()
SECRET_KEY_FILE = WORKSPACE / "secret_key"
#: The packs that `init` installs when none is named: those beside the code.
PACKS = Path(os.environ.get("GIAOBAN_PACKS", Path(__file__).parents[3] / "packs")).expanduser().absolute()

# Before `init` there is no workspace to keep a key in; nothing is signed by then.
SECRET_KEY = SECRET_KEY_FILE.read_text() if SECRET_KEY_FILE.is_file() else secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GIAOBAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("GIAOBAN_ORIGINS", "").split(",") if origin]

# Where the site is reached from outside: in links of mails, and for cookies that only travel encrypted.
SITE_ADDRESS = next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")
IS_ENCRYPTED = SITE_ADDRESS.startswith("https://")

# Where the rooms of conferences are followed live: an address of its own behind a proxy, else a port beside
# the site's, which “giaoban serve” sets. Without either, pages ask from time to time.
SITE_PORT = int(os.environ.get("GIAOBAN_SITE_PORT", "8000"))
LIVE_PORT = os.environ.get("GIAOBAN_LIVE_PORT", "")
LIVE_ADDRESS = os.environ.get("GIAOBAN_LIVE_ADDRESS", f":{LIVE_PORT}" if LIVE_PORT else "")
#: Seconds until a reader is asked about again: a session may have ended, a seat been withdrawn.
LIVE_RECHECK = float(os.environ.get("GIAOBAN_LIVE_RECHECK", "60"))

INSTALLED_APPS = [
    "giaoban.records",
    "giaoban.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    # What protects a reader stands first: it is then on static files and on refusals too.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "giaoban.web.devices.say_devices",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before anything reads what was sent.
    "giaoban.web.requests.limit_size",
    "giaoban.web.accounts.limits.end_what_is_over",
    "allauth.account.middleware.AccountMiddleware",
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
                "giaoban.web.components.pages.frame",
            ]
        },
    }
]
# Forms are drawn with our templates where there is one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": database(os.environ.get("GIAOBAN_DATABASE_URL", ""), WORKSPACE),
    # Nothing opens it, and `init` does not make it, unless results by person are switched on.
    SEALED: database(
        os.environ.get("GIAOBAN_BALLOTS_URL", ""), WORKSPACE, "sealed.sqlite3", "GIAOBAN_BALLOTS_URL"
    ),
}
DATABASE_ROUTERS = ["giaoban.config.databases.Apart"]
#: Whether results of a confidence vote by person are kept at all.
BALLOTS = os.environ.get("GIAOBAN_BALLOTS", "") == "on"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Tries are counted and codes are marked as used where every process of the installation sees it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "records_cache"}}

# The queue of jobs lies in the same database; the worker beside the site, or “giaoban work”, does them.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "records.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "account", "rounds"
globals().update(ACCOUNT)
SOCIALACCOUNT_PROVIDERS = single_sign_on(
    os.environ.get("GIAOBAN_OIDC_ISSUER", ""),
    os.environ.get("GIAOBAN_OIDC_CLIENT", ""),
    os.environ.get("GIAOBAN_OIDC_SECRET", ""),
    os.environ.get("GIAOBAN_OIDC_NAME", ""),
)
# How many proxies stand before the site: only then is the address that they pass on believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GIAOBAN_PROXIES", "0"))
#: A session ends when nothing was done for so long, and in any case so long after it began.
SESSION_IDLE, SESSION_COOKIE_AGE = 2 * HOUR, 12 * HOUR
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_ENCRYPTED
if IS_ENCRYPTED:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
#: How many seconds an invitation and a link to a new password hold.
INVITATION_AGE, PASSWORD_RESET_TIMEOUT = 7 * 24 * HOUR, 60 * MINUTE

globals().update(mail(os.environ.get("GIAOBAN_SMTP", ""), WORKSPACE))
DEFAULT_FROM_EMAIL = os.environ.get("GIAOBAN_MAIL_FROM", "Giao Ban <giaoban@localhost>")

# What is uploaded stays in memory until it is admitted: no temporary file of it, also where it is refused.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
#: The largest file, and the largest request: a file and what a form says beside it; fields alone have less.
LARGEST_UPLOAD, REQUEST_LIMIT = 20 * 1024**2, 24 * 1024**2
FILE_UPLOAD_MAX_MEMORY_SIZE = REQUEST_LIMIT
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FILES = 5 * 1024**2, 20
#: The virus scanner: a command that gets a file on its standard input and answers 0 (nothing found) or 1.
SCANNER = os.environ.get("GIAOBAN_SCANNER", "")

#: The media server of the installation, and what pages may use because of it.
VIDEO = media_server(os.environ)
PERMISSIONS_POLICY = may_use_devices(VIDEO["address"])

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
        "connect-src": [
            SELF,
            *live_origins(LIVE_ADDRESS, ALLOWED_HOSTS, IS_ENCRYPTED),
            *map(origin, filter(None, [VIDEO["address"]])),
        ],
        "frame-ancestors": ["'none'"],
        # A browser also asks where a form's answer leads on to: the office's own sign-in.
        "form-action": [SELF, *map(origin, filter(None, [os.environ.get("GIAOBAN_OIDC_ISSUER")]))],
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
        # It quotes files that it cannot read, and what was refused must not stand in a log.
        "pypdf": {"level": "CRITICAL"},
        # Anybody can ask under a wrong name; the answer says so, and a log of it could be filled at will.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "giaoban.web.refusals.forged"
