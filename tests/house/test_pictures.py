"""No template draws a chart of its own: on paper and on pages that is done by `assess.reports.charts_*`."""

import re

from tests.house import tree

FIXED = {"components/icons.html", "pages/campaigns/face_parts.html"}
"""Icons, and the sample of a colour: nothing in them is measured."""

SHAPE = re.compile(r"<(?:rect|path|line|circle|ellipse|polyline|polygon|text)\b[^>]*>")
MEASURED = re.compile(r"""\s(?:x|y|width|height|x1|x2|y1|y2|r|cx|cy|d|points|transform)\s*=\s*["'][^"']*\{\{""")


def test_templates_draw_nothing_that_is_measured() -> None:
    sources = {
        path.relative_to(tree.ROOT / "templates").as_posix(): path.read_text(encoding="utf-8")
        for path in tree.templates()
        if path.suffix == ".html"
    }
    assert {name for name, text in sources.items() if "<svg" in text} == FIXED
    drawn = [shape for name in FIXED for shape in SHAPE.findall(sources[name])]
    assert drawn
    assert [shape for shape in drawn if MEASURED.search(shape)] == []
