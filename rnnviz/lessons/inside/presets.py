"""Questions to begin with, each to a net that comes along. The page computes the answer, and its controls beside it."""

from __future__ import annotations

from rnnviz.learn.included.keys import key_of
from rnnviz.lessons.inside.state import InsideState
from rnnviz.state.codec import Preset
from rnnviz.texts import _


def asking(net: str, ask: str, q: str = "h") -> InsideState:
    return InsideState(net=key_of(net), view="knows", ask=ask, q=q)


PRESETS: dict[str, Preset[InsideState]] = {
    "last": Preset(
        _("A unit for the last letter?"), _("Does a unit tell that a name ends here? Compare it with an "
                                            "untrained net."),
        asking("names", "last"),
    ),
    "negation": Preset(
        _("A negation unit?"), _("Is there a unit that stays up after a “not”? Look at its area, then at the "
                                 "untrained net."),
        asking("sentiment", "negation"),
    ),
    "length": Preset(
        _("A length counter?"), _("Does the cell state count how much was read? How far is its best unit from a "
                                  "random one?"),
        asking("characters", "late", "c"),
    ),
    "noise": Preset(
        _("Looks meaningful"), _("The best unit for vowels looks good, until the untrained net stands beside it."),
        asking("names", "vowel"),
    ),
    "rising": Preset(
        _("A unit for rising?"), _("Does a unit tell that the temperature has just risen?"), asking("weather", "rising")
    ),
    "night": Preset(
        _("A unit for the night?"), _("No clock is among the inputs. Does a unit still tell that it is night?"),
        asking("weather", "night"),
    ),
}  # fmt: skip


def preset_of(look: InsideState) -> str | None:
    """The preset that the page shows as it is."""
    return next((name for name, it in PRESETS.items() if it.setup == look), None)
