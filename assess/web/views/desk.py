"""One assessment on the desk: what was loaded, with what follows from it, worked out once a request."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy.orm import Session

from assess import clock
from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.regions import full_name
from assess.assessments import reach, snapshot
from assess.assessments.comments import Comment
from assess.assessments.contradictions import Contradiction
from assess.assessments.duties import Duties
from assess.assessments.prefill import Found
from assess.assessments.queries import Held, Loaded, load
from assess.assessments.workflow import EDITABLE, Status, Step, open_to
from assess.campaigns.queries import Part
from assess.checklists.texts import Official
from assess.overview.privacy.assessments import erasable
from assess.reports import summaries
from assess.reports.cover import Attached, Cover
from assess.reports.frame import Frame
from assess.reports.parts import Summary
from assess.reviews.returning import Returned
from assess.scoring.asked import Completeness, Visibility, asked, completeness, needed
from assess.scoring.columns import Columns, score_columns
from assess.scoring.inputs import Inputs
from assess.scoring.result import Result
from assess.values.dump import display
from assess.values.text import Locale
from assess.web import i18n
from assess.web.forms.sheet import Sheet, sheet

Place = tuple[str, str]
Elsewhere = Callable[[Loaded, Collection[str] | None], Mapping[str, Found]]
Listed = Callable[[Loaded, Inputs], tuple[Contradiction, ...]]


@dataclass(frozen=True)
class Desk:
    """A loaded assessment, seen by somebody on a day in a language."""

    loaded: Loaded
    actor: Actor
    today: dt.date
    locale: Locale
    official_text: Callable[[], Official | None] = field(default=lambda: None, compare=False)
    find_elsewhere: Elsewhere = field(default=lambda _loaded, _facts: {}, compare=False)
    find_contradictions: Listed = field(default=lambda _loaded, _inputs: (), compare=False)
    find_returned: Callable[[], Returned | None] = field(default=lambda: None, compare=False)
    find_part: Callable[[], Part | None] = field(default=lambda: None, compare=False)
    find_duties: Callable[[], Duties] = field(default=dict, compare=False)
    find_comments: Callable[[Collection[str] | None], Sequence[Comment]] = field(
        default=lambda _items: (), compare=False
    )
    list_facts: frozenset[str] = frozenset()
    deadline: str = ""  # of its campaign, as long as it can be filled in, in words
    over: bool = False  # that deadline is past

    @cached_property
    def official(self) -> Official | None:
        """Give the official words of the measure's clauses, asked for at first use; None where none were loaded."""
        return self.official_text()

    def elsewhere(self, facts: Collection[str] | None) -> Mapping[str, Found]:
        """Give what the owner answered elsewhere to these questions (None: all) that have no answer here."""
        return self.find_elsewhere(self.loaded, facts)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Give the answers that published lists are at odds with, looked up at first use."""
        return self.find_contradictions(self.loaded, self.inputs)

    @cached_property
    def part(self) -> Part | None:
        """Give the organisation's part in the campaign, with who reads the answers; None outside one."""
        return self.find_part()

    @cached_property
    def duties(self) -> Duties:
        """Give who has which section, looked up at first use; trials have nobody to give one to."""
        return {} if self.trial else self.find_duties()

    def comments(self, items: Collection[str] | None = None) -> Sequence[Comment]:
        """Give what colleagues said of some items (None: of all)."""
        return () if self.trial else self.find_comments(items)

    @cached_property
    def returned(self) -> Returned | None:
        """Give what reviewers sent back, as long as it waits to be mended, looked up at first use."""
        return self.find_returned() if self.loaded.assessment.status is Status.RETURNED else None

    @cached_property
    def sheet(self) -> Sheet:
        """Give the checklist in words."""
        return sheet(self.loaded.published, self.loaded.sha256, self.locale)

    def again(self) -> "Desk":
        """Give the same in the language that has just been chosen."""
        return replace(self, locale=i18n.current())

    def reloaded(self, session: Session, now: dt.datetime) -> "Desk":
        """Give it as it is after a change in this transaction."""
        return replace(self, loaded=load(session, actor=self.actor, assessment_id=self.id, now=now))

    @property
    def id(self) -> uuid.UUID:
        """Give the assessment's id."""
        return self.loaded.assessment.id

    @property
    def base(self) -> str:
        """Give the address everything of this assessment begins with."""
        return f"/assessments/{self.id}"

    def place(self, place: Place) -> str:
        """Give the address of a question page."""
        return f"{self.base}/sections/{place[0]}/{place[1]}"

    @property
    def trial(self) -> bool:
        """Say whether nobody has signed in for this one."""
        return self.loaded.assessment.trial

    @property
    def trial_ends(self) -> str:
        """Say when a trial is deleted: 11月23日 14:03."""
        ends = self.loaded.assessment.guest_expires_at
        return moment(ends, self.locale) if ends else ""

    @property
    def organisation(self) -> str:
        """Name the organisation; empty for a trial."""
        return self.loaded.organisation_name or ""

    @property
    def editable(self) -> bool:
        """Say whether this actor may change answers in the present state."""
        return self.loaded.assessment.status in EDITABLE and self.may(Action.ANSWER) and not self.over

    @property
    def may_withdraw(self) -> bool:
        """Say whether this actor may take the assessment out of its campaign's process."""
        mine = self.loaded.assessment
        return mine.campaign_id is not None and self.may(Action.WITHDRAW) and open_to(mine.status, Step.WITHDRAW)

    @property
    def may_erase(self) -> bool:
        """Say whether this actor may delete the assessment for good."""
        return erasable(self.loaded.assessment) and self.may(Action.WITHDRAW)

    def may(self, action: Action) -> bool:
        """Say whether the actor may do this with the assessment."""
        return reach.may(self.actor, self.loaded.assessment, action)

    @cached_property
    def inputs(self) -> Inputs:
        """Give what is scored today."""
        return self.loaded.inputs(self.today)

    @cached_property
    def result(self) -> Result:
        """Score the answers as they are now."""
        return self.columns.claimed

    @cached_property
    def columns(self) -> Columns:
        """Score the answers and their evidence as they are now."""
        return score_columns(self.loaded.published.checklist.form, self.inputs, snapshot.proof(self.loaded.evidence))

    @cached_property
    def asked(self) -> Mapping[str, Visibility]:
        """Say of every fact whether it is asked now."""
        given = self.inputs
        form = self.loaded.published.checklist.form
        return asked(form, tuple(self.sheet.facts), given.answers, given.profile, given.as_of)

    @cached_property
    def completeness(self) -> Completeness:
        """Count the answers to what is asked now."""
        published = self.loaded.published
        return completeness(published.checklist.form, published.facts, self.inputs)

    @cached_property
    def needed(self) -> Mapping[str, Visibility]:
        """Say of every fact whether an answer is still wanted: claims of 不适用 spare what only they read."""
        return needed(self.loaded.published.checklist.form, tuple(self.sheet.facts), self.inputs)

    @cached_property
    def frame(self) -> Frame:
        """Give what reports and result pages are built from."""
        loaded = self.loaded
        return Frame(
            published=loaded.published,
            sha256=loaded.sha256,
            inputs=self.inputs,
            result=self.result,
            cover=self.cover,
            locale=self.locale,
            supported=self.columns.supported if loaded.evidence else None,
        )

    @property
    def cover(self) -> Cover:
        """Say whom a draft report is about."""
        profile = self.loaded.profile
        return Cover(
            organisation=self.organisation or {"zh": "未登录试填", "en": "Trial without an account"}[self.locale],
            kind=profile.kind,
            region_name=full_name(profile.region, self.locale),
            state="trial" if self.trial else "draft",
            evidence=tuple(
                Attached(fact=one.fact, name=one.name, kind=one.kind, date=one.issued_on)
                for one in self.loaded.evidence
            ),
        )

    @cached_property
    def summary(self) -> Summary:
        """Give the scores and the grade in words."""
        return summaries.summary(self.frame, (), ())

    def held(self, fact: str) -> Held | None:
        """Give the stored answer to a fact."""
        return self.loaded.answers.get(fact)

    def shown(self, fact: str) -> str:
        """Give an answer for people; empty where there is none."""
        value = self.inputs.answers.get(fact)
        return "" if value is None else display(self.sheet.facts[fact], value, self.locale)


def moment(instant: dt.datetime, locale: Locale) -> str:
    """Write an instant as Shanghai reads it: 11月22日 14:03."""
    local = clock.to_local(instant)
    return f"{local.month}月{local.day}日 {local:%H:%M}" if locale == "zh" else f"{local:%d %b, %H:%M}"


def time_of_day(instant: dt.datetime, now: dt.datetime, locale: Locale) -> str:
    """Write when something was saved: the time today, the day as well before."""
    local, present = clock.to_local(instant), clock.to_local(now)
    return f"{local:%H:%M}" if local.date() == present.date() else moment(instant, locale)
