"""The repository's own words, read and rendered once, as a patient would meet them."""

import re
from pathlib import Path

import pytest

from service.library.blocks import to_text
from service.library.publish import fixed_words
from service.library.read import read_content
from service.library.render import Rendered, render
from service.library.shapes import Content

ROOT = Path(__file__).resolve().parents[2]


class Words:
    """Everything a patient can read. ``topics``: with the figures of sensitive ones. ``fixed``: cards and wording."""

    def __init__(self) -> None:
        self.folder = ROOT / "content"
        self.content: Content = read_content(self.folder)
        self.rendered: dict[str, Rendered] = render(self.content)
        self.fixed_words = fixed_words(self.content)
        timeline = self.fixed_words["timeline"]
        self.topics = {
            topic.id: "\n\n".join([topic.title, topic.lead, to_text(topic.all_blocks), *topic.questions])
            for topic in self.rendered.values()
        }
        self.fixed = {
            **{
                f"card {level}": f"{card['title']}\n\n{card['text']}"
                for level, card in self.fixed_words["cards"].items()
            },
            **{f"wording {name}": text["text"] for name, text in self.fixed_words["wording"].items()},
            **{
                f"step {number}": "\n\n".join([step["title"], step["text"], *step["ask_your_team"]])
                for number, step in enumerate(self.fixed_words["eligibility"], 1)
            },
            **{f"ui {name}": text for name, text in self.fixed_words["ui"].items()},
            "timeline": to_text([*timeline["opening"], *timeline["closing"]]) + f"\n\n{timeline['text']}",
            "timeline words": "\n\n".join(
                [timeline["title"], timeline["alt"], *(s["title"] for s in timeline["steps"])]
            ),
            **{f"error {name}": text for name, text in self.fixed_words["errors"].items()},
            **{
                f"helpline {line['id']}": "; ".join(
                    str(line[k]) for k in ("name", "for_whom", "phone", "hours", "cost")
                )
                for line in self.fixed_words["helplines"]
            },
        }

    @property
    def numbers(self) -> dict[str, str]:
        """Sensitive topic -> the words of its numbers block, shown only after a yes."""
        found = {}
        for topic in self.rendered.values():
            many = len(topic.all_blocks) - len(topic.blocks)
            starts = (
                i
                for i in range(len(topic.blocks) + 1)
                if topic.all_blocks[:i] + topic.all_blocks[i + many :] == topic.blocks
            )
            if many:
                start = next(starts)
                found[topic.id] = to_text(topic.all_blocks[start : start + many])
        return found

    @property
    def open(self) -> dict[str, str]:
        """Place -> the words everybody sees unasked: all of them but the numbers blocks."""
        topics = {
            topic.id: "\n\n".join([topic.title, topic.lead, topic.text, *topic.questions])
            for topic in self.rendered.values()
        }
        return {**topics, **self.fixed}

    @property
    def everywhere(self) -> dict[str, str]:
        """Place -> its words, over all surfaces."""
        return {**self.topics, **self.fixed}

    def says(self, place: str, pattern: str) -> bool:
        """Whether a topic (or a card, a wording, a helpline) says what the pattern finds, case aside."""
        return re.search(pattern, self.everywhere[place], re.IGNORECASE) is not None

    @staticmethod
    def sentences(places: dict[str, str]) -> list[tuple[str, str]]:
        """Returns every sentence with the place where it stands."""
        return [
            (place, sentence.strip())
            for place, text in places.items()
            for sentence in re.split(r"\n+|(?<=[.!?])\s+", text)
            if sentence.strip()
        ]


@pytest.fixture(scope="session")
def words() -> Words:
    """The repository's own words."""
    return Words()
