"""Findings in the forms that people and programs read: text, JSON, JSON Lines, SARIF, GitHub annotations."""

from __future__ import annotations

from composer.lint.output.checked import Checked
from composer.lint.output.data import SCHEMA, VERSION, as_data, to_json, to_jsonl
from composer.lint.output.github import to_github
from composer.lint.output.sarif import to_sarif
from composer.lint.output.text import to_concise, to_excerpts, to_text

__all__ = [
    "SCHEMA",
    "VERSION",
    "Checked",
    "as_data",
    "to_concise",
    "to_excerpts",
    "to_github",
    "to_json",
    "to_jsonl",
    "to_sarif",
    "to_text",
]
