"""Bad files of answers and bad options: exit 2, and stderr names file and key."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import CODE, KEY, answers_file, run

SOUND: dict[str, Any] = {"credit.serious-list": "no"}


def _refused(path: Path, *options: str) -> str:
    result = run("score", KEY, "--answers", path, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


@pytest.mark.parametrize(
    ("answers", "key", "words"),
    [
        ({"credit.nothing": "yes"}, "answers.credit.nothing", "没有“credit.nothing”这一题"),
        ({"credit.serious-list": "maybe"}, "answers.credit.serious-list", ""),
        ({"credit.serious-list": 5}, "answers.credit.serious-list", ""),
        ({"credit.serious-list": "partial"}, "answers.credit.serious-list", ""),
        ({"credit.trainings": "many"}, "answers.credit.trainings", ""),
        ({"credit.trainings": {"unknown": True}}, "answers.credit.trainings", "不清楚"),
        ({"credit.trainings": -1}, "answers.credit.trainings", "不能小于 0"),
        ({"credit.trainings": 10**400}, "answers.credit.trainings", "数字过长"),
        ({"credit.trainings": float("nan")}, "answers.credit.trainings", "请填写数字"),
        ({"insurance.policies": [{"produkt": "a"}]}, "answers.insurance.policies", "produkt"),
        ({"insurance.policies": "none"}, "answers.insurance.policies", ""),
        ({"credit.procedure": {"value": "yes", "notes": "x"}}, "answers.credit.procedure.notes", "是否想写 note"),
        ({"credit.procedure": {"value": "yes", "note": "长" * 2001}}, "answers.credit.procedure.note", "2000"),
        (
            {"credit.procedure": {"value": "yes", "evidence": [{"name": "a", "kind": "photo"}]}},
            "answers.credit.procedure.evidence[1].kind",
            "photo",
        ),
        (
            {"credit.procedure": {"value": "yes", "evidence": [{"name": "", "kind": "record"}]}},
            "answers.credit.procedure.evidence[1].name",
            "",
        ),
        (
            {"credit.procedure": {"value": "yes", "evidence": [{"name": "a", "kind": "record", "date": "soon"}]}},
            "answers.credit.procedure.evidence[1].date",
            "",
        ),
    ],
)
def test_a_bad_answer(tmp_path: Path, answers: dict[str, Any], key: str, words: str) -> None:
    error = _refused(answers_file(tmp_path, answers))
    assert f"answers.json:{key}: " in error
    assert words in error


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"credit_code": CODE[:-1] + "X"}, "credit_code"),
        ({"credit_code": "1"}, "credit_code"),
        ({"region": "3713"}, "region"),
        ({"region": 371300}, "region"),
        ({"kind": "district"}, "kind"),
        ({"kind": "club"}, "kind"),
        ({"roles": ["importer"]}, "roles[1]"),
        ({"roles": "exporter"}, "roles"),
        ({"size": "huge"}, "size"),
        ({"name": " "}, "name"),
        ({"owner": "x"}, "owner"),
    ],
)
def test_a_bad_organisation(tmp_path: Path, change: dict[str, Any], key: str) -> None:
    error = _refused(answers_file(tmp_path, SOUND, organisation=change))
    assert f"answers.json:organisation.{key}: " in error


@pytest.mark.parametrize(
    ("items", "key"),
    [
        ({"nothing": {"not_applicable": "x"}}, "items.nothing"),
        ({"serious-list": {"not_applicable": "x"}}, "items.serious-list"),
        ({"procedure": {"not_applicable": " "}}, "items.procedure.not_applicable"),
        ({"procedure": {"not_applicable": "长" * 2001}}, "items.procedure.not_applicable"),
        ({"procedure": {}}, "items.procedure"),
    ],
)
def test_a_bad_claim(tmp_path: Path, items: dict[str, Any], key: str) -> None:
    assert f"answers.json:{key}: " in _refused(answers_file(tmp_path, SOUND, items=items))


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    path = answers_file(tmp_path, {"a.b": 1, "credit.trainings": "x"}, organisation={"region": "1", "roles": ["x"]})
    assert len(_refused(path).splitlines()) == 4


def test_yaml_faults_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    text = "organisation: {name: a, region: '371300', kind: enterprise}\nanswers:\n  credit.trainings: 1.5\n"
    path.write_text(text, encoding="utf-8")
    assert _refused(path, "--locale", "en").startswith(f"{path}:3:answers.credit.trainings: ")


@pytest.mark.parametrize("day", ["2026-13-01", "20261122", "yesterday", "2026-1-1"])
def test_a_bad_day(tmp_path: Path, day: str) -> None:
    assert _refused(answers_file(tmp_path, SOUND), "--as-of", day).startswith("--as-of: ")


def test_files_and_checklists_that_are_not_there(tmp_path: Path) -> None:
    assert "文件不存在" in _refused(tmp_path / "none.yaml")
    path = answers_file(tmp_path, SOUND)
    result = run("score", "nowhere/enterprise", "--answers", path)
    assert (result.exit_code, "demo-2020/enterprise 1.0.0" in result.stderr) == (2, True)
    assert run("score", tmp_path / "none.yaml", "--answers", path).exit_code == 2
    assert run("score", KEY, "--version", "3.0.0", "--answers", path).exit_code == 2


def test_a_file_of_another_version_than_asked(tmp_path: Path, content: Path) -> None:
    path = answers_file(tmp_path, SOUND)
    result = run("score", content / KEY / "1.0.0.yaml", "--version", "2.0.0", "--answers", path)
    assert result.exit_code == 2
