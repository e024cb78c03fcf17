"""The words of checking a report, in both languages."""

from collections.abc import Mapping

from assess.values.text import Text

VERIFICATION_WORDS: Mapping[str, Text] = {
    "verify": Text(zh="核验", en="Verification"),
    "verify.title": Text(zh="核验本报告", en="Check this report"),
    "verify.code": Text(zh="核验码", en="Verification code"),
    "verify.address": Text(zh="核验网址", en="Where to check"),
    "verify.none": Text(
        zh="由命令行或者预览生成，未在服务中登记，不能在线核验。",
        en="Made on the command line or as a preview, registered with no service; it cannot be checked online.",
    ),
    "verify.how": Text(
        zh="扫码或者打开核验网址，可以核对单位、得分、等级、版本、日期，也可以核对文件是否被改动；不需要账号。",
        en="Scan the code or open the address to compare organisation, scores, grade, version and date, and to see "
        "whether the file was changed; no account is needed.",
    ),
    "verify.qr": Text(zh="二维码：打开核验网址 {address}", en="QR code: opens {address}"),
    "hash": Text(zh="内容校验值", en="Content hash"),
    "hash.note": Text(
        zh="校验值由报告内容和模板版本计算，内容相同则校验值相同。",
        en="Computed from the report's content and template version: the same content gives the same hash.",
    ),
}
