"""What checklist authors are told about their files: message id → sentence, with named parameters."""

from typing import Final

from assess.values.text import Text

CONTENT_ERRORS: Final[dict[str, Text]] = {
    # reading
    "content.unreadable": Text(zh="无法读取文件({reason})", en="the file cannot be read ({reason})"),
    "content.too-large": Text(zh="文件超过 {limit} 字节", en="the file is larger than {limit} bytes"),
    "content.not-utf8": Text(zh="不是 UTF-8 编码", en="not UTF-8"),
    "content.syntax": Text(zh="语法错误:{reason}", en="syntax error: {reason}"),
    "content.several-documents": Text(zh="一个文件只能有一份文档", en="a file holds one document only"),
    "content.alias": Text(
        zh="不接受锚点和引用(&、*):{name};请写全内容", en="anchors and aliases (&, *) are refused: {name}; write it out"
    ),
    "content.tag": Text(zh="不接受标签 {name}", en="tags are refused: {name}"),
    "content.too-deep": Text(zh="嵌套超过 {limit} 层", en="nested deeper than {limit} levels"),
    "content.duplicate-key": Text(zh="键 {name} 重复", en="the key {name} occurs twice"),
    "content.key-not-string": Text(
        zh="键应为字符串,实为 {name};请加引号", en="a key must be a string, found {name}; put it in quotes"
    ),
    "content.bad-number": Text(zh="不是可用的数字:{value}", en="not a usable number: {value}"),
    # shape
    "content.missing": Text(zh="缺少 {name}", en="{name} is missing"),
    "content.unexpected-key": Text(
        zh="不认识的键 {name};可用:{allowed}", en="unknown key {name}; possible here: {allowed}"
    ),
    "content.unexpected-key-near": Text(
        zh="不认识的键 {name};是否想写 {near}?", en="unknown key {name}; did you mean {near}?"
    ),
    "content.keys-clash": Text(
        zh="{name} 不能与这里的其他键同用", en="{name} cannot stand together with the other keys here"
    ),
    "content.no-such-form": Text(
        zh="无法识别 {found};应含以下之一:{expected}", en="cannot read {found}; expected one of: {expected}"
    ),
    "content.not-string": Text(
        zh="应为字符串,实为 {value};代码和数字样的文字请加引号",
        en="must be a string, found {value}; put codes and number-like words in quotes",
    ),
    "content.not-number": Text(zh="应为数字,实为 {value}", en="must be a number, found {value}"),
    "content.not-integer": Text(zh="应为整数,实为 {value}", en="must be a whole number, found {value}"),
    "content.not-boolean": Text(zh="应为 true 或 false,实为 {value}", en="must be true or false, found {value}"),
    "content.not-mapping": Text(zh="应为映射(键: 值),实为 {value}", en="must be a mapping (key: value), found {value}"),
    "content.not-list": Text(zh="应为列表,实为 {value}", en="must be a list, found {value}"),
    "content.not-one-of": Text(zh="应为 {expected} 之一,实为 {value}", en="must be one of {expected}, found {value}"),
    "content.invalid": Text(zh="无效:{reason}", en="invalid: {reason}"),
    # references
    "content.no-checklist": Text(
        zh="没有自评表 {name};现有:{known}", en="there is no checklist {name}; known: {known}"
    ),
    "content.no-measure": Text(
        zh="没有措施文件 {name}(应在 measures/{name}.yaml)",
        en="there is no measure {name} (expected in measures/{name}.yaml)",
    ),
    "content.no-fact": Text(zh="事实问题 {name} 不存在", en="there is no fact {name}"),
    "content.no-kind": Text(
        zh="佐证材料类别 {name} 不存在(见 kinds.yaml)", en="there is no evidence kind {name} (see kinds.yaml)"
    ),
    "content.fact-twice": Text(
        zh="事实问题 {name} 已在 {first} 定义", en="the fact {name} is already defined at {first}"
    ),
    "content.lock-line": Text(zh="每行应为“SHA-256  路径”", en="each line must be “SHA-256  path”"),
    "content.hash-differs": Text(
        zh="内容与 published.lock 记录的 SHA-256 不符;已发布的版本不可更改",
        en="the content differs from the SHA-256 in published.lock; a published version never changes",
    ),
    "content.registered-differs": Text(
        zh="数据库中已登记的同一版本内容不同;已发布的版本不可更改",
        en="the database holds this version with other content; a published version never changes",
    ),
}
