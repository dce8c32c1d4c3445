"""A made-up charity's page that shows the chat, to look at and to test with."""
