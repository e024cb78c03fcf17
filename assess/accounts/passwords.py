"""Passwords: argon2id, and what a password must at least be."""

from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assess.errors import InvalidError

MINIMUM = 10
MAXIMUM = 200

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())
"""Of ten characters and more, what the published lists of leaked passwords begin with, at home and abroad."""

_hasher = PasswordHasher()
_decoy = ""


def check(password: str, login: str) -> None:
    """Refuse a password that is too short, too long, the login itself, a common one, or one character over and over.

    Raises:
        InvalidError: For the field `password`.
    """
    if not MINIMUM <= len(password) <= MAXIMUM:
        raise InvalidError("account.password-length", field="password", least=MINIMUM, most=MAXIMUM)
    plain = password.lower()
    if login.lower() in plain or plain in COMMON or len(set(plain)) < 4:  # noqa: PLR2004 - fewer than four characters is a pattern
        raise InvalidError("account.password-guessable", field="password")


def make_hash(password: str) -> str:
    """Hash a password; takes tens of milliseconds on purpose."""
    return _hasher.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Compare a password with a hash.

    Args:
        password_hash: None for an account that does not exist: then the same work is done and the answer is no, so
            that the time taken does not say which logins exist.
        password: What was typed.
    """
    try:
        _hasher.verify(password_hash or _decoy_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _decoy_hash() -> str:
    global _decoy  # noqa: PLW0603 - made once, at the first unknown login
    _decoy = _decoy or make_hash("nobody has this password")
    return _decoy
