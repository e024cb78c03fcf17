"""Measure making a report: our warm rendering beside a bare WeasyPrint call on the same HTML, and what it is made of.

    .venv/bin/python benchmarks/reports.py [--runs 7]

Both run in this process, in turn, after one unmeasured round; the goal is a ratio of at most 1.1.
"""

import argparse
import datetime as dt
import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfReader
from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # ships no types
from weasyprint.pdf import fonts as weasyprint_fonts  # type: ignore[import-untyped]  # ships no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # ships no types

from assess.assessments.answersfile import read_answers
from assess.assessments.scoresheet import scored
from assess.checklists.loader import load_published
from assess.reports import html, pdf
from assess.reports.content import build
from assess.reports.cover import Cover
from assess.reports.glyphs import BOLD, REGULAR
from assess.reports.orders import Order
from assess.reports.parts import ReportContent
from assess.reports.pool import RenderPool

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "data" / "answers" / "linyi-exporter.yaml"
KIBI = 1000


def linyi() -> ReportContent:
    """Build the report of the exporter in the demo: the longest of the three."""
    published, sha256 = load_published(ROOT / "checklists", "linyi-2021/enterprise")
    file = read_answers(ANSWERS, published)
    found = scored(published, sha256, file.inputs(dt.date(2026, 11, 22)))
    cover = Cover(organisation=file.organisation.name, kind="enterprise", region_name="山东省临沂市", state="draft")
    return build(published, sha256, found.inputs, found.result, cover, "zh")


def bare(page: str) -> Callable[[], bytes]:
    """Prepare the plain call: same HTML, same fonts, WeasyPrint's own defaults."""
    configuration = FontConfiguration()
    rules = "".join(
        f'@font-face{{font-family:"{pdf.FAMILY}";font-weight:{weight};src:url("{path.as_uri()}")}}'
        for path, weight in ((REGULAR, 400), (BOLD, 700))
    )
    faces = CSS(string=rules, font_config=configuration)

    def call() -> bytes:
        made: bytes = HTML(string=page).write_pdf(
            stylesheets=[faces], font_config=configuration, pdf_variant=pdf.VARIANT
        )
        return made

    return call


def seconds(call: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


@contextmanager
def subsetting() -> Iterator[list[float]]:
    """Time what goes into cutting the fonts down."""
    spent: list[float] = []
    original = weasyprint_fonts.Font.clean

    def timed(self: object, *given: object) -> None:
        spent.append(seconds(lambda: original(self, *given)))

    weasyprint_fonts.Font.clean = timed
    yield spent
    weasyprint_fonts.Font.clean = original


def main() -> None:
    """Print medians, the ratio and the sizes."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    content = linyi()
    page = html.render(content)
    start = time.perf_counter()
    html.warm()
    pdf.warm()
    print(f"warm-up                {time.perf_counter() - start:7.3f} s")
    plain = bare(page)

    def ours() -> bytes:
        return pdf.render(page)

    sizes = [len(made) for made in (plain(), ours())]
    times = [(seconds(plain), seconds(ours)) for _ in range(runs)]
    bare_median, our_median = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(mine / theirs for theirs, mine in times)
    pages = len(PdfReader(io.BytesIO(ours())).pages)
    with subsetting() as spent:
        total = seconds(ours)
    print(f"bare WeasyPrint        {bare_median:7.3f} s   {sizes[0] / KIBI:6.0f} kB")
    print(f"assess.reports.pdf     {our_median:7.3f} s   {sizes[1] / KIBI:6.0f} kB")
    print(f"ratio                  {ratio:7.3f}     (median over pairs; goal: at most 1.1)")
    print(f"pages                  {pages:7d}     {our_median / pages * 1000:6.0f} ms a page")
    print(f"font subsetting        {sum(spent) / total:7.1%}")
    print(
        f"content to HTML        {statistics.median(seconds(lambda: html.render(content)) for _ in range(runs)):7.3f} s"
    )
    pool = RenderPool(1)
    pool.start()
    order = Order(content=content)
    pool.render(order)
    pooled = statistics.median(seconds(lambda: pool.render(order)) for _ in range(3))
    print(f"through a warm worker  {pooled:7.3f} s")
    pool.close()


if __name__ == "__main__":
    main()
