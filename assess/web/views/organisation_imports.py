"""Imports of organisations in words: their states, what each row would do, and why not."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assess.accounts import regions
from assess.accounts.import_models import ImportState, OrganisationImportRow, RowOutcome
from assess.accounts.importing.columns import FIELDS, MAX_ROWS, Field
from assess.accounts.industries import industries, label
from assess.accounts.models import Size
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.forms.organisations import SIZES
from assess.web.i18n import gettext as _
from assess.wording.sentences import say

STATES: Final[Mapping[ImportState, tuple[str, str]]] = {
    ImportState.READY: (marked("等待确认"), "warn"),
    ImportState.APPLIED: (marked("已导入"), "done"),
    ImportState.DISCARDED: (marked("已放弃"), "neutral"),
    ImportState.UNDONE: (marked("已撤销"), "neutral"),
}
OUTCOMES: Final[Mapping[RowOutcome, str]] = {
    RowOutcome.CONFLICT: marked("有问题，不导入"),
    RowOutcome.NEW: marked("新增"),
    RowOutcome.CHANGED: marked("有变化"),
    RowOutcome.UNCHANGED: marked("没有变化"),
}
NAMES: Final[Mapping[str, str]] = {
    "name": marked("单位名称"),
    "credit_code": marked("统一社会信用代码"),
    "kind": marked("类型"),
    "region": marked("行政区划代码"),
    "size": marked("规模"),
    "industry": marked("行业门类"),
    "roles": marked("单位角色"),
    "parent": marked("上级单位"),
    "lead_name": marked("负责人姓名"),
    "lead_email": marked("负责人邮箱"),
}
NOTES: Final[Mapping[Field, str]] = {
    "name": marked("必填，全称"),
    "credit_code": marked("18 位；企业必填，其他有则填写"),
    "kind": marked("必填：企业、区县或机关"),
    "region": marked("必填：六位代码，或完整的地区名称"),
    "size": marked("企业选填：微型、小型、中型、大型"),
    "industry": marked("选填：A 到 T 的字母或门类名称"),
    "roles": marked("企业选填：见“填写说明”，多个用顿号分开"),
    "parent": marked("选填：名称或代码；不填则直接放在导入的单位之下"),
    "lead_name": marked("选填：用于邀请"),
    "lead_email": marked("选填：用于邀请"),
}
REFUSED: Final = ("changed-meanwhile", "not-ready", "not-applied", "nothing")


@dataclass(frozen=True, slots=True)
class Change:
    """A field with what it was and what it would be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells in the order of the columns, what would change, and what is wrong."""

    number: int
    cells: Mapping[str, str]
    changes: Sequence[Change]
    problems: Sequence[str]
    organisation_id: uuid.UUID | None


def lines(
    rows: Iterable[OrganisationImportRow], titles: Mapping[str, str], places: Mapping[uuid.UUID, str]
) -> list[Line]:
    """Put rows into words.

    Args:
        rows: The rows.
        titles: What roles are called.
        places: What the organisations are called that a row may be moved to or from.
    """
    return [
        Line(
            row.number,
            {field: row.given.get(field, "") for field in FIELDS},
            [_change(name, pair, titles, places) for name, pair in (row.before or {}).items()],
            problems(row),
            row.organisation_id,
        )
        for row in rows
    ]


def _change(name: str, pair: Sequence[Any], titles: Mapping[str, str], places: Mapping[uuid.UUID, str]) -> Change:
    before, after = (_said(name, value, titles, places) or _("空") for value in pair)
    return Change(_(NAMES[name]), before, after)


def _said(name: str, value: Any, titles: Mapping[str, str], places: Mapping[uuid.UUID, str]) -> str:  # noqa: ANN401 - whatever a field holds
    words: Mapping[str, Callable[[], str]] = {
        "region": lambda: f"{regions.full_name(value, i18n.current())} {value}",
        "size": lambda: _(SIZES[Size(value)]),
        "industry": lambda: label(value, i18n.current()),
        "roles": lambda: _("、").join(titles.get(role, role) for role in value),
        "parent": lambda: places.get(uuid.UUID(value), _("本批新增的单位")),
    }
    return words.get(name, lambda: str(value))() if value else ""


def problems(row: OrganisationImportRow) -> list[str]:
    """Say what is wrong with a row, each with its column."""
    return [_problem(one) for one in row.problems]


def _problem(one: Mapping[str, Any]) -> str:
    params = {name: value for name, value in one.items() if name not in {"column", "message"}}
    said = say(one["message"], params, i18n.current())
    key = one["column"]
    column = _(NAMES[key]) if key else ""
    return said if said.startswith(column) else _("%(column)s：%(problem)s", column=column, problem=said)


def parents(rows: Iterable[OrganisationImportRow]) -> list[uuid.UUID]:
    """Give the organisations that rows speak of as places."""
    pairs = [(row.before or {}).get("parent", ()) for row in rows]
    return [uuid.UUID(one) for pair in pairs for one in pair if one]


def guide(titles: Mapping[str, str]) -> list[str]:
    """Give the lines of the template's second sheet."""
    return [
        _("填写说明"),
        _("每行一个单位，最多 %(most)s 行。请保留表头，删去示例行（第 3 行）再填写。", most=f"{MAX_ROWS:,}"),
        *(_(NAMES[field]) + _("：") + _(note) for field, note in NOTES.items()),
        _("已有的单位按统一社会信用代码认定；没有代码的按名称和类型认定。空着的格子不改动已有的内容。"),
        _("上级单位必须是机关或区县（市级）单位，已经存在，或者写在本表前面的行里。"),
        _("上传后先显示会新增和改动什么，您确认之后才生效；生效后可以撤销。"),
        _("单位角色可以填写："),
        *(f"{key}  {title}" for key, title in titles.items()),
        _("行业门类（GB/T 4754—2017）："),
        *(label(code, i18n.current()) for code in industries()),
    ]
