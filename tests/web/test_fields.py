"""From what a form sends to a value, for every fact type: nothing mended silently, nothing typed lost."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from starlette.datastructures import FormData

from assess.values.fact import Column, Fact, FactType, Option
from assess.values.invalid import InvalidValue
from assess.values.model import UNKNOWN, Rate, Row, Value
from assess.values.text import Text
from assess.values.written import plain_date, plain_number
from assess.web.forms.base import Fields
from assess.web.forms.fields import FIELDS
from assess.web.forms.tables import free_id, rows_pasted
from assess.web.forms.typed import Typed, revision

Pairs = Sequence[tuple[str, str]]


def words(zh: str) -> Text:
    return Text(zh=zh, en=zh)


LABELS = {"a": "甲", "b": "乙", "none": "都没有"}
OPTIONS = tuple(Option(value=code, label=words(label), exclusive=code == "none") for code, label in LABELS.items())
COLUMNS = (
    Column(key="product", title=words("险种"), type="choice", options=OPTIONS[:2], required=True),
    Column(key="end", title=words("到期日期"), type="date"),
    Column(key="premium", title=words("保费"), type="money"),
    Column(key="invoice", title=words("发票"), type="yes-no"),
)


def fact(kind: FactType) -> Fact:
    options = OPTIONS if kind in {"choice", "choices"} else ()
    columns = COLUMNS if kind == "table" else ()
    return Fact(key="t.x", revision=1, wording=words("问题"), type=kind, options=options, columns=columns, decimals=1)


def read(kind: FactType, sent: Pairs) -> Value | None:
    asked, field = fact(kind), FIELDS[kind]
    return field.value(asked, field.sent(asked, Fields(FormData(list(sent)))))


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        ("yes-no", [("t.x", "yes")], "yes"),
        ("yes-no", [("t.x", "unknown")], UNKNOWN),
        ("choice", [("t.x", "b")], "b"),
        ("choices", [("t.x", "b"), ("t.x", "a")], ("a", "b")),
        ("choices", [("t.x", "none")], ("none",)),
        ("choices", [("t.x:none", "1")], ()),
        ("choices", [("t.x:unknown", "1")], UNKNOWN),
        ("number", [("t.x", " 1,234.5 ")], Decimal("1234.5")),
        ("number", [("t.x", "１２．５")], Decimal("12.5")),
        ("money", [("t.x", "180，000")], Decimal(180000)),
        ("money", [("t.x", ""), ("t.x:unknown", "1")], UNKNOWN),
        ("date", [("t.x", "2026年3月1日")], dt.date(2026, 3, 1)),
        ("text", [("t.x", "  第一行\r\n第二行 ")], "第一行\n第二行"),
        ("rate", [("t.x", "3"), ("t.x:denominator", "4")], Rate(Decimal(3), Decimal(4))),
        ("table", [("t.x:none", "1")], ()),
    ],
)
def test_what_is_sent_becomes_a_value(kind: FactType, sent: Pairs, value: Value) -> None:
    assert read(kind, sent) == value


@pytest.mark.parametrize("kind", list(FIELDS))
def test_empty_boxes_take_the_answer_back(kind: FactType) -> None:
    assert read(kind, []) is None
    assert read(kind, [("t.x", ""), ("t.x:denominator", ""), ("t.x:1:product", "")]) is None


@pytest.mark.parametrize(
    ("kind", "sent", "message"),
    [
        ("yes-no", [("t.x", "maybe")], "value.not-yes-no"),
        ("choice", [("t.x", "z")], "value.not-an-option"),
        ("choices", [("t.x", "a"), ("t.x", "none")], "value.exclusive-choice"),
        ("choices", [("t.x", "a"), ("t.x:unknown", "1")], "value.two-answers"),
        ("number", [("t.x", "12万")], "value.not-a-number"),
        ("number", [("t.x", "1,23")], "value.not-a-number"),
        ("number", [("t.x", "5"), ("t.x:unknown", "1")], "value.two-answers"),
        ("date", [("t.x", "2026-02-30")], "value.no-such-day"),
        ("date", [("t.x", "去年")], "value.not-a-date"),
        ("rate", [("t.x", "5"), ("t.x:denominator", "4")], "value.numerator-above-denominator"),
        ("rate", [("t.x", "5")], "value.not-a-number"),
        ("rate", [("t.x", "-1"), ("t.x:denominator", "4")], "value.too-small"),
        ("rate", [("t.x", "NaN"), ("t.x:denominator", "4")], "value.not-a-number"),
        ("rate", [("t.x", "1"), ("t.x:denominator", "9" * 400)], "value.number-too-long"),
        ("number", [("t.x", "9" * 400)], "value.number-too-long"),
        ("number", [("t.x", "NaN")], "value.not-a-number"),
        ("number", [("t.x", "1e400")], "value.not-a-number"),
        ("number", [("t.x", "-1")], "value.too-small"),
        ("money", [("t.x", "-0.01")], "value.too-small"),
        ("date", [("t.x", "0000-01-01")], "value.no-such-day"),
        ("date", [("t.x", "0001-01-01")], "value.date-out-of-range"),
        ("table", [("t.x:1:end", "2026-01-01")], "value.cell-missing"),
        ("table", [("t.x:1:product", "a"), ("t.x:none", "1")], "value.two-answers"),
    ],
)
def test_what_does_not_fit_is_refused(kind: FactType, sent: Pairs, message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        read(kind, sent)
    assert refusal.value.message == message


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("yes-no", UNKNOWN, Typed(chosen=("unknown",))),
        ("choices", (), Typed(none=True)),
        ("money", Decimal(180000), Typed(text="180000")),
        ("date", dt.date(2026, 3, 1), Typed(text="2026-03-01")),
        ("rate", Rate(Decimal(3), Decimal(4)), Typed(text="3", denominator="4")),
        ("text", UNKNOWN, Typed(unknown=True)),
    ],
)
def test_a_saved_value_fills_its_boxes(kind: FactType, value: Value, typed: Typed) -> None:
    assert FIELDS[kind].filled(value) == typed


def test_rows_keep_their_ids_and_their_order() -> None:
    sent = [("t.x:2:id", "r9"), ("t.x:2:product", "b"), ("t.x:10:product", "a"), ("t.x:10:end", "2026/1/2")]
    rows = read("table", sent)
    assert isinstance(rows, tuple)
    assert rows == (Row("r9", {"product": "b"}), Row("r1", {"product": "a", "end": dt.date(2026, 1, 2)}))


def test_cells_of_a_spreadsheet_become_rows_by_their_titles_or_in_order() -> None:
    titled = rows_pasted(fact("table"), "保费\t险种\n1,200\t甲\n\n300\t没有的险种\n")
    assert [dict(row.cells) for row in titled] == [
        {"premium": "1200", "product": "a"},
        {"premium": "300", "product": "没有的险种"},
    ]
    plain = rows_pasted(fact("table"), "乙\t2026年3月1日\t99\t是")
    assert dict(plain[0].cells) == {"product": "b", "end": "2026-03-01", "premium": "99", "invoice": "yes"}
    assert rows_pasted(fact("table"), " \n") == ()


def test_pasted_rows_follow_those_already_there() -> None:
    rows = read("table", [("t.x:1:id", "r1"), ("t.x:1:product", "a"), ("t.x:paste", "乙\t2026-03-01")])
    assert isinstance(rows, tuple)
    assert [row.id for row in rows if isinstance(row, Row)] == ["r1", "r2"]


def test_a_blank_row_gets_an_id_nobody_has() -> None:
    asked = fact("table")
    typed = FIELDS["table"].sent(asked, Fields(FormData([("t.x:1:id", "r1"), ("t.x:1:product", "a")])))
    assert free_id(typed.rows) == "r2"
    assert free_id(()) == "r1"


@pytest.mark.parametrize(
    ("text", "number"), [("1,000,000.5", "1000000.5"), ("－3", "-3"), ("−3.5", "-3.5"), ("1,00", "1,00"), ("", "")]
)
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize("text", ["2026-3-1", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301", "２０２６-３-１"])
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert plain_date(text) == "2026-03-01"


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("", 0), ("-1", 0), ("٣", 0), ("9" * 30, 0)])
def test_a_revision_is_a_plain_number(text: str, number: int) -> None:
    assert revision(text) == number
