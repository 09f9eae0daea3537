"""What waits, when it goes out, and what became of it."""
