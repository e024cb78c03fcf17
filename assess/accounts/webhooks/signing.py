"""Secrets of webhooks and the signatures made with them, as standardwebhooks.com describes them.

Secrets are kept encrypted under a key derived from the service's signing key: a copy of the database alone signs
nothing.
"""

import base64
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK: Final = "whsec_"
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Seal:
    """The key under which secrets are stored."""

    key: bytes

    @classmethod
    def of(cls, signing_key: str) -> Self:
        """Derive it."""
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assess webhook secret")
        return cls(base64.urlsafe_b64encode(made.derive(signing_key.encode())))

    def closed(self, secret: bytes) -> bytes:
        """Encrypt a secret for the database."""
        return Fernet(self.key).encrypt(secret)

    def opened(self, sealed: bytes | None) -> bytes | None:
        """Decrypt a secret; None where there is none, or where the signing key is another one by now."""
        try:
            return Fernet(self.key).decrypt(sealed) if sealed else None
        except InvalidToken:
            return None


def new_secret() -> bytes:
    """Draw a secret."""
    return secrets.token_bytes(_SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """Write a secret as receivers keep it."""
    return MARK + base64.b64encode(secret).decode()


def headers(message_id: str, body: bytes, *, keys: Iterable[bytes], now: datetime) -> Mapping[str, str]:
    """Give what tells a receiver that a body is ours and new: its id, the second it was sent, a signature per key.

    Args:
        message_id: The same at every try.
        body: What is sent, to the byte.
        keys: The secret; two while it is being replaced.
        now: When it is sent.
    """
    second = str(int(now.timestamp()))
    signed = b".".join((message_id.encode(), second.encode(), body))
    given = " ".join("v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys)
    return {"webhook-id": message_id, "webhook-timestamp": second, "webhook-signature": given}
