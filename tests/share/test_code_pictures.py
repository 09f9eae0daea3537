"""Code that is longer than a post becomes a picture beside the draft, and code again; no line of it is lost."""

from io import BytesIO
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from composer.desk.drawing import DrawingError, all_code, code_at, drawn, too_long, undrawn
from composer.draft import parse
from composer.draft.template import unfilled
from composer.lint import apply, lint
from composer.share.code import PictureError, pictures
from composer.thread import split

CODE = "\n".join(f"    repairs = count(night_shift, week={week}, list='short')" for week in range(8))
DRAFT = f"Look at this:\n\n```python\ndef repairs():\n{CODE}\n```\n\nIt works.\n"


def read(text, tmp_path, name="talk.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return parse(text, path=path)


def redrawn(draft, blocks=None):
    drawing = drawn(draft, too_long(split(draft)) if blocks is None else blocks)
    drawing.keep()
    return parse(apply(draft.text, drawing.fixes), path=draft.path)


def test_code_longer_than_a_post_becomes_one_picture_in_the_post_that_leads_to_it(tmp_path):
    draft = redrawn(read(DRAFT, tmp_path))
    (post,) = split(draft).posts
    assert post.text == "Look at this:\n\nIt works."
    (media,) = post.media
    assert Image.open(BytesIO((tmp_path / media.path).read_bytes())).size > (700, 400)
    assert not draft.problems


def test_its_alt_text_is_the_code_line_by_line(tmp_path):
    (media,) = split(redrawn(read(DRAFT, tmp_path))).posts[0].media
    assert media.alt.replace("\u00a0", " ") == f"def repairs():\n{CODE}"


def test_the_code_lies_beside_the_draft_and_comes_back_as_it_was(tmp_path):
    draft = redrawn(read(DRAFT, tmp_path))
    assert (tmp_path / "talk-code-1.md").read_text("utf-8") in DRAFT
    assert apply(draft.text, undrawn(draft)) == DRAFT


def test_drawing_the_same_code_again_takes_the_same_names(tmp_path):
    draft = read(DRAFT, tmp_path)
    first = redrawn(draft)
    assert redrawn(draft).text == first.text


def test_no_file_of_another_kind_is_written_over(tmp_path):
    (tmp_path / "talk-code-1.png").write_bytes(b"a photograph")
    draft = redrawn(read(DRAFT, tmp_path))
    assert (tmp_path / "talk-code-1.png").read_bytes() == b"a photograph"
    assert "talk-code-2.png" in draft.text


def test_code_that_fits_is_left_alone_unless_it_is_asked_for(tmp_path):
    draft = read("Try:\n\n```\nls\n```\n", tmp_path)
    assert not too_long(split(draft))
    assert "talk-code-1.png" in redrawn(draft, all_code(draft)).text


def test_the_linter_says_which_posts_share_the_code(tmp_path):
    (finding,) = [one for one in lint(read(DRAFT, tmp_path)) if one.code == "COD001"]
    assert "cut over posts 1 to" in finding.message
    assert finding.span is not None
    assert DRAFT[finding.span.start :].startswith("def repairs")


def test_code_too_long_for_an_alt_text_asks_for_a_sentence_before_it_can_be_queued(tmp_path):
    body = "\n".join(f"step({number}, 'a long line of work to do')" for number in range(50))
    draft = redrawn(read(f"```\n{body}\n```\n", tmp_path))
    assert "50 lines, from “step(0, 'a long line of work to do')”" in split(draft).posts[0].media[0].alt
    assert len(unfilled(draft)) == 1


def test_a_hundred_lines_are_two_pictures_of_one_post(tmp_path):
    body = "\n".join(f"x{number} = {number}" for number in range(100))
    (post,) = split(redrawn(read(f"```\n{body}\n```\n", tmp_path))).posts
    assert [media.path for media in post.media] == ["talk-code-1a.png", "talk-code-1b.png"]


def test_a_long_line_is_carried_on_below():
    short, long = (pictures(text, "", 1000)[0].content for text in ("x" * 80, "x" * 200))
    assert Image.open(BytesIO(long)).height > Image.open(BytesIO(short)).height


@pytest.mark.parametrize(("code", "why"), [(" \n", "no code"), ("x\n" * 300, "300 lines"), ("print('猫')", "猫")])
def test_what_cannot_be_drawn_is_said_in_words(code, why):
    with pytest.raises(PictureError, match=why):
        pictures(code, "", 1000)


def test_a_lost_file_stops_the_way_back_and_changes_nothing(tmp_path):
    draft = redrawn(read(DRAFT, tmp_path))
    (tmp_path / "talk-code-1.md").unlink()
    with pytest.raises(DrawingError, match=r"talk-code-1\.md could not be read"):
        undrawn(draft)


def test_what_was_piped_in_has_no_place_for_pictures():
    with pytest.raises(DrawingError, match="Save it as a file"):
        drawn(parse(DRAFT), [1])


def test_the_code_at_the_cursor_is_found(tmp_path):
    draft = read(DRAFT, tmp_path)
    assert code_at(draft, DRAFT.index("def")) == 1
    assert code_at(draft, 0) is None


_SIGNS = "ab1 _-=+*#`~<>()[]{}!\\|&@$.:/\"'\n"


@given(st.text(_SIGNS, min_size=1).filter(lambda code: code.strip() and "```" not in code))
@settings(max_examples=150, deadline=None)
def test_whatever_the_code_says_its_alt_text_says_too(tmp_path_factory, code):
    tmp_path = tmp_path_factory.mktemp("code")
    text = f"Before.\n\n```\n{code}\n```\n\nAfter.\n"
    draft = read(text, tmp_path)
    if [block.kind for block in draft.blocks] != ["paragraph", "code", "paragraph"]:
        return
    after = redrawn(draft, [1])
    said = "\n".join(line.rstrip() for line in dedent(draft.blocks[1].text).split("\n") if line.strip())
    media = [media for block in after.blocks for media in block.media]
    assert media[0].alt.replace("\u00a0", " ") == said.strip()
    assert " ".join(block.text for block in after.blocks).split() == ["Before.", "After."]
    assert not unfilled(after)
    assert apply(after.text, undrawn(after)) == text
