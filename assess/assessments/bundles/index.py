"""The index of an evidence bundle, as a workbook and as a page to be read without any program of ours."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final, Literal
from urllib.parse import quote

from assess.assessments.bundles.listing import Bundle, Line
from assess.clock import to_local
from assess.exchange import streaming
from assess.exchange.book import Value
from assess.exchange.streaming import Table
from assess.values.text import Locale
from assess.wording.sentences import say

State = Literal["missing", "changed"]
COLUMNS: Final = (
    ("number", 8),
    ("section", 18),
    ("items", 36),
    ("question", 36),
    ("row", 10),
    ("kind", 16),
    ("name", 32),
    ("pages", 10),
    ("issued", 12),
    ("uploaded", 18),
    ("by", 12),
    ("sha256", 68),
    ("path", 44),
    ("state", 30),
)
_UNBROKEN: Final = frozenset({"number", "issued", "uploaded"})
_STYLE: Final = (
    "body{font:15px/1.6 'Noto Sans SC','Microsoft YaHei',sans-serif;margin:2rem;color:#1c2733}"
    "table{border-collapse:collapse;font-size:13px}th,td{border:1px solid #c4ccd4;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}th{background:#e3eaf2;white-space:nowrap}code{word-break:break-all}"
    ".one{white-space:nowrap}.bad{color:#a4262c}dt{font-weight:bold}dd{margin:0 0 .5rem}"
)


def workbook(bundle: Bundle, states: Mapping[str, State]) -> bytes:
    """Write the index as a workbook; what people typed is text there, whatever it begins with."""
    heads = [(_head(name, bundle.locale), float(width)) for name, width in COLUMNS]
    about = [(term, 14.0) for term in (say("bundle.title", {}, bundle.locale), "")]
    about[1] = ("", 80.0)
    tables = [
        Table(say("bundle.title", {}, bundle.locale), heads, _rows(bundle, states)),
        Table(say("bundle.state", {}, bundle.locale), about, list(_about(bundle))),
    ]
    return b"".join(streaming.workbook(say("bundle.title", {}, bundle.locale), tables))


def page(bundle: Bundle, states: Mapping[str, State]) -> bytes:
    """Write the index as a page whose links lead to the files beside it."""
    title = escape(say("bundle.title", {}, bundle.locale))
    about = "".join(f"<dt>{escape(term)}</dt><dd>{escape(told)}</dd>" for term, told in _about(bundle))
    heads = "".join(f"<th>{escape(_head(name, bundle.locale))}</th>" for name, _width in COLUMNS)
    body = "".join(_page_row(line, row, states) for line, row in zip(bundle.lines, _rows(bundle, states), strict=True))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>" if bundle.lines else ""
    lang = "zh-Hans" if bundle.locale == "zh" else "en"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    whole = f'<!doctype html>\n<html lang="{lang}"><head>{head}</head><body><h1>{title}</h1><dl>{about}</dl>{table}'
    return f"{whole}</body></html>\n".encode()


def _head(name: str, locale: Locale) -> str:
    return "SHA-256" if name == "sha256" else say(f"bundle.{name}", {}, locale)


def _about(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Give what stands above the table."""
    locale = bundle.locale
    counted = {"files": str(len(bundle.files)), "uses": str(len(bundle.lines))}
    yield say("bundle.organisation", {}, locale), bundle.organisation
    yield say("bundle.checklist", {}, locale), bundle.checklist
    yield say("bundle.basis", {}, locale), bundle.basis
    yield (
        say("bundle.files", {}, locale),
        say("bundle.counted", counted, locale) if bundle.lines else say("bundle.none", {}, locale),
    )
    yield say("bundle.state", {}, locale), say("bundle.note", {}, locale)


def _rows(bundle: Bundle, states: Mapping[str, State]) -> Iterator[tuple[Value, ...]]:
    for line in bundle.lines:
        use, state = line.use, states.get(line.use.sha256)
        yield (
            say("bundle.see", {"number": line.label}, bundle.locale) if line.again else line.label,
            line.section,
            "\n".join(line.items),
            line.question,
            line.row,
            line.kind,
            use.name,
            use.pages,
            use.issued_on,
            f"{to_local(use.at):%Y-%m-%d %H:%M}" if use.at else "",
            use.by_name or "",
            use.sha256,
            "" if state == "missing" else line.path,
            say(f"bundle.{state}", {}, bundle.locale) if state else "",
        )


def _page_row(line: Line, row: tuple[Value, ...], states: Mapping[str, State]) -> str:
    cells = []
    for (name, _width), value in zip(COLUMNS, row, strict=True):
        text = escape(str(value or "")).replace("\n", "<br>")
        if name == "path" and text:
            text = f'<a href="{quote(line.path)}">{text}</a>'
        look = ' class="one"' if name in _UNBROKEN else ""
        cells.append(f"<td><code>{text}</code></td>" if name == "sha256" else f"<td{look}>{text}</td>")
    bad = ' class="bad"' if line.use.sha256 in states else ""
    return f"<tr{bad}>{''.join(cells)}</tr>"
