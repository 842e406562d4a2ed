"""The lesson catalogue: the navigation, each page's heading and the home page's list all read it."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.texts import _


@dataclass(frozen=True)
class Lesson:
    """One page. Its texts are Markdown of one or two short sentences.

    ``file`` lies in ``pages/``; ``question`` stands at the top of the page; ``minutes`` is about how long it takes.
    Where no lead says more, ``try_this``, ``predict`` and ``recap`` wait behind a guide, one at a time.
    """

    title: str
    section: str
    file: str
    question: str
    try_this: str = ""
    predict: str = ""
    recap: str = ""
    minutes: int = 20


LESSONS: dict[str, Lesson] = {
    "home": Lesson(
        title=_("Home"),
        section=_("Start"),
        file="home.py",
        question=_("How can a network of a few numbers remember what it has read?"),
        try_this=_("Open **RNN** and press → : the cell reads one hour of temperature at a time."),
        predict=_("After 24 hours, which of the 24 readings still change $h_{24}$? Test it on the RNN page."),
        recap=_(
            "RNN, LSTM and GRU read a sequence one step at a time, with the same weights at every step. "
            "They differ in how they carry the past along."
        ),
    ),
    "sequences": Lesson(
        title=_("Sequences"),
        section=_("Sequences"),
        file="sequences.py",
        question=_("Shuffle the words of a sentence. What is lost, and which net can tell?"),
    ),
    "kinds": Lesson(
        title=_("Kinds"),
        section=_("Sequences"),
        file="kinds.py",
        question=_("One input or many, one answer or many: what changes in the net?"),
    ),
    "rnn": Lesson(
        title=_("RNN"),
        section=_("Cells"),
        file="rnn.py",
        question=_("What does the cell still know of the first hour?"),
        minutes=15,
    ),
    "lstm": Lesson(
        title=_("LSTM"),
        section=_("Cells"),
        file="lstm.py",
        question=_("What happens to $c$ if the forget gate $f$ is stuck at 1?"),
        minutes=15,
    ),
    "gru": Lesson(
        title=_("GRU"),
        section=_("Cells"),
        file="gru.py",
        question=_("Can two gates do the work of the LSTM's three?"),
        minutes=15,
    ),
    "mingru": Lesson(
        title=_("minGRU"),
        section=_("Cells"),
        file="mingru.py",
        question=_("What can a gate do if it reads only the input?"),
        minutes=10,
    ),
    "construction": Lesson(
        title=_("RNN to LSTM"),
        section=_("Structures"),
        file="construction.py",
        question=_("Which problem does each part of the LSTM solve?"),
    ),
    "stacks": Lesson(
        title=_("Stacks"),
        section=_("Structures"),
        file="stacks.py",
        question=_("What does a second layer read?"),
    ),
    "directions": Lesson(
        title=_("Two directions"),
        section=_("Structures"),
        file="directions.py",
        question=_("Can a net tag *General* before it reads the next words?"),
    ),
    "images": Lesson(
        title=_("Images"),
        section=_("Structures"),
        file="images.py",
        question=_("A picture has no first word. In which order should a net read it?"),
    ),
    "gradient": Lesson(
        title=_("Gradients"),
        section=_("Gradients"),
        file="gradient.py",
        question=_("How does an error at the last step reach the first one?"),
        minutes=15,
    ),
    "vanishing": Lesson(
        title=_("Vanishing"),
        section=_("Gradients"),
        file="vanishing.py",
        question=_("How many steps back does a gradient go, and why?"),
    ),
    "update": Lesson(
        title=_("Update"),
        section=_("Gradients"),
        file="update.py",
        question=_("What does one learning step do to every weight?"),
        minutes=15,
    ),
    "words": Lesson(
        title=_("Words"),
        section=_("Words"),
        file="words.py",
        question=_("How does a sentence become numbers, and how many?"),
    ),
    "embedding": Lesson(
        title=_("Embedding"),
        section=_("Words"),
        file="embedding.py",
        question=_("A table before and after one update: which optimiser and learning rate made this change?"),
        minutes=15,
    ),
    "map": Lesson(
        title=_("Map"),
        section=_("Words"),
        file="map.py",
        question=_("Two words are near each other on the map. Are their vectors near, too?"),
    ),
    "train": Lesson(
        title=_("Train"),
        section=_("Training"),
        file="train.py",
        question=_("Has the net learned a rule, or only the answers?"),
    ),
    "inside": Lesson(
        title=_("Inside"),
        section=_("Training"),
        file="inside.py",
        question=_("What did the net learn, and in which unit does it keep it?"),
    ),
}

ROUTES: dict[str, tuple[str, ...]] = {
    _("A class hour"): ("rnn", "lstm", "gradient"),
    _("A weekend"): (
        "sequences",
        "kinds",
        "rnn",
        "lstm",
        "gru",
        "construction",
        "gradient",
        "vanishing",
        "words",
        "train",
    ),
}
"""The ways through the course beside the whole of it: lessons by name, in order."""
