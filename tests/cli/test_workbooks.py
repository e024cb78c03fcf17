"""`assess checklists export` and `import`: out into a workbook and back into YAML that lints."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assess.checklists.loader import check, resolve_path
from tests.cli.running import KEY, answers_file, run


def exported(folder: Path) -> Path:
    out = folder / "demo.xlsx"
    result = run("checklists", "export", KEY, "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"已写入 {out}\n")
    return out


def test_out_and_back_the_checklist_is_the_same_and_lints(tmp_path: Path, installed: Path) -> None:
    book = exported(tmp_path)
    result = run("checklists", "import", book, "--out", tmp_path / "made" / "x.yaml")
    assert result.exit_code == 0, result.stderr
    made, draft = tmp_path / "made" / "x.yaml", installed / f"{KEY}/1.0.0.yaml"
    assert resolve_path(made, installed).checklist == resolve_path(draft, installed).checklist
    assert made.read_text(encoding="utf-8").startswith(
        "# 示范市企业自评表\n# Demo City enterprise checklist\n# 由 demo.xlsx"
    )
    assert "assess checklists lint" in result.stdout


def test_points_edited_in_the_workbook_are_those_of_the_file(tmp_path: Path, installed: Path) -> None:
    path = exported(tmp_path)
    book = load_workbook(path)
    book["评价要点"]["H3"].value = 5
    book["评价要点"]["H4"].value = 5
    book["评价要点"]["I4"].value = (
        "elements: [{points: 4, when: {fact: credit.procedure, is: 'yes'}},"
        " {points: 1, when: {fact: credit.trainings, at_least: 1}}]"
    )
    book.save(path)
    result = run("checklists", "import", path, "--out", installed, "--replace")
    assert result.exit_code == 0, result.stderr
    draft = installed / KEY / "1.0.0.yaml"
    assert check(draft, installed) == []
    assert [int(item.points) for item in resolve_path(draft, installed).checklist.form.items()] == [5, 5, 6]


def test_nothing_is_overwritten_unasked_and_nothing_published_ever(tmp_path: Path, installed: Path) -> None:
    book = exported(tmp_path)
    refused = run("checklists", "import", book, "--out", installed)
    assert (refused.exit_code, "--replace" in refused.stderr) == (2, True)
    assert run("checklists", "publish", KEY, "1.0.0").exit_code == 0
    refused = run("checklists", "import", book, "--out", installed, "--replace", "--locale", "en")
    assert (refused.exit_code, "is published and never overwritten" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"PK nothing", "不是可读取的 .xlsx 工作簿"), (b"0" * (10 * 1024 * 1024 + 1), "文件超过 10,485,760 字节")],
)
def test_what_is_no_workbook_is_refused_and_nothing_is_written(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(raw)
    result = run("checklists", "import", path, "--out", tmp_path / "out")
    assert (result.exit_code, words in result.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_problem_names_file_sheet_and_cell(tmp_path: Path) -> None:
    path = exported(tmp_path)
    book = load_workbook(path)
    book["评价要点"]["H3"].value = "six"
    book.save(path)
    result = run("checklists", "import", path, "--out", tmp_path / "out", "--locale", "en")
    assert result.stderr == f"{path}:评价要点!H3: must be a number, found six\n"


@pytest.mark.parametrize(("out", "words"), [("x.csv", "输出应为 .xlsx 文件，实为 x.csv"), ("bad/x.xlsx", "无法写入")])
def test_an_output_that_cannot_be_is_refused(tmp_path: Path, out: str, words: str) -> None:
    (tmp_path / "bad").write_text("a file")
    result = run("checklists", "export", KEY, "--out", tmp_path / out)
    assert (result.exit_code, words in result.stderr) == (2, True)


def test_a_form_filled_in_a_workbook_scores_like_its_file_of_answers(tmp_path: Path) -> None:
    policies = [{"id": "r1", "product": "overseas-liability", "end": "2027-01-01", "invoice": "no"}]
    said = {"credit.serious-list": "no", "credit.procedure": {"value": "partial", "note": "=见附件"}}
    answers = answers_file(tmp_path, {**said, "credit.trainings": 3, "insurance.policies": policies})
    book = tmp_path / "form.xlsx"
    assert run("checklists", "workbook", KEY, "--out", book, "--answers", answers).exit_code == 0
    both = [
        run("score", KEY, "--answers", path, "--as-of", "2026-11-22", "--format", "json") for path in (answers, book)
    ]
    assert both[0].exit_code == 0
    assert both[0].stdout == both[1].stdout
    out = tmp_path / "report.html"
    assert run("report", KEY, "--answers", book, "--as-of", "2026-11-22", "--out", out).exit_code == 0
    assert "示范企业" in out.read_text(encoding="utf-8")


def test_an_empty_form_is_filled_in_and_scored(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert run("checklists", "workbook", KEY, "--out", path, "--locale", "en").exit_code == 0
    refused = run("score", KEY, "--answers", path)
    assert refused.stderr.splitlines() == [
        f"{path}:Organisation!C3: 这里不能为空：单位名称",
        f"{path}:Organisation!C5: 这里不能为空：所在地区代码（GB/T 2260，六位）",
    ]
    book = load_workbook(path)
    sheet = book["Organisation"]
    sheet["C3"].value, sheet["C5"].value = "Demo Ltd", 371300
    book["Credit and procedures"]["D4"].value = "No"
    book.save(path)
    scored = run("score", KEY, "--answers", path, "--as-of", "2026-11-22", "--format", "json")
    assert scored.exit_code == 0, scored.stderr
    assert json.loads(scored.stdout)["items"][0]["earned"] == "6.00"
