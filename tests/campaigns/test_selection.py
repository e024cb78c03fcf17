"""Choosing participants: by what they are, or by a list; nobody outside the organiser's reach is ever found."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.models import OrganisationKind, Size
from assess.campaigns import participants, selection
from assess.campaigns.models import CampaignRecord, Participant
from assess.campaigns.selection import Wanted
from assess.errors import ForbiddenError, InvalidError
from tests.factories.accounts import credit_code, make_organisation
from tests.factories.campaigns import Bureau, make_bureau, make_campaign


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("91371302MADEM0101G\n\n  91371311madem0202a ", ("91371302MADEM0101G", "91371311MADEM0202A")),
        ("91371302MADEM0101G，91371311MADEM0202A;x", ("91371302MADEM0101G", "91371311MADEM0202A")),
        ("1\t示范商贸\t91371302MADEM0101G", ("91371302MADEM0101G",)),
        ("统一社会信用代码\n91371302MADEM0101G", ("91371302MADEM0101G",)),
        ("企业名称\t统一社会信用代码\n甲\t91371302MADEM0101G", ("91371302MADEM0101G",)),
        ("示范商贸有限公司,\n示范机械厂", ("示范商贸有限公司", "示范机械厂")),
        ("某单位\n示范机械厂", ("某单位", "示范机械厂")),
        ("91-371302-MADEM0101G", ("91371302MADEM0101G",)),
    ],
)
def test_a_pasted_list_is_read_line_by_line(text: str, expected: tuple[str, ...]) -> None:
    assert selection.entries(text) == expected


def test_a_list_nobody_looks_through_is_refused() -> None:
    with pytest.raises(InvalidError, match="list-too-long"):
        selection.entries("x\n" * (selection.MOST_LINES + 1))


def test_a_list_is_told_apart(session: Session, bureau: Bureau, now: datetime) -> None:
    first, second = bureau.enterprises
    far = make_organisation(session, name="外地企业")
    closed = make_organisation(session, name="已注销企业", parent=bureau.district)
    closed.closed_at = now
    for _ in range(2):
        make_organisation(session, name="同名企业", parent=bureau.district)
    made = make_campaign(session, bureau, second, opened=False)
    wanted = (
        first.credit_code,
        first.name,
        second.name,
        "兰山区",
        "同名企业",
        far.credit_code,
        "已注销企业",
        "查无此人",
        "查无此人",
    )
    found = selection.resolve(session, made, [str(entry) for entry in wanted])
    assert [one.id for one in found.matched] == [first.id]
    assert [one.id for one in found.already] == [second.id]
    assert [one.name for one in found.wrong_kind] == ["兰山区"]
    assert found.unknown == (far.credit_code, "已注销企业", "查无此人")
    assert found.several == ("同名企业",)
    assert found.repeated == 2


def test_the_operator_reaches_everybody(session: Session, bureau: Bureau) -> None:
    far = make_organisation(session, name="外地企业")
    bureau.body.operator = True
    made = make_campaign(session, bureau, opened=False)
    assert [one.id for one in selection.resolve(session, made, ["外地企业"]).matched] == [far.id]
    assert selection.count(session, made, Wanted()) == 3


def test_a_filter_narrows(session: Session, bureau: Bureau) -> None:
    first, second = bureau.enterprises
    first.size, first.roles, first.industry, first.region = Size.SMALL, ["exporter", "key-goods"], "C", "371311"
    second.size, second.roles, second.name = Size.LARGE, ["exporter-x"], "百分号100%公司"
    street = make_organisation(session, name="街道", kind=OrganisationKind.DISTRICT, parent=bureau.district)
    below = make_organisation(session, name="街道企业", region="370100", parent=street)
    session.flush()
    made = make_campaign(session, bureau, opened=False)

    def names(**wanted: object) -> list[str]:
        given = Wanted(**wanted)  # type: ignore[arg-type]  # as the test names them
        assert Wanted.from_json(given.to_json()) == given
        found = selection.sample(session, made, given, 10)
        assert selection.count(session, made, given) == len(found) == len(selection.ids(session, made, given))
        return sorted(one.name for one in found)

    everybody = sorted([first.name, second.name, below.name])
    assert names() == everybody
    assert names(below=bureau.district.id) == everybody
    assert names(below=street.id) == [below.name]
    assert names(region="371300") == sorted([first.name, second.name])
    assert names(region="371311") == [first.name]
    assert names(sizes=(Size.SMALL, Size.LARGE)) == sorted([first.name, second.name])
    assert names(roles=("exporter",)) == [first.name]
    assert names(roles=("exporter", "exporter-x")) == sorted([first.name, second.name])
    assert names(industries=("C", "D")) == [first.name]
    assert names(name="100%") == [second.name]
    assert names(name="%") == [second.name]
    assert names(sizes=(Size.SMALL,), region="370100") == []
    assert Wanted(region="371300").to_json() == {"region": "371300"}


def test_fifty_organisations_come_in_by_their_codes(session: Session, now: datetime) -> None:
    bureau = make_bureau(session, enterprises=50)
    made = make_campaign(session, bureau, opened=False)
    text = "企业名称,统一社会信用代码\n" + "\n".join(f"{one.name},{one.credit_code}" for one in bureau.enterprises)
    listed = selection.entries(f"{text}\n某某公司,{credit_code(977)}")
    assert len(listed) == 51
    count = participants.add_listed(session, actor=bureau.actor, campaign_id=made.id, entries=listed, now=now)
    assert count == 50
    assert len(session.scalars(select(Participant)).all()) == 50
    with pytest.raises(InvalidError, match="nobody-to-add"):
        participants.add_listed(session, actor=bureau.actor, campaign_id=made.id, entries=listed, now=now)


def test_who_was_taken_out_can_come_back(session: Session, bureau: Bureau, now: datetime) -> None:
    first, second = bureau.enterprises
    made = make_campaign(session, bureau, first)
    step: dict[str, Any] = {"actor": bureau.actor, "campaign_id": made.id, "now": now}
    with pytest.raises(InvalidError) as refused:
        participants.remove(session, **step, organisation_id=first.id, reason=" ")
    assert refused.value.field == "reason"
    participants.remove(session, **step, organisation_id=first.id, reason="已注销")
    with pytest.raises(InvalidError) as refused:
        participants.add_matching(session, **step, wanted=Wanted(region="371300"))
    assert refused.value.field == "reason"
    assert participants.add_matching(session, **step, wanted=Wanted(region="371300"), reason="补充") == 2
    assert made.selection == {"region": "371300"}
    assert {row.organisation_id: row.removed_at for row in session.scalars(select(Participant))} == {
        first.id: None,
        second.id: None,
    }
    last = session.scalars(select(CampaignRecord).order_by(CampaignRecord.number.desc()).limit(1)).one()
    assert (last.detail["count"], sorted(last.detail["organisations"])) == (2, sorted([str(first.id), str(second.id)]))
    made.closes_at = now
    with pytest.raises(ForbiddenError, match="not-now"):
        participants.add_matching(session, **step, wanted=Wanted(), reason="再补")
