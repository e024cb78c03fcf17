"""The walk-through of docs/authoring.md works as it is printed."""

import json
import re
from pathlib import Path

import pytest

from assess.checklists.loader import SHIPPED, check, load_published, publish, resolve_path
from tests.cli.running import run

KEY = "example-2030/enterprise"
PAGE = (SHIPPED.parent / "docs" / "authoring.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```yaml (\S+\.yaml)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_files_of_the_page_are_sound(folder: Path) -> None:
    assert [name for name, _ in FILES][-1] == "answers.yaml"
    for name, _ in FILES[:-1]:
        assert check(folder / name) == []


def test_the_measure_of_the_page_claims_nothing_its_text_lacks(folder: Path) -> None:
    text = re.search(r"^```text example-2030.txt\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert text
    (folder / "example-2030.txt").write_text(text[1], encoding="utf-8")
    found = run("measures", "check", folder / "example-2030.txt", folder / "measures" / "example-2030.yaml")
    assert (found.exit_code, found.stdout) == (
        0,
        "example-2030：文件有而文本没有 0 处，文本有而文件没有 0 处，请核对 0 处\n",
    )


def test_the_answers_of_the_page_score(folder: Path) -> None:
    result = run("score", folder / KEY / "1.0.0.yaml", "--answers", folder / "answers.yaml", "--format", "json")
    found = json.loads(result.stdout)
    assert (found["score"]["final"], found["grade"]["effective"]) == ("50.0", "B")


def test_the_checklist_of_the_page_can_be_published(folder: Path) -> None:
    publish(folder, KEY, "1.0.0", SHIPPED)
    assert load_published(folder, KEY)[0].measure.key == "example-2030"


def test_the_skeleton_of_the_page_lints(folder: Path) -> None:
    made = run("checklists", "new", "example-2030", "district", "--out", folder)
    assert (made.exit_code, made.stderr) == (0, "")
    assert check(folder / "example-2030" / "district" / "1.0.0.yaml") == []


def test_the_workbooks_of_the_page_lose_nothing(folder: Path) -> None:
    draft, book, form = folder / KEY / "1.0.0.yaml", folder / "example.xlsx", folder / "form.xlsx"
    before = resolve_path(draft).checklist
    assert run("checklists", "export", draft, "--out", book).exit_code == 0
    assert run("checklists", "import", book, "--out", folder, "--replace").exit_code == 0
    assert resolve_path(draft).checklist == before
    assert run("checklists", "workbook", draft, "--out", form, "--answers", folder / "answers.yaml").exit_code == 0
    scores = [run("score", draft, "--answers", folder / name).stdout for name in ("answers.yaml", "form.xlsx")]
    assert scores[0] == scores[1] != ""
