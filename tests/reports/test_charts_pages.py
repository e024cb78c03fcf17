"""Pictures of pages: in the page's own colours, readable in both schemes, and as wide as their place."""

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from assess.reports import charts_bars, charts_heat, charts_parts
from assess.reports.charts_ink import PAPER, SCREEN, Palette, Shares, mixed, readable, wide, wrapped
from assess.reports.charts_parts import Look, Part
from assess.reports.pictures import Pictures

TOKENS = Path(__file__).resolve().parents[2] / "assess/web/static/css/tokens.css"
SVG = "{http://www.w3.org/2000/svg}"
LOOKS: tuple[Look, ...] = ("full", "strong", "middle", "light", "empty", "upright", "level")


def scheme(name: str) -> dict[str, str]:
    """Give the colours of the page, light or dark."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
    return dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6});", light if name == "light" else dark))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_number_of_a_cell_stands_out_on_every_shade(name: str) -> None:
    tokens = scheme(name)
    colours = {value: tokens[value[4:-1]] for value in (SCREEN.main, SCREEN.paper, SCREEN.ink, SCREEN.muted)}
    for share in (0, 40, 60, 75, 90):
        weight = charts_heat.weight(share)
        ground = mixed(colours[SCREEN.main], colours[SCREEN.paper], weight)
        assert contrast(ground, colours[readable(SCREEN, weight)]) >= 4.5, share
    assert contrast(colours[SCREEN.muted], colours[SCREEN.paper]) >= 4.5, "the dash"


def test_a_pages_heat_map_tells_every_share_at_its_place_and_shade() -> None:
    shares: list[Shares] = [[95.0, None, 39.9], [40.0, 62.5, 75.0]]
    root = ET.fromstring(charts_heat.page_heat_map(["甲区", "乙区"], ["1", "2", "4"], shares, SCREEN, "热力图"))  # noqa: S314 - our own picture
    assert (root.get("width"), root.get("viewBox"), root.get("aria-label")) == ("100%", None, "热力图")
    numbers = [one.text for one in root.iter(f"{SVG}text")][-6:]
    assert numbers == ["95", "—", "39.9", "40", "62.5", "75"]
    shades = {
        (percent(box.get("x")), float(box.get("y", ""))): float(group.get("fill-opacity", "-1"))
        for group in root.iter(f"{SVG}g")
        for box in group.findall(f"{SVG}rect")
    }
    columns, rows = sorted({x for x, _ in shades}), sorted({y for _, y in shades})
    found = [[shades[x, y] for x in columns] for y in rows]
    assert found == [[0.05, -1, 1], [0.8, 0.38, 0.2]]
    assert columns[-1] < 100


def percent(length: str | None) -> float:
    assert length is not None
    assert length.endswith("%")
    return float(length[:-1])


def test_a_pages_heat_map_has_names_for_both_widths() -> None:
    name = "高新技术产业开发区"
    picture = charts_heat.page_heat_map([name], ["1"], [[50.0]], SCREEN, "图")
    groups = dict(re.findall(r'<g class="heat__(wide|narrow)">.*?<text[^>]*>([^<]+)<', picture))
    assert groups["wide"] == name
    assert groups["narrow"].endswith("…")
    assert name.startswith(groups["narrow"][:-1])


def test_the_names_above_end_where_their_cells_begin() -> None:
    picture = charts_heat.page_heads(["信用与依法经营", "Foreign-related protection and overseas insurance"], SCREEN)
    assert 'aria-hidden="true"' in picture
    lines = re.findall(r'<text x="([\d.]+)%" y="([\d.]+)">([^<]+)<', picture)
    assert "".join(words for x, _, words in lines if x == lines[0][0]) == "信用与依法经营"
    last = {x: y for x, y, _ in lines}
    assert len(last) == 2
    assert len(set(last.values())) == 1, "both end on the same line"


def test_the_legend_holds_the_shades_of_the_map() -> None:
    found = list(charts_heat.key(SCREEN))
    assert [(low, high) for low, high, _ in found] == [(0, 40), (40, 60), (60, 75), (75, 90), (90, 100)]
    for low, _high, cell in found:
        assert f'fill-opacity="{charts_heat.weight(low):g}"' in cell


@pytest.mark.parametrize("palette", [PAPER, SCREEN])
def test_the_parts_of_a_bar_fill_it_in_their_order(palette: Palette) -> None:
    parts = [Part(2, "full"), Part(0, "strong"), Part(1, "light"), Part(1, "empty")]
    drawn = re.findall(r'<rect x="([\d.]+)" y="0" width="([\d.]+)"', charts_parts.stacked(parts, palette, "进度"))
    assert [(float(x), float(width)) for x, width in drawn[1:]] == [(0, 100), (100, 50), (150, 50)]


def test_a_bar_of_nobody_is_an_empty_frame() -> None:
    assert charts_parts.stacked([Part(0, "full")], SCREEN).count("<rect") == 2


def test_every_look_differs_without_colour() -> None:
    marks = {look: charts_parts.mark(look, PAPER) for look in LOOKS}
    assert len(set(marks.values())) == len(LOOKS)
    plain = [luminance(re.findall(r'fill="(#[0-9a-f]{6})"', marks[look])[1]) for look in LOOKS[:5]]
    assert plain == sorted(plain)
    assert min(lighter - darker for darker, lighter in itertools.pairwise(plain)) > 0.08
    directions = [re.findall(r'd="M[0-9. ]+([hv])', marks[look]) for look in LOOKS[5:]]
    assert directions == [["h"], ["v"]]


def test_a_bar_alone_is_as_long_as_its_share() -> None:
    widths = [
        [float(one) for one in re.findall(r'<rect [^>]*width="([\d.]+)"', charts_bars.alone(share, "main", SCREEN, ""))]
        for share in (100.0, 25.0, 0.0)
    ]
    assert widths == [[200, 200], [200, 50], [200]]


def test_a_page_takes_the_picture_itself_with_its_words() -> None:
    drawn = Pictures(SCREEN, str.upper).alone("50", "pale")
    assert drawn.startswith("<SVG")
    assert "ARIA-HIDDEN" in drawn
    assert charts_bars.scale(50, 60, [], "red", SCREEN, "得分").count('aria-label="得分"') == 1
    assert "aria" not in charts_bars.scale(50, 60, [], "red")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("商品来源与实体市场", ["商品来源与", "实体市场"]),
        ("公共服务、同等保护", ["公共服务、", "同等保护"]),
        ("保险机构（甲类）等", ["保险机构", "（甲类）等"]),
        ("Foreign-related aid", ["Foreign-", "related", "aid"]),
        ("Administrative", ["Administr…"]),
        ("", []),
    ],
)
def test_words_are_set_in_even_lines(words: str, lines: list[str]) -> None:
    assert wrapped(words, 12, 75) == lines
    assert all(wide(one, 12) <= 75 for one in lines)


def test_what_goes_on_beyond_the_last_line_is_cut() -> None:
    assert wrapped("一二三四五六七八九十", 10, 30, 2) == ["一二三", "四五…"]
