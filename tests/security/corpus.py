"""What somebody hostile writes into a field, to be seen again as the very same text and as nothing else.

Every handler and address carries the letters of `MARK`, so that what came alive of a payload is known by them; the
product of `{{1337*7331}}` is one that no page has of its own.
"""

from typing import Final

MARK: Final = "zqx"
PRODUCT: Final = str(1337 * 7331)

# Fits where a name does (a department has 50 characters, its number among them).
SHORT: Final = (
    '=1+1"><svg/onload=zqx()>{{1337*7331}}',
    "@SUM(1)'><img src=zqx onerror=zqx()>",
    "+cmd|' /C zqx'!A0</title><script>zqx()",
    "-1</textarea><iframe srcdoc=zqx></style>",
    "--></script>]]>${1337*7331}<zqx onclick=a>",
    "\" autofocus onfocus='zqx()' x=\"&lt;b&gt;",
    "\u202e\u2067{% if zqx %}<!--🏭\r\nX-Zqx: 1\r\n\r\n<b>",
    "javascript:zqx()//</select><math><zqx>",
    "<%= 1337*7331 %>#{1337*7331}&#x3c;zqx&#62;",
)
LINES: Final = 6
"""The one that would begin a header of its own."""

# Fits where a sentence does (the reason of a deadline has 500 characters).
LONG: Final = "\n".join(
    (
        '=HYPERLINK("http://127.0.0.1:9/zqx","1")',
        "\"'><svg/onload=zqx()><img src=//127.0.0.1:9/zqx onerror=zqx()>",
        "</textarea></title></style></script><script>zqx()</script>",
        "<link rel=attachment href=file:///etc/passwd><base href=//zqx>",
        "<style>@import url(http://127.0.0.1:9/zqx);*{background:url(file:///etc/passwd)}</style>",
        "{{1337*7331}}${1337*7331}{%zqx%}%(zqx)s{0}]]>--><!--&#x202e;",
        "[a](javascript:zqx()) 🏭 " + "Z" * 40,
    )
)
HIDDEN: Final = "\u202e\u2066\u200b"
"""What nobody sees, where a field takes it: turns the writing round, or breaks words."""
NUL: Final = "a\0b"
