"""What the training lab's tasks are called, in its menu and in sentences. Without torch, so that any page may ask."""

from __future__ import annotations

TASK_NAMES = {
    "weather": "Weather forecast",
    "names": "Surname → language",
    "sentiment": "Review → sentiment",
    "noise": "Noise",
    "characters": "Character model",
}
OF_TOKENS = ("sentiment", "characters", "names")
"""Those whose net reads words or letters, and so has a vector for each."""


def of_tokens() -> str:
    """Their names, as a choice of one."""
    *others, last = (f"“{TASK_NAMES[key]}”" for key in OF_TOKENS)
    return f"{', '.join(others)} or {last}"
