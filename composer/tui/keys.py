"""Every key there is: bindings, hints, help and the palette are made from this one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Scope(StrEnum):
    """Where a key does something."""

    EVERYWHERE = "Everywhere"
    COMPOSE = "Compose"
    QUEUE = "Queue"
    PRACTICE = "Practice"
    SETTINGS = "Settings"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does, and the command that does the same without a screen."""

    id: str
    """By which a user can give it another key."""
    keys: str
    """As Textual names them; the first one is shown."""
    scope: Scope
    action: str
    label: str
    """One or two words for the line at the bottom."""
    does: str
    command: str = ""
    """The twin on the command line; empty where there is none."""
    hint: int = 0
    """Rank in the line at the bottom, 1 first; 0 to leave it out."""

    @property
    def shown(self) -> str:
        """The first key as people write it."""
        return shown(self.keys.split(",", maxsplit=1)[0])


_NAMES = {
    "escape": "esc",
    "question_mark": "?",
    "delete": "del",
    "space": "space",
    "up": "↑",
    "down": "↓",
}


def shown(key: str) -> str:
    """`ctrl+s` as `^s`, `alt+up` as `alt+↑`."""
    *held, last = key.split("+")
    name = _NAMES.get(last, last)
    return f"^{name}" if held == ["ctrl"] else "+".join([*held, name])


_E, _C, _Q, _P, _S = Scope
KEYS: tuple[Key, ...] = (
    Key(
        "help", "f1", _E, "app.help_page", "Help", "This page: every key and the matching command.", "thread --help", 8
    ),
    Key(
        "compose",
        "f2",
        _E,
        "app.go('compose')",
        "Compose",
        "Write, with the thread beside the draft.",
        "thread FILE",
        9,
    ),
    Key(
        "queue",
        "f3",
        _E,
        "app.go('queue')",
        "Queue",
        "What waits, what is out, and what asks for you.",
        "thread queue",
        9,
    ),
    Key("practice", "f4", _E, "app.go('practice')", "Practice", "The prompt of the day.", "thread practice", 9),
    Key(
        "settings",
        "f5",
        _E,
        "app.go('settings')",
        "Settings",
        "Settings, and where each comes from.",
        "thread config",
        9,
    ),
    Key("palette", "ctrl+p", _E, "app.command_palette", "Commands", "Find a command by a part of its name."),
    Key("quit", "ctrl+q", _E, "app.leave", "Quit", "Save the draft and leave.", "", 7),
    Key("save", "ctrl+s", _C, "screen.save", "Save", "Save the draft.", "", 1),
    Key(
        "schedule",
        "ctrl+r",
        _C,
        "screen.schedule",
        "Schedule",
        "Queue the thread for a time, in words.",
        "thread schedule FILE WHEN",
        2,
    ),
    Key(
        "next-finding",
        "f8",
        _C,
        "screen.finding(1)",
        "Finding",
        "Go to the next finding, in the text and in the post.",
        "thread lint FILE",
        3,
    ),
    Key("previous-finding", "shift+f8,f20", _C, "screen.finding(-1)", "Previous", "Go to the finding before."),
    Key(
        "fix",
        "ctrl+l",
        _C,
        "screen.fix",
        "Fix",
        "Make the change that the finding proposes.",
        "thread lint FILE --fix",
        4,
    ),
    Key(
        "findings", "ctrl+t", _C, "screen.findings", "Findings", "Open the list of findings; Enter there explains one."
    ),
    Key("to-draft", "escape", _C, "screen.draft", "Draft", "From the list of findings back to the draft."),
    Key("next-post", "alt+down", _C, "screen.post(1)", "Next post", "Go to the next post.", "", 6),
    Key("previous-post", "alt+up", _C, "screen.post(-1)", "Post before", "Go to the post before."),
    Key(
        "style",
        "f6",
        _C,
        "screen.style",
        "Style",
        "Show cues as emoji or as words.",
        "thread split FILE --style plain",
        5,
    ),
    Key("message", "f7", _C, "screen.message", "Message", "Say in one sentence what the thread says."),
    Key("open", "ctrl+o", _C, "screen.open", "Open", "Open another draft.", "thread FILE"),
    Key(
        "new",
        "ctrl+n",
        _C,
        "screen.new",
        "New",
        "Begin a draft, from a template if you like.",
        "thread new NAME --template TEMPLATE",
    ),
    Key("editor", "ctrl+g", _C, "screen.editor", "$EDITOR", "Edit the draft in the editor named by $EDITOR."),
    Key("copy", "f9", _C, "screen.copy", "Copy", "Copy the posts to the clipboard.", "thread split FILE"),
    Key(
        "open-entry",
        "enter",
        _Q,
        "screen.story",
        "Story",
        "The posts of the entry, their receipts, and all that happened.",
        "thread queue show ENTRY",
        1,
    ),
    Key(
        "hold",
        "space",
        _Q,
        "screen.hold",
        "Hold/release",
        "Keep it from going out, or let it go.",
        "thread hold ENTRY · thread release ENTRY",
        2,
    ),
    Key("move", "r", _Q, "screen.move", "Move", "Give it another time, in words.", "thread move ENTRY WHEN", 3),
    Key(
        "cancel",
        "delete,d",
        _Q,
        "screen.cancel",
        "Cancel",
        "Never publish the rest of it; asks first.",
        "thread cancel ENTRY",
        4,
    ),
    Key(
        "resume",
        "u",
        _Q,
        "screen.resume",
        "Resume",
        "Go on at once from the first post that is not out.",
        "thread resume ENTRY",
        5,
    ),
    Key("retry", "t", _Q, "screen.retry", "Retry", "Try again what stopped.", "thread retry ENTRY"),
    Key(
        "worker",
        "w",
        _Q,
        "screen.worker",
        "Publish here",
        "Let this window be the worker, or stop it.",
        "thread worker",
        6,
    ),
    Key("lower", "j", _Q, "screen.step(1)", "Down", "One entry down, as the arrow does."),
    Key("upper", "k", _Q, "screen.step(-1)", "Up", "One entry up, as the arrow does."),
    Key("write", "enter", _P, "screen.write", "Write", "Begin a draft on this prompt.", "thread practice", 1),
    Key(
        "another",
        "n",
        _P,
        "screen.another",
        "Another",
        "Another prompt, from another theme.",
        "thread practice --another",
        2,
    ),
    Key(
        "tiny",
        "t",
        _P,
        "screen.tiny",
        "Tiny",
        "The smallest version, which counts as well.",
        "thread practice --tiny",
        3,
    ),
)


def bindings(scope: Scope) -> list[BindingType]:
    """The bindings of a scope; those that the editor would take for itself go first."""
    return [
        Binding(key.keys, key.action, key.label, show=False, id=key.id, priority=scope is Scope.COMPOSE)
        for key in KEYS
        if key.scope is scope
    ]


def hints(scope: Scope) -> tuple[Key, ...]:
    """Keys for the line at the bottom of a scope, the most wanted first."""
    wanted = [key for key in KEYS if key.hint and key.scope in (scope, Scope.EVERYWHERE)]
    return tuple(sorted(wanted, key=lambda key: key.hint))
