"""Sentences about working together: departments, sections given to people, comments.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

TOGETHER_WORDS: Final[dict[str, Text]] = {
    # departments
    "department.no-name": Text(zh="请填写部门名称。", en="Give the department a name."),
    "department.name-too-long": Text(
        zh="部门名称过长：最多 {most} 个字。", en="The name is too long: at most {most} characters."
    ),
    "department.taken": Text(zh="已有同名的部门。", en="There is a department of this name already."),
    "department.taken-closed": Text(
        zh="已有同名的部门，但已停用；可以在下面恢复它。",
        en="A closed department has this name; you can reopen it below.",
    ),
    "department.too-many": Text(
        zh="最多可以有 {most} 个部门，请先停用不再需要的部门。",
        en="There can be at most {most} departments; close one you no longer need first.",
    ),
    "department.is-closed": Text(
        zh="该部门已停用，请先恢复，再调整人员。",
        en="This department is closed; reopen it before you change its people.",
    ),
    "department.not-a-member": Text(
        zh="所选人员已不是本单位的填报人或负责人，请刷新后重新选择。",
        en="Somebody you chose no longer fills in for this organisation. Reload and choose again.",
    ),
    # sections given to people
    "duty.nobody": Text(zh="请选择一位成员或一个部门。", en="Choose a member or a department."),
    "duty.unknown-section": Text(zh="自评表中没有这一部分。", en="The checklist has no such section."),
    "duty.not-a-member": Text(
        zh="所选的成员或部门已不在本单位，或者已停用。请刷新后重新选择。",
        en="The member or department you chose is gone or closed. Reload and choose again.",
    ),
    "duty.too-many": Text(
        zh="一个部分最多有 {most} 个协助的成员或部门。",
        en="At most {most} members and departments can help with a section.",
    ),
    "duty.given-already": Text(
        zh="已经有人作了分工，没有再套用上次的分工。",
        en="Sections have been assigned meanwhile, so last time’s were not taken over.",
    ),
    "duty.nothing-earlier": Text(
        zh="没有可以套用的分工：上次的人员或部门都已不在，或者自评表的各部分已经改变。",
        en="There is nothing to take over: the people and departments of last time are gone, or the sections changed.",
    ),
    # comments
    "comment.empty": Text(zh="请填写留言内容。", en="Write something first."),
    "comment.too-long": Text(
        zh="留言过长：最多 {most} 个字。", en="The comment is too long: at most {most} characters."
    ),
    "comment.unknown-item": Text(zh="自评表中没有这一项。", en="The checklist has no such item."),
    "comment.not-a-member": Text(
        zh="所提醒的人已不在本单位，请重新选择。",
        en="Somebody you mentioned is no longer in the organisation; choose again.",
    ),
    "comment.too-many-named": Text(
        zh="一条留言最多提醒 {most} 人。", en="A comment can mention at most {most} people."
    ),
    "comment.too-many": Text(
        zh="这一项已有 {most} 条留言，不能再增加；可以删除自己以前的留言。",
        en="This item has {most} comments, which is as many as it can have; you can remove earlier ones of your own.",
    ),
    "comment.not-yours": Text(zh="只能删除自己的留言。", en="You can remove your own comments only."),
}
