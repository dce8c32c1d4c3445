"""What all suites share: the published content, made once a session, and a garbage collector that looks seldom."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

# Compiled rules, phrases and Rasa stay until the end of a session: looking through all of them again and again for
# what may go took half the time of compiling rules.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """Leaves what was imported and read while collecting out of every later look for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content published and a net of a few words; nobody changes it, whoever has to takes a copy."""
    # Imported here, because the tests of Rasa run where the service's packages are not.
    from service.library.publish import publish
    from service.safety.advice import AdviceRules
    from service.safety.urgent import Urgent
    from service.web.settings import ROOT
    from tests.safety import small_net

    var = tmp_path_factory.mktemp("published")
    publish(ROOT / "content", var, Urgent.from_data, AdviceRules.from_data)
    small_net.write(var / "model" / "net.npz")
    return var
