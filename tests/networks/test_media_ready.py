"""Pictures and films as they are sent: what is taken out of them, how they are turned and shrunk, what is refused."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from composer.networks.bluesky.capabilities import MEDIA as BLUESKY
from composer.networks.mastodon.capabilities import CAPABILITIES
from composer.networks.media import MediaError, prepare
from composer.networks.x.capabilities import MEDIA as X
from composer.queue.media import media_type

MASTODON = CAPABILITIES.media
assert MASTODON is not None
GPS, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>48,51N</exif:GPSLatitude></x:xmpmeta>"
SECRETS = (b"Camera of Ms Rossi", b"GPSLatitude", b"patient 4711", b"behind the end")


def ward(size: tuple[int, int] = (40, 30)) -> Image.Image:
    """A picture whose corners differ, so that one can see which side is up."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    image.paste("blue", (size[0] // 2, size[1] // 2, *size))
    return image


def exif(orientation: int = 1, *, located: bool = True) -> Image.Exif:
    block = Image.Exif()
    block[MODEL] = "Camera of Ms Rossi"
    block[ORIENTATION] = orientation
    if located:
        block[GPS] = {1: "N", 2: (48.0, 51.0, 24.0)}
    return block


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photo(kind: str, orientation: int = 1) -> bytes:
    """A picture with everything that a camera, an editor and a careless export leave in it."""
    options: dict[str, object] = {"exif": exif(orientation)}
    if kind == "JPEG":
        options |= {"comment": b"patient 4711", "xmp": XMP, "quality": 95}
    elif kind == "WEBP":
        options |= {"xmp": XMP, "lossless": True}
    else:
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "patient 4711")
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options |= {"pnginfo": notes}
    return saved(ward(), kind, **options) + b"behind the end"


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def points(content: bytes) -> bytes:
    return opened(content).convert("RGBA").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_no_longer_tells_where_and_with_what_it_was_taken(kind: str) -> None:
    before = photo(kind)
    assert all(secret in before for secret in SECRETS if secret != b"patient 4711" or kind != "WEBP")

    ready = prepare("ward.jpg", before, X)

    assert not [secret for secret in SECRETS if secret in ready.content]
    assert not opened(ready.content).getexif()
    assert ready.notes[0].startswith("Location, camera data")
    assert ready.notes[0].endswith("were taken out of ward.jpg.")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_taking_data_out_changes_no_point_of_the_picture(kind: str) -> None:
    before = photo(kind)

    assert points(prepare("ward.jpg", before, X).content) == points(before)


def test_the_small_picture_in_a_jpeg_that_shows_what_was_cropped_away_goes_too() -> None:
    plain = saved(ward(), "JPEG")
    assert plain[:6] == b"\xff\xd8\xff\xe0\x00\x10"
    cropped_away = b"the face of patient 4711!"[:24]
    before = plain[:4] + b"\x00\x28" + plain[6:18] + b"\x04\x02" + cropped_away + plain[20:]
    assert points(before) == points(plain)

    assert prepare("ward.jpg", before, X).content == plain


@pytest.mark.parametrize("kept", [12, 30, 60, 90])
def test_a_damaged_note_about_the_camera_is_taken_out_without_a_word_from_the_decoder(kept: int) -> None:
    whole = exif(6).tobytes()
    content = saved(ward(), "JPEG", exif=whole[:kept])

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        ready = prepare("ward.jpg", content, X)

    assert said == []
    assert ready.notes[0].casefold().endswith("camera data were taken out of ward.jpg.")
    assert b"Exif" not in ready.content


def test_a_colour_profile_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP"):
        ready = prepare("ward", saved(ward(), kind, icc_profile=profile), X)
        assert opened(ready.content).info["icc_profile"] == profile
        assert ready.notes == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_upper_side_stays_up_although_the_note_that_said_so_is_gone(kind: str, orientation: int) -> None:
    from PIL import ImageOps

    before = photo(kind, orientation)
    shown = ImageOps.exif_transpose(opened(before)).convert("RGB")

    after = opened(prepare("ward", before, X).content).convert("RGB")

    assert after.size == shown.size
    for x in (3, shown.width - 4):
        for y in (3, shown.height - 4):
            assert all(abs(a - b) < 40 for a, b in zip(after.getpixel((x, y)), shown.getpixel((x, y)), strict=True))


def test_a_picture_with_nothing_to_take_out_is_sent_byte_for_byte() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        plain = saved(ward(), kind)
        assert prepare("ward", plain, X) == (plain, ())


def animation(frames: int = 5, comment: bytes = b"") -> bytes:
    pictures = [Image.new("P", (32, 32), colour) for colour in range(frames)]
    for number, picture in enumerate(pictures):
        picture.putpalette([value % 256 for value in range(number, 768 + number)])
    options = {"comment": comment} if comment else {}
    return saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:], duration=80, loop=0, **options)


def test_an_animated_gif_still_moves_and_says_nothing_else() -> None:
    before = animation(comment=b"patient 4711")
    ready = prepare("steps.gif", before, X)

    after = opened(ready.content)
    assert (after.n_frames, after.info["loop"], after.info["duration"]) == (5, 0, 80)
    assert b"patient 4711" in before
    assert b"patient 4711" not in ready.content
    assert ready.notes == ("Notes were taken out of steps.gif.",)


def noise(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    import random

    return Image.frombytes(mode, size, random.Random(1).randbytes(size[0] * size[1] * len(mode)))


def test_a_picture_too_large_for_a_network_is_made_smaller_and_the_writer_is_told() -> None:
    large = saved(noise((900, 700)), "PNG")
    assert len(large) > BLUESKY.sizes["image/png"]

    ready = prepare("ward.png", large, BLUESKY)

    assert len(ready.content) <= BLUESKY.sizes["image/jpeg"]
    assert media_type(ready.content) == "image/jpeg"
    assert "ward.png was too large for Bluesky (1.8 MB as PNG); it is sent with" in ready.notes[0]
    width, height = opened(ready.content).size
    assert abs(width / height - 900 / 700) < 0.01
    assert prepare("ward.png", large, X) == (large, ())


def test_what_shows_through_a_picture_still_does_when_it_is_made_smaller() -> None:
    ready = prepare("logo.png", saved(noise((700, 600), "RGBA"), "PNG"), BLUESKY)

    assert opened(ready.content).mode == "RGBA"


def test_a_picture_with_more_points_than_a_network_takes_is_made_smaller() -> None:
    wide = saved(Image.new("L", (8000, 5000), 200), "PNG")

    ready = prepare("wide.png", wide, MASTODON)

    width, height = opened(ready.content).size
    assert width * height <= 33_177_600


def test_an_animation_is_never_shrunk_into_a_still() -> None:
    frames = [noise((400, 400), "L") for _ in range(12)]
    large = saved(frames[0], "GIF", save_all=True, append_images=[f.rotate(i) for i, f in enumerate(frames[1:])])

    with pytest.raises(MediaError, match="Make it smaller"):
        prepare("steps.gif", large, BLUESKY)


def png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ward.png is empty"),
        (b"words", "not a file that X takes"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "PNG, JPEG, WebP, GIF, MP4: convert the file"),
        (saved(ward(), "PNG")[:-30], "ends in the middle"),
        (saved(ward(), "JPEG")[:-30], "ends in the middle"),
        (saved(ward(), "WEBP")[:-30], "ends in the middle"),
        (animation()[:-30], "ends in the middle"),
        (png(40, 30, b"\0"), "damaged, or ends in the middle"),
        (png(60_000, 60_000, bytes(1000)), "too many for one picture"),
        (png(10_000, 10_000, bytes(1000)), "too many for one picture"),
        (b"\xff\xd8\xff" + bytes(100), "cannot be shown"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(MediaError) as refused:
        prepare("ward.png", content, X)

    assert says in str(refused.value).replace("far more points", "too many for one picture")
    assert str(refused.value).endswith(".")


def test_an_animation_that_unpacks_to_gigabytes_is_refused_before_it_does() -> None:
    canvas = Image.new("1", (9000, 9000))
    bomb = saved(
        canvas, "GIF", save_all=True, append_images=[Image.new("1", (9000, 9000), i % 2) for i in (1, 2, 3, 4)]
    )
    assert len(bomb) < 2_000_000

    with pytest.raises(MediaError, match="5 frames of 9000 × 9000 points, too many to unpack"):
        prepare("bomb.gif", bomb, X)


@pytest.mark.parametrize("header", [b"VP8X", b"VP8L", b"VP8 "])
def test_a_webp_picture_that_claims_gigabytes_is_refused_before_its_decoder_sees_it(header: bytes) -> None:
    body = {
        b"VP8X": b"\x02\0\0\0" + b"\xff\x3f\0" * 2,
        b"VP8L": b"\x2f\xff\xff\xff\x0f" + bytes(5),
        b"VP8 ": b"\x10\0\0\x9d\x01\x2a" + b"\xff\x3f" * 2,
    }[header]
    chunk = header + struct.pack("<I", len(body)) + body
    content = b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk

    with pytest.raises(MediaError, match=r"unpacks to 1638\d × 1638\d points, too many for one picture"):
        prepare("bomb.webp", content, X)


def test_a_jpeg_in_endless_passes_is_refused() -> None:
    plain = saved(ward(), "JPEG", progressive=True)
    assert prepare("ward.jpg", plain, X).content == plain
    scan = plain.index(b"\xff\xda")
    following = plain.index(b"\xff\xc4", scan)
    endless = plain[:scan] + plain[scan:following] * 200 + plain[following:]

    with pytest.raises(MediaError, match="more passes than any picture needs"):
        prepare("ward.jpg", endless, X)


def box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def header(name: bytes) -> bytes:
    return box(name, bytes(4), struct.pack(">II", 3_800_000_000, 3_800_000_000), bytes(12))


def film(*extra: bytes, handler: bytes = b"vide") -> bytes:
    track = box(b"trak", header(b"tkhd"), box(b"mdia", header(b"mdhd"), box(b"hdlr", bytes(8), handler, bytes(12))))
    place = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+48.8577+002.295/"))
    return (
        box(b"ftyp", b"mp42", bytes(4), b"mp42isom")
        + box(b"moov", header(b"mvhd"), track, place, *extra)
        + box(b"mdat", b"sound and picture" * 9)
    )


def test_a_film_no_longer_tells_where_and_when_it_was_taken_and_nothing_in_it_moves() -> None:
    before = film()
    ready = prepare("ward.mp4", before, MASTODON)

    assert ready.notes == ("Location and camera data were taken out of ward.mp4.",)
    assert b"+48.8577" not in ready.content
    assert struct.pack(">I", 3_800_000_000) not in ready.content
    assert len(ready.content) == len(before)
    assert ready.content.index(b"sound and picture") == before.index(b"sound and picture")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (film()[:-20], "ends in the middle"),
        (box(b"ftyp", b"mp42", bytes(4)), "ends in the middle"),
        (film(handler=b"meta"), "export the film anew"),
        (box(b"ftyp", b"mp42") + struct.pack(">I", 3) + b"moov", "ends in the middle"),
    ],
)
def test_a_film_that_cannot_be_cleaned_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(MediaError, match=says):
        prepare("ward.mp4", content, MASTODON)


SAMPLES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: photo("JPEG"),
    "png": lambda: photo("PNG"),
    "webp": lambda: photo("WEBP"),
    "gif": lambda: animation(comment=b"patient 4711"),
    "mp4": film,
}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_whatever_is_wrong_with_a_file_is_a_sentence_or_a_picture_without_secrets(
    kind: str, data: st.DataObject
) -> None:
    content = bytearray(SAMPLES[kind]())
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]
    try:
        ready = prepare("ward", bytes(content), MASTODON)
    except MediaError as refused:
        said = str(refused)
    else:
        said = f"{len(ready.notes)} notes."
        assert media_type(ready.content) in MASTODON.sizes
        assert len(ready.content) <= MASTODON.sizes[media_type(ready.content) or ""]
    assert said.endswith(".")
