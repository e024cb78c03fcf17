"""The least change of answers: which rows are mended, which are added, and what nothing can reach."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assess.scoring.reaching import reach
from assess.values.model import UNKNOWN, Answers, Row, Value
from tests.scoring import building

DAY = building.AS_OF
PAST, LATER = dt.date(2025, 1, 1), dt.date(2030, 1, 1)


def _options(*named: str) -> list[dict[str, Any]]:
    return [{"value": code, "label": {"zh": code, "en": code}} for code in named]


def _title(key: str) -> dict[str, str]:
    return {"zh": key, "en": key}


FACTS = {
    fact.key: fact
    for fact in (
        building.yes_no("a"),
        building.yes_no("b"),
        building.fact({"key": "n", "type": "number"}),
        building.fact({"key": "on", "type": "date"}),
        building.fact(
            {
                "key": "rows",
                "type": "table",
                "columns": [
                    {"key": "kind", "title": _title("kind"), "type": "choice", "options": _options("p", "q")},
                    {"key": "ends", "title": _title("ends"), "type": "date"},
                    {"key": "sum", "title": _title("sum"), "type": "number"},
                ],
            }
        ),
    )
}
P = {"kind": {"is": "p"}}
VALID = {**P, "ends": {"not_before": "as_of"}}


def _reach(condition: dict[str, Any], answers: Answers, *, wanted: bool = True) -> Answers | None:
    return reach(building.when(condition), wanted, building.inputs(answers), FACTS)


def _rows(condition: dict[str, Any], *rows: Row, wanted: bool = True) -> list[dict[str, Any]] | None:
    """Give the rows that fulfil a condition, without the names of new ones."""
    found = _reach({"fact": "rows", **condition}, {"rows": rows}, wanted=wanted)
    if found is None:
        return None
    made = found["rows"]
    assert isinstance(made, tuple)
    kept = [row for row in made if isinstance(row, Row)]
    assert [row.id for row in kept[: len(rows)]] == [row.id for row in rows]
    assert len({row.id for row in kept}) == len(kept)
    return [dict(row.cells) for row in kept]


@pytest.mark.parametrize(
    ("condition", "rows", "wanted"),
    [
        ({"any_row": P}, [], [{"kind": "p"}]),
        ({"any_row": P}, [{"kind": "q"}], [{"kind": "p"}]),
        ({"any_row": P}, [{"kind": "q"}, {"kind": "q"}], [{"kind": "p"}, {"kind": "q"}]),
        ({"any_row": VALID}, [{"kind": "q", "ends": PAST}],
         [{"kind": "q", "ends": PAST}, {"kind": "p", "ends": DAY}]),  # two cells: not mended
        ({"any_row": VALID}, [{"kind": "q", "ends": PAST}, {"kind": "p", "ends": PAST}],
         [{"kind": "q", "ends": PAST}, {"kind": "p", "ends": DAY}]),
        ({"any_row": VALID}, [{"kind": "q", "ends": LATER}], [{"kind": "p", "ends": LATER}]),
        ({"all_rows": P}, [{"kind": "q"}, {"kind": "p", "ends": PAST}, {}],
         [{"kind": "p"}, {"kind": "p", "ends": PAST}, {"kind": "p"}]),
        ({"all_rows": {"sum": {"at_least": "5"}}}, [{"sum": Decimal(3)}, {"sum": Decimal(7)}],
         [{"sum": Decimal(5)}, {"sum": Decimal(7)}]),
        ({"all_rows": {"sum": {"at_most": "5"}}}, [{"sum": Decimal(10)}], [{"sum": Decimal(5)}]),
        ({"all_rows": {"sum": {"below": "5"}}}, [{"sum": Decimal(10)}], [{"sum": Decimal("4.99")}]),
        ({"count_rows": {"at_least": 2}}, [{"kind": "q"}], [{"kind": "q"}, {}]),
        ({"count_rows": {"where": P, "at_least": 2}}, [{"kind": "p", "ends": PAST}, {"kind": "q"}, {"kind": "q"}],
         [{"kind": "p", "ends": PAST}, {"kind": "p"}, {"kind": "q"}]),
        ({"count_rows": {"where": P, "at_least": 3}}, [{"kind": "p"}, {"kind": "q"}],
         [{"kind": "p"}, {"kind": "p"}, {"kind": "p"}]),
        ({"count_rows": {"where": P, "at_least": 3}}, [], [{"kind": "p"}] * 3),
        ({"count_rows": {"where": VALID, "at_least": 2}}, [{"kind": "q", "ends": PAST}, {"kind": "q", "ends": LATER}],
         [{"kind": "q", "ends": PAST}, {"kind": "p", "ends": LATER}, {"kind": "p", "ends": DAY}]),
    ],
)  # fmt: skip
def test_rows_are_mended_and_added(
    condition: dict[str, Any], rows: list[dict[str, Any]], wanted: list[dict[str, Any]]
) -> None:
    assert _rows(condition, *(Row(f"r{place}", cells) for place, cells in enumerate(rows))) == wanted


@pytest.mark.parametrize(
    ("condition", "rows", "wanted"),
    [
        ({"any_row": P}, [{"kind": "p"}], False),  # no row is removed, nor made worse
        ({"all_rows": P}, [{"kind": "p"}], False),
        ({"count_rows": {"where": P, "at_most": 0}}, [{"kind": "p"}], True),
        ({"count_rows": {"where": P, "at_least": 1}}, [{"kind": "p"}], False),
        ({"all_rows": {"ends": {"before": "as_of"}}}, [{"ends": LATER}], True),  # nothing done now was done last year
        ({"any_row": {"kind": {"is": "z"}}}, [{"kind": "q"}], True),
        ({"count_rows": {"where": P, "at_least": 1, "at_most": 1}}, [{"kind": "p"}, {"kind": "p"}], True),
    ],
)
def test_what_rows_cannot_reach(condition: dict[str, Any], rows: list[dict[str, Any]], wanted: bool) -> None:  # noqa: FBT001 - what is wanted of the condition
    made = [Row(f"r{place}", cells) for place, cells in enumerate(rows)]
    assert _rows(condition, *made, wanted=wanted) is None


@pytest.mark.parametrize("answer", [None, UNKNOWN])
def test_a_table_nobody_filled_in_has_no_rows(answer: Value | None) -> None:
    found = _reach({"fact": "rows", "any_row": P}, {} if answer is None else {"rows": answer})
    assert found is not None
    rows = found["rows"]
    assert isinstance(rows, tuple)
    assert [row.cells for row in rows if isinstance(row, Row)] == [{"kind": "p"}]


def test_a_new_row_is_named_by_what_it_holds_in_whatever_order() -> None:
    made = [
        _reach({"fact": "rows", "any_row": test}, {"rows": ()}) for test in (VALID, P, dict(reversed(VALID.items())))
    ]
    names = [row.id for found in made if found for row in found["rows"]]  # type: ignore[union-attr]  # rows of a table
    assert names[1] == "plan-5f346483-0", "the key of an action that somebody may have ticked"
    assert names[0] == names[2] != names[1]
    assert len(names[0]) == len(names[1])


A, B = {"fact": "a", "is": "yes"}, {"fact": "b", "is": "yes"}


@pytest.mark.parametrize(
    ("condition", "answers", "wanted", "found"),
    [
        (A, {"a": "yes", "b": "no"}, True, {"a": "yes", "b": "no"}),
        (A, {"b": "no"}, True, {"a": "yes", "b": "no"}),
        (A, {"a": "yes"}, False, {"a": "no"}),
        ({"not": A}, {"a": "yes"}, True, {"a": "no"}),
        ({"not": A}, {"a": "no"}, False, {"a": "yes"}),
        ({"all": [A, B]}, {"a": "no", "b": "no"}, True, {"a": "yes", "b": "yes"}),
        ({"all": [A, B]}, {"a": "yes", "b": "yes"}, False, {"a": "no", "b": "yes"}),
        ({"any": [A, B]}, {"a": "no", "b": "no"}, True, {"a": "yes", "b": "no"}),
        ({"any": [A, B]}, {"a": "yes", "b": "yes"}, False, {"a": "no", "b": "no"}),
        # the fewest known facts, then the fewest at all
        ({"any": [A, B]}, {"a": "no"}, True, {"a": "no", "b": "yes"}),
        ({"any": [A, B]}, {"a": "no", "b": UNKNOWN}, True, {"a": "no", "b": "yes"}),
        ({"any": [{"all": [A, B]}, {"fact": "n", "at_least": "2"}]}, {"a": "no", "b": "no", "n": Decimal(0)}, True,
         {"a": "no", "b": "no", "n": Decimal(2)}),
        ({"any": [{"all": [A, B]}, {"fact": "n", "at_least": "2"}]}, {"n": Decimal(0)}, True,
         {"a": "yes", "b": "yes", "n": Decimal(0)}),
        ({"any": [{"role": "exporter"}, A]}, {}, True, {"a": "yes"}),
        ({"all": [{"role": "exporter"}, A]}, {"a": "no"}, True, None),
        ({"all": [{"role": "exporter"}, A]}, {}, False, {}),
        ({"role": "exporter"}, {}, True, None),
        ({"any": [{"role": "exporter"}, {"kind": "district"}]}, {}, True, None),
        ({"fact": "stranger", "is": "yes"}, {}, True, None),
        ({"fact": "stranger", "any_row": P}, {}, True, None),
        ({"fact": "on", "before": "2020-01-01"}, {"on": DAY}, True, None),
        # what one part asks for undoes what another did
        ({"all": [A, {"not": A}]}, {}, True, None),
    ],
)  # fmt: skip
def test_the_fewest_answers_change(
    condition: dict[str, Any], answers: Answers, wanted: bool, found: Answers | None  # noqa: FBT001 - what is wanted of the condition
) -> None:  # fmt: skip
    assert _reach(condition, answers, wanted=wanted) == found
