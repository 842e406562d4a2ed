"""The lesson catalogue: the navigation, each page's heading and the home page's list all read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One page. Its texts are Markdown of one or two short sentences.

    ``file`` lies in ``pages/``; ``question`` stands at the top of the page; ``try_this``, ``predict`` and ``recap``
    wait behind its guide, one at a time; ``minutes`` is about how long it takes.
    """

    title: str
    section: str
    file: str
    question: str
    try_this: str
    predict: str
    recap: str
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
        try_this="Press **Shuffle** a few times and compare the two columns of answers. Then cut a series into windows "
        "under **Shapes** and move them with → .",
        predict="A series has 1000 points. How many windows of 50 fit? How many fit if each window must also have a "
        "next point to predict?",
        recap="A bag of inputs adds up its inputs and forgets their order. An RNN reads one step after another. "
        "A batch of sequences is an array (N, T, D). With a target there are len − lag − ahead + 1 windows. "
        "Split them by time. Otherwise the test contains values that the net has already seen.",
    ),
    "kinds": Lesson(
        title="Kinds",
        section="Sequences",
        file="kinds.py",
        question="One input or many, one answer or many: what changes in the net?",
        try_this="Press **play** to unroll the net a step at a time, then **fold** it: it is one cell, "
        "used again and again.",
        predict="A net reads words of 5 letters. How many more parameters does it need for words of 50?",
        recap="The cell and its weights are the same at every step. The kinds differ in the steps that get an input "
        "and the steps that give an output. An encoder passes on only its last state. A decoder gets its own last "
        "output as input. The number of parameters does not depend on T.",
    ),
    "rnn": Lesson(
        title="RNN",
        section="Cells",
        file="rnn.py",
        question="What does the cell still know of the first hour?",
        try_this="Drag an input of the first hour. Look along the strip: how far does the change reach?",
        predict="Temperatures are often near 10 °C. What is $\\tanh$ of such large sums? "
        "What changes if you standardise the temperatures first?",
        recap="$h_t = \\tanh(W_{ih} x_t + b_{ih} + W_{hh} h_{t-1} + b_{hh})$: one vector holds all of the past, "
        "and each step writes over it. Large sums saturate at ±1: then different inputs give the same h.",
        minutes=15,
    ),
    "lstm": Lesson(
        title="LSTM",
        section="Cells",
        file="lstm.py",
        question="What happens to $c$ if the forget gate $f$ is stuck at 1?",
        try_this="Clamp $f$ to 1 and $i$ to 0 at every step, then drag the first input.",
        predict="With $f = 1$ and $i = 0$, what is $c$ at the last step? And with $f = 0$?",
        recap="$c_t = f_t \\odot c_{t-1} + i_t \\odot g_t$. The forget gate says how much of the old memory stays. "
        "The input gate says how much of the candidate is added. "
        "The output gate says how much of $\\tanh(c_t)$ is passed on as $h_t$.",
        minutes=15,
    ),
    "gru": Lesson(
        title="GRU",
        section="Cells",
        file="gru.py",
        question="Can two gates do the work of the LSTM's three?",
        try_this="Clamp $z$ to 1, then to 0, and compare the two strips of $h$.",
        predict="If $z = 1$ at every step, what will $h$ be at the end?",
        recap="$h_t = (1 - z_t) \\odot n_t + z_t \\odot h_{t-1}$. One gate $z$ keeps the old and writes the new. "
        "The reset gate $r$ says how much of the past goes into the candidate $n$.",
        minutes=15,
    ),
    "mingru": Lesson(
        title="minGRU",
        section="Cells",
        file="mingru.py",
        question="What can a gate do if it reads only the input?",
        try_this="Drag one input: $z$ and $n$ change at that step and at no other, but $h$ changes from there on.",
        predict="Every $z$ is 0.5. You add 1 to $h_0$: how much of it is left in $h_3$?",
        recap="$h_t = (1 - z_t) \\odot h_{t-1} + z_t \\odot n_t$, with $z_t$ and $n_t$ made from $x_t$ alone, and no "
        "$\\tanh$. All gates of a sequence can be computed at once, so it trains in parallel. "
        "The price: the gates cannot depend on the memory.",
        minutes=10,
    ),
    "construction": Lesson(
        title="RNN to LSTM",
        section="Structures",
        file="construction.py",
        question="Which problem does each part of the LSTM solve?",
        try_this="Go through the four stages from **a** to **d** on the same input. Which problem does each one leave?",
        predict="In stage (b) every step adds $g$ to $c$, and no gate deletes. Where does $h = \\tanh(c)$ end up?",
        recap="An RNN writes over its memory. A sum deletes nothing: $c$ can grow, and $h$ saturates. Gates work "
        "only when they multiply: a value near 1 keeps, a value near 0 deletes. The GRU is another way to do the same.",
    ),
    "stacks": Lesson(
        title="Stacks",
        section="Structures",
        file="stacks.py",
        question="What does a second layer read?",
        try_this="Press **Page Up** to open layer 2. Point at its input. Find the same number in the strip of layer 1.",
        predict="A net has 2 layers, 2 directions and 64 units, and reads 8 sequences at once. "
        "What is the shape of $h_n$?",
        recap="The $h$ of one layer is the $x$ of the next, at the same time step. "
        "`out` holds the last layer at every step. `h_n` holds the last state of every layer and direction. "
        "Its shape is (num_layers · directions, N, H). It does not depend on `batch_first`.",
    ),
    "directions": Lesson(
        title="Two directions",
        section="Structures",
        file="directions.py",
        question="Can a net tag *General* before it reads the next words?",
        try_this="Look at the tags of the first word, and at the words that each direction has read there. Then press "
        "**Train both yourself**.",
        predict="A forward-only tagger reads *general* first. There are 3 possible tags. How often can it be right?",
        recap="One pass reads from the left, one from the right. At every word $h_t = [\\overrightarrow{h}_t, "
        "\\overleftarrow{h}_t]$ has read the whole sentence. At the ends: `hidden[-2]` is the forward pass's, "
        "`hidden[-1]` the backward pass's.",
    ),
    "images": Lesson(
        title="Images",
        section="Structures",
        file="images.py",
        question="A picture has no first word. In which order should a net read it?",
        try_this="Draw a digit on the pad and press → . Four passes read it, each in its own order. "
        "Then press **Train both yourself**.",
        predict="One net reads only rows. The other also reads columns. Which one has seen more of the picture after "
        "three of eight steps?",
        recap="The rows of a picture are a sequence, and so are its columns. A bidirectional net reads the rows "
        "from the top and from the bottom. The dual net also reads the picture turned by 90°: all four directions.",
    ),
    "gradient": Lesson(
        title="Gradients",
        section="Gradients",
        file="gradient.py",
        question="How does an error at the last step reach the first one?",
        try_this="Press **sweep** and watch the gradient of the last loss go back. Press ← for one step at a time. "
        "Then open the path to step 1.",
        predict="In a tanh RNN each step back multiplies by $\\mathrm{diag}(1-h_t^2)\\,W_{hh}$. Say this makes "
        "a vector three times shorter. What is left after five steps?",
        recap="$\\partial E_t/\\partial W$ is a sum over the steps $k \\le t$. Each term is a product of matrices. "
        "A longer path has more factors, so its product is smaller or larger. Autograd computes the same sum.",
        minutes=15,
    ),
    "vanishing": Lesson(
        title="Vanishing",
        section="Gradients",
        file="vanishing.py",
        question="How many steps back does a gradient go, and why?",
        try_this="Move the spectral radius across 1. Do it first with tanh, then with no activation.",
        predict="With an orthogonal $W_{hh}$ and no activation, what is $\\|\\partial h_T / \\partial h_1\\|$?",
        recap="In a tanh RNN every step back multiplies by $\\mathrm{diag}(1-h_t^2)\\,W_{hh}$. If these factors are "
        "below 1 on average, the gradient vanishes. If they are above 1, it explodes. Clipping makes a gradient "
        "shorter. Truncated BPTT (a window) drops the far steps. "
        "An LSTM multiplies its memory by $f$: it keeps the gradient if $f$ is close to 1.",
    ),
    "update": Lesson(
        title="Update",
        section="Gradients",
        file="update.py",
        question="What does one learning step do to every weight?",
        try_this="Take steps with SGD. Undo them. Take the same number of steps with Adam.",
        predict="One weight has a gradient twice as large as another. How much more does Adam move it in the first "
        "step?",
        recap="The gradient points to where the loss goes up. A step moves every weight a little the other way. "
        "SGD moves a weight by $\\eta$ times its gradient. Adam's first step moves every weight by $\\eta$. "
        "If the step is too large, the loss goes up.",
        minutes=15,
    ),
    "words": Lesson(
        title="Words",
        section="Words",
        file="words.py",
        question="How does a sentence become numbers, and how many?",
        try_this="Click a token and find its row in the table. Then type a word that is not in the vocabulary.",
        predict="A one-hot row of a vocabulary of 30 000 words has 30 000 numbers. How many of them are not 0?",
        recap="Text is cut into tokens. Each token has an id. The id is the number of a row of the table. "
        "A one-hot row times the table is the same row. An embedding picks the row directly: multiplying would add "
        "thousands of zeros.",
    ),
    "embedding": Lesson(
        title="Embedding",
        section="Words",
        file="embedding.py",
        question="A table before and after one update: which optimiser and learning rate made this change?",
        try_this="Find the optimiser and the learning rate that give all 32 printed entries.",
        predict="The sentence reads five of the eight rows. Which rows move? Does row 1, the padding, move too?",
        recap="Only the rows that are read get a gradient. It is the sum over all places where the row is read. "
        "In the slides every entry of the five rows that were read moves by ±0.001. That is Adam's first step: "
        "$\\pm\\eta$ for any gradient. Padding learns too, unless `padding_idx` is set.",
        minutes=15,
    ),
    "map": Lesson(
        title="Map",
        section="Words",
        file="map.py",
        question="Two words are near each other on the map. Are their vectors near, too?",
        try_this="Click a word. The lines lead to its true neighbours, in all dimensions. "
        "Which of them are far away on the map?",
        predict="UMAP and t-SNE give another map for another seed. What is the same in both: distances, sizes, gaps, "
        "or neighbours?",
        recap="A map shows many dimensions in two. It cannot keep all distances. PCA keeps the widest spread. "
        "UMAP and t-SNE keep neighbours. Read which points are neighbours, and check them with the numbers. "
        "Gaps and sizes tell you little.",
    ),
    "train": Lesson(
        title="Train",
        section="Training",
        file="train.py",
        question="Has the net learned a rule, or only the answers?",
        try_this="Press **Train it yourself** and watch both losses. Then press **Look back**: what did the net "
        "answer after its first epoch?",
        predict="On **Noise** the labels are random. How small does the loss get? How high does the held-out accuracy "
        "get?",
        recap="A step is: clear the gradients, forward, loss, backward, move the weights. Judge a net by held-out "
        "data. Compare with the simplest forecast: the value of the last hour.",
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
