"""Actions of the conversation flows. There are none yet: a plain answer needs no action server."""
