"""Tests of the training: done when an input changed, never half, and the old model stays until the new one is whole."""

import hashlib
import json
import os
import shutil
import subprocess
import types
from pathlib import Path

import pytest

from bot import train as module
from bot.train import inputs_digest, is_current, main, recorded, train

NET = b"a net, the same from the same messages"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """Returns a copy of everything the model is made of; ``bot.train`` sees only it."""
    root = tmp_path / "project"
    for name in ("bot/domain", "data/nlu", "data/safety", "content/topics"):
        shutil.copytree(module.ROOT / name, root / name)
    for path in [*(module.ROOT / "bot").glob("*.py"), *(module.ROOT / "bot").glob("*.yml")]:
        shutil.copy(path, root / "bot")
    (root / "data/stories").mkdir(exist_ok=True)
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.chdir(tmp_path)  # main() goes to ROOT; this brings the tests back
    return root


@pytest.fixture
def folder(tmp_path) -> Path:
    """Returns a folder with a current model, made by hand."""
    folder = tmp_path / "model"
    folder.mkdir()
    return folder


def keep(folder: Path, data: bytes = b"the old model") -> None:
    """Writes a model, a net and the record that makes them current."""
    digest = hashlib.sha256(data).hexdigest()
    (folder / "net.npz").write_bytes(NET)
    (folder / f"{digest[:16]}.tar.gz").write_bytes(data)
    record = {"file": f"{digest[:16]}.tar.gz", "sha256": digest, "inputs": inputs_digest(), "seconds": "1.0"}
    record["net"] = hashlib.sha256(NET).hexdigest()
    (folder / "model.json").write_text(json.dumps(record))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rasa_makes(monkeypatch, data: bytes | None, error: Exception | None = None) -> list[str]:
    """Puts a training in Rasa's place that writes ``data``, or nothing, or fails; returns the list of its calls."""
    calls: list[str] = []

    def made(domain, config, files, output, force_training):
        calls.append(config)
        if data is not None:
            (Path(output) / "made.tar.gz").write_bytes(data)
        if error:
            raise error
        return types.SimpleNamespace(model=str(Path(output) / "made.tar.gz") if data is not None else None)

    monkeypatch.setattr("rasa.model_training.train", made)
    monkeypatch.setattr(module.net_file, "write", lambda folder: (folder / "net.npz").write_bytes(NET))
    monkeypatch.setattr(module, "quiet", lambda: None)
    return calls


def test_current_model_is_not_trained_again(project, folder, monkeypatch, capsys):
    keep(folder)
    calls, before = rasa_makes(monkeypatch, b"new"), contents(folder)
    assert main(["--out", str(folder)]) == 0
    assert capsys.readouterr().out == "The model is current.\n"
    assert calls == [] and contents(folder) == before
    assert main(["--out", str(folder), "--force"]) == 0
    assert len(calls) == 1


def test_what_a_killed_training_left_goes_and_a_running_one_keeps_its_folder(project, folder, monkeypatch):
    keep(folder)
    rasa_makes(monkeypatch, b"new")
    ended = subprocess.Popen(["true"])
    ended.wait()
    for process in (ended.pid, os.getpid()):
        (folder / f"training-{process}-abc").mkdir()
    train(folder)
    assert [path.name for path in folder.glob("training-*")] == [f"training-{os.getpid()}-abc"]


def test_the_sessions_own_model_has_a_whole_record(model):
    record = recorded(model)
    file = model / record["file"]
    assert sorted(record) == ["file", "inputs", "net", "seconds", "sha256"]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == record["sha256"]
    assert file.name == f"{record['sha256'][:16]}.tar.gz"
    assert sorted(path.name for path in model.iterdir()) == sorted([file.name, "model.json", "net.npz", "vectors.npz"])


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "data/nlu/crs.yml").open("a").write("    - and one more phrase\n"),
        lambda root: (root / "data/nlu/new.yml").write_text('version: "3.1"\n'),
        lambda root: (root / "data/nlu/crs.yml").unlink(),
        lambda root: (root / "data/nlu/crs.yml").rename(root / "data/nlu/crs2.yml"),
        lambda root: (root / "data/safety/crisis.yml").open("a").write("    - and one more\n"),
        lambda root: (root / "data/stories/flow.yml").write_text('version: "3.1"\n'),
        lambda root: (root / "bot/config.yml").open("a").write("# changed\n"),
        lambda root: (root / "bot/decide.py").open("a").write("# changed\n"),
        lambda root: (root / "bot/domain/conversation.yml").open("a").write("# changed\n"),
        lambda root: (root / "bot/requirements.txt").open("a").write("# changed\n"),
        lambda root: (root / "content/topics/about/new_topic.md").write_text("words"),
        lambda root: (root / "content/topics/side_effects/crs.md").unlink(),
    ],
    ids=[
        "phrase added", "phrases added", "phrases removed", "phrases renamed", "danger added", "story added",
        "configuration changed", "code changed", "domain changed", "lock changed", "topic added", "topic removed",
    ],
)  # fmt: skip
def test_changed_input_makes_the_model_stale(project, folder, change):
    keep(folder)
    assert is_current(folder)
    change(project)
    assert not is_current(folder)


def test_changed_words_do_not_make_the_model_stale(project, folder):
    keep(folder)
    for path in project.glob("content/topics/*/*.md"):
        path.write_text("other words")
    assert is_current(folder)


def test_topics_of_another_content_folder_count(project, folder, tmp_path, monkeypatch):
    keep(folder)
    shutil.copytree(project / "content", tmp_path / "other")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "other"))
    assert is_current(folder)
    (tmp_path / "other/topics/about/one_more.md").write_text("words")
    assert not is_current(folder)


@pytest.mark.parametrize("damage", [b"", b"the old mode", b"the old model "])
def test_damaged_or_missing_model_is_stale(project, folder, damage):
    keep(folder)
    (file,) = folder.glob("*.tar.gz")
    file.write_bytes(damage)
    assert not is_current(folder)
    file.unlink()
    assert not is_current(folder)


@pytest.mark.parametrize("damage", [None, b"", b"another net"])
def test_a_damaged_or_missing_net_makes_the_model_stale(project, folder, damage):
    keep(folder)
    file = folder / "net.npz"
    file.unlink() if damage is None else file.write_bytes(damage)
    assert not is_current(folder)


@pytest.mark.parametrize(
    ("data", "error", "why"),
    [
        (None, None, "Rasa trained no model."),
        (None, RuntimeError("the data is wrong"), "the data is wrong"),
        (b"half a mod", OSError("No space left on device"), "No space left on device"),
    ],
)
def test_failed_training_leaves_the_old_model_and_record_as_they_were(
    project, folder, monkeypatch, capsys, data, error, why
):
    keep(folder)
    (project / "data/nlu/new.yml").write_text('version: "3.1"\n')
    rasa_makes(monkeypatch, data, error)
    before = contents(folder)
    assert main(["--out", str(folder)]) == 1
    assert capsys.readouterr().err == f"The model could not be trained: {why}\n"
    assert contents(folder) == before


def test_training_that_ends_between_model_and_record_leaves_a_model_that_serves(project, folder, monkeypatch):
    keep(folder)
    before = contents(folder)
    rasa_makes(monkeypatch, b"the new model")
    replace = module.os.replace

    def interrupted(source, target):
        if Path(target).name == "model.json":
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(module.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train(folder)
    assert before.items() <= contents(folder).items()
    assert is_current(folder)


def test_new_model_takes_the_old_ones_place(project, folder, monkeypatch, capsys):
    keep(folder)
    (project / "data/nlu/new.yml").write_text('version: "3.1"\n')
    rasa_makes(monkeypatch, b"the new model")
    assert main(["--out", str(folder)]) == 0
    digest = hashlib.sha256(b"the new model").hexdigest()
    assert sorted(contents(folder)) == sorted([f"{digest[:16]}.tar.gz", "model.json", "net.npz"])
    assert recorded(folder)["sha256"] == digest
    assert is_current(folder)
    assert f"\nTrained {digest[:16]}.tar.gz in " in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ['{"file": "abc', "", "[]", "null", "{}", '{"file": null}', '{"file": 1, "sha256": 2, "inputs": 3}']
)
def test_half_written_record_is_ignored(project, folder, monkeypatch, text):
    keep(folder)
    (folder / "model.json").write_text(text)
    assert recorded(folder) == {}
    assert not is_current(folder)
    calls = rasa_makes(monkeypatch, b"the new model")
    assert main(["--out", str(folder)]) == 0
    assert len(calls) == 1 and is_current(folder)


def test_half_written_partial_record_beside_a_whole_one_is_ignored(project, folder):
    keep(folder)
    (folder / "model.json.partial").write_text('{"file": "abc')
    assert is_current(folder)
