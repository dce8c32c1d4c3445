"""Conversations: the API of api.md and the pages that work without JavaScript."""
