"""Measures safety on both halves of the phrases: danger signs, verdicts, personal data, and the time of it."""
