"""A lesson's page is visited as all pages are: by one visitor."""

from tests.pages.conftest import one_visitor

__all__ = ["one_visitor"]
