"""A person's copy as a ZIP: one page to read, and every part as JSON for programs."""

import functools
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assess import clock
from assess.overview.privacy.exporting import Row, Section
from assess.values.text import Locale
from assess.wording.personal_words import PERSONAL_WORDS
from assess.wording.sentences import say

MEDIA_TYPE: Final = "application/zip"
MOST_SHOWN: Final = 500
"""Rows of a part on the page; all of them are in its JSON file."""

_FOLDER: Final = Path(__file__).resolve().parents[3] / "templates" / "privacy"


@dataclass(slots=True)
class Part:
    """A part as the page shows it."""

    title: str
    file: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    total: int = 0


def write(target: IO[bytes], parts: Iterable[Section], *, locale: Locale, now: datetime) -> None:
    """Write the copy; parts without a row are named, not written.

    Args:
        target: A file open for writing.
        parts: What is handed out (`exporting.sections`).
        locale: The language of the page.
        now: The present instant.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        shown = [_part(archive, part, locale) for part in parts]
        page = _environment().get_template("export.html")
        text = page.render(
            parts=[part for part in shown if part.total],
            empty=[part.title for part in shown if not part.total],
            t=lambda key, **params: say(f"personal.{key}", params, locale),
            lang="zh-CN" if locale == "zh" else "en",
            made=_instant(now),
            most=MOST_SHOWN,
        )
        archive.writestr("index.html", text)


def _part(archive: zipfile.ZipFile, part: Section, locale: Locale) -> Part:
    """Write a part's rows as they are read, keeping those the page shows."""
    name = f"{part.key}.json"
    made = Part(say(f"personal.part.{part.key}", {}, locale), name, tuple(_head(key, locale) for key in part.columns))
    first = list(islice(part.rows, 1))
    if first:
        with archive.open(name, "w") as file:
            for line in _json_lines(_seen(made, part, first)):
                file.write(line.encode())
    return made


def _seen(made: Part, part: Section, first: list[Row]) -> Iterator[Row]:
    for row in chain(first, part.rows):
        _keep(made, part, row)
        yield row


def _keep(made: Part, part: Section, row: Row) -> None:
    made.total += 1
    if made.total <= MOST_SHOWN:
        made.rows.append(tuple(_shown(row.get(key)) for key in part.columns))


def _json_lines(rows: Iterable[Row]) -> Iterator[str]:
    yield "[\n"
    for number, row in enumerate(rows):
        yield (",\n" if number else "") + json.dumps(row, ensure_ascii=False, default=str)
    yield "\n]\n"


def _head(key: str, locale: Locale) -> str:
    message = f"personal.column.{key}"
    return say(message, {}, locale) if message in PERSONAL_WORDS else key


def _shown(value: object) -> str:
    """Write a value for people: instants as Shanghai reads them."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _instant(_read(value)) if _read(value) else value
    return json.dumps(value, ensure_ascii=False)


def _read(text: str) -> datetime | None:
    if len(text) < len("2026-01-01T00:00:00") or text[10:11] != "T":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _instant(value: datetime | None) -> str:
    return clock.to_local(value).strftime("%Y-%m-%d %H:%M:%S") if value else ""


@functools.cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
