"""What came alive of a payload: elements and handlers in a page, formulas in a table, lines in a header."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import httpx
import openpyxl
from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]  # ships without types

from tests.security.corpus import MARK, PRODUCT

NUMBER = re.compile(r"zq\d{3}z")
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcdoc", "background", "cite", "srcset", "style"}
NEVER = {"iframe", "object", "embed", "base", "math", "applet", "frame", "style", "marquee", MARK}
WRITTEN = {"text", "search", "email", "url", "tel", "number", "date"}
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?%?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN_ERRORS = {"invalid-codepoint", "expected-doctype-but-got-start-tag"}  # what nobody sees is text; a part of a page


def squeezed(text: str) -> str:
    """Give a text as it reads: blanks and line ends make no difference."""
    return " ".join(text.split())


def of_page(text: str, written: Iterable[str], seen: set[str]) -> Iterator[str]:
    """Tell what is alive in a page; a field whose text stands there as it was written is added to `seen`."""
    parser = HTMLParser(namespace_html_elements=False)
    root: Element = parser.parse(text, full_tree=False)
    yield from (f"{code} at {place}" for place, code, _ in parser.errors if code not in OWN_ERRORS)
    if PRODUCT in text:
        yield "a template was worked out"
    for element in root.iter():
        yield from _element(element)
    found = squeezed("\0".join(_texts(root)))
    seen.update(one for one in written if one in found)


def _element(element: Element) -> Iterator[str]:
    tag: object = element.tag
    if not isinstance(tag, str):  # a comment
        if MARK in (element.text or ""):
            yield "a comment of a payload"
        return
    if tag in NEVER or (tag == "script" and not element.get("src")):
        yield f"<{tag}>"
    for name, value in element.items():
        if name.startswith("on") or MARK in name:
            yield f"<{tag} {name}>"
        if name.rpartition("}")[2] in ADDRESSES and not _ours(tag, name, value):
            yield f"<{tag} {name}={value!r}>"


def _ours(tag: str, name: str, value: str) -> bool:
    """Say whether an address stays here: a path, a fragment, or a page that our own texts name."""
    if name in {"style", "srcdoc"}:
        return MARK not in value and "url" not in value
    if value.startswith("//") or "\\" in value[:2]:
        return False
    away = value.startswith("https://") and tag == "a" and MARK not in value
    return not value or value.startswith(("/", "#", "?", "http://testserver/", "mailto:")) or away


def _texts(root: Element) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from (value for value in element.attrib.values())
            yield element.text or ""
        yield element.tail or ""


@dataclass(frozen=True)
class Sent:
    """A form of a page: where it goes, what it says, and which of that somebody writes."""

    address: str
    method: str
    given: Mapping[str, str]
    typed: Mapping[str, bool]

    @property
    def kind(self) -> str:
        """Tell it from forms that ask for something else."""
        return re.sub(r"[0-9a-f-]{32,36}|\?.*", "", self.address) + self.method + ",".join(sorted(self.typed))

    def filled(self, line: str, words: str) -> dict[str, str]:
        """Fill it in: a line where a line fits, words where they do."""
        return {**self.given, **{name: words if lines else line for name, lines in self.typed.items()}}


def forms(text: str, address: str) -> Iterator[Sent]:
    """Give the forms of a page into which somebody can write."""
    parser = HTMLParser(namespace_html_elements=False)
    for form in parser.parse(text, full_tree=False).iter("form"):
        fields = [one for one in form.iter() if one.tag in {"input", "select", "textarea"} and one.get("name")]
        typed = {one.get("name"): one.tag == "textarea" for one in fields if _writes(one)}
        if typed:
            given = {one.get("name"): _said(one) for one in fields if one.get("name") not in typed}
            yield Sent(urljoin(address, form.get("action") or ""), (form.get("method") or "get").upper(), given, typed)


def _writes(field: Element) -> bool:
    return field.tag == "textarea" or (field.tag == "input" and field.get("type", "text") in WRITTEN)


def _said(field: Element) -> str:
    """Give what a field says that nobody writes into; of a choice, the last."""
    options = [one.get("value") or "" for one in field.iter("option")]
    return options[-1] if options else field.get("value") or "x"


def kind_of(answer: httpx.Response) -> str:
    """Give what an answer says it is."""
    return str(answer.headers.get("content-type", "")).partition(";")[0]


def of_headers(answer: httpx.Response) -> Iterator[str]:
    """Tell what is wrong with the headers."""
    for name, value in answer.headers.multi_items():
        if re.search(r"[\r\n\0]", name + value) or name.lower() == "x-zqx":
            yield f"header {name}: {value!r}"
    if answer.headers.get("x-content-type-options") != "nosniff":
        yield "no nosniff"


def of_csv(content: bytes) -> Iterator[str]:
    """Tell which cells a spreadsheet program would work out."""
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from (f"cell {cell[:40]!r}" for cell in row if cell.startswith(FORMULA) and not PLAIN.fullmatch(cell))


def of_workbook(content: bytes) -> Iterator[str]:
    """Tell which cells are more than text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            texts = isinstance(cell.value, str) and MARK in cell.value
            if cell.data_type == "f" or cell.hyperlink or (texts and cell.data_type != "s"):
                yield f"{sheet.title}!{cell.coordinate}: {cell.value!r}"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from (name for name in archive.namelist() if "external" in name.lower())


def of_archive(content: bytes) -> Iterator[str]:
    """Tell what is wrong with an archive: names that lead out of it or hide, and the tables within."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if (
                name.startswith(("/", "\\"))
                or ".." in name
                or re.search(r'[\x00-\x1f<>"|?*\u202a-\u202e\u2066-\u2069\\]', name)
            ):
                yield f"entry {name!r}"
            yield from _packed(name, archive.read(name))


def _packed(name: str, content: bytes) -> Iterator[str]:
    if name.endswith(".csv"):
        yield from of_csv(content)
    elif name.endswith(".xlsx"):
        yield from of_workbook(content)
