"""`assess score --everywhere`: one file on every checklist of its kind, as text and as JSON, and how it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY, answers_file, run

SOUND = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": 2, "insurance.policies": []}
RATE = {"numerator": 19, "denominator": 20}
OTHER = "other-2023/enterprise"


@pytest.fixture(autouse=True)
def two(installed: Path) -> None:
    """Install a second region's checklist that asks less, and one thing more."""
    measure = (installed / "measures" / "demo-2020.yaml").read_text(encoding="utf-8")
    changed = measure.replace("demo-2020", "other-2023").replace("371300", "310104")
    (installed / "measures" / "other-2023.yaml").write_text(changed, encoding="utf-8")
    text = (installed / KEY / "1.0.0.yaml").read_text(encoding="utf-8").replace("demo-2020", "other-2023")
    for old, new in (
        ("reads: [credit.procedure, credit.trainings]", "reads: [credit.procedure, credit.rate]"),
        ("{fact: credit.trainings, at_least: 1}", "{fact: credit.rate, at_least: 0.9}"),
    ):
        assert old in text
        text = text.replace(old, new)
    folder = installed / OTHER
    folder.mkdir(parents=True)
    (folder / "1.0.0.yaml").write_text(text, encoding="utf-8")


def everywhere(path: Path, *options: str) -> dict[str, Any]:
    result = run("score", "--everywhere", "--answers", path, "--as-of", "2026-11-22", "--format", "json", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_each_checklist_gives_its_own_result_those_that_apply_first(tmp_path: Path) -> None:
    here, there = everywhere(answers_file(tmp_path, SOUND))["checklists"]
    assert (here["checklist"], here["reason"], here["score"]["final"]) == (KEY, "inside", "100.0")
    assert (there["checklist"], there["reason"]) == (OTHER, "elsewhere")
    assert (there["score"]["low"], there["score"]["high"]) == ("90.0", "100.0")
    assert (here["ignored"], here["only"], here["open"]) == ([], ["credit.trainings"], [])
    assert (there["ignored"], there["only"]) == (["credit.trainings"], ["credit.rate"])
    assert there["open"] == [{"fact": "credit.rate", "why": "unanswered"}]


def test_an_answer_only_one_of_them_asks_for_is_no_mistake(tmp_path: Path) -> None:
    here, there = everywhere(answers_file(tmp_path, {**SOUND, "credit.rate": RATE}))["checklists"]
    assert (here["score"]["final"], there["score"]["final"]) == ("100.0", "100.0")
    assert here["ignored"] == ["credit.rate"]


def test_the_result_is_the_one_the_checklist_gives_alone(tmp_path: Path) -> None:
    path = answers_file(tmp_path, {**SOUND, "credit.serious-list": {"unknown": True}})
    here = everywhere(path)["checklists"][0]
    alone = run("score", KEY, "--answers", path, "--as-of", "2026-11-22", "--format", "json", "--no-path")
    single = json.loads(alone.stdout)
    assert {key: here[key] for key in single} == single


def test_open_questions_say_which_checklists_wait(tmp_path: Path) -> None:
    fewer = {key: value for key, value in SOUND.items() if key != "credit.procedure"}
    assert everywhere(answers_file(tmp_path, fewer))["open"] == [
        {"fact": "credit.procedure", "checklists": [KEY, OTHER]},
        {"fact": "credit.rate", "checklists": [OTHER]},
    ]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "zh",
            (
                "2 份自评表",
                "所在地区适用",
                "其他地区，仅供对照",
                "合规得分：100.0 / 100",
                "未使用的回答：credit.trainings",
            ),
        ),
        ("en", ("2 checklists", "another region, for comparison only", "answers not asked for here: credit.trainings")),
    ],
)
def test_the_text_says_it_in_both_languages(tmp_path: Path, locale: str, words: tuple[str, ...]) -> None:
    path = answers_file(tmp_path, SOUND)
    result = run("score", "--everywhere", "--answers", path, "--as-of", "2026-11-22", "--locale", locale)
    assert result.exit_code == 0
    for part in words:
        assert part in result.stdout, part


def refused(*arguments: str | Path) -> str:
    result = run("score", *arguments, "--locale", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    path = answers_file(tmp_path, SOUND)
    assert "name none" in refused(KEY, "--everywhere", "--answers", path)
    assert "Name a checklist" in refused("--answers", path)
    book = tmp_path / "answers.xlsx"
    book.write_bytes(b"PK")
    assert "YAML or JSON" in refused("--everywhere", "--answers", book)
    nothing = answers_file(tmp_path, {**SOUND, "no.such": "yes"})
    assert "no.such" in refused("--everywhere", "--answers", nothing)
    wrong = answers_file(tmp_path, {**SOUND, "credit.trainings": "many"})
    assert "credit.trainings" in refused("--everywhere", "--answers", wrong)
    district = answers_file(tmp_path, {}, organisation={"kind": "district", "roles": []})
    assert "district" in refused("--everywhere", "--answers", district)
