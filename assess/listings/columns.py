"""Which column of a file is which: recognised by its heading, in the words such files use."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Field = Literal["credit_code", "name", "list", "authority", "reason", "listed_on", "removed_on", "source"]

FIELDS: Final[tuple[Field, ...]] = (
    "credit_code",
    "name",
    "list",
    "authority",
    "reason",
    "listed_on",
    "removed_on",
    "source",
)
HEADINGS: Final[Mapping[Field, tuple[str, ...]]] = {
    "credit_code": (
        "统一社会信用代码",
        "社会信用代码",
        "信用代码",
        "统一代码",
        "credit code",
        "unified social credit code",
        "uscc",
    ),
    "name": ("企业名称", "单位名称", "主体名称", "市场主体名称", "名称", "name", "enterprise", "company"),
    "list": ("名单", "名单名称", "名单类型", "名单种类", "名录", "名录名称", "list", "list name", "list kind"),
    "authority": (
        "列入机关",
        "列入决定机关",
        "作出决定机关",
        "决定机关",
        "公布机关",
        "认定机关",
        "认定部门",
        "机关",
        "authority",
    ),
    "reason": ("列入原因", "列入事由", "列入理由", "原因", "事由", "reason"),
    "listed_on": ("列入日期", "列入时间", "列入决定日期", "listed on", "date listed", "listed"),
    "removed_on": ("移出日期", "移出时间", "退出日期", "移除日期", "removed on", "date removed", "removed"),
    "source": ("来源", "数据来源", "信息来源", "公布网址", "网址", "source", "url"),
}
REQUIRED: Final[tuple[Field, ...]] = ("credit_code", "list", "listed_on")
SEARCHED: Final = 10
"""The heading is looked for in so many records: titles and notes may stand above it."""

_BETWEEN: Final = re.compile(r"[\s_\-*:：]+")
_NOTE: Final = re.compile(r"[（(][^（()）]*[)）]")


def _plain(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold().removeprefix("\ufeff")
    return _BETWEEN.sub("", _NOTE.sub("", folded))


_KNOWN: Final[Mapping[str, Field]] = {_plain(name): field for field, names in HEADINGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Mapped:
    """What each field's column is: its place in a record, from 0, and its heading as written."""

    places: Mapping[Field, int]
    headings: Mapping[Field, str]

    def missing(self, *, listed: bool) -> tuple[Field, ...]:
        """Name the required columns that are not there; `listed` says that all rows are of one list."""
        return tuple(field for field in REQUIRED if field not in self.places and not (listed and field == "list"))


def mapped(cells: Sequence[object]) -> Mapped:
    """Recognise the columns of a head; the first of several with one meaning counts."""
    places: dict[Field, int] = {}
    headings: dict[Field, str] = {}
    for place, cell in enumerate(cells):
        field = _KNOWN.get(_plain(str(cell)))
        if field is not None and field not in places:
            places[field], headings[field] = place, " ".join(str(cell).split())[:100]
    return Mapped(places, headings)
