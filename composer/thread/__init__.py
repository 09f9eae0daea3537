"""A Draft for one network, as a Thread of numbered posts."""
