"""Words of a person, as instants."""
