"""Who has which section, in words: on the task list, on question pages, and as the lead's table with progress."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.accounts.departments import Person, Unit
from assess.assessments import duties
from assess.assessments.duties import Duty
from assess.assessments.together_models import Part
from assess.web.forms.sheet import SectionPart
from assess.web.i18n import gettext as _
from assess.web.views.desk import Desk


@dataclass(frozen=True, slots=True)
class Owners:
    """Who has one section; `mine` is what the reader is there, `text` says it all in a line, empty where nobody is."""

    leading: tuple[str, ...]
    helping: tuple[str, ...]
    mine: Part | None
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One section of the lead's table, with how far it is."""

    key: str
    number: str
    title: str
    url: str
    all_of: tuple[Duty, ...]
    lacks: bool
    mine: Part | None
    done: int
    asked: int


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody answers for: how many sections, and how much of them is done."""

    name: str
    sections: tuple[str, ...]
    done: int
    asked: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who can be given a section: the value of the form, and what the page calls them."""

    value: str
    label: str


def owners(desk: Desk, section: str) -> Owners:
    """Say who has a section."""
    all_of = desk.duties.get(section, ())
    leading = tuple(one.name for one in all_of if one.part is Part.LEAD)
    helping = tuple(one.name for one in all_of if one.part is Part.ASSIST)
    return Owners(leading, helping, my_parts(desk).get(section), _line(leading, helping))


def my_parts(desk: Desk) -> dict[str, Part]:
    """Say which sections are the reader's."""
    return duties.mine(desk.duties)


def _line(leading: Sequence[str], helping: Sequence[str]) -> str:
    parts = []
    if leading:
        parts.append(_("主责：%(names)s", names=_names(leading)))
    if helping:
        parts.append(_("协助：%(names)s", names=_names(helping)))
    return _("；").join(parts)


def _names(names: Iterable[str]) -> str:
    return _("、").join(names)


def rows(desk: Desk, found: duties.Duties) -> tuple[Row, ...]:
    """Lay out every section with who has it, those who count no more among them."""
    return tuple(_row(desk, section, tuple(found.get(section.key, ()))) for section in desk.sheet.sections)


def _row(desk: Desk, section: SectionPart, all_of: tuple[Duty, ...]) -> Row:
    done, asked = progress(desk, section)
    return Row(
        key=section.key,
        number=section.number,
        title=section.title,
        url=desk.place(section.groups[0].place),
        all_of=all_of,
        lacks=not any(one.part is Part.LEAD and not one.gone for one in all_of),
        mine=my_parts(desk).get(section.key),
        done=done,
        asked=asked,
    )


def progress(desk: Desk, section: SectionPart) -> tuple[int, int]:
    """Count the answers given and the questions asked now in a section."""
    shown = {key for group in section.groups for key in group.facts if desk.asked[key] == "ask"}
    return sum(key in desk.inputs.answers for key in shown), len(shown)


def loads(table: Sequence[Row]) -> tuple[Load, ...]:
    """Sum up what everybody answers for, who has most left to do first; sections nobody answers for come last."""
    found: dict[uuid.UUID | None, list[tuple[str, Row]]] = {}
    for row in table:
        leads = [one for one in row.all_of if one.part is Part.LEAD and not one.gone]
        whom = (leads[0].account_id or leads[0].department_id, leads[0].name) if leads else (None, "")
        found.setdefault(whom[0], []).append((whom[1], row))
    made = {key: _load(parts) for key, parts in found.items()}
    order = sorted(made, key=lambda key: (key is None, made[key].done - made[key].asked, made[key].name))
    return tuple(made[key] for key in order)


def _load(parts: Sequence[tuple[str, Row]]) -> Load:
    return Load(
        name=parts[0][0],
        sections=tuple(row.title for _name, row in parts),
        done=sum(row.done for _name, row in parts),
        asked=sum(row.asked for _name, row in parts),
    )


def people(found: Sequence[Person]) -> tuple[Choice, ...]:
    """List members to choose from; those of one name are told apart by their login."""
    names = [one.name for one in found]
    return tuple(Choice(f"a:{one.account_id}", _called(one, names)) for one in found)


def _called(person: Person, names: Sequence[str]) -> str:
    if names.count(person.name) == 1:
        return person.name
    return _("%(name)s（%(login)s）", name=person.name, login=person.login)


def units(found: Sequence[Unit]) -> tuple[Choice, ...]:
    """List departments to choose from, with how many people each has."""
    return tuple(
        Choice(f"d:{one.id}", _("%(name)s（%(count)s 人）", name=one.name, count=len(one.people))) for one in found
    )
