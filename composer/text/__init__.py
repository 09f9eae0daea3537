"""What a reader sees and a network counts."""
