"""Time-based codes: the published examples, the window, sealing, and codes people type."""

from datetime import UTC, datetime, timedelta

import pytest

from assess.accounts import totp
from assess.accounts.totp import Keys

RFC_SECRET = b"12345678901234567890"
KEYS = Keys.of("k" * 40)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.code_at(RFC_SECRET, seconds // 30) == code
    assert totp.step_of(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("off", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(now: datetime, off: int, *, counts: bool) -> None:
    step = int(now.timestamp()) // 30 + off
    assert totp.step_of(RFC_SECRET, totp.code_at(RFC_SECRET, step), now) == (step if counts else None)


@pytest.mark.parametrize("wrong", ["", "000000", "28708", "2870820", "abcdef"])
def test_anything_else_is_no_code(wrong: str) -> None:
    assert totp.step_of(RFC_SECRET, wrong, datetime.fromtimestamp(59, UTC)) is None


def test_a_sealed_secret_opens_with_the_same_key_only() -> None:
    sealed = KEYS.sealed(RFC_SECRET)
    assert RFC_SECRET not in sealed
    assert len(sealed) <= 200
    assert KEYS.opened(sealed) == RFC_SECRET
    assert Keys.of("o" * 40).opened(sealed) is None
    assert KEYS.opened(sealed[:-4] + b"AAA=") is None
    assert KEYS.opened(None) is None


def test_a_recovery_code_is_stored_under_key_and_account() -> None:
    stored = KEYS.recovery_hash(b"a" * 16, "ABCD")
    assert len(stored) == 32
    others = {Keys.of("o" * 40).recovery_hash(b"a" * 16, "ABCD"), KEYS.recovery_hash(b"b" * 16, "ABCD")}
    assert stored not in others
    assert len(others) == 2


@pytest.mark.parametrize("given", ["abcd-2345-efgh", " ABCD 2345 EFGH ", "ＡＢＣＤ２３４５ＥＦＧＨ", "abcd–2345—efgh"])
def test_a_code_may_be_typed_in_any_way(given: str) -> None:
    assert totp.typed(given) == "ABCD2345EFGH"


def test_codes_hold_nothing_that_looks_alike() -> None:
    drawn = "".join(totp.new_recovery_codes())
    assert len(set(totp.new_recovery_codes())) == 10
    assert set(drawn) <= set(totp.UNMISTAKEN)
    assert not set("01ILOU") & set(totp.UNMISTAKEN)
    assert totp.grouped("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"


def test_what_an_app_is_told(now: datetime) -> None:
    address = totp.address(RFC_SECRET, login="wang@example.com", issuer="自评")
    assert address.startswith("otpauth://totp/")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert totp.spelled(RFC_SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert len(totp.new_secret()) == 20
    assert now + timedelta(seconds=totp.PERIOD) > now
