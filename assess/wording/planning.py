"""The words of the cheapest way (最短达标路径) and of single changes, in both languages."""

from typing import Final

from assess.values.text import Locale, Text

PLANNING: Final[dict[str, Text]] = {
    "path.lead": Text(
        zh="做完下面 {count} 项，共 {days} 人日：合规得分由 {before} 到 {after}，等级由{held}到{reached}。",
        en="With the actions below ({count} in all, {effort}) the compliance score goes from {before} to {after} "
        "and the grade from {held} to {reached}.",
    ),
    "path.proven": Text(
        zh="可做的措施共 {considered} 项，已经算到底：没有总人日更少的组合。",
        en="Of {considered} possible actions no combination takes less effort; the search was carried to its end.",
    ),
    "path.bounded": Text(
        zh="可做的措施共 {considered} 项，这是在限定的计算量内找到的最省的一组；任何组合至少要 {bound} 人日。",
        en="Of {considered} possible actions this is the cheapest combination found within the limits of the search; "
        "none takes less than {bound} person-days.",
    ),
    "path.assumes": Text(
        zh="其中 {count} 项现在不清楚或没有填写，这里假定查明后情况合格；查明的结果可能不同。",
        en="Not known now: {count} of them. This counts on their turning out well, which they may not.",
    ),
    "path.certain": Text(
        zh="如果不把待核实的事项算作合格，到{grade}要做 {count} 项，共 {days} 人日。",
        en="Without counting anything open as good, reaching {grade} takes {effort} ({count} in all).",
    ),
    "path.certain.none": Text(
        zh="如果不把待核实的事项算作合格，现有措施到不了{grade}。",
        en="Without counting anything open as good, the possible actions do not reach {grade}.",
    ),
    "path.certain.unknown": Text(
        zh="如果不把待核实的事项算作合格，在限定的计算量内没有找到能到{grade}的组合。",
        en="Without counting anything open as good, no combination that reaches {grade} was found within the limits of "
        "the search.",
    ),
    "path.reached.top": Text(
        zh="已经是最高等级，不需要再做什么；情况变化时请重新自评。",
        en="This is the highest grade already; assess again when things change.",
    ),
    "path.reached": Text(zh="已经达到{grade}。", en="{grade} has been reached already."),
    "path.unreachable": Text(
        zh="把能做的都做完，合规得分到 {after}，仍到不了{grade}："
        "余下的失分已成事实、期限已过，或者自评表没有给出措施。",
        en="All possible actions together lead to {after}, which does not reach {grade}: what else is lost has "
        "happened, is past its date, or has no advice in the checklist.",
    ),
    "path.unknown": Text(
        zh="在限定的计算量内没有找到能到{grade}的组合；任何组合至少要 {bound} 人日。",
        en="No combination that reaches {grade} was found within the limits of the search; none takes less than "
        "{bound} person-days.",
    ),
    "path.no-grade": Text(
        zh="这份结果不评等级，没有下一等级可算。", en="This result has no grade, so there is no next one."
    ),
    "path.basis": Text(
        zh="人日是本自评表的估计，同一项事实的改变只算一次；得分由同一计分引擎按改变后的答案重新计算，"
        "没有考虑佐证材料是否齐全。",
        en="Person-days are this checklist's estimates; a change of facts counts once. Scores come from the same "
        "engine, on the answers as they would be; whether evidence is complete is left aside.",
    ),
    "path.pending": Text(zh="待定（最低{grade}）", en="pending ({grade} at worst)"),
    "path.ungraded": Text(zh="无等级", en="no grade"),
    "path.grade": Text(zh="{grade}（{title}）", en="{grade} ({title})"),
    "path.score": Text(zh="{score} 分", en="{score} points"),
    "path.kind.do": Text(zh="整改", en="To do"),
    "path.kind.find-out": Text(zh="查明", en="To find out"),
    "path.kind.veto": Text(zh="先解除一票否决", en="Lifts a veto: do this first"),
    "path.days": Text(zh="{days} 人日", en="{days} person-days"),
    "path.days.one": Text(zh="1 人日", en="1 person-day"),
    "path.points": Text(zh="合规 {points} 分", en="compliance {points}"),
    "path.points.readiness": Text(zh="准备度 {points} 分", en="readiness {points}"),
    "path.otherwise": Text(
        zh="假定查明后合格；若不合格，还要 {days} 人日整改。",
        en="Counts on a good answer; if it is not, mending takes {days} more person-days.",
    ),
    "path.otherwise.gate": Text(
        zh="假定查明后不适用；若适用，这些评价要点要另行填报和评分。",
        en="Counts on the items not applying; if they do, they are asked and scored as well.",
    ),
    "path.settle": Text(
        zh="查清下面的情况，确定这些评价要点是否适用。",
        en="Settle the following, which decides whether the items apply.",
    ),
    "path.otherwise.none": Text(
        zh="假定查明后合格；若不合格，本次不能补救。", en="Counts on a good answer; if it is not, nothing mends it now."
    ),
    "path.list": Text(zh="、", en=", "),
    "path.semicolon": Text(zh="；", en="; "),
    "change.answer": Text(zh="“{question}”：{old} → {new}", en="“{question}” from {old} to {new}"),
    "change.tick": Text(zh="“{question}”：选上“{label}”", en="tick “{label}” for “{question}”"),
    "change.untick": Text(zh="“{question}”：不再选“{label}”", en="no longer “{label}” for “{question}”"),
    "change.cell": Text(
        zh="“{question}”第 {number} 行：“{column}”为{new}", en="row {number} of “{question}”, “{column}” becomes {new}"
    ),
    "change.row": Text(zh="“{question}”：增加一行（{cells}）", en="one more row in “{question}” ({cells})"),
    "change.cell.of": Text(zh="{column}：{new}", en="{column}: {new}"),
    "change.none": Text(zh="未填", en="not answered"),
    "change.text": Text(zh="写明", en="written"),
}


def planned(key: str, locale: Locale, **values: object) -> str:
    """Say one of the words with its places filled; an unknown key is a KeyError."""
    return PLANNING[key].to(locale).format_map(values)


def days(value: str, locale: Locale) -> str:
    """Say an effort."""
    return planned("path.days.one" if value == "1" else "path.days", locale, days=value)
