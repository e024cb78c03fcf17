"""The sentences of the supported and the reviewed column, and the refusals of marks, in both languages."""

from typing import Final

from assess.values.text import Text

TRACES_COLUMNS: Final[dict[str, Text]] = {
    "evidence.unmet": Text(
        zh="要求 {wanted} 份佐证材料，符合的有 {valid} 份（种类不符 {other_kind} 份，"
        "日期不详或不在期限内 {out_of_date} 份）：有据得分按 {earned} 分计，本项仍计入分母。",
        en="Pieces of evidence required: {wanted}; found valid: {valid} (of another kind: {other_kind}; undated or"
        " out of date: {out_of_date}). The supported score counts {earned} points; the item stays in points possible.",
    ),
    "review.marked": Text(zh="复核人员评定：{points} 分。", en="The reviewers' mark: {points} points."),
    "review.open": Text(
        zh="复核人员尚未评定：最低按 0 分、最高按满分计。",
        en="Not marked by the reviewers yet: nothing at worst, everything at best.",
    ),
    "review.not-applicable-rejected": Text(
        zh="复核人员不同意“不适用”，本项计入分子和分母。",
        en="The reviewers rejected the claim that the item does not apply, so it counts.",
    ),
    "review.veto-set": Text(
        zh="复核人员认定一票否决的条件成立。", en="The reviewers found that the condition of the veto holds."
    ),
    "review.veto-cleared": Text(
        zh="复核人员认定一票否决的条件不成立。", en="The reviewers found that the condition of the veto does not hold."
    ),
    # results computed again
    "rescore.altered": Text(
        zh="提交内容与其指纹不符，没有重新计算。",
        en="The content of the submission does not match its fingerprint; it was not computed again.",
    ),
    "rescore.answer": Text(
        zh="{fact}的填报内容已不能读取：{problem}", en="The answer to {fact} can no longer be read: {problem}"
    ),
    # marks that do not fit
    "mark.no-such-item": Text(zh="自评表中没有“{given}”这一项。", en="The checklist has no item “{given}”."),
    "mark.no-veto": Text(zh="本项没有一票否决。", en="This item has no veto."),
    "mark.not-a-number": Text(zh="复核得分应为数字。", en="The mark must be a number."),
    "mark.out-of-range": Text(
        zh="复核得分应在 {least} 至 {most} 之间。", en="The mark must lie between {least} and {most}."
    ),
    "mark.decimals": Text(zh="复核得分最多两位小数。", en="The mark takes at most two decimals."),
}
