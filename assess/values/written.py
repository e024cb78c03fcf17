"""Numbers and days as people write them, on a page or in a spreadsheet, brought into the shape `parse` reads."""

import re
import unicodedata
from typing import Final

_GROUPED: Final = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_DATE: Final = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_COMPACT_DATE: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


def plain_number(text: str) -> str:
    """Read full-width digits, the minus we print and thousands separators; leave the rest as it is, to be refused."""
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "").replace("\N{MINUS SIGN}", "-")
    return folded.replace(",", "") if _GROUPED.match(folded) else folded


def plain_date(text: str) -> str:
    """Read 2026-3-1, 2026/3/1, 2026.3.1, 2026年3月1日 and 20260301 as 2026-03-01; leave anything else as it is."""
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    found = _DATE.match(folded) or _COMPACT_DATE.match(folded)
    if not found:
        return folded
    year, month, day = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"
