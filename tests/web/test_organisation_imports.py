"""Importing organisations on the pages: the way from the template to the tree and back, and what is refused."""

import io
import zipfile
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from assess.accounts.import_models import ImportState, OrganisationImport
from assess.accounts.models import Organisation
from assess.db import Database
from assess.exchange import reading
from tests.factories.accounts import credit_code
from tests.factories.organisations import as_csv, as_workbook, entry
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.markup import faults
from tests.web.test_organisations import MISSING, Tree, _plain, enter, tree

__all__ = ["tree"]


@pytest.fixture
def administrator(browsers: Browsers, tree: Tree) -> Browser:
    return enter(browsers, tree, "administrator")


def upload(browser: Browser, content: bytes, name: str = "单位.csv", **fields: str) -> httpx.Response:
    files: Any = {"file": (name, content, "application/octet-stream")}
    sent = {"csrf_token": browser.token, **fields}
    return browser.send("POST", "/organisations/import", data=sent, files=files, headers={"accept": "text/html"})


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_a_table_is_shown_applied_and_taken_back(administrator: Browser, database: Database) -> None:
    page = administrator.get("/organisations/import")
    assert faults(page.text) == []
    assert "最多 10,000 行、5 MB" in page.text
    rows = [
        entry("<i>新企业</i>", credit_code(), lead_name="王"),
        entry("=1+1", "12"),
        {"name": "兰山区", "kind": "区县", "region": "371300"},
    ]
    before = count(database)
    answer = upload(administrator, as_csv(*rows).getvalue(), below="兰山区")
    address = answer.headers["location"]
    page = administrator.get(address)
    assert faults(page.text) == []
    for words in ("没有任何改动", "统一社会信用代码不正确", "导入到：兰山区", "新增 1，变化 0"):
        assert words in page.text
    assert count(database) == before
    new = administrator.get(f"{address}?show=new").text
    assert "&lt;i&gt;新企业&lt;/i&gt;" in new
    assert administrator.post(f"{address}/apply").headers["location"] == address
    assert administrator.post(f"{address}/apply").headers["location"] == address
    assert count(database) == before + 1
    done = administrator.get(address)
    assert faults(done.text) == []
    assert "打印负责人邀请函（1 份）" in done.text
    assert administrator.post(f"{address}/discard").headers["location"] == f"{address}?refused=not-ready"
    administrator.post(f"{address}/undo")
    undone = administrator.get(address)
    assert faults(undone.text) == []
    assert "删除 1 个单位，恢复 0 个单位，保留 0 个" in undone.text
    assert count(database) == before


def test_changes_are_shown_before_and_after(administrator: Browser, database: Database, tree: Tree) -> None:
    administrator.get("/organisations/import")
    with database.read() as session:
        code = session.get_one(Organisation, tree.firm).credit_code
    content = as_workbook(entry("改名", code, size="小型", parent="临沂市知识产权局")).getvalue()
    address = upload(administrator, content, "单位.xlsx").headers["location"]
    page = administrator.get(address)
    assert "单位名称：<del>&lt;b&gt;兰山&lt;/b&gt;机械有限公司</del> → <ins>改名</ins>" in page.text
    assert "上级单位：<del>兰山区</del> → <ins>临沂市知识产权局</ins>" in page.text
    assert "规模：<del>空</del> → <ins>小型</ins>" in page.text
    with database.write() as session:
        session.get_one(Organisation, tree.firm).name = "别人改的"
        session.commit()
    refused = administrator.post(f"{address}/apply")
    assert refused.headers["location"] == f"{address}?refused=changed-meanwhile"
    assert all(
        words in administrator.get(refused.headers["location"]).text
        for words in ("已经重新比对", "<del>别人改的</del>")
    )
    assert administrator.post(f"{address}/apply").headers["location"] == address
    assert "改名" in administrator.get(f"/organisations/{tree.firm}").text


def test_what_is_to_be_mended_comes_as_a_workbook_of_texts(administrator: Browser) -> None:
    administrator.get("/organisations/import")
    rows = [entry("=HYPERLINK(1)", "12"), entry("+1", "9137130000000000"), entry("_x000D_", "1")]
    address = upload(administrator, as_csv(*rows).getvalue()).headers["location"]
    file = administrator.get(f"{address}/rows.xlsx?show=conflict")
    assert file.headers["content-disposition"].endswith('.xlsx"')
    (sheet, _lists) = reading.read(file.content)
    assert [sheet.text(1, column) for column in (1, 2, 11)] == ["单位名称", "统一社会信用代码", "问题说明"]
    assert [sheet.text(row, 1) for row in (2, 3, 4)] == ["=HYPERLINK(1)", "+1", "_x000D_"]
    assert sheet.text(3, 2) == "9137130000000000"
    assert b"<f>" not in b"".join(_parts(file.content))
    assert sheet.text(2, 11) == "统一社会信用代码不正确，请核对 18 位代码（含最后一位校验码）。"
    assert upload(administrator, file.content, "改.xlsx").status_code == 303


def _parts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if "worksheets" in name]


def test_the_template_comes_back_as_a_conflict_of_its_example(administrator: Browser) -> None:
    file = administrator.get("/organisations/import/template.xlsx")
    assert file.status_code == 200
    sheets = reading.read(file.content)
    assert [sheet.name for sheet in sheets][:2] == ["单位", "填写说明"]
    assert sheets[0].text(2, 1) == "单位名称"
    assert b"dataValidation" in b"".join(_parts(file.content))
    administrator.get("/organisations/import")
    address = upload(administrator, file.content, "模板.xlsx").headers["location"]
    page = administrator.get(address).text
    assert "确认导入" not in page
    assert "示例机械制造有限公司" in page
    english = administrator.get("/organisations/import/template.xlsx?lang=en")
    assert reading.read(english.content)[0].text(2, 1) == "单位名称"


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row>" * 20_000_000)
    return target.getvalue()


def entities() -> bytes:
    source, target = zipfile.ZipFile(as_workbook(entry("甲", credit_code()))), io.BytesIO()
    with source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
            archive.writestr(name, data)
    return target.getvalue()


def test_what_cannot_be_read_is_said_at_the_field(administrator: Browser, database: Database, tree: Tree) -> None:
    administrator.get("/organisations/import")
    many = "单位名称,类型\n" + "甲,企业\n" * 20_001
    cases = {
        b"": "CSV",
        b"a,b\n1,2\n": "表头",
        "单位名称,类型\n".encode(): "没有填写任何单位",
        b"PK\x03\x04 no": "",
        b"\x00\x01\x02": "CSV",
        bomb(): "MB",
        entities(): "",
        many.encode(): "10,000 行",
    }
    for content, words in cases.items():
        answer = upload(administrator, content, "x.xlsx")
        assert answer.status_code == 422, content[:20]
        assert words in complaints(answer)["file"]
    refused = administrator.post("/organisations/import", {})
    assert "file" in complaints(refused)
    assert faults(refused.text) == []
    outside = upload(administrator, as_csv(entry("甲", credit_code())).getvalue(), below=str(tree.elsewhere))
    assert "below" in complaints(outside)
    assert upload(administrator, b"x" * (6 * 1024 * 1024)).status_code == 413
    with database.read() as session:
        assert session.scalars(select(OrganisationImport)).all() == []


@pytest.mark.parametrize("who", ["lead", "respondent", "reviewer", "foreign"])
def test_to_everybody_else_there_is_nothing(
    browsers: Browsers, administrator: Browser, database: Database, tree: Tree, who: str
) -> None:
    administrator.get("/organisations/import")
    address = upload(administrator, as_csv(entry("甲", credit_code())).getvalue()).headers["location"]
    one = enter(browsers, tree, who)
    for path in ("", "/rows.xlsx"):
        own, missing = one.get(f"{address}{path}"), one.get(f"/organisations/imports/{MISSING}{path}")
        assert own.status_code == missing.status_code == 404
        assert _plain(own.text) == _plain(missing.text)
    for step in ("apply", "discard", "undo"):
        assert one.post(f"{address}/{step}").status_code == 404
    if who == "foreign":
        assert "单位.csv" not in one.get("/organisations/import").text
        below = upload(one, as_csv(entry("乙", credit_code())).getvalue(), below="临沂市知识产权局")
        assert below.status_code == 422
    else:
        assert one.get("/organisations/import").status_code == 404
        assert one.get("/organisations/import/template.xlsx").status_code == 404
        assert upload(one, as_csv(entry("乙", credit_code())).getvalue()).status_code == 404
    with database.read() as session:
        assert [found.state for found in session.scalars(select(OrganisationImport))] == [ImportState.READY]
