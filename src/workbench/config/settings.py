"""Settings, from the environment:

KEFEN_HOME           folder of database file, evidence, exports, seals (default var/workbench)
KEFEN_DATABASE_URL   sqlite:///FILE or postgresql://…  (default: a file in KEFEN_HOME)
KEFEN_KEYRING        file of the keys (default ~/.config/kefen/keyring.json), outside KEFEN_HOME
KEFEN_SECRET_KEY     of sessions and forms (default: derived from the keyring)
KEFEN_HOSTS          names under which it is served, by commas (default localhost)
KEFEN_HTTPS          "1" where it is served by HTTPS: secure cookies, HSTS
KEFEN_SECOND_FACTOR  "required" where nobody works without a second factor (default: offered)
KEFEN_DEMO_CUSTOMERS how many customers a demo bank is founded with (default 20000)
"""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from workbench.common.assets import immutable
from workbench.common.logs import LOGGING as LOGGING
from workbench.config.database import database
from workbench.config.secret import keyring_path, secret_key

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("KEFEN_HOME", "var/workbench")).resolve()
KEYRING = keyring_path()
EVIDENCE = HOME / "evidence"
BUNDLES = HOME / "bundles"
EXPORTS = HOME / "exports"
DEMO_CUSTOMERS = int(os.environ.get("KEFEN_DEMO_CUSTOMERS") or 20_000)
SEALS = HOME / "seals.jsonl"

SECRET_KEY = os.environ.get("KEFEN_SECRET_KEY") or secret_key(KEYRING, HOME)
DEBUG = False
ALLOWED_HOSTS = [
    host for host in os.environ.get("KEFEN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "workbench.common",
    "workbench.journal",
    "workbench.accounts",
    "workbench.reviews",
    "workbench.policies",
    "workbench.customers",
    "workbench.decisions",
    "workbench.approvals",
    "workbench.pages",
    "workbench.api",
    "workbench.demo",
]

MIDDLEWARE = [
    "workbench.common.middleware.Moment",
    "django.middleware.security.SecurityMiddleware",
    "workbench.common.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "workbench.accounts.middleware.SignedIn",
    "workbench.common.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "workbench.common.middleware.Guard",
    "workbench.api.middleware.Problems",
]

ROOT_URLCONF = "workbench.config.urls"
WSGI_APPLICATION = "workbench.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "workbench.common.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "workbench.common.templatetags.bank",
                "workbench.common.templatetags.parts",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("KEFEN_DATABASE_URL", ""), home=HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign_in"
SECOND_FACTOR_REQUIRED = os.environ.get("KEFEN_SECOND_FACTOR") == "required"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the package: nothing to collect
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "workbench.common.assets.DigestStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ADD_HEADERS_FUNCTION = immutable

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("KEFEN_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
