"""The only reader of the environment: every setting, its default and its check.

Each variable is named ``ASSESS_`` plus the setting's name in capitals and is described in ``docs/operators.md``.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "ASSESS_"
BASE_URL = "http://127.0.0.1:8000"
SECRET_MINIMUM = 32
LOCALES = ("zh", "en")
LOG_LEVELS = ("debug", "info", "warning", "error")
MAIL_SENDERS = ("outbox", "smtp")
MAIL_TLS = ("starttls", "tls", "none")
S3_ADDRESSING = ("path", "virtual")
JOBS = ("here", "elsewhere")
MEBIBYTE = 1024 * 1024

_LONGEST_DAYS = 36_500
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCANNER = re.compile(r"unix:/\S+|[A-Za-z0-9._-]+:[0-9]{1,5}|\[[0-9A-Fa-f:]+\]:[0-9]{1,5}")
_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_FOLDERS = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9.-]+")
_SHIPPED_CHECKLISTS = Path(__file__).resolve().parent.parent / "checklists"


class SettingsError(ValueError):
    """A variable of the environment holds something the service cannot use; the message names it."""

    def __init__(self, name: str, chinese: str, english: str) -> None:
        """Say what is wrong with one variable, in both languages.

        Args:
            name: The setting without its prefix, such as ``report_workers``.
            chinese: What is expected, in Chinese.
            english: The same in English.
        """
        self.variable = PREFIX + name.upper()
        super().__init__(f"环境变量 {self.variable}:{chinese} ({self.variable}: {english})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can decide; made once by `load_settings` and passed down from `create_app`."""

    data_path: Path
    database_url: str = field(repr=False)
    storage_path: Path
    storage_s3_bucket: str | None
    storage_s3_endpoint: str | None
    storage_s3_region: str
    storage_s3_prefix: str
    storage_s3_access_key: str = field(repr=False)
    storage_s3_secret_key: str = field(repr=False)
    storage_s3_addressing: str
    audit_key: Path
    checkpoint_path: Path
    checklists_path: Path
    secret_key: str | None = field(repr=False)
    base_url: str
    trusted_hosts: tuple[str, ...]
    secure_cookies: bool
    demo: bool
    log_level: str
    locale_default: str
    report_workers: int
    signing_certificate: Path | None
    signing_password: str = field(repr=False)
    jobs: str
    upload_limit_bytes: int
    clamav: str | None
    import_limit_bytes: int
    trial_hours: int
    session_idle_minutes: int
    session_absolute_hours: int
    mail_sender: str
    mail_from: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_tls: str
    oidc_issuer: str | None
    oidc_client_id: str
    oidc_client_secret: str = field(repr=False)
    oidc_name: str
    oidc_scopes: str
    oidc_new_accounts: bool
    webhook_allow_private: bool
    api_requests_per_minute: int
    privacy_contact: str
    retention: Mapping[str, int]

    def signing_key(self) -> str:
        """Return the key that signs tokens, creating ``<data_path>/secret`` when the operator gave none.

        Returns:
            At least 32 characters, the same at every start and in every process that shares the data folder.
        """
        return self.secret_key or _stored_secret(self.data_path / "secret")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; touch no file.

    Args:
        environ: Variables to read instead of the process's own.

    Raises:
        SettingsError: When a variable cannot be used.
    """
    read = _Reader(os.environ if environ is None else environ)
    data_path = read.path("data_path", Path("var"))
    base_url = read.address("base_url", BASE_URL)
    demo = read.flag("demo", default=False)
    host = urlsplit(base_url).hostname or ""
    return Settings(
        data_path=data_path,
        database_url=read.database("database_url", f"sqlite:///{data_path / 'assess.sqlite3'}"),
        storage_path=read.path("storage_path", data_path / "files"),
        audit_key=read.path("audit_key", data_path / "audit-key"),
        checkpoint_path=read.path("checkpoint_path", data_path / "checkpoints"),
        checklists_path=read.path("checklists_path", _SHIPPED_CHECKLISTS),
        secret_key=read.secret("secret_key"),
        base_url=base_url,
        trusted_hosts=read.names("trusted_hosts", (host, *_LOOPBACK)),
        secure_cookies=read.flag("secure_cookies", default=not (demo or host in _LOOPBACK)),
        demo=demo,
        log_level=read.choice("log_level", "info", LOG_LEVELS),
        locale_default=read.choice("locale_default", "zh", LOCALES),
        report_workers=read.whole("report_workers", len(os.sched_getaffinity(0))),
        jobs=read.choice("jobs", "here", JOBS),
        upload_limit_bytes=read.whole("upload_limit_bytes", 20 * MEBIBYTE),
        clamav=read.named("clamav", _SCANNER, "应形如 unix:/run/… 或 host:3310", "must be unix:/… or host:port"),
        import_limit_bytes=read.whole("import_limit_bytes", 200 * MEBIBYTE),
        trial_hours=read.whole("trial_hours", 24),
        session_idle_minutes=read.whole("session_idle_minutes", 120),
        session_absolute_hours=read.whole("session_absolute_hours", 12),
        mail_sender=read.sender("mail_sender", "smtp_host"),
        mail_from=read.mailbox("mail_from", f"no-reply@{host}"),
        smtp_host=read.text("smtp_host", ""),
        smtp_port=read.whole("smtp_port", 587),
        smtp_user=read.text("smtp_user", ""),
        smtp_password=read.text("smtp_password", ""),
        smtp_tls=read.choice("smtp_tls", "starttls", MAIL_TLS),
        api_requests_per_minute=read.whole("api_requests_per_minute", 1200),
        privacy_contact=read.text("privacy_contact", ""),
        retention=read.days("retention"),
        webhook_allow_private=read.flag("webhook_allow_private", default=False),
        **_signing(read),
        **_single_sign_on(read),
        **_object_store(read),
    )


def _signing(read: "_Reader") -> dict[str, Any]:
    """Give where the certificate that signs reports lies; a password without one was meant for something."""
    given, password = read.text("signing_certificate", ""), read.text("signing_password", "")
    if password and not given:
        raise SettingsError(
            "signing_certificate", "填写了证书口令时必须填写", "is needed with a certificate's password"
        )
    return {
        "signing_certificate": Path(given).resolve() if given else None,
        "signing_password": password,
    }


def _single_sign_on(read: "_Reader") -> dict[str, Any]:
    """Give the settings of an OpenID provider: all it takes, or nothing."""
    issuer = read.text("oidc_issuer", "")
    given = {name: read.text(name, "") for name in ("oidc_client_id", "oidc_client_secret")}
    if issuer:
        read.address("oidc_issuer", issuer)
        for name, value in given.items():
            if not value:
                raise SettingsError(name, "设置了单点登录地址时必须填写", "is needed with an OpenID issuer")
    return {
        **given,
        "oidc_issuer": issuer or None,
        "oidc_name": read.text("oidc_name", "单点登录"),
        "oidc_scopes": read.text("oidc_scopes", "openid profile email"),
        "oidc_new_accounts": read.flag("oidc_new_accounts", default=False),
    }


def _object_store(read: "_Reader") -> dict[str, Any]:
    """Give the settings of an S3-compatible store: all it takes, or nothing."""
    given = {
        f"storage_s3_{part}": read.text(f"storage_s3_{part}", "")
        for part in ("bucket", "endpoint", "access_key", "secret_key", "prefix")
    }
    needed = ("storage_s3_bucket", "storage_s3_access_key", "storage_s3_secret_key")
    for name in needed:
        if any(given.values()) and not given[name]:
            raise SettingsError(name, "把文件放到 S3 存储时必须填写", "is needed to keep files in an S3 store")
    return {
        **given,
        "storage_s3_bucket": read.named("storage_s3_bucket", _BUCKET, "应为存储桶的名称", "must be a bucket's name"),
        "storage_s3_endpoint": read.address("storage_s3_endpoint", "") if given["storage_s3_endpoint"] else None,
        "storage_s3_prefix": read.named(
            "storage_s3_prefix", _FOLDERS, "应形如 assess/files", "must be like assess/files"
        )
        or "",
        "storage_s3_region": read.text("storage_s3_region", "us-east-1"),
        "storage_s3_addressing": read.choice("storage_s3_addressing", "path", S3_ADDRESSING),
    }


class _Reader:
    """Turns variables into values; an empty variable counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def _raw(self, name: str) -> str:
        return self._environ.get(PREFIX + name.upper(), "").strip()

    def text(self, name: str, default: str) -> str:
        return self._raw(name) or default

    def path(self, name: str, default: Path) -> Path:
        return Path(self._raw(name) or default).resolve()

    def named(self, name: str, form: re.Pattern[str], chinese: str, english: str) -> str | None:
        value = self._raw(name).rstrip("/")
        if value and not form.fullmatch(value):
            raise SettingsError(name, chinese, english)
        return value or None

    def names(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        given = tuple(part.strip() for part in self._raw(name).split(",") if part.strip())
        return given or tuple(dict.fromkeys(default))

    def choice(self, name: str, default: str, options: tuple[str, ...]) -> str:
        value = self._raw(name).lower() or default
        if value not in options:
            listed = " / ".join(options)
            raise SettingsError(name, f"只能是 {listed}", f"must be one of {listed}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        word = "true" if default else "false"
        return self.choice(name, word, (*_TRUE, *_FALSE)) in _TRUE

    def sender(self, name: str, host: str) -> str:
        value = self.choice(name, "outbox", MAIL_SENDERS)
        if value == "smtp" and not self._raw(host):
            raise SettingsError(host, "用 SMTP 发信时必须填写", "is needed to send mail by SMTP")
        return value

    def mailbox(self, name: str, default: str) -> str:
        value = self._raw(name) or default
        if not _ADDRESS.fullmatch(value):
            raise SettingsError(name, "应为一个邮箱地址", "must be one mail address")
        return value

    def whole(self, name: str, default: int) -> int:
        raw = self._raw(name) or str(default)
        if not (raw.isascii() and raw.isdigit() and int(raw) > 0):
            raise SettingsError(name, "应为大于 0 的整数", "must be a whole number above 0")
        return int(raw)

    def days(self, name: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for part in self.names(name, ()):
            key, _, given = (piece.strip() for piece in part.partition("="))
            if not (key and given.isascii() and given.isdigit() and 0 < int(given) <= _LONGEST_DAYS):
                raise SettingsError(name, "应为“类别=天数”，以逗号分隔", "must be class=days, separated by commas")
            found[key] = int(given)
        return found

    def address(self, name: str, default: str) -> str:
        value = (self._raw(name) or default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(
                name,
                "应为 http:// 或 https:// 开头的完整地址",
                "must be a full http(s) address",
            )
        return value

    def database(self, name: str, default: str) -> str:
        value = self._raw(name) or default
        for plain in ("postgres://", "postgresql://"):
            if value.startswith(plain):
                return "postgresql+psycopg://" + value.removeprefix(plain)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise SettingsError(
                name,
                "应以 sqlite:/// 或 postgresql:// 开头",
                "must start with sqlite:/// or postgresql://",
            )
        return value

    def secret(self, name: str) -> str | None:
        value = self._raw(name)
        if value and len(value) < SECRET_MINIMUM:
            raise SettingsError(
                name,
                f"至少 {SECRET_MINIMUM} 个字符",
                f"must be at least {SECRET_MINIMUM} characters long",
            )
        return value or None


def _stored_secret(path: Path) -> str:
    if not path.exists():
        _create_secret(path)
    return path.read_text(encoding="ascii").strip()


def _create_secret(path: Path) -> None:
    """Write a new secret that only its owner can read; the first of several starting processes wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was faster; its secret holds
    finally:
        draft.unlink()
