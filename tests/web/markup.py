"""What is wrong with a page as HTML: parse errors, dangling references, nameless controls."""

import itertools
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]  # ships without types

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def faults(page: str) -> list[str]:
    """List what is wrong with a whole page; empty when it is sound."""
    parser = HTMLParser(namespace_html_elements=False)
    root: Element = parser.parse(page, full_tree=False)
    found = [f"{place}: {code} {words}" for place, code, words in parser.errors]
    return [*found, *_references(root), *_headings(root), *_controls(root), *_forms(root)]


def _references(root: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1)
    for element in root.iter():
        for attribute in REFERENCES:
            yield from (
                f"{attribute}={name}: not there" for name in (element.get(attribute) or "").split() if name not in ids
            )
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            yield f"link to {href}: not there"


def _headings(root: Element) -> Iterator[str]:
    levels = [HEADINGS.index(element.tag) + 1 for element in root.iter() if element.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} first headings"
    for above, below in itertools.pairwise(levels):
        if below > above + 1:
            yield f"a heading of level {below} after one of level {above}"


def _controls(root: Element) -> Iterator[str]:
    labelled = {element.get("for") for element in root.iter("label")}
    wrapped = {id(inner) for label in root.iter("label") for inner in label.iter()}
    for element in itertools.chain(root.iter("input"), root.iter("select"), root.iter("textarea")):
        named = element.get("id") in labelled or element.get("aria-label") or element.get("aria-labelledby")
        if element.get("type") not in {"hidden", "submit"} and not named and id(element) not in wrapped:
            yield f"{element.tag} {element.get('name')} has no label"
    for element in itertools.chain(root.iter("a"), root.iter("button")):
        words = "".join(element.itertext()).strip() or element.get("aria-label") or element.get("aria-hidden")
        if not words:
            yield f"{element.tag} {element.get('href') or element.get('name')} has no words"


def _forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        names = {field.get("name") for field in form.iter("input")}
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"form to {form.get('action')} has no token"
