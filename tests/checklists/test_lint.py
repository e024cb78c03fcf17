"""Lint finds every fault where it is; the sound set has none."""

from pathlib import Path
from typing import Any

import pytest

from assess.checklists.loader import Problem, canonical, check, digest, load_published, read

DATA = Path(__file__).parent.parent / "data"
FAULTS: Any = read(DATA / "lint-faults.yaml").data
FORM = "demo-2020/enterprise/1.0.0.yaml"


def _name(number: int) -> str:
    return f"{number}-{FAULTS['faults'][number]['says'][2]}"


def _spoil(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _messages(content: Path) -> list[str]:
    return [problem.message for problem in check(content)]


def test_the_sound_set_has_no_problems(content: Path) -> None:
    assert check(content) == []


def test_a_text_that_names_no_issuer_leaves_the_list_empty_and_clauses_may_not_be(content: Path) -> None:
    measure, named = (
        "measures/demo-2020.yaml",
        "  - {zh: 示范市市场监督管理局, en: Demo City Administration for Market Regulation}\n",
    )
    _spoil(content, measure, f"issuers:\n{named}", "issuers: []\n")
    assert check(content) == []
    path = content / measure
    path.write_text(path.read_text(encoding="utf-8").partition("\nclauses:")[0] + "\nclauses: []\n", encoding="utf-8")
    assert ("clauses", "lint.empty") in [(found.key, found.message) for found in check(path)]
    _spoil(content, measure, "issuers: []\n", "")
    assert ("", "content.missing") in [(found.key, found.message) for found in check(path)]


@pytest.mark.parametrize("number", range(len(FAULTS["faults"])), ids=_name)
def test_lint_points_at_the_fault(content: Path, number: int) -> None:
    fault = FAULTS["faults"][number]
    _spoil(content, fault["file"], fault["old"], fault["new"])
    line, key, message = fault["says"]
    found = [(problem.file, problem.line, problem.key, problem.message) for problem in check(content)]
    assert (str(content / fault["file"]), line, key, message) in found
    for problem in check(content):
        _assert_said(problem)


def _assert_said(problem: Problem) -> None:
    chinese, english = problem.text("zh"), problem.text("en")
    assert chinese != english
    for text in (chinese, english):
        assert text.startswith(f"{problem.file}:{problem.line}:{problem.key}: ")
        assert "\n" not in text


def test_two_questions_that_wait_for_each_other(content: Path) -> None:
    _spoil(
        content,
        FORM,
        "reads: [credit.serious-list]",
        "reads: [credit.serious-list, credit.since]\n              applies_if: {fact: credit.rate, at_least: 1}",
    )
    _spoil(
        content,
        FORM,
        "reads: [credit.procedure, credit.trainings]",
        "reads: [credit.procedure, credit.trainings, "
        "credit.rate]\n              applies_if: {fact: credit.since, before: as_of}",
    )
    cycle = next(problem for problem in check(content) if problem.message == "lint.cycle")
    assert (cycle.line, cycle.key) == (32, "serious-list.applies_if")
    assert cycle.params["facts"] == "credit.since → credit.rate → credit.since"


def test_a_gate_may_itself_be_read_behind_it(content: Path) -> None:
    _spoil(content, FORM, "reads: [insurance.policies]", "reads: [insurance.policies, overseas.sells-abroad]")
    assert check(content) == []


def test_too_many_combinations_count_as_possible(content: Path) -> None:
    parts = ", ".join(f"{{fact: credit.trainings, at_least: {number}}}" for number in range(30))
    roles = ", ".join(f'{{any: [{{role: exporter}}, {{region: "{code}"}}]}}' for code in range(110000, 110030))
    _spoil(content, FORM, "applies_if: {any: [{role: exporter}", f"applies_if: {{any: [{parts}, {{all: [{roles}]}}")
    assert check(content) == []


def test_a_file_of_no_known_kind(content: Path) -> None:
    (content / "notes.yaml").write_text("notes: [a]\n", encoding="utf-8")
    assert _messages(content) == ["lint.unknown-file"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert [(problem.key, problem.message) for problem in check(tmp_path / "no.yaml")] == [("", "content.no-file")]


def test_a_programme_is_checked_like_everything_else(content: Path) -> None:
    (content / "programmes").mkdir()
    (content / "programmes" / "subsidy.yaml").write_text("key: subsidy\n", encoding="utf-8")
    assert {problem.message for problem in check(content)} == {"content.missing"}


def test_a_published_document_is_held_to_its_hash_and_its_draft_is_left_alone(content: Path) -> None:
    published, sha256 = load_published(content, "demo-2020/enterprise")
    frozen = (content / FORM).with_suffix(".json")
    frozen.write_bytes(canonical(published))
    assert _messages(content) == ["content.hash-differs"]
    lock = f"{sha256}  demo-2020/enterprise/1.0.0.json\n"
    (content / "published.lock").write_text(lock, encoding="utf-8")
    _spoil(content, FORM, "points: 6", "points: 7")
    assert check(content) == []
    frozen.write_bytes(frozen.read_bytes().replace("示范市企业自评表".encode(), "示范市企业自查表".encode()))
    assert digest(frozen.read_bytes()) != sha256
    assert _messages(content) == ["content.hash-differs"]
    frozen.unlink()
    assert "lint.lock-missing" in _messages(content)
