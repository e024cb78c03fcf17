"""What reasons, verdicts and vetoes of a review are called: on the review's pages, in reports and in exports."""

from typing import Final

from assess.values.text import Text

REASONS: Final[dict[str, Text]] = {
    "evidence-missing": Text(zh="缺少佐证材料", en="Evidence is missing"),
    "evidence-insufficient": Text(zh="佐证材料不足以证明", en="The evidence does not prove it"),
    "evidence-expired": Text(zh="佐证材料已过期", en="The evidence is out of date"),
    "facts-differ": Text(zh="与查明的事实不符", en="The facts found are different"),
    "listed": Text(zh="与公开名单不符", en="A published list says otherwise"),
    "not-applicable-rejected": Text(zh="不适用的理由不成立", en="The item does apply"),
    "misunderstood": Text(zh="对题意理解有误", en="The question was misunderstood"),
    "found-better": Text(zh="实际情况好于自评", en="Better than was claimed"),
    "other": Text(zh="其他（请在意见中写明）", en="Other (say what in the opinion)"),
}
"""By reason code, in the order in which they are offered."""

REASONS_PRINTED: Final[dict[str, Text]] = {**REASONS, "other": Text(zh="其他", en="Other")}
"""The same where nobody is asked to write anything."""

VERDICTS: Final[dict[str, Text]] = {
    "accepted": Text(zh="认可", en="Accepted"),
    "insufficient": Text(zh="不足以证明", en="Does not prove it"),
    "unreadable": Text(zh="看不清或打不开", en="Cannot be read"),
    "unrelated": Text(zh="与本项无关", en="Unrelated"),
    "expired": Text(zh="已过期", en="Out of date"),
}
"""By verdict on a file, in the order in which they are offered."""

VETOES: Final[dict[str, Text]] = {
    "set": Text(zh="认定触发一票否决", en="The veto applies"),
    "cleared": Text(zh="认定未触发一票否决", en="The veto does not apply"),
}
"""By what a reviewer says of an item's veto."""
