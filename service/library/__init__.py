"""Content: read, check, render, publish and find the words patients read."""
