"""The fixed words in which a report tells a rule and its conditions, in both languages."""

from collections.abc import Mapping

from assess.values.text import Text

PHRASES: Mapping[str, Text] = {
    "rule.levels": Text(zh="；", en="; "),
    "rule.line": Text(zh="{what}：{points} 分", en="{what}: {points} pt"),
    "rule.full": Text(zh="{what}：满分", en="{what}: full points"),
    "rule.else": Text(zh="其他情况", en="otherwise"),
    "rule.missing": Text(
        zh="每缺一项另扣 {points} 分，扣完为止", en="{points} pt off for each missing part, not below 0"
    ),
    "rule.proportional": Text(
        zh="{fact}：实际值 ÷ {target} × 分值，不超过分值", en="{fact}: actual ÷ {target} × points, at most full points"
    ),
    "rule.lower": Text(
        zh="{fact}：{target} ÷ 实际值 × 分值，不超过分值；为 0 得满分",
        en="{fact}: {target} ÷ actual × points, at most full points; 0 earns full points",
    ),
    "rule.near": Text(zh="{what}：分值的 {share}%", en="{what}: {share}% of the points"),
    "rule.bonus": Text(
        zh="超出部分每 1 加 {points} 分，最多 {cap} 分", en="{points} pt bonus per unit beyond, at most {cap}"
    ),
    "rule.no_cases.zero": Text(zh="没有发生数：0 分", en="no cases: 0 pt"),
    "rule.no_cases.not_applicable": Text(zh="没有发生数：不适用", en="no cases: not applicable"),
    "rule.per_unit": Text(
        zh="{fact}：每 1{unit} 得 {points} 分，最多 {cap} 分", en="{fact}: {points} pt per {unit}, at most {cap} pt"
    ),
    "rule.unit": Text(zh="项", en="unit"),
    "rule.growth.relative": Text(
        zh="（{this} − {last}） ÷ {last}，达到 {target} 得满分，不足按比例",
        en="({this} − {last}) ÷ {last}; {target} earns full points, less in proportion",
    ),
    "rule.growth.difference": Text(
        zh="{this} − {last}，达到 {target} 个百分点得满分，不足按比例",
        en="{this} − {last}; {target} percentage points earn full points, less in proportion",
    ),
    "rule.deadline": Text(
        zh="{fact}：{due}前（含当日）完成得满分", en="{fact}: full points if done on or before {due}"
    ),
    "rule.late": Text(zh="逾期 {days} 天内：{points} 分", en="at most {days} days late: {points} pt"),
    "rule.deductions": Text(zh="满分 {points} 分起扣，扣完为止", en="from {points} pt downwards, not below 0"),
    "rule.charge": Text(zh="{what}：扣 {points} 分", en="{what}: {points} pt off"),
    "rule.charge.per": Text(zh="{what}：每 1 扣 {points} 分", en="{what}: {points} pt off for each"),
    "rule.charge.cap": Text(zh="{line}，最多扣 {cap} 分", en="{line}, at most {cap} pt"),
    "rule.judged": Text(
        zh="{fact}：在分值的 {low}%–{high}% 内据实判定", en="{fact}: judged between {low}% and {high}% of the points"
    ),
    "fact": Text(zh="“{wording}”", en="“{wording}”"),
    "test.is": Text(zh="为“{value}”", en="is “{value}”"),
    "test.in": Text(zh="为“{value}”之一", en="is one of “{value}”"),
    "test.includes": Text(zh="包含“{value}”", en="includes “{value}”"),
    "test.at_least": Text(zh="不低于 {value}", en="at least {value}"),
    "test.above": Text(zh="大于 {value}", en="above {value}"),
    "test.at_most": Text(zh="不超过 {value}", en="at most {value}"),
    "test.below": Text(zh="小于 {value}", en="below {value}"),
    "test.before": Text(zh="早于 {value}", en="before {value}"),
    "test.not_before": Text(zh="不早于 {value}", en="not before {value}"),
    "test.after": Text(zh="晚于 {value}", en="after {value}"),
    "test.not_after": Text(zh="不晚于 {value}", en="not after {value}"),
    "test.within_days": Text(zh="在评估基准日前 {value} 天内", en="within {value} days before the assessment date"),
    "test.answered.True": Text(zh="已填写", en="is filled in"),
    "test.answered.False": Text(zh="未填写", en="is empty"),
    "as_of": Text(zh="评估基准日", en="the assessment date"),
    "all": Text(zh="，且", en=" and "),
    "any": Text(zh="，或", en=" or "),
    "not": Text(zh="并非（{what}）", en="not ({what})"),
    "rows.any": Text(zh="{fact}中有一行满足：{what}", en="{fact} has a row where {what}"),
    "rows.all": Text(zh="{fact}中每一行都满足：{what}", en="in {fact} every row has {what}"),
    "rows.count": Text(zh="{fact}中符合条件的行数{what}", en="rows of {fact} that count: {what}"),
    "rows.where": Text(zh="{line}（条件：{what}）", en="{line} (where {what})"),
    "role": Text(zh="单位角色含“{value}”", en="the organisation is a “{value}”"),
    "kind": Text(zh="单位类别为“{value}”", en="the organisation is of the type “{value}”"),
    "region": Text(zh="地区代码为 {value}", en="the region code is {value}"),
    "level": Text(zh="单位层级为“{value}”", en="the office is of “{value}” level"),
    "level.province": Text(zh="省级", en="provincial"),
    "level.city": Text(zh="市级", en="city"),
    "level.county": Text(zh="区县级", en="county or district"),
    "size": Text(zh="规模为“{value}”", en="the size is “{value}”"),
    "size.micro": Text(zh="微型", en="micro"),
    "size.small": Text(zh="小型", en="small"),
    "size.medium": Text(zh="中型", en="medium"),
    "size.large": Text(zh="大型", en="large"),
}
