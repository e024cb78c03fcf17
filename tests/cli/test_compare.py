"""`assess compare`: two files of answers to one checklist or to two, as JSON and as text."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY, answers_file, run

SOUND = {"credit.serious-list": "no", "credit.procedure": "yes", "credit.trainings": 2, "insurance.policies": []}


def files(tmp_path: Path, **changes: object) -> tuple[Path, Path]:
    """Write the answers of two cycles; names of changed questions have __ for their dot."""
    made = []
    for name, answers in (
        ("old", SOUND),
        ("new", SOUND | {key.replace("__", "."): one for key, one in changes.items()}),
    ):
        folder = tmp_path / name
        folder.mkdir()
        made.append(answers_file(folder, answers))
    return made[0], made[1]


def compared(before: Path, after: Path, *options: str) -> dict[str, Any]:
    result = run("compare", before, after, "--checklist", KEY, "--as-of", "2026-11-22", "--format", "json", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_what_differs_is_told_with_numbers_and_reasons(tmp_path: Path) -> None:
    found = compared(*files(tmp_path, credit__procedure="no"))
    assert found["kind"] == "cycle"
    assert found["after"] == {"checklist": KEY, "version": "1.0.0", "as_of": "2026-11-22"}
    claimed = found["columns"][0]
    assert (claimed["column"], claimed["before"]["score"]["final"], claimed["after"]["score"]["final"]) == (
        "claimed",
        "100.0",
        "70.0",
    )
    assert (claimed["before"]["grade"], claimed["after"]["grade"]) == ("A", "B")
    (item,) = found["items"]
    assert (item["key"], item["difference"], item["reasons"], item["answers"]) == (
        "procedure",
        "-3.00",
        ["answers"],
        ["credit.procedure"],
    )
    assert found["unchanged"] == "2"
    assert [(one["fact"], one["before"], one["after"]) for one in found["answers"]] == [
        ("credit.procedure", "yes", "no")
    ]


def test_the_same_twice_differs_in_nothing(tmp_path: Path) -> None:
    found = compared(*files(tmp_path))
    assert (found["items"], found["answers"], found["unchanged"]) == ([], [], "3")


def test_two_checklists_share_questions_only(tmp_path: Path, installed: Path) -> None:
    measure = (installed / "measures" / "demo-2020.yaml").read_text(encoding="utf-8")
    (installed / "measures" / "other-2023.yaml").write_text(
        measure.replace("demo-2020", "other-2023"), encoding="utf-8"
    )
    folder = installed / "other-2023" / "enterprise"
    folder.mkdir(parents=True)
    text = (installed / KEY / "1.0.0.yaml").read_text(encoding="utf-8")
    (folder / "1.0.0.yaml").write_text(text.replace("demo-2020", "other-2023"), encoding="utf-8")
    found = compared(*files(tmp_path), "--with", "other-2023/enterprise")
    assert (found["kind"], found["items"]) == ("region", [])
    assert [one["fact"] for one in found["shared"]] == list(SOUND)
    assert found["shared"][0]["after"] == [
        {"key": "serious-list", "status": "scored", "earned": "6.00", "points": "6.00"}
    ]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "zh",
            ("自评得分：100.0 A → 70.0 B", "4.00 → 1.00", "回答有变化：credit.procedure", "credit.procedure  是 → 否"),
        ),
        ("en", ("claimed: 100.0 A → 70.0 B", "answered differently: credit.procedure", "credit.procedure  Yes → No")),
    ],
)
def test_the_text_says_it_in_both_languages(tmp_path: Path, locale: str, words: tuple[str, ...]) -> None:
    before, after = files(tmp_path, credit__procedure="no")
    result = run("compare", before, after, "--checklist", KEY, "--as-of", "2026-11-22", "--locale", locale)
    assert result.exit_code == 0
    for part in words:
        assert part in result.stdout, part


def test_a_file_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    before, after = files(tmp_path, no__such="yes")
    result = run("compare", before, after, "--checklist", KEY, "--locale", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no.such" in result.stderr
