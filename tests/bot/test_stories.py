"""Tests of the conversations: stories run through the trained model by Rasa's own story test, which can fail."""

import asyncio
import json
from pathlib import Path

import pytest
import yaml
from rasa.core.test import test as rasa_test_core

STORIES = Path(__file__).parent / "stories/test_rules.yml"


def run(stories: Path, agent, loop: asyncio.AbstractEventLoop, out: Path) -> tuple[dict[str, float], str]:
    """Returns how many stories went right, and the stories that failed as Rasa writes them."""
    out.mkdir()
    loop.run_until_complete(
        rasa_test_core(str(stories), agent, out_directory=str(out), e2e=True, disable_plotting=True)
    )
    report = json.loads((out / "story_report.json").read_text())
    return report["conversation_accuracy"], (out / "failed_test_stories.yml").read_text()


def test_every_story_goes_as_written(agent, loop, tmp_path):
    written = yaml.safe_load(STORIES.read_text())["stories"]
    accuracy, failed = run(STORIES, agent, loop, tmp_path / "out")
    assert len(written) >= 6
    assert accuracy["correct"] == accuracy["total"] == len(written), failed
    assert "None of the test stories failed" in failed


WRONG_ANSWER = {"user": "What is cytokine release syndrome?", "intent": "crs"}, {"action": "utter_icans"}
WRONG_INTENT = {"user": "What is cytokine release syndrome?", "intent": "icans"}, {"action": "utter_icans"}


@pytest.mark.parametrize("steps", [WRONG_ANSWER, WRONG_INTENT], ids=["wrong answer", "wrong intent"])
def test_a_wrong_story_fails(agent, loop, tmp_path, steps):
    wrong = tmp_path / "test_wrong.yml"
    wrong.write_text(
        yaml.safe_dump({"version": "3.1", "stories": [{"story": "wrong", "steps": list(steps)}]}, sort_keys=False)
    )
    accuracy, failed = run(wrong, agent, loop, tmp_path / "out")
    assert (accuracy["correct"], accuracy["total"]) == (0, 1)
    assert "wrong" in failed and "utter_" in failed
