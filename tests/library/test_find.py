"""Tests of finding: search, what a missing or replaced file does, and fixed words that always come."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.library.find import Fixed, Library, NotPublished, Published
from service.library.publish import publish
from service.safety.urgent import Urgent
from tests import stored


@pytest.fixture
def var(small, tmp_path):
    """A folder with three published topics."""
    small.topic("basics", title='"What is remission?"', body="The illness went away for now.")
    small.topic("fever", title='"What about infections?"', lead='"They are common."', body="Wash your hands often.")
    small.topic(
        "hard",
        title='"How many people live?"',
        body="A hard question.\n\n::: numbers\nThe zebra figure is {{ alive }}.\n:::",
        sensitive="true",
    )
    publish(small.folder, tmp_path / "var", Urgent.from_data)
    return tmp_path / "var"


def test_a_topic_is_found_by_its_title(var):
    assert Library(var).published().search("remission") == ["basics"]


def test_a_topic_is_found_by_a_word_of_its_lead(var):
    assert Library(var).published().search("is it common?") == ["fever"]


def test_a_topic_is_found_by_a_word_of_its_body(var):
    assert Library(var).published().search("washing my hands") == ["fever"]


@pytest.mark.parametrize("word", ["infection", "infections", "infected", "INFECT", "infec"])
def test_other_forms_of_a_word_find_the_same_topic(var, word):
    assert Library(var).published().search(word) == ["fever"]


def test_the_title_counts_more_than_the_body(small, var):
    small.topic("elsewhere", title='"Other things?"', body="Remission, remission, remission and remission.")
    publish(small.folder, var, Urgent.from_data)

    assert Library(var).published().search("remission") == ["basics", "elsewhere"]


def test_no_more_topics_than_asked_for_are_found(var):
    published = Library(var).published()

    assert len(published.search("remission infections question")) == 3
    assert len(published.search("remission infections question", limit=2)) == 2


@pytest.mark.parametrize("words", ["", "   ", "what is the", "?!…", "obe-cel", "CAR", "quantum"])
def test_words_that_mean_nothing_here_find_nothing(var, words):
    assert Library(var).published().search(words) == []


@pytest.mark.parametrize("words", ["zebra", "61.1%", "61", "figure"])
def test_figures_hidden_in_a_numbers_block_are_never_found(var, words):
    published = Library(var).published()

    assert published.search(words) == []
    assert published.search("hard question") == ["hard"]


@pytest.mark.parametrize(
    "words",
    [
        '"remission',
        "remission AND (",
        "remission*",
        "NEAR(remission",
        "-remission",
        "title:remission",
        "remission^2",
        "{remission} : x",
    ],
)
def test_signs_of_the_search_language_are_harmless(var, words):
    assert Library(var).published().search(words) == ["basics"]


def test_a_query_of_a_thousand_characters_is_answered(var):
    assert Library(var).published().search("remission " * 100) == ["basics"]
    assert Library(var).published().search("x" * 1000) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(words=st.one_of(st.text(), st.text(alphabet="ab\"'*():^-+{}\0 ANDORNEAR", max_size=40)))
def test_any_text_can_be_searched(var, words):
    published = Published.open(stored.store(var))

    assert set(published.search(words)) <= {"basics", "fever", "hard"}


# Files that come, go and break


def test_what_is_published_anew_is_seen_at_the_next_call(small, var):
    library = Library(var)
    before = library.published()
    assert library.published() is before
    small.topic("fever", title='"What about germs?"', lead='"New words."')
    small.swap("wording.yml", '"Words for greeting."', '"Good day."')

    publish(small.folder, var, Urgent.from_data)

    assert library.published().topics["fever"]["lead"] == "New words."
    assert library.published().search("germs") == ["fever"]
    assert library.fixed().data["wording"]["greeting"]["text"] == "Good day."


def test_a_reader_in_the_middle_of_an_answer_keeps_the_old_words(small, var):
    before = Library(var).published()
    small.topic("fever", lead='"New words."')

    publish(small.folder, var, Urgent.from_data)

    assert before.topics["fever"]["lead"] == "They are common."
    assert before.search("remission") == ["basics"]


def test_a_store_that_disappears_is_said_and_one_that_comes_back_is_served(var, tmp_path):
    library = Library(var)
    assert "basics" in library.published().topics
    shutil.move(stored.store(var), tmp_path / "away")

    for _ in range(2):
        with pytest.raises(NotPublished) as gone:
            library.published()
        assert str(gone.value) == f"{stored.store(var)} is missing. Run `make publish`."

    shutil.move(tmp_path / "away", stored.store(var))
    assert "basics" in library.published().topics


def test_the_library_opens_without_a_store_and_serves_it_when_it_comes(var, tmp_path):
    shutil.move(stored.store(var), tmp_path / "away")
    library = Library(var)
    with pytest.raises(NotPublished):
        library.published()
    assert library.fixed().data["cards"]

    shutil.move(tmp_path / "away", stored.store(var))

    assert "basics" in library.published().topics


@pytest.mark.parametrize("garbage", [b"not a database", b"SQLite format 3\x00" + bytes(200)])
def test_a_store_that_is_no_store_is_said(var, garbage):
    stored.store(var).write_bytes(garbage)

    with pytest.raises(NotPublished) as broken:
        Library(var).published()

    assert str(broken.value).startswith(f"{stored.store(var)} cannot be read (")
    assert str(broken.value).endswith("). Run `make publish`.")


def test_a_store_cut_in_half_is_said(var):
    whole = stored.store(var).read_bytes()
    stored.store(var).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(NotPublished) as broken:
        Library(var).published()

    assert "cannot be read (" in str(broken.value)


def test_a_store_without_topics_is_said(var):
    import sqlite3

    with sqlite3.connect(stored.store(var)) as database:
        database.execute("DELETE FROM topics")
    database.close()

    with pytest.raises(NotPublished) as empty:
        Library(var).published()

    assert str(empty.value) == f"{stored.store(var)} holds no topic. Run `make publish`."


@pytest.mark.parametrize("broken", ['{"urgent": ', "[]", "{}", "null", '"words"', ""])
def test_fixed_words_that_break_leave_the_last_good_ones(small, var, broken):
    library = Library(var)
    good = library.fixed()

    stored.fixed(var).write_text(broken)

    assert library.fixed() is good
    small.swap("wording.yml", '"Words for greeting."', '"Good day."')
    publish(small.folder, var, Urgent.from_data)
    assert library.fixed().data["wording"]["greeting"]["text"] == "Good day."


def test_fixed_words_that_disappear_leave_the_last_good_ones(var):
    library = Library(var)
    good = library.fixed()

    stored.fixed(var).unlink()

    assert library.fixed() is good


def test_the_library_does_not_open_without_fixed_words(var):
    stored.fixed(var).unlink()

    with pytest.raises(NotPublished) as missing:
        Library(var)

    assert str(missing.value).startswith(f"{stored.fixed(var)} cannot be read (")
    assert str(missing.value).endswith("). Run `make publish`.")


def test_fixed_words_that_lack_a_part_name_it(var):
    stored.fixed(var).write_text('{"urgent": {}, "cards": {}, "wording": {}, "ui": {}, "errors": {}}')

    with pytest.raises(NotPublished) as lacking:
        Fixed.open(stored.fixed(var))

    missing = "advice, eligibility, fingerprint, groups, helplines, pulled, signoff, sites, timeline, tongues"
    assert str(lacking.value) == f"{stored.fixed(var)} lacks {missing}. Run `make publish`."
