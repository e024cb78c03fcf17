"""Choosing participants: by what they are, or by a list of credit codes and names.

Whoever lies outside the organiser's reach is not found, in the same words as who does not exist.
"""

import itertools
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select, true
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from assess.accounts import tree
from assess.accounts.models import Organisation, Size
from assess.campaigns.models import Campaign, Participant
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.errors import InvalidError

MOST_LINES: Final = 20_000
_AT_ONCE: Final = 500
_CODE: Final = re.compile(r"[0-9A-Z]{18}")
_CELLS: Final = re.compile(r"[\t,，;；、]")
_HEADINGS: Final = re.compile(r"代码|名称|单位|企业|序号|code|name", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A filter; what is empty does not narrow. `region` is a code whose trailing pairs of zeros stand for anything."""

    below: uuid.UUID | None = None
    region: str = ""
    sizes: tuple[Size, ...] = ()
    roles: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give what is kept with the campaign; only what narrows."""
        kept = {
            "below": str(self.below) if self.below else None,
            "region": self.region,
            "sizes": [size.value for size in self.sizes],
            "roles": list(self.roles),
            "industries": list(self.industries),
            "name": self.name,
        }
        return {key: value for key, value in kept.items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Wanted":
        """Read what was kept."""
        given = kept or {}
        return cls(
            below=uuid.UUID(given["below"]) if "below" in given else None,
            region=given.get("region", ""),
            sizes=tuple(Size(size) for size in given.get("sizes", ())),
            roles=tuple(given.get("roles", ())),
            industries=tuple(given.get("industries", ())),
            name=given.get("name", ""),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that could take part."""

    id: uuid.UUID
    name: str
    credit_code: str | None
    region: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a list.

    `matched` can be added; `already` take part; `wrong_kind` are there, but the checklist is for others; `unknown` are
    the entries nobody was found for; `several` the names more than one organisation has; `repeated` counts entries that
    came again.
    """

    matched: tuple[Candidate, ...]
    already: tuple[Candidate, ...]
    wrong_kind: tuple[Candidate, ...]
    unknown: tuple[str, ...]
    several: tuple[str, ...]
    repeated: int


def _scope(session: Session, campaign: Campaign) -> ColumnElement[bool]:
    """Give the condition for those the organiser may call on."""
    organiser = session.get_one(Organisation, campaign.organiser_id)
    within = true() if organiser.operator else tree.within(Organisation.id, organiser.id)
    return and_(within, Organisation.closed_at.is_(None))


def audience(session: Session, campaign: Campaign) -> str:
    """Give the kind of organisation the campaign's checklist is for."""
    version = session.get_one(ChecklistVersion, campaign.checklist_version_id)
    return documents.document(version).checklist.audience


def condition(session: Session, campaign: Campaign, wanted: Wanted) -> ColumnElement[bool]:
    """Give the condition for those a filter means and who do not take part yet."""
    return and_(
        _scope(session, campaign),
        Organisation.kind == audience(session, campaign),
        Organisation.id.not_in(_members(campaign)),
        *_narrowing(wanted),
    )


def _narrowing(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.below:
        yield tree.within(Organisation.id, wanted.below)
    if wanted.region:
        yield Organisation.region.startswith(_prefix(wanted.region), autoescape=True)
    if wanted.sizes:
        yield Organisation.size.in_(wanted.sizes)
    if wanted.roles:
        listed = cast(Organisation.roles, String)
        yield or_(*(listed.contains(f'"{role}"', autoescape=True) for role in wanted.roles))
    if wanted.industries:
        yield Organisation.industry.in_(wanted.industries)
    if wanted.name:
        yield Organisation.name.contains(wanted.name, autoescape=True)


def _prefix(region: str) -> str:
    while region.endswith("00"):
        region = region[:-2]
    return region


def _members(campaign: Campaign) -> ColumnElement[uuid.UUID]:
    return select(Participant.organisation_id).where(  # type: ignore[return-value]  # IN takes a selection
        Participant.campaign_id == campaign.id, Participant.removed_at.is_(None)
    )


def misfits(session: Session, campaign: Campaign) -> int:
    """Count the participants that could not be chosen any more: another kind, out of reach, or closed."""
    fitting = and_(_scope(session, campaign), Organisation.kind == audience(session, campaign))
    wanted = select(func.count()).select_from(Organisation).where(Organisation.id.in_(_members(campaign)), ~fitting)
    return session.scalar(wanted) or 0


def count(session: Session, campaign: Campaign, wanted: Wanted) -> int:
    """Count those a filter would add."""
    return (
        session.scalar(select(func.count()).select_from(Organisation).where(condition(session, campaign, wanted))) or 0
    )


def sample(session: Session, campaign: Campaign, wanted: Wanted, most: int) -> tuple[Candidate, ...]:
    """Give the first of those a filter would add, by name."""
    return _candidates(session, condition(session, campaign, wanted), most)


def ids(session: Session, campaign: Campaign, wanted: Wanted) -> Sequence[uuid.UUID]:
    """Give those a filter adds."""
    return session.scalars(select(Organisation.id).where(condition(session, campaign, wanted))).all()


def _candidates(session: Session, where: ColumnElement[bool], most: int | None = None) -> tuple[Candidate, ...]:
    columns = (Organisation.id, Organisation.name, Organisation.credit_code, Organisation.region)
    rows = session.execute(select(*columns).where(where).order_by(Organisation.name, Organisation.id).limit(most))
    return tuple(Candidate(*row) for row in rows)


def entries(text: str) -> tuple[str, ...]:
    """Read a pasted list: one organisation a line, or credit codes one after the other; a heading is passed over.

    Raises:
        InvalidError: More lines than anybody looks through.
    """
    lines = [line.strip() for line in text.replace("\0", " ").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise InvalidError("campaign.list-too-long", field="list", most=MOST_LINES)
    found = [_read(line) for line in lines]
    if len(found) > 1 and not _CODE.fullmatch(found[0][0]) and _HEADINGS.search(lines[0]) and _coded(found[1:]):
        found = found[1:]
    return tuple(itertools.chain.from_iterable(found))


def _coded(found: Sequence[Sequence[str]]) -> bool:
    return all(_CODE.fullmatch(line[0]) for line in found)


def _read(line: str) -> tuple[str, ...]:
    """Read a line: the codes in it; where there is none, a name."""
    cells = [cell.strip() for cell in _CELLS.split(line) if cell.strip()]
    codes = [code for code in map(_plain, cells) if _CODE.fullmatch(code)]
    return tuple(codes) or (line.strip(" \t,，;；、") or line,)


def _plain(cell: str) -> str:
    return uscc.compact(cell).upper()


def resolve(session: Session, campaign: Campaign, wanted: Sequence[str]) -> Resolved:
    """Find out who the entries of a list are.

    Args:
        session: Any session.
        campaign: Whose organiser asks.
        wanted: Credit codes and names, as `entries` gives them.
    """
    kept = tuple(dict.fromkeys(wanted))
    scope = _scope(session, campaign)
    by_entry = {entry: found for entry, found in _look(session, scope, kept).items() if found}
    kind, members = audience(session, campaign), set(session.scalars(_members(campaign)))  # type: ignore[call-overload]  # a selection
    one = {entry: found[0] for entry, found in by_entry.items() if len(found) == 1}
    persons = {row.id: row for row in one.values()}
    fits = {row.id: row for row in persons.values() if row.kind == kind}
    return Resolved(
        matched=_sorted(row for row in fits.values() if row.id not in members),
        already=_sorted(row for row in fits.values() if row.id in members),
        wrong_kind=_sorted(row for row in persons.values() if row.id not in fits),
        unknown=tuple(entry for entry in kept if entry not in by_entry),
        several=tuple(entry for entry, found in by_entry.items() if len(found) > 1),
        repeated=len(wanted) - len(kept) + len(one) - len(persons),
    )


def _look(session: Session, scope: ColumnElement[bool], kept: Sequence[str]) -> dict[str, list[Any]]:
    """Look entries up, some hundred at a time: a code by code, everything else by name."""
    found: dict[str, list[Any]] = {entry: [] for entry in kept}
    columns = (Organisation.id, Organisation.name, Organisation.credit_code, Organisation.region, Organisation.kind)
    for start in range(0, len(kept), _AT_ONCE):
        some = kept[start : start + _AT_ONCE]
        either = or_(Organisation.credit_code.in_(some), Organisation.name.in_(some))
        for row in session.execute(select(*columns).where(scope, either)):
            for entry in {row.credit_code, row.name} & set(some):
                found[entry].append(row)
    return found


def _sorted(rows: Iterable[Any]) -> tuple[Candidate, ...]:
    made = (Candidate(row.id, row.name, row.credit_code, row.region) for row in rows)
    return tuple(sorted(made, key=lambda one: (one.name, one.id)))
