"""Tests of what a live machine needs: units, settings, and that every command of the README's chapter exists."""

import importlib.util
import os
import re
import shutil
import subprocess
from functools import cache

import pytest

from service.web.settings import ROOT, Settings

UNITS = ROOT / "deploy/systemd"
HOME = "/srv/obe-cel-questions"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHAPTER = README.partition("\n## Going live\n")[2].partition("\n## ")[0]
# What is typed: lines of the blocks, and commands within sentences.
BLOCKS = [line for block in re.findall(r"^```\n(.*?)^```$", CHAPTER, re.S | re.M) for line in block.splitlines()]
SPOKEN = re.findall(r"`((?:deploy/as-service|systemctl|journalctl|make) [^`]+)`", CHAPTER)
COMMANDS = [line for line in (*BLOCKS, *SPOKEN) if line.strip()]
PROGRAMS = ["obe-cel-questions.service", "obe-cel-questions-bot.service", "obe-cel-questions-backup.service"]


def unit(name):
    """Returns section -> key -> all values of a unit file."""
    found, section = {}, ""
    for line in (UNITS / name).read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(section, {}).setdefault(key, []).append(value)
    return found


def runs(name):
    """Returns the lines that a unit runs, without the sign before them."""
    service = unit(name)["Service"]
    return [line.lstrip("-") for key in ("ExecStartPre", "ExecStart") for line in service.get(key, [])]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_unit_runs_what_exists_as_a_user_who_can_do_little(name):
    service = {key: values[-1] for key, values in unit(name)["Service"].items()}
    assert service["User"] == service["Group"] == "obe-cel"
    assert service["WorkingDirectory"] == HOME
    assert service["EnvironmentFile"] == "/etc/obe-cel-questions/settings.env"  # without "-": no settings, no start
    for key, value in {
        "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
        "PrivateDevices": "yes", "CapabilityBoundingSet": "", "IPAddressDeny": "any", "IPAddressAllow": "localhost",
        "UMask": "0077", "StateDirectoryMode": "0700", "RestrictSUIDSGID": "yes",
    }.items():  # fmt: skip
        assert service[key] == value
    for line in runs(name):
        python, option, module, *arguments = line.split()
        assert python.removeprefix(f"{HOME}/") in (".venv/bin/python", "bot/.venv/bin/python") and option == "-m"
        source = ROOT / module.replace(".", "/")
        source = source / "__main__.py" if source.is_dir() else source.with_suffix(".py")
        text = source.read_text()
        for argument in arguments:
            if not argument.startswith(("/", "$")) and not argument.isdigit():
                assert f'"{argument}"' in text, f"{module} knows no {argument}"


def test_what_serves_comes_back_whatever_ends_it():
    for name in PROGRAMS[:2]:
        read = unit(name)
        assert read["Service"]["Restart"] == ["always"] and read["Unit"]["StartLimitIntervalSec"] == ["0"]
        assert read["Install"]["WantedBy"] == ["multi-user.target"]
    # Without the bot the service still gives danger cards and who to call, so it must not wait for it or go with it.
    assert not {"Requires", "BindsTo", "PartOf", "Requisite"} & set(unit(PROGRAMS[0])["Unit"])


def test_the_backup_runs_every_night_sweeps_first_and_tells_somebody_when_it_fails():
    read = unit(PROGRAMS[2])
    timer = unit("obe-cel-questions-backup.timer")
    assert timer["Timer"]["Persistent"] == ["true"] and timer["Timer"]["OnCalendar"]
    assert [line.split(" -m ")[1].split()[:2] for line in runs(PROGRAMS[2])] == [
        ["service.records", "sweep"],
        ["deploy.backup", "make"],
    ]
    to = re.search(r"--to (\S+)", runs(PROGRAMS[2])[1])[1]
    assert read["Service"]["ReadWritePaths"] == [to] and f"-m 700 {to}" in CHAPTER
    alarm = read["Unit"]["OnFailure"][0].replace("%n", "")
    assert (UNITS / alarm).is_file()


def test_the_example_of_the_settings_can_be_read_and_is_the_safe_one():
    lines = [x for x in (ROOT / "deploy/settings.env").read_text().splitlines() if x and not x.startswith("#")]
    given = dict(line.split("=", 1) for line in lines)
    documented = set(re.findall(r"`([A-Z_]+)`", README.partition("\n## Settings\n")[2].partition("\n## ")[0]))
    assert set(given) <= documented
    settings = Settings.read({**given, "SECRET_KEY": "x" * 32})
    assert (settings.mode, settings.host, settings.trusted_proxies) == ("preview", "127.0.0.1", ("127.0.0.1/32",))
    assert settings.public_url.startswith("https://") and settings.port == 8080
    assert str(settings.var_dir) == f"/var/lib/{unit(PROGRAMS[0])['Service']['StateDirectory'][0]}"
    assert settings.database_url == f"sqlite:///{settings.var_dir}/records.db"


def test_the_chapter_covers_what_it_promises():
    for word in (
        "MODE=live", "TRUSTED_PROXIES", "PUBLIC_URL", "DATABASE_URL", "reviewers.yml", "add-user", "make backup",
        "make restore", "make drill", "/readyz", "alarms", "withdraw", "Clinical Safety Officer",
    ):  # fmt: skip
        assert word in README if word == "make backup" else word in CHAPTER, word
    assert len(COMMANDS) > 40


@cache
def options_of(module, command):
    """Returns the options that a command says it knows."""
    asked = [ROOT / ".venv/bin/python", "-m", module, command, "--help"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"--[\w-]+", told.stdout))


def test_every_command_of_the_chapter_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    units = {path.name for path in UNITS.iterdir()}
    seen = set()
    for line in COMMANDS:
        made = None if line.startswith("apt ") else re.search(r"\bmake ((?:[a-z-]+ ?)+)", line)
        if made:
            names = [name for name in made[1].split() if "=" not in name]
            assert set(names) <= targets, line
            seen.add("make")
        for name in re.findall(r"(?<![\w/])obe-cel-questions[\w@.-]*", line if "ctl " in line else ""):
            file = re.sub(r"@.*", "@", name)
            assert {file, f"{file}.service"} & units, line
            seen.add("unit")
        for module, command in re.findall(r"python -m ([\w.]+) ([\w-]+)", line):
            assert importlib.util.find_spec(module), line
            options = re.findall(r"--[\w-]+", line)
            assert set(options) <= options_of(module, command), line
            seen.add(f"{module} {command}")
        for path in re.findall(r"(?<![\w/.-])((?:deploy|content)/[\w./-]*\w)", line):
            assert (ROOT / path).exists() or "KEY" in path, line
            seen.add(path)
    assert {"make", "unit", "deploy/as-service", "service.library sign", "service.web site"} <= seen


def test_a_command_runs_with_the_settings_of_the_service(tmp_path):
    settings = tmp_path / "settings.env"
    settings.write_text("# a line\nMODE=live\nPUBLIC_URL=https://chat.example.org\n")
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    environment = {**os.environ, "SETTINGS": str(settings), "SERVICE_USER": user}

    def run(*words):
        command = [ROOT / "deploy/as-service", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    said = run("sh", "-c", 'echo "$MODE $PUBLIC_URL"; pwd; echo "$1"', "sh", "two words")
    assert said.stdout.splitlines() == ["live https://chat.example.org", str(ROOT), "two words"], said.stderr
    assert run("false").returncode == 1
    assert "Say what to run" in run().stderr
    settings.unlink()
    missing = run("true")
    assert missing.returncode == 1 and "deploy/settings.env" in missing.stderr


def here(folder):
    """Copies the units with this folder's own paths, so that what they run is found; returns the copies."""
    alarm = folder / "alarm"
    alarm.write_text("#!/bin/sh\n")
    alarm.chmod(0o755)
    for path in UNITS.iterdir():
        text = path.read_text().replace(HOME, str(ROOT)).replace("/etc/obe-cel-questions/alarm", str(alarm))
        (folder / path.name).write_text(text)
    return [folder / path.name for path in UNITS.iterdir()]


ANALYZE = shutil.which("systemd-analyze")
if ANALYZE:  # where there is no systemd, the tests above read the files

    def test_systemd_takes_the_units(tmp_path):
        done = subprocess.run(
            [ANALYZE, "verify", "--man=no", *here(tmp_path)], capture_output=True, text=True, check=False
        )
        ours = [line for line in done.stderr.splitlines() if "obe-cel" in line]
        assert ours == [] and done.returncode == 0, done.stderr

    @pytest.mark.parametrize("name", PROGRAMS)
    def test_systemd_finds_the_units_well_closed(name):
        command = [ANALYZE, "security", "--offline=true", "--threshold=20", "--no-pager", UNITS / name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-300:]
