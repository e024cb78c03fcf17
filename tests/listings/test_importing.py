"""An import from file to listing: compared, accepted, undone, on both databases."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from assess.access.actor import Actor
from assess.audit.models import AuditEvent
from assess.db import Database
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, TooLargeError
from assess.listings import operations, queries
from assess.listings.models import Listing, ListingTotal, Outcome, State
from assess.storage import Storage
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, credit_code, make_account, make_organisation
from tests.factories.listings import accept, bring_in, row, run, send, state_of, table

FIRST, SECOND, THIRD = (credit_code(number) for number in (901, 902, 903))


def standing(database: Database, code: str) -> list[tuple[str, date, date | None, str]]:
    with database.read() as session:
        return [(one.list, one.listed_on, one.removed_on, one.reason) for one in queries.of_code(session, code)]


def totals(database: Database) -> dict[str, tuple[int, int]]:
    with database.read() as session:
        return {one.list: (one.current, one.removed) for one in session.scalars(select(ListingTotal))}


def conflicts(database: Database, import_id: object) -> list[tuple[int, str | None, int | None]]:
    with database.read() as session:
        found = select(Listing).where(Listing.import_id == import_id, Listing.outcome == Outcome.CONFLICT)
        return [(one.number, one.problems, one.twin) for one in session.scalars(found.order_by(Listing.number))]


def test_nothing_counts_before_it_is_accepted_and_everything_at_once_afterwards(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    found = send(database, storage, administrator, table(row(FIRST), row(SECOND, list="红名单")), now=now)
    shown = state_of(database, found)
    assert (shown.state, shown.encoding, shown.columns["listed_on"]) == (State.READY, "utf-8", "列入日期")
    assert shown.counts == {"new": 2, "changed": 0, "unchanged": 0, "conflict": 0}
    assert standing(database, FIRST) == []
    accept(database, storage, administrator, found, now=now)
    assert state_of(database, found).state is State.APPLIED
    assert standing(database, FIRST) == [("serious-dishonesty", date(2026, 3, 1), None, "逾期不改正")]
    assert totals(database) == {"serious-dishonesty": (1, 0), "red": (1, 0)}


def test_every_row_is_compared_with_its_own_file_and_with_what_is_known(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    bring_in(database, storage, administrator, table(row(FIRST), row(SECOND)), now=now)
    rows = (
        row(FIRST),
        row(SECOND, removed_on="2026-09-30"),
        row(THIRD),
        row(THIRD),
        row(THIRD, reason="另一个原因"),
        row(THIRD, listed_on="2026-04-01"),
        row("91371300000000000X"),
    )
    found = send(database, storage, administrator, table(*rows), now=now)
    assert state_of(database, found).counts == {"new": 2, "changed": 1, "unchanged": 1, "conflict": 3}
    assert conflicts(database, found) == [(5, "twin", 4), (6, "twin-differs", 4), (8, "code", None)]
    with database.read() as session:
        (changed,) = queries.rows(session, found, Outcome.CHANGED)
        assert changed.before is not None
        assert (changed.before.removed_on, changed.row.removed_on) == (None, date(2026, 9, 30))
    accept(database, storage, administrator, found, now=now)
    assert standing(database, SECOND) == [("serious-dishonesty", date(2026, 3, 1), date(2026, 9, 30), "逾期不改正")]
    assert totals(database) == {"serious-dishonesty": (3, 1)}
    with database.read() as session:
        left = session.scalars(select(Listing.outcome).where(Listing.import_id == found)).all()
    assert sorted(left) == ["changed", "conflict", "conflict", "conflict", "new", "new"]


def test_the_same_file_again_brings_nothing(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    content = table(row(FIRST), row(SECOND))
    bring_in(database, storage, administrator, content, now=now)
    again = send(database, storage, administrator, content, now=now)
    assert state_of(database, again).counts == {"new": 0, "changed": 0, "unchanged": 2, "conflict": 0}
    assert send(database, storage, administrator, content, now=now) == again
    with database.write() as session, pytest.raises(ConflictError) as refused:
        operations.accept(session, actor=administrator, import_id=again, now=now)
    assert refused.value.message == "listings.nothing-to-apply"


def test_undoing_the_latest_import_brings_back_what_was_there(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    first = bring_in(database, storage, administrator, table(row(FIRST)), now=now)
    second = bring_in(
        database, storage, administrator, table(row(FIRST, removed_on="2026-06-30"), row(SECOND)), now=now
    )
    with database.write() as session, pytest.raises(ConflictError) as refused:
        operations.undo(session, actor=administrator, import_id=first, now=now)
    assert (refused.value.message, refused.value.params) == ("listings.undo-later", {"name": "名单.csv"})
    with database.write() as session:
        operations.undo(session, actor=administrator, import_id=second, now=now)
        session.commit()
    assert standing(database, FIRST) == [("serious-dishonesty", date(2026, 3, 1), None, "逾期不改正")]
    run(database, storage, now)
    assert (state_of(database, second).state, standing(database, SECOND)) == (State.UNDONE, [])
    assert totals(database) == {"serious-dishonesty": (1, 0)}
    with database.write() as session:
        operations.undo(session, actor=administrator, import_id=first, now=now)
        session.commit()
    run(database, storage, now)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 0
        steps = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    assert steps[-6:] == [
        "listings.uploaded",
        "listings.accepted",
        "listings.uploaded",
        "listings.accepted",
        "listings.undone",
        "listings.undone",
    ]
    assert totals(database) == {}


def test_an_import_that_was_overtaken_is_compared_anew_before_it_can_be_accepted(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    waiting = send(database, storage, administrator, table(row(FIRST), row(SECOND)), now=now)
    bring_in(database, storage, administrator, table(row(FIRST)), now=now)
    with database.write() as session, pytest.raises(ConflictError) as refused:
        operations.accept(session, actor=administrator, import_id=waiting, now=now)
    assert refused.value.message == "listings.compare-again"
    run(database, storage, now)
    assert state_of(database, waiting).counts == {"new": 1, "changed": 0, "unchanged": 1, "conflict": 0}
    accept(database, storage, administrator, waiting, now=now)
    assert totals(database) == {"serious-dishonesty": (2, 0)}


def test_one_import_is_applied_at_a_time(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    one = send(database, storage, administrator, table(row(FIRST)), now=now)
    two = send(database, storage, administrator, table(row(SECOND)), now=now)
    with database.write() as session:
        operations.accept(session, actor=administrator, import_id=one, now=now)
        session.commit()
    with database.write() as session, pytest.raises(ConflictError) as refused:
        operations.accept(session, actor=administrator, import_id=two, now=now)
    assert refused.value.message == "listings.busy"
    assert state_of(database, two).state is State.READY


def test_a_discarded_import_leaves_no_row(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    found = send(database, storage, administrator, table(row(FIRST)), now=now)
    with database.write() as session:
        operations.discard(session, actor=administrator, import_id=found, now=now)
        session.commit()
    run(database, storage, now)
    assert state_of(database, found).state is State.DISCARDED
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 0
    with database.write() as session, pytest.raises(ConflictError):
        operations.accept(session, actor=administrator, import_id=found, now=now)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0\x00\x00old xls", ("listings.not-a-table", {})),
        (b"a,b\n1,2\n", ("listings.no-columns", {"missing": "credit_code,list,listed_on"})),
        ("信用代码,名单\n".encode("gb18030"), ("listings.no-columns", {"missing": "listed_on"})),
        (b"PK\x03\x04 no archive", ("workbook.not-a-workbook", {})),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(  # noqa: PLR0917 - four fixtures and the two parameters
    database: Database,
    storage: Storage,
    administrator: Actor,
    now: datetime,
    content: bytes,
    refusal: tuple[str, dict[str, str]],
) -> None:
    found = state_of(database, send(database, storage, administrator, content, now=now))
    assert (found.state, found.refusal) == (State.UNUSABLE, {"message": refusal[0], "params": refusal[1]})


def test_a_file_without_a_column_for_the_list_is_of_the_chosen_one(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    content = table((FIRST, "2026-05-01"), head=("Credit code", "Listed on"))
    found = send(database, storage, administrator, content, now=now, default="abnormal-operation")
    accept(database, storage, administrator, found, now=now)
    assert standing(database, FIRST) == [("abnormal-operation", date(2026, 5, 1), None, "")]


def upload(database: Database, storage: Storage, actor: Actor, now: datetime, **other: object) -> None:
    given = {"content": _Bytes(table(row(FIRST))), "limit": 10_000, "default_list": None, "known": (), **other}
    with database.write() as session:
        operations.upload(session, storage, actor=actor, name="../a/名单.csv", now=now, **given)  # type: ignore[arg-type]  # tests name what they vary
        session.commit()


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.rest = content

    def read(self, most: int) -> bytes:
        piece, self.rest = self.rest[:most], self.rest[most:]
        return piece


def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    with pytest.raises(TooLargeError):
        upload(database, storage, administrator, now, limit=10)
    with pytest.raises(InvalidError):
        upload(database, storage, administrator, now, content=_Bytes(b""))
    with pytest.raises(InvalidError):
        upload(database, storage, administrator, now, default_list="no-such-list")
    with database.write() as session:
        lead = actor_of(session, make_account(session, make_organisation(session)))
        session.commit()
    with pytest.raises(ForbiddenError):
        upload(database, storage, lead, now)
    with database.read() as session:
        assert list(queries.overview(session, actor=administrator).imports) == []
        with pytest.raises(ForbiddenError):
            queries.overview(session, actor=lead)
        with pytest.raises(NotFoundError):
            queries.get(session, actor=administrator, import_id=administrator.memberships[0].organisation_id)


def test_only_some_imports_may_wait(database: Database, storage: Storage, administrator: Actor, now: datetime) -> None:
    for number in range(operations.MOST_OPEN):
        upload(database, storage, administrator, now, content=_Bytes(table(row(credit_code(950 + number)))))
    with pytest.raises(ConflictError) as refused:
        upload(database, storage, administrator, now)
    assert refused.value.params == {"most": 5}


def test_a_removal_that_is_taken_back_counts_again(
    database: Database, storage: Storage, administrator: Actor, now: datetime
) -> None:
    def bring(*rows: Sequence[str]) -> None:
        bring_in(database, storage, administrator, table(*rows), now=now)

    bring(row(FIRST))
    bring(row(FIRST, removed_on="2026-06-30"))
    bring(row(FIRST))
    assert [one[2] for one in standing(database, FIRST)] == [None]
    assert totals(database) == {"serious-dishonesty": (1, 0)}


def test_pages_ask_the_database_a_fixed_number_of_times(
    database: Database, storage: Storage, administrator: Actor, now: datetime, count_queries: CountQueries
) -> None:
    for month in range(1, 6):
        listed = [row(code, listed_on=f"2026-0{month}-01") for code in (FIRST, SECOND, THIRD)]
        bring_in(database, storage, administrator, table(*listed), now=now)
    with database.read() as session, count_queries() as asked:
        found = queries.overview(session, actor=administrator)
        assert (len(found.imports), len(found.totals), len(asked)) == (5, 1, 2)
    with database.read() as session, count_queries() as asked:
        assert [one.listed_on.month for one in queries.of_code(session, FIRST)] == [1, 2, 3, 4, 5]
        assert len(asked) == 1
