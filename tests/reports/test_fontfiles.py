"""Embedded fonts carry what draws glyphs, and nothing that only a desktop would read."""

import io
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from pypdf import PdfReader

from assess.reports.pdf import FAMILY, render

HTML = f'<html lang="zh-CN"><title>字</title><body style="font-family:{FAMILY!r}">临沂<b>知识产权</b></body></html>'


def test_an_embedded_font_has_its_glyphs_and_no_vertical_metrics() -> None:
    reader = PdfReader(io.BytesIO(render(HTML)))
    objects: list[Any] = [reader.get_object(number) for number in range(1, 60)]
    fonts = [made for made in objects if isinstance(made, dict) and "/FontFile2" in made]
    assert len(fonts) == 2
    for descriptor in fonts:
        stream = descriptor["/FontFile2"].get_object()
        data = stream.get_data()
        assert stream["/Length1"] == len(data)
        tables = set(TTFont(io.BytesIO(data)).reader.tables)
        assert tables >= {"glyf", "loca", "head", "hhea", "hmtx", "maxp"}
        assert tables.isdisjoint({"vhea", "vmtx", "STAT", "gasp"})
