"""Sentences about the face of reports: why a colour, a text, a logo or an order of chapters is not taken.

Same format as `assess.wording.refusals`.
"""

from typing import Final

from assess.values.text import Text

FACE_WORDS: Final[dict[str, Text]] = {
    "face.colour": Text(
        zh="颜色请写成 # 加六位十六进制数，例如 #1f3a5f；现在填写的是“{given}”。",
        en="Write a colour as # and six hexadecimal digits, such as #1f3a5f; “{given}” is not one.",
    ),
    "face.main-pale": Text(
        zh="主色与白色的对比度只有 {ratio}:1，标题和白字会看不清；至少要 {least}:1，请选更深的颜色。",
        en="The main colour has a contrast of only {ratio}:1 with white, too little for titles and white text; it takes"
        " at least {least}:1. Choose a darker one.",
    ),
    "face.second-pale": Text(
        zh="辅色与白色的对比度只有 {ratio}:1，图表和编号会看不清；至少要 {least}:1，请选更深的颜色。",
        en="The second colour has a contrast of only {ratio}:1 with white, too little for charts and numbers; it takes"
        " at least {least}:1. Choose a darker one.",
    ),
    "face.alike": Text(
        zh="两种颜色深浅太接近，黑白打印时分不开：对比度是 {ratio}:1，至少要 {least}:1。请把其中一种调深或调浅。",
        en="The two colours are too much alike to be told apart in black and white: their contrast is {ratio}:1, and it"
        " takes at least {least}:1. Make one of them darker or lighter.",
    ),
    "face.too-long": Text(
        zh="最多 {most} 个字，现在有 {given} 个。", en="At most {most} characters; there are {given} now."
    ),
    "face.lines": Text(zh="最多 {most} 行，现在有 {given} 行。", en="At most {most} line(s); there are {given} now."),
    "face.unseen": Text(
        zh="文字里有看不见的控制字符（{code}），报告不能印出来。请删去这段文字，重新用键盘输入。",
        en="There is a character that cannot be seen ({code}), which no report can print. Type the text anew.",
    ),
    "face.no-glyph": Text(
        zh="报告的字体里没有“{sign}”（{code}），请换一个写法。",
        en="The fonts of reports lack “{sign}” ({code}). Write it another way.",
    ),
    "face.busy": Text(
        zh="正在制作的样张太多，请过一会儿刷新页面。",
        en="Too many samples are being made. Reload the page in a little while.",
    ),
    "face.chapter-unknown": Text(
        zh="报告没有这个部分，请刷新页面后重试。", en="Reports have no such section. Reload the page and try again."
    ),
    "face.chapter-kept": Text(
        zh="“结果一览”“依据、范围与局限”“确认与签署”不能去掉：报告要说清结果、来源和怎样核验。",
        en="The result, the sources and the signature and verification cannot be left out: a report has to say what was"
        " found, what it rests on and how it is checked.",
    ),
    "face.logo-svg": Text(
        zh="不接受 SVG 文件：它可以带脚本和外部链接。请导出为 PNG（可以透明）再上传。",
        en="SVG files are not taken: they can carry scripts and links. Export the logo as PNG (it may be transparent).",
    ),
    "face.logo-kind": Text(
        zh="标志只接受 PNG 或 JPEG 图片，这个文件的内容不是（改文件名没有用）。请导出为 PNG 再上传。",
        en="The logo has to be a PNG or JPEG picture, and this file is neither, whatever its name. Export it as PNG.",
    ),
    "face.logo-bytes": Text(
        zh="标志文件最大 {most} MB，这个文件超过了。请缩小图片再上传。",
        en="The logo may have {most} MB at most; this file has more. Make the picture smaller.",
    ),
    "face.logo-pixels": Text(
        zh="标志的宽和高都要在 {least} 到 {most} 像素之间，这张图是 {width}×{height}。",
        en="Width and height of the logo have to be between {least} and {most} pixels; this one is {width}×{height}.",
    ),
    "face.logo-shape": Text(
        zh="标志太长或太高：宽与高之比要在 1:{tall} 到 {wide}:1 之间，这张图是 {width}×{height} 像素。请裁去空白。",
        en="The logo is too wide or too tall: it has to be between 1:{tall} and {wide}:1, and is {width}×{height}"
        " pixels. Cut off what is empty.",
    ),
    "face.logo-blank": Text(
        zh="这张图印在白纸上看不见：它是空白、全透明或者白色的。请用深色的版本。",
        en="Nothing of this picture would be seen on white paper: it is empty, transparent or white. Use a dark one.",
    ),
    "face.logo-damaged": Text(
        zh="标志文件已损坏、不完整，或夹带了别的内容，无法使用。请重新导出为 PNG 再上传。",
        en="The logo file is damaged, cut or holds something else as well. Export it as PNG anew.",
    ),
    "face.stale": Text(
        zh="在您打开页面之后，样式被别人改过。这次没有保存；请核对下面的内容后再次保存，会以您的为准。",
        en="Somebody changed the style since you opened the page. Nothing was saved; look at what stands below and save"
        " again to have yours.",
    ),
    "face.changed": Text(
        zh="草稿在您预览之后又改过，没有启用。请先看过新的样张。",
        en="The draft was changed since you looked at it and was not put into use. Look at the new sample first.",
    ),
    "face.nothing": Text(
        zh="没有可以启用的草稿：现在用的就是这个样式。",
        en="There is no draft to put into use: this is the style in use.",
    ),
}
