"""What the reader of policy texts was unsure of, and what differs between a measure's file and its text."""

from typing import Final

from assess.values.text import Text

DRAFTING: Final[dict[str, Text]] = {
    # doubts of the reader
    "draft.stray-number": Text(
        zh="段首编号接不上前后，没有作为条款", en="a number that does not count on; not taken as a clause"
    ),
    "draft.numbers-missing": Text(
        zh="编号缺第 {first} 至 {last} 号，请核对原文是否缺段",
        en="numbers {first} to {last} are missing; see whether the text has a gap",
    ),
    "draft.number-read-as": Text(
        zh="编号按前后顺序读作第 {number} 号，疑为识别错误",
        en="read as number {number} by its place; probably a misread character",
    ),
    "draft.heading-only": Text(
        zh="只有标题没有正文，没有写入；文本可能在此中断",
        en="a heading without text, not written down; the text may break off here",
    ),
    "draft.no-heading": Text(zh="看不出条款标题", en="no heading can be told"),
    "draft.no-number": Text(
        zh="原文没有编号，编号为自动生成", en="the text numbers nothing here; the number is made up by place"
    ),
    "draft.no-clauses": Text(zh="没有找到带编号或项目符号的条款", en="no numbered or bulleted clauses were found"),
    "draft.too-many": Text(
        zh="条款或编号超过 {limit} 个，其后没有读取",
        en="more than {limit} clauses or numbers; what follows was not read",
    ),
    "draft.too-long": Text(
        zh="文本或条款过长，部门、期限和数字没有读完",
        en="clause or text too long; departments, dates and numbers were not read to its end",
    ),
    "draft.body-in-text": Text(
        zh="正文里点名的单位，不在括号列出的部门中", en="a body named within the text, outside a list of departments"
    ),
    "draft.lone-body": Text(
        zh="句中括号里只有一个单位，可能只是解释前面的词，没有写入",
        en="a single body in brackets within a sentence, perhaps explaining a word; not written down",
    ),
    "draft.no-body": Text(
        zh="列在部门处，但不像单位名称，没有写入", en="listed among departments but not like a name; not written down"
    ),
    "draft.unclear-date": Text(
        zh="不能确定是不是期限，或哪一天是最后一天", en="perhaps no deadline, or the last day is not said"
    ),
    "draft.unclear-number": Text(
        zh="数字的单位或含义不能确定，没有写入", en="unit or sense of the number is not plain; not written down"
    ),
    "draft.soft-number": Text(
        zh="数字所在的句子只是鼓励、支持或探索，没有写入",
        en="the sentence only encourages, supports or explores; not written down",
    ),
    "draft.flat-table": Text(
        zh="表格的栏目挤在一起，数字请人工读取", en="a table whose columns ran together; read its numbers yourself"
    ),
    "draft.table-row": Text(
        zh="表格一行，可能读作：{name}，{value}{unit}；没有写入",
        en="a row of the table, perhaps {name}: {value} {unit}; not written down",
    ),
    "draft.how-often": Text(
        zh="写的是多久一次，请自己决定怎样写入", en="says how often; decide yourself how to write it down"
    ),
    "draft.in-words": Text(
        zh="用汉字写的数，可能不是指标，没有写入", en="a number in words, perhaps no target; not written down"
    ),
    "draft.second-number": Text(zh="另有一个像文号的编号", en="another number like that of a document"),
    "draft.no-title": Text(zh="没有找到标题", en="no title was found"),
    "draft.no-issuer": Text(zh="没有找到发文机关", en="no issuing body was found"),
    "draft.issuer-in-row": Text(
        zh="可能是发文机关，几个名称连写，没有写入",
        en="perhaps an issuer; several names run together, not written down",
    ),
    "draft.page-day": Text(zh="网页日期，不是成文日期", en="the day of a web page, not that of issue"),
    # comments of the skeleton
    "draft.doubt": Text(zh="第 {line} 行“{quote}”：{reason}", en="line {line} “{quote}”: {reason}"),
    "draft.doubt-nowhere": Text(zh="{reason}", en="{reason}"),
    "draft.from": Text(zh="第 {line} 行“{quote}”", en="line {line} “{quote}”"),
    "draft.made": Text(
        zh="由 assess measures draft 从 {name} 生成的骨架；空着的文字由编制人填写，lint 会逐一指出。",
        en="A skeleton that assess measures draft made from {name}; empty words are the author's, lint names each.",
    ),
    "draft.doubts": Text(zh="不能确定的有 {count} 处：", en="Not sure of {count} places:"),
    "draft.more-doubts": Text(zh="另有 {count} 处没有列出。", en="{count} more are not listed."),
    "draft.exists": Text(
        zh="{path} 已经存在，没有覆盖；请换一个文件名。",
        en="{path} is there already and was left alone; name another file.",
    ),
    # official texts
    "measure.attached": Text(
        zh="已载入 {measure} 的原文：{found}/{total} 条找到原文；SHA-256 {same}",
        en="loaded the text of {measure}: words found for {found} of {total} clauses; SHA-256 {same}",
    ),
    "measure.same": Text(zh="与编制所用文本一致", en="that of the text it was written from"),
    "measure.other": Text(zh="与编制所用文本不同", en="not that of the text it was written from"),
    "measure.wordless": Text(zh="没有找到原文的条款：{clauses}", en="clauses whose words were not found: {clauses}"),
    "measure.detached": Text(zh="已移除 {measure} 的原文", en="took the text of {measure} away"),
    "measure.not-attached": Text(zh="没有载入 {measure} 的原文", en="no text of {measure} is loaded"),
    # differences between a file and its text
    "differs.claim": Text(zh="文件有而文本没有", en="claimed, not in the text"),
    "differs.lack": Text(zh="文本有而文件没有", en="in the text, not in the file"),
    "differs.doubt": Text(zh="请核对", en="to be looked at"),
    "differs.summary": Text(
        zh="{measure}：文件有而文本没有 {claim} 处，文本有而文件没有 {lack} 处，请核对 {doubt} 处",
        en="{measure}: {claim} claimed without the text, {lack} left out, {doubt} to be looked at",
    ),
    "differs.sha256": Text(zh="文本的 SHA-256 是 {found}", en="the text's SHA-256 is {found}"),
    "differs.document-number": Text(zh="文本里没有文号 {value}", en="the text has no document number {value}"),
    "differs.document-number-lack": Text(zh="文本的文号是 {value}", en="the text's document number is {value}"),
    "differs.issuer": Text(zh="文本里没有发文机关“{value}”", en="the text does not name the issuer “{value}”"),
    "differs.issuer-doubt": Text(zh="“{value}”不像发文机关的名称", en="“{value}” is not like the name of an issuer"),
    "differs.issuer-lack": Text(zh="缺发文机关“{value}”", en="the issuer “{value}” is missing"),
    "differs.issued": Text(zh="文本里没有日期 {value}", en="the text does not have the date {value}"),
    "differs.clause-unplaced": Text(
        zh="在文本里没有找到这一条的位置，按全文核对",
        en="its place in the text was not found; compared with the whole text",
    ),
    "differs.clause-lack": Text(
        zh="文本第 {line} 行的“{value}”没有对应条款", en="“{value}” in line {line} of the text has no clause here"
    ),
    "differs.heading": Text(zh="标题“{value}”不是文本的原话", en="the heading “{value}” is not worded so in the text"),
    "differs.number": Text(zh="文本该条没有数字 {value}", en="the text of the clause does not have the number {value}"),
    "differs.unit": Text(zh="数字 {value} 后面不是“{unit}”", en="the number {value} is not followed by “{unit}”"),
    "differs.operator": Text(
        zh="数字 {value} 的比较方式读作 {found}，文件写 {written}",
        en="the bound of {value} reads as {found}, the file has {written}",
    ),
    "differs.strength": Text(
        zh="{value} 的强度读作 {found}，文件写 {written}",
        en="the strength of {value} reads as {found}, the file has {written}",
    ),
    "differs.number-lack": Text(
        zh="文本第 {line} 行“{value}”没有写入 numbers", en="“{value}” in line {line} of the text is not among numbers"
    ),
    "differs.date": Text(zh="文本该条没有期限 {value}", en="the text of the clause does not have the deadline {value}"),
    "differs.date-doubt": Text(
        zh="期限 {value} 不能从文本直接读出", en="the deadline {value} cannot be read from the text directly"
    ),
    "differs.date-lack": Text(
        zh="文本第 {line} 行“{value}”没有写入 deadlines",
        en="“{value}” in line {line} of the text is not among deadlines",
    ),
    "differs.department": Text(
        zh="文本该条没有部门“{value}”", en="the text of the clause does not name the department “{value}”"
    ),
    "differs.role": Text(
        zh="部门“{value}”在文本里是 {found}，文件写 {written}",
        en="“{value}” is {found} in the text, the file has {written}",
    ),
    "differs.department-lack": Text(
        zh="缺部门“{value}”（{found}）", en="the department “{value}” ({found}) is missing"
    ),
    "differs.name": Text(zh="文本没有“{value}”", en="the text does not have “{value}”"),
    "differs.name-elsewhere": Text(
        zh="“{value}”不在该条，在文本别处", en="“{value}” is not in this clause but elsewhere in the text"
    ),
    "differs.body": Text(zh="文本没有“{value}”这样的单位", en="the text has no body like “{value}”"),
    "differs.name-lack": Text(zh="文本该条的“{value}”没有提到", en="“{value}” of the clause is not mentioned"),
    "differs.correction": Text(
        zh="文本里没有要更正的“{value}”", en="the text does not have “{value}”, which is corrected"
    ),
}
