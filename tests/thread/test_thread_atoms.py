"""What a reader takes in at one glance is in one post, whatever stands around it."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.thread import split

ATOMS = """95 % CI|95% CI|Figs. 3 and 4|Figs. 3, 4 and 5|3 of 5|5 to 10 mg|p < 0.05|P < .001|n = 12|N = 1,204|Fig. 2A
Table 3|Tables 3 and 4|Chapter 4|chapters 2 to 5|St. Mary|No. 5|Nos. 5 and 6|§ 12|§§ 12 and 13|4 March 2026
March 4, 2026|4th of March 2026|10–12 May|10 to 12 May|Monday, 3 May|9 a.m.|9:30 p.m.|Smith et al.|Smith et al. (2020)
ISBN 978-3-16-148410-0|ISBN 978 3 16 148410 0|doi: 10.1000/xyz123|doi:10.1000/182|+44 20 7946 0958|(020) 7946 0958
+1 (555) 010-9999|555 010 9999|€ 5|5 €|£ 5 million|USD 5 million|v1.2.3|version 1.2.3|Python 3.11
(Smith et al., 2020; Jones, 2021)|(see Smith, 2020, p. 5)|Dr. Osei|Prof. Osei|J. R. R. Tolkien|12 000|1 200 000
12 km/h|5 mg/kg|20 °C|3 × 4|10:30 Uhr|3. Mai 2026|z. B. Tee|Louis XIV|stage IV|type 2|pp. 3–7|vol. 3|eq. 5|Art. 5
e.g., tea|i.e. tea|U.S. 2|Q & A|9 out of 10|nine out of ten|1 in 5|two to three|5 minutes|Q3 2026|120/80 mm Hg|OR 1.5
HR = 0.8|t(12) = 2.3|10 ± 2|n° 5|5 ft 2 in|3 hours 20 minutes|18 years old|400 IU|100 Mbit/s|2 tbsp|1.5 mmHg|± 2|~ 5
$5 million|iPhone 15|#ward|ada@example.org|https://example.org/a/b?c=d|“yes”|Henry VIII|Mr. and Mrs. Smith"""
EACH = [atom for line in ATOMS.split("\n") for atom in line.split("|")]
WORDS = ("ward", "the", "night", "list", "a", "repairs", "everybody", "said", "quiet", "oil", "nurse", "carpenter")


def prose(words):
    return " ".join(words)


@pytest.mark.parametrize("atom", EACH)
@pytest.mark.parametrize("length", range(262, 280, 3))
def test_an_atom_at_the_end_of_a_post_is_not_cut(atom, length):
    filler = ("repairs of the ward " * 40)[: max(0, length - len(atom) // 2)].rsplit(" ", 1)[0]
    text = f"{filler} {atom} {'and so it went on in the ward ' * 12}".strip()
    assert any(atom in post.body for post in split(text, style="plain").posts)


@given(
    st.sampled_from([atom for atom in EACH if "://" not in atom]),
    st.lists(st.sampled_from(WORDS), min_size=30, max_size=70),
    st.lists(st.sampled_from(WORDS), min_size=30, max_size=70),
    st.sampled_from(["x", "bluesky", "mastodon"]),
    st.sampled_from(["default", "strict", "compact"]),
)
@settings(max_examples=200, deadline=None)
def test_no_surroundings_tear_an_atom(atom, before, after, network, mode):
    text = f"{prose(before)} {atom} {prose(after)}"
    assert any(atom in post.body for post in split(text, network=network, mode=mode).posts)


@given(st.integers(6, 30), st.integers(0, 60), st.sampled_from(["x", "bluesky", "mastodon"]))
@settings(max_examples=40, deadline=None)
def test_thai_without_spaces_is_not_cut_between_a_consonant_and_its_vowel(times, ahead, network):
    text = "ก" * ahead + "ผู้ป่วยส่วนใหญ่นอนไม่หลับในโรงพยาบาลเพราะเสียงดังและแสงไฟที่เปิดตลอดทั้งคืน" * times
    bodies = [post.body for post in split(text, network=network, style="plain").posts]
    assert "".join(bodies) == text
    for before, after in pairwise(bodies):
        assert before[-1] not in "เแโใไ"
        assert after[0] not in "ะาำๆ"
        assert not unicodedata.category(after[0]).startswith("M")
