"""Words of the command line's own lines, in both languages."""

from collections.abc import Iterable
from typing import Final

from assess.values.text import Locale, Text

WORDS: Final[dict[str, Text]] = {
    "score": Text(zh="合规得分", en="Compliance score"),
    "readiness": Text(zh="政策利用准备度", en="Readiness to use benefits"),
    "rescore.summary": Text(
        zh="共核对 {checked} 份提交（引擎 {engine}）：一致 {same} 份，不同 {different} 份。",
        en="{checked} submissions computed again with engine {engine}: {same} the same, {different} different.",
    ),
    "rescore.retold": Text(
        zh="其中 {retold} 份得分一致，只是计算过程的说明有变化。",
        en="{retold} of them have the same scores and only tell their computation differently.",
    ),
    "rescore.engine": Text(zh="引擎", en="engine"),
    "rescore.claimed": Text(zh="自评", en="claimed"),
    "rescore.supported": Text(zh="有据", en="supported"),
    "rescore.reviewed": Text(zh="复核", en="reviewed"),
    "supported": Text(zh="有据得分", en="Score supported by evidence"),
    "supported-readiness": Text(zh="有据的政策利用准备度", en="Readiness supported by evidence"),
    "grade": Text(zh="等级", en="Grade"),
    "of": Text(zh="满分", en="of"),
    "range": Text(zh="区间", en="range"),
    "not-scored": Text(zh="无适用项目，不计分", en="nothing applies, not scored"),
    "computed": Text(zh="按得分为", en="by the score"),
    "forced": Text(zh="一票否决（本服务自定规则）", en="veto (this service's own rule)"),
    "state.graded": Text(zh="已评定", en="graded"),
    "state.pending": Text(zh="待定", en="pending"),
    "state.too-few": Text(zh="适用项过少，不评等级", en="too few items apply, no grade"),
    "state.not-scored": Text(zh="不计分", en="not scored"),
    "state.ineligible": Text(zh="不具备评级资格", en="ineligible"),
    "state.ungraded": Text(zh="不设等级", en="no grades"),
    "as-of": Text(zh="评价日", en="As of"),
    "answers": Text(zh="填报", en="Answers"),
    "answered": Text(zh="已答", en="answered"),
    "unknown": Text(zh="不清楚", en="not sure"),
    "missing": Text(zh="未答", en="unanswered"),
    "sections": Text(zh="一级指标（合规 / 准备度）", en="Sections (compliance / readiness)"),
    "items": Text(zh="评价要点", en="Items"),
    "gaps": Text(zh="差距", en="Gaps"),
    "no-gaps": Text(zh="没有差距", en="no gaps"),
    "path": Text(zh="最短达标路径", en="Cheapest way to the next grade"),
    "days": Text(zh="人天", en="person-days"),
    "points": Text(zh="分", en="points"),
    "lost": Text(zh="失分", en="lost"),
    "advice": Text(zh="建议", en="What to do"),
    "veto": Text(zh="一票否决", en="veto"),
    "duty": Text(zh="合规", en="compliance"),
    "severity.veto": Text(zh="一票否决", en="veto"),
    "severity.duty": Text(zh="合规差距", en="compliance gap"),
    "severity.unknown": Text(zh="待核实", en="to verify"),
    "severity.readiness": Text(zh="可利用", en="benefit"),
    "severity.advice": Text(zh="建议", en="advice"),
    "deadline.past": Text(zh="期限已过", en="deadline passed"),
    "deadline.ahead": Text(zh="期限未到", en="deadline ahead"),
    "deadline.met": Text(zh="已按期完成", en="done in time"),
    "status.not_applicable": Text(zh="不适用", en="not applicable"),
    "status.claimed_not_applicable": Text(zh="申报不适用", en="claimed not applicable"),
    "status.not_due": Text(zh="未到期", en="not due yet"),
    "status.no_cases": Text(zh="没有案件", en="no cases"),
    "disclaimer": Text(
        zh="本结果为自我评估，不是任何机关的认定。", en="This is a self-assessment, not a finding of any authority."
    ),
    "of-label": Text(zh="{label}：{value}", en="{label}: {value}"),
    "in-brackets": Text(zh="（{words}）", en=" ({words})"),
    "between-parts": Text(zh="，", en=", "),
    "published": Text(zh="已发布", en="published"),
    "draft": Text(zh="草稿", en="draft"),
    "clauses": Text(zh="条款", en="clauses"),
    "facts": Text(zh="事实问题", en="Facts"),
    "reads": Text(zh="读取", en="reads"),
    "measure": Text(zh="措施文件", en="Measure"),
    "minutes": Text(zh="分钟", en="minutes"),
    "covered": Text(zh="已评价", en="assessed"),
    "not-assessed": Text(zh="未评价", en="not assessed"),
    "silent": Text(zh="既未评价也未说明", en="neither assessed nor explained"),
    "purpose.duty": Text(zh="合规", en="compliance"),
    "purpose.readiness": Text(zh="准备度", en="readiness"),
    "gate-only": Text(zh="只用来判断是否适用", en="only decides whether it applies"),
    "more.duty": Text(zh="这里计入合规得分，其他地区只计准备度", en="compliance here, elsewhere readiness only"),
    "more.veto": Text(zh="这里可以一票否决", en="can force the grade here"),
    "more.evidence": Text(zh="这里必须有佐证", en="proof is required here"),
    "more.target": Text(zh="这里的目标更高", en="the higher target"),
    "more.sooner": Text(zh="这里的期限更早", en="the earlier deadline"),
    "clean": Text(zh="检查通过，没有问题", en="checked, nothing to mend"),
    "problems": Text(zh="处问题", en="problems"),
    "preview-hint": Text(
        zh="正在预览 {path}，修改后刷新页面即可。仅限本机；停止后填写的内容即删除",
        en="previewing {path}; reload the page after a change. This machine only; what is filled in goes when it stops",
    ),
    "new-next": Text(
        zh="接下来：\n"
        "  1. 打开 {target}，按开头的说明逐条改写；问题在 {facts}\n"
        "  2. 检查：assess checklists lint {target}\n"
        "  3. 预览：assess checklists preview {target}\n"
        "  4. 逐条核对覆盖：assess checklists coverage {measure}",
        en="Next:\n"
        "  1. open {target} and rewrite it clause by clause, as its head says; the questions are in {facts}\n"
        "  2. check it: assess checklists lint {target}\n"
        "  3. look at it: assess checklists preview {target}\n"
        "  4. see what is covered: assess checklists coverage {measure}",
    ),
    "no-facts": Text(
        zh="题库里没有这样的问题；换一个词，或者在 facts/ 里写新的",
        en="the bank has no such question; try another word, or write one in facts/",
    ),
    "check-next": Text(zh="接着检查：", en="now check it:"),
    "written": Text(zh="已写入", en="written"),
    "already-published": Text(zh="已发布，不可覆盖", en="is published already and never overwritten"),
}


def word(key: str, locale: Locale) -> str:
    """Give one word."""
    return WORDS[key].to(locale)


def labelled(label: str, value: str, locale: Locale) -> str:
    """Put a value behind its label."""
    return word("of-label", locale).format(label=label, value=value)


def bracketed(words: str, locale: Locale) -> str:
    """Put words into brackets, to stand behind others."""
    return word("in-brackets", locale).format(words=words)


def listed(parts: Iterable[str], locale: Locale) -> str:
    """Join the parts of a remark."""
    return word("between-parts", locale).join(parts)
