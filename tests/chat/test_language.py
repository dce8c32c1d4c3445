"""Tests of what is plainly not English: found in many languages, and never a misspelt or short English question."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.chat import language
from service.chat.language import LEAST_WORDS, NOT_ENGLISH, Languages, english_words
from service.library.find import Library
from service.library.read import read_yaml
from service.web.settings import ROOT
from tests import stored
from tests.chat.conftest import Start
from tests.chat.person import Person, phones
from tests.service_bot.rasa import Rasa

FOREIGN = read_yaml(Path(__file__).parent / "foreign.yml")
POLISH = "Jakie są skutki uboczne tego leczenia?"


@pytest.fixture(scope="session")
def languages(published: Path) -> Languages:
    """Languages as the service has them, with the detector loaded."""
    made = Languages(english_words(Library(published), ROOT / "data" / "nlu"))
    made.open()
    assert made.wait(60)
    return made


@cache
def phrases() -> list[tuple[str, str]]:
    """Returns all phrases people might type, with the name of their file: trained ones and those kept back."""
    found = []
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for intent in read_yaml(path)["nlu"]:
            found += [(path.stem, line.removeprefix("- ")) for line in intent["examples"].splitlines()]
    for path in sorted((ROOT / "tests/phrases").glob("*.yml")):
        found += [(path.stem, text) for text in strings(read_yaml(path))]
    return found


def strings(value: object) -> Iterator[str]:
    """Yields every string in a YAML value."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from strings(inner)


def misspelt(text: str, share: float, chance: random.Random) -> str:
    """Returns a text in which a share of the words have lost, doubled, swapped or changed a letter."""

    def word(right: str) -> str:
        if len(right) < 3 or chance.random() >= share:
            return right
        at = chance.randrange(len(right) - 1)
        return chance.choice(
            [
                right[:at] + right[at + 1] + right[at] + right[at + 2 :],
                right[:at] + right[at + 1 :],
                right[: at + 1] + right[at:],
                right[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + right[at + 1 :],
            ]
        )

    return " ".join(map(word, text.split()))


def test_there_are_many_languages_and_at_least_five_questions_in_each() -> None:
    assert len(FOREIGN["seen"]) >= 25
    assert all(len(questions) >= 5 for questions in FOREIGN["seen"].values())


@pytest.mark.parametrize("name", FOREIGN["seen"])
def test_questions_in_another_language_are_told_from_english(languages: Languages, name: str) -> None:
    questions = FOREIGN["seen"][name]
    found = [question for question in questions if languages.foreign(question)]
    assert len(found) >= len(questions) - 1, set(questions) - set(found)


def test_of_questions_nobody_looked_at_before_nine_in_ten_are_told(languages: Languages) -> None:
    questions = [question for asked in FOREIGN["fresh"].values() for question in asked]
    found = [question for question in questions if languages.foreign(question)]
    assert len(questions) >= 45
    assert len(found) / len(questions) >= 0.9, set(questions) - set(found)


def test_no_english_phrase_is_taken_for_another_language(languages: Languages) -> None:
    typed = phrases()
    assert len(typed) > 7000
    found = [(name, text) for name, text in typed if languages.foreign(text)]
    # What is found stands among the phrases that are no topic, where there are some in other languages.
    assert {name for name, _ in found} <= {"out_of_scope"}, found
    assert {text for _, text in found} <= {
        "Bonjour, je cherche un restaurant près de la gare",
        "Dzień dobry, czy może mi pan pomóc z komputerem?",
        "Guten Abend, wie wird das Wetter am Wochenende?",
        "bonjour comment ça va",
        "bore da sut wyt ti",
        "bună ziua ce mai faceți",
        "dzień dobry jak się masz",
        "dónde está la biblioteca",
        "gdzie jest najbliższy sklep",
        "guten tag wie geht es ihnen",
        "hola, ¿qué hora es en Madrid?",
        "ich möchte ein bier bitte",
        "jaka jest dziś pogoda",
        "je voudrais un café",
        "onde fica a farmácia",
        "wo ist der bahnhof",
        "آج موسم کیسا ہے",
    }


@pytest.mark.parametrize(("share", "most"), [(0.2, 0), (0.4, 5)])
def test_misspelt_english_stays_english(languages: Languages, share: float, most: int) -> None:
    chance = random.Random(7)
    english = [text for name, text in phrases() if name not in NOT_ENGLISH]
    found = [wrong for text in english if languages.foreign(wrong := misspelt(text, share, chance))]
    assert len(found) <= most, found


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "?", "1", "ok", "no", "me", "die", "hospital", "normal", "hola", "merci", "danke", "Dr Kowalski",
        "Agnieszka Nowak Krzysztof Wojciechowski", "asdf jkl qwer zxcv uiop", "lorem ipsum dolor sit amet",
        "am i gonig to die", "do i die", "is it normal to be hot", "can i come in", "was ist das in english please",
        "😀😀😀😀", "αβ", "TNF-α and IL-6 levels", "𝓌𝒽𝒶𝓉 𝒾𝓈 𝒸𝓇𝓈", "ｗｈａｔ ｉｓ ｃｒｓ", "what does 治疗 mean",
        "mum says mujhe bukhar hai", "obe-cel obe-cel obe-cel obe-cel", "[name] [NHS number] [name] [postcode]",
        "CRS ICANS MRD HLH", "what about señor García in the bed next to me", "is naïve B-cell café talk à la carte",
    ],
)  # fmt: skip
def test_short_odd_and_mixed_messages_stay_english(languages: Languages, typed: str) -> None:
    assert not languages.foreign(typed)


@pytest.mark.parametrize("typed", ["需要翻译", "翻译", "помогите", "ما هو MRD؟", "ਕੀ ਹੈ obe-cel", "CAR-T क्या है"])
def test_a_script_that_is_not_latin_needs_few_words(languages: Languages, typed: str) -> None:
    assert languages.foreign(typed)


@pytest.mark.parametrize(
    "typed", ["помогите please my dad", "side effects क्या हैं", "hospital میں کتنے دن and then home"]
)
def test_an_english_word_keeps_a_message_english_in_any_script(languages: Languages, typed: str) -> None:
    assert not languages.foreign(typed)


def test_three_words_in_latin_letters_are_too_few(languages: Languages) -> None:
    words = POLISH.split()
    assert not languages.foreign(" ".join(words[: LEAST_WORDS - 1]))
    assert languages.foreign(POLISH)


def test_with_few_english_words_known_latin_letters_prove_nothing(languages: Languages, tmp_path: Path) -> None:
    poor = Languages(frozenset({"the", "of"}), languages._detector)
    assert not poor.foreign(POLISH)
    assert poor.foreign("Нужен переводчик")


def test_the_words_of_other_languages_are_not_read_as_english(languages: Languages) -> None:
    assert {"what", "hospital", "tbh", "i", "a"} <= languages.english
    assert not {"bonjour", "jest", "möchte", "gdzie", "diolch"} & languages.english


# In a conversation


def test_a_message_in_another_language_gets_the_fixed_words_and_costs_the_bot_nothing(
    client: TestClient, rasa: Rasa
) -> None:
    assert client.app.state.chat.languages.wait(60)  # type: ignore[attr-defined]
    turn = Person(client).ask(POLISH)

    assert (turn["outcome"], turn["topic"]) == ("out_of_scope", "interpreters")
    (reply,) = turn["replies"]
    assert reply["type"] == "text"
    assert "only understand English" in reply["text"] and "interpreter" in reply["text"]
    assert "24-hour number" in reply["text"] and "999" in phones(reply["blocks"])
    assert [choice["id"] for choice in turn["choices"]] == ["topic:interpreters"]
    assert rasa.asked == []


def test_danger_comes_before_the_language(person: Person, rasa: Rasa) -> None:
    assert person.ask("mam chest pain i nie moge oddychac")["outcome"] == "emergency"
    assert person.ask("Jakie są skutki uboczne, I want to die")["outcome"] == "crisis"
    assert rasa.asked == []


def test_an_english_message_goes_to_the_bot(person: Person, rasa: Rasa) -> None:
    assert person.ask("wich are teh side efects")["outcome"] == "answered"
    assert len(rasa.asked) == 1


def test_a_choice_and_a_look_ahead_have_no_language(person: Person) -> None:
    assert person.choose("topic:interpreters")["outcome"] == "answered"
    assert person.ask("what if I get a fever")["outcome"] == "answered"


class Broken:
    """A detector that fails, as Rust code does: with what is no ``Exception``."""

    def compute_language_confidence_values(self, text: str) -> None:
        raise BaseException(f"panicked at {text}")


def test_a_detector_that_fails_costs_no_answer_and_tells_no_words(
    start: Start, rasa: Rasa, caplog: pytest.LogCaptureFixture
) -> None:
    client = start()
    chat = client.app.state.chat  # type: ignore[attr-defined]
    assert chat.languages.wait(60)
    chat.languages._detector = Broken()

    assert Person(client).ask(POLISH)["outcome"] == "answered"
    assert "the language of a message was not looked at: BaseException" in caplog.text
    assert "skutki" not in caplog.text


@pytest.mark.parametrize("fault", [ImportError("no lingua"), BaseException("panicked")])
def test_without_a_detector_the_chat_starts_and_answers(
    start: Start, rasa: Rasa, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def missing() -> None:
        raise fault

    monkeypatch.setattr(language, "detector", missing)
    client = start()
    assert not client.app.state.chat.languages.wait(60)  # type: ignore[attr-defined]

    assert Person(client).ask(POLISH)["outcome"] == "answered"
    assert Person(client).ask("Нужен переводчик")["outcome"] == "out_of_scope"


def test_without_published_topics_the_words_come_from_the_phrases(tmp_path: Path, published: Path) -> None:
    shutil.copytree(published, tmp_path / "var")
    stored.store(tmp_path / "var").unlink()

    assert len(english_words(Library(tmp_path / "var"), ROOT / "data" / "nlu")) > 3000
    assert english_words(Library(tmp_path / "var"), tmp_path / "nothing") == {"a", "i"}
