"""Our own colours: ink and paper, one accent, amber for what wants a look; no red."""

from __future__ import annotations

from textual.theme import Theme

INK = Theme(
    name="ink",
    primary="#7FB4CA",
    secondary="#9CABCA",
    accent="#8FC7B5",
    warning="#E6B673",
    error="#E59BCB",
    success="#98BB6C",
    foreground="#DCDFE4",
    background="#15181E",
    surface="#191D24",
    panel="#262C36",
    boost="#20252E",
    dark=True,
    variables={
        "border": "#7FB4CA",
        "border-blurred": "#3A4350",
        "input-cursor-background": "#DCDFE4",
        "input-cursor-foreground": "#15181E",
        "input-selection-background": "#3F5A6B",
        "block-cursor-background": "#2C3A47",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#8FC7B5",
    },
)
PAPER = Theme(
    name="paper",
    primary="#2F6F8F",
    secondary="#55617A",
    accent="#1F7A63",
    warning="#8A5A00",
    error="#9B2C7E",
    success="#3F7A1F",
    foreground="#23262B",
    background="#FBFAF7",
    surface="#F6F4EF",
    panel="#E7E3DA",
    boost="#EFECE5",
    dark=False,
    variables={
        "border": "#2F6F8F",
        "border-blurred": "#CFC9BC",
        "block-cursor-background": "#D9E6EC",
        "block-cursor-foreground": "#10222B",
        "block-cursor-text-style": "none",
    },
)
