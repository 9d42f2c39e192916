"""Settings. Everything that differs between two installations comes from the environment.

`./run` names the embedded services in DATABASE_URL and REDIS_URL; a server's operator names their own.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django import forms
from django.contrib.messages import constants as message_levels
from django.utils.translation import gettext_lazy as _
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-tests-and-builds" if env.bool("BUILDING", False) else None)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# Where people reach this installation; printed on invitations and documents, which are made without a request.
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
BEHIND_TLS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's list of passkeys uses it
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_scopes",
    "pgtrigger",
    "pghistory",
    "csp",
    "planning",
    "stakeholders",
    "targets",
    "monitoring",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RequestLineMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "planning.people.middleware.HtmxLoginMiddleware",
    "config.middleware.MethodMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "planning.templatetags.plan_words",
            ],
        },
    },
]
TEMPLATES.append(
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2", BASE_DIR / "templates", Path(forms.__path__[0]) / "jinja2"],
        "OPTIONS": {"environment": "config.jinja.environment", "auto_reload": DEBUG},
    }
)
MESSAGE_TAGS = {message_levels.ERROR: "bad", message_levels.WARNING: "warn"}  # as in the class of a notice
FORM_RENDERER = "config.jinja.Renderer"

# Data -------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", "postgres:///commonplan")}
DATABASES["default"] |= {"ENGINE": "config.postgres", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
# A list of choices through a cursor on the server costs three trips where one does.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
# psycopg prepares the statements of which it is told (docs/decisions/0024), and none because it has come often.
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
    "prepare_threshold": 2**31,
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,  # milliseconds; the rest is in seconds
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
# How many seconds an answer may take; none for work that nobody waits for. Pages say theirs in config/wsgi.py. The
# server gives a statement up a little earlier than we give up the server.
DATABASE_PATIENCE = env.float("DATABASE_PATIENCE", 0)
if DATABASE_PATIENCE:
    DATABASES["default"]["OPTIONS"]["options"] = f"-c statement_timeout={DATABASE_PATIENCE * 900:.0f}"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
_cache = {
    "BACKEND": "config.cache.HelperCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": env.str("CACHE_PREFIX", "commonplan"),
}
# Read from the cache, so that a poll costs no session query; kept in the database, so that a restart signs nobody out.
# Without the cache they come from the database alone; a sign-out that the cache missed is known there in five minutes.
SESSION_ENGINE, SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.cached_db", "sessions"
CACHES = {"default": _cache, "sessions": _cache | {"OPTIONS": {"alone": True, "longest": 300}}}

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "media")))
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.sheets.SheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("STATIC_MANIFEST", not DEBUG)  # tests have nothing collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = [
    "planning.people.uploads.QuotaUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# People -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "planning.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "plan_list"
ACCOUNT_ADAPTER = "planning.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation, not a mailbox, proves who somebody is
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers; the page says the same
ACCOUNT_RATE_LIMITS = {
    "join": "20/m/ip",  # of codes that never were
    # a whole hall signs in through one line, and some mistype; the second is by address and account
    "login": "300/m/ip",
    "login_failed": "150/m/ip,5/300s/key",
    "login_anywhere": "300/h/key",  # five times what one address may try: alone it locks no owner out
    "reset_password": "100/m/ip,5/m/key",
}
USERSESSIONS_ADAPTER = "planning.people.adapter.SessionsAdapter"
MFA_ADAPTER = "planning.people.adapter.SecondFactorAdapter"
# Whether plans open for their secretariats only with a second factor.
SECOND_FACTOR_FOR_SECRETARIATS = env.bool("SECOND_FACTOR_FOR_SECRETARIATS", False)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = "Common Plan"
MFA_FORMS = {
    "authenticate": "planning.people.mfa.SignInCodeForm",
    "reauthenticate": "planning.people.mfa.CodeAgainForm",
    "activate_totp": "planning.people.mfa.FirstCodeForm",
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
INVITATION_DAYS = 14

# Behind the operator's own proxy only: the number of proxies that may be believed about the client's address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_REFERRER_POLICY = "same-origin"
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "planning.people.views.csrf_failure"
PICTURES = [SELF, "data:"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],  # geometry travels in style="--v:…"
        "img-src": PICTURES,
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Maps: outlines and points on plain ground. An installation with a tile server of its own may name it here
# ("https://tiles.example.org/{z}/{x}/{y}.png"); only then may a page fetch pictures from there.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")
if MAP_TILES_URL:
    _tiles = urlsplit(MAP_TILES_URL)
    PICTURES.append(f"{_tiles.scheme}://{_tiles.netloc}".replace("{s}", "*"))

# E-mail (optional: an invitation is also a printed code). All of it waits for a worker (planning/people/mail.py); with
# "console:" there is no mail server, and none is sent: what it would say does not belong into a log.
_email = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_BACKEND = "planning.people.mail.QueuedMail"
MAIL_DELIVERY = None if ".console." in _email["EMAIL_BACKEND"] else _email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _email["EMAIL_HOST"], _email["EMAIL_PORT"], 20  # seconds for each answer
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "common-plan@localhost")

# Languages --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("DEFAULT_LANGUAGE", "en")
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Asia/Beirut")
USE_TZ = True

# History ----------------------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()  # beside the row: no second table to write or join
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# Work in the background (facts: without the last two options a killed worker's task stays away for an hour) ----
RENDER_TIME_LIMIT = env.int("RENDER_TIME_LIMIT", 600)
CELERY_BROKER_URL = (
    "redis+socket://" + REDIS_URL.removeprefix("unix://").split("?")[0]
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": RENDER_TIME_LIMIT + 60,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    # whoever queues something does not wait for a broker that hangs: what is queued is looked for again
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "global_keyprefix": env.str("CELERY_PREFIX", "commonplan:"),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = RENDER_TIME_LIMIT
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "renderings-left-behind": {"task": "planning.council.tasks.mend_renderings", "schedule": 60.0},
    "imports-left-behind": {"task": "planning.imports.tasks.mend_imports", "schedule": 60.0},
    "uploads-not-imported": {"task": "planning.imports.tasks.clear_uploads", "schedule": crontab(minute=25)},
    "mail-not-sent": {"task": "planning.people.tasks.send_waiting_mail", "schedule": 60.0},
    "what-waits": {
        "task": "planning.overview.tasks.tell_what_waits",
        "schedule": crontab(minute=40, hour="7-18"),
    },
    "expired-sessions": {
        "task": "planning.people.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=10),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Line"}},
    "filters": {"without values": {"()": "config.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without values"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # each request has its line already
        "_granian": {"handlers": ["console"], "propagate": False},
    },
}
