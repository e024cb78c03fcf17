"""What authors are told by `checklists new` and `checklists preview`: message id → sentence."""

from typing import Final

from assess.values.text import Text

AUTHORING_REFUSALS: Final[dict[str, Text]] = {
    "content.too-many-parts": Text(zh="内容超过 {limit} 项", en="more than {limit} keys and values"),
    "skeleton.exists": Text(
        zh="文件已存在，不覆盖；请换一个目录，或先移走它",
        en="the file exists and is not overwritten; choose another folder or move it away",
    ),
    "preview.not-a-file": Text(zh="请给出自评表的 YAML 文件", en="name the YAML file of a checklist"),
}
