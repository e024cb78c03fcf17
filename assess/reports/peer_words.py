"""The fixed words of the chapter that says where one stands in a campaign, in both languages."""

from collections.abc import Mapping

from assess.values.text import Text

PEER_WORDS: Mapping[str, Text] = {
    "peers.lead": Text(
        zh="本批次计入 {count} 家单位（含本单位）。除“本单位”外，均为其他 {others} 家的汇总数，不列任何一家的数据。",
        en="{count} organisations of the campaign count, this one included. All figures except its own are of the "
        "other {others} together; none is of a single organisation.",
    ),
    "peers.few": Text(
        zh="本批次计入的单位不足 {least} 家，为避免看出其他单位的结果，不提供比较。",
        en="Fewer than {least} organisations of the campaign count. There is no comparison, so that nobody can tell "
        "the results of the others.",
    ),
    "peers.basis.claimed": Text(
        zh="比较的是自评得分；批次截止后，按已提交且未撤回的自评统计。等级按自评得分折算，不计一票否决。",
        en="Self scores are compared, of assessments that were submitted and not withdrawn, counted after the "
        "campaign's deadline. Grades follow from the self score, vetoes left out.",
    ),
    "peers.basis.reviewed": Text(
        zh="比较的是复核得分；批次公布结果后，按已公布的复核决定统计。等级按复核得分折算，不计一票否决。",
        en="Reviewed scores are compared, of published decisions, counted after the campaign published its results. "
        "Grades follow from the reviewed score, vetoes left out.",
    ),
    "peers.secret": Text(
        zh="不足 3 家的组与相邻的组合并列出；不列最高分和最低分；四分位界限和中位数取整。",
        en="Groups of fewer than three are shown together with the group beside them; neither the best nor the worst "
        "score is shown; quarter bounds and medians are rounded to whole percent.",
    ),
    "peers.ours": Text(
        zh="位置只说明在本批次中的相对情况，不是排名，也不是任何机关的评价。",
        en="The position is relative to this campaign; it is no ranking and no finding of any authority.",
    ),
    "peers.none": Text(zh="不评分", en="Not scored"),
    "peers.dials": Text(zh="两项得分在同批单位中的位置", en="Both scores among the organisations"),
    "peers.own": Text(zh="本单位", en="This organisation"),
    "peers.others": Text(zh="其他单位", en="Others"),
    "peers.band": Text(zh="所处位置", en="Position"),
    "peers.band.1": Text(zh="前四分之一", en="highest quarter"),
    "peers.band.2": Text(zh="由高到低第二个四分之一", en="second quarter from the top"),
    "peers.band.3": Text(zh="由高到低第三个四分之一", en="third quarter from the top"),
    "peers.band.4": Text(zh="后四分之一", en="lowest quarter"),
    "peers.count": Text(zh="其他单位数", en="Others scored"),
    "peers.low": Text(zh="下四分位", en="Lowest quarter up to"),
    "peers.median": Text(zh="中位数", en="Median"),
    "peers.high": Text(zh="上四分位", en="Highest quarter from"),
    "peers.share": Text(zh="占满分 {value}%", en="{value}% of the full mark"),
    "peers.hidden": Text(zh="不列", en="not shown"),
    "peers.above": Text(zh="高于本单位", en="higher score"),
    "peers.equal": Text(zh="与本单位相同", en="the same score"),
    "peers.below": Text(zh="低于本单位", en="lower score"),
    "peers.joined": Text(zh="或", en=" or "),
    "peers.groups": Text(zh="与本单位相比", en="Against this organisation"),
    "peers.grades": Text(zh="其他单位的等级分布", en="Grades of the others"),
    "peers.grade": Text(zh="等级", en="Grade"),
    "peers.number": Text(zh="单位数", en="Organisations"),
    "peers.percent": Text(zh="比例", en="Share"),
    "peers.sections": Text(zh="各一级指标与其他单位的中位数", en="Sections beside the median of the others"),
    "peers.alt": Text(
        zh="{dial}：本单位得满分的 {own}%，处于{band}；其他单位中：{groups}。",
        en="{dial}: this organisation has {own}% of the full mark, {band}; of the others: {groups}.",
    ),
    "peers.alt.alone": Text(
        zh="{dial}：本单位得满分的 {own}%，处于{band}。",
        en="{dial}: this organisation has {own}% of the full mark, {band}.",
    ),
    "peers.alt.group": Text(zh="{label} {count} 家", en="{label}: {count}"),
    "peers.grades.alt": Text(zh="条形图：其他单位的等级分布。{groups}。", en="Bars: grades of the others. {groups}."),
}
