"""`assess organisations`: the tree listed and tables imported, in the name of an administrator."""

from pathlib import Path

import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Organisation, OrganisationKind
from assess.db import Database
from tests.cli.running import run
from tests.factories.accounts import credit_code, make_account, make_organisation
from tests.factories.organisations import as_csv, entry


@pytest.fixture
def login(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    with database.write() as session:
        city = make_organisation(session, name="临沂市知识产权局", kind=OrganisationKind.AUTHORITY)
        make_organisation(session, name="已有企业", parent=city)
        found = make_account(session, city, Role.ADMINISTRATOR).login
        session.commit()
    return found


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Organisation.name).order_by(Organisation.name)))


def test_a_table_is_compared_then_imported(login: str, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "单位.csv"
    path.write_bytes(as_csv(entry("新企业", credit_code()), entry("坏的", "1")).getvalue())
    before = names(database)
    shown = run("organisations", "import", path, "--as", login)
    assert shown.exit_code == 0
    assert "第 3 行：统一社会信用代码：统一社会信用代码不正确" in shown.stdout
    assert "新增 1，有变化 0，没有变化 0，有问题 1。" in shown.stdout
    assert "--apply" in shown.stderr
    assert names(database) == before
    done = run(
        "organisations", "import", path, "--as", login, "--below", "临沂市知识产权局", "--apply", "--locale", "en"
    )
    assert (done.exit_code, "1 new, 0 changed" in done.stdout) == (0, True)
    assert sorted(names(database)) == sorted([*before, "新企业"])


def test_what_an_administrator_reaches_is_listed(login: str) -> None:
    shown = run("organisations", "list", "--as", login, "--search", "已有")
    assert shown.exit_code == 0
    (line,) = shown.stdout.splitlines()
    assert line.split("\t")[1:] == ["enterprise", "371302", "已有企业", "临沂市知识产权局"]


def test_who_is_nobody_and_what_is_no_table_is_refused(login: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    nobody = run("organisations", "list", "--as", "nobody")
    assert (nobody.exit_code, "没有可以登录的账号“nobody”" in nobody.stderr) == (2, True)
    wrong = run("organisations", "import", path, "--as", login)
    assert (wrong.exit_code, "没有找到表头" in wrong.stderr) == (2, True)
    beyond = run("organisations", "import", path, "--as", login, "--below", "外市")
    assert beyond.exit_code == 2
