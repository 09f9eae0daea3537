"""The price, said before anything is sent, and a month's budget that nothing slips past."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from composer.desk.cost import beyond_budget, since
from composer.model import Post, Receipt, Schedule
from composer.queue import Store
from tests.cli.home import SHORT, Home

if TYPE_CHECKING:
    from pathlib import Path

LINKED = SHORT.replace("confess to one.", "confess to one: https://example.org/a").replace(
    "without a reason.", "without a reason: https://example.org/b"
)
KEYS = {f"THREAD_X_{name}": "1-x" for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")}


def with_keys(home: Home) -> Home:
    """A home in which there is an account on X; nothing is ever due in it, so nothing is sent."""
    return Home(home.folder, {**home.environment, **KEYS})


def test_a_rehearsal_says_what_it_would_cost_on_x(home: Home) -> None:
    shown = home.thread("post", home.draft(LINKED), "--dry-run").stdout

    assert (
        "Cost: nothing, as a rehearsal; through X's interface it would be $0.415 for 3 posts, 2 of them with a URL. "
        "With all URLs in one post it would be $0.185 less." in shown
    )


def test_an_account_on_x_is_told_its_price_before_anything_is_queued(home: Home) -> None:
    shown = with_keys(home).thread("schedule", home.draft(LINKED), "in 2 hours", "--to", "x", "--dry-run").stdout

    assert "Cost: $0.415 for 3 posts, 2 of them with a URL." in shown


def test_where_nothing_is_charged_nothing_is_said(home: Home) -> None:
    assert "Cost" not in home.thread("post", home.draft(), "--to", "bluesky-by-hand", "--dry-run").stdout


def test_scripts_get_the_price_in_decimal(home: Home) -> None:
    entry = with_keys(home).data("schedule", home.draft(LINKED), "in 2 hours", "--to", "x", "--json")["entries"][0]

    assert (entry["cost"]["total"], entry["cost"]["saved_by_gathering_urls"]) == ("0.415", "0.185")
    by_hand = home.data("schedule", home.draft(LINKED), "in 2 hours", "--to", "x-by-hand", "--json")["entries"][0]
    assert by_hand["cost"]["total"] == "0"


def test_what_goes_beyond_the_month_is_held_with_the_reason_until_somebody_releases_it(home: Home) -> None:
    paying = with_keys(home)
    paying.thread("config", "set", "monthly_budget", "0.5")
    first = paying.data("schedule", home.draft(LINKED), "in 2 hours", "--to", "x", "--json")["entries"][0]
    assert first["state"] == "queued"

    done = paying.thread("schedule", home.draft(LINKED, "second.md"), "in 2 hours", "--to", "x", "--again")

    assert "It would cost $0.415. With the $0.415 that is spent or planned" in done.stderr
    assert "$0.33 beyond the monthly budget of $0.50" in done.stderr
    (second,) = (one for one in paying.data("queue", "--json")["entries"] if one["id"] != first["id"])
    assert second["state"] == "held"
    assert "beyond the monthly budget" in paying.thread("queue", "show", second["id"]).stdout
    refused = paying.thread("release", second["id"], expect=None)
    assert refused.returncode != 0
    assert f"thread release {second['id']} --beyond-budget" in refused.stderr
    paying.thread("release", second["id"], "--beyond-budget")
    assert {one["state"] for one in paying.data("queue", "--json")["entries"]} == {"queued"}


def test_a_time_or_an_edit_that_the_month_cannot_pay_for_holds_the_entry(home: Home) -> None:
    paying = with_keys(home)
    paying.thread("config", "set", "monthly_budget", "0.5")
    file = home.draft("Words alone, for now.\n", "small.md")
    small = paying.data("schedule", file, "in 2 hours", "--to", "x", "--json")["entries"][0]
    paying.thread("schedule", home.draft(LINKED), "in 2 hours", "--to", "x")
    home.draft(LINKED, "small.md")

    done = paying.thread("edit", small["id"])

    assert "beyond the monthly budget" in done.stderr
    states = {one["id"]: one["state"] for one in paying.data("queue", "--json")["entries"]}
    assert states[small["id"]] == "held"
    paying.thread("release", small["id"], "--beyond-budget")
    assert "So it is held" in paying.thread("move", small["id"], "in 3 hours").stderr


def test_a_rehearsal_and_a_hand_never_touch_the_budget(home: Home) -> None:
    home.thread("config", "set", "monthly_budget", "0.01")

    for account in ("rehearsal", "x-by-hand"):
        entry = home.data("schedule", home.draft(LINKED), "in 2 hours", "--to", account, "--json")["entries"][0]
        assert entry["state"] == "queued"


def test_posting_at_once_beyond_the_budget_sends_nothing_and_says_why(home: Home) -> None:
    paying = with_keys(home)
    paying.thread("config", "set", "monthly_budget", "0")

    done = paying.thread("post", home.draft(LINKED), "--to", "x", expect=None)

    assert done.returncode == 3
    assert "beyond the monthly budget of $0.00" in done.stderr
    assert "thread release" in done.stderr
    assert paying.data("queue", "--json")["entries"][0]["state"] == "held"


def test_a_budget_that_is_no_amount_is_refused(home: Home) -> None:
    for words in ("ten", "1e9", "-3", "NaN"):
        assert "amount in dollars" in home.thread("config", "set", "monthly_budget", "--", words, expect=3).stderr


def test_going_on_with_what_the_month_cannot_pay_for_is_refused_until_somebody_says_so(home: Home) -> None:
    paying = with_keys(home)
    paying.thread("config", "set", "monthly_budget", "0.1")
    paying.thread("schedule", home.draft(LINKED), "in 2 hours", "--to", "x")
    (held,) = paying.data("queue", "--json")["entries"]
    assert held["state"] == "held"

    refused = paying.thread("resume", held["id"], expect=None)

    assert refused.returncode != 0
    assert f"thread resume {held['id']} --beyond-budget" in refused.stderr
    assert "Nothing was changed" in refused.stderr
    assert paying.data("queue", "--json")["entries"][0]["state"] == "held"


def test_a_thread_that_was_due_last_month_and_went_out_in_this_one_is_paid_for_by_this_one(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def spent(due: datetime, out: datetime) -> str:
        with Store(tmp_path / f"{due:%j}{out:%j}.sqlite3") as queue:
            words = "Words alone"
            entry = queue.enqueue(
                (Post(1, 1, words, len(words)),), account="x", network="x", schedule=Schedule(due), hold="for now"
            )
            queue.posted(entry.id, 1, Receipt("1", "https://x.com/i/status/1", out))
            others = queue.list(since=since(now, "UTC"))
            return beyond_budget(Decimal("0.015"), now, others, "0.02", "UTC")

    october, november = datetime(2026, 10, 3, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    assert "With the $0.015 that is spent or planned for November 2026" in spent(october, november)
    assert spent(october, october) == ""
    assert "$0.01 beyond" in spent(november, november)
