"""Numbers, rates and days that cannot be: exit 2 with the question's name, whatever column or rule would read them."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import KEY, answers_file, run

PARTS = """
                  - {points: 1, when: {fact: credit.procedure, in: [yes, partial]}}
                  - {points: 1, when: {fact: credit.rate, at_least: 90}}
                  - {points: 1, when: {fact: credit.since, not_after: as_of}}"""


@pytest.fixture(autouse=True)
def asking(installed: Path) -> None:
    """Let the form ask for a rate and a day as well."""
    path = installed / KEY / "1.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in (
        ("\n                  - {points: 3, when: {fact: credit.procedure, in: [yes, partial]}}", PARTS),
        ("[credit.procedure, credit.trainings]", "[credit.procedure, credit.trainings, credit.rate, credit.since]"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def _rate(numerator: object, denominator: object) -> dict[str, object]:
    return {"credit.rate": {"numerator": numerator, "denominator": denominator}}


def _policy(**cells: object) -> dict[str, object]:
    return {"insurance.policies": [{"product": "patent", **cells}]}


@pytest.mark.parametrize(
    ("answers", "fact", "words"),
    [
        ({"credit.trainings": "9" * 400}, "credit.trainings", "数字过长"),
        ({"credit.trainings": "NaN"}, "credit.trainings", "请填写数字"),
        ({"credit.trainings": "Infinity"}, "credit.trainings", "请填写数字"),
        ({"credit.trainings": "1e400"}, "credit.trainings", "请填写数字"),
        ({"credit.trainings": 1e300}, "credit.trainings", "数字过长"),
        ({"credit.trainings": -3}, "credit.trainings", "不能小于 0"),
        (_rate(3, 2), "credit.rate", "其中符合的数量 3 不能大于总数量 2"),
        (_rate(-1, 2), "credit.rate", "不能小于 0"),
        (_rate("NaN", 2), "credit.rate", "请填写数字"),
        (_rate(1, "9" * 400), "credit.rate", "数字过长"),
        ({"credit.rate": "3/4"}, "credit.rate", "两个数字"),
        ({"credit.since": "0000-01-01"}, "credit.since", "没有这一天"),
        ({"credit.since": "0001-01-01"}, "credit.since", "年份应在 1900 至 2100 之间"),
        ({"credit.since": "9999-12-31"}, "credit.since", "年份应在 1900 至 2100 之间"),
        ({"credit.since": 20260101}, "credit.since", "年-月-日"),
        (_policy(end="0000-00-00"), "insurance.policies", "第 1 行“到期日”：日历上没有这一天"),
        (_policy(premium="NaN"), "insurance.policies", "第 1 行“保费”：请填写数字"),
        (_policy(premium="9" * 400), "insurance.policies", "第 1 行“保费”：数字过长"),
        (_policy(premium=-1), "insurance.policies", "第 1 行“保费”：不能小于 0"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_question(
    tmp_path: Path, answers: dict[str, Any], fact: str, words: str
) -> None:
    done = run("score", KEY, "--answers", answers_file(tmp_path, answers), "--format", "json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"answers.json:answers.{fact}: " in done.stderr
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    answers = {**_rate(3, 2), "credit.trainings": -1, "credit.since": "0001-01-01"}
    done = run("score", KEY, "--answers", answers_file(tmp_path, answers), "--locale", "en")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 3


def test_the_ends_of_what_can_be_are_taken(tmp_path: Path) -> None:
    answers = {**_rate(0, 0), "credit.trainings": "9" * 15, "credit.since": "1900-01-01", **_policy(premium="0.01")}
    assert run("score", KEY, "--answers", answers_file(tmp_path, answers)).exit_code == 0
