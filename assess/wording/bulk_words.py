"""Batches of reports: refusals, why a file could not be made, and the words of their index, in both languages."""

from typing import Final

from assess.values.text import Text

BULK_WORDS: Final[dict[str, Text]] = {
    "bulk.nothing": Text(
        zh="还没有符合条件的报告：没有单位提交，或者还没有公布结果。",
        en="There is no such report yet: nobody has submitted, or no result is published.",
    ),
    "bulk.too-many": Text(
        zh="这个批次已有 {most} 个没有完成的批量报告，请等它们完成或取消其中一个。",
        en="{most} of your batches for this campaign are unfinished; wait for them or cancel one.",
    ),
    "bulk.step": Text(
        zh="批量报告的状态已经改变，这一步现在不能做。请看当前的状态。",
        en="The batch is in another state by now, so this step cannot be taken. See how it stands.",
    ),
    "bulk.made": Text(zh="已生成", en="made"),
    "bulk.error.content": Text(
        zh="报告的内容没有组织成功，请联系运营单位", en="its content could not be put together; tell the operator"
    ),
    "bulk.error.render": Text(zh="排版没有成功", en="it could not be laid out"),
    "bulk.error.worker": Text(zh="生成报告的进程几次中断", en="the process that made it broke off several times"),
    "bulk.error.storage": Text(zh="文件没有存入成功", en="its file could not be stored"),
    "bulk.error.gone": Text(
        zh="这份提交已不能查看（撤回、删除，或不再由您复核）",
        en="the submission cannot be seen any more (withdrawn, erased, or no longer yours to review)",
    ),
    "bulk.error.lost": Text(zh="存储中找不到文件，重试会重新生成", en="its file is missing; another try makes it anew"),
    "bulk.index": Text(zh="目录", en="Index"),
    "bulk.column.number": Text(zh="序号", en="No."),
    "bulk.column.organisation": Text(zh="单位", en="Organisation"),
    "bulk.column.credit_code": Text(zh="统一社会信用代码", en="Credit code"),
    "bulk.column.reference": Text(zh="提交编号", en="Reference"),
    "bulk.column.duty": Text(zh="合规得分", en="Compliance"),
    "bulk.column.duty_reviewed": Text(zh="合规复核得分", en="Compliance, reviewed"),
    "bulk.column.grade": Text(zh="等级", en="Grade"),
    "bulk.column.readiness": Text(zh="政策利用准备度", en="Readiness"),
    "bulk.column.readiness_reviewed": Text(zh="准备度复核得分", en="Readiness, reviewed"),
    "bulk.column.code": Text(zh="核验码", en="Code"),
    "bulk.column.file": Text(zh="文件", en="File"),
    "bulk.column.size": Text(zh="大小（字节）", en="Size (bytes)"),
    "bulk.column.sha256": Text(zh="SHA-256", en="SHA-256"),
    "bulk.column.state": Text(zh="状态", en="State"),
}
