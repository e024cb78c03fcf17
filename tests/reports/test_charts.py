"""Pictures show what was measured and nothing between, and tell their parts apart without colour."""

import re
from xml.etree import ElementTree as ET

import pytest

from assess.reports import charts, charts_bars, charts_heat, charts_lines
from assess.reports.charts_bars import Bar, Bin, Kind, Spread
from assess.reports.charts_ink import PAPER, SCREEN, Palette, Shares, fitted, mixed, readable
from assess.reports.charts_lines import Point

SHORT = Bar(label="Short", share=20, told="2")


def drawn(duty: Shares) -> tuple[list[str], list[str], int]:
    """Give the areas, the open lines and the number of dots of one dial alone."""
    picture = charts.radar(duty, [None] * len(duty))
    areas = re.findall(rf'<polygon points="([^"]+)" fill="{PAPER.main}"', picture)
    lines = re.findall(r'<polyline points="([^"]+)"', picture)
    return areas, lines, picture.count('r="3"')


def test_a_full_circle_is_one_area() -> None:
    areas, lines, dots = drawn([50.0, 60.0, 70.0, 80.0])
    assert ([len(area.split()) for area in areas], lines, dots) == ([4], [], 4)


def test_no_line_crosses_an_axis_without_a_share() -> None:
    areas, lines, dots = drawn([50.0, 60.0, None, 80.0])
    (line,) = lines
    assert [len(area.split()) for area in areas] == [4], "the hub and three neighbours, the last before the first"
    assert line.split()[0] == "60.4,150", "it begins behind the gap and goes over the top"
    assert (len(line.split()), dots) == (3, 4 - 1)


def test_a_lone_axis_is_a_dot_only() -> None:
    assert drawn([50.0, None, 70.0, None]) == ([], [], 2)


def test_nothing_measured_draws_nothing() -> None:
    assert drawn([None, None, None]) == ([], [], 0)


def attributes(picture: str, tag: str, name: str) -> list[str]:
    """Give an attribute of every element of that kind, in their order."""
    found = ET.fromstring(picture).iter(f"{{http://www.w3.org/2000/svg}}{tag}")  # noqa: S314 - our own picture
    return [one.attrib[name] for one in found if name in one.attrib]


def grey(colour: str) -> float:
    """Give how light a colour is on a black and white copy, from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def points(*shares: tuple[float | None, float | None]) -> list[Point]:
    return [Point(label=f"20{at:02}", duty=duty, readiness=readiness) for at, (duty, readiness) in enumerate(shares)]


def test_a_trend_puts_shares_at_their_heights_and_stops_where_nothing_was_scored() -> None:
    picture = charts_lines.trend(points((0, 100), (50, None), (100, 40)))
    heights = [float(y) for y in attributes(picture, "circle", "cy")]
    assert heights == [142, 79, 16], "0, 50 and 100 percent from the bottom to the top"
    assert len(attributes(picture, "polyline", "points")) == 1, "the other line has a hole and no line beside it"
    assert len(attributes(picture, "rect", "x")) == 2


def test_the_lines_of_a_trend_differ_without_colour() -> None:
    picture = charts_lines.trend(points((10, 20), (30, 40)))
    assert attributes(picture, "polyline", "stroke-dasharray") == ["5 3"], "one of the two"
    assert picture.count("<circle") == picture.count("<rect") == 2, "dots on the one, squares on the other"


@pytest.mark.parametrize("count", [2, 3, 7, 24])
def test_the_days_below_a_trend_have_room(count: int) -> None:
    picture = charts_lines.trend(points(*[(50, 50)] * count))
    labels = re.findall(r">(20[0-9][0-9])<", picture)
    assert 2 <= len(labels) <= 5
    assert (labels[0], labels[-1]) == ("2000", f"20{count - 1:02}")


def test_bars_are_as_long_as_their_shares() -> None:
    rows = [Bar(label=one, share=share, told="1") for one, share in (("a", 100), ("b", 50), ("c", 0))]
    assert [float(width) for width in attributes(charts_bars.bars(rows, names=0), "rect", "width")] == [314, 157, 0.8]


def test_the_name_of_a_bar_takes_a_second_line_rather_than_be_cut() -> None:
    rows = [Bar(label="No mislabelled seed, no infringement of variety rights", share=50, told="1"), SHORT]
    drawn = charts_bars.bars(rows, names=190)
    words = re.findall(r">([^<]+)</text>", drawn)
    assert words == ["No mislabelled seed, no", "infringement of variety rights", "1", "Short", "2"]
    lines = [float(found) for found in re.findall(r'<text x="184" y="([\d.]+)"', drawn)]
    assert lines[1] - lines[0] == 12
    assert lines[2] - lines[1] > 12


def test_every_kind_of_bar_differs_without_colour() -> None:
    kinds: tuple[Kind, ...] = ("main", "alert", "second", "open", "pale")
    drawn = {kind: charts_bars.bar(0, 0, 50, kind, PAPER) for kind in kinds}
    assert "stroke-dasharray" in drawn["second"]
    assert "<path" in drawn["open"]
    full = grey(attributes(f'<svg xmlns="http://www.w3.org/2000/svg">{drawn["main"]}</svg>', "rect", "fill")[0])
    pale = grey(attributes(f'<svg xmlns="http://www.w3.org/2000/svg">{drawn["pale"]}</svg>', "rect", "fill")[0])
    assert pale - full > 0.4


def test_a_histogram_marks_the_readers_own_column() -> None:
    bins = [Bin(label="0", count=5), Bin(label="1", count=10, own=True), Bin(label="2", count=0)]
    picture = charts_bars.histogram(bins)
    assert [float(height) for height in attributes(picture, "rect", "height")] == [50, 100]
    light, dark = (grey(colour) for colour in attributes(picture, "rect", "fill"))
    assert light - dark > 0.4
    assert picture.count("<path") == 1


def test_a_spread_stands_on_its_scale() -> None:
    picture = charts_bars.distribution(Spread(lowest=0, lower=25, median=50, upper=75, highest=100, own=50))
    box, median = (float(x) for x in attributes(picture, "rect", "x"))
    assert (box, round(median + 1.2)) == (97, 180)
    assert "M180 27" in picture


def test_the_weaker_the_darker_and_the_number_stays_readable() -> None:
    weights = [charts_heat.weight(share) for share in (100, 90, 80, 60, 45, 39, 0)]
    assert weights == sorted(weights)
    for weight in set(weights):
        ground, words = grey(mixed(PAPER.main, PAPER.paper, weight)), grey(readable(PAPER, weight))
        assert abs(ground - words) > 0.38


def test_a_heat_map_has_a_cell_for_every_pair_and_a_dash_for_what_is_not_known() -> None:
    picture = charts_heat.heat_map(["甲", "乙"], ["一", "二", "三"], [[90, None, 30], [0, 50, 100]])
    assert len(attributes(picture, "rect", "x")) == 6
    assert re.findall(r">([0-9]+|—)<", picture) == ["90", "—", "30", "0", "50", "100"]


def test_words_are_escaped_and_cut_to_their_room() -> None:
    picture = charts_bars.bars([Bar(label="<b>&", share=1, told="1")])
    assert "&lt;b&gt;&amp;" in picture
    assert fitted("一二三四五六", 10, 45) == "一二三…"
    assert fitted("一二三", 10, 45) == "一二三"


def test_an_operators_colours_and_a_pages_own_are_taken() -> None:
    own = Palette(main="#123456", second="#654321")
    picture = charts.radar([10, 20, 30], [20, 30, 40], own)
    assert "#123456" in picture
    assert PAPER.main not in picture
    on_screen = charts.radar([10, 20, 30], [20, 30, 40], SCREEN, "雷达图")
    assert re.findall(r"#[0-9a-f]{6}", on_screen) == []
    assert 'role="img" aria-label="雷达图"' in on_screen
