"""`assess score`: the contract of its JSON, its text, and how it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY, answers_file, run

SOUND = {"credit.serious-list": "no", "credit.procedure": "partial", "credit.trainings": 0, "insurance.policies": []}


def _json(path: Path, *options: str) -> dict[str, Any]:
    result = run("score", KEY, "--answers", path, "--as-of", "2026-11-22", "--format", "json", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_json_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, SOUND))
    assert list(found)[:13] == [
        "checklist", "version", "sha256", "engine", "as_of", "completeness", "score", "readiness", "grade", "vetoes",
        "sections", "items", "gaps",
    ]  # fmt: skip
    dial = ["earned", "applicable_points", "percent", "low", "high", "bonus", "final"]
    assert list(found["score"]) == list(found["readiness"]) == dial
    assert list(found["completeness"])[:3] == ["answered", "unknown", "applicable"]
    assert list(found["grade"])[:3] == ["computed", "effective", "forced_by"]
    assert list(found["sections"][0])[:5] == ["key", "title", "earned", "points", "percent"]
    assert list(found["items"][0])[:11] == [
        "key", "title", "clauses", "purpose", "strength", "status", "points", "earned", "unknown", "trace", "reasons",
    ]  # fmt: skip
    gap = ["item", "severity", "points_lost", "clauses", "why", "advice", "effort_days", "deadline_state"]
    assert list(found["gaps"][0])[:8] == gap


def test_numbers_are_strings_with_fixed_decimals(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, SOUND))
    assert found["score"] == {
        "earned": "9.00",
        "applicable_points": "10.00",
        "percent": "90.0",
        "low": "90.0",
        "high": "90.0",
        "bonus": "0.00",
        "final": "90.0",
    }
    assert found["readiness"]["final"] == "0.0"
    assert found["completeness"] == {"answered": "4", "unknown": "0", "applicable": "4", "missing": []}
    assert (found["grade"]["computed"], found["grade"]["effective"], found["grade"]["forced_by"]) == ("A", "A", [])
    credit = found["sections"][0]
    assert (credit["earned"], credit["points"], credit["percent"]) == ("9.00", "10.00", "90.0")
    overseas = found["sections"][1]
    assert (overseas["points"], overseas["percent"]) == ("0.00", None)
    assert overseas["readiness"] == {"earned": "0.00", "points": "6.00", "percent": "0.0"}
    assert not [value for value in _leaves(found) if isinstance(value, int | float) and not isinstance(value, bool)]


def _leaves(node: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict | list):
        parts = node.values() if isinstance(node, dict) else node
        return [leaf for part in parts for leaf in _leaves(part)]
    return [node]


def test_gaps_say_why_and_what_to_do(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, SOUND))
    assert [(gap["item"], gap["severity"], gap["points_lost"]) for gap in found["gaps"]] == [
        ("procedure", "duty", "1.00"),
        ("overseas-cover", "readiness", "6.00"),
    ]
    assert found["gaps"][0]["advice"] == "补齐制度。"
    assert found["gaps"][0]["effort_days"] == "2.0"
    assert found["gaps"][0]["why"] == found["items"][1]["reasons"]
    assert found["gaps"][0]["clauses"] == ["demo-2020/1"]


def test_a_fired_veto_stands_beside_the_computed_grade(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, {**SOUND, "credit.serious-list": "yes"}), "--locale", "en")
    assert found["grade"]["effective"] == "C"
    assert found["grade"]["forced_by"] == ["serious-list"]
    (veto,) = found["vetoes"]
    assert (veto["item"], veto["state"], veto["effect"], veto["grade"]) == ("serious-list", "fired", "grade", "C")
    assert veto["reason"].startswith("This service's own rule")


def test_what_is_not_clear_gives_a_range_and_a_pending_grade(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, {**SOUND, "credit.serious-list": "unknown"}))
    assert (found["score"]["low"], found["score"]["high"], found["score"]["final"]) == ("30.0", "90.0", "30.0")
    assert (found["grade"]["effective"], found["grade"]["state"]) == (None, "pending")
    assert found["completeness"]["unknown"] == "1"


def test_a_claim_takes_an_item_out_of_both_sums(tmp_path: Path) -> None:
    path = answers_file(tmp_path, SOUND, items={"procedure": {"not_applicable": "没有雇员"}})
    found = _json(path)
    assert (found["score"]["earned"], found["score"]["applicable_points"]) == ("6.00", "6.00")
    assert found["items"][1]["status"] == "claimed_not_applicable"
    assert found["items"][1]["reasons"] == ["没有雇员"]


def test_a_table_is_judged_on_the_given_day(tmp_path: Path) -> None:
    rows = [{"product": "overseas-liability", "end": "2026-11-22", "invoice": "yes", "premium": "1200.50"}]
    path = answers_file(tmp_path, {**SOUND, "insurance.policies": {"value": rows, "note": "见保单"}})
    assert _json(path)["readiness"]["earned"] == "6.00"
    later = run("score", KEY, "--answers", path, "--as-of", "2026-11-23", "--format", "json")
    assert json.loads(later.stdout)["readiness"]["earned"] == "2.00"


def test_a_checklist_may_be_a_file(tmp_path: Path, content: Path) -> None:
    path = answers_file(tmp_path, SOUND)
    result = run("score", content / KEY / "1.0.0.yaml", "--answers", path, "--format", "json")
    assert json.loads(result.stdout)["sha256"] == _json(path)["sha256"]


def test_yaml_answers_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(
        "organisation: {name: 示范企业, region: '371300', kind: enterprise, roles: [exporter]}\n"
        "answers:\n"
        "  credit.serious-list: no\n"
        "  credit.procedure: {value: partial, evidence: [{name: 制度.pdf, kind: record, date: 2026-01-05}]}\n"
        "  credit.trainings: 0\n"
        "  insurance.policies: []\n",
        encoding="utf-8",
    )
    assert _json(path) == _json(answers_file(tmp_path, SOUND))


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "zh",
            [
                "合规得分：90.0 / 100 [9.00/10.00]",
                "等级：A 优秀",
                "示范企业 · 评价日 2026年11月22日",
                "不是任何机关的认定",
            ],
        ),
        ("en", ["Compliance score: 90.0 / 100 [9.00/10.00]", "Grade: A Excellent", "As of 22 November 2026"]),
    ],
)
def test_the_text_is_readable_in_both_languages(tmp_path: Path, locale: str, words: list[str]) -> None:
    path = answers_file(tmp_path, SOUND)
    result = run("score", KEY, "--answers", path, "--as-of", "2026-11-22", "--locale", locale)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


@pytest.mark.parametrize("answer", ["unknown", "yes"])
def test_the_text_says_what_holds_the_grade(tmp_path: Path, answer: str) -> None:
    path = answers_file(tmp_path, {**SOUND, "credit.serious-list": answer})
    text = run("score", KEY, "--answers", path).stdout
    assert ("等级：待定" in text) == (answer == "unknown")
    assert ("一票否决（本服务自定规则）：未列入严重违法失信名单" in text) == (answer == "yes")


def test_the_text_of_an_empty_file(tmp_path: Path) -> None:
    text = run("score", KEY, "--answers", answers_file(tmp_path, {})).stdout
    assert "未答：credit.serious-list, credit.procedure, credit.trainings" in text
    assert "区间 0.0–100.0" in text


POLICY = [{"product": "overseas-liability", "end": "2027-01-01", "invoice": "yes"}]


def _insured(*proofs: dict[str, str]) -> dict[str, Any]:
    return {**SOUND, "insurance.policies": {"value": POLICY, "evidence": list(proofs)}}


def test_what_is_supported_by_evidence_stands_beside_what_is_claimed(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, _insured({"name": "保单", "kind": "record"})))
    assert list(found["supported"]) == list(found["score"])
    assert found["supported"] == found["score"]
    assert (found["readiness"]["final"], found["supported_readiness"]["final"]) == ("100.0", "0.0")
    assert found["supported_grade"] == found["grade"]
    assert (found["reviewed"], found["reviewed_readiness"], found["reviewed_complete"]) == (None, None, False)
    cover = found["items"][2]
    assert (cover["earned"], cover["supported"], cover["reviewed"]) == ("6.00", "0.00", None)
    assert [one for one in found["deviations"] if one["scope"] == "item"] == [
        {
            "column": "supported", "scope": "item", "key": "overseas-cover", "dial": "readiness",
            "claimed": "6.00", "found": "0.00", "difference": "-6.00", "percent": "-100.0",
        }
    ]  # fmt: skip


def test_with_its_proof_an_item_is_supported(tmp_path: Path) -> None:
    found = _json(answers_file(tmp_path, _insured({"name": "保单", "kind": "policy", "date": "2026-01-01"})))
    assert found["supported_readiness"] == found["readiness"]
    assert {one["difference"] for one in found["deviations"]} == {"0.0"}


@pytest.mark.parametrize(
    ("locale", "line"),
    [("zh", "有据的政策利用准备度：0.0 / 100"), ("en", "Readiness supported by evidence: 0.0 / 100")],
)
def test_the_text_says_what_is_not_supported(tmp_path: Path, locale: str, line: str) -> None:
    path = answers_file(tmp_path, _insured())
    told = run("score", KEY, "--answers", path, "--as-of", "2026-11-22", "--locale", locale).stdout
    assert line in told
    assert "有据得分：" not in told


def test_the_cheapest_way_is_part_of_the_json(tmp_path: Path) -> None:
    answers = answers_file(tmp_path, SOUND | {"credit.serious-list": "yes"})
    path = _json(answers)["path"]
    assert (path["state"], path["proven"], path["bound"]) == ("proven", True, path["effort_days"])
    assert [action["facts"] for action in path["actions"]] == [{"credit.serious-list": "no"}]
    first = path["actions"][0]
    assert (first["items"], first["clears"], first["kind"]) == (["serious-list"], ["serious-list"], "do")
    assert first["effort_days"] == path["effort_days"]
    assert path["before"]["grade"] != path["after"]["grade"]
    assert _json(answers, "--no-path")["path"] is None


def test_the_cheapest_way_is_said_in_the_text(tmp_path: Path) -> None:
    answers = answers_file(tmp_path, SOUND | {"credit.serious-list": "yes"})
    result = run("score", KEY, "--answers", answers, "--as-of", "2026-11-22")
    assert "最短达标路径\n做完下面 1 项" in result.stdout
    assert "最短达标路径" not in run("score", KEY, "--answers", answers, "--no-path").stdout
