"""A Thread against the etiquette checklist, as Diagnostics."""
