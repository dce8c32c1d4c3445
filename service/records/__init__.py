"""Conversations kept for as long as promised, and no longer."""
