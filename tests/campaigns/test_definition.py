"""The table of a campaign's steps, cell by cell, and what its description must be like."""

import dataclasses
import itertools
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.campaigns import definition, times
from assess.campaigns.definition import CampaignEvent, CampaignFields, CampaignStatus, Phase
from assess.clock import to_local
from assess.errors import InvalidError

ALLOWED = {
    Phase.DRAFT: {"edited": "draft", "participants-added": "draft", "participants-removed": "draft", "opened": "open"},
    Phase.UPCOMING: {
        "edited": "open",
        "participants-added": "open",
        "participants-removed": "open",
        "extended": "open",
    },
    Phase.OPEN: {
        "edited": "open",
        "participants-added": "open",
        "participants-removed": "open",
        "extended": "open",
        "reminded": "open",
        "closed": "closed",
    },
    Phase.CLOSED: {
        "edited": "closed",
        "participants-removed": "closed",
        "extended": "closed",
        "reopened": "open",
        "published": "published",
    },
    Phase.PUBLISHED: {"published": "published"},
}
ONE = uuid.UUID(int=1)
TODAY = date(2026, 11, 22)
FIELDS = CampaignFields(
    name="批次",
    checklist_version_id=ONE,
    organiser_id=ONE,
    reviewing_body_id=ONE,
    opens_on=TODAY,
    closes_on=date(2026, 11, 30),
)


@pytest.mark.parametrize(("where", "event"), list(itertools.product(Phase, CampaignEvent)))
def test_every_cell_of_the_table(where: Phase, event: CampaignEvent) -> None:
    expected = ALLOWED[where].get(event.value)
    found = definition.after(where, event)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize("where", Phase)
def test_a_deadline_of_everybody_moves_only_while_it_is_ahead(where: Phase) -> None:
    assert definition.may_extend_all(where) == (where in {Phase.UPCOMING, Phase.OPEN})


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda gone: NEW_YEAR + gone)


@given(INSTANTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=90)), INSTANTS)
def test_the_clock_opens_and_closes_what_is_open(opens: datetime, lasts: timedelta, now: datetime) -> None:
    closes = opens + lasts
    found = definition.phase(CampaignStatus.OPEN, opens, closes, now)
    assert (found is Phase.OPEN) == (opens <= now < closes)
    assert (found is Phase.UPCOMING) == (now < opens)
    assert (found is Phase.CLOSED) == (now >= closes)
    for status in (CampaignStatus.DRAFT, CampaignStatus.CLOSED, CampaignStatus.PUBLISHED):
        assert definition.phase(status, opens, closes, now).value == status.value


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_begins_at_midnight_in_shanghai_and_ends_with_it(day: date) -> None:
    begins, ends = times.begin_of(day), times.end_of(day)
    assert (to_local(begins).date(), to_local(begins).hour) == (day, 0)
    assert ends - begins == timedelta(days=1)
    assert times.last_day(ends) == day
    assert times.days_left(ends, begins) == times.days_left(ends, ends - timedelta(microseconds=1)) == 0
    assert times.days_left(ends, ends) == -1
    assert times.days_left(ends, begins - timedelta(days=7)) == 7


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "字" * 201}, "name"),
        ({"name": "一\x07二"}, "name"),
        ({"message": "字" * 2001}, "message"),
        ({"closes_on": date(2026, 11, 21)}, "closes_on"),
        ({"opens_on": date(2026, 11, 1), "closes_on": date(2026, 11, 21)}, "closes_on"),
        ({"review_by": date(2026, 11, 29)}, "review_by"),
        ({"levels": 3}, "levels"),
        ({"mend_days": 0}, "mend_days"),
        ({"mend_days": 91}, "mend_days"),
        ({"appeal_days": -1}, "appeal_days"),
        ({"reminder_days": (0,)}, "reminder_days"),
        ({"reminder_days": (91,)}, "reminder_days"),
        ({"reminder_days": (1, 2, 3, 4, 5, 6)}, "reminder_days"),
    ],
)
def test_what_cannot_be_taken_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        definition.checked(dataclasses.replace(FIELDS, **change), TODAY)  # type: ignore[arg-type]  # as the table names them
    assert refused.value.field == field


def test_a_description_is_kept_tidy() -> None:
    other = uuid.UUID(int=2)
    untidy = dataclasses.replace(
        FIELDS,
        name="  2026 年 \n 批次 ",
        message=" 请按时 \n\n填报 ",
        reminder_days=(1, 7, 7, 3),
        second_body_id=other,
        closes_on=TODAY,
        review_by=TODAY,
        appeal_days=0,
    )
    kept = definition.checked(untidy, TODAY)
    assert (kept.name, kept.message, kept.reminder_days) == ("2026 年 批次", "请按时\n\n填报", (7, 3, 1))
    assert kept.second_body_id is None
    two = dataclasses.replace(untidy, levels=2)
    assert definition.checked(two, TODAY).second_body_id == other
    assert definition.checked(dataclasses.replace(two, second_body_id=ONE), TODAY).second_body_id is None
    assert definition.changed(kept, definition.checked(two, TODAY)) == ("second_body_id", "levels")


@pytest.mark.parametrize("event", CampaignEvent)
def test_a_reason_is_asked_for_once_the_campaign_is_open(event: CampaignEvent) -> None:
    needed = event.value in {"participants-added", "participants-removed", "extended", "closed", "reopened"}
    assert definition.reason("", event, Phase.DRAFT) == ""
    if needed:
        with pytest.raises(InvalidError):
            definition.reason(" ", event, Phase.OPEN)
    else:
        assert definition.reason("", event, Phase.OPEN) == ""
    assert definition.reason(" 台风 ", event, Phase.OPEN) == "台风"
