"""What reports say of a face: words of samples, and of a logo (pure)."""

from typing import Final

from assess.values.text import Text

FACE_WORDS: Final[dict[str, Text]] = {
    "state.sample": Text(zh="样张", en="SAMPLE"),
    "state.sample.note": Text(
        zh="样张：只用来看版式，单位和填报内容都是虚构的。",
        en="Sample: it shows the layout only; the organisation and its answers are invented.",
    ),
    "reference.sample": Text(zh="样张无编号", en="None for a sample"),
    "sample.enterprise": Text(zh="示例单位有限公司（虚构）", en="Example Company Ltd (invented)"),
    "sample.district": Text(zh="示例区（虚构）", en="Example District (invented)"),
    "sample.text": Text(zh="示例内容", en="An example"),
    "sample.file": Text(zh="示例材料.pdf", en="example.pdf"),
    "face.logo": Text(zh="标志", en="Logo"),
}
