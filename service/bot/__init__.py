"""The client of Rasa."""
