"""Letters: the only door to a mail server. Plain text, from templates/emails/<locale>/<name>.txt.

The first line of a template is the subject. By default letters are not sent but laid into a folder, the outbox.
"""

import functools
import re
import smtplib
import ssl
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from assess import clock
from assess.config import LOCALES, Settings
from assess.values import formats
from assess.values.text import Locale, Text

FOLDER: Final = Path(__file__).resolve().parents[1] / "templates" / "emails"
SERVICE: Final = Text(zh="知识产权保护自评", en="IP Protection Self-Assessment")
_PATIENCE: Final = 20  # seconds a mail server may take to answer
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_MAILBOX: Final = re.compile(r"([^\s@<>,;:\"()\[\]\\]+)@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,63})")
_LONGEST: Final = 200

Send = Callable[[EmailMessage], None]
"""Takes a finished letter to where it goes; raises when it cannot."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to, and in which language."""

    address: str
    name: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class Written:
    """What a letter says."""

    subject: str
    body: str


def is_address(text: str) -> bool:
    """Say whether a text can be a mail address: one, in ASCII, with a domain."""
    return len(text) <= _LONGEST and text.isascii() and text.isprintable() and _MAILBOX.fullmatch(text) is not None


@functools.cache
def _environment() -> Environment:
    """Letters are plain text, so nothing is escaped; what is missing is an error, not a blank."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # noqa: S701 - plain text, not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = _day
    return made


@pass_context
def _day(context: Context, value: date | datetime) -> str:
    """Write a day in the language of the letter; an instant is taken as Asia/Shanghai reads it."""
    return formats.date(clock.to_local(value).date() if isinstance(value, datetime) else value, context["locale"])


@functools.cache
def known(name: str) -> bool:
    """Say whether there is a letter of this name in every language."""
    return all((FOLDER / locale / f"{name}.txt").is_file() for locale in LOCALES)


def write(name: str, locale: Locale, params: Mapping[str, object]) -> Written:
    """Fill in a letter; its template may write days with the filter `day`.

    Raises:
        TemplateNotFound: There is no such letter.
        UndefinedError: A parameter it names is missing.
    """
    text = _environment().get_template(f"{locale}/{name}.txt").render(params, locale=locale)
    subject, _, body = text.partition("\n")
    return Written(one_line(subject), body.strip() + "\n")


def one_line(text: str) -> str:
    """Take out what would break a line: a header is one line, whatever somebody calls themselves."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def compose(written: Written, *, to: Addressee, sender: str, number: str, now: datetime) -> EmailMessage:
    """Make the message.

    Args:
        written: Subject and body.
        to: Whom it goes to.
        sender: Our own address.
        number: What tells this letter from every other one; becomes its Message-ID.
        now: Its date.

    Raises:
        ValueError: The address is none.
    """
    if not is_address(to.address):
        raise ValueError("not a mail address")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SERVICE.to(to.locale), addr_spec=sender)
    message["To"] = Address(one_line(to.name), addr_spec=to.address)
    message["Subject"] = one_line(written.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.body, charset="utf-8", cte="base64")
    message["Content-Language"] = to.locale  # last: setting the content takes away what says anything of it
    return message


def sender_of(settings: Settings) -> Send:
    """Give the way letters leave this service."""
    if settings.mail_sender == "smtp":
        return functools.partial(_send_by_smtp, settings)
    return functools.partial(_lay_out, settings.data_path / "outbox")


def _lay_out(folder: Path, message: EmailMessage) -> None:
    """Lay a letter into the outbox, where only the service's own user reads it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{uuid.uuid4().hex}"
    draft.touch(mode=0o600)
    draft.write_bytes(message.as_bytes())
    draft.rename(folder / f"{message['Message-ID'].strip('<>').partition('@')[0]}.eml")


def _send_by_smtp(settings: Settings, message: EmailMessage) -> None:
    with _connect(settings) as server:
        if settings.smtp_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)


def _connect(settings: Settings) -> smtplib.SMTP:
    own_name = urlsplit(settings.base_url).hostname
    where = (settings.smtp_host, settings.smtp_port, own_name)
    if settings.smtp_tls == "tls":
        return smtplib.SMTP_SSL(*where, timeout=_PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(*where, timeout=_PATIENCE)
