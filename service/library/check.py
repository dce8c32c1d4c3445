"""All faults of a content folder at once, each as file and sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jinja2 import TemplateError

from service.library import hours, opening
from service.library.blocks import NotABlock, telephone, to_blocks, topics_linked
from service.library.faults import ContentBroken, Fault
from service.library.picture import draw
from service.library.render import fill_text, render
from service.library.reviewers import check_reviewers
from service.library.shapes import Content, Criterion, Topic
from service.library.sites import check_sites
from service.library.timeline import parts, render_timeline
from service.library.tongues import FILE, check_tongues
from service.library.wording import Wording, WordingBroken
from service.library.words import fixed_offences, offences

PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
# Names that hold digits and are not figures; digits glued to letters (CD19, TA1116) never count.
NAMES_WITH_DIGITS = re.compile(r"24-hour")
DIGITS = re.compile(r"(?<![A-Za-z0-9])\d[\d.,]*")
AMOUNT = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|quarter|third|most"
)
UNIT = r"minutes?|hours?|days?|weeks?|months?|years?|per ?cent|out of"
AMOUNT_IN_WORDS = re.compile(
    rf"\b(?:{AMOUNT})[ -](?:{UNIT})\b|\b(?:half|thirds?|quarters?) of\b|\b(?:one|{AMOUNT}) in (?:{AMOUNT})\b",
    re.IGNORECASE,
)
BRAND = re.compile(r"aucatzyl", re.IGNORECASE)
BRAND_TOPIC = "names"
HONEST_FORM = "We have no checked information on this yet. Ask your team:"


def check(content: Content) -> list[Fault]:
    """Returns every fault of the content, sorted; an empty list means that it can be published."""
    faults = list(content.faults)
    faults.extend(_tables(content))
    faults.extend(Fault("reviewers.yml", sentence) for sentence in check_reviewers(content))
    for topic in content.topics.values():
        faults.extend(Fault(topic.file, sentence) for sentence in _topic(topic, content))
    faults.extend(Fault("timeline.yml", sentence) for sentence in _timeline(content))
    faults.extend(_wording(content))
    faults.extend(fixed_offences(content))
    faults.extend(Fault(FILE, sentence) for sentence in check_tongues(content))
    faults.extend(Fault("advice.yml", sentence) for sentence in _offered(content))
    for number, step in enumerate(content.criteria, 1):
        faults.extend(Fault("eligibility.yml", f"Step {number}: {sentence}") for sentence in _step(step, content))
    faults.extend(check_sites(content))
    faults.extend(_unrenderable(content))
    return sorted(set(faults))


def check_topic(topic: Topic, content: Content) -> list[Fault]:
    """Returns every fault of one topic beside the rest of the content, which may hold another version of it."""
    beside = replace(content, topics={**content.topics, topic.id: topic})
    faults = [Fault(topic.file, sentence) for sentence in _topic(topic, beside)]
    return sorted({*faults, *_unrenderable(replace(beside, topics={topic.id: topic}))})


def _unrenderable(content: Content) -> list[Fault]:
    """Only topics with all they name can be rendered; what the others lack is a fault of its own."""
    if not {"elsewhere", "black_triangle"} <= content.wording.keys():
        return []
    whole = {
        name: topic
        for name, topic in content.topics.items()
        if topic.group in content.groups and set(topic.front.sources) <= content.sources.keys()
    }
    try:
        render(replace(content, topics=whole))
    except ContentBroken as broken:
        return broken.faults
    return []


def _tables(content: Content) -> Iterator[Fault]:
    for name, fact in content.facts.items():
        for source in set(fact.source) - content.sources.keys():
            yield Fault("facts.yml", f"{name}: source {source} is not in sources.yml. Add it there, or name another.")
    for name, source_ in content.sources.items():
        if source_.url and not source_.url.startswith("https://"):
            yield Fault("sources.yml", f"{name}: write the address with https://.")
    for name, line in content.helplines.items():
        try:
            if line.phone:
                telephone(line.phone)
        except ValueError as error:
            yield Fault("helplines.yml", f"{name}: {error}.")
        if line.url and not line.url.startswith("https://"):
            yield Fault("helplines.yml", f"{name}: write the address with https://.")
        if line.open:
            yield from (Fault("helplines.yml", f"{name}: {sentence}") for sentence in opening.problems(line.open))
        if line.open and not line.hours:
            yield Fault("helplines.yml", f"{name}: 'open' without 'hours'. Write what the source says in 'hours'.")


def _topic(topic: Topic, content: Content) -> Iterator[str]:
    front = topic.front
    if topic.group not in content.groups:
        yield f"Group {topic.group} is not in wording.yml. Add it there, or use another."
    for name in dict.fromkeys(front.sources):
        if name not in content.sources:
            yield f"Source {name} is not in sources.yml. Add it there, or name another."
    for name in [*front.related, *front.follow_ups.values()]:
        if name not in content.topics:
            yield f"Topic {name} does not exist. Mend 'related' or 'follow_ups'."
    if topic.id in front.related:
        yield "'related' names this topic itself. Take it out there."
    if BRAND.search(front.title) and topic.id != BRAND_TOPIC:
        yield "The title holds the brand name. Say obe-cel."
    yield from _evidence(topic)
    yield from _figures(topic, content)
    yield from _links(topic, content)
    yield from offences("\n\n".join([front.title, front.lead, topic.body, *front.questions]))


def _offered(content: Content) -> Iterator[str]:
    """Yields topics that are offered in place of a verdict and do not exist; the shape is the rules' own check."""
    kinds = content.advice.get("kinds")
    for kind in kinds if isinstance(kinds, list) else []:
        topics = kind.get("topics") if isinstance(kind, dict) else None
        for name in topics if isinstance(topics, list) else []:
            if name not in content.topics:
                yield f"Topic {name} does not exist. Mend 'topics' of {kind.get('id')}."


def _timeline(content: Content) -> Iterator[str]:
    """Yields what is wrong with the timeline: each of its parts is checked like a topic, then all is drawn once."""
    if content.timeline is None:  # which is a fault of its own
        return
    found = [f"{place}: {sentence}" for place, part in parts(content.timeline) for sentence in _topic(part, content)]
    for number, step in enumerate(content.timeline.steps, 1):
        if step.topic not in content.topics:
            found.append(f"step {number}: topic {step.topic} does not exist. Mend 'topic'.")
    yield from found
    if found or not {"elsewhere", "black_triangle", "preview_label"} <= content.wording.keys():
        return
    try:
        draw(render_timeline(content), str(content.wording["preview_label"]))
    except (TemplateError, ValueError) as error:
        yield f"{str(error)[:1].upper()}{str(error)[1:]}."


def _evidence(topic: Topic) -> Iterator[str]:
    honest = topic.body.startswith(HONEST_FORM)
    if topic.front.evidence == "none" and not honest:
        yield f"Start a topic without evidence with: {HONEST_FORM}"
    if topic.front.evidence != "none" and not topic.front.sources:
        yield "'sources' is empty. Name a source, or set 'evidence: none' and use the honest form."


def _figures(topic: Topic, content: Content) -> Iterator[str]:
    front, (before, numbers, after) = topic.front, topic.parts()
    if numbers and not front.sensitive:
        yield "Only a topic with 'sensitive: true' may have a numbers block. Set that, or remove the block."
    if ":::" in before + after:
        yield "The numbers block is not closed. Write '::: numbers' and ':::' on lines of their own, once."
    yield from _typed(front.title, front.lead, topic.body, *front.questions)
    for name, fact in content.facts.items():
        used = _use_of(name)
        open_words = "\n".join([front.title, front.lead, before, after, *front.questions])
        if fact.kind == "survival" and used.search(open_words):
            yield f"{name} is a survival figure. It may stand only between '::: numbers' and ':::'. Move it there."
        if used.search(f"{open_words}\n{numbers}") and not set(fact.source) & set(front.sources):
            yield f"{name} comes from {' or '.join(fact.source)}, which 'sources' does not name. Name it there."


def _typed(*texts: str) -> Iterator[str]:
    for text in texts:
        plain = NAMES_WITH_DIGITS.sub("", LINK_TARGET.sub("]", PLACEHOLDER.sub("", text)))
        plain = re.sub(r"^\d+\. ", "", plain, flags=re.MULTILINE)
        for number in [*DIGITS.findall(plain), *(m[0] for m in AMOUNT_IN_WORDS.finditer(plain))]:
            yield f"'{number}' is typed. Put the figure in facts.yml and write {{{{ its_id }}}}."


def _use_of(fact: str) -> re.Pattern[str]:
    return re.compile(rf"\{{\{{[^}}]*\b{re.escape(fact)}\b[^}}]*\}}\}}")


def _links(topic: Topic, content: Content) -> Iterator[str]:
    words = f"{topic.front.lead}\n\n{''.join(topic.parts())}"
    try:
        linked = topics_linked(to_blocks(PLACEHOLDER.sub("x", words)))
    except NotABlock as error:
        yield f"{str(error)[:1].upper()}{str(error)[1:]}."
        return
    for name in sorted(linked - content.topics.keys()):
        yield f"The link to topic {name} leads nowhere. Mend its id, or take it out."


def _step(step: Criterion, content: Content) -> Iterator[str]:
    """Returns what is wrong with one step of the walk-through: as for a topic, and it may ask the reader nothing."""
    words = "\n\n".join([step.title, step.body, *step.ask_your_team])
    for name in dict.fromkeys(step.sources):
        if name not in content.sources:
            yield f"Source {name} is not in sources.yml. Add it there, or name another."
    yield from _typed(step.title, step.body, *step.ask_your_team)
    for name, fact in content.facts.items():
        if _use_of(name).search(words) and not set(fact.source) & set(step.sources):
            yield f"{name} comes from {' or '.join(fact.source)}, which 'sources' does not name. Name it there."
    yield from (f"{sentence}." for sentence in _fixed(words, content))
    if BRAND.search(step.title):
        yield "The title holds the brand name. Say obe-cel."
    yield from offences(words)
    if "?" in LINK_TARGET.sub("]", f"{step.title} {step.body}"):
        yield "It asks the reader something. Say what the criterion means; questions go under 'ask_your_team'."


def _wording(content: Content) -> Iterator[Fault]:
    try:
        Wording.from_data({**content.wording, "groups": {}})
    except WordingBroken as broken:
        yield from (Fault("wording.yml", sentence) for sentence in broken.sentences)
    else:
        yield from (Fault("wording.yml", sentence) for sentence in hours.lacking(content.wording["ui"]))
    cards = content.urgent.get("cards")
    bodies = [(k, c.get("body")) for k, c in cards.items() if isinstance(c, dict)] if isinstance(cards, dict) else []
    for file, name, text in [
        *(("wording.yml", name, text) for name, text in content.wording.items()),
        *(("urgent.yml", f"cards.{name}", body) for name, body in bodies),
    ]:
        if isinstance(text, str):
            yield from (Fault(file, f"{name}: {sentence}.") for sentence in _fixed(text, content))


def _fixed(text: str, content: Content) -> Iterator[str]:
    """Returns what is wrong with one fixed text: it cannot be rendered, leads nowhere, or volunteers survival."""
    for name, fact in content.facts.items():
        if fact.kind == "survival" and _use_of(name).search(text):
            yield f"{name} is a survival figure, which only a numbers block may hold. Take it out"
    try:
        linked = topics_linked(to_blocks(fill_text(text, content)))
    except (TemplateError, NotABlock, ValueError) as error:
        yield str(error)
        return
    for name in sorted(linked - content.topics.keys()):
        yield f"the link to topic {name} leads nowhere. Mend its id, or take it out"
