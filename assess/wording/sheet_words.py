"""What is said about workbooks of an assessment that come back: message id → sentence."""

from typing import Final

from assess.values.text import Text

SHEET_WORDS: Final[dict[str, Text]] = {
    "sheet.empty-file": Text(zh="文件是空的；请重新选择文件", en="the file is empty; choose it again"),
    "sheet.old-workbook": Text(
        zh="这是旧版 .xls，或加了密码的文件；请在表格软件里去掉密码，另存为 .xlsx 再上传",
        en="this is an old .xls, or a file with a password; remove the password and save it as .xlsx",
    ),
    "sheet.open-document": Text(
        zh="这是 OpenDocument（.ods）文件；请另存为 .xlsx 再上传",
        en="this is an OpenDocument file (.ods); save it as .xlsx and upload that",
    ),
    "sheet.binary-workbook": Text(
        zh="这是二进制工作簿（.xlsb）；请另存为 .xlsx 再上传",
        en="this is a binary workbook (.xlsb); save it as .xlsx and upload that",
    ),
    "sheet.text-file": Text(
        zh="这是文本文件（如 CSV），不是工作簿；请上传下载的那个 .xlsx 文件",
        en="this is a text file such as CSV, not a workbook; upload the .xlsx you downloaded",
    ),
    "sheet.no-origin": Text(
        zh="这不是从自评页面下载的工作簿；请先在“用 Excel 离线填写”页面下载，再填写上传",
        en="this workbook was not downloaded from an assessment; download it there first, then fill it in",
    ),
    "sheet.other-assessment": Text(
        zh="这个工作簿属于另一份自评；请到那份自评的页面上传，或在这里重新下载",
        en="this workbook belongs to another assessment; upload it there, or download it here again",
    ),
    "sheet.other-version": Text(
        zh="这份自评已换到自评表的另一个版本，这个工作簿不能再用；请重新下载，把填好的内容抄过去",
        en="this assessment has moved to another version of the checklist; download it again and copy what you wrote",
    ),
    "sheet.too-long": Text(
        zh="有一条内容太长，一个单元格放不下（{place}）；请在网页上填写",
        en="an answer is longer than a cell may be ({place}); fill it in on the web page",
    ),
    "sheet.no-file": Text(zh="请先选择填好的 .xlsx 文件", en="choose the .xlsx file first"),
    "sheet.settled": Text(
        zh="这次上传已经处理过了，没有再改动任何答案", en="this upload was settled before; nothing was changed again"
    ),
    "sheet.moved": Text(
        zh="您查看之后，有人改了其中的答案；什么都没有保存，请重新核对标出的各行",
        en="somebody changed answers since you looked; nothing was saved, so check the marked lines again",
    ),
    "sheet.outdated": Text(
        zh="上传之后，这份自评换到了自评表的新版本；这次上传不能再采用，请重新下载工作簿",
        en="this assessment has moved to another version since; this upload is of no more use; download it again",
    ),
    "sheet.nothing-chosen": Text(
        zh="没有勾选要保存的内容；请至少勾选一行，或放弃这次上传",
        en="nothing was chosen; tick at least one line, or drop the upload",
    ),
    "sheet.unknown-line": Text(zh="这次上传里没有“{given}”这一行", en="this upload has no line “{given}”"),
}
