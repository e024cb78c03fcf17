"""The files a report comes as: how they end, what they are, and how a browser has to treat them (pure)."""

from collections.abc import Mapping
from typing import Final

from assess.reports.orders import Format

SUFFIXES: Final[Mapping[Format, str]] = {"pdf": "pdf", "pdfa": "pdf", "html": "html", "docx": "docx", "xlsx": "xlsx"}
MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "pdf": "application/pdf",
    "pdfa": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ALONE: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A downloaded page carries its style inside itself and nothing else; opened all the same, it is nobody's origin."""


def headers(kind: Format) -> dict[str, str]:
    """Give what an answer with such a file says besides its type: a page of ours runs nothing and fetches nothing.

    Only the page needs a policy of its own, because its inline style would be lost under that of the site; as it is
    always saved and never shown, and its sandbox has no rights, the looser rule for styles opens no door.
    """
    return {"content-security-policy": _ALONE} if kind == "html" else {}
