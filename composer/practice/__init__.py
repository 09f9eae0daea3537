"""A prompt a day, and what was written."""
