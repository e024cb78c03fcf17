"""Refusals of values, answers and files, as sentences. Every helper of the house adds its own ids here.

Format: message id → both languages, with the same `{placeholders}`. Whoever raises gives the parameters; numbers, days,
texts and facts are put into words by `assess.wording.sentences.say`. Ids are `<area>.<what-is-wrong>`.
"""

from typing import Final

from assess.values.text import Text

REFUSALS: Final[dict[str, Text]] = {
    # one value (assess.values)
    "value.not-a-number": Text(zh="请填写数字，例如 12 或 3.5。", en="Enter a number, such as 12 or 3.5."),
    "value.not-whole": Text(zh="请填写整数，不带小数。", en="Enter a whole number, without decimals."),
    "value.number-too-long": Text(
        zh="数字过长：小数点前最多 {digits} 位。",
        en="The number is too long: at most {digits} digits before the point.",
    ),
    "value.too-many-decimals": Text(
        zh="小数点后最多 {decimals} 位。", en="Give at most {decimals} digits after the point."
    ),
    "value.too-small": Text(zh="不能小于 {least}。", en="The number must not be below {least}."),
    "value.too-large": Text(zh="不能大于 {most}。", en="The number must not be above {most}."),
    "value.not-a-rate": Text(
        zh="请填写两个数字：其中符合的数量和总数量。",
        en="Give two numbers: the number that meet the condition and the total number.",
    ),
    "value.numerator-above-denominator": Text(
        zh="其中符合的数量 {numerator} 不能大于总数量 {denominator}。",
        en="The number that meet the condition, {numerator}, must not exceed the total number, {denominator}.",
    ),
    "value.not-a-date": Text(
        zh="请按“年-月-日”填写日期，例如 2026-11-22。", en="Write the date as year-month-day, such as 2026-11-22."
    ),
    "value.no-such-day": Text(zh="日历上没有这一天。", en="There is no such day in the calendar."),
    "value.date-out-of-range": Text(
        zh="年份应在 {first} 至 {last} 之间。", en="The year must be between {first} and {last}."
    ),
    "value.not-a-text": Text(zh="请填写文字。", en="Enter text."),
    "value.text-too-long": Text(
        zh="文字过长：最多 {most} 个字。", en="The text is too long: at most {most} characters."
    ),
    "value.empty": Text(zh="内容不能为空。", en="This must not be empty."),
    "value.control-character": Text(
        zh="文字中含有不可见的控制字符，请删除后重新填写。",
        en="The text contains invisible control characters; remove them and try again.",
    ),
    "value.two-answers": Text(
        zh="这一题同时给了两种回答，请只保留一种：填写内容，或者选“不清楚”“没有”。",
        en="Two answers were given at once. Keep one: what you filled in, or “not sure” or “none”.",
    ),
    "value.not-a-code": Text(zh="请从选项中选择。", en="Choose one of the options."),
    "value.not-an-option": Text(zh="选项中没有“{given}”。", en="“{given}” is not one of the options."),
    "value.not-yes-no": Text(zh="请从所列答案中选择。", en="Choose one of the answers offered."),
    "value.exclusive-choice": Text(
        zh="“以上都没有”一类的选项不能和其他选项同时选择，请只保留一种。",
        en="An option such as “none of these” cannot be chosen together with others; keep one or the other.",
    ),
    "value.not-a-list": Text(zh="请以列表形式给出所选选项。", en="Give the chosen options as a list."),
    "value.unknown-not-offered": Text(zh="本题不能回答“不清楚”。", en="You cannot answer “Not sure” to this question."),
    "value.not-a-table": Text(zh="请以行的列表给出表格。", en="Give the table as a list of rows."),
    "value.too-many-rows": Text(zh="表格最多 {most} 行。", en="The table takes at most {most} rows."),
    "value.not-a-row": Text(
        zh="第 {row} 行格式不对：应为“列：内容”。", en="Row {row} is not made of columns with their content."
    ),
    "value.row-id": Text(
        zh="第 {row} 行的编号不可用：应为 1 至 40 个字母、数字、“-”或“_”，且不重复。",
        en="Row {row} has an unusable id: use 1 to 40 letters, digits, “-” or “_”, each id once.",
    ),
    "value.row-empty": Text(
        zh="第 {row} 行没有内容，请填写或删除该行。", en="Row {row} is empty; fill it in or remove it."
    ),
    "value.no-such-column": Text(
        zh="第 {row} 行：没有“{given}”这一列。", en="Row {row}: there is no column “{given}”."
    ),
    "value.cell-missing": Text(zh="第 {row} 行：请填写“{column}”。", en="Row {row}: fill in “{column}”."),
    "value.in-cell": Text(zh="第 {row} 行“{column}”：{problem}", en="Row {row}, “{column}”: {problem}"),
    # several values (assess.assessments)
    "answer.stale": Text(
        zh="在您填写期间，这一题已被他人修改。两个答案都列在下面，请选择保留哪一个。",
        en="Somebody else changed this answer while you were working. Both are shown below; choose which one to keep.",
    ),
    "answer.unknown-fact": Text(zh="自评表中没有“{given}”这一题。", en="The checklist has no question “{given}”."),
    "answer.unknown-item": Text(zh="自评表中没有“{given}”这一项。", en="The checklist has no item “{given}”."),
    "answer.not-applicable-not-offered": Text(
        zh="本项不能申报“不适用”。", en="This item cannot be claimed as not applicable."
    ),
    "answer.reason-missing": Text(zh="请写明不适用的理由。", en="Say why it does not apply."),
    # evidence
    "evidence.too-large": Text(
        zh="文件超过 {most} MB，请压缩或拆分后再上传。", en="The file is larger than {most} MB; compress or split it."
    ),
    "evidence.empty": Text(zh="文件是空的。", en="The file is empty."),
    "evidence.wrong-kind": Text(
        zh="文件内容与扩展名不符，或不是可接受的格式。",
        en="The content of the file does not match its name, or the format is not accepted.",
    ),
}
