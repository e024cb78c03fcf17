"""The fixed words of a report that tell of a review, in both languages."""

from collections.abc import Mapping

from assess.values.text import Text

REVIEW_WORDS: Mapping[str, Text] = {
    "state.reviewing": Text(zh="草稿", en="DRAFT"),
    "state.reviewing.note": Text(
        zh="草稿：复核尚未完成，复核得分和审核意见仍可能变化，仅供复核人员使用。",
        en="Draft: the review is not finished; marks and opinions may still change. For reviewers only.",
    ),
    "reference.reviewing": Text(zh="无编号", en="None"),
    "reviewed.open": Text(zh="尚未评定", en="Not marked yet"),
    "reviewed.score": Text(
        zh="复核得分 {value}（与自评相差 {difference}）", en="Reviewed: {value} ({difference} against the claim)"
    ),
    "reviewed.unscored": Text(zh="复核后没有适用的计分项，不评分", en="Nothing applies after the review: not scored"),
    "review.title": Text(zh="复核审定", en="Review and decision"),
    "review.going": Text(
        zh="复核尚未完成，还有 {count} 项没有评定。未评定的事项没有计入复核得分。",
        en="The review is not finished: {count} items are not marked yet and are not in the reviewed score.",
    ),
    "review.decided": Text(
        zh="{organisation}于{date}审定（第 {number} 次决定）。",
        en="Decided by {organisation} on {date} (decision {number}).",
    ),
    "review.grade": Text(zh="复核等级：{grade}", en="Grade after review: {grade}"),
    "review.statement": Text(zh="审定意见：{text}", en="Statement: {text}"),
    "review.ours": Text(
        zh="分值、等级和一票否决由本服务设定；复核结果由复核单位在本服务中记录，不是行政决定。",
        en="Points, grades and vetoes are set by this service; the reviewing body recorded the review in it. It is no "
        "administrative decision.",
    ),
    "review.sha256": Text(zh="复核结果校验值：{value}", en="Hash of the reviewed result: {value}"),
    "review.deducted": Text(zh="复核减 {points} 分：{why}。", en="The review took off {points}: {why}."),
    "review.added": Text(zh="复核加 {points} 分：{why}。", en="The review added {points}: {why}."),
    "review.counts": Text(zh="复核认定本项适用：{why}。", en="The review found that the item applies: {why}."),
    "review.no_reason": Text(zh="见审核意见", en="see the opinion"),
    "review.veto.set": Text(zh="复核认定触发一票否决。", en="The review found that the veto applies."),
    "review.veto.cleared": Text(zh="复核认定未触发一票否决。", en="The review found that the veto does not apply."),
}
