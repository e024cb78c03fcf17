"""The walk-through of docs/authoring.md works as it is printed."""

import json
import re
import shutil
from pathlib import Path

import pytest

from assess.checklists.loader import SHIPPED, check, load_published, publish
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


def test_the_answers_of_the_page_score(folder: Path) -> None:
    result = run("score", folder / KEY / "1.0.0.yaml", "--answers", folder / "answers.yaml", "--format", "json")
    found = json.loads(result.stdout)
    assert (found["score"]["final"], found["grade"]["effective"]) == ("50.0", "B")


def test_the_checklist_of_the_page_can_be_published(folder: Path) -> None:
    shutil.copy(SHIPPED / "kinds.yaml", folder)
    publish(folder, KEY, "1.0.0")
    assert load_published(folder, KEY)[0].measure.key == "example-2030"
