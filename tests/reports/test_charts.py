"""The radar shows what was measured and nothing between."""

import re

from assess.reports import charts
from assess.reports.charts_ink import PAPER, Shares


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
