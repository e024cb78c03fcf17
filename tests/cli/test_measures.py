"""`assess measures`: list, draft, check, attach, detach."""

import hashlib
import json
from pathlib import Path

import pytest

from assess.checklists.loader import check
from tests.checklists.drafting.invented import PLAIN
from tests.cli.running import run

TEXT = """示范市措施
一、信用。对失信主体多检查。
二、海外保险。2021年底前争取出台细则，设机构1-2个。
三、组织保障。照办。
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "Qinghe 2031.txt"
    path.write_text(PLAIN, encoding="utf-8")
    return path


@pytest.fixture
def demo(tmp_path: Path, content: Path) -> Path:
    """Give the text of the small set's measure; the measure knows it by its hash."""
    path = tmp_path / "demo.txt"
    path.write_text(TEXT, encoding="utf-8")
    measure = content / "measures" / "demo-2020.yaml"
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    said = measure.read_text(encoding="utf-8").replace("0" * 64, sha256).replace("2020-05-01", "2021-05-01")
    said = said.replace("precision: day}", "precision: year}")
    measure.write_text(said, encoding="utf-8")
    return path


def test_list_names_every_measure() -> None:
    assert run("measures", "list").stdout == "demo-2020  3 条款  示范市知识产权保护若干措施\n"
    (entry,) = json.loads(run("measures", "list", "--locale", "en", "--format", "json").stdout)
    assert (entry["measure"], entry["clauses"], entry["region"]) == ("demo-2020", "3", "371300")


def test_draft_writes_a_file_and_lists_its_doubts(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "qinghe-2031.yaml"
    result = run("measures", "draft", text, "--region", "110000", "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"已写入 {out}\n")
    assert result.stderr.splitlines()[0] == "不能确定的有 2 处："
    assert "100次" in result.stderr
    assert {problem.message for problem in check(out)} == {"lint.text-empty"}
    written = out.read_text(encoding="utf-8")
    assert f'sha256: "{hashlib.sha256(PLAIN.encode()).hexdigest()}"' in written
    assert "key: qinghe-2031\n" in written
    again = run("measures", "draft", text, "--out", out)
    assert (again.exit_code, "已经存在" in again.stderr) == (2, True)
    assert out.read_text(encoding="utf-8") == written


def test_draft_prints_where_no_file_is_named(text: Path) -> None:
    result = run("measures", "draft", text, "--key", "other", "--locale", "en")
    assert (result.exit_code, "\nkey: other\n" in result.stdout) == (0, True)
    assert result.stderr.startswith("Not sure of 2 places:\n")


@pytest.mark.parametrize(
    ("raw", "message"), [(b"\xff\xfe", "UTF-8"), (b"a" * (2 * 1024 * 1024 + 1), "超过"), (None, "不存在")]
)
def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path, raw: bytes | None, message: str) -> None:
    path = tmp_path / "text.txt"
    if raw is not None:
        path.write_bytes(raw)
    result = run("measures", "draft", path)
    assert (result.exit_code, result.stdout, message in result.stderr) == (2, "", True)


def test_check_is_content_with_what_the_text_says(demo: Path) -> None:
    result = run("measures", "check", demo, "demo-2020")
    assert result.exit_code == 1  # the small set's title and issuer are not in its text
    claims = [line for line in result.stdout.splitlines() if "文件有而文本没有" in line]
    assert len(claims) == 2
    assert claims[0].endswith(":6:issuers[1]: [文件有而文本没有] 文本里没有发文机关“示范市市场监督管理局”")


def test_check_names_file_line_and_key(demo: Path, content: Path) -> None:
    measure = content / "measures" / "demo-2020.yaml"
    said = measure.read_text(encoding="utf-8").replace("市场监督管理局", "")
    measure.write_text(said.replace("示范市,", "示范市措施,").replace('upper: "2"', 'upper: "3"'), encoding="utf-8")
    result = run("measures", "check", demo, measure, "--format", "json", "--locale", "en")
    claims = [one for one in json.loads(result.stdout) if one["kind"] == "claim"]
    assert (result.exit_code, [one["key"] for one in claims]) == (1, ["2.numbers[1].upper"])
    assert claims[0]["message"] == "the text of the clause does not have the number 3"
    assert measure.read_text(encoding="utf-8").splitlines()[claims[0]["line"] - 1].strip() == 'upper: "3"'


def test_check_ends_well_where_nothing_is_claimed(demo: Path, content: Path) -> None:
    measure = content / "measures" / "demo-2020.yaml"
    measure.write_text(measure.read_text(encoding="utf-8").replace("市场监督管理局", ""), encoding="utf-8")
    result = run("measures", "check", demo, "demo-2020", "--locale", "en")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("demo-2020: 0 claimed without the text, ")


def test_check_of_an_unknown_measure(demo: Path) -> None:
    assert run("measures", "check", demo, "nowhere").exit_code == 2
    assert run("measures", "check", demo, "nowhere.yaml").exit_code == 2


def test_attach_and_detach(demo: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    result = run("measures", "attach", "demo-2020", demo)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "已载入 demo-2020 的原文：3/3 条找到原文；SHA-256 与编制所用文本一致\n"
    demo.write_text(TEXT.partition("三、")[0], encoding="utf-8")
    other = run("measures", "attach", "demo-2020", demo, "--locale", "en")
    assert "2 of 3 clauses; SHA-256 not that of the text it was written from" in other.stdout
    assert other.stderr == "clauses whose words were not found: 3\n"
    assert run("measures", "detach", "demo-2020").stdout == "已移除 demo-2020 的原文\n"
    gone = run("measures", "detach", "demo-2020")
    assert (gone.exit_code, gone.stderr) == (2, "没有载入 demo-2020 的原文\n")


def test_attach_wants_a_migrated_database(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESS_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert run("measures", "attach", "demo-2020", demo).exit_code == 2
