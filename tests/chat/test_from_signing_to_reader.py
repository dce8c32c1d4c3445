"""The way of a sign-off: two people sign, live serves; a change ends that at the next request, undone it is served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.chat.app import create
from service.library.publish import publish, rollback
from service.library.read import read_content
from service.library.signatures import signoffs
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.settings import ROOT, Settings
from tests.library.conftest import UI, Small
from tests.library.office import Office
from tests.service_bot.rasa import Rasa

FILE = "topics/illness/basics.md"
UNFIT_WITHOUT = ("cards/emergency", "cards/urgent", "cards/crisis", "wording")


class Service:
    """A running service in live mode on a folder that two reviewers signed; what it serves changes by publishing."""

    def __init__(self, office: Office, var: Path, bot_url: str) -> None:
        self.office, self.var = office, var
        for unit in (*UNFIT_WITHOUT, "topics/basics", "helplines/charity"):
            for name in ("ann", "bob"):
                office.sign(unit, name)
        self.publish()
        given = {"VAR_DIR": str(var), "BOT_URL": bot_url, "MODE": "live", "CONTENT_DIR": str(office.folder)}
        self.client = TestClient(create(Settings.read(given), lambda: office.now), raise_server_exceptions=False)

    def publish(self) -> None:
        """Publishes the folder with the sign-offs that count now."""
        office = self.office
        given = signoffs(office.content(), office.folder, office.audit)
        publish(office.folder, self.var, Urgent.from_data, AdviceRules.from_data, signoffs=given, live=True)

    def served(self, topic: str = "basics") -> bool:
        """Asks for a topic once; what is not served must come with the fixed line and without a word of the topic."""
        answer = self.client.get(f"/api/v1/topics/{topic}")
        if answer.status_code == 200:
            assert answer.json()["signoff"]["status"] == "signed"
            return True
        assert answer.status_code == 404
        assert "Words for not_served." in answer.json()["detail"]
        assert "came back" not in answer.text
        return False


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder, rasa = tmp_path_factory.mktemp("signed"), Rasa()
    small = Small(folder / "content")
    ui = read_content(ROOT / "content").wording["ui"]
    small.swap("wording.yml", UI, f"ui: {json.dumps(ui)}\n")
    yield Service(Office(small, folder / "records"), folder / "var", rasa.url)
    rasa.stop()


@pytest.fixture
def service(running: Service) -> Iterator[Service]:
    """The service that the tests share, its words and its clock put back after each."""
    office = running.office
    now, kept = office.now, {path: path.read_bytes() for path in office.folder.rglob("*.[my]*") if path.is_file()}
    yield running
    for path, written in kept.items():
        path.write_bytes(written)
    office.file("topics/other").unlink(missing_ok=True)
    office.now = now
    running.publish()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FILE, "back, for", "back for"),
        ("facts.yml", "value: 40,", "value: 41,"),
        ("helplines.yml", "08088 010 444", "08088 010 445"),
    ],
)
def test_a_change_voids_the_sign_off_at_the_next_request_and_changing_back_restores_it(
    service: Service, file: str, old: str, new: str
) -> None:
    assert service.served()
    assert not service.served("other")

    service.office.small.swap(file, old, new)
    service.publish()
    assert not service.served()

    service.office.small.swap(file, new, old)
    service.publish()
    assert service.served()


def test_rolled_back_it_is_served_again(service: Service) -> None:
    service.office.small.swap(FILE, "back, for", "back for")
    service.publish()
    assert not service.served()

    rollback(service.var, live=True)

    assert service.served()


def test_a_copied_and_a_hand_edited_signature_file_serve_nothing(service: Service) -> None:
    signed, other = service.office.file("topics/basics"), service.office.file("topics/other")
    other.write_bytes(signed.read_bytes())
    service.publish()
    assert service.served()
    assert not service.served("other")

    signed.write_text(signed.read_text().replace("2028", "2029"))
    service.publish()

    assert not service.served()


def test_the_clock_passing_the_date_ends_it_with_nobody_doing_anything(service: Service) -> None:
    service.office.now = datetime(2028, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert service.served()

    service.office.now = datetime(2028, 2, 29, 0, 0, tzinfo=UTC)

    assert not service.served()
