"""Refusals of the review: taking up, marking, returning, deciding, publishing, appealing.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

REVIEW_REFUSALS: Final[dict[str, Text]] = {
    # who works on it
    "review.other-body": Text(
        zh="这一级审核由其他单位负责，您不能进行此操作。",
        en="Another body works on this level of the review; you cannot do this.",
    ),
    "review.taken": Text(
        zh="该自评已由{name}受理。如需接手，请使用“接手”并说明原因。",
        en="{name} has taken this up. To go on with it yourself, take it over and say why.",
    ),
    "review.kept-for": Text(
        zh="该自评退回前由{name}审核，应先由其继续。如需接手，请使用“接手”并说明原因。",
        en="{name} reviewed this before it was returned and is to go on with it. To do so yourself, take it over and"
        " say why.",
    ),
    "review.not-taken-up": Text(zh="请先受理该自评，再进行审核。", en="Take this up before you review it."),
    "review.same-person": Text(
        zh="同一份自评的初审和复核须由不同人员完成。",
        en="The first and the second review of an assessment are done by different people.",
    ),
    "review.decided-by-you": Text(
        zh="原审定由您作出，申诉须由本单位其他复核人员处理。",
        en="You made the decision; another reviewer of your body must work on the appeal.",
    ),
    "review.reason-missing": Text(zh="请说明接手的原因。", en="Say why you take it over."),
    # marks
    "review.no-such-item": Text(zh="自评表中没有这一项。", en="The checklist has no such item."),
    "review.item-not-counted": Text(
        zh="该项不参与计分，无需打分。", en="This item does not count, so there is nothing to mark."
    ),
    "review.not-claimed": Text(
        zh="填报单位没有申报该项不适用。", en="The organisation has not claimed that this item does not apply."
    ),
    "review.points-without-rejecting": Text(
        zh="该项已申报不适用。如要打分，请先选择“不认可不适用”。",
        en="This item is claimed as “not applicable”. To give points, reject the claim first.",
    ),
    "review.mark-empty": Text(zh="请填写得分。", en="Enter the points."),
    "review.reason-needed": Text(
        zh="得分或结论与自评不同，请选择原因或填写审核意见。",
        en="The mark differs from the self score: choose a reason or write an opinion.",
    ),
    "review.opinion-needed": Text(
        zh="原因为“其他”时，请在审核意见中写明。", en="Where the reason is “other”, say what it is in the opinion."
    ),
    "review.text-too-long": Text(zh="内容过长：最多 {most} 个字。", en="This is too long: at most {most} characters."),
    "review.not-acceptable": Text(
        zh="有 {count} 项已不符合批量认可的条件，请刷新后重新确认。",
        en="Items that can no longer be accepted together: {count}. Reload and confirm again.",
    ),
    "review.verdict-missing": Text(
        zh="填写了备注，请同时选择对材料的认定。", en="A remark needs a verdict on the file."
    ),
    "review.not-now": Text(
        zh="目前不能这样做：请先受理，或者等轮到您这一级。",
        en="This cannot be done now: take it up first, or wait until your level is due.",
    ),
    "review.nothing-chosen": Text(zh="请至少选择一项。", en="Choose at least one item."),
    # sending back, deciding
    "review.comment-missing": Text(
        zh="请为每个退回的项目写明需要补正的内容。", en="Say for every returned item what to change or add."
    ),
    "review.unmarked": Text(
        zh="还有 {count} 项没有打分，完成后才能继续。", en="Items still to be marked before you can go on: {count}."
    ),
    "review.one-level": Text(
        zh="本评估批次只有一级审核，请直接审定。", en="This campaign has one level of review; decide it instead."
    ),
    "review.not-last-level": Text(
        zh="本评估批次分两级审核，请提交复核。", en="This campaign has two levels of review; pass it on instead."
    ),
    "review.answer-missing": Text(zh="请填写对申诉的答复。", en="Answer the appeal."),
    # publication, appeal, reopening
    "review.superseded": Text(
        zh="该审定结果已被新的审定取代，请刷新后再试。", en="A later decision replaced this one; reload and try again."
    ),
    "review.not-published": Text(zh="审定结果尚未公布。", en="The decision has not been published yet."),
    "review.appeal-over": Text(zh="申诉期限已于{day}届满。", en="The time to appeal ended on {day}."),
    "review.appealed-before": Text(
        zh="已对该审定结果提出过申诉，不能重复申诉。", en="An appeal against this decision was made already."
    ),
    "review.grounds-missing": Text(zh="请写明申诉理由。", en="Give the grounds of the appeal."),
    "review.reopen-reason": Text(zh="请说明重新开放的原因。", en="Say why it is reopened."),
}
