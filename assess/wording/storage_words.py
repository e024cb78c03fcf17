"""What is said when files cannot be stored or read: to people who fill in, and to operators.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

STORAGE_WORDS: Final[dict[str, Text]] = {
    "storage.full": Text(
        zh="存放文件的空间已满，文件没有保存。请联系平台管理员；已填写的内容不受影响。",
        en="There is no space left for files, and this one was not saved. Please tell the administrator of this"
        " service; what you filled in is not affected.",
    ),
    "storage.unreachable": Text(
        zh="暂时无法存取文件，请几分钟后再试；已填写的内容不受影响。",
        en="Files cannot be stored or read at the moment. Try again in a few minutes; what you filled in is not"
        " affected.",
    ),
    # to operators
    "storage.not-ready": Text(zh="文件存储（{place}）不可用：{cause}", en="Storage of files ({place}): {cause}"),
    "storage.cause.full": Text(zh="空间已满。", en="no space is left."),
    "storage.cause.folder": Text(
        zh="目录不能写入，请检查路径和权限。", en="the folder cannot be written to; check path and permissions."
    ),
    "storage.cause.bucket": Text(zh="没有这个存储桶。", en="there is no such bucket."),
    "storage.cause.key": Text(
        zh="访问密钥不正确，请检查 ASSESS_STORAGE_S3_ACCESS_KEY 和 ASSESS_STORAGE_S3_SECRET_KEY。",
        en="the credentials are wrong; check ASSESS_STORAGE_S3_ACCESS_KEY and ASSESS_STORAGE_S3_SECRET_KEY.",
    ),
    "storage.cause.denied": Text(
        zh="该密钥没有读写这个存储桶的权限。", en="these credentials may not read and write the bucket."
    ),
    "storage.cause.silent": Text(
        zh="连接不上，或没有按 S3 协议回答；请检查 ASSESS_STORAGE_S3_ENDPOINT 和 ASSESS_STORAGE_S3_REGION。",
        en="it cannot be reached or does not answer as S3 does; check ASSESS_STORAGE_S3_ENDPOINT and"
        " ASSESS_STORAGE_S3_REGION.",
    ),
}
