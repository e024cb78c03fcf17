"""What reports on every shipped checklist have in common: sums that add up, full columns, and a copy for machines."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from assess.reports import html, resultfile, stored
from assess.reports.chapters import chapters
from assess.reports.faces import CHAPTERS
from assess.reports.glyphs import chinese, printable
from assess.reports.parts import ItemRow, ReportContent
from assess.reports.words import WORDS
from tests.reports import samples, shipped

PLAIN = ("full", "earned", "points", "base", "final", "low", "high", "supported", "reviewed", "lost", "size")
NUMBERS = frozenset(
    (
        *PLAIN,
        "effort_days",
        "duty",
        "readiness",
        *(f"{dial}_{what}" for dial in ("duty", "readiness") for what in PLAIN),
    )
)


@pytest.fixture(scope="module")
def every() -> dict[str, ReportContent]:
    """Give the report of every shipped checklist, in both languages and all states."""
    return dict(samples.every())


def rows(content: ReportContent) -> list[ItemRow]:
    return [row for section in content.sections for group in section.groups for row in group.rows]


def test_there_is_one_for_every_version_language_and_state(every: dict[str, ReportContent]) -> None:
    assert len(every) == len(shipped.documents()) * 2 * 3
    assert {content.locale for content in every.values()} == {"zh", "en"}


def test_items_add_up_to_sections_and_sections_to_the_dial(every: dict[str, ReportContent]) -> None:
    for name, content in every.items():
        figures = content.figures
        assert figures is not None
        published = shipped.documents()[name.split()[0]][0]
        apart = {item.key for item in published.checklist.form.items() if item.bonus or item.deduction}
        sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for item in figures.items:
            if item.counted and item.key not in apart:
                total = sums[item.section, item.dial]
                total[0] += Decimal(item.points)
                total[1] += Decimal(item.earned or 0)
        for section in figures.sections:
            duty, readiness = sums[section.key, "duty"], sums[section.key, "readiness"]
            assert [Decimal(section.duty_points), Decimal(section.duty_earned)] == duty, name
            assert [Decimal(section.readiness_points), Decimal(section.readiness_earned)] == readiness, name
        for dial in figures.dials:
            found = [sums[key] for key in list(sums) if key[1] == dial.dial]
            assert Decimal(dial.points) == sum(points for points, _ in found), name
            assert Decimal(dial.earned) == sum(earned for _, earned in found), name


def test_what_is_printed_is_what_machines_are_told(every: dict[str, ReportContent]) -> None:
    for name, content in every.items():
        assert content.figures is not None
        told = [item for item in content.figures.items if item.status != "not_applicable"]
        printed = rows(content)
        assert len(told) == len(printed), name
        for item, row in zip(told, printed, strict=True):
            assert Decimal(row.points) == Decimal(item.points)
            if item.counted and item.earned is not None and item.earned == item.high:
                assert Decimal(row.earned) == Decimal(item.earned), (name, item.key)
            if item.supported is not None:
                assert Decimal(row.supported or "") == Decimal(item.supported), (name, item.key)
            if item.reviewed is not None:
                assert Decimal(row.reviewed) == Decimal(item.reviewed), (name, item.key)
        for shown, dial in zip(content.summary.dials, content.figures.dials, strict=True):
            assert (shown.final is None) == (dial.final is None)
            assert dial.final is None or Decimal((shown.final or "").replace(",", "")) == Decimal(dial.final), name


def test_the_customary_columns_are_filled(every: dict[str, ReportContent]) -> None:
    for name, content in every.items():
        assert all(row.title and row.clauses and row.points and row.criteria and row.earned for row in rows(content))
        for row in rows(content):
            assert row.reviewed, name
            assert (row.supported is not None) == content.supported, name
            assert row.status == "full" or row.lost, (name, row.title)


def test_every_chapter_has_its_words_and_its_place(every: dict[str, ReportContent]) -> None:
    for content in every.values():
        shown = [one.id for one in chapters(content)]
        assert shown == [key for key in CHAPTERS if key in shown]
        assert all(f"chapter.{key}" in WORDS for key in shown)


def test_the_fullest_has_every_chapter_and_the_emptiest_the_fewest() -> None:
    assert [one.id for one in chapters(samples.fullest())] == list(CHAPTERS)
    without = {"programmes", "listed", "trend", "peers"}
    for content in (samples.emptiest(), samples.emptiest(kind="district")):
        assert not without & {one.id for one in chapters(content)}
        assert content.evidence_missing == ()
        assert content.figures is not None


def test_content_survives_the_database(every: dict[str, ReportContent]) -> None:
    for name in ("linyi-2021/enterprise/1.1.0 zh reviewed", "xuhui-2023/district/1.0.0 en submitted"):
        assert stored.from_text(stored.to_text(every[name])) == every[name]


def numbers(found: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON of any shape
    if isinstance(found, dict):
        for key, value in found.items():
            yield key, value
            yield from numbers(value)
    elif isinstance(found, list):
        for one in found:
            yield from numbers(one)


def test_machines_read_plain_decimals_and_nothing_that_respondents_wrote(every: dict[str, ReportContent]) -> None:
    for name, content in every.items():
        raw = resultfile.result_json(content)
        read = json.loads(raw)
        assert raw.decode() == json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
        assert read["schema"] == resultfile.SCHEMA
        for key, value in numbers(read):
            assert not isinstance(value, int | float) or isinstance(value, bool), (name, key)
        grade = read.pop("grade")
        assert set(grade) == {"state", "computed", "effective", "low", "high", "reviewed", "forced_by", "pending"}
        for key, value in numbers(read):
            if key in NUMBERS and isinstance(value, str):
                assert f"{Decimal(value):f}" == value, (name, key, value)
        assert "样例内容" not in raw.decode()
        assert "佐证材料" not in raw.decode()
        assert "材料没有写明日期" not in raw.decode()
        assert content.identity.organisation in raw.decode()


def test_the_copy_for_machines_names_every_figure() -> None:
    content = samples.fullest()
    read = json.loads(resultfile.result_json(content))
    dials = {one["dial"]: one for one in read["dials"]}
    assert dials["duty"]["final"] == (content.summary.dials[0].final or "").removesuffix(".0")
    assert dials["duty"]["reviewed"] is not None
    assert read["grade"]["effective"] == content.summary.grade.letter
    assert len(read["gaps"]) == len(content.gaps) + len(content.opportunities)
    assert len(read["path"]["steps"]) == len(content.path.actions if content.path else ())
    assert read["review"] == {
        "decided": True,
        "decided_on": "2026-12-20",
        "result_sha256": "cd" * 32,
        "unmarked": [],
    }
    assert {one["sha256"] for one in read["evidence"]} == {line.sha256 for line in content.evidence}
    assert read["identity"]["reference"] == "ZP-20261122-7K3F9Q"


def test_the_same_content_gives_the_same_copy_and_another_another() -> None:
    one, same, other = samples.fullest(), samples.fullest(), samples.fullest("en")
    assert resultfile.result_json(one) == resultfile.result_json(same)
    assert (
        json.loads(resultfile.result_json(one))["content_sha256"]
        != (json.loads(resultfile.result_json(other))["content_sha256"])
    )


def test_content_from_before_there_were_figures_still_says_who_it_is_of() -> None:
    old = dataclasses.replace(samples.report(), figures=None, format=1)
    read = json.loads(resultfile.result_json(old))
    assert read["identity"]["organisation"] == samples.ORGANISATION
    assert "dials" not in read


def test_evidence_stands_in_the_order_of_the_questions() -> None:
    published = shipped.documents()[shipped.FULLEST["enterprise"]][0]
    order = [fact.wording.zh for fact in published.facts]
    content = samples.fullest()
    places = [order.index(line.question) for line in content.evidence]
    assert places == sorted(places)
    first = content.evidence[0]
    assert first.short == first.sha256[:12]
    assert len(first.sha256) == 64
    assert (first.bytes, first.size) == ("1000", "1000 B")
    assert [line.number for line in content.evidence] == [str(place + 1) for place in range(len(places))]
    titles = {row.title for row in rows(content)}
    assert all(set(line.items) <= titles for line in content.evidence)
    assert any(line.items for line in content.evidence)


def test_missing_proof_is_what_the_supported_column_takes_off(every: dict[str, ReportContent]) -> None:
    seen = 0
    for name, content in every.items():
        if not content.supported or content.figures is None:
            continue
        lower = [one for one in content.figures.items if one.supported is not None and one.supported != one.earned]
        lost = [Decimal(one.earned or 0) - Decimal(one.supported or 0) for one in lower]
        assert [Decimal(one.lost) for one in content.evidence_missing] == lost, name
        seen += len(lost)
    assert seen


def test_mediation_figures_come_from_the_answers() -> None:
    content = shipped.report("xinjiang-2020/district/1.0.0", "zh", "submitted")
    assert content.mediation is not None
    rate, bodies = content.mediation.groups
    assert [(line.label, line.value, line.note) for line in rate.lines] == [("填报值", "3", "3 ÷ 4 = 75%")]
    lines = {line.label: (line.value, line.note) for line in bodies.lines}
    assert lines["填报行数"] == ("3", "")
    assert lines["受理件数合计"] == ("66 件", "")
    assert lines["达成协议件数 ÷ 受理件数"] == ("100%", "66 ÷ 66")
    assert lines["经司法确认件数合计"] == ("44 件", "3 行中 2 行填写")
    assert [one.title for one in content.mediation.wanted] == ["调解达成协议", "调解组织实际办案"]
    earned = {row.title: row.earned for row in rows(content)}
    assert all(one.earned == earned[one.title] for one in content.mediation.wanted)


def test_every_word_of_an_estimate_is_on_the_page() -> None:
    content = samples.fullest()
    (one,) = content.programmes
    text = html.render(content).replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    said = [one.title, one.state_word, one.amount, *one.labels, *one.reasons, *one.amount_notes, *one.steps, *one.notes]
    said += [
        mark for marked in (*one.requirements, *one.papers) for mark in (marked.title, marked.word, marked.note or "")
    ]
    said += [part for row in one.left_out for part in (row.title, row.told)]
    said += [part for line in one.source for part in (line.label, line.value)]
    for reading in one.readings:
        said += [reading.title, reading.amount]
        said += [part for row in reading.rows for part in (row.title, row.told, row.claim or "")]
        said += [part for group in (*reading.groups, *reading.groups_high) for part in (group.title, *group.lines)]
    assert len(one.readings) == 2
    assert one.labels[0] == "估算"
    missing = [part for part in (*said, one.disclaimer) if chinese(printable(part)) not in text]
    assert missing == []
