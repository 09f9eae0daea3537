"""The page about each rule, made from its record; `python -m composer.lint.pages FOLDER` writes them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from composer.lint.catalogue import rules
from composer.lint.options import names
from composer.lint.profiles import shipped
from composer.lint.record import Scope, Status
from composer.model import Layer, Safety

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.lint.record import Rule

_LAYERS = {
    Layer.FACT: "a recognised fact",
    Layer.JUDGEMENT: "a judgement: the words are named, you decide",
    Layer.QUESTION: "a question that only a person can answer",
}
_FIXES = {
    None: "none; only you can say it differently",
    Safety.SAFE: "applied by `thread lint --fix`",
    Safety.UNSAFE: "offered, and applied when you ask for it",
    Safety.CHOICE: "offered as a choice",
}


_FIRST, _LAST, _FEW = 6, 5, 10
"""Lines of a long example that are shown at its beginning and end, and how many are not worth leaving out."""


def page(rule: Rule) -> str:
    """What the rule reports, why, on what evidence, with examples, and how to switch it off."""
    languages = ", ".join(rule.languages) if rule.languages else "every language"
    preview = " It is a preview: off until you select it." if rule.status is Status.PREVIEW else ""
    language = "text" if rule.scope is Scope.PLAN else "markdown"
    return "\n".join(
        [
            f"# {rule.code} {rule.name}",
            "",
            f"{rule.title}. Severity: {rule.severity}{_mild(rule)}; {_LAYERS[rule.layer]}.{preview}",
            "",
            "## Why",
            "",
            rule.reason,
            "",
            f"Source: {rule.source}",
            "",
            *_facts(rule.facts),
            "## Reported",
            "",
            *_examples(rule.bad, language),
            "## Left alone",
            "",
            *_examples(rule.good, language),
            "## To know",
            "",
            f"- Looks at: {'the ' if rule.scope != 'post' else 'each '}{rule.scope}.",
            f"- Languages: {languages}.",
            f"- Networks: {', '.join(rule.networks) or 'all'}.",
            f"- Fix: {_FIXES[rule.fix]}.",
            "",
            "## Measured",
            "",
            rule.measured,
            "",
            *_switched_on(rule),
            "## To switch it off",
            "",
            *_switched_off(rule),
            "",
        ]
    )


def _switched_off(rule: Rule) -> list[str]:
    if rule.scope is Scope.PLAN:
        return [
            f"For one thread: `--accept {rule.code} --because REASON`, or `--anyway --because REASON` for all that is",
            f"in its way. For good: `thread config set lint_ignore {rule.code}`.",
        ]
    return [
        f"- For the next block: `<!-- ignore: {rule.code} your reason -->`; not for what is said of a whole thread.",
        f"- For a whole draft: `ignore: [{rule.code}]` in its front matter.",
        f"- For these very words, in every draft: `thread lint DRAFT --accept {rule.code} --because REASON`.",
        f"- For one run: `--ignore {rule.code}`. For good: `{rule.code}` among the codes of the setting `lint_ignore`.",
    ]


def _switched_on(rule: Rule) -> list[str]:
    """How to have a rule that is off, if it is."""
    if rule.status is not Status.PREVIEW:
        return []
    weighing = [name for name, one in shipped().items() if names(rule.code, one.weights)]
    profiles = f" Runs in {_listed(weighing)}." if weighing else ""
    return ["## To switch it on", "", f"For one run: `thread lint DRAFT --select {rule.code}`.{profiles}", ""]


def _listed(profiles: Sequence[str]) -> str:
    return f"the profile{'s' if len(profiles) > 1 else ''} {' and '.join(f'`{name}`' for name in profiles)}"


def _mild(rule: Rule) -> str:
    return f" (info where {rule.mild})" if rule.mild else ""


def _facts(toml: str) -> list[str]:
    """What the examples take to be noted in the user's file of facts."""
    return ["## With these facts noted", "", "```toml", *toml.strip().splitlines(), "```", ""] if toml else []


def _examples(examples: Iterable[str], language: str) -> list[str]:
    return [line for example in examples for line in (f"````{language}", _shortened(example), "````", "")]


def _shortened(example: str) -> str:
    """A thread of many posts by its first and last ones."""
    lines = example.split("\n")
    left_out = len(lines) - _FIRST - _LAST
    return "\n".join([*lines[:_FIRST], f"[… {left_out} lines …]", "", *lines[-_LAST:]]) if left_out > _FEW else example


def index() -> str:
    """The list of all rules, in Markdown."""
    rows = [f"| [{r.code}]({r.code}.md) | {r.name} | {r.title} | {r.severity} | {r.status} |" for r in rules()]
    return "\n".join(
        ["# The rules", "", "| code | name | what | severity | status |", "|---|---|---|---|---|", *rows, ""]
    )


def write(folder: Path) -> None:
    """Write a page for each rule and an index into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for rule in rules():
        (folder / f"{rule.code}.md").write_text(page(rule), "utf-8")
    (folder / "README.md").write_text(index(), "utf-8")


if __name__ == "__main__":
    import sys

    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rules"))
