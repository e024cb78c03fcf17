"""How large an answer may be, the same for forms, API, CLI and workbooks."""

import re
from typing import Final

WHOLE_DIGITS: Final = 15
MONEY_DECIMALS: Final = 2
CELL_DECIMALS: Final = 2
NUMBER_LENGTH: Final = 40  # characters of a number as text, before it is looked at any further
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
ROW_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # a database or a PDF would choke on these


def blank(text: str) -> bool:
    """Say whether nothing of a text can be seen: empty, white space, or characters without width."""
    return not any(letter.isprintable() and not letter.isspace() for letter in text)
