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
        question="What is lost when the words of a sentence are shuffled, and who notices?",
        try_this="Press **Shuffle** a few times and compare the two columns of answers. Then cut a series into windows "
        "under **Shapes** and let them slide with → .",
        predict="A series has 1000 points. How many windows of 50 fit, and how many if each must also have a next "
        "point to predict?",
        recap="A bag of inputs adds up what it reads and forgets the order; an RNN reads one step after another. "
        "Batches of sequences are arrays (N, T, D); windows with a target number len − lag − ahead + 1, "
        "and they are split by time, or else the net is examined on what it has seen.",
    ),
    "kinds": Lesson(
        title="Kinds",
        section="Sequences",
        file="kinds.py",
        question="One input or many, one answer or many: what changes in the net, and what stays the same?",
        try_this="Press **play** to unroll the net a step at a time, then **fold** it: it is one cell, "
        "used again and again.",
        predict="A net reads words of 5 letters. How many more parameters does it need for words of 50?",
        recap="The cell and its weights are the same at every step; the kinds differ in where it reads and where it is "
        "asked. An encoder hands over its last state alone, and a decoder is fed with what it has said. "
        "The number of parameters does not depend on T.",
    ),
    "rnn": Lesson(
        title="RNN",
        section="Cells",
        file="rnn.py",
        question="What does the cell still know of the first hour?",
        try_this="Drag an input of the first hour and look along the strip: how far does the change reach?",
        predict="Temperatures are often near 10 °C. What does $\\tanh$ make of such large sums, "
        "and what changes if they are standardised first?",
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
        recap="$c_t = f_t \\odot c_{t-1} + i_t \\odot g_t$: the forget gate says how much of the old memory stays, "
        "the input gate how much of the candidate to write, the output gate how much of $\\tanh(c_t)$ is $h_t$.",
        minutes=15,
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
        minutes=15,
    ),
    "mingru": Lesson(
        title="minGRU",
        section="Cells",
        file="mingru.py",
        question="What can a gate still do that looks at the input alone?",
        try_this="Drag one input: $z$ and $n$ change at that step and at no other, but $h$ changes from there on.",
        predict="Every $z$ is 0.5. You add 1 to $h_0$: how much of it is left in $h_3$?",
        recap="$h_t = (1 - z_t) \\odot h_{t-1} + z_t \\odot n_t$, with $z_t$ and $n_t$ made from $x_t$ alone, and no "
        "$\\tanh$. All gates of a sequence can be computed at once, so it trains in parallel. "
        "The price: what to keep cannot depend on what is remembered.",
        minutes=10,
    ),
    "construction": Lesson(
        title="RNN to LSTM",
        section="Structures",
        file="construction.py",
        question="What does each part of the LSTM repair?",
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
        try_this="Press **Page Up** to open layer 2, point at its input, and find the same number in the strip "
        "of layer 1.",
        predict="A net has 2 layers, 2 directions and 64 units, and reads 8 sequences at once. "
        "What is the shape of $h_n$?",
        recap="The sequence of $h$ of one layer is the sequence of $x$ of the next, at the same time steps. "
        "`out` holds the last layer at every step, `h_n` every layer and direction at its end: "
        "(num_layers · directions, N, H), whatever `batch_first` says.",
    ),
    "directions": Lesson(
        title="Two directions",
        section="Structures",
        file="directions.py",
        question="Can a net know what *General* is before it has read on?",
        try_this="Look at the tags of the first word, and at what each direction has read there. Then press "
        "**Train both yourself**.",
        predict="A tagger that reads forward only meets *general* as its first word. Of three kinds, how often can it "
        "be right?",
        recap="One pass reads from the left, one from the right; at every word $h_t = [\\overrightarrow{h}_t, "
        "\\overleftarrow{h}_t]$ has read the whole sentence. At the ends: `hidden[-2]` is the forward pass's, "
        "`hidden[-1]` the backward pass's.",
    ),
    "images": Lesson(
        title="Images",
        section="Structures",
        file="images.py",
        question="A picture has no first word: in which order should a recurrent net read it?",
        try_this="Draw a digit on the pad and press → : four passes read it, each in its own order. "
        "Then press **Train both yourself**.",
        predict="After three of eight steps, which has seen more of the picture: the net that reads rows alone, "
        "or the one that reads columns, too?",
        recap="Rows as time or columns as time: a picture is a sequence either way. A bidirectional net reads the rows "
        "from the top and from the bottom; the dual net does so again on the picture turned by 90°, "
        "so that all four directions are read.",
    ),
    "gradient": Lesson(
        title="Gradients",
        section="Gradients",
        file="gradient.py",
        question="How does an error at the last step reach the first one?",
        try_this="Press **sweep** and watch the gradient of the last loss go back, or ← for a step at a time. Then "
        "open the path to step 1.",
        predict="In a tanh RNN each step back multiplies by $\\mathrm{diag}(1-h_t^2)\\,W_{hh}$. If that shrinks "
        "a vector to a third, what is left after five steps?",
        recap="$\\partial E_t/\\partial W$ is a sum over the steps $k \\le t$, each a product of matrices: "
        "the longer the path, the more factors, and the smaller or larger the product. Autograd computes the same sum.",
        minutes=15,
    ),
    "vanishing": Lesson(
        title="Vanishing",
        section="Gradients",
        file="vanishing.py",
        question="How many steps back does a gradient still arrive, and what decides it?",
        try_this="Move the spectral radius across 1, first with tanh, then with no activation.",
        predict="With an orthogonal $W_{hh}$ and no activation, what is $\\|\\partial h_T / \\partial h_1\\|$?",
        recap="In an RNN every step back multiplies by $W_{hh}^\\top$ and by the slope of the activation: what is "
        "below 1 on average vanishes, what is above explodes. Clipping makes a gradient shorter; truncated BPTT "
        "(a window) drops the far steps. "
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
        minutes=15,
    ),
    "words": Lesson(
        title="Words",
        section="Words",
        file="words.py",
        question="How does a sentence become numbers, and how many of them?",
        try_this="Click a token and find its row in the table; then type a word that the vocabulary does not hold.",
        predict="A one-hot row of a vocabulary of 30 000 words has 30 000 numbers. How many of them say anything?",
        recap="Text is cut into tokens, a token has an id, and the id is the number of a row of the table. "
        "A one-hot row times the table is that very row: an embedding looks up what would be a long product of zeros.",
    ),
    "embedding": Lesson(
        title="Embedding",
        section="Words",
        file="embedding.py",
        question="The slides print a table before and after one update. Who moved it?",
        try_this="Look for the optimiser and the learning rate with which all 32 entries are as the slides print them.",
        predict="The sentence reads five of the eight rows. Which rows move, and does row 1, the padding, move too?",
        recap="Only the rows that are read get a gradient, the sum over the places where they are read. "
        "In the slides the 20 entries of those rows move by the same ±0.001: that is Adam's first step, "
        "$\\pm\\eta$ whatever the gradient. Padding learns as well, unless `padding_idx` is set.",
        minutes=15,
    ),
    "map": Lesson(
        title="Map",
        section="Words",
        file="map.py",
        question="Words that are near each other on the map: are they near in truth?",
        try_this="Click a word. The lines lead to its true neighbours, in all dimensions: "
        "which of them did the map put far away?",
        predict="UMAP and t-SNE give another map for another seed. What is the same in both: distances, sizes, gaps, "
        "or which points are neighbours?",
        recap="A map squeezes many dimensions into two and cannot keep all distances. PCA keeps the widest spread, "
        "UMAP and t-SNE keep neighbours: read which points are neighbours, and check it with the numbers. "
        "Gaps and sizes say little.",
    ),
    "train": Lesson(
        title="Train",
        section="Training",
        file="train.py",
        question="Has the net learned, or has it only seen the answers?",
        try_this="Press **Train it yourself**, watch both losses, then **Look back** at what it believed "
        "after its first epoch.",
        predict="On **Noise** the labels are random. How far does the loss fall, and held-out accuracy rise?",
        recap="A step is: clear the gradients, forward, loss, backward, move the weights. Judge by what was held out, "
        "and beside a forecast that costs nothing: *the same as the last hour*.",
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
