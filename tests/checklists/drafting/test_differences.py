"""A written measure beside its text: every way in which it can be wrong is found, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from assess.checklists.definition import (
    Clause,
    ClauseDeadline,
    ClauseNumber,
    Correction,
    Department,
    Measure,
    Stance,
)
from assess.checklists.drafting.differences import differences
from assess.checklists.drafting.draft import draft
from assess.checklists.drafting.skeleton import digest, measure
from assess.values.text import Text
from tests.checklists.drafting.invented import NESTED, PLAIN

Found = list[tuple[str, tuple[str | int, ...], str]]


def both(zh: str) -> Text:
    return Text(zh=zh, en="Something")


def written(text: str = PLAIN) -> Measure:
    """Give a measure that says what its text says."""
    return measure(draft(text), key="some-2031", region="110000", sha256=digest(text.encode()), checked="2031-12-01")


def found(one: Measure, text: str = PLAIN) -> Found:
    return [(diff.kind, diff.path, diff.message) for diff in differences(one, text, digest(text.encode()))]


def changed(index: int, **fields: Any) -> Measure:  # noqa: ANN401 - any part of a clause
    """Give the measure with one clause changed."""
    made = written()
    clauses = list(made.clauses)
    clauses[index] = replace(clauses[index], **fields)
    return replace(made, clauses=tuple(clauses))


@pytest.mark.parametrize("text", [PLAIN, NESTED])
def test_what_says_the_same_does_not_differ(text: str) -> None:
    made = written(text)
    issued = made.issued if made.issued.date else replace(made.issued, date="2031-01-01", precision="year")
    assert found(replace(made, issued=issued), text) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"document_number": "青知发〔2031〕8号"}, ("claim", ("document_number",), "differs.document-number")),
        ({"document_number": None}, ("lack", ("document_number",), "differs.document-number-lack")),
        ({"title": both("青禾市“商标”措施")}, ("claim", ("title", "zh"), "differs.name")),
    ],
)
def test_the_head(fields: dict[str, Any], expected: tuple[str, tuple[str, ...], str]) -> None:
    assert found(replace(written(), **fields)) == [expected]


def test_issuers_and_day() -> None:
    made = written()
    other = replace(made, issuers=(*made.issuers[:2], both("青禾市税务局")))
    assert found(other) == [
        ("claim", ("issuers", 2), "differs.issuer"),
        ("lack", ("issuers",), "differs.issuer-lack"),
    ]
    later = replace(made, issued=replace(made.issued, date="2031-03-06"))
    assert found(later) == [("claim", ("issued", "date"), "differs.issued")]
    assert found(replace(made, issued=replace(made.issued, date="2031-03-01", precision="month"))) == []


def test_the_text_is_known_by_its_hash() -> None:
    made = written()
    other = replace(made, source=replace(made.source, sha256="0" * 64))
    (one,) = differences(other, PLAIN, made.source.sha256)
    assert (one.kind, one.path, one.params) == ("claim", ("source", "sha256"), {"found": made.source.sha256})


def test_departments() -> None:
    listed = (Department(name=both("市商务局"), role="lead"), Department(name=both("市教育局"), role="listed"))
    assert found(changed(0, departments=listed)) == [
        ("claim", ("clauses", 0, "departments", 0, "role"), "differs.role"),
        ("claim", ("clauses", 0, "departments", 1, "name"), "differs.department"),
        ("lack", ("clauses", 0, "departments"), "differs.department-lack"),
    ]


def test_deadlines() -> None:
    due = ClauseDeadline(what=both("建成"), date="2035-06-30", precision="month", strength="required")
    strive = ClauseDeadline(what=both("建成"), date="2032-06-30", precision="month", strength="strive")
    near = ClauseDeadline(what=both("建成"), date="2032-07-31", precision="month", strength="required")
    path = ("clauses", 0, "deadlines")
    assert found(changed(0, deadlines=(due,))) == [
        ("claim", (*path, 0, "date"), "differs.date"),
        ("lack", path, "differs.date-lack"),
    ]
    assert found(changed(0, deadlines=(strive,))) == [("doubt", (*path, 0, "strength"), "differs.strength")]
    assert found(changed(0, deadlines=(near,)))[0] == ("doubt", (*path, 0, "date"), "differs.date-doubt")


def test_numbers() -> None:
    number = written().clauses[0].numbers[0]
    path = ("clauses", 0, "numbers")
    cases: list[tuple[ClauseNumber, Found]] = [
        (
            replace(number, value="31"),
            [("claim", (*path, 0, "value"), "differs.number"), ("lack", path, "differs.number-lack")],
        ),
        (replace(number, unit=both("家")), [("doubt", (*path, 0, "unit"), "differs.unit")]),
        (replace(number, operator="above"), [("doubt", (*path, 0, "operator"), "differs.operator")]),
        (replace(number, strength="strive"), [("doubt", (*path, 0, "strength"), "differs.strength")]),
    ]
    for one, expected in cases:
        assert found(changed(0, numbers=(one,))) == expected
    assert found(changed(0, numbers=())) == [("lack", path, "differs.number-lack")]


def test_names_in_our_words() -> None:
    gist = both("名录由市教育委员会按《品牌法》建立，没有提到“红榜”，参照《青禾市品牌保护若干措施》。")
    assert found(changed(0, gist=gist)) == [
        ("claim", ("clauses", 0, "gist", "zh"), "differs.name"),
        ("doubt", ("clauses", 0, "gist", "zh"), "differs.name-elsewhere"),
        ("doubt", ("clauses", 0, "gist", "zh"), "differs.body"),
    ]


def test_names_that_are_left_out() -> None:
    text = PLAIN.replace("巡查市场", "按《巡查办法》巡查“早市”市场")
    made = replace(written(text), source=replace(written(text).source))
    assert found(made, text) == [
        ("lack", ("clauses", 2, "gist"), "differs.name-lack"),
        ("lack", ("clauses", 2, "gist"), "differs.name-lack"),
    ]


def test_clauses_that_one_side_lacks() -> None:
    made = written()
    assert found(replace(made, clauses=made.clauses[:2])) == [("lack", ("clauses",), "differs.clause-lack")]
    more = Clause(id="9", locator=both("第九点"), heading=both("修建灯塔"), gist=both("修建。"))
    assert found(replace(made, clauses=(*made.clauses, more))) == [
        ("doubt", ("clauses", 3, "id"), "differs.clause-unplaced"),
        ("doubt", ("clauses", 3, "heading"), "differs.heading"),
    ]


def test_a_corrected_text_is_read_as_corrected() -> None:
    text = PLAIN.replace("不少于30个品牌", "不少于3O个品牌")
    mended = Correction(clause="1", seen="3O", read="30", confidence="high")
    number = written().clauses[0].numbers
    base = replace(
        written(text), clauses=(replace(written(text).clauses[0], numbers=number), *written(text).clauses[1:])
    )
    assert ("claim", ("clauses", 0, "numbers", 0, "value"), "differs.number") in found(base, text)
    assert found(replace(base, corrections=(mended,)), text) == []
    absent = Correction(clause="1", seen="灯塔", read="灯", confidence="high")
    assert found(replace(written(), corrections=(absent,))) == [
        ("claim", ("corrections", 0, "seen"), "differs.correction")
    ]


def test_stances_name_what_the_text_names() -> None:
    stances = (
        Stance(point="credit.name", clauses=("1",), says=both("名单叫“红榜”。")),
        Stance(point="credit.update", clauses=(), says=both("文本没有提到“更新”。")),
    )
    assert found(replace(written(), stances=stances)) == [("claim", ("stances", 0, "says", "zh"), "differs.name")]
