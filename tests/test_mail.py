"""Letters: what they say, their headers, and how they leave."""

import socketserver
import stat
import threading
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from jinja2 import UndefinedError

from assess import mail
from assess.config import SettingsError, load_settings
from assess.mail import Addressee, Written
from assess.worker import LETTERS

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TO = Addressee("wang@example.com", "王丽", "zh")
LETTER = Written("账号已开通", "您好。\n")


def composed(to: Addressee = TO, written: Written = LETTER) -> EmailMessage:
    return mail.compose(written, to=to, sender="no-reply@assess.example", number="7.1", now=NOW)


def read_back(message: EmailMessage) -> EmailMessage:
    parsed = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_letter_carries_what_a_mail_server_asks_for() -> None:
    seen = read_back(composed())
    assert {name: seen[name] for name in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")} == {
        "From": "知识产权保护自评 <no-reply@assess.example>",
        "To": "王丽 <wang@example.com>",
        "Subject": "账号已开通",
        "Date": "Sun, 22 Nov 2026 03:00:00 +0000",
        "Message-ID": "<7.1@assess.example>",
        "Auto-Submitted": "auto-generated",
    }
    assert seen.get_content() == "您好。\r\n"
    assert seen.get_content_type() == "text/plain"


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
def test_no_name_or_subject_adds_a_header(break_: str) -> None:
    message = composed(
        Addressee(TO.address, f"王丽{break_}Bcc: all@example.com", "zh"), Written(f"a{break_}Bcc: b@c.example", "x\n")
    )
    seen = read_back(message)
    assert seen["Bcc"] is None
    assert seen["To"].addresses[0].addr_spec == TO.address
    assert len(seen["To"].addresses) == 1
    assert seen["Subject"] == "a Bcc: b@c.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "wang",
        "wang@example",
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "王@example.com",
        "a b@example.com",
        "<a@b.example>",
        f"{'a' * 200}@b.example",
    ],
)
def test_a_letter_goes_to_one_address_only(address: str) -> None:
    assert not mail.is_address(address)
    with pytest.raises(ValueError, match="not a mail address"):
        composed(Addressee(address, "王丽", "zh"))


def test_the_outbox_is_for_its_owner_only(tmp_path: Path) -> None:
    settings = load_settings({"ASSESS_DATA_PATH": str(tmp_path)})
    mail.sender_of(settings)(composed())
    (letter,) = (tmp_path / "outbox").iterdir()
    assert letter.name == "7.1.eml"
    assert stat.S_IMODE(letter.stat().st_mode) == 0o600
    assert stat.S_IMODE(letter.parent.stat().st_mode) == 0o700
    assert message_from_bytes(letter.read_bytes(), policy=SMTP)["To"] == "王丽 <wang@example.com>"


class Server:
    """Notes what a mail server is asked to do."""

    seen: list[tuple[object, ...]] = []  # noqa: RUF012 - emptied by each test

    def __init__(self, host: str, port: int, own: str, *, timeout: int, context: object = None) -> None:
        self.seen.append(("connect", host, port, own, context is not None))
        assert timeout <= 30

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.seen.append(("quit",))

    def starttls(self, *, context: object) -> None:
        self.seen.append(("starttls", context is not None))

    def login(self, user: str, password: str) -> None:
        self.seen.append(("login", user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.seen.append(("send", str(message["To"].addresses[0].addr_spec)))


@pytest.mark.parametrize("tls", ["starttls", "tls", "none"])
def test_letters_go_out_encrypted_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tls: str) -> None:
    Server.seen = []
    monkeypatch.setattr("smtplib.SMTP", Server)
    monkeypatch.setattr("smtplib.SMTP_SSL", Server)
    smtp = {"MAIL_SENDER": "smtp", "SMTP_HOST": "mx.example", "SMTP_USER": "u", "SMTP_PASSWORD": "p", "SMTP_TLS": tls}
    mail.sender_of(load_settings({f"ASSESS_{name}": value for name, value in smtp.items()}))(composed())
    expected: list[tuple[Any, ...]] = [("connect", "mx.example", 587, "127.0.0.1", tls == "tls")]
    expected += [("starttls", True)] if tls == "starttls" else []
    assert Server.seen == [*expected, ("login", "u", "p"), ("send", "wang@example.com"), ("quit",)]


class Talk(socketserver.StreamRequestHandler):
    """Talks as a mail server does, and notes what it was told."""

    heard: list[str] = []  # noqa: RUF012 - emptied by the test

    def handle(self) -> None:
        self.wfile.write(b"220 mx.example\r\n")
        data = False
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            self.heard.append(line)
            if line.upper() == "DATA":
                self.wfile.write(b"354 go on\r\n")
                data = True
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    self.heard.append(text)
                self.wfile.write(b"250 taken\r\n")
            elif line.upper() == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")
        assert data


def test_a_letter_crosses_the_wire() -> None:
    Talk.heard = []
    with socketserver.TCPServer(("127.0.0.1", 0), Talk) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        smtp = {"MAIL_SENDER": "smtp", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.server_address[1])}
        settings = load_settings({f"ASSESS_{name}": value for name, value in {**smtp, "SMTP_TLS": "none"}.items()})
        mail.sender_of(settings)(composed())
        thread.join()
    said = [line for line in Talk.heard if line.upper().startswith(("MAIL FROM", "RCPT TO"))]
    assert [line.partition(" SIZE")[0].partition(" size")[0].lower() for line in said] == [
        "mail from:<no-reply@assess.example>",
        "rcpt to:<wang@example.com>",
    ]
    assert "Message-ID: <7.1@assess.example>" in Talk.heard
    assert "5oKo5aW944CCCg==" in Talk.heard or "5oKo5aW944CCDQo=" in Talk.heard


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"MAIL_SENDER": "smtp"}, "ASSESS_SMTP_HOST"),
        ({"MAIL_SENDER": "pigeon"}, "ASSESS_MAIL_SENDER"),
        ({"MAIL_FROM": "nobody"}, "ASSESS_MAIL_FROM"),
        ({"MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "ASSESS_MAIL_FROM"),
        ({"SMTP_TLS": "maybe"}, "ASSESS_SMTP_TLS"),
        ({"SMTP_PORT": "0"}, "ASSESS_SMTP_PORT"),
    ],
)
def test_a_wrong_mail_setting_is_named(variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({f"ASSESS_{name}": value for name, value in variables.items()})
    assert refused.value.variable == named


def test_the_password_of_the_mail_server_does_not_show() -> None:
    assert "hunter2" not in repr(load_settings({"ASSESS_SMTP_PASSWORD": "hunter2"}))


def test_a_missing_parameter_is_an_error_and_no_blank() -> None:
    with pytest.raises(UndefinedError):
        mail.write("welcome", "zh", {"name": "王丽"})


def test_every_letter_has_a_builder_and_both_languages() -> None:
    for locale in ("zh", "en"):
        assert {path.stem for path in (mail.FOLDER / locale).iterdir()} == set(LETTERS)
