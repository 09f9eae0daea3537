"""The outside world: one publisher a network."""
