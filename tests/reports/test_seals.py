"""The short code of a report: sixty bits of its hash, read however somebody writes them down."""

import hashlib
import string

from hypothesis import given
from hypothesis import strategies as st

from assess.reports import verification
from assess.reports.seals import LONGEST, Seal, code_of, read_code, spaced

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
ALPHABET = set(string.digits + string.ascii_uppercase) - set("ILOU")
ADDRESS = "https://assess.example/verify/"


def test_a_code_is_the_first_sixty_bits() -> None:
    assert code_of("0" * 64) == "0" * 12
    assert code_of("f" * 64) == "Z" * 12
    name = hashlib.sha256(b"report").hexdigest()
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = 0
    for one in code_of(name):
        number = number * 32 + digits.index(one)
    assert f"{number:015x}" == name[:15]


@given(HASHES)
def test_a_code_has_twelve_signs_that_nobody_takes_for_another(name: str) -> None:
    code = code_of(name)
    assert len(code) == 12
    assert set(code) <= ALPHABET
    assert code_of(name[:15] + "0" * 49) == code


@given(HASHES, HASHES)
def test_another_beginning_makes_another_code(one: str, other: str) -> None:
    assert (code_of(one) == code_of(other)) is (one[:15] == other[:15])


@given(HASHES, st.sampled_from(["-", " ", "", "–", "—", "－", " - "]), st.sampled_from([str.lower, str.upper]))
def test_a_code_is_read_with_any_dashes_in_any_case(name: str, dash: str, case: object) -> None:
    code = code_of(name)
    written = spaced(code).replace("-", dash)
    assert read_code(case(written)) == code  # type: ignore[operator]  # one of the two methods


@given(HASHES)
def test_a_code_is_read_with_its_address_and_in_wide_letters(name: str) -> None:
    code = code_of(name)
    wide = spaced(code).translate({at: at + 0xFEE0 for at in range(0x21, 0x7F)})
    for written in (ADDRESS + code, f"{ADDRESS}{code}/", f"{ADDRESS}{code.lower()}?sha256=00", f"  {code}\n", wide):
        assert read_code(written) == code


@given(HASHES, st.data())
def test_letters_that_look_like_digits_are_read_as_digits(name: str, data: st.DataObject) -> None:
    code = code_of(name)
    alike = {"0": "0Oo", "1": "1IiLl"}
    written = "".join(data.draw(st.sampled_from(alike.get(one, one))) for one in code)
    assert read_code(written) == code


@given(st.text())
def test_whatever_is_typed_gives_a_code_or_nothing(typed: str) -> None:
    found = read_code(typed)
    assert found is None or (len(found) == 12 and set(found) <= ALPHABET)


def test_what_is_no_code_is_none() -> None:
    for typed in (
        "",
        "7K3M-9QXV",
        "7K3M-9QXV-2TRBB",
        "7K3M-9QXV-2TR!",
        "UUUU-UUUU-UUUU",
        "核验码",
        " " * LONGEST + "7K3M",
    ):
        assert read_code(typed) is None


def test_a_report_says_by_what_it_is_checked_or_that_it_cannot_be() -> None:
    name, code = "ab" * 32, "NEXTNEXTNEXT"
    told = verification.lines(name, Seal(code=code, address=ADDRESS + code), "zh")
    assert [(pair.label, pair.value) for pair in told] == [
        ("核验码", "NEXT-NEXT-NEXT"),
        ("核验网址", ADDRESS + code),
        ("内容校验值", name),
    ]
    alone = verification.lines(name, Seal(code=code), "en")
    assert [pair.label for pair in alone] == ["Verification code", "Content hash"]
    nobody = verification.lines(name, None, "zh")
    assert [pair.value for pair in nobody] == ["由命令行或者预览生成，未在服务中登记，不能在线核验。", name]
