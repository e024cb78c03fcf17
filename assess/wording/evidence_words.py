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
    "evidence.infected": Text(
        zh="病毒扫描在文件中发现了“{found}”，文件没有保存。请先杀毒，再上传干净的文件。",
        en="The virus scanner found “{found}” in the file; it was not kept. Clean your computer and send a clean file.",
    ),
    "evidence.scanner-away": Text(
        zh="病毒扫描暂时不可用，文件没有保存，请稍后再试。",
        en="The virus scanner does not answer; the file was not kept. Try again later.",
    ),
}
