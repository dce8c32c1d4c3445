"""Measures understanding side by side: ours, Rasa's stock pipeline, and public test sets."""
