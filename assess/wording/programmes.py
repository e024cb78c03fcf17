"""The sentences of estimates of external programmes, in both languages.

Every amount is called 估算 (estimate): the rules are external, mostly read in reports, and never promise anything.
"""

from typing import Final

from assess.values.text import Text

PROGRAMMES: Final[dict[str, Text]] = {
    # where the organisation stands
    "programme.state.eligible": Text(zh="看来可以申报", en="It seems you can apply"),
    "programme.state.missing": Text(zh="还缺条件或材料", en="Something is still missing"),
    "programme.state.not-eligible": Text(zh="不符合条件", en="Not eligible"),
    "programme.why.eligible": Text(
        zh="按填报内容，条件都符合，材料齐备，{year}年付款的保单有 {count} 张计入。",
        en="By your answers every condition is met and the papers are at hand; policies paid in {year} that count:"
        " {count}.",
    ),
    "programme.why.open": Text(zh="条件还不能确定：{what}。", en="Not certain yet: {what}."),
    "programme.why.fails": Text(zh="不符合：{what}。{otherwise}", en="Not met: {what}. {otherwise}"),
    "programme.why.papers": Text(zh="还没有备齐的材料：{what}。", en="Papers not at hand: {what}."),
    "programme.why.papers-open": Text(
        zh="没有填明是否备齐的材料：{what}。", en="Papers you did not say anything about: {what}."
    ),
    "programme.why.nothing": Text(
        zh="{year}年没有能计入的保单：要写明险种、保费和付款日期。",
        en="No policy counts for {year}: product, premium and day of payment are needed.",
    ),
    # requirements and papers
    "programme.requirement.met": Text(zh="符合", en="met"),
    "programme.requirement.fails": Text(zh="不符合", en="not met"),
    "programme.requirement.open": Text(zh="待核实", en="to be verified"),
    "programme.paper.held": Text(zh="已备齐", en="at hand"),
    "programme.paper.missing": Text(zh="还缺", en="missing"),
    "programme.paper.unknown": Text(zh="没有填明", en="not said"),
    "programme.paper.not-needed": Text(zh="不需要", en="not needed"),
    # rows
    "programme.row": Text(zh="第 {number} 行", en="Row {number}"),
    "programme.row.named": Text(zh="第 {number} 行 {product}", en="Row {number}, {product}"),
    "programme.row.unpaid": Text(
        zh="没有付款日期，不知道算哪一年，不计入。", en="No day of payment, so no year can be told; it does not count."
    ),
    "programme.row.no-amount": Text(zh="没有填实际保费，不计入。", en="No premium is given; it does not count."),
    "programme.row.no-product": Text(zh="这个险种不在补贴范围内。", en="This product is not among those subsidised."),
    "programme.row.other-year": Text(
        zh="保费不是在{year}年付的，不计入这一年。", en="The premium was not paid in {year}; it does not count there."
    ),
    "programme.row.refused": Text(
        zh="申请没有获得批准，不再计入。", en="The application was refused; it does not count any more."
    ),
    "programme.share": Text(zh="{amount} × {rate} = {share}", en="{amount} × {rate} = {share}"),
    "programme.share.open": Text(
        zh="{amount} × {rate} = {share}；能不能上浮没有填明，能的话 {amount} × {high_rate} = {high}",
        en="{amount} × {rate} = {share}; whether the higher rate applies is not said: if so, {amount} × {high_rate} ="
        " {high}",
    ),
    "programme.claim.open": Text(zh="没有申请", en="not applied for"),
    "programme.claim.taken": Text(zh="已申请或者已收到", en="applied for or received"),
    "programme.claim.unknown": Text(zh="没有填明申请情况", en="claim not said"),
    # groups: products that share a yearly cap
    "programme.group.sum": Text(zh="合计 {parts} = {computed}。", en="Together {parts} = {computed}."),
    "programme.group.one": Text(zh="合计 {computed}。", en="Together {computed}."),
    "programme.group.narrow": Text(
        zh="其中“{what}”的 {narrow}，超过 {cap}的限额，按 {within}计。",
        en="Of this, {narrow} for “{what}” is above the cap of {cap} and counts as {within}.",
    ),
    "programme.group.plain-cap": Text(
        zh="没有上浮的部分最多 {cap}。", en="What has no higher rate counts up to {cap}."
    ),
    "programme.group.capped": Text(
        zh="超过每年 {cap}的限额，按 {paid}计。", en="This is above the yearly cap of {cap}, so {paid}."
    ),
    "programme.group.within": Text(
        zh="没有超过每年 {cap}的限额，按 {paid}计。", en="The yearly cap of {cap} is not reached, so {paid}."
    ),
    "programme.group.partly": Text(
        zh="按上述限额计，这一组为 {paid}（每年限额 {cap}）。",
        en="With these caps the group comes to {paid} (yearly cap {cap}).",
    ),
    # amounts, always called estimates
    "programme.estimate": Text(zh="估算 {amount}", en="Estimate: {amount}"),
    "programme.estimate.none": Text(zh="估算 0 元：没有能计入的保单", en="Estimate: 0 yuan, as no policy counts"),
    "programme.estimate.not-eligible": Text(zh="不符合条件，不作估算", en="Not eligible, so nothing is estimated"),
    "programme.range": Text(zh="{low}至 {high}", en="{low} to {high}"),
    "programme.readings.differ": Text(
        zh="规则的上浮有不止一种读法，两种结果都列出：{readings}。",
        en="The rule's higher rate can be read in more than one way; each result is shown: {readings}.",
    ),
    "programme.readings.same": Text(zh="各种读法的结果相同。", en="Every reading gives the same result."),
    "programme.reading.amount": Text(zh="{title}，{amount}", en="{title}, {amount}"),
    "programme.range.open": Text(
        zh="区间来自没有填明的内容，填明后会变窄。",
        en="The range comes from what is not filled in; it narrows once it is.",
    ),
    "programme.open": Text(
        zh="其中估计有 {amount}还没有申请。", en="Of this an estimated {amount} has not been applied for."
    ),
    "programme.unclaimed": Text(
        zh="您合规，但估计有 {amount}没有申领", en="You comply, and you leave an estimated {amount} unclaimed"
    ),
    "programme.unclaimed.only": Text(zh="估计有 {amount}没有申领", en="You leave an estimated {amount} unclaimed"),
    "programme.unclaimed.note": Text(
        zh="依据是“{programme}”，属于外部规则；金额是估算，能不能领、领多少以当年通知和审核为准。",
        en="This follows “{programme}”, an external rule. The amount is an estimate; this year's notice and the"
        " authority's check decide whether and how much is paid.",
    ),
    # where the rule comes from
    "programme.label.external": Text(zh="外部规则", en="External rule"),
    "programme.label.estimate": Text(zh="估算", en="Estimate"),
    "programme.label.unverified": Text(zh="未与原文核对", en="Not compared with the official text"),
    "programme.label.verified": Text(zh="已与原文核对", en="Compared with the official text"),
    "programme.source.issuers": Text(zh="发文机关", en="Issued by"),
    "programme.source.number": Text(zh="文号", en="Document number"),
    "programme.source.no-number": Text(zh="未查到", en="Not found"),
    "programme.source.kind": Text(zh="来源", en="Source"),
    "programme.source.official": Text(zh="正式文件", en="Official document"),
    "programme.source.press": Text(zh="公开报道和政策摘要", en="Press reports and policy digests"),
    "programme.source.read": Text(zh="阅读日期", en="Read on"),
    "programme.source.verified": Text(zh="与原文核对", en="Compared with the official text"),
    "programme.source.yes": Text(zh="是", en="Yes"),
    "programme.source.no": Text(zh="否", en="No"),
    "programme.source.validity": Text(zh="效力", en="Validity"),
    "programme.validity.in-force": Text(zh="有效", en="In force"),
    "programme.validity.ended": Text(zh="已失效", en="No longer in force"),
    "programme.validity.unknown": Text(zh="未查明是否有效", en="Not known whether in force"),
    "programme.with-note": Text(zh="{what}。{note}", en="{what}. {note}"),
    "programme.checked": Text(zh="{what}（{day}查询）", en="{what} (checked {day})"),
    "programme.disclaimer": Text(
        zh="以上按外部规则和填报内容估算，不是措施文件的内容，也不是任何机关的承诺，不作为申报或者拨付的依据。",
        en="Estimated by an external rule from your answers. It is no part of the measure and no promise of any"
        " authority, and is no basis for an application or a payment.",
    ),
    "programme.other": Text(
        zh="按目前的填报，没有适用的评价要点用到这项政策，列出供了解。",
        en="By your present answers no applicable item refers to this programme; it is shown for information.",
    ),
}
