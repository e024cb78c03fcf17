"""Time-based codes (RFC 6238) and recovery codes: making, sealing and comparing them, without a database.

Keys are derived from the service's signing key, so that a copy of the database alone opens nothing.
"""

import base64
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP

PERIOD: Final = 30
DIGITS: Final = 6
WINDOW: Final = 1
"""How many steps a clock may be off, either way."""

SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
UNMISTAKEN: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What codes that people read and type are made of: no 0 and O, no 1, I and L."""

_RECOVERY_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys for second factors, derived from the signing key."""

    seal: bytes
    codes: bytes

    @classmethod
    def of(cls, signing_key: str) -> Self:
        """Derive them."""
        return cls(base64.urlsafe_b64encode(_derived(signing_key, b"totp secret")), _derived(signing_key, b"recovery"))

    def sealed(self, secret: bytes) -> bytes:
        """Encrypt a secret for the database."""
        return Fernet(self.seal).encrypt(secret)

    def opened(self, sealed: bytes | None) -> bytes | None:
        """Decrypt a secret; None where there is none, or where the signing key is another one by now."""
        try:
            return Fernet(self.seal).decrypt(sealed) if sealed else None
        except InvalidToken:
            return None

    def recovery_hash(self, account: bytes, code: str) -> bytes:
        """Give the keyed hash under which a recovery code of an account is stored."""
        return hmac.digest(self.codes, account + b"\0" + code.encode(), "sha256")


def _derived(signing_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assess " + purpose).derive(signing_key.encode())


def new_secret() -> bytes:
    """Draw a secret of 160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """Write a secret as authenticator apps take it from the keyboard, in groups of four."""
    return grouped(base64.b32encode(secret).decode(), " ")


def address(secret: bytes, *, login: str, issuer: str) -> str:
    """Give the otpauth address that apps read from the QR code."""
    return _totp(secret).get_provisioning_uri(login, issuer)


def code_at(secret: bytes, step: int) -> str:
    """Give the code of one time step."""
    return _totp(secret).generate(step * PERIOD).decode()


def step_of(secret: bytes, code: str, now: datetime) -> int | None:
    """Give the time step a code belongs to, if it is one of those that count now."""
    current = int(now.timestamp()) // PERIOD
    steps = range(current - WINDOW, current + WINDOW + 1)
    matching = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    return matching[-1] if matching else None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), PERIOD)  # noqa: S303 - what every authenticator app computes; RFC 6238


def typed(code: str) -> str:
    """Read a code as somebody typed it: full-width letters, blanks and hyphens do not count."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def new_code(length: int) -> str:
    """Draw a code that can be read aloud and typed."""
    return "".join(secrets.choice(UNMISTAKEN) for _ in range(length))


def new_recovery_codes() -> tuple[str, ...]:
    """Draw ten codes of 58 bits."""
    return tuple(new_code(_RECOVERY_LENGTH) for _ in range(RECOVERY_CODES))


def grouped(code: str, by: str = "-") -> str:
    """Write a code in groups of four."""
    return by.join(code[start : start + 4] for start in range(0, len(code), 4))
