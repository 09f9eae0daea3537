"""What `thread lint` prints for editors, scripts and code hosts."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.draft import parse
from composer.lint import Checked, lint, output
from composer.lint.output.checked import position
from composer.thread import split

TALK = """\
# Notes 👩🏽‍⚕️ from the ward

You are an idiot. My 93-year-old patient came in.

![](scan.png)
"""


def checked(text: str = TALK, file: str = "drafts/talk.md") -> tuple[Checked, ...]:
    thread = split(parse(text))
    return (Checked(file, text, thread.spans, lint(thread)),)


def schema() -> object:
    return json.loads(output.SCHEMA.read_text())


def test_a_script_finds_the_words_by_line_and_column() -> None:
    data = json.loads(output.to_json(checked()))
    age = next(f for f in data["findings"] if f["code"] == "PRV004")
    assert (data["version"], age["file"]) == (1, "drafts/talk.md")
    assert TALK.splitlines()[age["span"]["line"] - 1][age["span"]["column"] - 1 :].startswith("93-year-old")
    assert age["fixes"][0]["replacement"] == "90-or-older"


@pytest.mark.parametrize("text", [TALK, "", "Nothing to say against this.", "You are an idiot. 👩🏽‍⚕️\n" * 30])
def test_both_json_forms_keep_to_the_published_schema(text: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(output.to_json(checked(text))), schema())
    for line in output.to_jsonl(checked(text)).splitlines():
        jsonschema.validate(json.loads(line), schema())


@pytest.mark.parametrize("broken", [{"code": 7}, {"severity": "bad"}, {"more": 1}, {"span": {"start": 0}}])
def test_the_schema_refuses_what_it_does_not_describe(broken: dict[str, object]) -> None:
    line = json.loads(output.to_jsonl(checked()).splitlines()[0])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line | broken, schema())


def test_an_excerpt_underlines_the_words_where_the_terminal_draws_them() -> None:
    wide = "日本語 and you are an idiot, colleague.\n"
    shown = output.to_excerpts(checked(wide), width=80).splitlines()
    assert shown[1] == "    1 | 日本語 and you are an idiot, colleague."
    assert shown[2] == "      | " + " " * (6 + 5) + "^" * len("you are an idiot")


def test_a_long_line_is_shown_around_the_words_only() -> None:
    long = "word " * 60 + "you are an idiot " + "word " * 60
    assert max(map(len, output.to_excerpts(checked(long), width=80).splitlines())) < 100


def test_one_line_a_finding_begins_with_file_line_and_column() -> None:
    lines = output.to_concise(checked()).splitlines()
    assert any(line.startswith("drafts/talk.md:3:22: post 1/1 error PRV004 age-over-89: ") for line in lines)


def test_what_is_about_a_post_as_a_whole_has_its_line_and_no_column() -> None:
    text = (
        "# A talk\n\nOne thing.\n\n---\n\n@ann, you said it well.\n\n---\n\nAsk: why? How? When? And who, if at all?\n"
    )
    found = checked(text, "talk.md")
    (line,) = [line for line in output.to_concise(found).splitlines() if "FOC005" in line]
    assert line.startswith("talk.md:11: post 3/3 info FOC005 many-endings: ")
    shown = output.to_excerpts(found, width=80).splitlines()
    assert shown[0].endswith("  talk.md:11")
    assert shown[1] == "    11 | Ask: why? How? When? And who, if at all?"
    assert "::notice file=talk.md,line=11,title=FOC005 many-endings::" in output.to_github(found)
    (run,) = json.loads(output.to_sarif(found, version="1.2.3"))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 11}


def test_what_is_about_the_thread_has_no_line_but_where_a_form_wants_one() -> None:
    found = checked("\n\n---\n\n".join(f"Post {name} of many." for name in "abcdefghijklmno"), "talk.md")
    (line,) = [line for line in output.to_concise(found).splitlines() if "FOC004" in line]
    assert line.startswith("talk.md: thread info FOC004 no-summary: ")
    assert "::notice file=talk.md,title=FOC004 no-summary::" in output.to_github(found)


def test_an_annotation_survives_signs_that_its_form_uses_itself() -> None:
    (line,) = [line for line in output.to_github(checked(file="a,b:c%.md")).splitlines() if "ACC001" in line]
    assert line.startswith("::error file=a%2Cb%3Ac%25.md,line=5,endLine=5,col=1,")
    assert ",title=ACC001 missing-alt-text::" in line


def test_sarif_names_rule_place_and_fix_of_each_finding() -> None:
    (run,) = json.loads(output.to_sarif(checked(), version="1.2.3"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    age = next(result for result in run["results"] if result["ruleId"] == "PRV004")
    assert rules[age["ruleIndex"]]["id"] == "PRV004"
    region = age["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 22, 33)
    assert age["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "90-or-older"


def test_json_and_sarif_carry_every_fix_with_its_kind() -> None:
    text = "It was long. #One #Two #Three #Four\n\nTaken by addicts!!! Please retweet!\n"
    data = json.loads(output.to_json(checked(text)))["findings"]
    (run,) = json.loads(output.to_sarif(checked(text), version="1.2.3"))["runs"]
    kinds = {one["code"]: {fix["safety"] for fix in one["fixes"]} for one in data}
    same = {one["ruleId"]: {fix["properties"]["safety"] for fix in one.get("fixes", ())} for one in run["results"]}
    wanted = {"TAG001": {"unsafe"}, "KND005": {"choice"}, "TON003": {"safe"}, "FAV001": {"safe"}}
    assert kinds == same == wanted


def test_columns_of_sarif_count_as_editors_do() -> None:
    (run,) = json.loads(output.to_sarif(checked("👩🏽‍⚕️ You are an idiot.\n"), version="1.2.3"))["runs"]
    insult = next(result for result in run["results"] if result["ruleId"] == "KND002")
    emoji = len("👩🏽‍⚕️".encode("utf-16-le")) // 2
    assert insult["locations"][0]["physicalLocation"]["region"]["startColumn"] == emoji + 2


@pytest.mark.skipif(not shutil.which("sarif-multitool"), reason="needs @microsoft/sarif-multitool of npm")
@pytest.mark.parametrize("file", ["drafts/my talk.md", "/home/a/talk.md", "-"])
def test_the_standards_own_tool_finds_no_error_in_our_sarif(file: str, tmp_path: Path) -> None:
    log = tmp_path / "log.sarif"
    log.write_text(output.to_sarif(checked(file=file), version="1.2.3"))
    done = subprocess.run(["sarif-multitool", "validate", str(log)], capture_output=True, text=True, check=False)
    assert "Analysis completed successfully" in done.stdout
    assert " error " not in done.stdout, done.stdout


@given(st.text(st.sampled_from("a \n\u00e9\u65e5\U0001f469\U00010000\ufe0f"), max_size=40), st.data())
def test_every_place_of_a_text_has_the_line_and_columns_that_an_editor_shows(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset].split("\n")
    place = position(text, offset)
    assert (place.line, place.column) == (len(before), len(before[-1]) + 1)
    assert place.utf16 == len(before[-1].encode("utf-16-le")) // 2 + 1
