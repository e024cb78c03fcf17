"""Organisations: what they say of themselves, where they lie, who belongs to them, their departments."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from assess.accounts.departments import Unit
from assess.accounts.directory import Above, Card, Row
from assess.accounts.fields import OrganisationFields
from assess.accounts.members import Member
from assess.accounts.models import Organisation, OrganisationKind, Size
from assess.api.schemas.base import Flag, Key, Sent

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["临沂示范科技有限公司"])]
Region = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["371302"])]
Code = Annotated[str, Field(max_length=40, examples=["91371300MA3C000019"])]
Roles = Annotated[list[Key], Field(max_length=50)]
Industry = Annotated[str, Field(pattern=r"^[A-T]$")]


class OrganisationIn(Sent):
    """A new organisation; only the operator's administrators may leave it without a parent."""

    name: Name
    kind: OrganisationKind
    region: Region
    credit_code: Code | None = None
    size: Size | None = None
    roles: Annotated[Roles, Field(default_factory=list)]
    industry: Industry | None = None
    parent_id: uuid.UUID | None = None

    def fields(self) -> OrganisationFields:
        """Give it as the operation takes it."""
        return OrganisationFields(**{**self.model_dump(exclude={"parent_id"}), "roles": tuple(self.roles)})


class OrganisationChange(Sent):
    """What is to be other than it is; its kind stays."""

    name: Name | None = None
    region: Region | None = None
    credit_code: Code | None = None
    size: Size | None = None
    roles: Roles | None = None
    industry: Industry | None = None

    def over(self, found: Organisation) -> OrganisationFields:
        """Give the organisation with the changes; what was not sent stays, and what must be there is not taken away."""
        sent = self.model_dump(exclude_unset=True)
        told = {name: getattr(found, name) for name in OrganisationFields.__slots__}
        told |= {key: value for key, value in sent.items() if value is not None or key not in _NEEDED}
        return OrganisationFields(**{**told, "roles": tuple(told["roles"])})


_NEEDED = frozenset({"name", "region", "roles"})


class AboveOut(BaseModel):
    """What an organisation lies below."""

    id: uuid.UUID
    name: str


class OrganisationOut(BaseModel):
    """An organisation; `path` is what it lies below, the top first, as far as the token's owner reaches."""

    id: uuid.UUID
    name: str
    kind: OrganisationKind
    region: str
    credit_code: str | None
    size: Size | None
    roles: list[str]
    industry: str | None
    parent_id: uuid.UUID | None
    path: list[AboveOut]
    members: int
    children: int
    created_at: datetime
    closed_at: datetime | None


def organisation_out(found: Row | Card) -> OrganisationOut:
    """Write an organisation down."""
    one = found.organisation
    own = OrganisationOut.model_fields.keys() - {"path", "members", "children", "roles"}
    told: dict[str, Any] = {name: getattr(one, name) for name in own}
    return OrganisationOut(
        **told, roles=list(one.roles), path=_path(found.path), members=found.members, children=found.children
    )


def _path(path: tuple[Above, ...]) -> list[AboveOut]:
    return [AboveOut(id=one.id, name=one.name) for one in path]


class MoveIn(Sent):
    """What it is to lie below."""

    parent_id: uuid.UUID | None


class MemberOut(BaseModel):
    """Somebody who belongs to an organisation; neither mail address nor login."""

    account_id: uuid.UUID
    name: str
    roles: list[str]
    disabled: bool


def member_out(one: Member) -> MemberOut:
    """Write a member down."""
    return MemberOut(
        account_id=one.account_id,
        name=one.name,
        roles=[role.value for role in one.roles],
        disabled=one.disabled,
    )


class DepartmentIn(Sent):
    """A department by its name."""

    name: Annotated[str, Field(min_length=1, max_length=100)]


class DepartmentChange(Sent):
    """What is to be other than it is: `people` are all who work in it from now on."""

    name: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    people: Annotated[list[uuid.UUID] | None, Field(max_length=500)] = None
    closed: Flag | None = None


class PersonOut(BaseModel):
    """Somebody who works in a department."""

    account_id: uuid.UUID
    name: str


class DepartmentOut(BaseModel):
    """A department with its people."""

    id: uuid.UUID
    name: str
    closed_at: datetime | None
    people: list[PersonOut]


def department_out(one: Unit) -> DepartmentOut:
    """Write a department down."""
    people = [PersonOut(account_id=person.account_id, name=person.name) for person in one.people]
    return DepartmentOut(id=one.id, name=one.name, closed_at=one.closed_at, people=people)
