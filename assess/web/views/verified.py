"""What the page of a code shows of a report: its state in words, the lines of its cover, its scores and its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assess.clock import to_local
from assess.reports.models import ReportFormat
from assess.reports.verifying import Confirmed, StoredFile
from assess.values import formats
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.web.views.attached import size


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One dial: what the report says of it; `reviewed` is its sentence on the review, empty where it has none."""

    title: str
    final: str
    full: str
    reviewed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file; `same` says whether it is the one that was asked about, None where none was."""

    name: str
    sha256: str
    size: str
    made: str
    signed_by: str
    same: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One report as the page shows it; `hint` says what its state means, `warnings` what came after it."""

    state: str
    hint: str
    good: bool
    warnings: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    scores: tuple[ScoreLine, ...]
    measured: str
    files: tuple[FileLine, ...]
    missing: str
    matched: str
    asked: bool


def shown(found: Confirmed, sha256: str) -> Shown:
    """Put a report into words.

    Args:
        found: Which.
        sha256: The hash of somebody's file, if it is to be compared.
    """
    state, hint = _state(found)
    files = tuple(_file(one, sha256) for one in found.files)
    scores = tuple(_score(one) for one in found.told.get("scores", ()))
    return Shown(
        state=state,
        hint=hint,
        good=found.state in {"submitted", "decided", "district"} and not found.withdrawn,
        warnings=tuple(_warnings(found)),
        rows=tuple((label, value) for label, value in _rows(found) if value),
        scores=scores,
        measured=_("中位数") if found.state == "district" else _("自评得分"),
        files=files,
        missing=_missing(found),
        matched=next((one.name for one in files if one.same), ""),
        asked=bool(sha256),
    )


def _state(found: Confirmed) -> tuple[str, str]:
    return {
        "draft": (_("草稿"), _("生成时还没有提交，填报内容和得分此后都可能变化。")),
        "trial": (_("试填"), _("未登录填写，单位名称没有登记，不能作为证明使用。")),
        "submitted": (_("已提交"), _("单位已经提交。得分是自评得分，生成时没有公布的复核结论。")),
        "decided": (_("已审定"), _("复核已经结束，报告里同时列出自评得分和复核得分。")),
        "reviewing": (_("复核中"), _("这是复核人员内部使用的过程稿，不对外提供，所以这里只确认文件。")),
        "district": (_("汇总报告"), _("这是评估批次的汇总，不是某一家单位的自评。")),
        "unknown": (_("已登记"), _("这份报告生成得较早，当时没有保存可供核对的内容，这里只确认文件。")),
    }[found.state]


def _warnings(found: Confirmed) -> list[str]:
    after = {
        "decided": _("这份报告之后公布了复核结论，并生成了审定后的报告。请向持有人索取新的一份。"),
        "submitted": _("单位在这份报告之后又重新提交过。请向持有人索取新的一份。"),
    }
    withdrawn = [_("单位已经撤回这份自评。")] if found.withdrawn else []
    return [*withdrawn, *([after[found.newer]] if found.newer else [])]


def _rows(found: Confirmed) -> list[tuple[str, str]]:
    told = found.told
    version = told.get("version") or ""
    return [
        (_("单位"), told.get("organisation") or ""),
        (_("报告"), told.get("title") or ""),
        (_("自评表"), told.get("checklist") or ""),
        (_("版本"), version),
        (_("依据的措施文件"), told.get("measure") or ""),
        (_("评估基准日"), _day(told.get("as_of"))),
        (_("报告编号"), told.get("reference") or ""),
        (_("自评等级"), _grade(told) if found.state != "district" else ""),
        (_("参评单位"), _taking_part(told)),
        (_("生成时间"), _moment(found.files[0].made_at if found.files else found.asked_at)),
        (_("模板版本"), found.template_version),
        (_("内容校验值"), found.content_hash),
    ]


def _grade(told: Mapping[str, Any]) -> str:
    if "grade" not in told or not told.get("scores"):
        return ""
    return str(told["grade"] or _("没有评出等级"))


def _taking_part(told: Mapping[str, Any]) -> str:
    counts = told.get("organisations")
    return _("%(total)s 家，已提交 %(handed)s 家", total=counts["total"], handed=counts["handed_in"]) if counts else ""


def _day(iso: str | None) -> str:
    return formats.date(date.fromisoformat(iso), i18n.current()) if iso else ""


def _moment(at: datetime) -> str:
    local = to_local(at)
    return f"{formats.date(local.date(), i18n.current())} {local:%H:%M}"


def _score(told: Mapping[str, Any]) -> ScoreLine:
    return ScoreLine(
        title=told["title"],
        final=told["final"] or _("不评分"),
        full=told["full"],
        reviewed=told.get("reviewed") or "",
    )


def _file(one: StoredFile, sha256: str) -> FileLine:
    return FileLine(
        name=_name(one.format),
        sha256=one.sha256,
        size=size(one.size),
        made=_moment(one.made_at),
        signed_by=one.signed_by or "",
        same=one.sha256 == sha256 if sha256 else None,
    )


def _name(format_: ReportFormat) -> str:
    return {
        ReportFormat.PDF: "PDF",
        ReportFormat.PDFA: _("PDF/A（长期存档）"),
        ReportFormat.HTML: "HTML",
        ReportFormat.DOCX: "Word",
        ReportFormat.XLSX: "Excel",
    }[format_]


def _missing(found: Confirmed) -> str:
    if found.files:
        return ""
    return _("文件没有生成成功，还没有可以比对的文件。") if found.failed else _("文件正在生成，请稍后刷新本页。")
