"""What X takes with a post, and what is said of the rest."""

from __future__ import annotations

import pytest

from composer.networks.media import objection, objection_to_all
from composer.networks.x.capabilities import MEDIA as X
from tests.networks.conftest import PNG

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
GIF = b"GIF89a\x01\x00\x01\x00"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 "
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"


@pytest.mark.parametrize("content", [PNG, JPEG, GIF, WEBP])
@pytest.mark.parametrize("name", ["figure.png", "figure.exe", "figure"])
def test_a_picture_is_known_by_its_content_whatever_its_name(name: str, content: bytes) -> None:
    assert objection(name, content, "A line", X) is None


@pytest.mark.parametrize(
    ("name", "content", "alt", "says"),
    [
        ("empty.png", b"", "", "empty.png is empty"),
        ("notes.png", b"words", "", "PNG, JPEG, WebP, GIF"),
        ("page.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "", "whatever its name says"),
        ("film.mp4", b"\x1aE\xdf\xa3webm", "", "film.mp4 is not a file that X takes"),
        ("large.png", PNG + bytes(5 * 1024 * 1024), "", "5.0 MB, and X takes PNG files up to 5.0 MB"),
        ("figure.png", PNG, "x" * 1001, "1001 characters, and X takes 1000"),
    ],
)
def test_what_is_not_taken_is_named_with_the_reason(name: str, content: bytes, alt: str, says: str) -> None:
    message = objection(name, content, alt, X)

    assert message is not None
    assert says in message


def test_a_post_has_four_pictures_or_one_animation() -> None:
    assert objection_to_all([PNG] * 4, X) is None
    assert objection_to_all([GIF], X) is None
    assert "this one has 5" in str(objection_to_all([PNG] * 5, X))
    assert "one GIF and nothing beside it" in str(objection_to_all([GIF, PNG], X))
