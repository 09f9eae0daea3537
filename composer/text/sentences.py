"""Where sentences end."""

from __future__ import annotations


def sentence_ends(text: str, language: str = "en") -> tuple[int, ...]:
    """Offsets right after the last character of each sentence, white space excluded, in code points.

    `language` is a BCP 47 tag; its region and script are not looked at.
    """
    from sentencex import get_sentence_boundaries

    ends = (
        len(text[: boundary["end_index"]].rstrip())
        for boundary in get_sentence_boundaries(language.partition("-")[0], text)
    )
    return tuple(dict.fromkeys(end for end in ends if end))
