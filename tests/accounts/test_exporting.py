"""A person's copy: everything that points at them, readable and complete, and nothing secret in it."""

import io
import json
import zipfile
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import letters
from assess.accounts.credentials import ApiToken
from assess.accounts.models import Account
from assess.audit import log as audit
from assess.audit.chain import Subject
from assess.errors import NotFoundError
from assess.overview.privacy import document, exporting
from assess.overview.privacy.holdings import HOLDINGS
from assess.values.text import Locale
from assess.wording.personal_words import PERSONAL_WORDS
from tests.factories.accounts import make_account
from tests.factories.reviews import Scene


def copy_of(session: Session, account: Account, now: datetime, locale: Locale = "zh") -> dict[str, str]:
    """Give the files of somebody's copy."""
    target = io.BytesIO()
    document.write(target, exporting.sections(session, account_id=account.id), locale=locale, now=now)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    """Give a decided form."""
    made = Scene(session, now)
    made.decided()
    return made


def test_a_respondent_gets_what_they_wrote(session: Session, scene: Scene, now: datetime) -> None:
    lead = session.get_one(Account, scene.lead.account_id)
    letters.enqueue(session, name="welcome", account_id=lead.id, params={}, now=now)
    about = Subject("account", str(lead.id))
    audit.append(session, stream="general", actor=None, action="account.reset-link-made", subject=about, now=now)
    files = copy_of(session, lead, now)
    answers = json.loads(files["answers.json"])
    assert {row["fact"] for row in answers} >= {"credit.serious-list", "insurance.policies"}
    (signed,) = json.loads(files["submissions.json"])
    assert (signed["declared_name"], signed["assessment_id"]) == ("李明", str(scene.id))
    assert [row["letter"] for row in json.loads(files["letters.json"])] == ["welcome"]
    (told,) = json.loads(files["events-about.json"])
    assert told["action"] == "account.reset-link-made"
    actions = {row["action"] for row in json.loads(files["events.json"])}
    assert {"assessment.started", "assessment.submitted"} <= actions
    assert "marks.json" not in files
    page = files["index.html"]
    assert "<h2>作出的提交声明</h2>" in page
    assert "临沂示范科技有限公司" in page
    assert "复核得分和意见" in page.partition("没有内容的部分")[2]


def test_a_reviewer_gets_what_they_did(session: Session, scene: Scene, now: datetime) -> None:
    reviewer = session.get_one(Account, scene.first.account_id)
    files = copy_of(session, reviewer, now, "en")
    assert {row["item"] for row in json.loads(files["marks.json"])} == {
        "serious-list",
        "procedure",
        "overseas-cover",
    }
    assert [row["statement"] for row in json.loads(files["decisions.json"])] == ["同意。"]
    assert "answers.json" not in files
    assert "<h2>Marks and opinions</h2>" in files["index.html"]


def test_nothing_secret_and_nothing_of_others_is_handed_out(session: Session, scene: Scene, now: datetime) -> None:
    lead = session.get_one(Account, scene.lead.account_id)
    other = make_account(session, scene.organisation, Role.RESPONDENT, name="司马相如")
    lead.totp_secret = b"a-secret-of-totp"
    session.add(
        ApiToken(account_id=lead.id, name="程序", start="assess_a", token_hash=b"h" * 32, scopes=["webhooks"],
                 created_at=now, expires_at=now + timedelta(days=1))
    )  # fmt: skip
    text = "".join(copy_of(session, lead, now).values())
    for secret in (lead.password_hash, "a-secret-of-totp", "h" * 32, other.name, other.login):
        assert secret not in text
    assert "assess_a" in text


def test_texts_are_shown_as_they_are_and_do_nothing(session: Session, now: datetime) -> None:
    account = make_account(session, name="<script>alert(1)</script>")
    files = copy_of(session, account, now)
    assert "<script>" not in files["index.html"]
    assert "&lt;script&gt;" in files["index.html"]
    assert json.loads(files["account.json"])[0]["name"] == "<script>alert(1)</script>"


def test_a_long_part_is_cut_on_the_page_and_whole_in_its_file(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(session)
    monkeypatch.setattr(document, "MOST_SHOWN", 3)
    for number in range(5):
        subject = Subject("thing", f"thing-{number}")
        audit.append(session, stream="general", actor=account.id, action="test", subject=subject, now=now)
    files = copy_of(session, account, now)
    assert len(json.loads(files["events.json"])) == 5
    assert "thing-2" in files["index.html"]
    assert "thing-3" not in files["index.html"]
    assert "共 5 条。 这里列出前 3 条，全部内容在 events.json 中。" in files["index.html"]


def test_nobodys_copy_is_none(session: Session, scene: Scene) -> None:
    with pytest.raises(NotFoundError):
        next(exporting.sections(session, account_id=scene.id))


def test_every_part_and_column_has_a_name_in_both_languages() -> None:
    shown = [(held.section, held.shown) for held in HOLDINGS if held.section]
    shown += [("account", exporting.OWN), ("letters", ("letter", "status")), ("events-about", ("at", "action"))]
    for section, columns in shown:
        assert f"personal.part.{section}" in PERSONAL_WORDS
        for column in exporting._columns(columns):
            assert f"personal.column.{column}" in PERSONAL_WORDS, column
