"""Re-scoring of many submissions: refusals and the lines of the command line, in both languages."""

from typing import Final

from assess.values.text import Text

RESCORING: Final[dict[str, Text]] = {
    "rescore.nothing": Text(
        zh="没有符合条件的提交，不用重算。", en="Nothing of the kind was handed in, so there is nothing to re-score."
    ),
    "rescore.taken": Text(
        zh="另一个进程正在做这次重算，请等它完成。", en="Another process is working on this run; wait until it is done."
    ),
    "rescore.broke": Text(
        zh="重算中断：{why}。再执行一次会接着做。", en="Re-scoring broke off: {why}. Run it again and it goes on."
    ),
    "rescore.progress": Text(zh="重算", en="re-scoring"),
    "rescore.resumed": Text(
        zh="接着上次中断的重算：已完成 {done}/{total}。",
        en="Going on where the last run broke off: {done}/{total} done.",
    ),
    "rescore.counted": Text(
        zh="共重算 {checked} 份：相同 {same}，不同 {different}，无法计算 {failed}。",
        en="Re-scored: {checked}. Same: {same}, different: {different}, not computable: {failed}.",
    ),
    "rescore.decisions": Text(
        zh="另核对 {checked} 份审定结果：一致 {same} 份，不同 {different} 份。",
        en="Decisions computed again: {checked}. Same: {same}, different: {different}.",
    ),
    "rescore.mark": Text(
        zh="{item}的复核得分已不能读取：{problem}", en="The mark of {item} can no longer be read: {problem}"
    ),
    "rescore.moved": Text(zh="等级 {before} → {after}：{count} 份", en="grade {before} → {after}: {count}"),
    "rescore.item": Text(zh="评价要点 {item}：{count} 份不同", en="item {item}: {count} differ"),
    "rescore.unfit": Text(
        zh="问题 {fact}：{count} 份原回答不再适合，按没有回答计",
        en="question {fact}: {count} answers no longer fit and count as not given",
    ),
    "rescore.draft-differs": Text(
        zh="草稿属于 {target}，与所选自评表 {key} 不是同一个。",
        en="The draft belongs to {target}, not to the checklist {key} that was chosen.",
    ),
    "rescore.only-all": Text(zh="--jobs 和 --draft 要与 --all 一起使用。", en="--jobs and --draft go with --all."),
}
