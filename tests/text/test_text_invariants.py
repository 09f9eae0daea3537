"""What holds for every text, on every network."""

from hypothesis import given, settings
from hypothesis import strategies as st

from composer.text import LIMITS, entities, facets, graphemes, limit, normalize, sentence_ends

PIECES = st.sampled_from(
    [
        "a",
        "Word",
        "…",
        ".",
        "!",
        "\n",
        "\n\n",
        "\r\n",
        "—",
        "“",
        "”",
        "日本",
        "。",
        "नमस्ते",
        "क्षत्रिय",
        "สวัสดี",
        "مرحبا",
        "한국",
        "é",
        "👍🏽",
        "👩\u200d🚀",
        "🇳🇿",
        "1️⃣",
        "❤️",
        "🧑\u200d🦽\u200d➡️",
        "\u200d",
        "️",
        "\ufeff",
        "https://a.com/x",
        "README.md",
        "例え.jp",
        "@name",
        "@name@example.org",
        "#tag",
        "$CASH",
        "me@example.org",
        "gemini://a.org/🐪",
        "😀a.com",
        "�",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.just(" "), st.text(max_size=3))).map("".join))
NATURAL = st.lists(
    st.sampled_from(
        [
            "Short",
            "posts",
            "earn",
            "the",
            "next",
            "one",
            ".",
            "“Quoted”",
            "—",
            "naïve",
            "日本語",
            "नमस्ते",
            "👩🏽\u200d🚀",
            "❤️",
            "https://example.org/notes?a=b",
            "README.md",
            "#tag",
            "@name",
        ]
    ),
    min_size=1,
).map(" ".join)
NETWORKS = st.sampled_from(sorted(LIMITS))


@settings(deadline=None)
@given(TEXTS, NETWORKS)
def test_no_text_is_too_odd_to_be_measured(text, network):
    record = limit(network)
    counted = record.measure(text, content_warning=text)
    assert counted.length <= counted.safe
    assert counted.fits <= (counted.safe <= counted.maximum)
    for start, end in record.atoms(text):
        assert 0 <= start < end <= len(text)
    assert all(text[entity.start : entity.end] for entity in entities(text))
    assert all(end <= len(text) for end in sentence_ends(text))


@settings(deadline=None)
@given(NATURAL, NETWORKS)
def test_weights_of_prefixes_end_at_the_binding_count(text, network):
    text = normalize(text)
    for each, whole in zip(limit(network).weights(text), limit(network).exact(text), strict=True):
        assert len(each) == len(text) + 1
        assert (each[0], each[-1]) == (0, whole)
        assert list(each) == sorted(each)


@settings(deadline=None)
@given(NATURAL, NETWORKS, st.data())
def test_a_slice_between_words_weighs_the_difference_of_two_prefixes(text, network, data):
    text = normalize(text)
    spaces = [index for index, c in enumerate(text) if c == " "]
    cut = data.draw(st.sampled_from(spaces)) if spaces else len(text)
    record = limit(network)
    for index, each in enumerate(record.weights(text)):
        assert record.exact(text[:cut])[index] == each[cut]
        assert record.exact(text[cut + 1 :])[index] == each[-1] - each[min(cut + 1, len(text))]


@settings(deadline=None)
@given(TEXTS, NETWORKS)
def test_atoms_never_cut_a_grapheme_or_an_entity(text, network):
    inside = {at for start, end in limit(network).atoms(text) for at in range(start + 1, end)}
    at = 0
    for grapheme in graphemes(text):
        assert inside.issuperset(range(at + 1, at + len(grapheme)))
        at += len(grapheme)
        if at in inside:
            assert any(entity.start < at < entity.end for entity in entities(text))
    for entity in entities(text):
        assert inside.issuperset(range(entity.start + 1, entity.end))


@settings(deadline=None)
@given(NATURAL, NETWORKS)
def test_the_explanation_adds_up_and_leaves_nothing_out(text, network):
    text = normalize(text)
    parts = limit(network).explain(text)
    assert sum(part.weight for part in parts) == limit(network).measure(text).length
    assert "".join(part.text for part in parts) == text
    assert [text[part.start : part.end] for part in parts] == [part.text for part in parts]


@settings(deadline=None)
@given(TEXTS)
def test_facets_are_whole_characters_and_do_not_overlap(text):
    sent = text.encode("utf-8", "surrogatepass")
    last = 0
    for facet in facets(text):
        assert last <= facet.start < facet.end <= len(sent)
        sent[facet.start : facet.end].decode("utf-8", "surrogatepass")
        last = facet.end


@settings(deadline=None)
@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text):
    once = normalize(text)
    assert normalize(once) == once
    assert "\r" not in once


@settings(deadline=None)
@given(TEXTS)
def test_sentence_ends_rise_and_follow_a_character(text):
    ends = sentence_ends(text)
    assert list(ends) == sorted(set(ends))
    assert not any(text[end - 1].isspace() for end in ends)


NAMES = st.sampled_from(["example", "a", "b-c", "xn--a", "www", "9", "a_b", "-a", "x" * 64, "é", "🎉"])
TOPS = st.sampled_from(["com", "org", "de", "it", "co.uk", "notatld", "COM", "c0m", "co", "jp"])
PATHS = st.text("ab9/_=+-.%~!,()?&#é", max_size=9)
URLS = st.builds(
    "{}{}.{}{}{}".format,
    st.sampled_from(["https://", "http://", "HTTPS://", ""]),
    NAMES,
    TOPS,
    PATHS.map(lambda path: path and f"/{path}"),
    st.sampled_from(["", "", "?a=b", "?a=b.c%20d", "?", "?a.", ":80"]),
) | st.just("https://t.co/abc/d")
GAPS = st.sampled_from([" ", "\n", "  ", ", ", " and ", " (", "\u2028", "🎉", " é "])


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(URLS, GAPS), max_size=4).map(lambda parts: "".join(map("".join, parts))))
def test_a_link_is_found_and_counted_alike_whatever_stands_far_from_it(text):
    alone, beside = entities(text), entities(f"{text} de.é.a.it")
    assert beside[: len(alone)] == alone
    x = limit("x")
    assert x.exact(f"{text} de.é.a.it")[0] - x.exact("- de.é.a.it")[0] == x.exact(f"{text} -")[0] - len("- -")
