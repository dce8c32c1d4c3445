"""Tests of the start: the recorded model or none at all, without telemetry or network."""

import hashlib
import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bot import serve
from bot.serve import NoModel, checked_model, main
from tests.bot.conftest import ROOT, guard_in


@pytest.fixture
def copy(model, tmp_path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "model"))


def file_in(folder: Path) -> Path:
    return folder / json.loads((folder / "model.json").read_text())["file"]


def record(folder: Path, **changed: str) -> None:
    path = folder / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))


def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Returns the one sentence with which the start is refused."""
    assert main(["--model", str(folder), "--port", "1"]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    sentences = [line for line in lines if line.startswith("The bot did not start: ")]
    assert lines[-1:] == sentences
    assert "Traceback" not in "".join(lines)
    return sentences[0].removeprefix("The bot did not start: ")


@pytest.fixture(autouse=True)
def never_served(monkeypatch):
    """A start that should have been refused fails the test instead of serving for ever."""
    monkeypatch.setattr("sanic.Sanic.run", lambda *_, **__: pytest.fail("the bot was served"))


def test_folder_without_a_record_does_not_start(tmp_path, capsys):
    assert refused(tmp_path, capsys) == f"{tmp_path} holds no recorded model. Run `make train`."
    (tmp_path / "newest.tar.gz").write_bytes(b"Rasa would load this")
    assert refused(tmp_path, capsys) == f"{tmp_path} holds no recorded model. Run `make train`."


def test_missing_model_file_does_not_start(copy, capsys):
    file = file_in(copy)
    file.rename(copy / "other.tar.gz")
    assert refused(copy, capsys) == f"{file} is missing. Run `make train`."


def test_model_file_with_one_changed_byte_does_not_start(copy, capsys):
    file = file_in(copy)
    data, digest = bytearray(file.read_bytes()), json.loads((copy / "model.json").read_text())["sha256"]
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    found = hashlib.sha256(data).hexdigest()
    assert refused(copy, capsys) == f"{file} has SHA-256 {found}, recorded is {digest}. Run `make train`."


@pytest.mark.parametrize("part", [0, 100, 0.5, 0.99])
def test_truncated_model_file_with_a_matching_record_does_not_start(copy, capsys, part):
    file = file_in(copy)
    data = file.read_bytes()
    data = data[: part if isinstance(part, int) else int(len(data) * part)]
    file.write_bytes(data)
    record(copy, sha256=hashlib.sha256(data).hexdigest())
    sentence = refused(copy, capsys)
    assert sentence.startswith(f"{file} could not be loaded (")
    assert sentence.endswith("). Run `make train`.")


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"file": "x.tar.gz"}', '{"file": null, "sha256": null}', '{"sha256": "0"}', "{", ""]
)
def test_record_that_is_not_whole_is_no_record(copy, text):
    (copy / "model.json").write_text(text)
    with pytest.raises(NoModel) as raised:
        checked_model(copy)
    assert str(raised.value) == f"{copy} holds no recorded model. Run `make train`."


def test_recorded_model_is_the_one_that_is_checked(copy):
    assert checked_model(copy) == file_in(copy)


def test_refused_start_exits_with_one_in_a_process_of_its_own(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bot.serve", "--model", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[-1] == f"The bot did not start: {tmp_path} holds no recorded model. Run `make train`."
    )


def test_address_is_loopback_and_no_option_changes_it(capsys):
    assert serve.LOOPBACK == "127.0.0.1"
    with pytest.raises(SystemExit):
        main(["--host", "0.0.0.0"])
    assert "unrecognized arguments: --host" in capsys.readouterr().err


def test_application_has_only_our_routes(application):
    routes = {(route.path, *sorted(route.methods - {"HEAD"})) for route in application.router.routes}
    assert routes == {
        ("", "GET"), ("turn/messages", "POST"), ("turn/conversations/<conversation:str>", "DELETE"),
        ("turn/readings", "POST"), ("turn/model", "GET"), ("turn/model", "POST"),
    }  # fmt: skip


@pytest.mark.parametrize("module", ["bot.train", "bot.serve"])
def test_telemetry_is_off_even_if_the_environment_says_on(module, tmp_path):
    guard = guard_in(tmp_path / "guard")
    code = f"import {module}, rasa.telemetry; rasa.telemetry.initialize_telemetry()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=guard.environment, check=True, capture_output=True)
    assert guard.notes() == ["telemetry False"]


def test_guard_notices_telemetry_and_network(tmp_path):
    guard = guard_in(tmp_path / "guard")
    code = "import rasa.telemetry, socket\ntry: socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=guard.environment, check=True, capture_output=True)
    assert guard.notes() == ["network socket.getaddrinfo 192.0.2.1", "telemetry True"]


def test_whole_training_ran_without_telemetry_or_network(model, training):
    assert training.guard.notes() == ["telemetry False"]


def test_running_bot_answers_without_telemetry_or_network(running):
    assert running.say("what is crs")[0] == 200
    assert running.guard.notes() == []
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/") as page:
        assert page.status == 200
    assert "elemetry" not in running.output()
