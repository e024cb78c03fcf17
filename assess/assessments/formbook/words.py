"""What stands on the sheets of a form's workbook, in both languages."""

from typing import Final

from assess.values.text import Locale, Text

WORDS: Final[dict[str, Text]] = {
    "about": Text(zh="填写说明", en="How to fill in"),
    "organisation": Text(zh="填报单位", en="Organisation"),
    "claims": Text(zh="不适用", en="Not applicable"),
    "evidence": Text(zh="佐证材料", en="Evidence"),
    "version": Text(zh="版本 {version}", en="Version {version}"),
    "disclaimer": Text(
        zh="本表为自我评估，不是任何机关的认定。", en="This is a self-assessment, not a finding of any authority."
    ),
    "how-1": Text(
        zh="1. 只填写浅黄色的单元格；其余单元格已锁定，请不要增删行、列和工作表。",
        en="1. Write into the light yellow cells only; the rest is locked. Add or remove no rows, columns or sheets.",
    ),
    "how-2": Text(
        zh="2. 有下拉箭头的从列表中选择。不清楚就选“不清楚”，不要猜；留空表示未填报。",
        en="2. Choose from the list where there is an arrow. “Not sure” is better than a guess; empty is unanswered.",
    ),
    "how-3": Text(
        zh="3. 多选题在适用的每一项后面选“是”。表格题填在自己的工作表里，一行一条；没有可填的，在题目后面选“没有”。",
        en="3. Where several may apply, choose “Yes” beside each. Tables have sheets of their own, one line an entry; "
        "where there is nothing to enter, choose “None” beside the question.",
    ),
    "how-4": Text(
        zh="4. 日期写成 2026-11-22。比率题填两个数：符合的数量和总数量。金额以元为单位。",
        en="4. Write days as 2026-11-22. A rate has two numbers: how many, and out of how many. Money is in yuan.",
    ),
    "how-5": Text(
        zh="5. 用 assess score 或 assess report 读取本工作簿即可计分和生成报告。",
        en="5. assess score and assess report read this workbook as it is.",
    ),
    "number": Text(zh="题号", en="No."),
    "question": Text(zh="问题", en="Question"),
    "answer": Text(zh="填报内容", en="Answer"),
    "denominator": Text(zh="总数量（比率题）", en="Out of (rates)"),
    "unit": Text(zh="单位", en="Unit"),
    "unknown": Text(zh="不清楚", en="Not sure"),
    "note": Text(zh="补充说明", en="Note"),
    "help": Text(zh="填写说明", en="Help"),
    "basis": Text(zh="法律依据", en="Legal basis"),
    "optional": Text(zh="（选填）", en=" (optional)"),
    "numerator": Text(zh="（左格填符合的数量，右格填总数量）", en=" (left: how many; right: out of how many)"),
    "in-sheet": Text(zh="（填在工作表“{sheet}”中）", en=" (on the sheet “{sheet}”)"),
    "go-on": Text(zh="（接上格）", en="(continued)"),
    "none-chosen": Text(zh="以上都没有", en="None of these"),
    "none-rows": Text(zh="没有", en="None"),
    "yes": Text(zh="是", en="Yes"),
    "required": Text(zh="（必填）", en=" (required)"),
    "row": Text(zh="行标识", en="Row"),
    "item": Text(zh="评价要点", en="Item"),
    "reason": Text(zh="不适用的理由（适用的留空）", en="Why it does not apply (empty where it applies)"),
    "file": Text(zh="材料名称", en="Name"),
    "kind": Text(zh="类型", en="Kind"),
    "date": Text(zh="日期", en="Date"),
    "field": Text(zh="项目", en="Item"),
    "name": Text(zh="单位名称", en="Name"),
    "credit_code": Text(zh="统一社会信用代码（选填）", en="Unified social credit code (optional)"),
    "region": Text(zh="所在地区代码（GB/T 2260，六位）", en="Region (GB/T 2260, six digits)"),
    "audience": Text(zh="单位类别", en="Kind of organisation"),
    "size": Text(zh="规模（选填）", en="Size (optional)"),
    "role": Text(zh="角色：{title}", en="Role: {title}"),
    "enterprise": Text(zh="企业", en="Enterprise"),
    "district": Text(zh="区县/市级单位", en="District or city office"),
    "micro": Text(zh="微型", en="Micro"),
    "small": Text(zh="小型", en="Small"),
    "medium": Text(zh="中型", en="Medium"),
    "large": Text(zh="大型", en="Large"),
    "yuan": Text(zh="元", en="yuan"),
    "number-hint": Text(zh="请填写数字。", en="Write a number."),
    "date-hint": Text(zh="请填写日期，如 2026-11-22。", en="Write a day such as 2026-11-22."),
    "form": Text(zh="填报工作簿", en="a form workbook"),
}


def word(key: str, locale: Locale, **parts: str) -> str:
    """Give a piece of wording."""
    return WORDS[key].to(locale).format(**parts) if parts else WORDS[key].to(locale)
