"""What a report prints, and what of it a file says: the same words and figures in every format."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from assess.reports.orders import Content

_NOT_PRINTED = {
    *("figures", "locale", "kind", "format", "bytes", "as_of_iso", "short_name", "key", "sha256"),
    *("bands", "low_share", "high_share", "lost_share", "bar", "shade", "alt", "grades_alt"),
}
"""What only charts and machines look at."""
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def strings(part: Any, owner: str = "") -> Iterator[str]:  # noqa: ANN401 - any part of a content
    """Go through all that is printed."""
    if isinstance(part, str | int):
        yield str(part)
    elif isinstance(part, tuple):
        for one in part:
            yield from strings(one, owner)
    elif dataclasses.is_dataclass(part):
        name = type(part).__name__
        for field in dataclasses.fields(part):
            skipped = field.name in _NOT_PRINTED or (field.name == "share" and name == "ItemRow")
            if not skipped and not isinstance(getattr(part, field.name), bool):
                yield from strings(getattr(part, field.name), name)


def numbers(text: str) -> set[str]:
    """Give the numbers of a text, without their separators."""
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def figures(content: Content) -> set[str]:
    """Give every number that a content prints."""
    return {number for text in strings(content) for number in numbers(text)}


def of_word(file: bytes) -> str:
    """Give all the words of a Word file, a line a paragraph."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name)]
        trees = [ET.fromstring(archive.read(name)) for name in parts]  # noqa: S314 - our own file
    paragraphs = (one for tree in trees for one in tree.iter(f"{_WORD}p"))
    return "\n".join("".join(text.text or "" for text in one.iter(f"{_WORD}t")) for one in paragraphs)


def of_workbook(file: bytes) -> str:
    """Give all the words of a workbook, numbers the way reports write them."""
    book = load_workbook(io.BytesIO(file))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return "\n".join(_cell(cell) for cell in cells)


def _cell(cell: Any) -> str:  # noqa: ANN401 - openpyxl's cells are of many classes
    if isinstance(cell.value, int | float):
        percent = cell.number_format.endswith("%")
        value = Decimal(repr(cell.value)) * (100 if percent else 1)
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(cell.value)


def of_page(page: str) -> str:
    """Give all the words of a page."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style.*?</style>|<head>.*?</head>", "", page, flags=re.DOTALL))
