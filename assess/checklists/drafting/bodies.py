"""What the name of a public body looks like."""

import re
from typing import Final

_KINDS: Final = (
    "局|委|委员会|办|办公室|办公厅|厅|部|部门|署|院|法院|检察院|海关|政府|党委|中心|分局|支队|大队|总队|处|公证处|银行|分行|支行|"
    "协会|学会|商会|联合会|联盟|集团|公司|大学|学院|研究院|研究所|站|所|室|会|社|管委会|工委|纪委|监委|团委|妇联|工商联|科协|"
    "街道|街道办事处|镇|乡|单位|区县|县区|县市区|开发区|园区|专班|馆|机关|机构|办事处|领导小组|联席会议"
)
_BODY: Final = re.compile(
    rf"(?!.{{0,20}}没有)(?:[\u4e00-\u9fff·]{{1,28}}(?:\([\u4e00-\u9fff]{{1,20}}\))?)?(?:{_KINDS})(?:\([\u4e00-\u9fff、]{{1,20}}\))?"
)
_FULL: Final = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公厅|办公室)?|[党省市县区]委(?:办公厅|办公室)?|委员会(?:办公厅|办公室|[\u4e00-\u9fff]{2,6}分?局)?"
    r"|办公厅|办公室|管理局|监督局|法院|检察院|海关|厅|局|分局|委(?!员会|办公))"
)
_SHORTEST: Final = 4
_LONGEST: Final = 40


def is_body(words: str) -> bool:
    """Tell whether folded words can be the name of a body."""
    return 1 < len(words) <= _LONGEST and _BODY.fullmatch(words) is not None


def full_names(words: str) -> list[str]:
    """Take folded words apart that are nothing but full names of bodies in a row; empty where they are not."""
    if not _SHORTEST <= len(words) <= 10 * _LONGEST:
        return []
    found = _FULL.findall(words)
    return found if "".join(found) == words and all(len(name) >= _SHORTEST for name in found) else []
