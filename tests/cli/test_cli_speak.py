"""`thread speak`, as somebody types it."""

from tests.cli.home import Home


def test_the_thread_is_read_out_with_what_is_added(home: Home) -> None:
    draft = home.draft("We waited ten seconds 👍👍👍 and #QuietRooms spoke.\n")
    done = home.thread("speak", draft)
    assert "[thumbs up] [thumbs up] [thumbs up]" in done.stdout
    assert "[hash Quiet Rooms]" in " ".join(done.stdout.split())
    assert "‘thumbs up’ (3 times)" in done.stderr
    assert "Screen readers differ" in done.stderr


def test_scripts_get_each_piece(home: Home) -> None:
    data = home.data("speak", home.draft("Good 👍\n"), "--json")
    assert data["posts"][0]["pieces"][1] == {"kind": "emoji", "written": "👍", "said": "thumbs up"}


def test_an_empty_draft_has_nothing_to_be_heard(home: Home) -> None:
    assert home.thread("speak", home.draft(""), expect=2).stdout == ""
