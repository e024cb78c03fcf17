"""`assess report`: a file of answers in, one finished file out, or one clear line and nothing at all."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.main import app
from tests.reports import reading

ANSWERS = Path(__file__).resolve().parents[1] / "data" / "answers"
CHECKLIST = "linyi-2021/enterprise"
LIMIT = 420_000


def call(out: Path, *options: str, answers: Path = ANSWERS / "linyi-exporter.yaml") -> Result:
    given = ["report", CHECKLIST, "--answers", str(answers), "--out", str(out), "--as-of", "2026-11-22", *options]
    return CliRunner().invoke(app, given)


@pytest.mark.parametrize("name", ["linyi-exporter", "linyi-platform", "linyi-minimal"])
def test_the_linyi_report_is_complete_and_small(name: str, tmp_path: Path) -> None:
    out = tmp_path / "报告.pdf"
    result = call(out, answers=ANSWERS / f"{name}.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    data = out.read_bytes()
    assert len(data) < LIMIT
    words = reading.text(data)
    assert "临市监知保字〔2021〕194号" in words
    assert "十二条措施" in words
    assert reading.words_outside(data) == []
    assert all(font.empty_glyphs() == set() for font in reading.fonts(data))
    assert [path.name for path in tmp_path.iterdir()] == ["报告.pdf"]


def test_english_and_html(tmp_path: Path) -> None:
    out = tmp_path / "report.HTML"
    assert call(out, "--locale", "en").exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert '<html lang="en"' in page
    assert "This report is a self-assessment, not a finding of any authority." in page


def test_an_existing_file_is_replaced_only_by_a_finished_one(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("before", encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text("organisation: {}\nanswers: {}\n", encoding="utf-8")
    assert call(out, answers=bad).exit_code == 2
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml", "report.html"]
    assert call(out).exit_code == 0
    assert out.read_text(encoding="utf-8") != "before"


@pytest.mark.parametrize(
    ("name", "said"),
    [("report.odt", ".docx"), ("report", ".docx"), ("missing/report.pdf", "无法写入")],
)
def test_a_target_that_cannot_be_is_refused_in_one_line(name: str, said: str, tmp_path: Path) -> None:
    result = call(tmp_path / name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("--out: ")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_a_target(tmp_path: Path) -> None:
    folder = tmp_path / "folder.html"
    folder.mkdir()
    result = call(folder)
    assert (result.exit_code, folder.is_dir()) == (2, True)
    assert "无法写入" in result.stderr
    assert list(tmp_path.iterdir()) == [folder]


def test_missing_parts_of_the_engine_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.reports.engine.LIBRARIES", {"libno-such-thing.so.9": "libno-such-thing9"})
    result = call(tmp_path / "report.pdf")
    assert result.exit_code == 2
    assert "libno-such-thing9" in result.stderr
    assert list(tmp_path.iterdir()) == []
