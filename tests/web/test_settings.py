"""Tests of the settings: each wrong one names itself, its value and what is right."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from service.web.settings import ROOT, Settings, SettingsBroken

ADDRESS = "Set it to an address such as https://example.org, without a path."
MACHINE = "Set it to an IPv4 address of this machine, such as 127.0.0.1, or to 0.0.0.0 for all of them."
DATABASE = "Set it to an address such as sqlite:////srv/records.db or postgresql://name@host/records."
NETWORKS = "Set it to addresses or networks, with commas."


def read(tmp_path: Path, **given: str) -> Settings:
    """Returns the settings of an environment with a folder of its own."""
    return Settings.read({"VAR_DIR": str(tmp_path / "var"), **given})


def test_the_defaults_are_those_of_the_design(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert (settings.mode, settings.rate_limit, settings.retention_days) == ("preview", 60, 7)
    assert (settings.trusted_proxies, settings.content_dir) == ((), ROOT / "content")
    assert settings.database_url == f"sqlite:///{tmp_path}/var/records.db"
    assert settings.example_port == 8090
    assert settings.bot_url == "http://127.0.0.1:5005"


@pytest.mark.parametrize("mode", ["preview", "live"])
def test_both_modes_are_taken(tmp_path: Path, mode: str) -> None:
    assert Settings.read({"VAR_DIR": str(tmp_path), "MODE": mode}).mode == mode


@pytest.mark.parametrize("name", ["PORT", "PUBLIC_URL", "MODE", "HOST", "RATE_LIMIT", "TRUSTED_PROXIES", "SECRET_KEY"])
def test_an_empty_setting_is_the_default(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, **{name: ""}) == read(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("PORT", "0", "Set it to a whole number from 1 to 65535."),
        ("PORT", "65536", "Set it to a whole number from 1 to 65535."),
        ("PORT", "http", "Set it to a whole number from 1 to 65535."),
        ("PORT", "80.5", "Set it to a whole number from 1 to 65535."),
        ("RATE_LIMIT", "0", "Set it to a whole number from 1 to 1000000."),
        ("RATE_LIMIT", "-5", "Set it to a whole number from 1 to 1000000."),
        ("RETENTION_DAYS", "8", "Set it to a whole number from 1 to 7."),
        ("RETENTION_DAYS", "0", "Set it to a whole number from 1 to 7."),
        ("MODE", "Preview", "Set it to preview or live."),
        ("HOST", "8.8.8.8", MACHINE),
        ("HOST", "no such host", MACHINE),
        ("HOST", "::1", MACHINE),
        ("HOST", "a" * 100, MACHINE),
        ("PUBLIC_URL", "example.org", ADDRESS),
        ("PUBLIC_URL", "ftp://example.org", ADDRESS),
        ("PUBLIC_URL", "https://", ADDRESS),
        ("PUBLIC_URL", "https://example.org/path", ADDRESS),
        ("PUBLIC_URL", "https://example.org?a=1", ADDRESS),
        ("PUBLIC_URL", "https://example.org#a", ADDRESS),
        ("PUBLIC_URL", "https://example.org:99999", ADDRESS),
        ("PUBLIC_URL", "http://[", ADDRESS),
        ("BOT_URL", "http://127.0.0.1:port", ADDRESS),
        ("BOT_URL", "127.0.0.1:5005", ADDRESS),
        ("TRUSTED_PROXIES", "everyone", NETWORKS),
        ("TRUSTED_PROXIES", "10.0.0.1, 10.0.0.1/8", NETWORKS),
        ("CONTENT_DIR", "/no/such/folder", "Set it to a folder that exists."),
        ("DATABASE_URL", "mysql://host/records", DATABASE),
        ("DATABASE_URL", "sqlite://", DATABASE),
    ],
)  # fmt: skip
def test_a_wrong_setting_names_itself_its_value_and_what_is_right(
    tmp_path: Path, name: str, value: str, right: str
) -> None:
    with pytest.raises(SettingsBroken) as raised:
        read(tmp_path, **{name: value})
    assert str(raised.value) == f"{name} is {value!r}. {right}"


@pytest.mark.parametrize("value", ["my password is hunter2", "://hunter2@host", "mysql://name:hunter2@host/records"])
def test_a_wrong_database_address_does_not_show_its_password(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsBroken, match=r"^DATABASE_URL is ") as raised:
        read(tmp_path, DATABASE_URL=value)
    assert "hunter2" not in str(raised.value)


def test_a_short_secret_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsBroken) as raised:
        read(tmp_path, SECRET_KEY="hunter2")
    assert str(raised.value) == "SECRET_KEY is '(hidden)'. Set it to 32 characters or more, or leave it unset."


def test_a_secret_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first, second = read(tmp_path).secret_key, read(tmp_path).secret_key
    assert first == second
    assert len(first) == 64
    path = tmp_path / "var/secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret_key"]
    assert read(tmp_path / "other").secret_key != first


@pytest.mark.parametrize("content", [b"", b"short", b" \n"])
def test_a_kept_secret_that_is_not_whole_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/secret_key").write_bytes(content)
    with pytest.raises(SettingsBroken) as raised:
        read(tmp_path)
    right = "Its secret_key is not whole. Delete that file; a new one is made."
    assert str(raised.value) == f"VAR_DIR is '{tmp_path}/var'. {right}"


def test_a_var_dir_that_is_a_file_names_itself(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(SettingsBroken) as raised:
        read(tmp_path)
    assert str(raised.value) == f"VAR_DIR is '{tmp_path}/var'. Set it to a folder that can be written (File exists)."


def test_a_var_dir_that_cannot_be_written_names_itself(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsBroken, match=r"^VAR_DIR is '/proc/nowhere'\. Set it to a folder that can be written \("
    ):
        Settings.read({"VAR_DIR": "/proc/nowhere"})


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("10.0.0.1", ("10.0.0.1/32",)), (" 10.0.0.0/8 , ::1 ", ("10.0.0.0/8", "::1/128")), (",", ())],
)
def test_proxies_are_addresses_or_networks(tmp_path: Path, given: str, wanted: Any) -> None:
    assert read(tmp_path, TRUSTED_PROXIES=given).trusted_proxies == wanted


def test_the_service_says_in_one_sentence_why_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from service.__main__ import main

    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "http")
    assert main() == 1
    assert (
        capsys.readouterr().err
        == "The service did not start: PORT is 'http'. Set it to a whole number from 1 to 65535.\n"
    )
    monkeypatch.delenv("PORT")
    assert main() == 1
    error = capsys.readouterr().err
    assert error.startswith("The service did not start: ")
    assert error.endswith("Run `make publish`.\n")
