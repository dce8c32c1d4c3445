"""The topics: all of them by group and state, a search, and each one as it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from service.editor.door import ANYBODY, Pages, Refusal, Visit
from service.editor.files import NotWritten
from service.editor.preview import look
from service.editor.shelf import BROKEN
from service.library.shapes import Content, Topic
from service.library.sign import STATES

# What the pages say of a state.
WORDS = {
    "signed": "Signed",
    "due soon": "Signed, next check due soon",
    "expired": "Past its next check",
    "changed": "Changed since it was signed",
    "unsigned": "Not signed",
    BROKEN: "Has faults",
}
NOTICES = {
    "saved": "Saved. The next publish brings it to patients.",
    "not-in-git": "Saved. It is not in the history of git yet, so two reviewers must sign it. Tell a developer.",
    "same": "Nothing was different from the file, so nothing was saved.",
    "thrown": "The draft is thrown away. The file is as it was.",
}
pages = Pages()


@dataclass(frozen=True)
class Line:
    """One topic in the list."""

    topic: Topic
    state: str
    drafts: list[str]


@pages.get("/topics", ANYBODY)
def topics(visit: Visit) -> Response:
    """Shows the topics by group; ``q``, ``group`` and ``state`` leave out the others."""
    house, asked = visit.house, {name: visit.asked(name).strip()[:200] for name in ("q", "group", "state")}
    content, states = house.shelf.content(), house.shelf.states()
    drafts: dict[str, list[str]] = {}
    for draft in house.drafts.of():
        drafts.setdefault(draft.topic, []).append(draft.who)
    lines = [Line(topic, states[name], drafts.get(name, [])) for name, topic in content.topics.items()]
    found = [line for line in lines if _fits(line, asked)]
    groups = [
        (
            content.groups[group].title if group in content.groups else group,
            [x for x in found if x.topic.group == group],
        )
        for group in dict.fromkeys(line.topic.group for line in found)
    ]
    counts = Counter(line.state for line in lines)
    return visit.page(
        "topics.html", groups=groups, asked=asked, words=WORDS, found=len(found), all=len(lines),
        counts=[(state, counts[state]) for state in (*STATES, BROKEN) if counts[state]],
        group_titles={name: group.title for name, group in content.groups.items()}, states=(*STATES, BROKEN),
        unreadable=[fault for fault in content.faults if fault.file.startswith("topics/")],
    )  # fmt: skip


def _fits(line: Line, asked: dict[str, str]) -> bool:
    topic = line.topic
    words = "\n".join([topic.id, topic.front.title, topic.front.lead, topic.body, *topic.front.questions]).casefold()
    return (
        asked["group"] in ("", topic.group)
        and asked["state"] in ("", line.state)
        and all(word in words for word in asked["q"].casefold().split())
    )


@pages.get("/topics/{topic}", ANYBODY)
def topic(visit: Visit) -> Response:
    """Shows one topic as patients would see it, with what is to be known about it."""
    name, file = topic_file(visit)
    house, content = visit.house, visit.house.shelf.content()
    try:
        signoff = house.shelf.signoffs().get(name)
        looked = look(house.files.read(file), file, content, signoff, house.settings.mode == "live")
    except NotWritten as error:
        raise Refusal(409, str(error)) from None
    known = content.topics.get(name)
    state = house.shelf.states().get(name, BROKEN)
    return visit.page(
        "topic.html", topic=known, name=name, file=file, looked=looked, state=WORDS[state],
        group=_group(content, known), notice=NOTICES.get(visit.asked("said"), ""),
        drafts=house.drafts.of(name), may_edit=visit.may("editor"),
        sources=[(s, content.sources[s]) for s in known.front.sources if s in content.sources] if known else [],
    )  # fmt: skip


def _group(content: Content, topic: Topic | None) -> str:
    group = content.groups.get(topic.group) if topic else None
    return group.title if group else ""


def topic_file(visit: Visit) -> tuple[str, str]:
    """Returns the topic that an address names, and its file. Raises ``Refusal`` where there is none."""
    name = str(visit.request.path_params["topic"])
    file = visit.house.shelf.files().get(name)
    if file is None:
        raise Refusal(404, "There is no topic of this name. Look for it in the list of topics.")
    return name, file
