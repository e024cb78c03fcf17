"""The short code that a report carries, by which anyone who holds it can ask whether it is genuine (pure)."""

import unicodedata
from dataclasses import dataclass
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_LENGTH: Final = 12
_GROUP: Final = 4
_ALIKE: Final = str.maketrans("ILO", "110")
_BITS: Final = 5
_DASH: Final = "Pd"
LONGEST: Final = 200
"""Nobody types more than this for twelve digits and letters, also not with the whole address around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What is printed to be checked: the code, and the page that confirms it.

    `address` is None where no service knows the report.
    """

    code: str
    address: str | None = None


def code_of(content_hash: str) -> str:
    """Give the code of a report: the first sixty bits of its hash, as twelve digits and letters."""
    number = int(content_hash[: _LENGTH * _BITS // 4], 16)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range((_LENGTH - 1) * _BITS, -1, -_BITS))


def spaced(code: str) -> str:
    """Write a code the way it is printed: 7K3M-9QXV-2TRB."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(typed: str) -> str | None:
    """Read a code as somebody typed or pasted it; None where it cannot be one.

    Capital or small, half or full width, with any dashes and spaces or none, O for 0 and I for 1, or the whole address
    that ends with it: all are the same code.
    """
    if len(typed) > LONGEST:
        return None
    last = unicodedata.normalize("NFKC", typed).split("?")[0].rstrip("/ ").rpartition("/")[2]
    kept = (one for one in last if not one.isspace() and unicodedata.category(one) != _DASH)
    code = "".join(kept).upper().translate(_ALIKE)
    return code if len(code) == _LENGTH and set(code) <= set(_ALPHABET) else None
