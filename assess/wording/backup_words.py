"""What backing up and restoring say to operators.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

BACKUP_WORDS: Final[dict[str, Text]] = {
    # refusals
    "backup.exists": Text(zh="{path} 已经存在，不会覆盖；请换一个文件名。", en="{path} exists and is not overwritten."),
    "backup.no-file": Text(zh="没有文件 {path}。", en="There is no file {path}."),
    "backup.no-folder": Text(zh="没有目录 {path}。", en="There is no folder {path}."),
    "backup.no-tables": Text(zh="数据库里没有本服务的数据表。", en="The database has no tables of this service."),
    "backup.not-ours": Text(zh="这不是本服务的备份文件。", en="This is no backup of this service."),
    "backup.newer": Text(
        zh="备份文件的格式是 {format}，由更新的版本制作；请用同样新的版本恢复。",
        en="The file has format {format}, of a newer release; restore it with a release as new.",
    ),
    "backup.newer-schema": Text(
        zh="备份的数据库版本 {revision} 比本程序新；请用同样新的版本恢复。",
        en="The backup has schema {revision}, which is newer than this release; restore it with a release as new.",
    ),
    "backup.cut": Text(
        zh="备份文件不完整（被截断）；没有改动任何内容。", en="The backup was cut off; nothing was changed."
    ),
    "backup.damaged": Text(
        zh="备份文件已损坏（内容与校验值不符）；没有改动任何内容。",
        en="The backup is damaged: its content does not match its checksum. Nothing was changed.",
    ),
    "backup.not-empty": Text(
        zh="数据库不是空的（有内容的表：{tables}）。只能恢复到空的数据库，请另建一个。",
        en="The database is not empty (rows in: {tables}). Restore into an empty one.",
    ),
    "backup.storage-not-empty": Text(
        zh="文件存储 {place} 里有别的文件。只能恢复到空的存储，请换一个位置。",
        en="The storage {place} holds other files. Restore into an empty one.",
    ),
    "backup.unknown-type": Text(
        zh="数据表中有无法备份的类型 {type}。", en="A table has a type we do not know: {type}."
    ),
    "backup.circle": Text(
        zh="表 {table} 中有互相指向的记录，无法排序；没有写出备份。",
        en="Rows of {table} refer to one another in a circle; no backup was made.",
    ),
    "backup.schema-differs": Text(
        zh="备份中的数据表与该版本应有的不同；没有改动任何内容。",
        en="The tables of the backup are not those of its schema; nothing was changed.",
    ),
    "backup.differs": Text(
        zh="表 {table} 的行数或摘要与备份不符；没有改动任何内容。",
        en="Count or digest of {table} is not what was backed up; nothing was changed.",
    ),
    "backup.chain-differs": Text(
        zh="审计链的核对结果与备份时不同；没有改动任何内容。",
        en="The audit chains are not found as they were backed up; nothing was changed.",
    ),
    "backup.database": Text(
        zh="数据库出错：{reason}。没有改动任何内容。", en="The database failed: {reason}. Nothing was changed."
    ),
    "backup.no-space": Text(
        zh="无法写入 {path}：{reason}。没有留下不完整的文件。",
        en="Cannot write {path}: {reason}. No unfinished file was left.",
    ),
    # what is said while it works, and at the end
    "backup.doing.check": Text(zh="核对备份文件", en="checking the file"),
    "backup.doing.files": Text(zh="文件", en="files"),
    "backup.doing.audit": Text(zh="核对审计链", en="checking the audit chains"),
    "backup.doing.table": Text(zh="表 {table}", en="table {table}"),
    "backup.made": Text(
        zh="已备份到 {path}：{rows} 行、{files} 份文件，共 {size} MB。",
        en="Backed up to {path}: {rows} rows, {files} files, {size} MB.",
    ),
    "backup.personal": Text(
        zh="备份含个人信息和填报内容，只有当前用户可读；请加密保存，并按保存期限销毁。"
        "不含：登录状态、试错计数、在线状态。",
        en="It holds personal data and answers and is readable by this user only; keep it encrypted and destroy it in"
        " time. Left out: who is signed in, counted tries, who is online.",
    ),
    "backup.key-elsewhere": Text(
        zh="签名密钥来自 ASSESS_SECRET_KEY，不在备份里；恢复时需要它，请另行保管。",
        en="The signing key comes from ASSESS_SECRET_KEY and is not in it; it is needed when you restore, so keep it.",
    ),
    "backup.key-apart": Text(
        zh="密钥（{path}）不在备份里，恢复时需要：没有它们，两步验证等加密内容无法使用，审计检查点无法续签。"
        "请另行保管，或用 --with-secret 一并放入。",
        en="Keys ({path}) are not in it and are needed when you restore: without them second factors and other"
        " encrypted values do not work. Keep them elsewhere, or put them in with --with-secret.",
    ),
    "backup.key-within": Text(
        zh="备份里有密钥：得到这个文件的人可以伪造登录和签名。",
        en="Keys are in it: who has this file can forge sign-ins and signatures.",
    ),
    "backup.missing": Text(
        zh="有 {count} 份文件不在存储里或内容不符，未能备份：{keys}",
        en="{count} files are not in the storage, or not what they were, and are not in the backup: {keys}",
    ),
    "backup.chain-broken": Text(
        zh="审计链有 {count} 处问题（与备份无关，数据库里就是如此）；请执行 assess audit verify。",
        en="The audit chains have {count} faults, in the database itself; run assess audit verify.",
    ),
    "backup.sound": Text(
        zh="备份完好：制作于 {made}，数据库版本 {revision}，{rows} 行、{files} 份文件、{events} 条审计记录。",
        en="The backup is sound: made {made}, schema {revision}, {rows} rows, {files} files, {events} audit events.",
    ),
    "backup.restored": Text(
        zh="已恢复（备份于 {made}）：{rows} 行、{files} 份文件、{events} 条审计记录，数量、摘要和审计链均与备份一致。",
        en="Restored (backup of {made}): {rows} rows, {files} files, {events} audit events. Counts, digests and audit"
        " chains are those of the backup.",
    ),
    "backup.restored-key": Text(zh="签名密钥在 {path}。", en="The signing key is in {path}."),
    "backup.restored-no-key": Text(
        zh="请把原来的签名密钥放回 {path}（或设置 ASSESS_SECRET_KEY），再启动服务。",
        en="Put the signing key back into {path} (or set ASSESS_SECRET_KEY) before you start the service.",
    ),
}
