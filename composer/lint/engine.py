"""The linter: reads post by post, then the thread as a whole, then finds the places in the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias

from composer.lint.catalogue import known, rules
from composer.lint.idle import UNUSED
from composer.lint.options import WEIGHT, Options, overrides
from composer.lint.placing import in_draft, placed, placed_in_alt
from composer.lint.reading import Reading, Setting, ThreadReading
from composer.lint.record import Given, Read
from composer.lint.suppression import suppressed
from composer.model import Diagnostic, Draft, Fix, Severity, Span, Thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from composer.lint.record import Finding, Rule
    from composer.model import Post

    _Check: TypeAlias = tuple[Rule, Callable[[Read], Iterable[Finding]]]


_PRIVACY = "PRV"
_NAMED = 6
"""Words that a message names before it only counts."""
_DEFAULT = Options()


class GivenUp(Exception):
    """A check was left before its end; what was read until then is remembered."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Seen:
    """What has been found in a post, for as long as neither it nor its setting changes."""

    post: Post
    setting: Setting
    reading: Reading
    findings: tuple[tuple[Rule, Finding], ...]


class _Checks(Generic[Read]):
    """The checks of some rules, found by the signs without which they have nothing to say."""

    def __init__(self, checks: Iterable[tuple[Rule, Callable[[Read], Iterable[Finding]]]]) -> None:
        self._always: dict[str, _Check[Read]] = {}
        self._given: dict[str, dict[str, _Check[Read]]] = {}
        for rule, check in checks:
            if not isinstance(check, Given):
                self._always[rule.code] = rule, check
                continue
            for sign in check.signs:
                self._given.setdefault(sign, {})[rule.code] = rule, check.check

    def asked(self, signs: frozenset[str]) -> Iterable[_Check[Read]]:
        """The checks that may have something to say about what has these signs."""
        asked = self._always.copy()
        for sign in self._given.keys() & signs:
            asked |= self._given[sign]
        return asked.values()


@dataclass(frozen=True, slots=True)
class _Made:
    """A diagnostic and what it was made from."""

    rule: Rule
    finding: Finding
    diagnostic: Diagnostic


class Linter:
    """A linter that remembers: a post that is the same object as last time is not read again."""

    def __init__(self, options: Options = _DEFAULT, language: str | None = None) -> None:
        known((*options.select, *options.ignore, *options.severities))
        self.options = options
        self._language = language
        self._active = tuple(
            (rule, severity) for rule in rules() if (severity := options.severity(rule)) != Severity.OFF
        )
        self._severity = {rule.code: severity for rule, severity in self._active}
        self._seen: dict[int, _Seen] = {}
        self._fitting: dict[tuple[str, str], _Checks[Reading]] = {}
        self._fitting_threads: dict[tuple[str, str], _Checks[ThreadReading]] = {}

    def lint(self, thread: Thread, wanted: Callable[[], bool] = _always) -> tuple[Diagnostic, ...]:
        """Everything the active rules have to say about `thread`, by post and position.

        `wanted` is asked before each post and each rule about the whole; raises GivenUp where the answer is not
        wanted any more.
        """
        seen: list[_Seen] = []
        for post in thread.posts:
            if not wanted():
                self._seen |= {id(s.post): s for s in seen}
                raise GivenUp
            seen.append(self._look(post, thread))
        self._seen = {id(s.post): s for s in seen}
        found: list[tuple[Rule, Finding, int | None]]
        found = [(rule, finding, s.post.number) for s in seen for rule, finding in s.findings]
        whole = ThreadReading(thread, [s.reading for s in seen], self.options.facts)
        for rule, check in self._thread_checks(whole.language, thread.network).asked(whole.signs):
            if not wanted():
                raise GivenUp
            found += [(rule, finding, finding.number) for finding in check(whole)]
        made = [
            _Made(rule, finding, _diagnose(rule, finding, number, thread, self._weight(rule, finding)))
            for rule, finding, number in found
        ]
        kept = suppressed([m.diagnostic for m in made], thread, self._severity, self.options)
        standing = {id(diagnostic) for diagnostic in kept}
        gathered = _gathered(m for m in made if id(m.diagnostic) in standing)
        idle = (diagnostic for diagnostic in kept if diagnostic.code == UNUSED)
        return tuple(sorted((*gathered, *idle), key=_position))

    def _weight(self, rule: Rule, finding: Finding) -> Severity:
        weak = finding.mild and not overrides(rule.code, self.options)
        return Severity.INFO if weak else self._severity[rule.code]

    def _checks(self, language: str, network: str) -> _Checks[Reading]:
        if (language, network) not in self._fitting:
            fitting = [rule for rule, _ in self._active if rule.applies(language, network)]
            self._fitting[language, network] = _Checks((rule, rule.check) for rule in fitting if rule.check)
        return self._fitting[language, network]

    def _thread_checks(self, language: str, network: str) -> _Checks[ThreadReading]:
        if (language, network) not in self._fitting_threads:
            fitting = [rule for rule, _ in self._active if rule.applies(language, network)]
            self._fitting_threads[language, network] = _Checks(
                (rule, rule.check_thread) for rule in fitting if rule.check_thread
            )
        return self._fitting_threads[language, network]

    def _look(self, post: Post, thread: Thread) -> _Seen:
        language = self._language or post.language or thread.draft.language
        is_reply = post.number > 1 or bool(thread.draft.reply_to)
        setting = Setting(thread.network, thread.maximum, language, is_reply, self.options.facts)
        known = self._seen.get(id(post))
        if known is not None and known.post is post and known.setting == setting:
            return known
        reading = Reading(post, setting)
        asked = self._checks(language, thread.network).asked(reading.signs)
        return _Seen(
            post, setting, reading, tuple((rule, finding) for rule, check in asked for finding in check(reading))
        )


def lint(
    subject: str | Draft | Thread, *, network: str = "x", options: Options = _DEFAULT, language: str | None = None
) -> tuple[Diagnostic, ...]:
    """Findings about `subject` for `network`.

    A string is one post: Markdown, or as it stands where Markdown would change its words. A draft is split first,
    a thread taken as it is.
    """
    return Linter(options, language).lint(_as_thread(subject, network))


def _as_thread(subject: str | Draft | Thread, network: str) -> Thread:
    if isinstance(subject, Thread):
        return subject
    if isinstance(subject, str):
        from composer.lint.plain import as_thread

        return as_thread(subject, network)
    from composer.thread import split

    return split(subject, network=network)


def open_privacy_posts(diagnostics: Iterable[Diagnostic]) -> frozenset[int]:
    """The numbers of the posts in which something private was recognised."""
    return frozenset(d.post for d in diagnostics if d.post is not None and d.code.startswith(_PRIVACY))


def _position(diagnostic: Diagnostic) -> tuple[int, int, str]:
    start = diagnostic.span.start if diagnostic.span else -1
    return (diagnostic.post or 0, start, diagnostic.code)


def _gathered(made: Iterable[_Made]) -> Iterator[Diagnostic]:
    """One diagnostic for all findings of a rule that reports once a thread; the others as they are."""
    once: dict[str, list[_Made]] = {}
    for each in made:
        if each.rule.once:
            once.setdefault(each.rule.code, []).append(each)
        else:
            yield each.diagnostic
    for group in once.values():
        yield group[0].diagnostic if len(group) == 1 else _merged(group)


def _merged(group: Sequence[_Made]) -> Diagnostic:
    heaviest = max(group, key=lambda m: WEIGHT[m.diagnostic.severity])
    head = heaviest.diagnostic
    numbers = sorted({m.diagnostic.post for m in group if m.diagnostic.post and m.diagnostic.post != head.post})
    again = f" Also in post {', '.join(map(str, numbers))}." if numbers else ""
    words = tuple(dict.fromkeys(word for m in group for word in m.diagnostic.words))
    fixes = tuple(fix for m in group for fix in m.diagnostic.fixes)
    message = _message(heaviest.rule, words, heaviest.finding) + again
    return Diagnostic(head.code, head.severity, head.layer, message, head.post, head.span, words, fixes)


def _message(rule: Rule, words: Sequence[str], finding: Finding) -> str:
    quoted = ", ".join(f"\u201c{word}\u201d" for word in words[:_NAMED])
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    return rule.message.format(words=quoted + more, **dict(finding.fields))


def _diagnose(rule: Rule, finding: Finding, number: int | None, thread: Thread, severity: Severity) -> Diagnostic:
    message = _message(rule, finding.words, finding)
    span: Span | None = None
    fixes: tuple[Fix, ...] = ()
    if number is not None:
        post, home = thread.posts[number - 1], thread.spans[number - 1]
        if finding.medium is not None:
            span, medium = _medium_span(thread, home, post, finding.medium), post.media[finding.medium]
            made = [placed_in_alt(thread.draft, span, medium, edit) for edit in finding.edits if span]
        else:
            if finding.start is not None and finding.end is not None:
                span = in_draft(post, home, finding.start, finding.end)
            made = [placed(thread, post, home, edit) for edit in finding.edits]
        fixes = tuple(fix for fix in made if fix)
    return Diagnostic(rule.code, severity, rule.layer, message, number, span, finding.words, fixes)


def _medium_span(thread: Thread, home: Span, post: Post, index: int) -> Span | None:
    medium = post.media[index]
    for start, block in zip(thread.draft.starts, thread.draft.blocks, strict=True):
        if start < home.end and start + len(block.source) > home.start and medium in block.media:
            return Span(start + medium.span.start, start + medium.span.end)
    return None
