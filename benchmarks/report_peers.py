"""The same report by other means: printed by headless Chromium, and set by Typst."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typst
from playwright.sync_api import sync_playwright

from assess.reports.glyphs import FONT_FOLDER
from assess.reports.parts import GapView, ReportContent, SectionRows
from assess.reports.words import word

CHROMIUM = "/usr/bin/chromium"


def cold_chromium(page: str) -> bytes:
    """Print a page with a browser that is started for it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([CHROMIUM, *switches, source.as_uri()], check=True, capture_output=True)
        return target.read_bytes()


@contextmanager
def warm_chromium(page: str) -> Iterator[Callable[[], bytes]]:
    """Keep a browser open and print the page in a tab of its own each time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def call() -> bytes:
            tab = browser.new_page()
            tab.set_content(page)
            made = tab.pdf(prefer_css_page_size=True, tagged=True, outline=True)
            tab.close()
            return made

        yield call
        browser.close()


def set_by_typst(source: str) -> bytes:
    """Set what `typst_source` wrote."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.typ"
        path.write_text(source, encoding="utf-8")
        made = typst.compile(str(path), font_paths=[str(FONT_FOLDER)], ignore_system_fonts=True)
        assert isinstance(made, bytes)
        return made


def typst_source(content: ReportContent) -> str:
    """Write the chapters with most of the text as Typst: headings, cards, tables with repeated heads; no pictures."""
    head = (
        '#set page(paper: "a4", margin: 20mm, numbering: "1 / 1")\n'
        '#set text(font: "Noto Sans SC", size: 9.5pt, lang: "zh")\n#outline()\n'
    )
    parts = [f"= {_safe(content.identity.title)}", *(_safe(line) + "\n" for line in content.summary.headline)]
    parts.append(_table(("", ""), [(pair.label, pair.value) for pair in content.identity.pairs]))
    parts += [_card(gap, content) for gap in (*content.gaps, *content.opportunities)]
    parts += [_section(section, content) for section in content.sections]
    for group in content.answers:
        parts += [f"== {_safe(group.title)}", _table(("", ""), [(line.label, line.value) for line in group.lines])]
    parts.append(_table(("", ""), [(pair.label, pair.value) for pair in content.sources.pairs]))
    return head + "\n\n".join(parts)


def _safe(text: str | None) -> str:
    return "".join(f"\\{one}" if one in r"\#$*_`<>@=-+/[]~'\"" else one for one in text or "")


def _card(gap: GapView, content: ReportContent) -> str:
    lines = (("gap.why", "".join(gap.why)), ("gap.do", gap.do), ("gap.says", gap.says))
    told = "\n\n".join(f"*{word(key, content.locale)}* {_safe(text)}" for key, text in lines if text)
    meta = f"{_safe(gap.label)} · {_safe(gap.clauses)} · {_safe(gap.basis)} · {gap.lost}"
    return f"#block(breakable: false)[\n=== {gap.number}. {_safe(gap.title)}\n{meta}\n\n{told}\n]"


def _section(section: SectionRows, content: ReportContent) -> str:
    keys = ("item", "points", "criteria", "earned", "evidence", "reviewed", "opinion", "lost")
    rows = [
        (
            *(f"{row.title} {row.clauses}", row.points, "\n".join(row.criteria), row.earned),
            *("\n".join(row.evidence), row.reviewed, row.opinion, row.lost),
        )
        for group in section.groups
        for row in group.rows
    ]
    body = _table([word(key, content.locale) for key in keys], rows, "2fr, 1fr, 3fr, 1fr, 2fr, 1fr, 1fr, 4fr")
    return f"#page(flipped: true)[\n== {_safe(section.title)}\n{body}\n]"


def _table(head: Sequence[str], rows: Sequence[tuple[str, ...]], columns: str = "1fr, 2fr") -> str:
    cells = ", ".join(f"[{_safe(cell)}]" for row in rows for cell in row)
    title = ", ".join(f"[{_safe(cell)}]" for cell in head)
    return f"#table(columns: ({columns}), stroke: 0.3pt, table.header({title}), {cells})"
