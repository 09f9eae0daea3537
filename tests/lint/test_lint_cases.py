"""A case is told by its scene; what would date or place it is marked, and a guess is no more than a note."""

import pytest

from composer.lint import lint


def private(text):
    return [d for d in lint(text) if d.code.startswith("PRV")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The lad with the broken wrist came back on Tuesday to show me his drawing.", "on Tuesday"),
        ("We fetched an old lady from a stairwell in Ebberley, blue with cold.", "Ebberley"),
        ("Nell has asked for her mother every evening, and I sit with her until she sleeps.", "Nell"),
        ("A pupil in my tutor group has stopped eating lunch.", "my tutor group"),
        ("The town's last bell-ringer has a new hip, and he wants the tower back.", "bell-ringer"),
        ("Baby of nine days, floppy, home again with oxygen.", "Baby of nine days"),
        ("He is the only chess player on the ward, and he is teaching the cleaner.", "only chess player on the ward"),
        ("Mrs Vantongeren, 97, told me to slow down on the stairs.", "97"),
        ("Bettina, 8, blew out all her candles between two rounds of chemo.", "Bettina"),
        ("The Oduya twins came in with a rash each, and left with a lolly each.", "Oduya"),
        ("Pt K.L., third admission this year, asked for the window.", "K.L."),
        ("A gardener in his 70s from Ebberley, jaw like a plank, tetanus.", "Ebberley"),
        ('My patient said: "They put me in bed 12 and forgot me."', "bed 12"),
        ('"I was born on 14 March 1950," my patient told us on the ward.', "14 March 1950"),
        ("Had to ring Mrs van Aardt about the biopsy before her holiday.", "van Aardt"),
    ],
)
def test_what_would_lead_to_somebody_is_marked_in_a_scene(text, words):
    assert any(words in said for d in private(text) for said in d.words)


@pytest.mark.parametrize(
    "text",
    [
        "My own knee was replaced last March, and I was a terrible patient.",
        "Thanks to Yasmin and Gareth on the ward for swapping shifts with me.",
        "My old biology teacher, Mr Pettifer, came to the clinic and we talked about frogs.",
        "Henry VIII had an ulcer on his leg, and every doctor of his was afraid of him.",
        "A new instrument for delirium (Fenwick and Oduya, 2019) is short enough for the ward.",
        "My dad was admitted to St Anselm's on Friday, and the nurses were kind.",
        "The conference on falls is in Ebberley on 4 June, and I am nervous.",
        "In 1847 a doctor in Vienna asked his students to wash their hands.",
        "Children with a fever need fluids, and a doctor if it lasts until Tuesday.",
        "A toddler with a limp has an infection of the hip until proven otherwise.",
        "Our hospital opens a new ward in June.",
        "I ran along the canal at Ebberley this morning.",
        "Let's call her Bea: she taught me to wait.",
    ],
)
def test_ones_own_life_events_history_and_rules_are_no_case(text):
    assert not private(text)


def test_in_what_is_only_probably_a_case_nothing_stops_a_thread():
    found = private("The climber kept apologising. We landed near Ebberley at 21:50, and Callum held the rope.")
    assert found
    assert {d.severity for d in found} == {"info"}


def test_what_a_post_says_of_a_patient_in_so_many_words_still_warns():
    found = {d.code: d.severity for d in private("My patient, Mr Vantongeren, was admitted on 14 March.")}
    assert found["PRV002"] == found["PRV003"] == "error"


def test_a_case_is_one_beside_talk_of_a_study_and_behind_an_emoji_a_day_is_no_name():
    text = "🩺 Last Tuesday an elderly man, 93, came into our unit with chest pain. The guideline says nothing of him."
    found = {(d.code, word) for d in lint(text) for word in d.words}
    assert ("PRV004", "93") in found
    assert ("PRV002", "Last Tuesday") not in found
