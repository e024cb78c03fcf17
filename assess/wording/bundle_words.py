"""The words of an evidence bundle: its index, and what is said of a file that is not in it.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

BUNDLE_WORDS: Final[dict[str, Text]] = {
    "bundle.title": Text(zh="佐证材料索引", en="Index of evidence"),
    "bundle.organisation": Text(zh="单位", en="Organisation"),
    "bundle.checklist": Text(zh="自评表", en="Checklist"),
    "bundle.basis": Text(zh="内容", en="Content"),
    "bundle.files": Text(zh="文件", en="Files"),
    "bundle.counted": Text(zh="{files} 份文件，用于 {uses} 处", en="{files} files, used in {uses} places"),
    "bundle.draft": Text(
        zh="草稿：目前上传的材料，尚未提交，以后还会变动。",
        en="Draft: what is uploaded at present. It was not handed in and may change.",
    ),
    "bundle.submission": Text(
        zh="提交 {reference}（{day}）所依据的材料。", en="What submission {reference} of {day} rests on."
    ),
    "bundle.number": Text(zh="序号", en="No."),
    "bundle.section": Text(zh="一级指标", en="Section"),
    "bundle.items": Text(zh="评价要点", en="Items"),
    "bundle.question": Text(zh="题目", en="Question"),
    "bundle.row": Text(zh="表格行", en="Table row"),
    "bundle.row-number": Text(zh="第 {number} 行", en="row {number}"),
    "bundle.kind": Text(zh="材料类型", en="Kind"),
    "bundle.name": Text(zh="文件名", en="File name"),
    "bundle.pages": Text(zh="页码", en="Pages"),
    "bundle.issued": Text(zh="材料日期", en="Date of document"),
    "bundle.uploaded": Text(zh="上传时间", en="Uploaded"),
    "bundle.by": Text(zh="上传人", en="Uploaded by"),
    "bundle.path": Text(zh="压缩包中的位置", en="Place in the bundle"),
    "bundle.state": Text(zh="说明", en="Remark"),
    "bundle.see": Text(zh="见 {number}", en="see {number}"),
    "bundle.none": Text(zh="没有佐证材料。", en="There is no evidence."),
    "bundle.missing": Text(
        zh="文件不在存储中，未能放入压缩包；请联系平台管理员。",
        en="The file is not in the storage and could not be included; tell the administrator of this service.",
    ),
    "bundle.changed": Text(
        zh="文件内容与登记的 SHA-256 不一致，不能作为佐证。",
        en="The content does not match the SHA-256 on record; do not rely on it.",
    ),
    "bundle.note": Text(
        zh="SHA-256 为提交时登记的值；相同文件只放一份，其余各处注明“见”原序号。"
        "材料由填报单位提供，不是任何机关的认定。",
        en="The SHA-256 is the one on record with the submission. The same file is in here once; its other places say"
        " which number to see. The organisation supplied these files; they are not a finding of any authority.",
    ),
}
