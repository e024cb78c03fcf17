"""The environment becomes settings, or an error that names the variable."""

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assess.config import Settings, SettingsError, load_settings


def settings(**variables: str) -> Settings:
    """Load settings from the named variables only."""
    return load_settings({f"ASSESS_{name.upper()}": value for name, value in variables.items()})


def test_defaults() -> None:
    made = settings()
    assert made.database_url == f"sqlite:///{Path('var').resolve()}/assess.sqlite3"
    assert made.storage_path == Path("var/files").resolve()
    assert made.upload_limit_bytes == 20_971_520
    assert made.trial_hours == 24
    assert made.api_requests_per_minute == 1200
    assert made.webhook_allow_private is False
    assert settings(webhook_allow_private="yes").webhook_allow_private is True
    assert made.report_workers == len(os.sched_getaffinity(0))
    assert (made.jobs, settings(jobs="elsewhere").jobs) == ("here", "elsewhere")
    assert (made.demo, made.locale_default, made.log_level) == (False, "zh", "info")


def test_the_data_folder_carries_database_and_files() -> None:
    made = settings(data_path="/srv/assess")
    assert made.database_url == "sqlite:////srv/assess/assess.sqlite3"
    assert made.storage_path == Path("/srv/assess/files")
    assert (made.audit_key, made.checkpoint_path) == (Path("/srv/assess/audit-key"), Path("/srv/assess/checkpoints"))


def test_key_and_checkpoints_of_the_audit_can_lie_elsewhere() -> None:
    made = settings(audit_key="/etc/assess/key", checkpoint_path="/mnt/away")
    assert (made.audit_key, made.checkpoint_path) == (Path("/etc/assess/key"), Path("/mnt/away"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_gets_the_one_driver(scheme: str) -> None:
    assert settings(database_url=f"{scheme}://u@h/d").database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    ("variables", "secure"),
    [
        ({}, False),
        ({"base_url": "https://assess.example"}, True),
        ({"base_url": "http://assess.example"}, True),
        ({"base_url": "https://assess.example", "demo": "1"}, False),
        ({"base_url": "http://localhost:9000", "secure_cookies": "yes"}, True),
    ],
)
def test_cookies_are_secure_except_at_home(*, variables: dict[str, str], secure: bool) -> None:
    assert settings(**variables).secure_cookies is secure


def test_trusted_hosts_follow_the_address() -> None:
    assert settings(base_url="https://assess.example/").trusted_hosts == (
        "assess.example",
        "localhost",
        "127.0.0.1",
        "::1",
    )
    assert settings(trusted_hosts="a.example, b.example").trusted_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("report_workers", "0", "大于 0 的整数"),
        ("jobs", "nowhere", "here / elsewhere"),
        ("upload_limit_bytes", "20 MB", "大于 0 的整数"),
        ("trial_hours", "²", "大于 0 的整数"),
        ("demo", "maybe", "只能是"),
        ("locale_default", "fr", "zh / en"),
        ("database_url", "mysql://h/d", "sqlite:///"),
        ("base_url", "assess.example", "https://"),
        ("secret_key", "short", "32"),
        ("retention", "drafts", "类别=天数"),
        ("retention", "drafts=0", "类别=天数"),
        ("retention", "drafts=2 years", "类别=天数"),
        ("clamav", "scanner.example", "unix:"),
        ("clamav", "unix:relative", "unix:"),
        ("clamav", "scanner:port", "host:3310"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str, expected: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(**{name: value})
    assert refused.value.variable == f"ASSESS_{name.upper()}"
    assert f"环境变量 ASSESS_{name.upper()}" in str(refused.value)
    assert expected in str(refused.value)


def test_periods_are_read_by_class() -> None:
    assert settings().retention == {}
    assert settings(retention=" drafts=730 , submitted = 3650 ").retention == {"drafts": 730, "submitted": 3650}
    assert settings().privacy_contact == ""
    assert settings(privacy_contact="信息科 0539-1").privacy_contact == "信息科 0539-1"


STORE = {"bucket": "assess-files", "access_key": "AKIA", "secret_key": "hidden"}


def store(**changes: str) -> Settings:
    """Load settings of a bucket."""
    return settings(**{f"storage_s3_{name}": value for name, value in (STORE | changes).items()})


def test_a_bucket_takes_the_place_of_the_folder() -> None:
    assert settings().storage_s3_bucket is None
    made = store(endpoint="https://oss.example/", prefix="assess/files/", addressing="virtual")
    assert (made.storage_s3_bucket, made.storage_s3_region) == ("assess-files", "us-east-1")
    assert (made.storage_s3_endpoint, made.storage_s3_prefix) == ("https://oss.example", "assess/files")
    assert made.storage_s3_addressing == "virtual"
    assert (store().storage_s3_endpoint, store().storage_s3_prefix, store().storage_s3_addressing) == (None, "", "path")
    assert not {"AKIA", "hidden"} & set(re.findall(r"\w+", repr(made)))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("bucket", "", "必须填写"),
        ("access_key", "", "必须填写"),
        ("secret_key", "", "必须填写"),
        ("bucket", "No Bucket", "存储桶"),
        ("prefix", "../elsewhere", "assess/files"),
        ("endpoint", "oss.example", "https://"),
        ("addressing", "dns", "path / virtual"),
    ],
)
def test_a_bucket_is_set_up_whole_or_not_at_all(name: str, value: str, expected: str) -> None:
    with pytest.raises(SettingsError, match=expected) as refused:
        store(**{name: value})
    assert refused.value.variable == f"ASSESS_STORAGE_S3_{name.upper()}"


@pytest.mark.parametrize("address", ["unix:/run/clamav/clamd.ctl", "scanner.example:3310", "[::1]:3310"])
def test_a_scanner_is_a_socket_or_a_machine(address: str) -> None:
    assert settings(clamav=address).clamav == address
    assert settings().clamav is None


def test_secrets_do_not_show() -> None:
    with pytest.raises(SettingsError) as refused:
        settings(secret_key="hunter2")
    assert "hunter2" not in str(refused.value)
    made = settings(secret_key="k" * 40, database_url="postgresql://u:hidden@h/d")
    assert "kkk" not in repr(made)
    assert "hidden" not in repr(made)


def test_the_operators_key_signs() -> None:
    assert settings(secret_key="k" * 40).signing_key() == "k" * 40


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = replace(settings(), data_path=tmp_path / "var")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: made.signing_key(), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "var/secret").stat().st_mode) == 0o600


def test_a_certificate_for_reports_lies_where_it_is_said_to() -> None:
    made = settings(signing_certificate="keys/seal.p12", signing_password="secret of the key")
    assert (made.signing_certificate, made.signing_password) == (Path("keys/seal.p12").resolve(), "secret of the key")
    assert "secret of the key" not in repr(made)
    assert settings().signing_certificate is None
    with pytest.raises(SettingsError, match="ASSESS_SIGNING_CERTIFICATE"):
        settings(signing_password="secret of the key")
