"""A Mastodon server whose certificate nobody vouches for gets neither a post nor a token."""

from __future__ import annotations

import pytest

from composer.networks import AccountError
from composer.networks.mastodon.asking import ask_for_leave
from composer.networks.mastodon.identity import identity
from composer.networks.mastodon.server import Server
from composer.queue.publisher import NotSent, OutcomeUnknown
from tests.networks.mastodon_parts import TOKEN, outgoing, planned, publisher_of
from tests.networks.untrusted import untrusted


def test_nothing_is_sent_where_the_certificate_is_not_trusted() -> None:
    with untrusted() as server:
        publisher = publisher_of(server.origin)
        post = planned(publisher, outgoing("Words", tried=True))

        with pytest.raises(NotSent, match="certificate is not trusted"):
            publisher.send(post)
        with pytest.raises(OutcomeUnknown, match="certificate is not trusted"):
            publisher.find(post)
        assert server.requests == 0


def test_no_secret_is_shown_where_the_certificate_is_not_trusted() -> None:
    with untrusted() as server:
        with pytest.raises(AccountError, match="certificate is not trusted"):
            identity(Server(server.origin), TOKEN, "ward")
        with pytest.raises(AccountError, match="certificate is not trusted"):
            ask_for_leave(Server(server.origin))
        assert server.requests == 0
