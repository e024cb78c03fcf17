"""The sentences of sections, dials, grades and gaps, in both languages."""

from typing import Final

from assess.values.text import Text

TOTALS: Final[dict[str, Text]] = {
    "section.sum": Text(
        zh="本部分得分：{parts} = {earned}，适用分值 {points} 分。",
        en="This section earns {parts} = {earned} of {points} applicable points.",
    ),
    "section.empty": Text(
        zh="本部分没有适用的项目，不计入分子和分母。",
        en="Nothing in this section applies; it is left out of points earned and points possible.",
    ),
    "section.settled": Text(
        zh="不适用项在本部分内折算：{earned} ÷ {points} × {weight} = {settled}。",
        en="What does not apply is settled inside the section: {earned} ÷ {points} × {weight} = {settled}.",
    ),
    "dial.sum": Text(
        zh="各部分得分合计：{parts} = {earned}，适用分值合计 {points} 分。",
        en="The sections earn {parts} = {earned} of {points} applicable points.",
    ),
    "dial.base": Text(
        zh="折算：{earned} ÷ {points} × {full} = {base}（四舍五入到两位小数）。",
        en="Converted: {earned} ÷ {points} × {full} = {base} (rounded half up to two decimals).",
    ),
    "dial.deductions": Text(
        zh="扣分项：{before} − {charges} = {after}。", en="Deductions: {before} − {charges} = {after}."
    ),
    "dial.bonus": Text(
        zh="加分项：可加 {offered} 分，上限 {cap} 分，实加 {bonus} 分：{before} + {bonus} = {after}。",
        en="Bonus: {offered} points offered, at most {cap}, so {bonus}: {before} + {bonus} = {after}.",
    ),
    "dial.capped": Text(
        zh="{before} 超过总分上限，按 {cap} 计。", en="{before} is above the overall cap and counts as {cap}."
    ),
    "dial.rounded": Text(
        zh="最终得分：{before} 四舍五入到 {decimals} 位小数，为 {final}。",
        en="Final score: {before} rounded half up to {decimals} decimals is {final}.",
    ),
    "dial.rounded-whole": Text(
        zh="最终得分：{before} 四舍五入到整数，为 {final}。",
        en="Final score: {before} rounded half up to a whole number is {final}.",
    ),
    "dial.range": Text(
        zh="有待核实的内容：得分在 {low} 至 {high} 之间，正式得分按最低计。",
        en="Something is open: the score lies between {low} and {high}; the official score is the lowest.",
    ),
    "dial.not-scored": Text(zh="没有适用的项目，不计分。", en="Nothing applies, so there is no score."),
    "grade.computed": Text(zh="得分 {final} 对应等级：{grade}。", en="The score {final} gives grade {grade}."),
    "grade.too-few": Text(
        zh="适用项过少，不评等级：适用分值占 {share}%，本自评表要求至少 {least}%。",
        en="Too little applies for a grade: {share}% of the points, where this checklist asks for at least {least}%.",
    ),
    "grade.veto-grade": Text(
        zh="{item}触发一票否决（本服务自定规则），等级至多为“{grade}”。",
        en="{item} triggers a veto (this service's own rule): the grade is {grade} at best.",
    ),
    "grade.veto-zero": Text(
        zh="{item}触发一票否决（本服务自定规则），总分按 0 计。",
        en="{item} triggers a veto (this service's own rule): the total counts as 0.",
    ),
    "grade.veto-ineligible": Text(
        zh="{item}触发一票否决（本服务自定规则），不具备评级资格。",
        en="{item} triggers a veto (this service's own rule): no grade can be given.",
    ),
    "grade.veto-open": Text(
        zh="{item}的一票否决条件尚不能判断，等级待定。",
        en="Whether the veto of {item} applies cannot be judged yet; the grade is pending.",
    ),
    "gap.veto-fired": Text(
        zh="触发一票否决（本服务自定规则）：{reason}", en="A veto applies (this service's own rule): {reason}"
    ),
    "gap.veto-unknown": Text(
        zh="一票否决条件待核实（本服务自定规则）：{reason}",
        en="Whether a veto applies is open (this service's own rule): {reason}",
    ),
    "gap.irreversible": Text(
        zh="已成事实：本次失去的分值不能靠整改挽回，能做的是避免再次发生。",
        en="This has happened: nothing done now brings these points back; what can be done is to avoid the next time.",
    ),
}
