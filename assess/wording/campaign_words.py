"""Sentences about campaigns: why a step or a field cannot be taken, and where a campaign stands."""

from typing import Final

from assess.values.text import Text

CAMPAIGN_WORDS: Final[dict[str, Text]] = {
    "campaign.not-yet": Text(
        zh="这个评估批次从 {day}起填报，现在还不能开始。",
        en="This campaign opens on {day}. You cannot start yet.",
    ),
    "campaign.not-now": Text(
        zh="评估批次目前的状态是“{phase}”，不能进行这一步。",
        en="The campaign is “{phase}” at present, so this cannot be done.",
    ),
    "campaign.phase.draft": Text(zh="准备中", en="in preparation"),
    "campaign.phase.upcoming": Text(zh="未到开始日", en="not begun yet"),
    "campaign.phase.open": Text(zh="填报中", en="open"),
    "campaign.phase.closed": Text(zh="填报已截止", en="closed"),
    "campaign.phase.published": Text(zh="结果已公布", en="results published"),
    "campaign.empty": Text(zh="请填写此项。", en="Fill this in."),
    "campaign.too-long": Text(zh="内容过长：最多 {most} 个字。", en="This is too long: at most {most} characters."),
    "campaign.day": Text(zh="请填写日期，例如 2026-11-30。", en="Enter a date, for example 2026-11-30."),
    "campaign.number": Text(zh="请填写整数。", en="Enter a whole number."),
    "campaign.closes-before": Text(zh="截止日不能早于开始日。", en="The last day cannot be before the first."),
    "campaign.past": Text(
        zh="截止日已经过去，请选今天或以后的日期。", en="The last day is past; choose today or later."
    ),
    "campaign.review-before": Text(
        zh="复核完成日不能早于填报截止日。", en="Reviewing cannot be due before filling in ends."
    ),
    "campaign.not-later": Text(
        zh="请选一个比现在的截止日更晚、并且还没有过去的日期。",
        en="Choose a day that is later than the present last day and not past.",
    ),
    "campaign.levels": Text(zh="请选择一级复核或两级复核。", en="Choose one or two levels of review."),
    "campaign.days": Text(
        zh="请填写 {least} 到 {most} 之间的天数。", en="Give a number of days from {least} to {most}."
    ),
    "campaign.reminders": Text(
        zh="最多 {times} 次提醒，每次在截止日之前 1 到 {most} 天，用逗号分开，例如 7, 3, 1。",
        en="Up to {times} reminders, each 1 to {most} days before closing, separated by commas: 7, 3, 1.",
    ),
    "campaign.unknown-body": Text(zh="请从所列机构中选择。", en="Choose from the bodies listed."),
    "campaign.unknown-version": Text(
        zh="请从已发布、没有停用的自评表版本中选择。", en="Choose a published checklist version that was not retired."
    ),
    "campaign.fixed": Text(
        zh="批次开放以后，这一项不能再改；截止日用“延期”或“提前截止”来改。",
        en="This cannot be changed once the campaign is open; the deadline moves by extending or closing.",
    ),
    "campaign.nobody": Text(
        zh="还没有参评单位，请先添加再开放。", en="Nobody takes part yet; add participants before opening."
    ),
    "campaign.misfits": Text(
        zh="有 {count} 个参评单位不符合：类别与自评表不符、不在主办单位管理范围内，或者已停用。请先移出。",
        en="Participants that do not fit: {count}. They are of another type than the checklist is for, outside the"
        " organiser's charge, or closed. Remove them first.",
    ),
    "campaign.nobody-to-add": Text(
        zh="没有可以添加的单位：没有找到，或者都已经在批次里。",
        en="There is nobody to add: none were found, or all take part already.",
    ),
    "campaign.list-empty": Text(
        zh="请粘贴统一社会信用代码或单位全称，或者选择一个文件。",
        en="Paste credit codes or full names, or choose a file.",
    ),
    "campaign.list-too-long": Text(
        zh="一次最多 {most} 行，请分几次添加。", en="At most {most} lines at a time; add the rest afterwards."
    ),
    "campaign.started": Text(
        zh="该单位已经开始填报。移出后，填报内容留给该单位，不再属于本批次；请勾选确认。",
        en="This organisation has begun to fill in. Its answers stay with it and leave the campaign; tick to confirm.",
    ),
    "campaign.submitted-stays": Text(
        zh="该单位已经提交，不能移出批次；它可以自己撤回。",
        en="This organisation has submitted and cannot be taken out of the campaign; it may withdraw by itself.",
    ),
    "campaign.draft-not-fitting": Text(
        zh="这份自评不能带入本批次：版本不同、已提交过，或者属于另一个批次。",
        en="This assessment cannot be brought along: it is of another version, was submitted, or is in a campaign.",
    ),
    "campaign.reminded-today": Text(
        zh="今天已经提醒过，请明天再提醒。", en="Reminders went out today already; try again tomorrow."
    ),
    "campaign.nobody-to-remind": Text(
        zh="没有需要提醒的单位，或者它们都没有留下邮箱。",
        en="There is nobody to remind, or none of them has given an email address.",
    ),
    "migration.pinned": Text(
        zh="评估批次规定使用这一版本的自评表，参加批次的自评不能转到其他版本。",
        en="The campaign asks for this version of the checklist; an assessment in it cannot move to another version.",
    ),
}
