"""An account's own posts on X, read back with all that tells one from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tweepy

from composer.networks.x import stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.networks.x.caller import Caller

_PAGE = 100
_PAGES = 5
"""More than 500 own posts since an attempt are not a matter of reading back."""
_QUESTIONS: tuple[Mapping[str, str], ...] = (
    {"tweet.fields": "created_at,entities,note_tweet,referenced_tweets"},
    {"post.fields": "created_at,entities,note_post", "expansions": "referenced_posts"},
)
"""The same question in the words of X's pages, and in those of its newest typed client, which has renamed them."""


class Timeline:
    """Reads the posts of the account whose calls these are."""

    def __init__(self, caller: Caller, user_id: str | None) -> None:
        self._caller = caller
        self._user_id = user_id

    def since(self, bound: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        """The account's posts after `bound` (`since_id` or `start_time`), newest first.

        Raises what a call raises, and ValueError where the answer does not say what was asked.
        """
        query = {"max_results": str(_PAGE), **bound}
        question = 0
        for _ in range(_PAGES):
            answer, question = self._page(query, question)
            yield from answer.get("data", ())
            token = answer.get("meta", {}).get("next_token")
            if not token:
                return
            query["pagination_token"] = token
        raise ValueError("more posts than can be looked through")

    def _page(self, query: Mapping[str, str], question: int) -> tuple[dict[str, Any], int]:
        """One page, and which question it answers: one that X refuses, or passes over, is put in its other words."""
        route = f"/2/users/{self._own_id()}/tweets"
        last = len(_QUESTIONS) - 1
        for number in range(question, len(_QUESTIONS)):
            try:
                answer = self._get(route, {**query, **_QUESTIONS[number]})
            except tweepy.BadRequest:
                if number == last:
                    raise
                continue
            if all("created_at" in each for each in answer.get("data", ())):
                return answer, number
        raise ValueError("posts without what tells them apart")

    def _own_id(self) -> str:
        if self._user_id is None:
            self._user_id = str(self._get("/2/users/me", {})["data"]["id"])
        return self._user_id

    def _get(self, route: str, query: Mapping[str, str]) -> dict[str, Any]:
        answer = self._caller.request("GET", route, params=query).json()
        if not isinstance(answer, dict) or ("errors" in answer and "data" not in answer):
            raise ValueError(route)
        return answer


def text_of(each: Mapping[str, Any]) -> stored.Stored:
    """The text of a post; a long one stands whole in its note."""
    whole = each.get("note_tweet") or each.get("note_post") or each
    return stored.stored(str(whole["text"]), (whole.get("entities") or {}).get("urls"))


def parent_of(each: Mapping[str, Any]) -> str | None:
    """Id of the post that a post replies to."""
    references = each.get("referenced_tweets") or each.get("referenced_posts") or ()
    return next((str(other["id"]) for other in references if other["type"] == "replied_to"), None)
