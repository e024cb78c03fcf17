"""Sentences about published lists: what is wrong with a file or a row, and what an answer is at odds with."""

from typing import Final

from assess.values.text import Text

LISTING_WORDS: Final[dict[str, Text]] = {
    # a file as a whole
    "listings.not-a-table": Text(
        zh="这不是 CSV 或 XLSX 文件，或者文件是空的。旧版 .xls 请另存为 .xlsx 或 CSV 再导入。",
        en="This is neither a CSV nor an XLSX file, or it is empty. Save an old .xls as .xlsx or CSV first.",
    ),
    "listings.no-columns": Text(
        zh="前 10 行里没有找到表头。缺少的列：{missing}。列名可以用“统一社会信用代码”“名单”“列入日期”等。",
        en="No row of headings was found among the first 10. Missing columns: {missing}. Headings may read"
        " “credit code”, “list”, “listed on” and so on.",
    ),
    "listings.empty-file": Text(
        zh="请选择要导入的文件，文件不能是空的。", en="Choose the file to import; it must not be empty."
    ),
    "listings.unknown-list": Text(zh="请从所列名单中选择。", en="Choose from the lists shown."),
    "listings.too-many-open": Text(
        zh="已有 {most} 批导入等待处理，请先接受或放弃其中一批。",
        en="There are {most} imports waiting for a decision; accept or discard one of them first.",
    ),
    "listings.compare-again": Text(
        zh="在您查看期间，已有名单发生了变化。系统正在重新比对，请查看新的比对结果后再决定。",
        en="The listings have changed since this was shown. It is being compared anew; look at the result and decide.",
    ),
    "listings.busy": Text(
        zh="另一批导入正在生效，请等它完成后再试。", en="Another import is being applied; try again when it is done."
    ),
    "listings.not-ready": Text(
        zh="这批导入已经处理过，或者还没有比对完。", en="This import was dealt with before, or is not compared yet."
    ),
    "listings.not-applied": Text(zh="只有已生效的导入可以撤销。", en="Only an import that was applied can be undone."),
    "listings.nothing-to-apply": Text(
        zh="文件里没有新增或变化的记录，不需要接受；可以放弃这批导入。",
        en="The file holds nothing new and nothing changed, so there is nothing to accept; discard the import.",
    ),
    "listings.undo-later": Text(
        zh="后来生效的导入“{name}”是以本批为基础比对的，请先撤销它。",
        en="The later import “{name}” was compared with this one and rests on it; undo that one first.",
    ),
    "listings.not-stuck": Text(
        zh="这批导入的处理没有中断，不需要重试。",
        en="The work on this import has not stopped; there is nothing to retry.",
    ),
    # columns
    "listings.field.credit_code": Text(zh="统一社会信用代码", en="credit code"),
    "listings.field.name": Text(zh="名称", en="name"),
    "listings.field.list": Text(zh="名单", en="list"),
    "listings.field.authority": Text(zh="列入机关", en="authority"),
    "listings.field.reason": Text(zh="列入原因", en="reason"),
    "listings.field.listed_on": Text(zh="列入日期", en="listed on"),
    "listings.field.removed_on": Text(zh="移出日期", en="removed on"),
    "listings.field.source": Text(zh="来源", en="source"),
    # a row
    "listings.row.unreadable": Text(
        zh="这一行无法读取，可能是引号没有成对，或者内容过长",
        en="this row cannot be read: an unclosed quotation mark, or too long",
    ),
    "listings.row.encoding": Text(
        zh="有无法识别的字符，请检查文件编码", en="holds characters that cannot be read; check the encoding"
    ),
    "listings.row.control-character": Text(zh="含有控制字符", en="holds control characters"),
    "listings.row.too-long": Text(zh="有内容过长的单元格", en="a cell is too long"),
    "listings.row.code": Text(
        zh="统一社会信用代码不正确（18 位，末位为校验码）",
        en="the credit code is incorrect (18 characters, the last one a check character)",
    ),
    "listings.row.code-missing": Text(zh="没有统一社会信用代码", en="no credit code"),
    "listings.row.list": Text(zh="不认识的名单", en="the list is not known"),
    "listings.row.list-missing": Text(zh="没有写是哪个名单", en="does not say which list"),
    "listings.row.listed-on": Text(zh="列入日期缺失或不是日期", en="the day of listing is missing or not a date"),
    "listings.row.listed-on-range": Text(
        zh="列入日期早于 1949 年 10 月 1 日或晚于今天", en="the day of listing is before 1 October 1949 or after today"
    ),
    "listings.row.removed-on": Text(zh="移出日期不是日期", en="the day of removal is not a date"),
    "listings.row.removed-on-range": Text(
        zh="移出日期早于 1949 年 10 月 1 日或晚于今天", en="the day of removal is before 1 October 1949 or after today"
    ),
    "listings.row.removed-before-listed": Text(zh="移出日期早于列入日期", en="removed before it was listed"),
    "listings.row.twin": Text(zh="与第 {twin} 行重复", en="repeats row {twin}"),
    "listings.row.twin-differs": Text(
        zh="与第 {twin} 行是同一条记录，但原因、移出日期或来源不同；以先出现的一行为准",
        en="is the same listing as row {twin} with another reason, day of removal or source; the first one holds",
    ),
    # an answer and a list
    "contradiction.current": Text(
        zh="公开名单显示：{authority}于 {listed} 将贵单位列入“{list}”，至今没有移出记录。",
        en="A published list shows: on {listed} {authority} put your organisation on the “{list}”, with no removal on"
        " record to this day.",
    ),
    "contradiction.removed": Text(
        zh="公开名单显示：{authority}于 {listed} 将贵单位列入“{list}”，{removed} 移出。",
        en="A published list shows: {authority} had your organisation on the “{list}” from {listed} to {removed}.",
    ),
    "contradiction.some-authority": Text(zh="有关机关", en="an authority"),
    "contradiction.reason": Text(zh="列入原因：{reason}。", en="Reason: {reason}."),
    "contradiction.source": Text(zh="来源：{source}。", en="Source: {source}."),
    "contradiction.answer": Text(zh="您答的是“{answer}”。", en="Your answer is “{answer}”."),
}
