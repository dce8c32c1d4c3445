"""Settings from the environment, read once. A wrong one stops the start with its name, its value and what is right."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"  # the environment in which Rasa runs


class SettingsBroken(ValueError):
    """A setting that cannot be used; the text is the sentence for the operator."""

    def __init__(self, name: str, value: str, right: str) -> None:
        super().__init__(f"{name} is {value!r}. {right}")


@dataclass(frozen=True)
class Settings:
    """All settings, with the defaults the README lists."""

    host: str
    port: int
    public_url: str
    trusted_proxies: tuple[str, ...]
    mode: Literal["preview", "live"]
    content_dir: Path
    var_dir: Path
    database_url: str
    bot_url: str
    example_port: int  # where `make run` shows the example charity's page; 0: nowhere
    rate_limit: int  # messages a minute a client
    retention_days: int
    secret_key: bytes

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Returns the settings. Raises ``SettingsBroken`` for the first wrong one."""
        given = dict(os.environ if environment is None else environment)
        var = Path(given.get("VAR_DIR") or ROOT / "var").absolute()
        host, port = _host(given), _number(given, "PORT", 8080, 1, 65535)
        return cls(
            host=host,
            port=port,
            public_url=_url(given, "PUBLIC_URL", f"http://{host}:{port}"),
            trusted_proxies=_proxies(given),
            mode=_mode(given),
            content_dir=_folder(given, "CONTENT_DIR", ROOT / "content"),
            var_dir=var,
            database_url=_database(given, f"sqlite:///{var / 'records.db'}"),
            bot_url=_url(given, "BOT_URL", "http://127.0.0.1:5005"),
            example_port=_number(given, "EXAMPLE_PORT", 8090, 0, 65535),
            rate_limit=_number(given, "RATE_LIMIT", 60, 1, 1_000_000),
            # The privacy page promises 7 days at most, so an operator can shorten it and not lengthen it.
            retention_days=_number(given, "RETENTION_DAYS", 7, 1, 7),
            secret_key=_secret(given, var),
        )


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = given.get(name) or str(default)
    right = f"Set it to a whole number from {least} to {most}."
    try:
        number = int(value)
    except ValueError:
        raise SettingsBroken(name, value, right) from None
    if not least <= number <= most:
        raise SettingsBroken(name, value, right)
    return number


def _url(given: Mapping[str, str], name: str, default: str) -> str:
    value = given.get(name) or default
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsBroken(name, value, "Set it to an address such as https://example.org, without a path.")
    return f"{parts.scheme}://{parts.netloc}"


def _host(given: Mapping[str, str]) -> str:
    value = given.get("HOST") or "127.0.0.1"
    try:
        with socket.socket() as probe:
            probe.bind((value, 0))
    except (OSError, ValueError):
        right = "Set it to an IPv4 address of this machine, such as 127.0.0.1, or to 0.0.0.0 for all of them."
        raise SettingsBroken("HOST", value, right) from None
    return value


def _database(given: Mapping[str, str], default: str) -> str:
    value = given.get("DATABASE_URL") or default
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql") or not url.database:
        right = "Set it to an address such as sqlite:////srv/records.db or postgresql://name@host/records."
        # What cannot be read cannot be shown either: it may hold a password.
        raise SettingsBroken("DATABASE_URL", url.render_as_string() if url else "(hidden)", right)
    return value


def _mode(given: Mapping[str, str]) -> Literal["preview", "live"]:
    value = given.get("MODE") or "preview"
    if value == "live":  # whether enough is signed for it, the service asks when it starts
        return "live"
    if value != "preview":
        raise SettingsBroken("MODE", value, "Set it to preview or live.")
    return "preview"


def _folder(given: Mapping[str, str], name: str, default: Path) -> Path:
    path = Path(given.get(name) or default).absolute()
    if not path.is_dir():
        raise SettingsBroken(name, str(path), "Set it to a folder that exists.")
    return path


def _proxies(given: Mapping[str, str]) -> tuple[str, ...]:
    value = given.get("TRUSTED_PROXIES") or ""
    proxies = tuple(part.strip() for part in value.split(",") if part.strip())
    try:
        return tuple(str(ip_network(proxy)) for proxy in proxies)
    except ValueError:
        raise SettingsBroken("TRUSTED_PROXIES", value, "Set it to addresses or networks, with commas.") from None


def _secret(given: Mapping[str, str], var: Path) -> bytes:
    """Returns SECRET_KEY, or one made on the first start and kept in VAR_DIR, readable by its owner only."""
    value = given.get("SECRET_KEY")
    if value:
        if len(value) < 32:
            raise SettingsBroken("SECRET_KEY", "(hidden)", "Set it to 32 characters or more, or leave it unset.")
        return value.encode()
    path = var / "secret_key"
    try:
        var.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        kept = path.read_text().strip().encode()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "secret_key is not text"
        raise SettingsBroken("VAR_DIR", str(var), f"Set it to a folder that can be written ({reason}).") from None
    if len(kept) < 32:
        raise SettingsBroken("VAR_DIR", str(var), "Its secret_key is not whole. Delete that file; a new one is made.")
    return kept


def _make_secret(path: Path) -> None:
    """Writes a new secret; another process sees the whole of it or nothing, and the first one stays."""
    descriptor, partial = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(partial, path)
    finally:
        os.unlink(partial)
