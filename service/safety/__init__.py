"""Decides, by rules and before anything else, whether a message speaks of danger."""
