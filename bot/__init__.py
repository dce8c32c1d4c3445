"""The Rasa project: decides which answer, never holds the words. Imports nothing of ``service``."""
