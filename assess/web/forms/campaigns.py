"""A campaign as its administrator describes it, and the steps that need a day and a reason."""

import re
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, TextAreaField, ValidationError

from assess.accounts.models import Organisation
from assess.campaigns.definition import CampaignFields
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.web import i18n
from assess.web.forms.base import Fields, marked, needed, stripped, text
from assess.wording.sentences import say

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YEARS = range(2000, 2200)  # a year beyond them is a slip, and the last ones have no next day
_NUMBER = re.compile(r"[0-9]{1,4}")
_BETWEEN = re.compile(r"[,，、;；\s]+")


def read_day(given: str | None) -> date | None:
    """Read a day as browsers send it or people write it; None where it is none."""
    found = _DAY.fullmatch(given or "")
    try:
        read = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return read if read and read.year in _YEARS else None


def a_day(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
    """Refuse what is no day."""
    if read_day(field.data) is None:
        raise ValidationError(say("campaign.day", {}, i18n.current()))


def a_day_or_none(form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
    """Refuse what is neither empty nor a day."""
    if field.data:
        a_day(form, field)


def a_number(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
    """Refuse what is no whole number."""
    if not _NUMBER.fullmatch(field.data or ""):
        raise ValidationError(say("campaign.number", {}, i18n.current()))


def numbers(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
    """Refuse what is no list of whole numbers."""
    if not all(_NUMBER.fullmatch(one) for one in _parts(field.data)):
        raise ValidationError(say("campaign.number", {}, i18n.current()))


def _parts(given: str | None) -> list[str]:
    return [one for one in _BETWEEN.split(given or "") if one]


def identity(given: str | None) -> uuid.UUID | None:
    """Read an id; None where it is none."""
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return None


class LaterForm(Form):
    """What may change once a campaign is open."""

    revision = HiddenField()
    name = text(marked("批次名称"), needed(marked("请填写批次名称。")))
    review_by = text(marked("复核完成日"), a_day_or_none)
    publish_at_once = BooleanField(marked("结果公布"), false_values=("", "no"))
    reminder_days = text(marked("自动提醒：截止前几天"), numbers)
    message = TextAreaField(marked("给参评单位的话"), filters=[stripped])

    def merged(self, before: CampaignFields) -> CampaignFields:
        """Give the description with what the form says."""
        return _described(self, **{name: getattr(before, name) for name in CampaignFields.__slots__})

    def expected(self) -> int:
        """Give the revision the form was drawn with."""
        given = self.revision.data or ""
        return int(given) if _NUMBER.fullmatch(given) else 0


class CampaignForm(LaterForm):
    """Everything, while a campaign is prepared."""

    checklist_version_id = SelectField(marked("自评表"), [needed(marked("请选择自评表。"))], validate_choice=False)
    organiser_id = SelectField(marked("主办单位"), [needed(marked("请选择主办单位。"))], validate_choice=False)
    opens_on = text(marked("开始日"), a_day)
    closes_on = text(marked("截止日"), a_day)
    levels = RadioField(marked("复核级数"), validate_choice=False)
    reviewing_body_id = SelectField(marked("复核单位"), [needed(marked("请选择复核单位。"))], validate_choice=False)
    second_body_id = SelectField(marked("第二级复核单位"), validate_choice=False)
    mend_days = text(marked("退回后几天内补正"), a_number)
    appeal_days = text(marked("公布后几天内可以申诉"), a_number)

    versions: Sequence[tuple[str, str]] = ()
    bodies: Sequence[tuple[str, str]] = ()

    def fields(self) -> CampaignFields:
        """Give the description; what is no id stands for nothing there is."""
        nothing = uuid.UUID(int=0)
        return _described(
            self,
            checklist_version_id=identity(self.checklist_version_id.data) or nothing,
            organiser_id=identity(self.organiser_id.data) or nothing,
            reviewing_body_id=identity(self.reviewing_body_id.data) or nothing,
            second_body_id=identity(self.second_body_id.data),
            opens_on=read_day(self.opens_on.data),
            closes_on=read_day(self.closes_on.data),
            levels=2 if self.levels.data == "2" else 1,
            mend_days=int(self.mend_days.data or ""),
            appeal_days=int(self.appeal_days.data or ""),
        )


def _described(form: LaterForm, **rest: Any) -> CampaignFields:  # noqa: ANN401 - the fields, as they are called
    changes = {
        "name": form.name.data or "",
        "review_by": read_day(form.review_by.data),
        "publish_at_once": bool(form.publish_at_once.data),
        "reminder_days": tuple(int(one) for one in _parts(form.reminder_days.data)),
        "message": form.message.data or "",
    }
    return CampaignFields(**{**rest, **changes})


def stored(given: CampaignFields) -> dict[str, Any]:
    """Give a description as the form's fields hold it."""
    days = {name: getattr(given, name) for name in ("opens_on", "closes_on", "review_by")}
    return {
        "name": given.name,
        "checklist_version_id": str(given.checklist_version_id),
        "organiser_id": str(given.organiser_id),
        "reviewing_body_id": str(given.reviewing_body_id),
        "second_body_id": str(given.second_body_id or ""),
        "levels": str(given.levels),
        "mend_days": str(given.mend_days),
        "appeal_days": str(given.appeal_days),
        "publish_at_once": given.publish_at_once,
        "reminder_days": ", ".join(map(str, given.reminder_days)),
        "message": given.message,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def campaign_form(
    data: FormData | None,
    *,
    versions: Sequence[ChecklistVersion],
    bodies: Sequence[Organisation],
    before: CampaignFields | None = None,
    revision: int = 0,
) -> CampaignForm:
    """Make the form from what was posted, what is stored, or what is usual."""
    usual = {
        "levels": "1",
        "mend_days": "10",
        "appeal_days": "10",
        "reminder_days": "7, 3, 1",
        "publish_at_once": False,
    }
    shown = {**(stored(before) if before else usual), "revision": str(revision)}
    form = CampaignForm(Fields(data)) if data is not None else CampaignForm(data=shown)
    form.versions = [(str(one.id), version_name(one)) for one in versions]
    form.bodies = [(str(one.id), one.name) for one in bodies]
    return form


def later_form(data: FormData | None, *, before: CampaignFields, revision: int) -> LaterForm:
    """Make the form of an open campaign."""
    shown = {**stored(before), "revision": str(revision)}
    return LaterForm(Fields(data)) if data is not None else LaterForm(data=shown)


def version_name(version: ChecklistVersion) -> str:
    """Name a checklist with its version."""
    title = documents.document(version).checklist.title.to(i18n.current())
    return f"{title} · {version.version}"


class StepForm(Form):
    """Why something is done to a campaign, and until when."""

    closes_on = text(marked("新的截止日"))
    reason = TextAreaField(marked("理由"), filters=[stripped])
    confirmed = BooleanField(marked("确认"), false_values=("", "no"))

    def day(self) -> date:
        """Give the day of a valid form."""
        return read_day(self.closes_on.data) or date.min


def step_form(data: FormData | None, *, dated: bool) -> StepForm:
    """Make the form of a step; `dated` asks for a day."""
    form = StepForm(Fields(data)) if data is not None else StepForm()
    if dated:
        form.closes_on.validators = [a_day]
    return form
