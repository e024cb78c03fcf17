"""The sentences of traces: every id a rule, section, dial or grade writes down, in both languages."""

from typing import Final

from assess.values.text import Text

TRACES: Final[dict[str, Text]] = {
    # what was read
    "fact.given": Text(zh="{fact}填报为：{answer}。", en="{fact} was answered: {answer}."),
    "fact.unanswered": Text(zh="{fact}尚未填报。", en="{fact} has not been answered."),
    "fact.unknown": Text(zh="{fact}填报为“不清楚”。", en="{fact} was answered “not sure”."),
    "rate.percent": Text(
        zh="{numerator} ÷ {denominator} × 100 = {percent}（%；比较和计算时不提前四舍五入）。",
        en="{numerator} ÷ {denominator} × 100 = {percent} (%; compared and computed without early rounding).",
    ),
    "rate.no-cases-zero": Text(
        zh="总数量为 0，没有可计算的事项；按本自评表的规定得 0 分。",
        en="The total number is 0, so there are no cases; this checklist gives 0 points for that.",
    ),
    "rate.no-cases-not-applicable": Text(
        zh="总数量为 0，没有可计算的事项；本项不计入分子和分母。",
        en="The total number is 0, so there are no cases; the item is left out of points earned and points possible.",
    ),
    # arithmetic
    "product.credit": Text(zh="{points} × {credit}", en="{points} × {credit}"),
    "product.ratio": Text(zh="{points} × {numerator} ÷ {denominator}", en="{points} × {numerator} ÷ {denominator}"),
    "earned.exact": Text(zh="{arithmetic} = {earned} 分。", en="{arithmetic} = {earned} points."),
    "earned.rounded": Text(
        zh="{arithmetic} ≈ {earned} 分（四舍五入到两位小数）。",
        en="{arithmetic} ≈ {earned} points (rounded half up to two decimals).",
    ),
    "ratio.limited": Text(zh="比值限定在 0 至 1 之间，按 {limit} 计。", en="The ratio is kept inside 0 to 1: {limit}."),
    "floor.zero": Text(zh="扣减后低于 0，按 0 计。", en="The result is below 0 and counts as 0."),
    "cap.points": Text(zh="超过上限，按 {points} 分计。", en="This is above the cap and counts as {points} points."),
    # rules
    "levels.credit": Text(zh="该答案的得分系数为 {credit}。", en="This answer has the credit {credit}."),
    "judged.chosen": Text(
        zh="所选得分系数为 {credit}（可选范围 {low} 至 {high}）。",
        en="The credit chosen is {credit} (range {low} to {high}).",
    ),
    "judged.limited": Text(
        zh="所选得分超出可选范围 {low} 至 {high}，按系数 {credit} 计。",
        en="The credit chosen is outside the range {low} to {high} and counts as {credit}.",
    ),
    "element.met": Text(
        zh="第 {number} 个得分点（{title}）成立，{points} 分。", en="Part {number} ({title}) is met: {points} points."
    ),
    "element.missing": Text(
        zh="第 {number} 个得分点（{title}）不成立，失 {points} 分。",
        en="Part {number} ({title}) is not met: {points} points lost.",
    ),
    "element.unknown": Text(
        zh="第 {number} 个得分点（{title}）尚不能判断，{points} 分待核实。",
        en="Part {number} ({title}) cannot be judged yet: {points} points open.",
    ),
    "elements.sum": Text(zh="成立的得分点合计：{parts} = {sum}。", en="The parts met add up: {parts} = {sum}."),
    "elements.charged": Text(
        zh="每缺一个得分点再扣 {each} 分：{sum} − {missing} × {each} = {net}。",
        en="Each missing part costs {each} more: {sum} − {missing} × {each} = {net}.",
    ),
    "bound.at-least": Text(zh="不低于 {target}", en="at least {target}"),
    "bound.above": Text(zh="高于 {target}", en="above {target}"),
    "threshold.reached": Text(zh="达到标准“{bound}”，得分系数为 1。", en="The standard “{bound}” is met: credit 1."),
    "threshold.near": Text(
        zh="未达到标准“{bound}”，但不低于 {near}，得分系数为 {credit}。",
        en="The standard “{bound}” is not met, but {near} is reached: credit {credit}.",
    ),
    "threshold.missed": Text(
        zh="未达到标准“{bound}”，得分系数为 0。", en="The standard “{bound}” is not met: credit 0."
    ),
    "threshold.bonus": Text(
        zh="超出标准 {units} 个完整单位，每个加 {each} 分，最多 {cap} 分：另加 {bonus} 分。",
        en="{units} whole units beyond the standard at {each} points each, at most {cap}: {bonus} points of bonus.",
    ),
    "proportional.forward": Text(
        zh="按实际值 {actual} 与目标值 {target} 之比计分，最高为 1。",
        en="Scored by the actual {actual} over the target {target}, at most 1.",
    ),
    "proportional.backward": Text(
        zh="越低越好：按目标值 {target} 与实际值 {actual} 之比计分，最高为 1。",
        en="Lower is better: scored by the target {target} over the actual {actual}, at most 1.",
    ),
    "proportional.none": Text(zh="实际值为 0，得分系数为 1。", en="The actual value is 0: credit 1."),
    "steps.band": Text(
        zh="落在“不低于 {bound}”这一档，得分系数为 {credit}。",
        en="It falls into the band from {bound} on: credit {credit}.",
    ),
    "steps.below": Text(
        zh="低于最低一档（{bound}），得分系数为 0。", en="It is below the lowest band ({bound}): credit 0."
    ),
    "per-unit.product": Text(
        zh="{units} 个完整单位 × 每个 {each} 分 = {product}。", en="{units} whole units × {each} points = {product}."
    ),
    "growth.base-one": Text(zh="上期数为 0，按 1 计。", en="Last period's value is 0 and counts as 1."),
    "growth.relative": Text(
        zh="增长 = ({this} − {last}) ÷ {last} = {growth}。", en="Growth = ({this} − {last}) ÷ {last} = {growth}."
    ),
    "growth.difference": Text(
        zh="增长 = {this} − {last} = {growth}（百分点）。",
        en="Growth = {this} − {last} = {growth} (percentage points).",
    ),
    "growth.over-target": Text(
        zh="按增长 {growth} 与目标 {target} 之比计分，限定在 0 至 1 之间。",
        en="Scored by the growth {growth} over the target {target}, kept inside 0 to 1.",
    ),
    "deadline.in-time": Text(
        zh="完成日期 {day} 不晚于期限 {due}，得分系数为 1。", en="Done on {day}, by the deadline of {due}: credit 1."
    ),
    "deadline.late": Text(
        zh="完成日期 {day} 比期限 {due} 晚 {days} 天，得分系数为 {credit}。",
        en="Done on {day}, {days} days after the deadline of {due}: credit {credit}.",
    ),
    "deadline.not-due": Text(
        zh="尚未完成；截至{as_of}，期限{due}还没有过，未到期，本项不计入分子和分母。",
        en="Not done yet; on {as_of} the deadline of {due} had not passed, so the item is left out of points earned"
        " and points possible.",
    ),
    "deadline.past": Text(
        zh="截至{as_of}尚未完成，期限已过（{due}），得分系数为 0。",
        en="Not done by {as_of}, and the deadline of {due} has passed: credit 0.",
    ),
    "charge.made": Text(zh="{title}：扣 {points} 分。", en="{title}: {points} points off."),
    "charge.units": Text(
        zh="{title}：{units} × 每个 {each} 分，最多 {cap} 分，扣 {points} 分。",
        en="{title}: {units} × {each} points, at most {cap}: {points} points off.",
    ),
    "charge.none": Text(zh="{title}：不扣分。", en="{title}: nothing off."),
    "charge.unknown": Text(
        zh="{title}：尚不能判断，最低得分按扣 {points} 分计，最高得分按不扣分计。",
        en="{title}: cannot be judged yet; {points} points off at worst, nothing at best.",
    ),
    "deductions.sum": Text(
        zh="{points} 分减去扣分合计（{charges}）= {net}。", en="{points} points less the charges ({charges}) = {net}."
    ),
    # items
    "item.ruled-out": Text(
        zh="适用条件不成立：本项不适用，不计入分子和分母。",
        en="The item does not apply to you and is left out of points earned and points possible.",
    ),
    "item.claimed-not-applicable": Text(
        zh="填报人申报不适用（理由：{reason}）。本项不计入分子和分母。",
        en="Claimed as not applicable (because: {reason}). The item is left out of points earned and points possible.",
    ),
    "item.gate-unknown": Text(
        zh="是否适用尚不能判断（取决于{facts}），本项待核实。",
        en="Whether the item applies cannot be judged yet (it depends on {facts}).",
    ),
    "item.full": Text(zh="得 {earned} 分，满分 {points} 分。", en="Earned {earned} of {points} points."),
    "item.lost": Text(
        zh="得 {earned} 分，满分 {points} 分，失 {lost} 分。", en="Earned {earned} of {points} points; {lost} lost."
    ),
    "item.deduction": Text(
        zh="扣分项：从总分中扣 {charge} 分（最多 {points} 分）。",
        en="A deduction: {charge} points off the total (at most {points}).",
    ),
    "item.bonus": Text(
        zh="加分项：加 {earned} 分，最多 {points} 分；没有不扣分。",
        en="A bonus: {earned} of at most {points} points added; nothing is lost without it.",
    ),
    "item.range": Text(
        zh="其中有待核实的内容：最低 {low} 分，最高 {high} 分；正式得分按最低计。",
        en="Something is open: {low} points at worst, {high} at best; the official score is the lowest.",
    ),
}
