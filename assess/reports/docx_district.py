"""The chapters of a district edition as blocks (pure)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from assess.reports.district_look import maps
from assess.reports.district_parts import ComparedRow, Department, DistrictContent, HeatMap, Progress, WeakItem
from assess.reports.docx_blocks import Block, Bullets, Chapter, Column, Heading, Line, Row, Table, Words, facts, row
from assess.reports.docx_chapters import signature, sources

_SHADES: Final = {"none": "", "0": "F4F6F8", "1": "DBE2EA", "2": "B4C3D3", "3": "50708F", "4": "1F3A5F"}
_MOST: Final = 15
_PROGRESS: Final = ("total", "handed_in", "share", "decided", "filling", "not_started", "withdrawn")
_SPREAD: Final = ("count", "median", "lower", "upper", "mean", "least", "most")


def _numbers(t: Words, keys: Iterable[str], width: float = 1.6) -> tuple[Column, ...]:
    return tuple(Column(t(f"district.{key}"), width, "number") for key in keys)


def overview(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Tell who took part and where the scores lie."""
    found = content.overview
    yield from (Line(line, "lead") for line in found.headline)
    yield Heading(t("district.taking_part"))
    columns = (Column(t("district.name"), 4), *_numbers(t, _PROGRESS))
    rows = (*(_progress(one) for one in found.districts), _progress(found.all, total=True))
    yield Table(t("district.taking_part"), columns, rows)
    if not found.grades:
        return
    yield Heading(t("district.scores"))
    for dial in found.dials:
        title = t("district.dial", title=dial.title, full=dial.full)
        spread = (row(one.label, *(getattr(one, key) for key in _SPREAD)) for one in dial.columns)
        yield Table(title, (Column(title, 4), *_numbers(t, _SPREAD)), tuple(spread))
    yield Heading(t("district.grades"))
    grades = (row(f"{one.grade} {one.title}".strip(), one.count, one.share) for one in found.grades)
    yield Table(t("district.grades"), _counted(t("grade"), t), tuple(grades))
    yield Line(found.note, "note")


def _progress(one: Progress, *, total: bool = False) -> Row:
    made = row(one.name, *(getattr(one, key) for key in _PROGRESS))
    return Row(made.cells, "total" if total else "plain")


def _counted(head: str, t: Words) -> tuple[Column, ...]:
    return (Column(head, 4), Column(t("district.count"), 2, "number"), Column("%", 2, "number"))


def distribution(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Tell how many have which score."""
    for one in content.histograms:
        yield Heading(one.title)
        columns = (
            *_counted(t("district.histogram.step"), t),
            *(Column(grade, 1.4, "number") for grade in one.grades),
        )
        yield Table(
            one.title, columns, tuple(row(each.label, each.count, each.share, *each.grades) for each in one.bins)
        )
        yield Line(one.note, "note")


def heat(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Tell how the districts do in every section; where no picture does, the cells are the darker the more is lost."""
    yield Line(t("district.heat.intro"), "intro")
    legend = (t(f"district.heat.legend.{shade}") for shade in range(5))
    yield Line(t("district.heat.legend") + " " + t("list.separator").join(legend), "note")
    shaded = not maps(content.heat)
    for one in content.heat:
        yield Heading(one.title)
        yield _heat(one, t, shaded=shaded)


def _heat(one: HeatMap, t: Words, *, shaded: bool) -> Table:
    heads = (Column(f"{column.number} {column.title}", 2) for column in one.columns)
    rows = tuple(
        Row(
            row(line.name, *(_cell(cell.text, cell.organisations, cell.shade) for cell in line.cells)).cells,
            "total" if line.total else "plain",
            ("", *(_SHADES[cell.shade] for cell in line.cells)) if shaded else (),
        )
        for line in one.rows
    )
    return Table(one.title, (Column(t("district.name"), 3), *heads), rows)


def _cell(text: str, organisations: str, shade: str) -> str:
    return text if shade == "none" else f"{text} ({organisations})"


def weakest(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Tell where most points are lost."""
    if not content.weakest:
        yield Line(t("district.weakest.none"), "intro")
        return
    yield Line(t("district.weakest.intro", most=_MOST, annex=t("chapter.ranking")), "intro")
    yield _ranked(t("chapter.weakest"), content.weakest, t, numbered=False)


def ranking(content: DistrictContent, t: Words) -> Iterator[Block]:
    """List all the items."""
    yield Line(t("district.items.intro"), "intro")
    yield _ranked(t("chapter.ranking"), content.items, t, numbered=True)


def _ranked(name: str, found: tuple[WeakItem, ...], t: Words, *, numbered: bool) -> Table:
    columns = (
        Column("#", 1, "mark"),
        Column(t("district.item"), 6),
        Column(t("clause"), 3),
        Column(t("format.dial"), 1.8),
        *_numbers(t, ("applies", "open", "not_applicable", "lost_share")),
    )
    rows = (
        row(
            one.number if numbered else str(at),
            *(one.title, one.where, one.label),
            *(one.organisations, one.open, one.not_applicable, one.lost),
        )
        for at, one in enumerate(found, start=1)
    )
    return Table(name, columns, tuple(rows))


def duties(content: DistrictContent, t: Words) -> Iterator[Block]:
    """List what is open, department by department."""
    yield Line(t("district.duties.intro" if content.departments else "district.duties.none"), "intro")
    yield from _departments(content.departments, t)


def _departments(found: tuple[Department, ...], t: Words) -> Iterator[Block]:
    columns = (
        Column(t("district.duty"), 6),
        Column(t("clause"), 3),
        *_numbers(t, ("organisations", "lost")),
        Column(t("district.deadline"), 2.6),
    )
    for one in found:
        yield Heading(one.name)
        rows = (row(duty.title, duty.where, duty.organisations, duty.lost, duty.deadline) for duty in one.duties)
        yield Table(one.name, columns, tuple(rows))


def own(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Tell what the district itself submitted."""
    found = content.own
    if found is None:
        return
    yield Line(found.lead, "intro")
    yield Heading(found.title)
    yield facts(found.title, tuple((one.label, one.value) for one in found.pairs))
    yield from _departments(found.departments, t)
    if not found.departments:
        yield Line(t("district.duties.none"))


def late(content: DistrictContent, t: Words) -> Iterator[Block]:
    """List who has not submitted."""
    yield Line(content.late.lead, "intro")
    if not content.late.rows:
        return
    heads = (t("district.late.organisation"), t("district.name"), t("district.late.state"), t("district.late.deadline"))
    rows = (row(one.name, one.district, one.state, one.deadline) for one in content.late.rows)
    yield Table(t("chapter.late"), tuple(Column(head, 3) for head in heads), tuple(rows))
    if content.late.note:
        yield Line(content.late.note, "note")


def compared(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Set the campaign beside the one before."""
    found = content.compared
    if found is None:
        return
    yield Line(found.lead, "intro")
    for head, rows in (("figure", found.rows), ("section", found.sections)):
        if rows:
            yield _beside(t(f"district.compared.{head}"), rows, t)
    yield Line(found.note, "note")


def _beside(head: str, rows: tuple[ComparedRow, ...], t: Words) -> Table:
    numbers = _numbers(t, ("compared.before", "compared.now", "compared.difference"), 2.4)
    found = tuple(row(one.label, one.before, one.now, one.difference) for one in rows)
    return Table(head, (Column(head, 5), *numbers), found)


def limits(content: DistrictContent, t: Words) -> Iterator[Block]:
    """Say where the statements come from, how they are worked out and how far they reach."""
    yield from sources(content, t)
    yield Heading(t("district.limits"), 3)
    yield Bullets(content.limits)


DISTRICT: Final[Mapping[str, Chapter]] = {
    "overview": overview,
    "distribution": distribution,
    "heat": heat,
    "weakest": weakest,
    "duties": duties,
    "own": own,
    "late": late,
    "compared": compared,
    "ranking": ranking,
    "sources": limits,
    "signature": signature,
}
"""What writes each chapter of `district_parts.DISTRICT_CHAPTERS`."""
