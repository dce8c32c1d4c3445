"""Tests of training beside the model in force: it is never touched, and a refusal outlives the next start."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os

import numpy as np
import pytest

from bot import retrain as module
from bot import train as training
from bot.retrain import NothingInForce, main, retrain
from bot.train import inputs_digest, is_refused, recorded, train
from tests.bot.test_train import NET, contents, folder, keep, project, rasa_makes  # noqa: F401 - fixtures


def said(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def refuse(folder) -> None:  # noqa: F811
    (folder / "refused.json").write_text(json.dumps({"inputs": inputs_digest()}))


def test_a_model_with_the_net_of_another_trains_no_net(project, folder, tmp_path, monkeypatch):  # noqa: F811
    keep(folder)
    rasa_makes(monkeypatch, b"a new model")
    monkeypatch.setattr(training.net_file, "write", lambda _: pytest.fail("a net was trained"))
    record = train(tmp_path / "new", net_of=folder)
    assert (tmp_path / "new" / "net.npz").read_bytes() == NET
    assert (tmp_path / "new" / record["file"]).read_bytes() == b"a new model" and record["inputs"] == inputs_digest()


def test_a_net_of_todays_messages_is_not_trained_again_unless_they_changed(project, folder, tmp_path, monkeypatch):  # noqa: F811
    rasa_makes(monkeypatch, b"a new model")
    monkeypatch.setattr(training.net_file, "ROOT", project)
    np.savez(folder / "net.npz", made_of=training.net_file.digest())
    made = (folder / "net.npz").read_bytes()
    assert recorded(folder) == {} and train(folder)["net"] == hashlib.sha256(made).hexdigest()
    assert train(folder, anew=True)["net"] == hashlib.sha256(NET).hexdigest()
    np.savez(folder / "net.npz", made_of=training.net_file.digest())
    (project / "data/safety/crisis.yml").write_text("level: crisis\nphrases: {}\n")
    assert train(folder)["net"] == hashlib.sha256(NET).hexdigest()


@pytest.mark.parametrize("content", [None, b"", b"no arrays", "of before", "of another version"])
def test_a_net_that_is_missing_broken_or_of_other_messages_is_not_current(folder, content):  # noqa: F811
    path = folder / "net.npz"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "of before":
        np.savez(path, made_of="0" * 64)
    elif content:
        np.savez(path, format=1)
    assert not training.net_file.is_current(path)


def test_a_net_with_one_changed_byte_is_not_current(folder):  # noqa: F811
    path = folder / "net.npz"
    np.savez_compressed(path, made_of=training.net_file.digest(), encoder=np.random.RandomState(0).randint(0, 9, 9999))
    assert training.net_file.is_current(path)
    whole = path.read_bytes()
    for at in range(200, len(whole) // 2, 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert not training.net_file.is_current(path), at


def test_phrases_of_another_folder_are_never_recorded_as_our_own(project, folder, tmp_path, monkeypatch):  # noqa: F811
    keep(folder)
    rasa_makes(monkeypatch, b"a new model")
    (tmp_path / "phrases").mkdir()
    assert train(tmp_path / "new", tmp_path / "phrases", net_of=folder)["inputs"] != inputs_digest()


def test_the_record_is_of_the_phrases_that_training_began_with(project, folder, tmp_path, monkeypatch):  # noqa: F811
    keep(folder)
    before = inputs_digest()
    calls = rasa_makes(monkeypatch, b"a new model")

    class Changing(list):
        def append(self, _):
            (project / "data/nlu/crs.yml").write_text("changed meanwhile")

    monkeypatch.setattr("rasa.model_training.train", _beside(Changing(), calls, monkeypatch))
    assert train(tmp_path / "new", net_of=folder)["inputs"] == before != inputs_digest()


def _beside(changing, calls, monkeypatch):
    from rasa import model_training

    made = model_training.train

    def trained(*given, **named):
        changing.append(given)
        return made(*given, **named)

    return trained


def test_what_was_refused_is_not_trained_at_the_next_start(project, folder, monkeypatch, capsys):  # noqa: F811
    keep(folder)
    calls = rasa_makes(monkeypatch, b"a worse model")
    phrases = project / "data/nlu/crs.yml"
    phrases.write_text(phrases.read_text() + "    - damaging\n")
    refuse(folder)
    before = contents(folder)

    assert training.main(["--out", str(folder)]) == 0
    assert calls == [] and contents(folder) == before and "did worse" in capsys.readouterr().out
    phrases.write_text(phrases.read_text() + "    - mended\n")
    assert not is_refused(folder)
    assert training.main(["--out", str(folder)]) == 0 and len(calls) == 1


@pytest.mark.parametrize("spoil", ["missing", "damaged", "not json", "a list"])
def test_a_refusal_without_a_whole_model_to_keep_counts_for_nothing(project, folder, spoil):  # noqa: F811
    keep(folder)
    refuse(folder)
    assert is_refused(folder)
    (archive,) = folder.glob("*.tar.gz")
    if spoil == "missing":
        archive.unlink()
    elif spoil == "damaged":
        archive.write_bytes(b"damaged")
    else:
        (folder / "refused.json").write_text("{" if spoil == "not json" else "[]")
    assert not is_refused(folder)


def test_without_a_model_in_force_nothing_is_trained(project, tmp_path, monkeypatch):  # noqa: F811
    calls = rasa_makes(monkeypatch, b"a new model")
    with pytest.raises(NothingInForce):
        retrain(tmp_path / "none", tmp_path / "new", project / "data/nlu")
    assert calls == []


def test_a_second_training_waits_for_nobody_and_touches_nothing(project, folder, tmp_path, capsys):  # noqa: F811
    out = tmp_path / "new"
    out.mkdir()
    (out / "result.json").write_text("{}")
    held = os.open(out, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        assert main(["--model", str(folder), "--out", str(out)]) == 1
    finally:
        os.close(held)
    assert "under way" in said(capsys)[-1]["error"] and (out / "result.json").exists()


def test_a_failure_is_one_sentence_and_leaves_no_result_of_an_earlier_one(
    project, folder, tmp_path, monkeypatch, capsys  # noqa: F811
):  # fmt: skip
    keep(folder)
    before = contents(folder)
    rasa_makes(monkeypatch, None, OSError("no space left"))
    monkeypatch.setattr(module, "quiet", lambda: None)
    out = tmp_path / "new"
    out.mkdir()
    (out / "result.json").write_text("{}")

    assert main(["--model", str(folder), "--out", str(out)]) == 1
    assert said(capsys)[-1] == {"error": "The model could not be trained (OSError). The one in force stays."}
    assert not (out / "result.json").exists() and contents(folder) == before
