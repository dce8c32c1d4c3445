"""Actions of the conversation flows; they run inside the bot (bot/actions_endpoint.py), and no word stands in them."""

from actions.eligibility import Eligibility

ACTIONS = (Eligibility,)
