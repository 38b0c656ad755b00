"""Django's settings, all of them derived from the environment (see ``environment.py``)."""

from pathlib import Path

from casa.config import environment, mail
from casa.config.paths import Places
from casa.config.static import fingerprint
from casa.core.vault.crypto import MasterKeys

ENVIRONMENT = environment.load()
HERE = Path(__file__).resolve().parent.parent
SECURE = ENVIRONMENT.base_url.startswith("https://")

SECRET_KEY = ENVIRONMENT.secret_key
MASTER_KEYS = MasterKeys(ENVIRONMENT.master_keys)
DEBUG = ENVIRONMENT.debug
BASE_URL = ENVIRONMENT.base_url.rstrip("/")
SANDBOX_URL = (ENVIRONMENT.sandbox_url or "").rstrip("/")
DEMO = ENVIRONMENT.demo
PLAUSIBLE_URL, PLAUSIBLE_DOMAIN = ENVIRONMENT.plausible_url, ENVIRONMENT.plausible_domain
VERSION = "0.1.0"

_host = BASE_URL.split("://", 1)[1].rsplit(":", 1)[0]
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]"] if not SECURE else [_host]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

CORE = [
    "accounts",
    "vault",
    "connections",
    "people",
    "senders",
    "consent",
    "stays",
    "appointments",
    "templates",
    "inbox",
    "assistant",
    "campaigns",
    "privacy",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"casa.core.{name}" for name in CORE),
    "casa.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "casa.web.workspace.WorkspaceMiddleware",
]

ROOT_URLCONF = "casa.config.urls"
ASGI_APPLICATION = "casa.config.asgi.app"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casa.web.shell.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["casa.web.templatetags.casa"],
        },
    }
]
TEMPLATES[0]["DIRS"] += sorted((HERE / "web").glob("*/templates"))  # type: ignore[operator]

DATABASES = environment.database_settings(ENVIRONMENT)
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if ENVIRONMENT.test:  # hundreds of sign-ins in the tests; production hashes with Argon2id only
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# One first-party session cookie and no other (promise CA-11); the CSRF token lives in the session.
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "casa.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "casa.web.accounts.forms.SignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "casa.web.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Casa"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a house whose server cannot send mail still gets its second factor
USERSESSIONS_TRACK_ACTIVITY = False

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "casa_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}

STATIC_ROOT = HERE / "web" / "static"
STATIC_URL = f"/static/{fingerprint(STATIC_ROOT)}/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Casa's own mail: invitations, new passwords, the code for a guest's own page. Nothing else of guests goes this road.
_post = ENVIRONMENT.smtp_url or mail.NOWHERE
EMAIL_BACKEND = "casa.config.post.Post" if ENVIRONMENT.smtp_url else "casa.config.post.Folder"
EXPORTS_PATH = Places(ENVIRONMENT.data).exports
EMAIL_FILE_PATH = str(Places(ENVIRONMENT.data).mail)
EMAIL_HOST, EMAIL_PORT = _post.host, _post.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _post.user, _post.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _post.tls == "starttls", _post.tls == "ssl"
EMAIL_TIMEOUT = mail.SECONDS
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

PROCRASTINATE_IMPORT_PATHS: list[str] = []
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "casa.config.logs.NoPersonalData"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_personal_data"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"casa": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
