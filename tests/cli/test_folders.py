"""Work in a content folder of one's own: the commands find it, and look up in the installed set what it lacks."""

import json
import re
from pathlib import Path

import pytest

from assess.checklists.loader import SHIPPED
from tests.checklists.test_authoring import FILES
from tests.cli.running import run

KEY = "example-2030/enterprise"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the files of docs/authoring.md, beside the installed set."""
    folder = tmp_path / "own"
    for name, text in FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ASSESS_CHECKLISTS_PATH", str(SHIPPED))
    return folder


@pytest.mark.usefixtures("own")
def test_names_of_ones_own_come_first_and_installed_ones_stay() -> None:
    listed = [one["measure"] for one in json.loads(run("measures", "list", "--format", "json").stdout)]
    assert listed[0] == "example-2030"
    assert "linyi-2021" in listed
    kept = json.loads(run("checklists", "list", "--format", "json").stdout)
    assert [(one["checklist"], one["state"]) for one in kept][:1] == [(KEY, "draft")]
    assert "linyi-2021/enterprise" in {one["checklist"] for one in kept}
    assert run("checklists", "show", "linyi-2021/enterprise").exit_code == 0


@pytest.mark.usefixtures("own")
def test_the_commands_work_by_name() -> None:
    covered = json.loads(run("checklists", "coverage", "example-2030", "--format", "json").stdout)
    assert (covered["total"], covered["covered"]) == ("2", "1")
    scored = run("score", KEY, "--answers", "answers.yaml", "--as-of", "2030-06-01", "--format", "json")
    assert json.loads(scored.stdout)["score"]["final"] == "50.0"
    crossed = json.loads(run("checklists", "crosswalk", "--format", "json").stdout)
    assert {"example-2030", "linyi-2021"} <= set(crossed["measures"])
    assert run("checklists", "lint").stdout == "检查通过，没有问题\n"


def test_the_commands_work_from_below_the_folder(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own / "measures")
    assert run("checklists", "coverage", "example-2030").exit_code == 0


def test_a_draft_is_published_in_its_folder_with_questions_of_the_installed_set(own: Path) -> None:
    draft = own / KEY / "1.0.0.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("example.records", "goods.purchase-records"))
    (own / "facts" / "example.yaml").unlink()
    result = run("checklists", "publish", KEY, "1.0.0")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (own / KEY / "1.0.0.json").is_file()
    assert f"{KEY}/1.0.0.json" in (own / "published.lock").read_text(encoding="utf-8")
    assert json.loads(run("checklists", "list", "--format", "json").stdout)[0]["state"] == "published"


@pytest.mark.usefixtures("own")
def test_an_unknown_name_is_refused_with_those_of_both() -> None:
    refused = run("score", "example-2031/enterprise", "--answers", "answers.yaml")
    assert refused.exit_code == 2
    assert "example-2030/enterprise 1.0.0" in refused.stderr
    assert "linyi-2021/enterprise 1.0.0" in refused.stderr


def test_a_fault_in_a_file_that_others_refer_to_is_named_once(own: Path) -> None:
    facts = own / "facts" / "example.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("type: yes-no", "typ: yes-no"), encoding="utf-8")
    lines = run("checklists", "lint").stderr.splitlines()
    assert len(lines) == len({line.partition(": ")[2] for line in lines})
    assert all(line.startswith("facts/example.yaml:") for line in lines)


def test_a_comma_without_quotes_is_named_as_what_it_is(own: Path) -> None:
    facts = own / "facts" / "example.yaml"
    text = facts.read_text(encoding="utf-8").replace("en: Source of goods", "en: Source, kept")
    facts.write_text(text, encoding="utf-8")
    refused = run("checklists", "lint", "facts/example.yaml", "--locale", "en")
    assert refused.stderr == (
        "facts/example.yaml:2:title.kept: a comma cut the wording, and “kept” became a key; "
        'put the whole wording in quotes: en: "…, kept"\n'
    )


@pytest.mark.usefixtures("own")
def test_questions_are_found_by_their_words() -> None:
    assert run("checklists", "facts", "全部", "进货凭证").stdout == (
        "example.records  yes-no [yes, no, partial]  是否保留全部进货凭证？\n"
    )
    found = json.loads(run("checklists", "facts", "RECORD", "purchase", "--format", "json").stdout)
    assert {"example.records", "goods.purchase-records"} <= {one["fact"] for one in found}
    table = run("checklists", "facts", "insurance.policies").stdout
    assert table.startswith("insurance.policies  table [product, ")
    assert "换一个词" in run("checklists", "facts", "没有这个词").stdout


def test_a_skeleton_of_a_measure_makes_its_folder(own: Path) -> None:
    (own / "text.txt").write_text(
        "示例办法\n\n一、培训。企业每年至少开展2次培训。\n\n二、投诉。主办方在接到投诉后24小时内处理。\n\n三、保险。补贴最高10万元。\n",
        encoding="utf-8",
    )
    made = run("measures", "draft", "text.txt", "--region", "110000", "--out", "new/measures/text.yaml")
    assert made.exit_code == 0
    drafted = (own / "new" / "measures" / "text.yaml").read_text(encoding="utf-8")
    read = re.findall(r'value: "(\d+)"\n +operator: (\w+)', drafted)
    assert read == [("2", "at_least"), ("24", "at_most"), ("10", "at_most")]
