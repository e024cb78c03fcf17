"""Measure making a report: our warm rendering, a bare WeasyPrint call on the same HTML, Chromium and Typst.

    .venv/bin/python -m benchmarks.reports [--runs 5] [--before FOLDER] [--part PART]

Each part by itself with `--part`:

- engine: ours and bare WeasyPrint in this process, in turn, after one unmeasured round (goal: at most 1.1), the share
  of font subsetting (goal: under 3 %); with `--before` also an earlier commit, whose tree lies in FOLDER, in a process
  of its own in the same turns;
- peers: the same content printed by headless Chromium (started each time, and kept open) and set by Typst;
- sizes: the report of every shipped checklist with everything lacking (goal: the largest under 600 kB);
- download: the processor time of asking the whole service for a finished file (goal: under 5 ms).
"""

import argparse
import io
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfReader
from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # ships no types
from weasyprint.pdf import fonts as weasyprint_fonts  # type: ignore[import-untyped]  # ships no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # ships no types

from assess.reports import html, making, pdf
from assess.reports.glyphs import BOLD, REGULAR
from assess.reports.orders import Order
from assess.reports.pool import RenderPool
from benchmarks.report_download import download
from benchmarks.report_peers import cold_chromium, set_by_typst, typst_source, warm_chromium
from benchmarks.report_samples import linyi, longest

KIBI = 1000

_EARLIER = """
import io, sys, time
from pypdf import PdfReader
from benchmarks.reports import linyi
from assess.reports import html, pdf
page = html.render(linyi())
made = pdf.render(page)
print(len(PdfReader(io.BytesIO(made)).pages), len(made), flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    pdf.render(page)
    print(time.perf_counter() - start, flush=True)
"""
"""Lays the same answers' report out whenever it is told to, with the code of an earlier commit."""


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


@contextmanager
def earlier(folder: Path) -> Iterator[tuple[Callable[[], float], int, int]]:
    """Run an earlier commit's code; give a call that returns its seconds, and its pages and bytes."""
    command = [sys.executable, "-c", _EARLIER]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, asked = process.stdout, process.stdin
        pages, size = map(int, told.readline().split())

        def call() -> float:
            asked.write("\n")
            asked.flush()
            return float(told.readline())

        yield call, pages, size
        asked.close()


def pages_of(made: bytes) -> int:
    """Count the pages of a file."""
    return len(PdfReader(io.BytesIO(made)).pages)


def line(name: str, times: list[float], made: bytes, ours: float) -> None:
    """Print one maker: median, pages, time a page, size, and how it stands to ours."""
    median, pages = statistics.median(times), pages_of(made)
    print(
        f"{name:26} {median:7.3f} s {pages:4d} pages {median / pages * 1000:6.0f} ms a page {len(made) / KIBI:6.0f} kB"
        f"   ours / this {ours / median:6.2f}",
        flush=True,
    )


def in_turn(calls: Mapping[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """Time calls one after the other, as often as told."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(runs):
        for name, call in calls.items():
            times[name].append(call())
    return times


def engine(runs: int, before: Path | None) -> None:
    """Measure ours beside the bare call, and beside what we did before."""
    page = html.render(linyi())
    plain = bare(page)
    made = {"ours": pdf.render(page), "bare": plain()}
    calls = {"ours": lambda: seconds(lambda: pdf.render(page)), "bare": lambda: seconds(plain)}
    if before is None:
        times = in_turn(calls, runs)
    else:
        with earlier(before) as (call, pages, size):
            times = in_turn({**calls, "before": call}, runs)
        was = statistics.median(times["before"])
        ratio = statistics.median(now / then for now, then in zip(times["ours"], times["before"], strict=True))
        print(f"{'before':26} {was:7.3f} s {pages:4d} pages {was / pages * 1000:6.0f} ms a page {size / KIBI:6.0f} kB")
        now = ratio * pages / pages_of(made["ours"])
        print(f"{'ours / before':26} {ratio:7.2f}     and a page {now:.2f}")
    for name in ("ours", "bare"):
        line(name, times[name], made[name], statistics.median(times["ours"]))
    ratio = statistics.median(mine / theirs for mine, theirs in zip(times["ours"], times["bare"], strict=True))
    print(f"{'ours / bare':26} {ratio:7.2f}     (median over pairs; goal: at most 1.1)")
    with subsetting() as spent:
        total = seconds(lambda: pdf.render(page))
    print(f"{'font subsetting':26} {sum(spent) / total:7.1%}     (goal: under 3 %)")
    content = linyi()
    drawn = statistics.median(seconds(lambda: html.render(content)) for _ in range(runs))
    print(f"{'content to HTML':26} {drawn:7.3f} s")
    pool = RenderPool(1)
    pool.start()
    pool.render(Order(content=content))
    pooled = statistics.median(seconds(lambda: pool.render(Order(content=content))) for _ in range(3))
    pool.close()
    print(f"{'through a warm worker':26} {pooled:7.3f} s")


def peers(runs: int) -> None:
    """Measure what others make of the same content."""
    content = linyi()
    page, source = html.render(content), typst_source(content)
    others = itertools.cycle("之其所以而且与及或")  # Typst keeps what it has set: no text may come twice
    with warm_chromium(page) as tab:
        makers: dict[str, Callable[[], bytes]] = {
            "ours": lambda: pdf.render(page),
            "Chromium, kept open": tab,
            "Chromium, started": lambda: cold_chromium(page),
            "Typst": lambda: set_by_typst(source.replace("的", next(others))),
        }
        made = {name: make() for name, make in makers.items()}
        times = in_turn({name: _timed(make) for name, make in makers.items()}, runs)
    for name, found in times.items():
        line(name, found, made[name], statistics.median(times["ours"]))


def _timed(make: Callable[[], bytes]) -> Callable[[], float]:
    return lambda: seconds(make)


def sizes() -> None:
    """Make the longest report of every shipped checklist."""
    found = []
    for key, content in longest():
        made = making.make(Order(content=content))
        found.append((len(made), key))
        gaps = len(content.gaps) + len(content.opportunities)
        print(f"{key:26} {len(made) / KIBI:6.0f} kB {pages_of(made):4d} pages {gaps:4d} gaps", flush=True)
    size, key = max(found)
    print(f"{'the largest':26} {size / KIBI:6.0f} kB    {key} (goal: under 600 kB)")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--before", type=Path, help="the tree of an earlier commit")
    options.add_argument("--part", choices=("engine", "peers", "sizes", "download"))
    given = options.parse_args()
    start = time.perf_counter()
    making.warm()
    print(f"{'warm-up':26} {time.perf_counter() - start:7.3f} s")
    parts: dict[str, Callable[[], object]] = {
        "engine": lambda: engine(given.runs, given.before),
        "peers": lambda: peers(given.runs),
        "sizes": sizes,
        "download": download,
    }
    for name, measure in parts.items():
        if given.part in {None, name}:
            measure()


if __name__ == "__main__":
    main()
