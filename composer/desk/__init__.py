"""All that a front end may do, in the user's verbs."""

from composer.desk.desk import Desk
from composer.desk.review import Review, Wishes

__all__ = ["Desk", "Review", "Wishes"]
