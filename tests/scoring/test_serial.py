"""Results as JSON: numbers are strings, and everything comes back."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.engine import score
from assess.scoring.evidence import Evidence
from assess.scoring.marks import Mark
from assess.scoring.result import ENGINE
from assess.values.model import UNKNOWN, Rate, Row, Value
from tests.scoring import building


def test_every_kind_of_answer_comes_back() -> None:
    rules: dict[str, dict[str, Any]] = {
        "word": {"levels": {"fact": "word", "credits": {"yes": "1"}}},
        "number": {"proportional": {"fact": "number", "target": "3"}},
        "rate": {"threshold": {"fact": "rate", "at_least": "80"}},
        "day": {"deadline": {"date": "day", "due": "2021-12-31"}},
        "open": {"judged": {"fact": "open"}},
        "rows": {"elements": [{"points": "10", "when": {"fact": "rows", "any_row": {"a": {"is": "b"}}}}]},
        "charged": {"deductions": [{"points": "1", "when": {"fact": "word", "is": "yes"}}]},
    }
    form = building.form([building.item({"key": key, "rule": building.rule(rule)}) for key, rule in rules.items()])
    answers: dict[str, Value] = {
        "word": "yes", "number": Decimal(2), "rate": Rate(Decimal(1), Decimal(3)), "day": dt.date(2021, 5, 1),
        "open": UNKNOWN, "rows": (Row("r1", {"a": "b"}),),
    }  # fmt: skip
    result = score(form, building.inputs(answers))
    data = json.loads(json.dumps(serial.to_json(result)))
    assert serial.from_json(data) == result
    assert (data["engine"], data["as_of"]) == (ENGINE, "2026-11-22")
    assert data["items"][1]["earned"] == "6.67"
    assert data["items"][1]["trace"][0] == {
        "message": "fact.given",
        "params": {"fact": {"fact": "number"}, "answer": {"given": {"fact": "number", "value": {"number": "2"}}}},
    }


PROOF = {"kinds": ["contract"], "required": True}


def test_all_columns_come_back_and_only_what_differs_is_written() -> None:
    form = building.form([building.item({"key": key, "evidence": PROOF}) for key in ("a", "b", "c")])
    proof, mark = Evidence(fact="a", kind="contract", file="f"), Mark(item="b", points=Decimal(3))
    columns = score_columns(form, building.inputs({"a": "yes", "b": "yes", "c": "no"}), [proof], [mark])
    data = json.loads(json.dumps(serial.columns_to_json(columns)))
    assert serial.columns_from_json(data) == columns
    assert serial.from_json(data) == columns.claimed
    assert [item["key"] for item in data["supported"]["items"]] == ["b"]
    assert data["reviewed"]["unmarked"] == ["a", "c"]


def test_a_result_without_other_columns_says_so() -> None:
    form = building.form([building.item({"key": "a"})])
    columns = score_columns(form, building.inputs({"a": "yes"}))
    assert serial.columns_from_json(serial.to_json(columns.claimed)) is None
    again = serial.columns_from_json(serial.columns_to_json(columns))
    assert again == columns
    assert again is not None
    assert again.reviewed is None
