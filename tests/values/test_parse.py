"""Answers are read by their fact, and what does not fit is refused with a reason in both languages."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.values.dump import display, display_cell, to_json
from assess.values.fact import Fact
from assess.values.invalid import InvalidValue
from assess.values.model import UNKNOWN, Rate, Row
from assess.values.parse import parse
from assess.wording.sentences import say
from tests.scoring import building, strategies

HUGE = "9" * 400


class _Big(int):
    """An integer that pytest does not try to print."""

    def __str__(self) -> str:
        return "big"


OPTIONS = [
    {"value": "own", "label": {"zh": "自办", "en": "own"}},
    {"value": "agent", "label": {"zh": "代理", "en": "agent"}},
]
WITH_NONE = [*OPTIONS, {"value": "none", "label": {"zh": "以上都没有", "en": "none"}, "exclusive": True}]
COLUMNS: list[dict[str, Any]] = [
    {
        "key": "product",
        "title": {"zh": "险种", "en": "Product"},
        "type": "choice",
        "options": OPTIONS,
        "required": True,
    },
    {"key": "premium", "title": {"zh": "保费", "en": "Premium"}, "type": "money"},
    {"key": "end", "title": {"zh": "到期日", "en": "End"}, "type": "date"},
    {"key": "invoice", "title": {"zh": "发票", "en": "Invoice"}, "type": "yes-no"},
    {"key": "note", "title": {"zh": "备注", "en": "Note"}, "type": "text", "max_length": 5},
]


def fact(type_: str, **more: Any) -> Fact:  # noqa: ANN401 - as in a file
    return building.fact({"key": "some.fact", "type": type_, **more})


TABLE = fact("table", columns=COLUMNS, max_rows=3)

GOOD = [
    (fact("yes-no"), "yes", "yes"),
    (fact("yes-no"), True, "yes"),
    (fact("yes-no"), False, "no"),
    (fact("yes-no", allow=["partial"]), "partial", "partial"),
    (fact("yes-no"), "unknown", UNKNOWN),
    (fact("choice", options=OPTIONS), "agent", "agent"),
    (fact("choice", options=OPTIONS), "unknown", UNKNOWN),
    (fact("choices", options=OPTIONS), ["agent", "own", "agent"], ("own", "agent")),
    (fact("choices", options=OPTIONS), [], ()),
    (fact("choices", options=WITH_NONE), ["none"], ("none",)),
    (fact("number"), "007", Decimal(7)),
    (fact("number"), 12, Decimal(12)),
    (fact("number", decimals=1), 0.5, Decimal("0.5")),
    (fact("number", decimals=1), "1.50", Decimal("1.5")),
    (fact("number", min=-5), "-3", Decimal(-3)),
    (fact("number"), "9" * 15, Decimal("9" * 15)),
    (fact("number"), {"unknown": True}, UNKNOWN),
    (fact("money"), "180000.55", Decimal("180000.55")),
    (fact("rate"), {"numerator": 3, "denominator": "4"}, Rate(Decimal(3), Decimal(4))),
    (fact("rate"), {"numerator": 0, "denominator": 0}, Rate(Decimal(0), Decimal(0))),
    (fact("date"), "2024-02-29", dt.date(2024, 2, 29)),
    (fact("date"), dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
    (fact("text"), "  第一行\r\n第二行 ", "第一行\n第二行"),
    (TABLE, [], ()),
    (
        TABLE,
        [{"product": "own", "premium": "3", "note": ""}, {"id": "r1", "product": "agent", "end": "2027-01-01"}],
        (
            Row("r2", {"product": "own", "premium": Decimal(3)}),
            Row("r1", {"product": "agent", "end": dt.date(2027, 1, 1)}),
        ),
    ),
]

BAD = [
    (fact("yes-no"), "partial", "value.not-yes-no"),
    (fact("yes-no"), "maybe", "value.not-yes-no"),
    (fact("yes-no"), 1, "value.not-yes-no"),
    (fact("yes-no"), ["yes"], "value.not-yes-no"),
    (fact("yes-no"), None, "value.not-yes-no"),
    (fact("yes-no", unknown=False), "unknown", "value.unknown-not-offered"),
    (fact("number", unknown=False), {"unknown": True}, "value.unknown-not-offered"),
    (fact("number"), {"unknown": False}, "value.not-a-number"),
    (fact("choice", options=OPTIONS), "third", "value.not-an-option"),
    (fact("choice", options=OPTIONS), 3, "value.not-a-code"),
    (fact("choices", options=OPTIONS), "own", "value.not-a-list"),
    (fact("choices", options=OPTIONS), ["own", "third"], "value.not-an-option"),
    (fact("choices", options=WITH_NONE), ["own", "none"], "value.exclusive-choice"),
    (fact("choices", options=OPTIONS), [["own"]], "value.not-a-code"),
    (fact("number"), "NaN", "value.not-a-number"),
    (fact("number"), float("nan"), "value.not-a-number"),
    (fact("number"), float("inf"), "value.not-a-number"),
    (fact("number"), Decimal("NaN"), "value.not-a-number"),
    (fact("number"), Decimal("-Infinity"), "value.not-a-number"),
    (fact("number"), Decimal("1e999999"), "value.number-too-long"),
    (fact("number"), 1e300, "value.number-too-long"),
    (fact("number", decimals=2), 1e-300, "value.number-too-long"),
    (fact("number"), HUGE, "value.number-too-long"),
    (fact("number"), int(HUGE), "value.number-too-long"),
    (fact("number"), _Big(10**5000), "value.number-too-long"),
    (fact("number"), "1" + "0" * 15, "value.number-too-long"),
    (fact("number"), "1e3", "value.not-a-number"),
    (fact("number"), "1_000", "value.not-a-number"),
    (fact("number"), "\uff11\uff12", "value.not-a-number"),
    (fact("number"), "", "value.not-a-number"),
    (fact("number"), True, "value.not-a-number"),
    (fact("number"), [1], "value.not-a-number"),
    (fact("number"), "1.5", "value.not-whole"),
    (fact("number", decimals=1), "1.55", "value.too-many-decimals"),
    (fact("number"), "-1", "value.too-small"),
    (fact("number", min=2), 1, "value.too-small"),
    (fact("number", max=100), "101", "value.too-large"),
    (fact("money"), "1.555", "value.too-many-decimals"),
    (fact("money"), -1, "value.too-small"),
    (fact("rate"), "3/4", "value.not-a-rate"),
    (fact("rate"), {"numerator": 3}, "value.not-a-rate"),
    (fact("rate"), {"numerator": 3, "denominator": 4, "extra": 1}, "value.not-a-rate"),
    (fact("rate"), {"numerator": 5, "denominator": 4}, "value.numerator-above-denominator"),
    (fact("rate"), {"numerator": -1, "denominator": 4}, "value.too-small"),
    (fact("rate"), {"numerator": "x", "denominator": 4}, "value.not-a-number"),
    (fact("date"), "0000-01-01", "value.no-such-day"),
    (fact("date"), "0001-01-01", "value.date-out-of-range"),
    (fact("date"), "1899-12-31", "value.date-out-of-range"),
    (fact("date"), "2101-01-01", "value.date-out-of-range"),
    (fact("date"), "2023-02-29", "value.no-such-day"),
    (fact("date"), "2023/02/28", "value.not-a-date"),
    (fact("date"), "20230228", "value.not-a-date"),
    (fact("date"), dt.datetime(2023, 2, 28, tzinfo=dt.UTC), "value.not-a-date"),
    (fact("date"), 20230228, "value.not-a-date"),
    (fact("text"), 5, "value.not-a-text"),
    (fact("text"), "  ", "value.empty"),
    (fact("text"), "\u200b\u2060\ufeff \u3000", "value.empty"),
    (fact("text", max_length=3), "四个汉字", "value.text-too-long"),
    (fact("text"), "x" * 1_000_000, "value.text-too-long"),
    (fact("text"), "a\x00b", "value.control-character"),
    (fact("text"), "a\ud800b", "value.control-character"),
    (TABLE, {"product": "own"}, "value.not-a-table"),
    (TABLE, "own", "value.not-a-table"),
    (TABLE, ["own"], "value.not-a-row"),
    (TABLE, [{"product": "own"}] * 4, "value.too-many-rows"),
    (TABLE, [{}], "value.cell-missing"),
    (TABLE, [{"product": " "}], "value.cell-missing"),
    (TABLE, [{"product": "own", "price": "1"}], "value.no-such-column"),
    (TABLE, [{"product": "third"}], "value.in-cell"),
    (TABLE, [{"product": "own", "invoice": "partial"}], "value.in-cell"),
    (TABLE, [{"product": "own", "premium": "-1"}], "value.in-cell"),
    (TABLE, [{"product": "own", "note": "六个汉字还多"}], "value.in-cell"),
    (TABLE, [{"id": "a b", "product": "own"}], "value.row-id"),
    (TABLE, [{"id": 5, "product": "own"}], "value.row-id"),
    (TABLE, [{"id": "r1", "product": "own"}, {"id": "r1", "product": "own"}], "value.row-id"),
    (fact("table", columns=COLUMNS[1:]), [{"id": "r1"}], "value.row-empty"),
]


@pytest.mark.parametrize(("fact_", "raw", "value"), GOOD)
def test_a_fitting_answer_is_read_and_written_back(fact_: Fact, raw: object, value: object) -> None:
    read = parse(fact_, raw)
    assert read == value
    assert parse(fact_, to_json(read)) == read


@pytest.mark.parametrize(("fact_", "raw", "message"), BAD)
def test_what_does_not_fit_is_refused_in_both_languages(fact_: Fact, raw: object, message: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse(fact_, raw)
    assert (refused.value.message, refused.value.fact) == (message, "some.fact")
    assert "some.fact" in str(refused.value)
    for locale in ("zh", "en"):
        said = say(refused.value.message, refused.value.params, locale)
        assert said
        assert "{" not in said
        assert len(said) < 200


def test_a_refused_cell_names_row_column_and_reason() -> None:
    with pytest.raises(InvalidValue) as refused:
        parse(TABLE, [{"product": "own"}, {"product": "own", "premium": "1.234"}])
    assert say(refused.value.message, refused.value.params, "zh") == "第 2 行“保费”：小数点后最多 2 位。"
    assert say(refused.value.message, refused.value.params, "en") == (
        "Row 2, “Premium”: Give at most 2 digits after the point."
    )


@given(strategies.COMPLETE)
def test_json_and_back_loses_nothing(answers: dict[str, Any]) -> None:
    for key, value in answers.items():
        assert parse(strategies.FACTS[key], to_json(value)) == value


def _told(fact_: Fact, raw: object) -> str:
    """Say what became of a value: how it is shown, or why it was refused."""
    try:
        return display(fact_, parse(fact_, raw), "zh")
    except InvalidValue as refused:
        return say(refused.message, refused.params, "zh")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_whatever_comes_is_read_or_refused(raw: object) -> None:
    for fact_ in (*strategies.FACTS.values(), fact("choices", options=OPTIONS), fact("text"), TABLE):
        assert _told(fact_, raw)


UNIT = {"zh": "件", "en": "cases"}
SHOWN = [
    (fact("yes-no"), "yes", "是", "Yes"),
    (fact("yes-no"), "unknown", "不清楚", "Not sure"),
    (fact("choice", options=OPTIONS), "own", "自办", "own"),
    (fact("choices", options=OPTIONS), ["own", "agent"], "自办、代理", "own, agent"),
    (fact("choices", options=OPTIONS), [], "以上均无", "None of these"),
    (fact("number", unit=UNIT), 12, "12 件", "12 cases"),
    (fact("number", decimals=2), "12345.50", "12,345.5", "12,345.5"),
    (fact("money"), 180000, "180,000 元", "180,000 yuan"),
    (fact("money"), "1234.5", "1,234.50 元", "1,234.50 yuan"),
    (fact("rate"), {"numerator": 3, "denominator": 4}, "3/4 (75%)", "3/4 (75%)"),
    (fact("rate"), {"numerator": 2, "denominator": 3}, "2/3 (66.67%)", "2/3 (66.67%)"),
    (fact("rate"), {"numerator": 0, "denominator": 0}, "0/0", "0/0"),
    (fact("date"), "2026-11-22", "2026年11月22日", "22 November 2026"),
    (fact("text"), "no", "no", "no"),
    (TABLE, [{"product": "own"}], "1 行", "1 row"),
    (TABLE, [{"product": "own"}, {"product": "own"}], "2 行", "2 rows"),
]


@pytest.mark.parametrize(("fact_", "raw", "chinese", "english"), SHOWN)
def test_answers_are_shown_as_people_write_them(fact_: Fact, raw: object, chinese: str, english: str) -> None:
    value = parse(fact_, raw)
    assert (display(fact_, value, "zh"), display(fact_, value, "en")) == (chinese, english)


def test_cells_are_shown_like_answers() -> None:
    row = parse(TABLE, [{"product": "agent", "premium": "12000", "end": "2027-01-05", "invoice": "no"}])
    assert isinstance(row, tuple)
    assert isinstance(row[0], Row)
    shown = [display_cell(column, row[0].cells[column.key], "zh") for column in TABLE.columns[:4]]
    assert shown == ["代理", "12,000 元", "2027年1月5日", "否"]
