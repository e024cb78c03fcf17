"""What each row of a table would do: make an organisation, change one, nothing, or nothing until it is mended."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assess import mail
from assess.accounts import fields
from assess.accounts.import_models import RowOutcome
from assess.accounts.importing import words
from assess.accounts.importing.columns import Row
from assess.accounts.importing.world import Known, World
from assess.accounts.industries import find as find_industry
from assess.accounts.models import OrganisationKind, Size
from assess.accounts.organising import PARENTS
from assess.errors import InvalidError

ENTERPRISE: Final = OrganisationKind.ENTERPRISE
Problem = dict[str, Any]


class _FaultError(Exception):
    """A cell cannot be taken."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@dataclass(slots=True)
class Judged:
    """What a row would do. `changes` gives before and after of each field; `said` is all a new one says of itself."""

    row: Row
    problems: list[Problem] = field(default_factory=list)
    known: Known | None = None
    id: uuid.UUID | None = None
    said: dict[str, Any] = field(default_factory=dict)
    parent: uuid.UUID | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def outcome(self) -> RowOutcome:
        """Name it."""
        if self.problems:
            return RowOutcome.CONFLICT
        if self.known is None:
            return RowOutcome.NEW
        return RowOutcome.CHANGED if self.changes else RowOutcome.UNCHANGED

    def refuse(self, column: str | None, message: str, **params: object) -> None:
        """Note down what is wrong, and where."""
        self.problems.append({"column": column, "message": message, **params})


def judge(rows: Iterable[Row], there: World, make_id: Callable[[int], uuid.UUID]) -> list[Judged]:
    """Judge the rows of a table one after the other: a row may lie below one that stands above it.

    Args:
        rows: In the order of the file.
        there: What there is; its tree is changed on the way.
        make_id: Gives a new organisation's id by its row, the same one each time.
    """
    taken: dict[object, int] = {}
    return [_judge(row, there, taken, make_id) for row in rows]


def _judge(row: Row, there: World, taken: dict[object, int], make_id: Callable[[int], uuid.UUID]) -> Judged:
    found = Judged(row)
    if row.cells is None:
        found.refuse(None, "import.unreadable")
        return found
    found.said = dict(_read(found, row.cells, there.roles))
    _identify(found, there, taken)
    if not found.problems:
        _complete(found)
    _place(found, there)
    if found.problems:
        return found
    _compare(found)
    found.id = found.known.id if found.known else make_id(row.number)
    _enter(found, there, found.id)
    return found


def _read(found: Judged, cells: Mapping[str, str], roles: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Read the cells that hold anything, noting down those that cannot be taken."""
    readers: dict[str, Callable[[str], Any]] = {
        "name": fields.organisation_name,
        "credit_code": _code,
        "kind": lambda text: _some(words.kind(text), "import.kind-unknown", text),
        "region": _region,
        "size": lambda text: _some(words.size(text), "import.size-unknown", text),
        "industry": lambda text: _some(find_industry(text), "import.industry-unknown", text),
        "roles": lambda text: _some(words.roles(text, roles), "import.role-unknown", text),
        "lead_name": lambda text: fields.person_name(text, field="lead_name"),
        "lead_email": lambda text: _some(text if mail.is_address(text) else None, "import.email-wrong", text),
    }
    for column, reader in readers.items():
        if column not in cells:
            continue
        try:
            yield column, reader(cells[column])
        except _FaultError as fault:
            found.refuse(column, fault.message, **fault.params)
        except InvalidError as error:
            found.refuse(column, error.message, **error.params)


def _some(value: Any, message: str, text: str) -> Any:  # noqa: ANN401 - whatever a cell holds
    if value is None:
        raise _FaultError(message, given=text)
    return value


def _code(text: str) -> str:
    return str(_some(words.code(text), "account.credit-code-wrong", text))


def _region(text: str) -> str:
    codes = words.region(text)
    if len(codes) > 1:
        raise _FaultError("import.region-ambiguous", given=text)
    return str(_some(codes[0] if codes else None, "organisation.region-unknown", text))


def _identify(found: Judged, there: World, taken: dict[object, int]) -> None:
    """Say which organisation a row is about, by its code, else by its name among those without one in the row."""
    name, code, kind = (found.said.get(column) for column in ("name", "credit_code", "kind"))
    if "credit_code" in (found.row.cells or {}) and code is None:
        return  # a code that is wrong is no other organisation's name
    if not code and not name:
        found.refuse("name", "import.nameless")
        return
    twin = taken.setdefault(code or (name, kind), found.row.number)
    if twin != found.row.number:
        found.refuse("credit_code" if code else "name", "import.twin", row=twin)
    elif code and code in there.by_code:
        found.known = there.by_code[code]
        if found.known is None:
            found.refuse("credit_code", "import.elsewhere")
    else:
        _by_name(found, there, str(name or ""), kind, code)
    if found.known and (twin := taken.setdefault(found.known.id, found.row.number)) != found.row.number:
        found.refuse("name", "import.twin", row=twin)
    if found.known and kind and kind is not found.known.kind:
        found.refuse("kind", "import.kind-fixed")


def _by_name(found: Judged, there: World, name: str, kind: OrganisationKind | None, code: str | None) -> None:
    alike = [one for one in there.by_name.get(name, ()) if kind in {None, one.kind}]
    if code:
        if any(one.said["credit_code"] is None for one in alike):
            found.refuse("credit_code", "import.same-name-without-code")
    elif len(alike) > 1:
        found.refuse("name", "import.name-ambiguous")
    elif alike:
        found.known = alike[0]


def _complete(found: Judged) -> None:
    """Ask a new organisation for what it must say, and keep what only an enterprise says to enterprises."""
    kind = found.known.kind if found.known else found.said.get("kind")
    if found.known is None:
        for column in ("name", "kind", "region"):
            if column not in found.said:
                found.refuse(column, "import.missing")
        if kind is ENTERPRISE and not found.said.get("credit_code"):
            found.refuse("credit_code", "account.credit-code-missing")
    if kind in PARENTS:
        for column in ("size", "roles"):
            if column in found.said:
                found.refuse(column, "import.enterprise-only")


def _place(found: Judged, there: World) -> None:
    """Find the parent: what the row names, else the place it has within the scope, else the scope itself."""
    text = (found.row.cells or {}).get("parent")
    known = found.known
    found.parent = known.parent if known else there.scope
    if text:
        named = there.called(text)
        if len(named) != 1:
            found.refuse("parent", "import.parent-ambiguous" if named else "import.parent-unknown", given=text)
            return
        found.parent = next(iter(named))
    elif known and not there.tree.within(known.id, there.scope):
        found.parent = there.scope
    if known and there.tree.within(there.scope, known.id):
        found.refuse(None, "import.above")
    elif known is None or found.parent != known.parent:
        _check_place(found, there)


def _check_place(found: Judged, there: World) -> None:
    known = found.known
    if known and known.own:
        found.refuse("parent", "organisation.own")
        return
    refusal = there.tree.refusal(known.id if known else None, found.parent)
    if refusal:
        found.refuse("parent", refusal)


def _compare(found: Judged) -> None:
    """Say what would change in an organisation that is there; an empty cell leaves it as it is."""
    known = found.known
    if known is None:
        return
    for column in ("name", "region", "size", "industry", "roles"):
        if column in found.said and (now := _stored(found.said[column])) != known.said[column]:
            found.changes[column] = [known.said[column], now]
    if found.parent != known.parent:
        found.changes["parent"] = [str(known.parent) if known.parent else None, str(found.parent)]


def _stored(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    return value.value if isinstance(value, Size) else value


def _enter(found: Judged, there: World, one: uuid.UUID) -> None:
    """Let the rows below find the organisation where and as it will be."""
    kind = found.known.kind if found.known else found.said["kind"]
    if found.known is None or "parent" in found.changes:
        there.tree.put(one, found.parent)
    if kind in PARENTS:
        there.add_branch(one, found.said.get("name"), found.said.get("credit_code"))
