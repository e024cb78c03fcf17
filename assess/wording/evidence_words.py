"""Refusals of files, as sentences; `say` also tells how to mend it."""

from collections.abc import Mapping
from typing import Final

from assess.values.text import Text

EVIDENCE_WORDS: Final[Mapping[str, Text]] = {
    "evidence.too-many-in-all": Text(
        zh="一份自评表最多上传 {most} 个文件。同一文件可以用于多道题，不必重复上传。",
        en="A form takes at most {most} files. One file may serve several questions; do not upload it twice.",
    ),
    "evidence.too-much-in-all": Text(
        zh="一份自评表的材料合计不超过 {most} GB，请压缩后再上传。",
        en="The files of a form may take at most {most} GB together; compress them.",
    ),
    "evidence.pages": Text(
        zh="页码说明过长：最多 {most} 个字。", en="What you say about pages is too long: at most {most} characters."
    ),
    "evidence.here-already": Text(zh="这道题已经用了这份文件。", en="This file is attached to this question already."),
    "evidence.damaged": Text(
        zh="文件已损坏或不完整，无法打开。请重新导出或扫描，再上传。",
        en="The file is damaged or cut and cannot be opened. Export or scan it again, and upload that.",
    ),
    "evidence.mixed": Text(
        zh="文件里夹着另一种格式的内容，或结尾附带了多余数据。请打开后另存（图片可重新截图），再上传新文件。",
        en="The file holds something of another format, or data after its end. Save it anew and upload the new file.",
    ),
    "evidence.pdf-password": Text(
        zh="PDF 设有打开密码，复核人员看不到内容。请去掉密码，再上传。",
        en="The PDF asks for a password, so reviewers could not read it. Remove the password and upload it again.",
    ),
    "evidence.package-password": Text(
        zh="文件设有密码，复核人员看不到内容。请去掉密码，再上传。",
        en="The file asks for a password, so reviewers could not read it. Remove the password and upload it again.",
    ),
    "evidence.pdf-active": Text(
        zh="PDF 中含有脚本、动态表单或启动程序的动作。请打开后“打印为 PDF”，再上传新文件。",
        en="The PDF holds scripts, a dynamic form or an action that starts programs. Print it to PDF and upload that.",
    ),
    "evidence.pdf-attachment": Text(
        zh="PDF 中夹带了其他文件“{name}”。请打开后“打印为 PDF”再上传；夹带的文件如有用，请单独上传。",
        en="The PDF carries another file, “{name}”. Print it to PDF and upload that; upload the other file by itself.",
    ),
    "evidence.pdf-pages": Text(
        zh="PDF 超过 {most} 页，请只保留与本题有关的页。",
        en="The PDF has more than {most} pages; keep those that matter here.",
    ),
    "evidence.picture-too-large": Text(
        zh="图片尺寸过大：最多 {most} 百万像素。请缩小后再上传。",
        en="The picture is too large: at most {most} million pixels. Make it smaller and upload it again.",
    ),
    "evidence.macros": Text(
        zh="文件中含有宏。请另存为不含宏的 .docx 或 .xlsx，再上传。",
        en="The file holds macros. Save it as .docx or .xlsx without macros and upload that.",
    ),
    "evidence.embedded": Text(
        zh="文件中嵌入了其他程序或对象（{name}）。请删除嵌入的对象，或另存为 PDF，再上传。",
        en="Another program or object ({name}) is embedded in the file. Remove it, or save the file as PDF.",
    ),
    "evidence.fetches": Text(
        zh="文件打开时会从外部地址（{target}）读取内容。请另存为 PDF，再上传。",
        en="On opening, the file fetches something from another place ({target}). Save it as PDF and upload that.",
    ),
    "evidence.unpacks": Text(
        zh="文件内部结构异常或解压后过大，不能接受。请打开后另存为 PDF，再上传。",
        en="The inside of the file is odd, or unpacks to too much. Save it as PDF and upload that.",
    ),
    "evidence.too-complex": Text(
        zh="文件过于复杂，无法检查。请打开后“打印为 PDF”，再上传新文件。",
        en="The file is too complicated to be checked. Print it to PDF and upload that.",
    ),
    "evidence.busy": Text(
        zh="正在检查的文件太多，这份文件没有保存，请稍后再试。",
        en="Too many files are being checked; this one was not kept. Try again later.",
    ),
    "evidence.infected": Text(
        zh="病毒扫描在文件中发现了“{found}”，文件没有保存。请先杀毒，再上传干净的文件。",
        en="The virus scanner found “{found}” in the file; it was not kept. Clean your computer and send a clean file.",
    ),
    "evidence.scanner-away": Text(
        zh="病毒扫描暂时不可用，文件没有保存，请稍后再试。",
        en="The virus scanner does not answer; the file was not kept. Try again later.",
    ),
}
