"""Tests of the arrows: which room may import which, held by import-linter and, where it cannot look, by reading."""

import ast
import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICE_ROOMS = {path.name for path in (ROOT / "service").iterdir() if (path / "__init__.py").is_file()}
NEVER_IN_SERVICE = {"rasa", "rasa_sdk", "bot", "actions"}
LINT = Path(sys.executable).with_name("lint-imports")


def imported(file: Path) -> set[str]:
    """Returns the first names of all modules a file imports, late imports too."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def files(room: str) -> list[Path]:
    """Returns the Python files of a top-level room, without its environment."""
    return [path for path in (ROOT / room).rglob("*.py") if ".venv" not in path.parts]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter in a folder."""
    return subprocess.run(
        [LINT, "--no-cache", "--config", str(root / ".importlinter")],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def copied(tmp_path: Path) -> Path:
    """Returns a copy of the service with its contracts, to break."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    shutil.copytree(ROOT / "service", tmp_path / "service", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_rooms_import_along_the_arrows():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("library/find.py", "import service.safety.urgent", "library, safety and records import nothing else of ours"),
        (
            "library/find.py",
            "import service.web.settings",
            "library, safety and records import no room that is built on them",
        ),
        (
            "safety/urgent.py",
            "import service.bot.client",
            "library, safety and records import no room that is built on them",
        ),
        ("records/tables.py", "import service.library.find", "library, safety and records import nothing else of ours"),
        (
            "records/__main__.py",
            "import service.library.find",
            "library, safety and records import nothing else of ours",
        ),
        ("bot/client.py", "import service.chat.reply", "bot and web import only library, safety and records"),
        ("web/limits.py", "import service.bot.client", "bot and web do not import each other"),
        ("chat/reply.py", "import service.stack", "chat imports the five rooms and no entry point"),
        ("bot/client.py", "import rasa.core.agent", "nothing of the service imports Rasa or what runs beside it"),
        ("chat/reply.py", "from bot import importer", "nothing of the service imports Rasa or what runs beside it"),
    ],
)
def test_an_import_against_the_arrows_is_found(tmp_path, file, line, contract):
    root = copied(tmp_path)
    path = root / "service" / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    done = lint(root)

    assert done.returncode == 1
    assert f"{contract} BROKEN" in " ".join(done.stdout.split())


def test_every_room_of_the_service_stands_in_the_contracts():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    named = {
        module.removeprefix("service.").split(".")[0]
        for section in contracts.sections()
        for key in ("modules", "source_modules")
        for module in contracts[section].get(key, "").split()
    }

    assert {"library", "safety", "records", "bot", "web", "chat"} <= SERVICE_ROOMS
    assert SERVICE_ROOMS - named == set()


def test_every_folder_of_the_service_is_a_package_import_linter_can_see():
    unseen = {
        path.parent.relative_to(ROOT).as_posix()
        for path in files("service")
        if not (path.parent / "__init__.py").is_file()
    }

    assert unseen <= {"service/records/migrations", "service/records/migrations/versions"}


def test_nothing_in_the_service_imports_rasa_or_what_runs_beside_it():
    assert len(files("service")) > 30

    wrong = {path.relative_to(ROOT).as_posix() for path in files("service") if imported(path) & NEVER_IN_SERVICE}

    assert wrong == set()


@pytest.mark.parametrize("room", ["bot", "actions"])
def test_what_runs_beside_rasa_imports_nothing_of_the_service(room):
    wrong = {path.relative_to(ROOT).as_posix() for path in files(room) if "service" in imported(path)}

    assert wrong == set()


def test_the_reading_of_imports_sees_late_ones(tmp_path):
    file = tmp_path / "x.py"
    file.write_text("def f():\n    from service.library import find\n    import rasa.core\n")

    assert imported(file) == {"service", "rasa"}


def test_the_bot_is_there_to_be_looked_at():
    assert {"importer.py", "channel.py"} <= {path.name for path in files("bot")}
