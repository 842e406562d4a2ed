"""The lesson catalogue: the navigation, each page's heading and the home page's list all read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One page. Its texts are Markdown of one or two short sentences.

    ``file`` lies in ``pages/``; ``question`` stands at the top of the page; ``try_this``, ``predict`` and ``recap``
    wait behind its guide, one at a time.
    """

    title: str
    section: str
    file: str
    question: str
    try_this: str
    predict: str
    recap: str


LESSONS: dict[str, Lesson] = {
    "home": Lesson(
        title="Home",
        section="Start",
        file="home.py",
        question="How can a network of a few numbers remember what it has read?",
        try_this="Open **RNN** and press → : the cell reads one hour of temperature at a time.",
        predict="After 24 hours, which of the 24 readings can still be felt in the memory $h$?",
        recap="RNN, LSTM and GRU read a sequence one step at a time, with the same weights at every step. "
        "They differ in how they carry the past along.",
    ),
    "rnn": Lesson(
        title="RNN",
        section="Cells",
        file="rnn.py",
        question="What does the cell still know of the first hour?",
        try_this="Drag an input of the first hour and look along the strip: how far does the change reach?",
        predict="The temperatures are near 10. What will $\\tanh$ make of such large sums, "
        "and what would change if they were standardised first?",
        recap="$h_t = \\tanh(W_{ih} x_t + b_{ih} + W_{hh} h_{t-1} + b_{hh})$: one vector holds all of the past, "
        "and each step writes over it. Large sums saturate at ±1, and what differed before no longer shows.",
    ),
    "lstm": Lesson(
        title="LSTM",
        section="Cells",
        file="lstm.py",
        question="What happens to $c$ if the forget gate $f$ is stuck at 1?",
        try_this="Clamp $f$ to 1 and $i$ to 0 at every step, then drag the first input.",
        predict="With $f = 1$ and $i = 0$, what is $c$ at the last step? And with $f = 0$?",
        recap="$c_t = f_t \\odot c_{t-1} + i_t \\odot g_t$: the forget gate says how much of the old memory stays, "
        "the input gate how much of the candidate to write, the output gate how much of $\\tanh(c_t)$ is $h_t$.",
    ),
    "gru": Lesson(
        title="GRU",
        section="Cells",
        file="gru.py",
        question="Can two gates do the work of the LSTM's three?",
        try_this="Clamp $z$ to 1, then to 0, and compare the two strips of $h$.",
        predict="If $z = 1$ at every step, what will $h$ be at the end?",
        recap="$h_t = (1 - z_t) \\odot n_t + z_t \\odot h_{t-1}$: one gate $z$ both keeps and writes, "
        "and the reset gate $r$ says how much of the past the candidate $n$ may see.",
    ),
    "gradient": Lesson(
        title="Gradients",
        section="Gradients",
        file="gradient.py",
        question="How does an error at the last step reach the first one?",
        try_this="Press ← to carry the gradient of $E_6$ back a step at a time, then open the path to step 1.",
        predict="Each step back multiplies by $\\mathrm{diag}(1-h_t^2)\\,W_{hh}$. If that shrinks a vector to a third, "
        "what is left after five steps?",
        recap="$\\partial E_t/\\partial W$ is a sum over the steps $k \\le t$, each a product of matrices: "
        "the longer the path, the more factors, and the smaller or larger the product. Autograd computes the same sum.",
    ),
    "vanishing": Lesson(
        title="Vanishing",
        section="Gradients",
        file="vanishing.py",
        question="How many steps back does a gradient still arrive, and what decides it?",
        try_this="Move the spectral radius across 1, first with tanh, then with no activation.",
        predict="With an orthogonal $W_{hh}$ and no activation, what is $\\|\\partial h_T / \\partial h_1\\|$?",
        recap="Every step back multiplies by $W_{hh}^\\top$ and by the slope of the activation: what is below 1 on "
        "average vanishes, what is above explodes. Clipping shortens, a window cuts. "
        "An LSTM multiplies its memory by $f$ instead: it keeps the gradient as long as $f$ is close to 1.",
    ),
    "update": Lesson(
        title="Update",
        section="Gradients",
        file="update.py",
        question="What does one learning step do to every single weight?",
        try_this="Take steps with SGD, undo them, and take as many with Adam.",
        predict="With Adam, by how much does a weight move in the very first step if its gradient is twice as large?",
        recap="The gradient says which way the loss goes up; a step moves every weight a little the other way. "
        "SGD moves by $\\eta$ times the gradient, Adam's first step by $\\eta$ whatever the gradient's size. "
        "Too large a step lands higher than it started.",
    ),
    "map": Lesson(
        title="Map",
        section="Words",
        file="map.py",
        question="Words that are near each other on the map: are they near in truth?",
        try_this="Click a word. The lines lead to its true neighbours, in all dimensions: "
        "which of them did the map put far away?",
        predict="Another seed makes another map. What will be the same in both: distances, sizes, gaps, "
        "or who is beside whom?",
        recap="A map squeezes many dimensions into two and cannot keep all distances. PCA keeps the widest spread, "
        "UMAP and t-SNE keep neighbours; read who is beside whom, and check it with the numbers. "
        "Gaps and sizes say little.",
    ),
    "train": Lesson(
        title="Train",
        section="Training",
        file="train.py",
        question="Has the net learned, or has it only seen the answers?",
        try_this="Press **Start**, watch both losses, then **Look back** at what it believed after its first epoch.",
        predict="On **Noise** the labels are random. How far does the loss fall, and held-out accuracy rise?",
        recap="A step is: clear the gradients, forward, loss, backward, move the weights. Judge by what was held out, "
        "and beside a forecast that costs nothing: *the same as the last hour*.",
    ),
}
