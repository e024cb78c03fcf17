"""Batches of reports in words."""

from collections.abc import Mapping
from typing import Final

from assess.reports.bulk.models import BatchChoice, BatchState, BatchTarget
from assess.reports.bulk.queries import Shown
from assess.reports.models import ReportFormat
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.views.attached import size

FORMATS: Final[Mapping[ReportFormat, str]] = {
    ReportFormat.PDF: marked("PDF（打印、盖章）"),
    ReportFormat.PDFA: marked("PDF/A（长期存档）"),
    ReportFormat.DOCX: marked("Word（可以修改）"),
    ReportFormat.XLSX: marked("Excel（数字可以计算）"),
    ReportFormat.HTML: marked("HTML（在浏览器里看）"),
}
LOCALES: Final[Mapping[str, str]] = {"zh": marked("中文"), "en": marked("英文")}
TARGETS: Final[Mapping[BatchTarget, tuple[str, str]]] = {
    BatchTarget.ZIP: (
        marked("打包成一个压缩文件（ZIP）"),
        marked("完成后可以下载，保留 7 天；压缩包里附有目录（Excel、CSV、JSON）。"),
    ),
    BatchTarget.STORE: (
        marked("存入系统存储"),
        marked("文件按“编号-单位名”命名，连同目录存入系统存储的 exports 文件夹，由运营单位取用和清理。"),
    ),
}
CHOICES: Final[Mapping[BatchChoice, str]] = {
    BatchChoice.SUBMITTED: marked("全部已提交的单位"),
    BatchChoice.PUBLISHED: marked("只要已公布结果的单位"),
}


def state(shown: Shown) -> tuple[str, str]:
    """Say where a batch is, with the kind of its tag."""
    if shown.packing:
        return _("正在打包") if shown.batch.target is BatchTarget.ZIP else _("正在生成目录"), "going"
    if shown.batch.state is BatchState.DONE and shown.failed:
        return _("已完成，部分没有成功"), "warn"
    words = {
        BatchState.RUNNING: (_("进行中"), "going"),
        BatchState.PAUSED: (_("已暂停"), "warn"),
        BatchState.DONE: (_("完成"), "done"),
        BatchState.CANCELLED: (_("已取消"), "neutral"),
    }
    return words[shown.batch.state]


def weight(shown: Shown) -> str:
    """Say how large the archive is."""
    return size(shown.batch.size or 0)


def what(shown: Shown) -> str:
    """Say what was asked for."""
    batch = shown.batch
    parts = (_(FORMATS[batch.format]), _(LOCALES[batch.locale]), _(CHOICES[batch.whose]))
    return " · ".join(parts)
