"""Build who took part and where the scores lie (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from assess.reports.district_figures import COLUMNS, DIALS, Column, Dial, Scored, Tally
from assess.reports.district_frame import NONE, DistrictFrame, count, fixed, mean, percent, quartile, share
from assess.reports.district_parts import Bin, DialSpread, GradeCount, Histogram, Overview, Progress, Spread, WeakItem
from assess.reports.figures import number

_BINS: Final = 10
_WITHHELD: Final = "\0withheld"
_NO_GRADE: Final = ""


def overview(frame: DistrictFrame, weakest: Sequence[WeakItem]) -> Overview:
    """Build the first chapter."""
    districts = frame.figures.districts
    everybody = _added(districts)
    dials = tuple(_dial(frame, dial) for dial in DIALS)
    return Overview(
        headline=tuple(_headline(frame, everybody, dials, weakest)),
        all=_progress(frame.word("district.all"), everybody),
        districts=tuple(_progress(frame.named(one.name), one) for one in districts),
        dials=dials,
        grades=tuple(_grades(frame)),
        note=frame.word("district.overview.note"),
    )


def _added(tallies: Iterable[Tally]) -> Tally:
    all_of = tuple(tallies)
    return Tally(
        "",
        sum(one.total for one in all_of),
        sum(one.handed_in for one in all_of),
        sum(one.decided for one in all_of),
        sum(one.filling for one in all_of),
        sum(one.not_started for one in all_of),
        sum(one.withdrawn for one in all_of),
    )


def _progress(name: str, tally: Tally) -> Progress:
    return Progress(
        name=name,
        total=count(tally.total),
        handed_in=count(tally.handed_in),
        share=percent(share(tally.handed_in, tally.total)),
        decided=count(tally.decided),
        filling=count(tally.filling),
        not_started=count(tally.not_started),
        withdrawn=count(tally.withdrawn),
    )


def _headline(
    frame: DistrictFrame, all_of: Tally, dials: Iterable[DialSpread], weakest: Sequence[WeakItem]
) -> Iterator[str]:
    yield frame.word(
        "district.headline.counts",
        total=count(all_of.total),
        handed_in=count(all_of.handed_in),
        share=percent(share(all_of.handed_in, all_of.total)),
        decided=count(all_of.decided),
    )
    if not frame.figures.scores:
        yield frame.word("district.headline.none")
    for dial in dials:
        held = dial.columns[0]
        if held.count != "0":
            told = {"dial": dial.title, "median": held.median, "lower": held.lower, "upper": held.upper}
            yield frame.word("district.headline.median", **told)
    if weakest:
        yield frame.word("district.headline.weakest", item=weakest[0].title, open=weakest[0].open)


def _dial(frame: DistrictFrame, dial: Dial) -> DialSpread:
    columns = tuple(_spread(frame, dial, column) for column in COLUMNS)
    return DialSpread(
        dial=dial,
        title=frame.word(f"dial.{dial}"),
        full=number(frame.rule(dial).full),
        median=columns[0].median,
        columns=columns,
    )


def _spread(frame: DistrictFrame, dial: Dial, column: Column) -> Spread:
    values = frame.column(dial, column)
    return Spread(
        key=column,
        label=frame.word(f"district.column.{column}"),
        count=count(len(values)),
        mean=fixed(mean(values)),
        median=fixed(quartile(values, 2)),
        lower=fixed(quartile(values, 1)),
        upper=fixed(quartile(values, 3)),
        least=fixed(Decimal(values[0]) / 100) if values else NONE,
        most=fixed(Decimal(values[-1]) / 100) if values else NONE,
    )


def _kinds(frame: DistrictFrame) -> list[str]:
    """Name the grades from the best down, then what has none."""
    bands = sorted(frame.form.duty.bands, key=lambda band: -band.from_)
    known = [band.grade for band in bands]
    other = sorted({one.grade for one in frame.figures.scores if one.grade and one.grade not in known})
    return [*known, *other, _NO_GRADE, _WITHHELD]


def _kind(one: Scored) -> str:
    return _WITHHELD if one.withheld else one.grade or _NO_GRADE


def _grades(frame: DistrictFrame) -> Iterator[GradeCount]:
    titles = {band.grade: frame.text(band.title) for band in frame.form.duty.bands}
    found = [_kind(one) for one in frame.figures.scores]
    for kind in _kinds(frame) if found else ():
        many = found.count(kind)
        if many or kind in titles:
            yield GradeCount(
                grade=_heading(frame, kind),
                title=titles.get(kind, ""),
                count=count(many),
                share=percent(share(many, len(found))),
            )


def _heading(frame: DistrictFrame, kind: str) -> str:
    special = {_NO_GRADE: "district.grade.none", _WITHHELD: "district.grade.withheld"}
    return frame.word(special[kind]) if kind in special else kind


def _column_head(frame: DistrictFrame, kind: str) -> str:
    """Say of a column of counts which grade it is of; a letter alone tells nothing."""
    head = _heading(frame, kind)
    return frame.word("district.grade.column", grade=kind) if head == kind else head


def histograms(frame: DistrictFrame) -> tuple[Histogram, ...]:
    """Build the distribution of both dials; one that nobody is scored on is left out."""
    return tuple(_histogram(frame, dial) for dial in DIALS if frame.column(dial, "holds"))


def _histogram(frame: DistrictFrame, dial: Dial) -> Histogram:
    full = int(frame.rule(dial).full * 100)
    placed = [(one, _place(found, full)) for one in frame.figures.scores if (found := _held(one, dial)) is not None]
    present = {_kind(one) for one, _ in placed}
    kinds = [kind for kind in _kinds(frame) if kind in present] if dial == "duty" else []
    bins = tuple(_bin(at, [one for one, place in placed if place == at], kinds, len(placed)) for at in range(_BINS))
    told = [frame.word("district.histogram.bin", label=one.label, count=one.count) for one in bins if one.count != "0"]
    title = frame.word(f"dial.{dial}")
    return Histogram(
        dial=dial,
        title=title,
        alt=frame.word("district.histogram.alt", title=title, bins=frame.join(tuple(told))),
        note=frame.word("district.histogram.note", unscored=count(len(frame.figures.scores) - len(placed))),
        grades=tuple(_column_head(frame, kind) for kind in kinds),
        bins=bins,
    )


def _held(one: Scored, dial: Dial) -> int | None:
    return one.column(dial, "holds")


def _place(value: int, full: int) -> int:
    """Find the ten percent a score lies in; what is above the full mark lies in the last."""
    return min(max(value * _BINS // full, 0), _BINS - 1)


def _bin(at: int, inside: Sequence[Scored], kinds: Sequence[str], all_of: int) -> Bin:
    return Bin(
        label=f"{at * _BINS}–{(at + 1) * _BINS}",
        count=count(len(inside)),
        share=percent(share(len(inside), all_of)),
        grades=tuple(count(sum(_kind(one) == kind for one in inside)) for kind in kinds),
    )
