"""Versions of checklists: what changed between two, what moving to another means, and what publishing refuses.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

VERSION_WORDS: Final[dict[str, Text]] = {
    # items
    "diff.item.unchanged": Text(zh="未变", en="unchanged"),
    "diff.item.reworded": Text(zh="文字调整", en="reworded"),
    "diff.item.rescored": Text(zh="计分调整", en="rescored"),
    "diff.item.meaning-changed": Text(zh="含义变化", en="meaning changed"),
    "diff.item.added": Text(zh="新增", en="added"),
    "diff.item.retired": Text(zh="停用", en="retired"),
    "diff.item.moved": Text(zh="由 {before} 移至 {after}", en="moved from {before} to {after}"),
    "diff.item.facts": Text(zh="所用问题有变化：{facts}", en="questions it reads changed: {facts}"),
    # questions
    "diff.fact.kept": Text(zh="未变", en="kept"),
    "diff.fact.reworded": Text(zh="文字调整", en="reworded"),
    "diff.fact.changed": Text(zh="含义变化", en="changed"),
    "diff.fact.added": Text(zh="新增", en="added"),
    "diff.fact.dropped": Text(zh="停用", en="dropped"),
    # fields
    "diff.change": Text(zh="{path}：{before} → {after}", en="{path}: {before} → {after}"),
    "diff.nothing": Text(zh="（无）", en="(nothing)"),
    "diff.yes": Text(zh="是", en="yes"),
    "diff.no": Text(zh="否", en="no"),
    "diff.empty": Text(zh="除版本号外没有差别", en="nothing differs but the number"),
    # headings of the command line
    "diff.title": Text(zh="{checklist}：{old} → {new}", en="{checklist}: {old} → {new}"),
    "diff.items": Text(zh="评价要点", en="Items"),
    "diff.facts": Text(zh="事实问题", en="Questions"),
    "diff.form": Text(
        zh="其他变化（计分规则、分组、措施文件等）", en="Other changes (totals, groups, the measure and so on)"
    ),
    "diff.outlook": Text(zh="对进行中的自评意味着", en="What this means for open assessments"),
    "diff.outlook.kept": Text(zh="答案沿用：{count} 题", en="answers kept: {count}"),
    "diff.outlook.confirm": Text(zh="须再确认：{count} 题", en="to be confirmed again: {count}"),
    "diff.outlook.answer": Text(zh="须新填写：{count} 题", en="to be answered: {count}"),
    "diff.outlook.retired": Text(zh="不再使用，仍可查看：{count} 题", en="no longer used, still readable: {count}"),
    "diff.open": Text(zh="进行中的自评（按版本）", en="Open assessments by version"),
    "diff.open.version": Text(zh="{version}：{count} 份", en="{version}: {count}"),
    "diff.open.none": Text(zh="没有进行中的自评", en="there are none"),
    "diff.class": Text(zh="{name} {count}", en="{name} {count}"),
    # publishing and retiring
    "checklist.database-behind": Text(
        zh="数据库不是最新版本，请先启动一次服务完成迁移。",
        en="The database is not at the newest migration; start the service once to migrate it.",
    ),
    "checklist.folder-read-only": Text(
        zh="本服务不能写入内容目录 {folder}。请在可写的内容目录中运行：{command}，再重启服务。",
        en="The service cannot write to the content folder {folder}. Run this where it can be written, and restart the"
        " service: {command}",
    ),
    "checklist.registered-already": Text(
        zh="{checklist} {version} 已发布；如需修改，请使用新的版本号。",
        en="{checklist} {version} is published already; take a new number for changes.",
    ),
    "checklist.retired-already": Text(
        zh="{checklist} {version} 已停用。", en="{checklist} {version} is retired already."
    ),
    "checklist.not-retired": Text(zh="{checklist} {version} 没有停用。", en="{checklist} {version} is not retired."),
    "checklist.not-registered": Text(
        zh="数据库中没有登记 {checklist} {version}；已登记：{known}。",
        en="The database has no {checklist} {version}; registered: {known}.",
    ),
    "checklist.retired": Text(
        zh="{checklist} {version} 已停用：不再用于新的自评，进行中的可以继续。",
        en="{checklist} {version} is retired: it is not offered to new assessments; open ones may go on.",
    ),
    "checklist.restored": Text(zh="{checklist} {version} 已恢复使用。", en="{checklist} {version} is offered again."),
    # moving an assessment
    "migration.retired": Text(
        zh="该自评表版本已停用，请选择最新版本。",
        en="This version of the checklist is retired; choose the newest one.",
    ),
}
