"""`thread people`: facts noted from the command line, looked up by the checklist, and leaving this computer never."""

import subprocess
import sys
from pathlib import Path

from tests.cli.home import Home

SECRETS = ("Quillfeather Corporation", "quillfeather", "@unsaid_handle", "a basement in Ghent", "not this one, ever")


def _note(home: Home) -> None:
    home.thread("people", "add", "Ada Unsaid", "--handle", "@unsaid_handle", "--met", "a basement in Ghent")
    home.thread("people", "tie", "Quillfeather Corporation", "--by", "money", "--also", "quillfeather")
    home.thread("people", "permit", "photo", "Ada Unsaid", "no", "--what", "not this one, ever")
    home.thread("people", "ignore", "@unsaid_handle")


def test_what_is_noted_is_listed_used_and_taken_out(home: Home) -> None:
    draft = home.draft("The Quillfeather chair is a good chair.\n")
    assert "ADV004" not in home.thread("lint", draft).stdout
    _note(home)
    listed = home.thread("people").stdout
    assert "Ada Unsaid" in listed
    assert "tie       Quillfeather Corporation  money, quillfeather" in listed
    assert "ADV004" in home.thread("lint", draft, expect=1).stdout
    home.thread("people", "remove", "Quillfeather Corporation")
    assert "ADV004" not in home.thread("lint", draft).stdout


def test_scripts_get_the_facts(home: Home) -> None:
    _note(home)
    data = home.data("people", "--json")
    assert data["permissions"][0]["answer"] == "no"
    assert data["no_reply"] == ["@unsaid_handle"]


def test_a_file_that_cannot_be_understood_stops_the_check_with_its_place(home: Home) -> None:
    _note(home)
    path = home.thread("people").stderr.split("stands in ")[1].split(", which")[0]
    Path(path).write_text("[contacts.x]\nsince = 7\n")
    assert "a day such as" in home.thread("lint", home.draft(), expect=3).stderr


def test_no_fact_about_people_leaves_the_file(home: Home) -> None:
    _note(home)
    home.thread("post", home.draft(), "--to", "rehearsal")
    timeline = home.thread("rehearsal", "timeline").stdout
    exported = home.thread("export").stdout
    kept = [path for path in home.folder.parent.rglob("*") if path.is_file() and path.name != "people.toml"]
    assert any(path.suffix == ".sqlite3" for path in kept)
    for secret in SECRETS:
        assert secret not in timeline + exported
        for path in kept:
            assert secret.encode() not in path.read_bytes(), path


def test_the_queue_and_the_networks_cannot_reach_the_facts() -> None:
    code = (
        "import sys, composer.networks, composer.queue.worker, composer.networks.x.publisher;"
        "print('composer.people' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
