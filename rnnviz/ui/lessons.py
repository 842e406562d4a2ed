"""The lesson catalogue: the navigation, each page's heading and the home page's list all read it."""

from __future__ import annotations

from dataclasses import dataclass


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
        title="Home",
        section="Start",
        file="home.py",
        question="How can a network of a few numbers remember what it has read?",
        try_this="Open **RNN** and press → : the cell reads one hour of temperature at a time.",
        predict="After 24 hours, which of the 24 readings still change $h_{24}$? Test it on the RNN page.",
        recap="RNN, LSTM and GRU read a sequence one step at a time, with the same weights at every step. "
        "They differ in how they carry the past along.",
    ),
    "sequences": Lesson(
        title="Sequences",
        section="Sequences",
        file="sequences.py",
        question="Shuffle the words of a sentence. What is lost, and which net can tell?",
    ),
    "kinds": Lesson(
        title="Kinds",
        section="Sequences",
        file="kinds.py",
        question="One input or many, one answer or many: what changes in the net?",
    ),
    "rnn": Lesson(
        title="RNN",
        section="Cells",
        file="rnn.py",
        question="What does the cell still know of the first hour?",
        minutes=15,
    ),
    "lstm": Lesson(
        title="LSTM",
        section="Cells",
        file="lstm.py",
        question="What happens to $c$ if the forget gate $f$ is stuck at 1?",
        minutes=15,
    ),
    "gru": Lesson(
        title="GRU",
        section="Cells",
        file="gru.py",
        question="Can two gates do the work of the LSTM's three?",
        minutes=15,
    ),
    "mingru": Lesson(
        title="minGRU",
        section="Cells",
        file="mingru.py",
        question="What can a gate do if it reads only the input?",
        minutes=10,
    ),
    "construction": Lesson(
        title="RNN to LSTM",
        section="Structures",
        file="construction.py",
        question="Which problem does each part of the LSTM solve?",
    ),
    "stacks": Lesson(
        title="Stacks",
        section="Structures",
        file="stacks.py",
        question="What does a second layer read?",
    ),
    "directions": Lesson(
        title="Two directions",
        section="Structures",
        file="directions.py",
        question="Can a net tag *General* before it reads the next words?",
    ),
    "images": Lesson(
        title="Images",
        section="Structures",
        file="images.py",
        question="A picture has no first word. In which order should a net read it?",
    ),
    "gradient": Lesson(
        title="Gradients",
        section="Gradients",
        file="gradient.py",
        question="How does an error at the last step reach the first one?",
        minutes=15,
    ),
    "vanishing": Lesson(
        title="Vanishing",
        section="Gradients",
        file="vanishing.py",
        question="How many steps back does a gradient go, and why?",
    ),
    "update": Lesson(
        title="Update",
        section="Gradients",
        file="update.py",
        question="What does one learning step do to every weight?",
        minutes=15,
    ),
    "words": Lesson(
        title="Words",
        section="Words",
        file="words.py",
        question="How does a sentence become numbers, and how many?",
    ),
    "embedding": Lesson(
        title="Embedding",
        section="Words",
        file="embedding.py",
        question="A table before and after one update: which optimiser and learning rate made this change?",
        minutes=15,
    ),
    "map": Lesson(
        title="Map",
        section="Words",
        file="map.py",
        question="Two words are near each other on the map. Are their vectors near, too?",
    ),
    "train": Lesson(
        title="Train",
        section="Training",
        file="train.py",
        question="Has the net learned a rule, or only the answers?",
    ),
    "inside": Lesson(
        title="Inside",
        section="Training",
        file="inside.py",
        question="What did the net learn, and in which unit does it keep it?",
    ),
}

ROUTES: dict[str, tuple[str, ...]] = {
    "A class hour": ("rnn", "lstm", "gradient"),
    "A weekend": (
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
