"""The public service: finds the words, catches danger, keeps records. Never imports Rasa."""
