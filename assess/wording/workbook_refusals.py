"""What is said about workbooks that cannot be read, and about their cells: message id → sentence."""

from typing import Final

from assess.values.text import Text

WORKBOOK_REFUSALS: Final[dict[str, Text]] = {
    # the whole file
    "workbook.not-a-workbook": Text(
        zh="不是可读取的 .xlsx 工作簿（可能已损坏、加密，或是旧版 .xls）；请用表格软件另存为 .xlsx",
        en="not a readable .xlsx workbook (damaged, encrypted or an old .xls); save it as .xlsx again",
    ),
    "workbook.too-large": Text(zh="工作簿超过 {limit} MB", en="the workbook is larger than {limit} MB"),
    "workbook.unpacks-too-large": Text(
        zh="工作簿解压后超过 {limit} MB，拒绝读取", en="the workbook unpacks to more than {limit} MB and is refused"
    ),
    "workbook.too-many-cells": Text(
        zh="工作簿的行、列或单元格过多，拒绝读取", en="the workbook has too many rows, columns or cells and is refused"
    ),
    "workbook.hostile": Text(
        zh="工作簿含有表格软件不会写出的内容，拒绝读取",
        en="the workbook holds what no spreadsheet program writes and is refused",
    ),
    "workbook.macros": Text(
        zh="不接受含宏的工作簿；请另存为 .xlsx", en="workbooks with macros are refused; save it as .xlsx"
    ),
    "workbook.wrong-kind": Text(
        zh="这不是本服务导出的{expected}；请先导出再填写",
        en="this is not {expected} that this service wrote; export one first",
    ),
    "workbook.other-checklist": Text(
        zh="工作簿属于 {given}，而这里读取的是 {expected}",
        en="the workbook belongs to {given}, but {expected} is read here",
    ),
    "workbook.sheet-missing": Text(
        zh="缺少工作表“{name}”；请不要删除工作表", en="the sheet “{name}” is missing; do not delete sheets"
    ),
    "workbook.sheet-twice": Text(
        zh="工作表“{name}”出现了两次；请删去复制的那一张", en="the sheet “{name}” occurs twice; delete the copy"
    ),
    # one cell
    "workbook.formula": Text(zh="请填写数值，不要填写公式", en="write the value, not a formula"),
    "workbook.error-cell": Text(
        zh="单元格是错误值或时长，无法读取", en="the cell holds an error or a duration and cannot be read"
    ),
    "workbook.percent": Text(
        zh="单元格显示为百分比（{given}），这里要填数；请把单元格格式改为常规再填写",
        en="the cell shows a percentage ({given}) where a number belongs; format it as general and write the number",
    ),
    "workbook.not-text": Text(
        zh="这里应填文字；请把单元格设为文本格式再填写",
        en="a text belongs here; format the cell as text and try again",
    ),
    "workbook.unknown-row": Text(
        zh="这一行不是表内的题目（标识 {given}）；请不要增删行",
        en="this row is none of the form's questions (mark {given}); do not add or remove rows",
    ),
    "workbook.row-twice": Text(
        zh="标识 {given} 出现了两次；请不要复制行", en="the mark {given} occurs twice; do not copy rows"
    ),
    "workbook.row-missing": Text(
        zh="缺少题目“{name}”所在的行；请不要删除行", en="the row of “{name}” is missing; do not delete rows"
    ),
    "workbook.row-unmarked": Text(
        zh="这一行有内容，但没有标识；请在原有的行中填写",
        en="this row has content but no mark; use the rows there are",
    ),
    "workbook.not-a-mark": Text(
        zh="应填“{expected}”或留空，实为 {given}", en="must be “{expected}” or empty, found {given}"
    ),
    "workbook.not-in-list": Text(
        zh="{given} 不在可选内容中；可选：{known}", en="{given} is not among the choices; possible: {known}"
    ),
    "workbook.denominator": Text(zh="只有比率题才填总数量", en="only a rate has a total number"),
    "workbook.text-too-long": Text(
        zh="文字过长，一个单元格最多 {most} 个字", en="the text is too long for a cell, which holds {most} characters"
    ),
    # items as a workbook
    "workbook.unknown-column": Text(
        zh="不认识的列 {given}；请不要改动第一行", en="unknown column {given}; leave the first row as it is"
    ),
    "workbook.column-twice": Text(zh="列 {given} 出现了两次", en="the column {given} occurs twice"),
    "workbook.no-section": Text(
        zh="工作表“{sheet}”里没有指标 {given}", en="the sheet “{sheet}” has no section or group {given}"
    ),
    "workbook.title-elsewhere": Text(
        zh="指标名称与工作表“{sheet}”不一致；名称请在那张表里改",
        en="the title differs from the sheet “{sheet}”; change titles there",
    ),
    "workbook.cell-missing": Text(zh="这里不能为空：{name}", en="must not be empty: {name}"),
    "workbook.cell-yaml": Text(zh="单元格里的内容无法读取：{problem}", en="the cell cannot be read: {problem}"),
    "workbook.target-exists": Text(
        zh="文件已存在；确认要覆盖请加 --replace", en="the file exists; add --replace to overwrite it"
    ),
    "workbook.target-published": Text(
        zh="这个版本已发布，不可覆盖；请在“自评表”工作表里改版本号",
        en="this version is published and never overwritten; change the version on the sheet of the checklist",
    ),
    "workbook.target-suffix": Text(
        zh="输出应为 .xlsx 文件，实为 {given}", en="the output must be an .xlsx file, found {given}"
    ),
    "workbook.unwritable": Text(zh="无法写入 {path}", en="cannot write {path}"),
}
