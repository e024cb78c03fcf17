"""The charts of a report as pictures for a Word file: drawn as in the PDF, each above its own table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assess.papers import pdf as drawer
from assess.reports import pdf
from assess.reports.charts_ink import data_uri
from assess.reports.district_look import bars, columns, maps
from assess.reports.district_parts import DistrictContent
from assess.reports.docx_blocks import Words
from assess.reports.faces import Face
from assess.reports.orders import Content
from assess.reports.parts import ReportContent
from assess.reports.pictures import Pictures

FINENESS: Final = 220
"""Dots an inch: sharp in print, and a report's pictures stay far below a megabyte."""
_POINTS: Final = 72
_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: the name of the table it stands above, its SVG, and what it says to those who cannot see it."""

    table: str
    svg: str
    said: str

    @property
    def size(self) -> tuple[float, float]:
        """Give its own width and height, in points."""
        width, height = _SIZE.findall(self.svg)[0]
        return float(width), float(height)


def drawings(content: Content, face: Face, t: Words) -> tuple[Drawing, ...]:
    """Draw what has enough to show, in the operator's colours."""
    draw = replace(Pictures.of(face), carry=str)
    found = _report(content, draw, t) if isinstance(content, ReportContent) else _district(content, draw, t)
    return tuple(found)


def _report(content: ReportContent, draw: Pictures, t: Words) -> Iterator[Drawing]:
    if radar := draw.radar(content.summary.sections):
        yield Drawing(t("sections.table"), radar, t("radar.alt"))
    if content.trend and (trend := draw.trend(content.trend.cycles)):
        yield Drawing(t("trend.caption"), trend, content.trend.alt)
    if content.peers is None:
        return
    for one in content.peers.dials:
        yield Drawing(f"{one.title} · {t('peers.groups')}", draw.groups(one.groups), one.alt)
    if content.peers.grades:
        yield Drawing(t("peers.grades"), draw.groups(content.peers.grades), content.peers.grades_alt)


def _district(content: DistrictContent, draw: Pictures, t: Words) -> Iterator[Drawing]:
    for one in content.histograms:
        yield Drawing(one.title, draw.histogram(columns(one)), one.alt)
    for whole in maps(content.heat):
        yield Drawing(whole.first, draw.heat_map(whole.rows, whole.columns, whole.shares, 140), whole.said)
    if content.weakest:
        names = 320 if content.locale == "en" else 200
        yield Drawing(t("chapter.weakest"), draw.bars(bars(content.weakest), names, 546), t("district.weakest.alt"))


def pictures(drawn: Sequence[Drawing]) -> list[bytes]:
    """Turn charts into PNG, with the fonts of the PDF; all are set in one go, a page each."""
    if not drawn:
        return []
    pages = pdf.render(_sheet(drawn))
    return [
        drawer.drawn(pages, number, round(one.size[0] * FINENESS / _POINTS))[0]
        for number, one in enumerate(drawn, start=1)
    ]


def _sheet(drawn: Sequence[Drawing]) -> str:
    """Write the page that carries them; nothing of it is text."""
    rules, figures = [], []
    for number, one in enumerate(drawn):
        width, height = one.size
        rules.append(f"@page p{number}{{size:{width}pt {height}pt;margin:0}}#p{number}{{page:p{number}}}")
        rules.append(f"#p{number} img{{width:{width}pt;height:{height}pt;display:block}}")
        figures.append(f'<div id="p{number}"><img alt="〇" src="{data_uri(one.svg)}"/></div>')
    style = f"<style>body{{margin:0}}{''.join(rules)}</style>"
    return f'<html lang="zh-CN"><head><title>〇</title>{style}</head><body>{"".join(figures)}</body></html>'
