"""Findings as text: in short lines, folded for a terminal, or with the words of the draft that they are about."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from composer.lint.catalogue import rule
from composer.lint.fixes import offered
from composer.lint.lines import lines_of
from composer.lint.output.checked import first_line, where
from composer.model import Safety

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.lint.output.checked import Checked
    from composer.model import Diagnostic, Span

_BEFORE = 24
_AFTER = 40
"""Characters of the line that are shown beside the words a finding is about."""


def to_text(diagnostics: Iterable[Diagnostic], *, total: int, width: int | None = None) -> str:
    """Which of the `total` posts, how grave, which rule, and what to do.

    One line a finding, for programs that read lines; with a `width` in columns the message is folded below.
    """
    rows = [(_place(d, total), str(d.severity), f"{d.code} {rule(d.code).name}", d.message) for d in diagnostics]
    heads = _aligned([row[:3] for row in rows])
    if width is None:
        return "".join(f"{head}  {row[3]}\n" for head, row in zip(heads, rows, strict=True))
    return "".join(f"{head.rstrip()}\n{_folded(row[3], width)}\n" for head, row in zip(heads, rows, strict=True))


def to_concise(checked: Iterable[Checked]) -> str:
    """`file:line:column`, then the finding: one line each, as editors and `grep` know them.

    A finding about a post as a whole has no column, one about the thread no line.
    """
    return "".join(
        f"{where(one, finding)}: {_place(finding, len(one.posts))} {finding.severity} {finding.code} "
        f"{rule(finding.code).name}: {finding.message}\n"
        for one in checked
        for finding in one.findings
    )


def to_excerpts(checked: Iterable[Checked], *, width: int) -> str:
    """Each finding with the line of the draft it is about, its words underlined, in `width` columns."""
    return "".join("".join(_with_excerpts(one, width)) for one in checked)


def _with_excerpts(one: Checked, width: int) -> Iterator[str]:
    rows = [(_place(f, len(one.posts)), str(f.severity), f"{f.code} {rule(f.code).name}") for f in one.findings]
    for head, finding in zip(_aligned(rows), one.findings, strict=True):
        yield f"{'  '.join(filter(None, (head, where(one, finding), _offer(finding)))).rstrip()}\n"
        yield from _excerpt(one, finding)
        yield f"{_folded(finding.message, width)}\n\n"


def _offer(finding: Diagnostic) -> str:
    """What can be done about a finding without writing: `[fix]`, `[unsafe fix]`, `[3 choices]`, or nothing."""
    many = len(finding.fixes)
    choices = f"[{many} choices]" if many > 1 else "[choice]"
    kinds = {None: "", Safety.SAFE: "[fix]", Safety.UNSAFE: "[unsafe fix]", Safety.CHOICE: choices}
    return kinds[offered(finding)]


def _excerpt(one: Checked, finding: Diagnostic) -> Iterator[str]:
    """The line of the draft with its number, and carets below the words; the first line of a post if it names none."""
    if finding.span is not None:
        yield from _underlined(one.text, finding.span)
    elif number := first_line(one, finding):
        start, end = lines_of(one.text).bounds(one.posts[finding.post - 1].start if finding.post else 0)
        most = start + _BEFORE + _AFTER
        yield f"    {number} | {_printable(one.text[start : min(end, most)])}{'…' if end > most else ''}\n"


def _underlined(text: str, span: Span) -> Iterator[str]:
    from rich.cells import cell_len

    lines = lines_of(text)
    begin, end = lines.bounds(span.start)
    stop = min(span.end, end)
    first, last = max(begin, span.start - _BEFORE), min(end, stop + _AFTER)
    before = ("…" if first > begin else "") + text[first : span.start]
    words, after = text[span.start : stop], text[stop:last] + ("…" if last < end else "")
    if len(words) > 2 * _AFTER:
        words, after = words[: 2 * _AFTER], "…"
    number = str(lines.number(span.start))
    yield f"    {number} | {_printable(before + words + after)}\n"
    yield f"    {' ' * len(number)} | {' ' * cell_len(before)}{'^' * max(1, cell_len(words))}\n"


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _aligned(rows: list[tuple[str, str, str]]) -> list[str]:
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    return ["  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)) for row in rows]


def _folded(message: str, width: int) -> str:
    return textwrap.fill(message, width, initial_indent="    ", subsequent_indent="    ", break_long_words=False)


def _place(diagnostic: Diagnostic, total: int) -> str:
    return "thread" if diagnostic.post is None else f"post {diagnostic.post}/{total}"
