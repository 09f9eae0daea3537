"""Daily writing: a prompt that is waiting, a draft to start from, and a journal of the days with words in them."""

from composer.practice.errors import PracticeError
from composer.practice.journal import Journal, Written, days_written, dots, dots_in_words, read_journal, record
from composer.practice.page import start
from composer.practice.prompt import Form, Prompt, parse_prompts, prompts
from composer.practice.rotation import Shown, another, prompt_of_the_day

__all__ = [
    "Form",
    "Journal",
    "PracticeError",
    "Prompt",
    "Shown",
    "Written",
    "another",
    "days_written",
    "dots",
    "dots_in_words",
    "parse_prompts",
    "prompt_of_the_day",
    "prompts",
    "read_journal",
    "record",
    "start",
]
