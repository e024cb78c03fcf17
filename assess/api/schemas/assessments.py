"""Assessments, and the questions they ask now."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from assess.api.schemas.base import Key, Said, Sent, ShortText
from assess.assessments.queries import Loaded, Summary
from assess.assessments.workflow import Status
from assess.scoring.form import Item
from assess.values.fact import Column, Fact, Option
from assess.values.profile import OrganisationKind, Profile, Size
from assess.values.text import Text


def said(text: Text) -> Said:
    """Give a wording in both languages."""
    return Said(zh=text.zh, en=text.en)


def maybe_said(text: Text | None) -> Said | None:
    """Give a wording in both languages, if there is one."""
    return None if text is None else said(text)


class ProfileBody(Sent):
    """What the first questions say of the organisation."""

    kind: OrganisationKind
    region: Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["371302"])]
    roles: Annotated[list[Key], Field(max_length=50, default_factory=list)]
    size: Size | None = None

    def profile(self) -> Profile:
        """Give it as conditions ask it."""
        return Profile(kind=self.kind, region=self.region, roles=frozenset(self.roles), size=self.size)


class AssessmentStart(Sent):
    """Which checklist an organisation begins; in a campaign, the campaign says which."""

    organisation_id: uuid.UUID
    checklist: Annotated[ShortText | None, Field(examples=["linyi-2021/enterprise"])] = None
    version: ShortText | None = None
    campaign_id: uuid.UUID | None = None
    profile: ProfileBody | None = None


class AssessmentOut(BaseModel):
    """One self-assessment, without its answers. `state` counts every change of it."""

    id: uuid.UUID
    checklist: str
    version: str
    title: Said
    organisation_id: uuid.UUID
    organisation: str
    campaign_id: uuid.UUID | None
    status: str
    editable: bool
    created_at: datetime
    changed_at: datetime
    closes_at: datetime | None
    submitted_at: datetime | None
    reference: str | None
    answered: int


class AssessmentMore(AssessmentOut):
    """One self-assessment with its profile."""

    state: int
    checklist_sha256: str
    profile: ProfileBody


def told_status(status: Status, *, known: bool) -> str:
    """Say where an assessment stands; that it was decided is not known before the decision is published."""
    return (Status.IN_SECOND_REVIEW if status is Status.DECIDED and not known else status).value


def of_summary(one: Summary, *, known: bool, now: datetime) -> AssessmentOut:
    """Write down a line of the list."""
    if one.organisation_id is None:
        raise AssertionError("a token reaches no trial")
    return AssessmentOut(
        id=one.id,
        checklist=one.key,
        version=one.version,
        title=said(one.published.checklist.title),
        organisation_id=one.organisation_id,
        organisation=one.organisation_name or "",
        campaign_id=one.campaign_id,
        status=told_status(one.status, known=known),
        editable=one.fillable(now),
        created_at=one.created_at,
        changed_at=one.changed_at,
        closes_at=one.closes_at,
        submitted_at=one.submitted_at,
        reference=one.reference,
        answered=one.answered,
    )


def of_loaded(loaded: Loaded, summary: AssessmentOut) -> AssessmentMore:
    """Write down one assessment with its profile."""
    profile = loaded.profile
    return AssessmentMore(
        **summary.model_dump(exclude={"title"}),
        title=summary.title,
        state=loaded.state or 0,
        checklist_sha256=loaded.sha256,
        profile=ProfileBody(kind=profile.kind, region=profile.region, roles=sorted(profile.roles), size=profile.size),
    )


class OptionOut(BaseModel):
    """One code that may be chosen."""

    value: str
    label: Said
    help: Said | None
    exclusive: bool


class TableColumnOut(BaseModel):
    """One column of a table."""

    key: str
    title: Said
    type: str
    required: bool
    options: list[OptionOut]
    unit: Said | None
    min: Decimal | None
    max: Decimal | None
    max_length: int


class QuestionOut(BaseModel):
    """One question: what it asks, whether it is asked now, and whether it is answered (at which revision)."""

    fact: str
    revision: int
    wording: Said
    help: Said | None
    type: str
    partial: bool
    unknown: bool
    options: list[OptionOut]
    columns: list[TableColumnOut]
    unit: Said | None
    min: Decimal | None
    max: Decimal | None
    decimals: int
    max_length: int
    max_rows: int
    optional: bool
    evidence_kinds: list[str]
    asked: Literal["ask", "hidden", "later"]
    answered: bool
    answer_revision: int


class ItemBrief(BaseModel):
    """One scored item of a group."""

    key: str
    title: Said
    clauses: list[str]
    purpose: str
    strength: str
    basis: str
    points: str
    reads: list[str]
    not_applicable_offered: bool
    not_applicable_claimed: bool


class GroupOut(BaseModel):
    """二级指标."""

    key: str
    title: Said
    items: list[ItemBrief]
    questions: list[QuestionOut]


class SectionOut(BaseModel):
    """一级指标."""

    key: str
    title: Said
    groups: list[GroupOut]


class QuestionsOut(BaseModel):
    """The whole form as it is asked now."""

    state: int
    sections: list[SectionOut]


def option_out(one: Option) -> OptionOut:
    """Write an option down."""
    return OptionOut(value=one.value, label=said(one.label), help=maybe_said(one.help), exclusive=one.exclusive)


def column_out(one: Column) -> TableColumnOut:
    """Write a column down."""
    return TableColumnOut(
        key=one.key,
        title=said(one.title),
        type=one.type,
        required=one.required,
        options=[option_out(option) for option in one.options],
        unit=maybe_said(one.unit),
        min=one.min,
        max=one.max,
        max_length=one.max_length,
    )


def question_out(fact: Fact, **state: Any) -> QuestionOut:  # noqa: ANN401 - the three last members
    """Write a question down."""
    return QuestionOut(
        fact=fact.key,
        revision=fact.revision,
        wording=said(fact.wording),
        help=maybe_said(fact.help),
        type=fact.type,
        partial="partial" in fact.allow,
        unknown=fact.unknown,
        options=[option_out(option) for option in fact.options],
        columns=[column_out(column) for column in fact.columns],
        unit=maybe_said(fact.unit),
        min=fact.min,
        max=fact.max,
        decimals=fact.decimals,
        max_length=fact.max_length,
        max_rows=fact.max_rows,
        optional=fact.optional,
        evidence_kinds=list(fact.evidence),
        **state,
    )


def item_brief(item: Item, *, claimed: bool) -> ItemBrief:
    """Write an item down."""
    return ItemBrief(
        key=item.key,
        title=said(item.title),
        clauses=list(item.clauses),
        purpose=item.purpose,
        strength=item.strength,
        basis=item.basis,
        points=format(item.points, "f"),
        reads=list(item.reads),
        not_applicable_offered=item.not_applicable,
        not_applicable_claimed=claimed,
    )
