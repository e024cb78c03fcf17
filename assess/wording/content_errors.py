"""What checklist authors are told about their files: message id → sentence, with named parameters."""

from typing import Final

from assess.values.text import Text

CONTENT_ERRORS: Final[dict[str, Text]] = {
    # reading
    "content.unreadable": Text(zh="无法读取文件（{reason}）", en="the file cannot be read ({reason})"),
    "content.no-file": Text(zh="文件不存在", en="there is no such file"),
    "content.link": Text(
        zh="是符号链接；内容文件夹只读放在里面的文件，请换成文件本身",
        en="is a symbolic link; a content folder is read from the files in it only: put the file itself there",
    ),
    "content.too-large": Text(zh="文件超过 {limit} 字节", en="the file is larger than {limit} bytes"),
    "content.not-utf8": Text(zh="不是 UTF-8 编码", en="not UTF-8"),
    "content.syntax": Text(zh="语法错误：{reason}", en="syntax error: {reason}"),
    "content.several-documents": Text(zh="一个文件只能有一份文档", en="a file holds one document only"),
    "content.alias": Text(
        zh="不接受锚点和引用（&、*）：{name}；请写全内容",
        en="anchors and aliases (&, *) are refused: {name}; write it out",
    ),
    "content.tag": Text(zh="不接受标签 {name}", en="tags are refused: {name}"),
    "content.too-deep": Text(zh="嵌套超过 {limit} 层", en="nested deeper than {limit} levels"),
    "content.duplicate-key": Text(zh="键 {name} 重复", en="the key {name} occurs twice"),
    "content.key-not-string": Text(
        zh="键应为字符串，实为 {name}；请加引号", en="a key must be a string, found {name}; put it in quotes"
    ),
    # shape
    "content.missing": Text(zh="缺少 {name}", en="{name} is missing"),
    "content.unexpected-key": Text(
        zh="不认识的键 {name}；可用：{allowed}", en="unknown key {name}; possible here: {allowed}"
    ),
    "content.comma-splits": Text(
        zh='英文逗号把文字断开了，“{name}”成了键；请给整段文字加英文双引号：en: "…, {name}"',
        en='a comma cut the wording, and “{name}” became a key; put the whole wording in quotes: en: "…, {name}"',
    ),
    "content.unexpected-key-near": Text(
        zh="不认识的键 {name}；是否想写 {near}？", en="unknown key {name}; did you mean {near}?"
    ),
    "content.keys-clash": Text(zh="{name} 不能与这里的其他键同用", en="{name} cannot be used with the other keys here"),
    "content.no-such-form": Text(
        zh="无法识别 {found}；应含以下之一：{expected}", en="cannot read {found}; expected one of: {expected}"
    ),
    "content.not-string": Text(
        zh="应为字符串，实为 {value}；代码和数字样的文字请加引号",
        en="must be a string, found {value}; put codes and number-like words in quotes",
    ),
    "content.not-number": Text(zh="应为数字，实为 {value}", en="must be a number, found {value}"),
    "content.not-integer": Text(zh="应为整数，实为 {value}", en="must be a whole number, found {value}"),
    "content.not-boolean": Text(zh="应为 true 或 false，实为 {value}", en="must be true or false, found {value}"),
    "content.not-mapping": Text(
        zh="应为映射（键： 值），实为 {value}", en="must be a mapping (key: value), found {value}"
    ),
    "content.not-list": Text(zh="应为列表，实为 {value}", en="must be a list, found {value}"),
    "content.not-one-of": Text(zh="应为 {expected} 之一，实为 {value}", en="must be one of {expected}, found {value}"),
    "content.invalid": Text(zh="无效：{reason}", en="invalid: {reason}"),
    # references
    "content.no-checklist": Text(
        zh="没有自评表 {name}；现有：{known}", en="there is no checklist {name}; known: {known}"
    ),
    "content.no-measure": Text(
        zh="没有措施文件 {name}（应在 measures/{name}.yaml）",
        en="there is no measure {name} (expected in measures/{name}.yaml)",
    ),
    "content.unknown-measure": Text(
        zh="没有措施文件 {name}；现有：{known}", en="there is no measure {name}; known: {known}"
    ),
    "content.published-already": Text(
        zh="该版本已发布，不可覆盖；请使用新的版本号",
        en="this version is published and never overwritten; take a new number",
    ),
    "content.no-fact": Text(zh="事实问题 {name} 不存在", en="there is no fact {name}"),
    "content.no-kind": Text(
        zh="佐证材料类别 {name} 不存在（见 kinds.yaml）", en="there is no evidence kind {name} (see kinds.yaml)"
    ),
    "content.fact-twice": Text(
        zh="事实问题 {name} 已在 {first} 定义", en="the fact {name} is already defined at {first}"
    ),
    "content.lock-line": Text(zh="每行应为“SHA-256  路径”", en="each line must be “SHA-256  path”"),
    "content.hash-differs": Text(
        zh="内容与 published.lock 记录的 SHA-256 不符；已发布的版本不可更改",
        en="the content differs from the SHA-256 in published.lock; a published version never changes",
    ),
    "content.registered-differs": Text(
        zh="数据库中已登记的同一版本内容不同；已发布的版本不可更改",
        en="the database holds this version with other content; a published version never changes",
    ),
    # points, keys, totals
    "lint.empty": Text(zh="不能为空", en="must not be empty"),
    "lint.points-sum": Text(
        zh="{dial} 分值写 {stated}，下级合计为 {found}", en="{dial} points say {stated}, the parts add up to {found}"
    ),
    "lint.points-range": Text(
        zh="分值应不小于 0、不超过 {most}，最多 {decimals} 位小数",
        en="points must be at least 0 and at most {most}, with at most {decimals} decimals",
    ),
    "lint.key-twice": Text(zh="{name} 重复", en="{name} occurs twice"),
    "lint.key-form": Text(
        zh="{name} 应由小写字母、数字和连字符组成", en="{name} must be lower-case letters, digits and hyphens"
    ),
    "lint.out-of-range": Text(zh="应满足 {limit}", en="must satisfy {limit}"),
    "lint.bonus-without-cap": Text(
        zh="{item} 有加分，但没有加分上限 bonus_cap", en="{item} gives a bonus, but there is no bonus_cap"
    ),
    "lint.bands-order": Text(
        zh="各档下限应不重复并按大小顺序排列", en="the lower bounds must be different and in order"
    ),
    "lint.bands-lowest": Text(zh="最低一档应从 0 起", en="the lowest band must start at 0"),
    "lint.bands-beyond": Text(zh="有等级高于最高可得分 {most}", en="a grade starts above the highest score {most}"),
    "lint.grade-twice": Text(zh="等级代码重复", en="a grade occurs twice"),
    # what an item is
    "lint.not-date": Text(
        zh="{value} 不是日期；应为加引号的 YYYY-MM-DD", en="{value} is not a date; write YYYY-MM-DD in quotes"
    ),
    "lint.no-theme": Text(zh="主题 {name} 不存在（见 themes.yaml）", en="there is no theme {name} (see themes.yaml)"),
    "lint.no-stance": Text(
        zh="没有写在“{name}”上说了什么；文本没有提到的，也要写明没有提到（clauses: []）",
        en="says nothing on {name}; where the text is silent, say so (clauses: [])",
    ),
    "lint.no-programme": Text(
        zh="惠企政策 {name} 不存在（应在 programmes/{name}.yaml）",
        en="there is no programme {name} (expected in programmes/{name}.yaml)",
    ),
    "lint.duty-not-mandatory": Text(
        zh="duty 要点的 strength 应为 mandatory，实为 {found}；鼓励和探索性内容请用 readiness",
        en="a duty item's strength must be mandatory, found {found}; what is encouraged or exploratory is readiness",
    ),
    "lint.bonus-and-deduction": Text(zh="不能既加分又扣分", en="cannot be both bonus and deduction"),
    "lint.veto-not-duty": Text(zh="一票否决只用于 duty 要点", en="a veto belongs to a duty item"),
    "lint.veto-grade": Text(
        zh="一票否决的等级 {name} 不在 duty 的等级中：{known}",
        en="the veto's grade {name} is not among those of duty: {known}",
    ),
    "lint.veto-grade-unused": Text(zh="effect 为 {effect} 时不写 grade", en="effect {effect} takes no grade"),
    "lint.fact-not-read": Text(zh="{name} 未列入 reads", en="{name} is not listed in reads"),
    "lint.evidence-unreachable": Text(
        zh="本项所读的事实问题都不接受佐证材料 {name}", en="no fact this item reads accepts evidence of the kind {name}"
    ),
    # fidelity to the measure
    "lint.no-citation": Text(zh="至少引用一个条款", en="cite at least one clause"),
    "lint.no-clause": Text(zh="措施文件没有条款 {name}", en="the measure has no clause {name}"),
    "lint.clause-cited": Text(
        zh="条款 {name} 已被 {item} 引用，不应列为未评价",
        en="clause {name} is cited by {item}, so it is assessed after all",
    ),
    "lint.clause-silent": Text(
        zh="条款 {clause} 既没有要点引用，也没有列入 not_assessed",
        en="clause {clause} is neither cited by an item nor listed under not_assessed",
    ),
    # what conditions ask
    "lint.no-code": Text(zh="没有代码 {name}；可用：{known}", en="there is no code {name}; known: {known}"),
    "lint.region": Text(zh="{value} 不是六位行政区划代码", en="{value} is not a six-digit region code"),
    "lint.not-table": Text(zh="{name} 不是表格", en="{name} is not a table"),
    "lint.no-column": Text(zh="表格没有列 {name}；现有：{known}", en="the table has no column {name}; known: {known}"),
    "lint.no-comparison": Text(zh="没有写比较方式", en="names no comparison"),
    "lint.comparison-type": Text(
        zh="{name} 不能用于 {type}；可用：{fitting}", en="{name} does not fit {type}; fitting: {fitting}"
    ),
    "lint.not-date-bound": Text(
        zh="{value} 应为加引号的 YYYY-MM-DD 或 as_of", en="{value} must be YYYY-MM-DD in quotes, or as_of"
    ),
    "lint.unreachable": Text(
        zh="适用条件自相矛盾，本项永远不适用", en="the condition contradicts itself; this item can never apply"
    ),
    "lint.never-true": Text(zh="条件永远不会成立", en="the condition can never hold"),
    "lint.cycle": Text(zh="提问相互等待：{facts}", en="these questions wait for one another: {facts}"),
    "lint.list-one-fact": Text(
        zh="名单只能与一个事实问题的答案相比较，不看其他条件",
        en="a list is compared with the answers to one fact, and with nothing else",
    ),
    # how rules score
    "lint.credit-range": Text(zh="得分比例 {value} 应在 0 至 1 之间", en="the credit {value} must be between 0 and 1"),
    "lint.rule-type": Text(
        zh="{name} 的类型是 {type}，此规则需要：{fitting}", en="{name} is {type}; this rule needs {fitting}"
    ),
    "lint.levels-incomplete": Text(zh="缺少答案 {missing} 的得分比例", en="no credit for the answer {missing}"),
    "lint.elements-sum": Text(
        zh="要点分值为 {stated}，各部分合计为 {found}", en="the item has {stated} points, its parts add up to {found}"
    ),
    "lint.threshold-target": Text(zh="at_least 和 above 应写且只写一个", en="give exactly one of at_least and above"),
    "lint.threshold-near": Text(zh="near 和 near_credit 应同时写", en="near and near_credit go together"),
    "lint.threshold-bonus": Text(
        zh="bonus_per_unit 必须有上限 bonus_cap", en="bonus_per_unit needs a bonus_cap, and the other way round"
    ),
    "lint.no-cases": Text(
        zh="比率必须写明没有案件时如何计分（no_cases），其他类型不写（{name}）",
        en="a rate must say what no cases mean (no_cases); other types must not ({name})",
    ),
    "lint.growth-types": Text(zh="两个数的类型不同：{this}、{last}", en="the two facts differ in type: {this}, {last}"),
    "lint.late-order": Text(
        zh="逾期天数应递增且大于 0，得分比例应递减", en="days late must rise from above 0, credits must fall"
    ),
    "lint.charge-form": Text(zh="when 和 per 应写且只写一个", en="give exactly one of when and per"),
    "lint.charge-cap": Text(zh="per 必须有上限 cap；when 不写 cap", en="per needs a cap; when takes none"),
    "lint.no-advice": Text(zh="缺少结果为 {outcome} 时的整改建议", en="no advice for the outcome {outcome}"),
    # texts, facts, measures, files
    "lint.text-empty": Text(zh="{locale} 文字为空", en="the {locale} text is empty"),
    "lint.text-untranslated": Text(zh="{locale} 文字尚未翻译", en="the {locale} text is not translated"),
    "lint.fact-key-form": Text(
        zh="{name} 应为“主题.名称”，由小写字母、数字和连字符组成",
        en="{name} must be “theme.name” in lower-case letters, digits and hyphens",
    ),
    "lint.not-for-type": Text(zh="{type} 类型不用 {name}", en="{name} does not belong to the type {type}"),
    "lint.options-few": Text(zh="{name} 至少要有两个选项", en="{name} needs at least two options"),
    "lint.sha256": Text(zh="应为 64 位小写十六进制的 SHA-256", en="must be a SHA-256 in 64 lower-case hex digits"),
    "lint.range-upper": Text(
        zh="operator 为 range 时必须写 upper，否则不写", en="the operator range needs upper; others take none"
    ),
    "lint.path-differs": Text(
        zh="文件内写的是 {found}，与所在路径 {expected} 不符", en="the file says {found}, its place says {expected}"
    ),
    "lint.unknown-file": Text(
        zh="看不出这是哪一种内容文件（自评表、措施文件、事实问题、角色、材料类别或主题）",
        en="cannot tell what this is (a checklist, measure, facts, roles, evidence kinds or themes)",
    ),
    "lint.lock-missing": Text(
        zh="published.lock 列有此文件，但文件不存在", en="published.lock lists this file, but it does not exist"
    ),
    "lint.schema-stale": Text(
        zh="与内容模型不一致；请运行 assess checklists schema",
        en="differs from the models; run assess checklists schema",
    ),
    "lint.version-form": Text(zh="版本号 {name} 应为 1.2.3 形式", en="the version {name} must look like 1.2.3"),
    # files of answers
    "answers.name": Text(zh="请填写名称，最多 {most} 个字", en="give a name of at most {most} characters"),
    "answers.evidence-kind": Text(
        zh="没有佐证材料类别 {given}；可用：{known}",
        en="there is no evidence kind {given}; known: {known}",
    ),
    "answers.audience": Text(
        zh="本自评表面向 {audience}，文件中为 {given}", en="this checklist is for {audience}, the file says {given}"
    ),
    "answers.credit-code": Text(
        zh="{given} 不是有效的统一社会信用代码（18 位，末位为校验码）",
        en="{given} is not a valid unified social credit code (18 characters, the last one a check character)",
    ),
    "answers.role": Text(zh="没有角色 {given}；可用：{known}", en="there is no role {given}; known: {known}"),
}
