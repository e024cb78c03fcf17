"""`assess checklists new`: a skeleton that lints, covers every clause, and overwrites nothing."""

from pathlib import Path

import pytest

from assess.checklists.coverage import coverage
from assess.checklists.loader import SHIPPED, check, load_measure, resolve_path
from assess.checklists.skeleton import skeleton
from assess.checklists.yamlout import dump
from tests.cli.running import run

MEASURES = sorted(path.stem for path in (SHIPPED / "measures").glob("*.yaml"))


def test_a_skeleton_lints_and_says_what_to_do_next(tmp_path: Path, installed: Path) -> None:
    result = run("checklists", "new", "demo-2020", "district", "--out", tmp_path)
    target = tmp_path / "demo-2020" / "district" / "1.0.0.yaml"
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"assess checklists preview {target}" in result.stdout
    assert check(target, installed) == []
    assert check(tmp_path / "facts" / "draft-demo-2020-district.yaml", installed) == []
    published = resolve_path(target, installed)
    assert published.key == "demo-2020/district"
    assert published.checklist.title.zh == "区县/市级单位自评表（示范 2020）"
    assert [item.key for item in published.checklist.form.items()] == ["clause-1", "clause-2", "clause-3"]
    assert all(item.purpose == "readiness" for item in published.checklist.form.items())


@pytest.mark.parametrize("audience", ["enterprise", "district"])
@pytest.mark.parametrize("name", MEASURES)
def test_every_shipped_measure_gets_one_that_lints(tmp_path: Path, name: str, audience: str) -> None:
    made = skeleton(load_measure(SHIPPED, name), audience, "1.0.0")  # type: ignore[arg-type]  # the two audiences
    target = tmp_path / name / audience / "1.0.0.yaml"
    facts = tmp_path / "facts" / f"{made.theme}.yaml"
    for path, file in ((facts, made.facts), (target, made.checklist)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(file.data, head=file.head, comments=file.comments), encoding="utf-8")
    assert check(target) == []
    covered = coverage(resolve_path(target))
    assert all(bool(one.items) != bool(one.reason) for one in covered)
    assert sum(len(one.items) for one in covered) == len([one for one in covered if one.items])


def test_what_frames_the_whole_is_listed_as_not_assessed_and_quantities_stand_beside_their_item() -> None:
    made = skeleton(load_measure(SHIPPED, "xuhui-2023"), "district", "1.0.0")
    silent = made.checklist.data["not_assessed"]
    assert isinstance(silent, list)
    assert [str(one["clause"]) for one in silent if isinstance(one, dict)][:2] == [
        "xuhui-2023/guidance",
        "xuhui-2023/goals",
    ]
    text = dump(made.checklist.data, head=made.checklist.head, comments=made.checklist.comments)
    assert "# 部门 departments: " in text


def test_a_second_one_gets_the_next_version_and_nothing_is_overwritten(tmp_path: Path, installed: Path) -> None:
    refused = run("checklists", "new", "demo-2020", "enterprise", "--locale", "en")
    assert refused.exit_code == 0
    assert (installed / "demo-2020" / "enterprise" / "1.1.0.yaml").is_file()
    refused = run("checklists", "new", "demo-2020", "enterprise", "--locale", "en")
    assert (refused.exit_code, "is not overwritten" in refused.stderr) == (2, True)
    assert not (installed / "demo-2020" / "enterprise" / "1.2.0.yaml").exists()
    refused = run("checklists", "new", "nowhere-1999", "enterprise", "--out", tmp_path)
    assert (refused.exit_code, "没有措施文件 nowhere-1999；现有：demo-2020" in refused.stderr) == (2, True)
