"""`assess checklists`: list, show, lint, coverage, publish, schema."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import KEY, run


def test_list_names_every_version(content: Path) -> None:
    assert run("checklists", "list").stdout.startswith("demo-2020/enterprise  1.0.0  草稿  示范市企业自评表  ")
    run("checklists", "publish", KEY, "1.0.0")
    (entry,) = json.loads(run("checklists", "list", "--format", "json", "--locale", "en").stdout)
    lock = (content / "published.lock").read_text(encoding="utf-8")
    assert (entry["state"], entry["title"]) == ("published", "Demo City enterprise checklist")
    assert lock.startswith(entry["sha256"])


def test_show_outlines_the_form() -> None:
    text = run("checklists", "show", KEY).stdout
    assert "信用与制度 [credit] 合规 10" in text
    assert "未列入严重违法失信名单 [serious-list] 合规 · 6 分 · 一票否决" in text
    assert "条款：demo-2020/2 · 读取：insurance.policies" in text
    assert "insurance.policies (table) 知识产权保险保单" in text


def test_show_gives_the_whole_document_to_programs() -> None:
    found = json.loads(run("checklists", "show", KEY, "--format", "json").stdout)
    assert (found["checklist"], found["version"]) == (KEY, "1.0.0")
    assert found["document"]["facts"][0]["key"] == "credit.serious-list"


def test_show_refuses_what_is_not_there() -> None:
    result = run("checklists", "show", "none/enterprise")
    assert (result.exit_code, result.stdout) == (2, "")


def test_lint_is_quiet_about_sound_files(content: Path) -> None:
    assert run("checklists", "schema").exit_code == 0
    result = run("checklists", "lint")
    assert (result.exit_code, result.stdout) == (0, "检查通过，没有问题\n")
    assert run("checklists", "lint", content / "facts", content / "roles.yaml").exit_code == 0


def test_lint_names_file_line_and_key_and_leaves_with_2(content: Path) -> None:
    path = content / KEY / "1.0.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("from: 0}", "from: 5}"), encoding="utf-8")
    result = run("checklists", "lint", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{path}:9:form.duty.bands: 最低一档应从 0 起\n"
    english = run("checklists", "lint", path, "--locale", "en").stderr
    assert english == f"{path}:9:form.duty.bands: the lowest band must start at 0\n"


def test_lint_of_a_missing_path() -> None:
    result = run("checklists", "lint", "/nowhere/x.yaml")
    assert (result.exit_code, result.stderr) == (2, "/nowhere/x.yaml: 文件不存在\n")


def test_coverage_goes_clause_by_clause() -> None:
    found = json.loads(run("checklists", "coverage", "demo-2020", "--format", "json").stdout)
    assert (found["covered"], found["total"]) == ("2", "3")
    assert [clause["state"] for clause in found["clauses"]] == ["covered", "covered", "not-assessed"]
    assert found["clauses"][1]["items"] == [{"checklist": KEY, "item": "overseas-cover", "title": "海外侵权责任险"}]
    assert found["clauses"][2]["not_assessed"] == [{"checklist": KEY, "reason": "只约束政府部门。"}]
    text = run("checklists", "coverage", "demo-2020", "--locale", "en").stdout
    assert "Point 3 Organisation — not assessed" in text
    assert "demo-2020/enterprise: It binds authorities only." in text


def test_coverage_of_everything_is_a_line_a_measure_and_fails_on_silence(content: Path) -> None:
    lines = run("checklists", "coverage").stdout.splitlines()
    assert lines[0] == "demo-2020：已评价 2/3，未评价 1"
    form = content / KEY / "1.0.0.yaml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text[: text.index("not_assessed:")], encoding="utf-8")
    silent = run("checklists", "coverage")
    assert silent.exit_code == 1
    assert silent.stdout.splitlines()[:2] == ["demo-2020：已评价 2/3，未评价 0", "  第三条 组织保障 — 既未评价也未说明"]


def test_coverage_of_an_unknown_measure() -> None:
    result = run("checklists", "coverage", "nowhere")
    assert (result.exit_code, "demo-2020" in result.stderr) == (2, True)


def test_publish_once(content: Path) -> None:
    result = run("checklists", "publish", KEY, "1.0.0")
    assert result.exit_code == 0
    assert (content / KEY / "1.0.0.json").is_file()
    again = run("checklists", "publish", KEY, "1.0.0")
    assert (again.exit_code, "已发布" in again.stderr) == (2, True)
    assert run("checklists", "publish", KEY, "7.0.0").exit_code == 2


def test_schema_is_written_and_compared(content: Path) -> None:
    assert run("checklists", "schema", "--check").exit_code == 2
    assert run("checklists", "schema").exit_code == 0
    assert run("checklists", "schema", "--check").exit_code == 0
    (content / "schema" / "roles.schema.json").unlink()
    assert run("checklists", "lint").exit_code == 2


def test_a_bad_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESS_REPORT_WORKERS", "many")
    result = run("checklists", "list")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "ASSESS_REPORT_WORKERS" in result.stderr


def test_the_installed_command_runs() -> None:
    command = [str(Path(sys.executable).parent / "assess"), "checklists", "list"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "demo-2020/enterprise" in result.stdout


def test_the_crosswalk_shows_who_reads_a_fact_and_refuses_an_unknown_theme() -> None:
    text = run("checklists", "crosswalk", "--audience", "enterprise").stdout
    assert (
        "credit.serious-list  企业现在是否列入严重违法失信名单?\n  示范 2020：enterprise [serious-list]（合规）\n"
        in text
    )
    found = json.loads(run("checklists", "crosswalk", "--theme", "credit", "--format", "json").stdout)
    assert [fact["fact"] for fact in found["facts"]] == ["credit.serious-list", "credit.procedure", "credit.trainings"]
    assert found["facts"][0]["measures"]["demo-2020"][0]["clauses"] == ["demo-2020/1"]
    refused = run("checklists", "crosswalk", "--theme", "none")
    assert (refused.exit_code, refused.stderr) == (2, "themes.yaml: 主题 none 不存在（见 themes.yaml）\n")
