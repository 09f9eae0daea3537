"""Front matter: the settings of one draft, read from the YAML between its first two `---` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from composer.model import Ignore, Numbering, PostOptions, Problem, Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from yaml.nodes import Node

_FENCE = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_BARE_TAG = re.compile(r"\s*(#\w+)\s*\Z")
_TAG = re.compile(r"#\w+|#\{[^{}]+\}")
"""A hashtag, or the field of a template that asks for one."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
"""The shape of a BCP 47 tag; of languages with longer first parts none has been registered."""


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter, read: its source with both fences, the fields of a Draft, and what was wrong with it."""

    source: str = ""
    fields: Mapping[str, Any] = field(default_factory=_none)
    """Fields of `Draft` by their names there."""
    problems: tuple[Problem, ...] = ()
    broken: Problem | None = None
    """Why nothing could be read at all: no closing line, or no YAML."""


def split(text: str) -> str:
    """The front matter of a draft with both its fences; empty where there is none.

    Where it never ends, it is taken to end with the last of the settings under its first fence: a line such as
    `private: true` holds although the fence was forgotten, and nobody means to post it.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return ""
    if closing := _CLOSING.search(text, opening.end()):
        return text[: closing.end()]
    settings = _SOME_SETTINGS.match(text, opening.end())
    return text[: settings.end()] if settings else ""


def sets(source: str) -> bool:
    """Whether a line of front matter names a setting, so that it was meant as front matter even if it is no YAML."""
    return _SETS.search(source) is not None


def never_ends(text: str) -> bool:
    """Whether a first line `---` has no second one."""
    opening = _FENCE.match(text)
    return bool(opening) and not _CLOSING.search(text, opening.end() if opening else 0)


def read(source: str) -> Front:
    """Read front matter as `split` found it. Never raises; what cannot be understood becomes a problem."""
    if not source:
        return Front()
    lines = source.split("\n")
    closed = not never_ends(source)
    inside = "\n".join(lines[1 : (-2 if lines[-1] == "" else -1) if closed else None])
    if not inside.strip():
        return Front(source)
    return _Reading(source, inside).front()


_UNCLOSED_WHAT = "the front matter opened by --- in line 1 never ends"
UNCLOSED_FILE = f"{_UNCLOSED_WHAT}. Put a line --- behind its last setting."
"""What is wrong with a file whose first line `---` has no second one."""


def unclosed(source: str) -> Problem:
    """The same, where reading goes on; `source` is what was taken as front matter all the same."""
    lines = len(source.splitlines())
    some = "Line 2 was taken as a setting" if lines == 2 else f"Lines 2 to {lines} were taken as settings"
    taken = f"{some} and all behind as text" if source else "All of this was taken as text"
    return Problem(f"{taken}, for {UNCLOSED_FILE}", 1)


class _Reading:
    """One reading of one front matter."""

    def __init__(self, source: str, inside: str) -> None:
        self.source = source
        self.inside = inside
        self.problems: list[Problem] = []
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}

    def front(self) -> Front:
        import yaml

        try:
            node = yaml.compose(self.inside, Loader=yaml.SafeLoader)
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            return self._broken(error)
        if node is None:
            return Front(self.source, problems=(Problem(_ONLY_COMMENTS, 2),))
        if not isinstance(node, yaml.MappingNode):
            return Front(self.source, broken=Problem(_NO_MAPPING, node.start_mark.line + 2))
        for key, value in node.value:
            self._setting(key, value)
        if self.extra:
            self.fields["extra"] = MappingProxyType(self.extra)
        if asked := {name: self.fields.pop(name) for name in _OPTIONS if name in self.fields}:
            self.fields["options"] = PostOptions(**asked)
        return Front(self.source, MappingProxyType(self.fields), tuple(self.problems))

    def _broken(self, error: Exception) -> Front:
        mark = getattr(error, "problem_mark", None)
        line = 2 if mark is None else mark.line + 2
        what = getattr(error, "problem", None) or "it is nested too deeply or holds a character YAML forbids"
        message = (
            f"The front matter could not be read: {what} (line {line}). "
            "Each setting is `name: value` on a line of its own; put quotes around a value with a colon or # in it."
        )
        return Front(self.source, broken=Problem(message, line))

    def _setting(self, key: Node, value: Node) -> None:
        line = key.start_mark.line + 2
        name = str(key.value) if isinstance(key.value, str) else ""
        if not name:
            self._say(line, "A setting's name must be a word; this one was left out.")
        elif name not in _SETTINGS:
            near = get_close_matches(name, _SETTINGS, n=1, cutoff=0.7)
            hint = f"did you mean “{near[0]}”?" if near else "it is kept, and nothing follows from it."
            self._say(line, f"“{name}” is not a setting of a draft; {hint}")
            self.extra[name] = _plain(value)
        else:
            target, reader = _SETTINGS[name]
            if target in self.fields:
                self._say(line, f"“{name}” is set twice; the last one holds.")
            try:
                read = reader(self, value)
            except _NotUnderstood as error:
                self._say(line, f"“{name}” {error}. It was left out.")
                self.extra[name] = _plain(value)
            else:
                if read is not None:
                    self.fields[target] = read

    def _say(self, line: int, message: str) -> None:
        self.problems.append(Problem(message, line))

    def text(self, node: Node) -> str | None:
        """Words; a number or date is taken as it was typed."""
        if not isinstance(node.value, str):
            raise _NotUnderstood("must be words on one line, not a list or a group of settings")
        return node.value.strip() or None

    def language(self, node: Node) -> str | None:
        """A language tag; a name such as English would switch off all that goes by words."""
        tag = self.text(node)
        if tag and not _LANGUAGE.match(tag):
            raise _NotUnderstood(f"must be a language tag such as en, de or pt-BR, not “{tag}”")
        return tag

    def event(self, node: Node) -> str | None:
        """The event's tag; `#Foo` without quotes is a comment to YAML, and is taken all the same."""
        tag = self.text(node)
        line = node.start_mark.line
        if tag is None:
            typed = self.inside.split("\n")[line].partition(":")[2]
            bare = _BARE_TAG.match(typed)
            if bare is None:
                return None
            tag = bare[1]
            self._say(line + 2, f"“event: {tag}” needs quotes, for # begins a comment in YAML; {tag} was taken. "
                      f'Write event: "{tag}".')  # fmt: skip
        tag = "#" + tag.lstrip("#").strip()
        if not _TAG.fullmatch(tag):
            raise _NotUnderstood(f"must be one hashtag without spaces or signs, such as {_suggested(tag)}")
        return tag

    def names(self, node: Node) -> tuple[str, ...] | None:
        """One word, several with commas between, or a list."""
        if isinstance(node.value, str):
            return tuple(part.strip() for part in node.value.split(",") if part.strip()) or None
        parts = [part.value for part in node.value if isinstance(getattr(part, "value", None), str)]
        if len(parts) != len(node.value):
            raise _NotUnderstood("must be a list of words, such as [rehearsal, bluesky]")
        return tuple(part.strip() for part in parts if part.strip()) or None

    def profile(self, node: Node) -> Profile | None:
        return _one_of(Profile, self.text(node))

    def numbering(self, node: Node) -> Numbering | None:
        return _one_of(Numbering, self.text(node))

    def switch(self, node: Node) -> bool | None:
        """True or false, in YAML's words."""
        word = (self.text(node) or "").lower()
        if word in ("true", "yes", "on"):
            return True
        if word in ("false", "no", "off", ""):
            return False
        raise _NotUnderstood(f"must be true or false, not “{word}”")

    def ignores(self, node: Node) -> tuple[Ignore, ...] | None:
        """Codes, as a list, with commas, or each with its reason."""
        found = [Ignore(code.upper(), reason) for code, reason in self._codes(node)]
        if strange := [one.code for one in found if not _CODE.match(one.code)]:
            raise _NotUnderstood(f"must be lint codes such as KND001, not “{strange[0]}”")
        return tuple(found) or None

    def _codes(self, node: Node) -> Iterator[tuple[str, str]]:
        if isinstance(node.value, str):
            for part in node.value.split(","):
                code, _, reason = part.strip().partition(" ")
                if code:
                    yield code, reason.strip()
            return
        for part in node.value:
            pairs = [part] if isinstance(part, tuple) else getattr(part, "value", None)
            if isinstance(pairs, str):
                code, _, reason = pairs.strip().partition(" ")
                yield code, reason.strip()
            elif pairs and all(isinstance(pair, tuple) and isinstance(pair[1].value, str) for pair in pairs):
                yield from ((str(code.value), reason.value.strip()) for code, reason in pairs)
            else:
                raise _NotUnderstood("must be a list of lint codes, such as [KND001, TAG002]")


_NO_MAPPING = (
    "The front matter holds no settings: each is `name: value` on a line of its own. "
    "If it was meant as text, put an empty line before the first ---."
)

_ONLY_COMMENTS = (
    "The front matter holds only comments, for # begins one there. "
    "If it was meant as text, put an empty line before the first ---."
)

_Choice = TypeVar("_Choice", bound=StrEnum)


class _NotUnderstood(Exception):
    """A value of the wrong kind; its text goes on from the setting's name."""


def _one_of(kind: type[_Choice], word: str | None) -> _Choice | None:
    if word is None:
        return None
    try:
        return kind(word.lower())
    except ValueError:
        choices = ", ".join(member.value for member in kind)
        raise _NotUnderstood(f"cannot be “{word}”; there are {choices}") from None


def _suggested(tag: str) -> str:
    words = re.findall(r"\w+", tag)
    return '"#' + ("".join(word[:1].upper() + word[1:] for word in words) or "MyEvent") + '"'


def _plain(node: Node) -> Any:
    """A value that means nothing to us, as plain data."""
    import yaml

    try:
        return yaml.safe_load(yaml.serialize(node, Dumper=yaml.SafeDumper))
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        return str(node.value)


_SETTINGS: Mapping[str, tuple[str, Callable[[_Reading, Node], Any]]] = MappingProxyType(
    {
        "title": ("title", _Reading.text),
        "message": ("message", _Reading.text),
        "for": ("audience", _Reading.text),
        "event": ("event", _Reading.event),
        "to": ("accounts", _Reading.names),
        "style": ("profile", _Reading.profile),
        "numbering": ("numbering", _Reading.numbering),
        "language": ("language", _Reading.language),
        "content_warning": ("content_warning", _Reading.text),
        "visibility": ("visibility", _Reading.text),
        "reply_to": ("reply_to", _Reading.text),
        "profile": ("lint_profile", _Reading.text),
        "ignore": ("ignores", _Reading.ignores),
        "pace": ("pace", _Reading.text),
        "private": ("private", _Reading.switch),
        "prompt": ("prompt", _Reading.text),
        "reply_settings": ("reply_settings", _Reading.text),
        "paid_partnership": ("paid_partnership", _Reading.switch),
        "made_with_ai": ("made_with_ai", _Reading.switch),
        "community": ("community", _Reading.text),
    }
)
"""What a draft may set: the field it fills, and how its value is read."""
_NAMES = "|".join(_SETTINGS)
_SETS = re.compile(rf"^(?:{_NAMES}):(?:[ \t]|$)", re.MULTILINE)
_SOME_SETTINGS = re.compile(rf"(?:(?:{_NAMES}):(?:[ \t].*)?(?:\n|\Z)(?:[ \t]+\S.*(?:\n|\Z)|- .*(?:\n|\Z))*)+")
"""Settings with the lines that their values go on over."""
_OPTIONS = ("reply_settings", "paid_partnership", "made_with_ai", "community")
"""Those of them that become the draft's `PostOptions`."""
