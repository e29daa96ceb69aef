"""Settings of the portal: everything comes from the environment, each with a safe default for one machine.

The README lists the variables.
"""

from ipaddress import ip_network
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from kombu import Queue

from ita_portal.safety import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
env.read_env(BASE_DIR / ".env")


def own_secret_key() -> str:
    """Return the key of this machine: made at the first start, kept in a file that only its owner reads."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", "") or own_secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # former keys: what they signed still counts
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)  # demo accounts can sign in, and the sign-in page names them
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
refuse_unsafe(hosts=ALLOWED_HOSTS, debug=DEBUG, demo=DEMO, secret_key=SECRET_KEY)
HTTPS = env.bool("HTTPS", False)  # behind a proxy that ends TLS and sets X-Forwarded-Proto

INSTALLED_APPS = [
    "reports",
    "measures",
    "assessments",
    "ita_portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "import_export",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "ita_portal.logs.naming_requests",
    "django.middleware.security.SecurityMiddleware",
    "ita_portal.headers.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ita_portal.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "assessments.accounts.idle.ending_idle_sessions",
    "assessments.accounts.posting.PostsFirst",
    "django.middleware.csrf.CsrfViewMiddleware",  # reads the body
    "assessments.editing.answers.SignedOut",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "assessments.years.locked_answers.LockedAnswers",
    "assessments.editing.answers.telling_entered",
    "assessments.editing.answers.never_kept",
]

CSRF_FAILURE_VIEW = "assessments.editing.answers.unsaved"
ROOT_URLCONF = "ita_portal.urls"
WSGI_APPLICATION = "ita_portal.wsgi.application"

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
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Behind PgBouncer each transaction may get another connection, so nothing may stay in one.
    POOLED = env.bool("DATABASE_POOLED", False)
    DATABASES["default"].update(
        CONN_MAX_AGE=0 if POOLED else 60, CONN_HEALTH_CHECKS=True, DISABLE_SERVER_SIDE_CURSORS=POOLED
    )
    if not POOLED:  # PgBouncer takes no options: docs/operations.md
        DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}  # compiling costs more than any page's query
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["assessments.accounts.auth.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "assessments.accounts.password_rules.EasilyGuessed"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# Proxies that are believed from where a request comes; without one, the address that connects counts.
TRUSTED_PROXIES = [ip_network(name) for name in env.list("TRUSTED_PROXIES", default=[])]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # of the one-time links that new accounts get

# Without a mail server nothing is sent and `send_digest` says so.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", EMAIL_HOST_USER or "ita-portal@localhost")
HELP_CONTACT = env.str("HELP_CONTACT", "")  # shown with the guide and where a page says to ask the administrator
PORTAL_URL = env.str("PORTAL_URL", "").rstrip("/")  # how mails name the portal: https://ita.example.go.th

SIMPLE_HISTORY_DATE_INDEX = False  # history is read by row or by import, never by time alone

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย")]
LOCALE_PATHS = [BASE_DIR / "ita_portal" / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ACCEL_ADDRESS = env.str("ACCEL_ADDRESS", "")  # under which the proxy sends files of MEDIA_ROOT (deploy/nginx)
PAGES_DIR = env.path("PAGES_DIR", default=str(VAR_DIR / "pages"))()  # drawn pages: may be emptied at any time
PAGES_MAX_MB = env.int("PAGES_MAX_MB", 200)
# Printing (reports/output/printing): files of documents are made in processes of their own.
RENDER_APART = env.bool("RENDER_APART", True)
RENDER_PROCESSES = env.int("RENDER_PROCESSES", 2)  # without Redis; with it the workers' own number counts
RENDER_NICE = env.int("RENDER_NICE", 19)  # so that pages are answered first
RENDER_SECONDS = env.int("RENDER_SECONDS", 120)
RENDER_MEMORY_MB = env.int("RENDER_MEMORY_MB", 1_000)  # of each process
RENDER_PAGES = env.int("RENDER_PAGES", 400)
RENDER_QUEUE = env.int("RENDER_QUEUE", 40)  # files that are waited for, of everybody
RENDER_QUEUE_EACH = env.int("RENDER_QUEUE_EACH", 8)  # and of one person
DOCUMENT_MAX_BLOCKS = env.int("DOCUMENT_MAX_BLOCKS", 100)
DOCUMENT_MAX_CHARACTERS = env.int("DOCUMENT_MAX_CHARACTERS", 300_000)  # as printed, measures with it
DOCUMENT_MAX_ROWS = env.int("DOCUMENT_MAX_ROWS", 1_000)
COLLECTION_MAX_DOCUMENTS = env.int("COLLECTION_MAX_DOCUMENTS", 2_000)  # in one ZIP (reports/collecting)
COLLECTION_MAX_MB = env.int("COLLECTION_MAX_MB", 2_000)
COLLECTION_DAYS = env.int("COLLECTION_DAYS", 30)  # after which what was made for a ZIP is deleted
EVIDENCE_MAX_MB = env.int("EVIDENCE_MAX_MB", 20)  # for each file
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a document with many blocks, a year with many measures

# Background jobs (ita_portal/celery.py): without Redis one worker lives inside each web process.
CELERY_BROKER_URL = env.str("REDIS_URL", "memory://")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.2}
    if CELERY_BROKER_URL == "memory://"
    else {"visibility_timeout": 900, "unacked_restore_interval": 10, "unacked_restore_throttle": 1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
# What somebody waits for is never behind what takes long: a worker may be kept for either (`deploy/systemd`).
CELERY_TASK_QUEUES = [Queue(name) for name in ("interactive", "batch")]
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_ROUTES = {"reports.collecting.jobs.*": "batch", "assessments.statistics.jobs.*": "batch"}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": 15.0, "options": {"expires": 15}}
    for name, task in (
        ("take_up", "assessments.spreadsheets.jobs.take_up"),
        ("settle", "assessments.statistics.jobs.settle"),
        ("collections", "reports.collecting.jobs.take_up"),
    )
}
if CELERY_BROKER_URL != "memory://":  # else the portal's own printers look into the queue
    CELERY_BEAT_SCHEDULE["draw"] = {
        "task": "reports.output.printing.jobs.draw",
        "schedule": 15.0,
        "options": {"expires": 15},
    }

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether browsers ship the name is for whoever owns it to say
SESSION_COOKIE_AGE = 60 * 60 * 12
IDLE_MINUTES = env.int("IDLE_MINUTES", 60)  # after which who does nothing is signed out
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", False)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"  # of this host, by TLS alone
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked on the machine itself, without TLS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "ita_portal.logs.Ids"}},
    "formatters": {
        "json": {"()": "ita_portal.logs.Json"},
        "key_value": {
            "format": "time=%(asctime)s level=%(levelname)s logger=%(name)s "
            "request=%(request_id)s job=%(job_id)s message=%(message)s"
        },
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "filters": ["ids"],
            "formatter": env.str("LOG_FORMAT", "key_value"),
        }
    },
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "ERROR"},
    },
}
