"""Chooses the thresholds by cross-validation, keeps their curve, then says how held-out phrases fare."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, Iterator, List, Sequence, Tuple

import numpy as np

from bot.decide import CLARIFY, OUT_OF_SCOPE, THRESHOLDS, UNSURE, Ranking, Settings, Thresholds, TopicModel, decide
from bot.importer import ROOT, is_topic
from bot.qualifiers import Qualifiers
from bot.yaml_files import read

FOLDS = 5
SHOWN = 3  # most choices of a "did you mean"
RANKED = 12  # what is kept of a ranking: enough for every decision
# What the thresholds are chosen for: a wrong answer can hurt, so few are allowed; a refusal costs a second try.
MOST_WRONG = 0.035  # of phrases whose topic is known
MOST_UNFORESEEN = 0.10  # of phrases whose topic was left out: answered all the same
MOST_REFUSED = 0.08  # of phrases whose topic is known
ANSWERS = [round(0.4 + 0.05 * step, 2) for step in range(10)]
CLARIFIES = [round(0.04 + 0.02 * step, 2) for step in range(14)]


@dataclass(frozen=True)
class Case:
    """What the model said of one phrase it had not seen. ``known``: whether its intent was among those trained."""

    text: str
    wanted: str
    ranking: Ranking
    known: bool


def settings() -> Settings:
    """Returns the classifier's settings of config.yml."""
    return Settings.of(read(ROOT / "bot/config.yml")["pipeline"][-1])


def training_phrases(folder: Path = ROOT / "data/nlu") -> Tuple[List[str], List[str]]:
    """Returns the phrases of a folder such as ``data/nlu``, and their intents."""
    phrases, intents = [], []
    for path in sorted(folder.glob("*.yml")):
        for block in read(path)["nlu"]:
            own = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            phrases += own
            intents += [block["intent"]] * len(own)
    return phrases, intents


def held_out(folder: Path = ROOT / "tests/phrases") -> Tuple[List[str], List[str]]:
    """Returns the held-out phrases and their intents; they are never trained on."""
    phrases, intents = [], []
    for path in sorted(folder.glob("*.yml")):
        data = read(path)
        for phrase in data.get("phrases", []):
            phrases.append(phrase)
            intents.append(data.get("topic") or data["intent"])
    return phrases, intents


def cases(
    model: TopicModel, texts: Sequence[str], vectors: np.ndarray, wanted: Sequence[str], known: bool
) -> Iterator[Case]:
    """Returns what the model says of each text and its vector."""
    for text, vector, name in zip(texts, vectors, wanted, strict=True):
        ranking = model.rank(text, vector)
        yield Case(text, name, replace(ranking, shares=ranking.shares[:RANKED]), known)


def cross_validated(texts: List[str], vectors: np.ndarray, intents: List[str], chosen: Settings) -> List[Case]:
    """Returns a case a phrase with its topic trained on other phrases, and one with its whole topic left out.

    The second kind stands for what nobody foresaw: about half of what the public types.
    """
    labels, found = np.array(intents), []
    topics = sorted(filter(is_topic, set(intents)))
    np.random.RandomState(0).shuffle(topics)
    known = folds(intents)
    unforeseen = [np.flatnonzero(np.isin(labels, topics[fold::FOLDS])) for fold in range(FOLDS)]
    for number, test in enumerate(known + unforeseen):
        train = np.setdiff1d(np.arange(len(texts)), test)
        model = TopicModel.fit([texts[i] for i in train], vectors[train], list(labels[train]), chosen)
        found += cases(model, [texts[i] for i in test], vectors[test], labels[test], number < FOLDS)
        print(f"  {number + 1} of {2 * FOLDS} models", file=sys.stderr, flush=True)
    return found


def folds(intents: List[str]) -> List[np.ndarray]:
    """Returns the test indices of each fold, every intent spread over all."""
    from sklearn.model_selection import StratifiedKFold

    split = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(intents, intents)
    return [test for _, test in split]


def compared(
    texts: List[str], vectors: np.ndarray, intents: List[str], chosen: Settings
) -> Dict[str, Dict[str, float]]:
    """Returns opinion or mix -> how often, 0 to 1, its best intent is right, for topics and for strangers.

    All are of the same cross-validated models: an opinion is silenced, or made to drown the others.
    """
    labels, loud = np.array(intents), 1e4
    mixes = {
        "regression on sentence vectors": (0.0, 0.0),
        "words": (loud, 0.0),
        "nearest examples": (0.0, loud),
        "regression and nearest": (0.0, chosen.sharpness),
        "regression and words": (chosen.words, 0.0),
        "all three": (chosen.words, chosen.sharpness),
    }
    right: Dict[str, List[Tuple[bool, str]]] = {name: [] for name in mixes}
    for test in folds(intents):
        train = np.setdiff1d(np.arange(len(texts)), test)
        model = TopicModel.fit([texts[i] for i in train], vectors[train], list(labels[train]), chosen)
        for name, (words, sharpness) in mixes.items():
            mixed = replace(model, mix=np.array([words, sharpness, chosen.temperature]))
            best = (mixed.rank(texts[i], vectors[i]).shares[0][0] for i in test)
            right[name] += [(b == labels[i], labels[i]) for b, i in zip(best, test, strict=True)]
    return {
        name: {
            "topics": round(float(np.mean([hit for hit, wanted in hits if is_topic(wanted)])), 4),
            "strangers": round(float(np.mean([hit for hit, wanted in hits if wanted == OUT_OF_SCOPE])), 4),
        }
        for name, hits in right.items()
    }


def calibrated(found: List[Case]) -> Tuple[float, float, float]:
    """Returns the calibration of ``Thresholds``, fitted on the cases whose best intent is a topic."""
    from sklearn.linear_model import LogisticRegression

    of_topics = [c for c in found if is_topic(c.ranking.shares[0][0])]
    seen = np.array([[np.log(max(c.ranking.shares[0][1], 1e-9)), c.ranking.score] for c in of_topics])
    right = [c.known and c.ranking.shares[0][0] == c.wanted for c in of_topics]
    fitted = LogisticRegression(C=100, max_iter=1000).fit(seen, right)
    share, score = fitted.coef_[0]
    return round(float(fitted.intercept_[0]), 4), round(float(share), 4), round(float(score), 4)


def shares(found: List[Case], limits: Thresholds, qualifiers: Qualifiers) -> Dict[str, float]:
    """Returns shares from 0 to 1 of the cases, for these thresholds."""
    decisions = [(c, decide(c.text, c.ranking, limits, qualifiers)) for c in found]
    topics = [(c, d) for c, d in decisions if c.known and is_topic(c.wanted)]
    strangers = [(c, d) for c, d in decisions if c.known and c.wanted == OUT_OF_SCOPE]
    unforeseen = [(c, d) for c, d in decisions if not c.known]
    asked = [(c, d) for c, d in topics if d.intent == CLARIFY]

    def share(of: List[Any], hits: List[bool]) -> float:
        return round(sum(hits) / max(1, len(of)), 4)

    return {
        "right": share(topics, [d.intent == c.wanted for c, d in topics]),
        "wrong": share(topics, [is_topic(d.intent) and d.intent != c.wanted for c, d in topics]),
        "asked": share(topics, [True for _ in asked]),
        "asked_offers_it": share(asked, [c.wanted in offered(d.ranking) for c, d in asked]),
        "refused": share(topics, [d.intent in (UNSURE, OUT_OF_SCOPE) for _, d in topics]),
        "out_of_scope_answered": share(strangers, [is_topic(d.intent) for _, d in strangers]),
        "out_of_scope_refused": share(strangers, [d.intent in (UNSURE, OUT_OF_SCOPE) for _, d in strangers]),
        "unforeseen_answered": share(unforeseen, [is_topic(d.intent) for _, d in unforeseen]),
        "unforeseen_refused": share(unforeseen, [d.intent in (UNSURE, OUT_OF_SCOPE) for _, d in unforeseen]),
    }


def offered(ranking: List[Tuple[str, float]]) -> List[str]:
    """Returns the topics a "did you mean" offers."""
    return [name for name, _ in ranking if is_topic(name)][:SHOWN]


def chosen_on(found: List[Case], qualifiers: Qualifiers) -> Dict[str, Any]:
    """Returns what thresholds.json holds: calibration, both thresholds by the rules above, and the curves."""
    calibration = calibrated(found)
    answers = [
        {"answer": answer, **shares(found, Thresholds(answer, min(CLARIFIES), calibration), qualifiers)}
        for answer in ANSWERS
    ]
    good = [p for p in answers if p["wrong"] <= MOST_WRONG and p["unforeseen_answered"] <= MOST_UNFORESEEN]
    answer = min((p["answer"] for p in good), default=max(ANSWERS))
    clarifies = [
        {"clarify": clarify, **shares(found, Thresholds(answer, clarify, calibration), qualifiers)}
        for clarify in CLARIFIES
    ]
    clarify = max((p["clarify"] for p in clarifies if p["refused"] <= MOST_REFUSED), default=min(CLARIFIES))
    return {
        "rule": "Cross-validated on training phrases. "
        f"answer: the least with at most {MOST_WRONG} wrong and {MOST_UNFORESEEN} of unforeseen topics answered; "
        f"clarify: the greatest that refuses at most {MOST_REFUSED} of the known.",
        "answer": answer,
        "clarify": clarify,
        "calibration": list(calibration),
        "answer_curve": answers,
        "clarify_curve": clarifies,
    }


def main(arguments: List[str]) -> int:
    """Writes thresholds.json (``--check``: leaves it), then prints how the held-out phrases fare. Returns 0."""
    from bot.encoder import Encoder

    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description="Choose thresholds and measure.")
    parser.add_argument("--check", action="store_true", help="measure the held-out phrases only, with what is chosen")
    parser.add_argument("--compare", action="store_true", help="compare the deciders by cross-validation, and end")
    options = parser.parse_args(arguments)
    encoder, qualifiers, chosen = Encoder(), Qualifiers.read(), settings()
    texts, intents = training_phrases()
    vectors = encoder.encode(texts)
    print(f"{len(texts)} training phrases, {len(set(intents))} intents.", flush=True)
    if options.compare:
        for name, right in compared(texts, vectors, intents, chosen).items():
            print(f"{name}: {right}")
        return 0
    if not options.check:
        kept = chosen_on(cross_validated(texts, vectors, intents, chosen), qualifiers)
        THRESHOLDS.write_text(json.dumps(kept, indent=1) + "\n")
        for point in kept["answer_curve"] + kept["clarify_curve"]:
            print(point)
    limits = Thresholds.read()
    asked, wanted = held_out()
    model = TopicModel.fit(texts, vectors, intents, chosen)
    print(f"{limits}; {len(asked)} held-out phrases:")
    print(shares(list(cases(model, asked, encoder.encode(asked), wanted, True)), limits, qualifiers))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
