"""Which sheets a checklist has as a workbook, and what their columns are called."""

from dataclasses import dataclass
from typing import Final

from assess.checklists.definition import Checklist, NotAssessed
from assess.checklists.itembook.columns import Column, columns
from assess.scoring.form import DialRule, Form, GradeBand, Group, Item, Section
from assess.values.text import Locale, Text

MARK: Final = "assess-items-1"
DIALS: Final = ("duty", "readiness")
SECTION_TITLE: Final = "#section-title"
GROUP_TITLE: Final = "#group-title"
"""Columns for readers: repeated from the sheets of sections and groups, compared on the way back, never taken."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One sheet: its mark, its name, the columns that are taken over and those that only place a row."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    places: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give the marks of all columns in order."""
        return (*self.places, *(column.name for column in self.columns))


_FIRST: Final = ("title.zh", "title.en", "points", "rule", "evidence", "clauses")


def _items() -> tuple[Column, ...]:
    """Give the columns of the items, those of the customary tables first."""
    made = {column.name: column for column in columns(Item)}
    return (*(made[name] for name in _FIRST), *(column for name, column in made.items() if name not in _FIRST))


def _prefixed(prefix: tuple[str, ...], found: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(Column((*prefix, *column.path), column.form) for column in found)


CHECKLIST: Final = SheetKind(
    "checklist",
    Text(zh="自评表", en="Checklist"),
    (
        *columns(Checklist, without=("form", "prepare", "not_assessed")),
        *_prefixed(("form",), columns(Form, without=("sections", *DIALS))),
        *(column for dial in DIALS for column in _prefixed(("form", dial), columns(DialRule, without=("bands",)))),
    ),
)
PREPARE: Final = SheetKind("prepare", Text(zh="准备材料", en="To have at hand"), columns(Text))
BANDS: Final = SheetKind("bands", Text(zh="等级", en="Grades"), columns(GradeBand), ("dial",))
SECTIONS: Final = SheetKind("sections", Text(zh="一级指标", en="Sections"), columns(Section, without=("groups",)))
GROUPS: Final = SheetKind("groups", Text(zh="二级指标", en="Groups"), columns(Group, without=("items",)), ("section",))
ITEMS: Final = SheetKind(
    "items", Text(zh="评价要点", en="Items"), _items(), (SECTION_TITLE, GROUP_TITLE, "section", "group")
)
NOT_ASSESSED: Final = SheetKind("not_assessed", Text(zh="未评价条款", en="Not assessed"), columns(NotAssessed))
LISTS: Final = (ITEMS, SECTIONS, GROUPS, BANDS, PREPARE, NOT_ASSESSED)
ALL: Final = (CHECKLIST, *LISTS)

_TITLES: Final[dict[str, Text]] = {
    SECTION_TITLE: Text(zh="一级指标", en="Section"),
    GROUP_TITLE: Text(zh="二级指标", en="Group"),
    "advice": Text(zh="建议", en="Advice"),
    "applies_if": Text(zh="适用条件", en="Applies if"),
    "audience": Text(zh="填报对象", en="Audience"),
    "basis": Text(zh="依据类型", en="Basis"),
    "bonus": Text(zh="加分项", en="Bonus item"),
    "bonus_cap": Text(zh="加分上限", en="Bonus cap"),
    "clause": Text(zh="条款", en="Clause"),
    "clauses": Text(zh="条款", en="Clauses"),
    "deadline": Text(zh="期限", en="Deadline"),
    "decimals": Text(zh="小数位数", en="Decimals"),
    "deduction": Text(zh="扣分项", en="Deduction item"),
    "dial": Text(zh="得分类别", en="Dial"),
    "do": Text(zh="做什么", en="What to do"),
    "duty": Text(zh="合规", en="Compliance"),
    "effort_days": Text(zh="人天", en="Person-days"),
    "en": Text(zh="英文", en="English"),
    "evidence": Text(zh="佐证材料", en="Evidence"),
    "form": Text(zh="计分", en="Scoring"),
    "from": Text(zh="从（分）", en="From"),
    "full": Text(zh="满分", en="Full mark"),
    "gap": Text(zh="差距表述", en="As a gap"),
    "grade": Text(zh="等级", en="Grade"),
    "group": Text(zh="二级指标标识", en="Group key"),
    "help": Text(zh="说明", en="Help"),
    "intro": Text(zh="简介", en="Introduction"),
    "irreversible": Text(zh="不可挽回", en="Irreversible"),
    "key": Text(zh="标识", en="Key"),
    "measure": Text(zh="措施文件", en="Measure"),
    "min_share": Text(zh="最低适用比例", en="Least share that applies"),
    "minutes": Text(zh="所需分钟", en="Minutes"),
    "na": Text(zh="不适用的结算", en="Settling of not applicable"),
    "none": Text(zh="未得分时", en="Where nothing is earned"),
    "not_applicable": Text(zh="可申报不适用", en="May be claimed not applicable"),
    "notes": Text(zh="说明", en="Notes"),
    "ours": Text(zh="本服务设定", en="Ours"),
    "overall_cap": Text(zh="总分上限", en="Overall cap"),
    "owner": Text(zh="负责部门", en="Owner"),
    "partial": Text(zh="部分得分时", en="Where part is earned"),
    "points": Text(zh="分值", en="Points"),
    "programme": Text(zh="惠企政策", en="Programme"),
    "purpose": Text(zh="用途", en="Purpose"),
    "readiness": Text(zh="准备度", en="Readiness"),
    "reads": Text(zh="读取的事实问题", en="Reads"),
    "reason": Text(zh="理由", en="Reason"),
    "revision": Text(zh="修订号", en="Revision"),
    "rule": Text(zh="评分标准", en="Rule"),
    "says": Text(zh="文件怎么说", en="The measure says"),
    "section": Text(zh="一级指标标识", en="Section key"),
    "strength": Text(zh="约束力", en="Strength"),
    "themes": Text(zh="主题", en="Themes"),
    "title": Text(zh="名称", en="Title"),
    "unknown": Text(zh="待核实时", en="Where it is not known"),
    "version": Text(zh="版本", en="Version"),
    "veto": Text(zh="一票否决", en="Veto"),
    "zh": Text(zh="中文", en="Chinese"),
}
_ITEM_TITLE: Final = Text(zh="三级指标（评价要点）", en="Item")


def heading(sheet: SheetKind, name: str, locale: Locale) -> str:
    """Give the heading of a column: 三级指标（评价要点）· 中文; a field nobody has named yet keeps its key."""
    parts = name.split(".") if name not in _TITLES else [name]
    first = _ITEM_TITLE if sheet is ITEMS and parts[0] == "title" else _TITLES.get(parts[0])
    words = [first.to(locale) if first else parts[0]]
    words += [_TITLES[part].to(locale) if part in _TITLES else part for part in parts[1:]]
    return " · ".join(words)
