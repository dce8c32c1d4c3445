"""Makes the two Python environments from their locks: ``python3.11 deploy/environments.py [service|bot|all]``.

Standard library only: it runs before anything is installed. A finished environment whose lock has not changed is left
alone, a half-made one is made again, and every fault is one sentence with what to do.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (3, 11)
GLIBC = (2, 28)
DISK_GB = 3.0  # both environments, and what pip unpacks on the way
STAMP = "made-from"
LOG = "install.log"
EVERY = 10.0  # seconds between two lines of progress

# What pip prints, in its several versions, when it cannot reach a registry.
UNREACHABLE = re.compile(
    r"connection broken by|Could not fetch URL|ConnectionError|ConnectTimeout|Read ?timed out|ReadTimeout|ProxyError"
    r"|SSLError|CERTIFICATE_VERIFY_FAILED|NameResolutionError|Name or service not known|Temporary failure in name"
    r"|Network is unreachable|Connection refused|Connection reset|IncompleteRead|5\d\d Server Error|HTTP error 5\d\d"
)


class Fault(Exception):
    """What stopped the work: one sentence for the person who started it."""


@dataclass(frozen=True)
class Environment:
    """One environment: its place, its lock, the modules it must import, and what its lock has only as source."""

    folder: Path
    lock: Path
    imports: tuple[str, ...]
    sources: tuple[str, ...] = ()
    options: tuple[str, ...] = ()  # of pip, beside those that both share

    @property
    def python(self) -> Path:
        """Returns its interpreter."""
        return self.folder / "bin" / "python"


def environments(root: Path) -> dict[str, Environment]:
    """Returns the two environments by name."""
    service = "aiohttp alembic fastapi hypothesis playwright.sync_api pytest schemathesis sqlite_utils"
    bot = (
        "onnxruntime pytest rasa.core.run rasa.core.test rasa.engine.recipes.default_components rasa.model_training "
        "rasa_sdk.executor tokenizers"
    )
    # Rasa's metadata says Python below 3.11; it is tested here on 3.11, with newer pins than it asks for.
    unusual = ("--ignore-requires-python",)
    return {
        "service": Environment(root / ".venv", root / "requirements.txt", tuple(service.split())),
        "bot": Environment(
            root / "bot/.venv", root / "bot/requirements.txt", tuple(bot.split()), ("randomname",), unusual
        ),
    }


def check_platform(system: str, machine: str, libc: tuple[str, str]) -> None:
    """Raises ``Fault`` unless the locked packages are built for this machine."""
    version = tuple(int(number) for number in re.findall(r"\d+", libc[1])[:2])
    if (system, machine, libc[0]) != ("Linux", "x86_64", "glibc") or version < GLIBC:
        found = " ".join(part for part in (system, machine, *libc) if part)
        raise Fault(
            f"The locked packages are for Linux on x86_64 with glibc 2.28 or later, and this is {found}: "
            "use such a machine, for example Debian 12."
        )


def check_python(version: tuple[int, ...], executable: str) -> None:
    """Raises ``Fault`` unless this is Python 3.11."""
    if tuple(version[:2]) != PYTHON:
        found = ".".join(str(number) for number in version[:3])
        raise Fault(
            f"Python 3.11 is needed, and {executable} is Python {found}: install Python 3.11 "
            "and run `make env PY=/path/to/python3.11`."
        )


def check_venv(executable: str) -> None:
    """Raises ``Fault`` if this Python cannot make environments, as Debian's cannot without one more package."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Fault(
            f"{executable} cannot make environments because its venv module is missing: install it "
            "(Debian and Ubuntu: `apt-get install python3.11-venv`) and run this again."
        )


def check_disk(free_bytes: int, folder: Path) -> None:
    """Raises ``Fault`` if the disk has less than 3 GB free."""
    if free_bytes < DISK_GB * 1e9:
        raise Fault(
            f"The environments need {DISK_GB:.0f} GB of free disk, and {folder} has {free_bytes / 1e9:.1f} GB: "
            "free some and run this again."
        )


def stamp(environment: Environment) -> str:
    """Returns what a finished environment carries: its lock's SHA-256 and its place, because it cannot be moved."""
    return f"{hashlib.sha256(environment.lock.read_bytes()).hexdigest()} {environment.folder}\n"


def is_made(environment: Environment) -> bool:
    """Returns whether the environment is whole, here, and made from today's lock."""
    try:
        made_from = (environment.folder / STAMP).read_text()
    except OSError:
        return False
    return made_from == stamp(environment) and os.access(environment.python, os.X_OK)


@contextmanager
def alone(environment: Environment) -> Iterator[None]:
    """Waits until no other run is making the same environment, and keeps others waiting meanwhile."""
    import fcntl  # here, so that a system without it is told what is needed instead

    with environment.lock.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another run that is making the same environment.")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def make(environment: Environment, root: Path) -> None:
    """Makes the environment from nothing; its stamp is written last. Raises ``Fault``."""
    name = environment.folder.relative_to(root)
    packages = sum(1 for line in environment.lock.read_text().splitlines() if re.match(r"[A-Za-z0-9]", line))
    say(f"Making {name} from {environment.lock.relative_to(root)}: {packages} packages, a few minutes.")
    began = time.monotonic()
    (environment.folder / STAMP).unlink(missing_ok=True)
    shutil.rmtree(environment.folder, ignore_errors=True)
    code, words = output_of([sys.executable, "-m", "venv", str(environment.folder)], {})
    if code:
        raise Fault(f"{name} could not be made, and Python says: {last_line(words)}")
    install(environment, name, packages)
    check_imports(environment, name)
    (environment.folder / STAMP).write_text(stamp(environment))
    say(f"{name} is ready after {time.monotonic() - began:.0f} s.")


def install(environment: Environment, name: Path, packages: int) -> None:
    """Installs the lock and says how far it is; pip's words stay in a log inside. Raises ``Fault``.

    What pip unpacks goes through the environment's own disk, the one whose free space was checked.
    """
    scratch = environment.folder / "tmp"
    scratch.mkdir()
    lock, options = environment.lock, list(environment.options)
    if environment.sources:
        # What exists only as source is built with the lock's setuptools, not with whatever pip would fetch for it.
        builder = scratch / "builder.txt"
        builder.write_text(locked("setuptools", lock.read_text()))
        pip(environment, name, builder, [])
        options += ["--no-build-isolation", f"--no-binary={','.join(environment.sources)}"]
    pip(environment, name, lock, options, packages)
    shutil.rmtree(scratch, ignore_errors=True)


def locked(package: str, lock: str) -> str:
    """Returns the lines of one package in the text of a lock. Raises ``Fault`` if it holds none."""
    found = re.search(rf"^{package}==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    if found is None:
        raise Fault(f"The lock holds no {package}: add it to the requirements and run `make lock`.")
    return found[0]


def pip(environment: Environment, name: Path, lock: Path, options: list[str], packages: int = 0) -> None:
    """Runs the environment's pip by the user's own pip configuration. Raises ``Fault``."""
    command = [str(environment.python), "-m", "pip", "install", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    command += ["--no-compile", "--no-input", "--progress-bar=off", "--disable-pip-version-check", *options]
    settings = {**os.environ, "TMPDIR": str(environment.folder / "tmp"), "PYTHONUNBUFFERED": "1"}
    lines: list[str] = []
    with subprocess.Popen(
        [*command, "-r", str(lock)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=settings,
    ) as running:
        fetched, told = 0, time.monotonic()
        for line in running.stdout or ():
            lines.append(line)
            fetched += line.startswith(("Collecting ", "Processing "))
            if packages and line.startswith("Installing collected packages"):
                say(f"  fetched all {packages}, now installing")
                packages = 0
            elif packages and time.monotonic() - told > EVERY:
                told = time.monotonic()
                say(f"  fetched {fetched} of {packages}")
    (environment.folder / LOG).write_text("".join(lines))
    if running.returncode:
        raise Fault(pip_fault("".join(lines), f"{name}/{LOG}"))


def pip_fault(output: str, log: str) -> str:
    """Returns the one sentence for a pip that stopped."""
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A package is not the one in the lock (its hash differs) and was not installed: run this again, and if it "
            f"stays, ask whoever keeps the lock; pip's words are in {log}."
        )
    if "No space left on device" in output:
        return "The disk is full: free 3 GB and run this again."
    missing = re.search(r"No matching distribution found for (\S+)", output)
    if UNREACHABLE.search(output) or missing:
        what = "The package registry could not be reached"
        if missing and not UNREACHABLE.search(output):
            what = f"The package registry has no {missing[1]}"
        return (
            f"{what}: check the network and pip's configuration (`pip config list`), then run this again, "
            f"which is safe at any time; pip's words are in {log}."
        )
    return f"pip stopped, its words are in {log}, and the last are: {last_line(output)}"


def check_imports(environment: Environment, name: Path) -> None:
    """Raises ``Fault`` unless the finished environment imports what it is for."""
    say("  checking that it works")
    settings = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    # Containers often forbid compiled files; without them every start of Rasa takes 15 seconds longer.
    settings["PYTHONDONTWRITEBYTECODE"] = ""
    program = "import " + ", ".join(environment.imports)
    code, words = output_of([str(environment.python), "-W", "ignore", "-c", program], settings)
    if code < 0:
        raise Fault(
            f"{name} does not run on this processor (signal {-code}): TensorFlow needs one with AVX, "
            "so use another machine or let the virtual machine have it."
        )
    if code:
        raise Fault(f"{name} was made and does not work, and Python says: {last_line(words)}")


def output_of(command: list[str], settings: dict[str, str]) -> tuple[int, str]:
    """Returns a program's exit code and all that it printed."""
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **settings},
    )
    return done.returncode, done.stdout


def last_line(output: str) -> str:
    """Returns the last line of a program's output that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"


def say(text: str) -> None:
    """Prints a line of progress at once, also into a file or a pipe."""
    print(text, flush=True)


def ensure(names: list[str], root: Path) -> None:
    """Makes those of the named environments that are not made yet. Raises ``Fault``."""
    check_platform(platform.system(), platform.machine(), platform.libc_ver())
    check_python(sys.version_info[:3], sys.executable)
    known = environments(root)
    for name in names:
        with alone(known[name]):
            if is_made(known[name]):
                continue
            check_venv(sys.executable)
            check_disk(shutil.disk_usage(root).free, root)
            make(known[name], root)


def main(arguments: list[str], root: Path | None = None) -> int:
    """Makes what is asked for; returns 0, or 1 after one sentence on standard error."""
    asked = arguments[0] if arguments else "all"
    names = {"service": ["service"], "bot": ["bot"], "all": ["service", "bot"]}.get(asked)
    try:
        if names is None or len(arguments) > 1:
            raise Fault(f"Say service, bot or all, not {' '.join(arguments)!r}.")
        ensure(names, root or ROOT)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The environments could not be made: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped: run this again, and what was half made is made again.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
