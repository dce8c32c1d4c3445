"""Tests of the environments: every fault is one sentence, half-made ones are made again, the locks are clean."""

import base64
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pip
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy/environments.py"
LOCKS = ("requirements.txt", "bot/requirements.txt")

spec = importlib.util.spec_from_file_location("environments", SCRIPT)
assert spec and spec.loader
environments = importlib.util.module_from_spec(spec)
sys.modules["environments"] = environments
spec.loader.exec_module(environments)

OUTPUT_OF = environments.output_of
GLIBC = ("glibc", "2.36")


def fault(function, *arguments) -> str:
    """Returns the sentence of the fault that the call raises."""
    with pytest.raises(environments.Fault) as raised:
        function(*arguments)
    return str(raised.value)


def wheel(folder: Path) -> str:
    """Writes the smallest package there is into the folder and returns its line for a lock."""
    files = {
        "tiny_package.py": "ANSWER = 1\n",
        "tiny_package-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny-package\nVersion: 1.0\n",
        "tiny_package-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(text)}\n"
    files["tiny_package-1.0.dist-info/RECORD"] = record + "tiny_package-1.0.dist-info/RECORD,,\n"
    path = folder / "tiny_package-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return f"tiny-package==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def bare_venv(command: list[str], settings: dict[str, str]) -> tuple[int, str]:
    """Makes an environment that borrows this one's pip, which saves the seconds of installing one."""
    if "venv" not in command:
        return OUTPUT_OF(command, settings)
    folder = Path(command[-1])
    venv.create(folder, symlinks=True)
    (folder / "lib/python3.11/site-packages/borrowed.pth").write_text(str(Path(pip.__file__).parents[1]))
    return 0, ""


def project(folder: Path, lock: str, monkeypatch, imports=("tiny_package",)):
    """Returns an environment of that lock in a project of its own; pip sees only the folder."""
    (folder / "requirements.txt").write_text(lock)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    made = environments.Environment(folder / ".venv", folder / "requirements.txt", imports)
    monkeypatch.setattr(environments, "environments", lambda root: {"service": made})
    return made


@pytest.mark.parametrize(
    ("system", "machine", "libc", "found"),
    [
        ("Darwin", "arm64", ("", ""), "Darwin arm64"),
        ("Linux", "aarch64", GLIBC, "Linux aarch64 glibc 2.36"),
        ("Linux", "x86_64", ("", ""), "Linux x86_64"),
        ("Linux", "x86_64", ("glibc", "2.17"), "Linux x86_64 glibc 2.17"),
        ("Windows", "AMD64", ("", ""), "Windows AMD64"),
    ],
)
def test_another_machine_is_told_which_one_is_needed(system, machine, libc, found):
    assert fault(environments.check_platform, system, machine, libc) == (
        "The locked packages are for Linux on x86_64 with glibc 2.28 or later, and this is "
        f"{found}: use such a machine, for example Debian 12."
    )


def test_linux_on_x86_64_is_accepted():
    environments.check_platform("Linux", "x86_64", GLIBC)


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 12, 1), (3, 8, 2)])
def test_another_python_is_named_with_what_to_do(version):
    found = ".".join(map(str, version))
    assert fault(environments.check_python, version, "/usr/bin/python3") == (
        f"Python 3.11 is needed, and /usr/bin/python3 is Python {found}: install Python 3.11 "
        "and run `make env PY=/path/to/python3.11`."
    )


def test_a_python_without_venv_is_told_the_package_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    assert fault(environments.check_venv, "/usr/bin/python3.11") == (
        "/usr/bin/python3.11 cannot make environments because its venv module is missing: install it "
        "(Debian and Ubuntu: `apt-get install python3.11-venv`) and run this again."
    )


def test_a_small_disk_is_told_how_much_is_needed_and_free():
    assert fault(environments.check_disk, 1_234_000_000, Path("/srv/app")) == (
        "The environments need 3 GB of free disk, and /srv/app has 1.2 GB: free some and run this again."
    )
    environments.check_disk(3_100_000_000, Path("/srv/app"))


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ("check_platform", "The locked packages are"),
        ("check_python", "Python 3.11 is needed"),
        ("check_venv", "its venv module is missing"),
        ("check_disk", "of free disk"),
    ],
)
def test_every_check_stops_the_run_before_anything_is_made(check, sentence, tmp_path, monkeypatch, capsys):
    made = project(tmp_path, "", monkeypatch)

    def stop(*_):
        raise environments.Fault(f"... {sentence} ...")

    monkeypatch.setattr(environments, check, stop)
    assert environments.main(["service"], tmp_path) == 1
    output = capsys.readouterr()
    assert output.err == f"... {sentence} ...\n" and output.out == ""
    assert not made.folder.exists()


def test_an_unknown_environment_is_refused(capsys):
    assert environments.main(["everything"]) == 1
    assert capsys.readouterr().err == "Say service, bot or all, not 'everything'.\n"


def test_a_missing_lock_is_one_sentence(tmp_path, capsys):
    assert environments.main(["service"], tmp_path) == 1
    said = capsys.readouterr().err
    assert said.startswith("The environments could not be made: ") and "requirements.txt" in said
    assert said.count("\n") == 1


def test_a_half_made_environment_is_made_again_and_a_whole_one_left_alone(tmp_path, monkeypatch, capsys):
    made = project(tmp_path, wheel(tmp_path), monkeypatch)
    monkeypatch.setattr(environments, "output_of", bare_venv)
    half = made.folder / "lib/half"
    half.mkdir(parents=True)
    assert environments.main(["service"], tmp_path) == 0, capsys.readouterr()
    said = capsys.readouterr().out
    assert said.startswith("Making .venv from requirements.txt: 1 packages") and ".venv is ready after" in said
    assert not half.exists() and not (made.folder / "tmp").exists()

    assert environments.main(["service"], tmp_path) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("change", ["a new lock", "no stamp", "another place", "no python"])
def test_an_environment_is_whole_only_with_its_stamp_its_lock_its_place_and_its_python(change, tmp_path, monkeypatch):
    made = project(tmp_path, "", monkeypatch)
    made.python.parent.mkdir(parents=True)
    made.python.symlink_to(sys.executable)
    (made.folder / environments.STAMP).write_text(environments.stamp(made))
    assert environments.is_made(made)
    if change == "a new lock":
        made.lock.write_text("tiny-package==2.0\n")
    elif change == "no stamp":
        (made.folder / environments.STAMP).unlink()
    elif change == "another place":
        made.folder.rename(tmp_path / "moved")
        made = environments.Environment(tmp_path / "moved", made.lock, ())
    else:
        made.python.unlink()
        made.python.symlink_to(tmp_path / "removed")
    assert not environments.is_made(made)


def test_a_stopped_run_says_that_it_can_be_run_again(tmp_path, monkeypatch, capsys):
    project(tmp_path, "", monkeypatch)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(environments, "make", stop)
    assert environments.main(["service"], tmp_path) == 1
    assert capsys.readouterr().err == "Stopped: run this again, and what was half made is made again.\n"


def pip_installs(lock: Path, **settings: str) -> str:
    """Returns what this environment's pip prints when it cannot install the lock; nothing is ever installed."""
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    command += ["--dry-run", "--ignore-installed", "--progress-bar=off", "-r", str(lock)]
    clean = {name: "" for name in os.environ if name.startswith("PIP_")}
    environment = {**clean, "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0", **settings}
    code, words = environments.output_of(command, environment)
    assert code
    return words


UNREACHABLE = (
    "The package registry could not be reached: check the network and pip's configuration (`pip config list`), "
    "then run this again, which is safe at any time; pip's words are in .venv/install.log."
)


def test_an_unreachable_registry_is_named_as_such(tmp_path):
    (tmp_path / "requirements.txt").write_text(f"tiny-package==1.0 --hash=sha256:{'0' * 64}\n")
    nobody = "http://127.0.0.1:9/simple"
    output = pip_installs(tmp_path / "requirements.txt", PIP_INDEX_URL=nobody, PIP_RETRIES="1")
    assert environments.pip_fault(output, ".venv/install.log") == UNREACHABLE


@pytest.mark.parametrize(
    "words",
    [
        "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
        "HTTPSConnectionPool(host='registry', port=443): Read timed out.",
        "Could not fetch URL https://registry/simple/: There was a problem confirming the ssl certificate",
        "ERROR: HTTP error 503 while getting https://registry/tiny.whl",
    ],
)
def test_every_way_of_not_reaching_a_registry_is_the_same_sentence(words):
    assert environments.pip_fault(words, ".venv/install.log") == UNREACHABLE


def test_a_changed_package_is_not_installed(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text(re.sub("[0-9a-f]{64}", "0" * 64, wheel(tmp_path)))
    output = pip_installs(lock, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert environments.pip_fault(output, ".venv/install.log") == (
        "A package is not the one in the lock (its hash differs) and was not installed: run this again, and if it "
        "stays, ask whoever keeps the lock; pip's words are in .venv/install.log."
    )


def test_a_package_that_the_registry_does_not_have_is_named(tmp_path):
    (tmp_path / "requirements.txt").write_text(f"tiny-package==1.0 --hash=sha256:{'0' * 64}\n")
    output = pip_installs(tmp_path / "requirements.txt", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert environments.pip_fault(output, ".venv/install.log") == UNREACHABLE.replace(
        "could not be reached", "has no tiny-package==1.0"
    )


def test_what_pip_says_otherwise_is_passed_on():
    output = "Collecting tiny\nERROR: Something nobody thought of.\n\n"
    assert environments.pip_fault(output, ".venv/install.log") == (
        "pip stopped, its words are in .venv/install.log, and the last are: ERROR: Something nobody thought of."
    )


def test_a_disk_that_fills_up_on_the_way_is_named():
    output = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
    assert environments.pip_fault(output, "log") == "The disk is full: free 3 GB and run this again."


def test_a_failed_install_leaves_no_finished_environment(tmp_path, monkeypatch, capsys):
    made = project(tmp_path, "", monkeypatch)

    def stop(*_):
        raise environments.Fault("No network.")

    monkeypatch.setattr(environments, "install", stop)
    monkeypatch.setattr(environments, "output_of", lambda *_: (0, ""))
    assert environments.main(["service"], tmp_path) == 1
    assert capsys.readouterr().err == "No network.\n"
    assert not environments.is_made(made)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("echo 'ImportError: no thing'; exit 1", "was made and does not work, and Python says: ImportError: no thing"),
        ("kill -ILL $$", "does not run on this processor (signal 4): TensorFlow needs one with AVX"),
    ],
)
def test_an_environment_that_cannot_import_is_not_called_ready(program, sentence, tmp_path):
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{program}\n")
    python.chmod(0o755)
    broken = environments.Environment(tmp_path / ".venv", tmp_path / "requirements.txt", ("rasa",))
    assert sentence in fault(environments.check_imports, broken, Path(".venv"))


def test_the_script_runs_on_the_bare_python_and_says_what_is_wrong():
    code, words = environments.output_of([sys.executable, "-I", "-S", str(SCRIPT), "both"], {})
    assert (code, words) == (1, "Say service, bot or all, not 'both'.\n")


def test_the_question_of_make_ask_arrives_as_it_was_typed(tmp_path):
    question = 'what\'s "crs", does it cost $5 or $(HOME)? `id` #1 \\ %'
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/environments.py").write_text("")
    python = tmp_path / ".venv/bin/python"
    python.write_text('#!/bin/sh\nprintf %s "$3"\n')
    python.chmod(0o755)
    command = ["make", "-s", "-f", ROOT / "Makefile", "ask", f"Q={question}", f"PY={sys.executable}"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout == question


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_one_version_and_a_hash(lock):
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 60
    whole = re.compile(r"[a-z0-9._-]+==\S+(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line for line in lines if not whole.fullmatch(line)] == []


@pytest.mark.parametrize("file", [*LOCKS, "requirements.in", "bot/requirements.in"])
def test_no_lock_names_a_registry_or_a_place_on_a_machine(file):
    text = (ROOT / file).read_text()
    traces = re.compile(r"\S*(?:://|pypi|pythonhosted|index-url|find-links|@ file|/(?:home|opt|root|tmp|work)/)\S*")
    assert traces.findall(text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_every_package_that_its_requirements_name(lock):
    wanted = (ROOT / lock).with_suffix(".in").read_text().splitlines()
    names = [re.match(r"[A-Za-z0-9._-]+", line) for line in wanted]
    locked = {line.split("==")[0] for line in (ROOT / lock).read_text().splitlines() if "==" in line}
    assert [n[0] for n in names if n and re.sub(r"[._]", "-", n[0]).lower() not in locked] == []


def test_rasa_never_reaches_the_environment_that_faces_the_public():
    assert not re.search(r"^(rasa|tensorflow|sanic)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
