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
    # a workbook of an assessment
    "origin": Text(zh="来源", en="Origin"),
    "taken": Text(zh="{organisation}　下载于 {when}", en="{organisation} · downloaded {when}"),
    "back-1": Text(
        zh="1. 只填写浅黄色的单元格；其余已锁定。不要增删工作表，也不要在题目之间增删行；"
        "表格题可在已有的行下面接着填。",
        en="1. Write into the light yellow cells only; the rest is locked. Add or remove no sheets, and no rows "
        "between questions; tables go on below the rows there are.",
    ),
    "back-4": Text(
        zh="4. 日期写成 2026-11-22。比率题填两个数：符合的数量和总数量。金额以元为单位，写数字，不写“万”。",
        en="4. Write days as 2026-11-22. A rate has two numbers: how many, and out of how many. Money is in yuan.",
    ),
    "back-5": Text(
        zh="5. 问题下面写有“仅当……时填写”的，条件不满足就不用填；灰色的题目按下载时的回答不用填。"
        "已填的会保留，但不计分。",
        en="5. What says “only when …” need not be answered otherwise; grey questions were not asked when this was "
        "downloaded. What stands there is kept, but does not count.",
    ),
    "back-6": Text(
        zh="6. 项目不适用的，在工作表“不适用”里写理由；把理由删去就是撤回。"
        "填报单位和佐证材料只供查看，请在网页上修改。",
        en="6. Where an item does not apply, write why on the sheet “Not applicable”; emptied, the claim is taken "
        "back. The organisation and the evidence are there to be read; change them on the web page.",
    ),
    "back-7": Text(
        zh="7. 填好后存为 .xlsx，回到这份自评的“用 Excel 离线填写”页面上传。"
        "系统先列出改动和冲突，您确认后才保存；把原有的答案删空就是清除。",
        en="7. Save it as .xlsx and upload it where you downloaded it. You are shown every change and conflict first; "
        "nothing is saved before you say so. An answer that is emptied is cleared.",
    ),
    "only-when": Text(zh="仅当{when}时填写", en="only when {when}"),
    "depends": Text(zh="是否要填写，看第 {numbers} 题的回答", en="asked depending on the answers to {numbers}"),
    "by-organisation": Text(zh="是否要填写，看填报单位的情况", en="asked depending on the organisation"),
    "resting": Text(zh="目前不用填写", en="not asked at present"),
    "is": Text(zh="第 {number} 题为“{answer}”", en="{number} is “{answer}”"),
    "includes": Text(zh="第 {number} 题选了“{answer}”", en="{number} includes “{answer}”"),
    "at-least": Text(zh="第 {number} 题不少于 {answer}", en="{number} is at least {answer}"),
    "above": Text(zh="第 {number} 题大于 {answer}", en="{number} is above {answer}"),
    "and": Text(zh="、且", en=" and "),
    "or": Text(zh="、或", en=" or "),
    "or-quoted": Text(zh="”或“", en="” or “"),
    "aside": Text(zh="（{told}）", en="({told})"),
    "semicolon": Text(zh="；", en="; "),
    "comma": Text(zh="、", en=", "),
}


def word(key: str, locale: Locale, **parts: str) -> str:
    """Give a piece of wording."""
    return WORDS[key].to(locale).format(**parts) if parts else WORDS[key].to(locale)
