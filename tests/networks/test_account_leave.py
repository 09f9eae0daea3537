"""Leave to post (OAuth 2.0 with PKCE, and PINs): asked for, exchanged, renewed, withdrawn, against a stand-in."""

from __future__ import annotations

import http.client
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from composer.networks import Account, AccountError, EnvironmentSecrets, x
from composer.networks.vault import FileVault, UserSecrets
from composer.networks.x import App, Asking, Grant, Renewal, XPublisher, ask_for_pin, login_of
from composer.networks.x.identity import identity
from composer.networks.x.redirect import answering
from composer.networks.x.trouble import TokenTrouble
from composer.queue.publisher import NotSent, OutcomeUnknown, PublishError, Refused
from tests.networks.authority import CLIENT_ID, HOURS, Authority, browse, listening
from tests.networks.conftest import free_port, outgoing, publish, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APP = App(CLIENT_ID)
BACK = "http://127.0.0.1:28471/callback"


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with listening(tmp_path) as server:
        yield server


@pytest.fixture
def kept(tmp_path: Path) -> UserSecrets:
    return UserSecrets(EnvironmentSecrets({}), FileVault(tmp_path / "settings" / "secrets.json"))


def asked(authority: Authority, app: App = APP) -> Grant:
    """What a person gives who agrees."""
    asking = Asking(app, authority.site, BACK)
    return asking.exchange(asking.code_in(browse(asking.url)), authority.now())


def renewal(authority: Authority, kept: UserSecrets) -> Renewal:
    return Renewal("ward", kept, kept.lock, authority.site, authority.now)


def publisher(authority: Authority, kept: UserSecrets) -> XPublisher:
    return XPublisher(renewal(authority, kept), authority.site, "ward", read_seconds=5)


@pytest.fixture
def given(authority: Authority, kept: UserSecrets) -> Grant:
    """Leave that was given and kept."""
    grant = asked(authority)
    kept.keep("ward", grant.record())
    return grant


def test_a_thread_goes_out_with_the_leave_that_a_person_gave(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    publish(publisher(authority, kept), "First 1/2", "Second 2/2")

    assert authority.texts() == ["First 1/2", "Second 2/2"]
    assert authority.renewals == 0


def test_the_question_asks_for_no_more_than_posting_needs(authority: Authority) -> None:
    url = Asking(APP, x.live(), BACK).url

    assert url.startswith("https://x.com/i/oauth2/authorize?")
    assert "scope=tweet.read+tweet.write+users.read+media.write+offline.access&" in url
    assert "code_challenge_method=S256" in url


def test_each_question_has_a_state_and_a_proof_of_its_own(authority: Authority) -> None:
    one, two = Asking(APP, authority.site, BACK), Asking(APP, authority.site, BACK)

    assert one.state != two.state
    assert one.verifier != two.verifier
    assert one.verifier not in one.url
    with pytest.raises(AccountError, match="not the answer to this question"):
        one.code_in(browse(two.url))


def test_who_declines_is_told_so(authority: Authority) -> None:
    authority.declines = True
    asking = Asking(APP, authority.site, BACK)

    with pytest.raises(AccountError, match="you declined"):
        asking.code_in(browse(asking.url))


@pytest.mark.parametrize("answer", ["", "nonsense", "https://example.org/?code=stolen", f"{BACK}?code=x&state="])
def test_what_is_no_answer_is_refused(authority: Authority, answer: str) -> None:
    with pytest.raises(AccountError):
        Asking(APP, authority.site, BACK).code_in(answer)


def test_a_code_is_worth_nothing_without_the_proof_of_who_asked(authority: Authority) -> None:
    asking = Asking(APP, authority.site, BACK)
    code = asking.code_in(browse(asking.url))

    with pytest.raises(TokenTrouble, match="invalid_grant"):
        replace(asking, verifier="guessed").exchange(code, authority.now())


def test_an_app_with_a_secret_shows_it(authority: Authority) -> None:
    authority.client_secret = "of-the-web-app"

    with pytest.raises(TokenTrouble, match="unauthorized_client"):
        asked(authority)
    assert asked(authority, App(CLIENT_ID, "of-the-web-app")).access_token in authority.access


def test_a_token_is_renewed_before_it_ends_and_kept_before_it_is_used(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    on_disk: list[bool] = []
    authority.on_token = lambda token: on_disk.append(token in kept.file.path.read_text())
    ward = publisher(authority, kept)
    send(ward, outgoing("Before"))
    authority.ahead = HOURS - timedelta(minutes=1)

    send(ward, outgoing("After"))

    assert authority.renewals == 1
    assert on_disk == [True, True]
    fresh = Grant.of(kept.held("ward").values)
    assert fresh.access_token != given.access_token
    assert fresh.refresh_token != given.refresh_token
    assert fresh.expires > authority.now()


def test_a_refresh_token_is_used_once_however_many_programs_need_a_new_token(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    authority.ahead = HOURS

    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda _: renewal(authority, kept).token(), range(8)))

    assert authority.renewals == 1
    assert len(set(tokens)) == 1


def test_leave_goes_on_for_weeks_of_renewals(authority: Authority, kept: UserSecrets, given: Grant) -> None:
    for day in range(1, 30):
        authority.ahead = timedelta(days=day)
        assert renewal(authority, kept).token() in authority.access

    assert authority.renewals == 29


def test_leave_that_was_withdrawn_is_told_with_the_way_on_and_nothing_is_posted(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    authority.revoke()

    with pytest.raises(Refused, match="thread accounts add ward --network x") as caught:
        send(publisher(authority, kept), outgoing("Words"))

    assert "withdrawn" in str(caught.value)
    assert given.refresh_token not in str(caught.value)
    assert authority.texts() == []
    assert kept.held("ward").values == given.record()


def test_a_token_that_ended_early_is_renewed_and_the_post_goes_out_once(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    authority.access[given.access_token].revoked = True

    send(publisher(authority, kept), outgoing("Words"))

    assert authority.texts() == ["Words"]
    assert authority.renewals == 1


@pytest.mark.parametrize("fault", ["500", "429", "close", "redirect", "garbled", "empty"])
def test_a_renewal_that_fails_sends_nothing_spends_nothing_and_is_tried_again(
    authority: Authority, kept: UserSecrets, given: Grant, fault: str
) -> None:
    authority.ahead = HOURS
    authority.fail = [fault, fault]
    ward = publisher(authority, kept)

    with pytest.raises(NotSent, match="cannot be reached"):
        send(ward, outgoing("Words"))
    with pytest.raises(OutcomeUnknown):
        ward.find(outgoing("Words", tried=True))
    assert kept.held("ward").values == given.record()

    send(ward, outgoing("Words"))
    assert authority.texts() == ["Words"]


def test_a_renewal_whose_answer_is_lost_ends_the_leave_and_says_how_to_get_it_back(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    authority.ahead = HOURS
    authority.fail = ["close_after"]
    ward = publisher(authority, kept)

    with pytest.raises(NotSent):
        send(ward, outgoing("Words"))
    with pytest.raises(Refused, match="asks for it again"):
        send(ward, outgoing("Words"))

    kept.keep("ward", asked(authority).record())
    send(ward, outgoing("Words"))
    assert authority.texts() == ["Words"]


def test_a_place_that_takes_no_secrets_is_found_out_before_the_old_token_is_spent(
    authority: Authority, kept: UserSecrets, given: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from composer import paths

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    authority.ahead = HOURS
    monkeypatch.setattr(paths, "write_atomically", full)

    with pytest.raises(Refused, match="No space left on device"):
        send(publisher(authority, kept), outgoing("Words"))

    assert authority.renewals == 0


def test_secrets_removed_while_a_thread_waits_stop_it_with_a_sentence(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    ward = publisher(authority, kept)
    kept.forget("ward")

    with pytest.raises(Refused, match="secrets were removed"):
        send(ward, outgoing("Words"))


def test_leave_is_preferred_to_keys_where_it_is_what_is_kept(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    found = login_of(Account("ward", "x"), kept, authority.site)

    assert isinstance(found, Renewal)


@pytest.mark.parametrize("expires", ["", "soon", "0001-01-01T00:00:00", "9999-12-31T23:59:59"])
def test_an_odd_end_of_a_token_never_stands_in_the_way(
    authority: Authority, kept: UserSecrets, given: Grant, expires: str
) -> None:
    kept.keep("ward", {**given.record(), "expires": expires})

    send(publisher(authority, kept), outgoing("Words"))

    assert authority.texts() == ["Words"]


def test_who_am_i_says_handle_and_rights_and_changes_nothing(
    authority: Authority, kept: UserSecrets, given: Grant
) -> None:
    found = identity(renewal(authority, kept), authority.site, "ward", given.scopes)

    assert (found.handle, found.may_write) == ("someone", True)
    assert "tweet.write" in found.rights
    assert authority.texts() == []


def test_rights_that_allow_no_posts_are_noticed(authority: Authority) -> None:
    authority.access_level = "read"
    member = authority.member
    keys = x.pin.Credentials(member.api_key, member.api_secret, member.access_token, member.access_secret)

    found = identity(keys, authority.site, "ward")

    assert (found.rights, found.may_write) == ("read only", False)


def test_a_pin_is_exchanged_for_keys_that_post(authority: Authority) -> None:
    asking = ask_for_pin(authority.member.api_key, authority.member.api_secret, authority.site)
    assert asking.url == f"{authority.url}/oauth/authorize?oauth_token=asked"

    keys = asking.answered(" 1234567 ")
    send(XPublisher(keys, authority.site, "ward"), outgoing("Words"))

    assert authority.texts() == ["Words"]


def test_a_wrong_pin_and_wrong_app_keys_are_told(authority: Authority) -> None:
    asking = ask_for_pin(authority.member.api_key, authority.member.api_secret, authority.site)

    with pytest.raises(AccountError, match="did not take that PIN"):
        asking.answered("7654321")
    with pytest.raises(AccountError, match="did not accept the app's two keys"):
        ask_for_pin(authority.member.api_key, "wrong", authority.site)
    with pytest.raises(AccountError, match="could not be reached"):
        ask_for_pin("a", "b", replace(authority.site, origin=f"http://127.0.0.1:{free_port()}"))


def test_the_browser_brings_the_answer_to_this_machine(authority: Authority) -> None:
    port = free_port()
    asking = Asking(APP, authority.site, f"http://127.0.0.1:{port}/callback")
    with answering(asking.redirect, asking.state) as waiting:
        threading.Thread(target=_follow, args=(browse(asking.url),)).start()
        code = asking.code_in(waiting.wait(5))

    assert asking.exchange(code, authority.now()).access_token in authority.access


def test_an_answer_with_another_state_is_turned_away(authority: Authority) -> None:
    port = free_port()
    with answering(f"http://127.0.0.1:{port}/callback", "the-state") as waiting:
        assert _follow(f"http://127.0.0.1:{port}/callback?state=forged&code=evil") == 404
        assert _follow(f"http://127.0.0.1:{port}/favicon.ico") == 404
        with pytest.raises(AccountError, match="--paste"):
            waiting.wait(0.05)


def _follow(url: str) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=5)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return connection.getresponse().status
    finally:
        connection.close()


def test_no_token_is_ever_shown(
    authority: Authority, kept: UserSecrets, given: Grant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asking = Asking(App(CLIENT_ID, "app-secret-77"), authority.site, BACK)
    ward = publisher(authority, kept)
    send(ward, outgoing("Words"))
    authority.ahead = HOURS
    send(ward, outgoing("More words"))
    authority.revoke()
    shown = [f"{given!r}{asking!r}{asking.app!r}{ward.__dict__!r}{kept!r}", caplog.text]
    with pytest.raises(PublishError) as caught:
        send(ward, outgoing("Words"))
    error: BaseException | None = caught.value
    while error:
        shown.append(f"{error!r}{error}{getattr(error, '__dict__', '')!r}")
        error = error.__cause__ or error.__context__

    for secret in (*authority.access, *authority.refresh, given.refresh_token, asking.verifier, "app-secret-77"):
        assert not any(secret in each for each in shown)


def test_a_record_is_read_back_as_it_was_kept() -> None:
    grant = Grant(App("id", "secret"), "access", "refresh", datetime(2026, 11, 22, 18, tzinfo=UTC), ("a", "b"), "42")

    assert Grant.of(json.loads(json.dumps(grant.record()))) == grant
