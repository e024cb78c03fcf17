"""Drafts are read once for each state of their files."""

import os
from pathlib import Path

import pytest

from assess.checklists import drafts
from assess.checklists.loader import Entry, catalogue

KEY = "demo-2020/enterprise"


@pytest.fixture
def entry(content: Path) -> Entry:
    (found,) = catalogue(content)
    return found


def change(path: Path, old: str, new: str) -> None:
    """Change a file, and its time: a fast machine may write twice within one tick."""
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


def test_a_draft_is_read_once(content: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drafts.read(content, entry)
    assert first.sound
    monkeypatch.setattr(drafts, "_draft", None)  # reading again would fail
    assert drafts.read(content, entry) is first
    assert drafts.read(content, entry, drafts.shared(content)) is first


def test_a_changed_draft_is_read_again(content: Path, entry: Entry) -> None:
    first = drafts.read(content, entry)
    change(entry.path, "示范市企业自评表", "另一个名称")
    again = drafts.read(content, entry)
    assert again.published is not None
    assert again.published.checklist.title.zh == "另一个名称"
    assert again.sha256 != first.sha256


def test_a_draft_is_read_again_when_a_question_changes(content: Path, entry: Entry) -> None:
    first = drafts.read(content, entry)
    (bank,) = (content / "facts").glob("credit.yaml")
    change(bank, "revision: 1", "revision: 2")
    assert drafts.read(content, entry).sha256 != first.sha256


def test_what_is_wrong_with_a_draft_is_kept_with_its_line(content: Path, entry: Entry) -> None:
    change(entry.path, "points: 6", "points: 5")
    found = drafts.read(content, entry)
    assert found.published is not None
    assert not found.sound
    assert {problem.message for problem in found.problems} >= {"lint.sum"} or found.problems[0].line > 0
    change(entry.path, "form:", "form: {")
    broken = drafts.read(content, entry)
    assert (broken.published, broken.sha256) == (None, "")
    assert broken.problems[0].line > 0
