"""Refusals around reports, as sentences. Same format as `assess.wording.refusals`."""

from typing import Final

from assess.values.text import Text

REPORT_REFUSALS: Final[dict[str, Text]] = {
    "report.format": Text(zh="没有这种格式的报告。", en="There is no report of this kind."),
    "report.suffix": Text(
        zh="“{given}”不是可以生成的格式，文件名请以 .pdf、.docx、.xlsx 或 .html 结尾。",
        en="“{given}” is not a format we write; end the name in .pdf, .docx, .xlsx or .html.",
    ),
    "report.archive": Text(
        zh="只有 PDF 可以按存档格式生成，“{given}”不是以 .pdf 结尾。",
        en="Only a PDF can be made for archives; “{given}” does not end in .pdf.",
    ),
    "report.unwritable": Text(
        zh="无法写入 {path}：请检查文件夹是否存在、是否有写入权限。",
        en="Cannot write {path}: check that the folder exists and that you may write there.",
    ),
    "report.engine": Text(
        zh="缺少生成 PDF 所需的组件：{missing}。请安装后重试。",
        en="Parts needed to make PDFs are missing: {missing}. Install them and try again.",
    ),
    "report.failed": Text(
        zh="报告生成失败，请稍后重试；填报内容不受影响。",
        en="The report could not be made; try again later. Your answers are not affected.",
    ),
}
