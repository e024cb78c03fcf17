"""The key that signs checkpoints: Ed25519, in a file that only its owner can read; its public half may go anywhere."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from assess.errors import InvalidError

PublicKeys = Mapping[str, Ed25519PublicKey]
"""Key id → the public key somebody trusts."""


def signing_key(path: Path) -> Ed25519PrivateKey:
    """Give the key in a file, making one at first use; of several processes that begin at once, the first one wins.

    Raises:
        InvalidError: `audit.key-unreadable`: the file holds something else.
    """
    if not path.exists():
        _create(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise InvalidError("audit.key-unreadable", path=str(path)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InvalidError("audit.key-unreadable", path=str(path))
    return key


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    made = Ed25519PrivateKey.generate()
    draft.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was faster; its key holds
    finally:
        draft.unlink()


def public_text(key: Ed25519PublicKey) -> str:
    """Give a public key as PEM, for whoever is to check signatures."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def key_id(key: Ed25519PublicKey) -> str:
    """Name a key: SHA-256 of its 32 bytes, in hexadecimal."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def read_public(text: str) -> Ed25519PublicKey:
    """Read a public key from PEM.

    Raises:
        InvalidError: `audit.public-key-unreadable`.
    """
    try:
        key = load_pem_public_key(text.encode())
    except ValueError:
        raise InvalidError("audit.public-key-unreadable") from None
    if not isinstance(key, Ed25519PublicKey):
        raise InvalidError("audit.public-key-unreadable")
    return key


def trusted(keys: Iterable[Ed25519PublicKey]) -> PublicKeys:
    """Give keys by their ids."""
    return {key_id(key): key for key in keys}


def signed_by(keys: PublicKeys, name: str, signature: bytes, said: bytes) -> bool:
    """Say whether one of the trusted keys, the one of that id, signed this."""
    key = keys.get(name)
    if key is None:
        return False
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True
