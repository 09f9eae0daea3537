"""What a thread looks like to the person who will read it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from composer.draft import parse
from composer.model import Numbering, Place, Profile, Style
from composer.text import limit
from composer.thread import Mode, ThreadError, rendered, single, split

LONG = "The kettle waits while the ferry crosses the river and nobody on the quay says a word. "


def texts(draft: str, **options: Any) -> list[str]:
    return [post.text for post in split(draft, **options).posts]


def test_a_short_draft_is_one_post_without_number_opener_or_pointer() -> None:
    assert texts("# Tea\n\nIt waits.\n") == ["Tea\n\nIt waits."]


def test_the_numbers_count_up_to_the_total_and_stand_last() -> None:
    posts = split(LONG * 12).posts
    assert [post.text.rsplit(" ", 1)[1] for post in posts] == [f"{n}/{len(posts)}" for n in range(1, len(posts) + 1)]


@pytest.mark.parametrize(
    ("numbering", "ending"),
    [("1/9", " 2/4"), ("(1/9)", " (2/4)"), ("1.", " 2."), ("keycap", " 2️⃣"), ("none", "word.")],
)
def test_every_numbering_style_is_written_as_its_name_shows(numbering: str, ending: str) -> None:
    thread = split(f"---\nnumbering: {numbering!r}\n---\n" + (LONG * 3 + "\n\n") * 4)
    assert thread.style.numbering is Numbering(numbering)
    assert thread.posts[1].text.endswith(ending)


def test_keycaps_end_at_ten_and_digits_go_on() -> None:
    thread = split((LONG * 3 + "\n\n") * 12, style=Style(numbering=Numbering.KEYCAP))
    endings = [post.text.rsplit(" ", 1)[1] for post in thread.posts]
    assert endings[8:12] == ["9️⃣", "🔟", "11", "12"]


def test_a_number_at_the_start_comes_before_the_opener() -> None:
    thread = split(LONG * 12, style=Style(place=Place.START))
    assert thread.posts[0].text.startswith("1/")
    assert re.match(r"1/\d+ 🧵 The kettle", thread.posts[0].text)
    assert thread.posts[1].text.startswith("2/")


def test_opener_and_pointer_come_once_and_the_pointer_stands_on_its_own_line() -> None:
    for profile, opener, pointer in (("lively", "🧵 ", "👇"), ("plain", "Thread: ", "(continues below)")):
        posts = texts(LONG * 12, style=profile)
        assert posts[0].startswith(opener)
        assert re.search(rf"\n\n{re.escape(pointer)} 1/\d+$", posts[0])
        assert not any(opener in post or pointer in post for post in posts[1:])


def test_the_event_tag_stands_in_the_first_and_the_last_post_only() -> None:
    posts = texts('---\nevent: "#SlowWards26"\n---\n' + LONG * 12)
    assert ["#SlowWards26" in post for post in posts] == [True, *[False] * (len(posts) - 2), True]


def test_an_event_tag_that_the_writer_used_is_not_added_again() -> None:
    posts = texts('---\nevent: "#SlowWards26"\n---\nHello #slowwards26 friends. ' + LONG * 12)
    assert posts[0].lower().count("#slowwards26") == 1


def test_a_url_at_the_end_keeps_its_distance_from_whatever_is_added() -> None:
    for numbering in Numbering:
        for place in Place:
            for post in split(
                "\n\n---\n\n".join(f"Read {n} https://example.org/{n}" for n in range(3)),
                style=Style(numbering=numbering, place=place),
            ).posts:
                assert re.search(r"https://example\.org/\d(\s|$)", post.text)


def test_a_forced_break_is_obeyed_and_not_posted() -> None:
    thread = split("One short line.\n\n---\n\nAnother short line.\n")
    assert [post.body for post in thread.posts] == ["One short line.", "Another short line."]


def test_a_divider_is_where_a_cut_is_welcome_and_is_not_posted() -> None:
    paragraph = LONG * 1
    thread = split(f"{paragraph}\n\n{paragraph}\n\n***\n\n{paragraph}\n\n{paragraph}")
    assert not any("*" in post.text for post in thread.posts)
    assert [post.body.count("kettle") for post in thread.posts] == [2, 2]


def test_blocks_for_another_network_are_left_out() -> None:
    draft = "For all.\n\n<!-- only: bluesky -->\nFor some.\n<!-- /only -->\n\nFor all again."
    assert "For some." not in split(draft, network="x").posts[0].text
    assert "For some." in split(draft, network="bluesky").posts[0].text


def test_what_shall_stay_together_stays_in_one_post() -> None:
    inside = "\n\n".join(f"Line {n} of the part that belongs together, come what may." for n in range(4))
    for before in range(1, 7):
        thread = split(f"{'The ferry waits. ' * before * 3}\n\n<!-- keep -->\n{inside}\n<!-- /keep -->\n\n{LONG * 3}")
        assert any(all(f"Line {n}" in post.body for n in range(4)) for post in thread.posts)


def test_a_heading_stands_with_what_it_heads() -> None:
    for filler in range(1, 30):
        thread = split(f"{'The river bends. ' * filler}\n\n## The bend\n\n{LONG * 2}\n\n{LONG * 3}")
        holder = next(post for post in thread.posts if "The bend" in post.body)
        assert not holder.body.endswith("The bend")


def test_a_lead_in_stands_with_the_first_item_of_its_list() -> None:
    for filler in range(1, 30):
        thread = split(
            f"{'The river bends. ' * filler}\n\nBring these along:\n\n- a cup\n- a spoon\n- {LONG * 2}\n\n{LONG}"
        )
        holder = next(post for post in thread.posts if "Bring these along:" in post.body)
        assert "a cup" in holder.body


@pytest.mark.parametrize(
    "head",
    [
        "## What the ferry does when the river is high and nobody waits",
        "The ferry crosses the river, and then the harbour master says this:",
        "## What the ferry does\n\n### When the river is high and nobody waits",
    ],
)
def test_strict_cuts_a_sentence_at_a_clause_where_a_heading_or_lead_in_would_be_left_alone(head: str) -> None:
    sentence = f"{'The kettle waits while nobody on the quay says a word, ' * 4}and the lantern is lit again."
    assert limit("x").exact(sentence)[0] < 255 < limit("x").exact(f"{head}\n\n{sentence}")[0]
    posts = split(f"{LONG * 3}\n\n{head}\n\n{sentence}\n\n{LONG * 3}", mode="strict").posts
    holder = next(post.body for post in posts if head.replace("#", "").strip()[-20:] in post.body)
    assert re.search(r"a word,$", holder)


def test_bullets_follow_the_style_and_ordered_lists_keep_their_numbers() -> None:
    draft = "- tea\n- milk\n\nThen:\n\n3. pour\n4. wait"
    assert texts(draft, style="lively") == ["📌 tea\n📌 milk\n\nThen:\n\n3. pour\n4. wait"]
    assert texts(draft, style="plain") == ["- tea\n- milk\n\nThen:\n\n3. pour\n4. wait"]


def test_a_block_quote_gets_the_marks_of_its_language_and_keeps_its_author_outside() -> None:
    assert texts("> Listen first.\n>\n> — Ines Varga") == ["“Listen first.”\n— Ines Varga"]
    assert texts("> Listen first. Then speak.\n> — Dr. Ines Varga") == ["“Listen first. Then speak.” — Dr. Ines Varga"]
    assert texts("> Who knew? — Nobody did.") == ["“Who knew? — Nobody did.”"]
    assert texts("> Wait — what for? Nobody knew.") == ["“Wait — what for? Nobody knew.”"]
    assert texts("---\nlanguage: de\n---\n> Erst zuhören.") == ["„Erst zuhören.“"]
    assert texts('> "Listen first."') == ['"Listen first."']


def test_a_quote_stays_with_the_line_that_names_its_author() -> None:
    for filler in range(1, 30):
        thread = split(
            f"{'The river bends. ' * filler}\n\n> Agree who listens, then be quiet.\n\n— Ines Varga\n\n{LONG * 3}"
        )
        assert any("Agree who listens" in post.body and "Ines Varga" in post.body for post in thread.posts)


def test_a_picture_goes_with_the_words_before_it() -> None:
    draft = f"{LONG * 2}\n\nThe chart shows it.\n\n![A falling line](line.png)\n\n{LONG * 3}"
    with_media = [post for post in split(draft).posts if post.media]
    assert [media.alt for media in with_media[0].media] == ["A falling line"]
    assert "The chart shows it." in with_media[0].body


def test_no_post_has_more_than_four_pictures_and_none_is_lost() -> None:
    pictures = "\n\n".join(f"![Picture {n}]({n}.png)" for n in range(11))
    posts = split(f"Look at these.\n\n{pictures}").posts
    assert all(len(post.media) <= 4 for post in posts)
    assert [media.alt for post in posts for media in post.media] == [f"Picture {n}" for n in range(11)]


def test_a_code_block_keeps_its_indentation_and_stays_whole_where_it_fits() -> None:
    code = "def pour(cup):\n    for drop in cup:\n        yield drop"
    thread = split(f"{LONG * 3}\n\n```python\n{code}\n```\n\n{LONG * 2}")
    assert any(code in post.body for post in thread.posts)


def test_code_that_fits_a_post_stays_whole_even_behind_a_long_lead_in() -> None:
    code = "\n".join(f"pour(cup={n}, drops={n * 7}, slowly=True)" for n in range(7))
    shown = f"This is how it is done on every ward of the house:\n\n```\n{code}\n```\n\n{LONG}"
    for filler in range(1, 12):
        thread = split(f"{'The river bends. ' * filler}\n\n{shown}")
        assert any(code in post.body for post in thread.posts), filler


def test_code_too_long_for_a_post_is_cut_between_its_lines_and_every_part_is_marked_as_code() -> None:
    lines = [f"    pour(cup={n}, drops={n * 7}, slowly=True)" for n in range(30)]
    thread = split("Look:\n\n```\n" + "\n".join(lines) + "\n```\n")
    shown = [line for post in thread.posts for line in post.body.split("\n") if "pour" in line]
    assert shown == lines
    assert all(any(end - start > 40 for start, end in post.code) for post in thread.posts)


def test_an_item_of_a_list_is_not_cut_where_it_fits_a_post() -> None:
    items = [f"Item {n} begins here. {'It goes on for a while. ' * (n % 4 + 2)}And ends {n}" for n in range(9)]
    for filler in range(1, 14, 2):
        thread = split(
            f"{'The river bends. ' * filler}\n\n"
            + "\n".join(f"{'  ' * (n % 2)}- {item}" for n, item in enumerate(items))
        )
        assert all(any(item in post.body for post in thread.posts) for item in items), filler


def test_an_ordered_list_keeps_its_numbers_over_all_its_posts() -> None:
    items = [f"{n}. {'The kettle waits again. ' * 5}".strip() for n in range(7, 19)]
    bodies = "\n".join(post.body for post in split("\n".join(items)).posts)
    assert re.findall(r"^(\d+)\. The", bodies, re.MULTILINE) == [str(n) for n in range(7, 19)]


def test_rows_of_a_table_and_notes_stay_readable_lines() -> None:
    posts = texts(
        "| Ward | Calls |\n|---|---|\n| Nine | 12 |\n| Ten | 7 |\n\nQuiet nights.[^1]\n\n[^1]: Counted by hand."
    )
    assert posts == ["Ward: Calls\nNine: 12\nTen: 7\n\nQuiet nights.[1]\n\n[1] Counted by hand."]


def test_a_content_warning_covers_the_posts_from_there_on_and_no_other() -> None:
    posts = split("All is well.\n\n<!-- cw: needles -->\n\nThe needle goes in.\n\nAnd out.").posts
    assert [post.content_warning for post in posts] == ["", "needles"]


@pytest.mark.parametrize(
    ("network", "warning", "begins"),
    [
        ("x", "surgery", "CW: surgery\n\n"),
        ("bluesky", "surgery", "CW: surgery\n\n"),
        ("bluesky", "blood, surgery", ""),
        ("mastodon", "surgery", ""),
    ],
)
def test_a_content_warning_is_said_in_words_where_the_network_has_no_mark_for_it(
    network: str, warning: str, begins: str
) -> None:
    text = f"---\ncontent_warning: {warning}\n---\n\n" + "The river [rises](https://example.org/r) again. " * 40
    thread = split(text, network=network)

    assert len(thread.posts) > 2
    for post, span in zip(thread.posts, thread.spans, strict=True):
        assert post.text.startswith(begins)
        assert ("CW:" in post.text) == bool(begins)
        assert limit(network).measure(post.text, post.content_warning).fits
        assert post.content_warning == warning
        assert "CW:" not in post.body
        assert all(post.text[link.start : link.end] == "rises" for link in post.links)
        for run in post.runs:
            source = thread.draft.text[span.start + run.source :][: run.length]
            assert post.text[run.at : run.at + run.length] == source


def test_a_content_warning_counts_where_the_network_counts_it() -> None:
    warning = "A long description of what is to come, in some detail"
    posts = split(f"---\ncontent_warning: {warning}\n---\n" + "river " * 900, network="mastodon").posts
    assert all(limit("mastodon").measure(post.text, warning).fits for post in posts)
    assert max(post.length for post in posts) > 450


@pytest.mark.parametrize(
    "atom",
    [
        "12 000", "5 kg", "37.5 °C", "100 %", "Dr. Osei", "J. R. Halloran", "14 March 2019", "March 14, 2019", "p. 12",
        "(Okafor et al., 2021)", "Okafor et al. (2021)", "#SlowReading", "@wardnine", "$ACME", "someone@example.com",
        "https://example.org/path", "`git rebase --onto main`", "👩🏽‍🔬", "« bonjour »", "e.g. tea", "€ 40", "[3, 4]",
        "14 de marzo de 2019", "1er janvier 2020", "3rd of May 2021", "Mon, 3 May 2021", "10:30 a.m.", "10:30 UTC",
        "18 h 30", "p < 0.05", "r² = 0.8", "3 × 4", "3 x 4", "2.5 per cent", "5 mg/kg", "± 3", "U.S. 9", "Mr Smith",
        "J. K. Smith", "John F. Kennedy", "Smith Jr.", "Henry VIII", "Chapter IV", "Python 3.11", "line 12",
        "Washington, D.C.", "Smith & Jones (2019, p. 12)", "Smith et al. (2020)", "(ibid., p. 3)", "(#Reading)",
        "“#Reading”", "“What?” he asked", "“No,” Ines said", "@me@example.social", "example.org/path", "12 000 000",
    ],
)  # fmt: skip
def test_nothing_is_cut_inside(atom: str) -> None:
    shown = atom.strip("`")
    for filler in range(40, 47):
        draft = f"{'ferry ' * filler}{atom} {'river ' * 60}"
        assert sum(shown in post.body for post in split(draft).posts) == 1, filler


def test_a_quotation_mark_stays_with_its_quotation() -> None:
    for filler in range(30, 60):
        posts = split(f"{'ferry ' * filler}said so: “We agreed who listens.” {'River bends. ' * 30}").posts
        assert not any(post.body.startswith("”") or post.body.endswith("“") for post in posts)


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Japanese", "会議の終わりに、十秒だけ待つことにした。すると、新人が口を開いた。「質問です」と。" * 14),
        ("Chinese", "我们决定在会议结束时等十秒钟。于是，新来的人开口了：“我有一个问题。”大家都听着。" * 16),
        ("Thai", "เราตัดสินใจรอสิบวินาทีในตอนท้ายของการประชุมแล้วคนใหม่ที่สุดก็เริ่มพูด" * 12),
        ("Arabic", "قررنا أن ننتظر عشر ثوان في نهاية الاجتماع، ثم تكلم أحدث شخص بيننا. هل لديكم سؤال؟ " * 12),
        ("Hebrew", "החלטנו לחכות עשר שניות בסוף הפגישה, ואז דיבר האדם החדש ביותר. יש שאלה? " * 12),
        ("Hindi", "हमने बैठक के अंत में दस सेकंड रुकने का निर्णय लिया। फिर सबसे नए व्यक्ति ने बोलना शुरू किया। " * 12),
        ("Korean", "우리는 회의가 끝날 때 십 초를 기다리기로 했다. 그러자 가장 새로운 사람이 말했다. " * 12),
    ],
)  # fmt: skip
def test_every_script_is_split_within_the_limit_and_between_its_characters(script: str, text: str, bare: Any) -> None:
    from composer.text import graphemes

    for network in ("x", "bluesky", "mastodon"):
        thread = split(text, network=network)
        assert len(thread.posts) > 1
        assert all(limit(network).measure(post.text).fits for post in thread.posts)
        assert bare("".join(post.body for post in thread.posts)) == bare(text)
        joined = [one for post in thread.posts for one in graphemes(bare(post.body))]
        assert joined == graphemes(bare(text)), script


def test_japanese_lines_begin_and_end_as_the_rules_ask() -> None:
    text = "「急がば回れ」とよく言うが、ほんとうにそうだろうか、とわたしは考えた（それも何度も）、そして" * 20
    for post in split(text).posts:
        assert post.body[0] not in "、。」）っー"
        assert post.body[-1] not in "「（"


def test_a_japanese_quotation_stays_with_the_particle_that_leads_to_its_speaker() -> None:
    told = "「それは（本当に）そうですか？」と彼女は言った。3月14日、5 kgの荷物が届いた…そして、誰もいなかった！"
    assert not any(post.body.startswith("と") for post in split(told * 9).posts)


def test_a_run_without_breaks_is_cut_between_graphemes() -> None:
    family = "👨‍👩‍👧‍👦"
    thread = split(family * 600)
    assert "".join(post.body for post in thread.posts) == family * 600
    assert all(post.body.startswith("👨") and post.body.endswith("👦") for post in thread.posts)


@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon"])
def test_half_a_character_never_reaches_a_post_and_the_writer_is_told(network: str) -> None:
    draft = parse("One.\n\nHere \ud83d is half of it, and \ud83d\ude00 is a whole one.")
    (post,) = split(draft, network=network).posts
    assert post.text.encode()
    assert "\ufffd is half of it, and \U0001f600 is a whole one" in post.text
    assert [(problem.line, "no whole character" in problem.message) for problem in draft.problems] == [(3, True)]


def test_decomposed_letters_are_sent_composed_and_lead_back_to_the_draft() -> None:
    draft = parse("Cafe\u0301 au lait, " * 40)
    thread = split(draft)
    assert all("é" in post.text and "\u0301" not in post.text for post in thread.posts)
    for post, span in zip(thread.posts, thread.spans, strict=True):
        for run in post.runs:
            source = draft.text[span.start + run.source : span.start + run.source + run.length]
            shown = post.text[run.at : run.at + run.length]
            assert shown == source or (source, shown) == ("e", "é")


def test_strict_keeps_sentences_whole_and_compact_needs_fewer_posts(essay: Any) -> None:
    draft = essay(7, 12_000)
    normal, compact = split(draft), split(draft, mode="compact")
    assert len(compact.posts) < len(normal.posts)


def test_plain_and_lively_say_the_same_words(essay: Any, bare: Any) -> None:
    draft = essay(3, 8_000)

    def words(profile: Profile) -> str:
        bodies = "".join(post.body for post in split(draft, style=profile).posts)
        return bare(bodies.replace("📌", "-"))

    assert words(Profile.LIVELY) == words(Profile.PLAIN)


def test_one_text_is_looked_at_whole_however_long() -> None:
    thread = single(LONG * 20, network="x")
    assert len(thread.posts) == 1
    assert thread.posts[0].text == (LONG * 20).strip()
    assert thread.posts[0].length > 280
    assert [post.text for post in single("One.\n\n---\n\nTwo.").posts] == ["One.", "Two."]


def test_an_empty_draft_is_an_empty_thread() -> None:
    assert split("").posts == ()
    assert split("<!-- just a note to myself -->\n").posts == ()
    assert rendered("") == ""


def test_a_wrong_style_mode_or_network_is_answered_with_the_right_ones() -> None:
    with pytest.raises(ThreadError, match="lively"):
        split("Tea.", style="loud")
    with pytest.raises(ThreadError, match="compact"):
        split("Tea.", mode="loose")
    with pytest.raises(Exception, match="bluesky"):
        split("Tea.", network="myspace")


def test_a_limit_too_small_for_its_decoration_is_explained() -> None:
    with pytest.raises(ThreadError, match="numbering: none"):
        split(LONG * 4, network=limit("x").with_maximum(4))


def test_any_limit_record_will_do_as_a_network() -> None:
    premium = limit("x").with_maximum(25_000)
    assert len(split(LONG * 100, network=premium).posts) == 1
    assert len(split(LONG * 100, network="threads").posts) > 10


def test_modes_are_named_by_words() -> None:
    assert Mode("strict") is Mode.STRICT


def test_a_picture_in_the_gap_between_two_posts_is_in_the_second():
    text = f"- the ![A list on a door](list.png) {'x' * 270}"
    assert [len(post.media) for post in split(parse(text), network="bluesky").posts].count(1) == 1
