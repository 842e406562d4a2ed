"""Skip-gram with negative sampling (Mikolov et al. 2013), trained in seconds on a text of our own.

The text: sentences drawn from patterns written for rnnviz, after its story and its reviews.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnnviz.maps.points import Points, Rows, Snapshots, Tell, Vectors
from rnnviz.texts import _, marked

SENTENCES = 12_000
LEAST_SEEN = 8
OTHER = _("other words")
_SLOT = re.compile(r"\{(\w+)(?:\.(\d)(?:\+(\d))?)?\}")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
WIDTH, WINDOW, NEGATIVES = 32, 3, 5
EPOCHS, BATCH, RATE = 8, 4096, 0.02
MOMENTS = (0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8)  # epochs; most is learned early
FREQUENT = 3e-3  # words with a larger share of the text are left out of it the more often the more frequent they are
NOTE = _(
    "Trained here on {tokens} words: sentences that rnnviz draws from its own patterns (made up, so that a small text "
    "is enough), its story and its reviews."
)


@dataclass(frozen=True)
class Patterns:
    """Lists of words by name, and sentences with {slots} for them (assets/data/sentences.txt says how)."""

    lists: dict[str, list[str]]
    sentences: list[str]


def patterns(text: str) -> Patterns:
    lists = {name: words for line in text.splitlines() if line[:1] == "@" for name, *words in [line[1:].split()]}
    return Patterns(lists, [line[2:] for line in text.splitlines() if line[:2] == "= "])


def drawn(made: Patterns, count: int, seed: int) -> list[list[str]]:
    """`count` sentences, every pattern about as often; the same for the same seed."""
    draw = np.random.default_rng(seed)
    return [fill(made, made.sentences[k % len(made.sentences)], draw) for k in draw.permutation(count)]


def fill(made: Patterns, pattern: str, draw: np.random.Generator) -> list[str]:
    """One sentence. Slots with the same number have the same place in their lists, {list.1+1} the place after."""
    ends: dict[str, int] = {}
    for name, number, ahead in _SLOT.findall(pattern):
        if number:
            ends[number] = min(ends.get(number, 10**6), len(made.lists[name]) - int(ahead or 0))
    places = {number: int(draw.integers(end)) for number, end in ends.items()}

    def word(slot: re.Match[str]) -> str:
        words = made.lists[slot[1]]
        return words[places[slot[2]] + int(slot[3] or 0)] if slot[2] else words[int(draw.integers(len(words)))]

    return _SLOT.sub(word, pattern).split()


def prose(text: str) -> list[list[str]]:
    """The sentences of a written text, in small letters; lines of comment are left out."""
    lines = " ".join(line.lstrip("+- ") for line in text.splitlines() if line[:1] != "#")
    return [found for piece in re.split(r"[.!?]", lines.lower()) if len(found := _WORD.findall(piece)) > 1]


def kinds(made: Patterns, words: tuple[str, ...]) -> tuple[str, ...]:
    """The first list that holds a word, for its colour."""
    first: dict[str, str] = {}
    for name, members in made.lists.items():
        for member in members:
            first.setdefault(member, name)
    return tuple(first.get(word, OTHER) for word in words)


def encoded(sentences: list[list[str]], least: int = LEAST_SEEN) -> tuple[tuple[str, ...], Rows, list[Rows]]:
    """Words seen at least so often, most frequent first; how often (V,); and each sentence as ids of these words."""
    all_words, counts = np.unique([word for line in sentences for word in line], return_counts=True)
    order = np.lexsort((all_words, -counts))
    order = order[counts[order] >= least]
    words = tuple(str(word) for word in all_words[order])
    place = {word: k for k, word in enumerate(words)}
    lines = [np.array([place[word] for word in line if word in place], dtype=np.int64) for line in sentences]
    return words, counts[order].astype(np.int64), lines


ASSETS = Path(__file__).resolve().parents[2] / "assets" / "data"
FILE = ASSETS / "skipgram.safetensors"  # what `train` makes, so that the map's first picture waits for nothing


def train(tell: Tell, seed: int = 0, sentences: int = SENTENCES, epochs: int = EPOCHS) -> Snapshots:
    """The words' vectors (V, 32) before training and at MOMENTS, in epochs. Same seed, same vectors."""
    made = patterns((ASSETS / "sentences.txt").read_text(encoding="utf-8"))
    lines = drawn(made, sentences, seed)
    for name in ("text.txt", "reviews.txt"):
        lines += prose((ASSETS / name).read_text(encoding="utf-8"))
    words, counts, ids = encoded(lines)
    note = NOTE.format(tokens=int(counts.sum()))
    kind, seen = kinds(made, words), {marked("times seen"): counts.astype(np.float64)}
    slices = [
        Points("skip-gram", vectors, words, kind, seen, note=note)
        for vectors in learned(ids, counts, epochs, seed, tell)
    ]
    names = (_("untrained"), *(_("epoch {moment:g}").format(moment=moment) for moment in MOMENTS if moment <= epochs))
    return Snapshots(tuple(slices), names)


def learned(lines: list[Rows], counts: Rows, epochs: int, seed: int, tell: Tell) -> list[Vectors]:
    """Both tables by Adam; what is kept is the table of the words, (V, WIDTH), before and at each moment."""
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    draw, random = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    word = (torch.rand(len(counts), WIDTH, generator=random) - 0.5) / WIDTH
    word, around = word.requires_grad_(), torch.zeros(len(counts), WIDTH, requires_grad=True)
    optimiser = torch.optim.Adam([word, around], lr=RATE)
    odds = torch.from_numpy(counts.astype(np.float64) ** 0.75)
    kept, moments = [word.detach().numpy().copy()], [*(it for it in MOMENTS if it <= epochs), np.inf]
    for epoch in range(epochs):
        given = torch.from_numpy(pairs(lines, counts, draw))
        for begin in range(0, len(given), BATCH):
            centre, context = given[begin : begin + BATCH].T
            false = torch.multinomial(odds, len(centre) * NEGATIVES, True, generator=random).view(-1, NEGATIVES)
            own = word[centre]
            near, far = (own * around[context]).sum(1), (around[false] @ own[:, :, None])[:, :, 0]
            loss = -(F.logsigmoid(near).sum() + F.logsigmoid(-far).sum()) / len(centre)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            seen = epoch + min(1.0, (begin + BATCH) / len(given))
            tell(seen / epochs)
            while seen >= moments[0]:
                kept.append(word.detach().numpy().copy())
                moments = moments[1:]
    return kept


def pairs(lines: list[Rows], counts: Rows, draw: np.random.Generator) -> Rows:
    """Word and word around it (P, 2), in random order; frequent words thinned and windows drawn as in word2vec."""
    share = counts / counts.sum()
    stays = np.minimum(1.0, np.sqrt(FREQUENT / share))
    text = np.concatenate(lines)
    line = np.repeat(np.arange(len(lines)), [len(it) for it in lines])
    kept = draw.random(len(text)) < stays[text]
    text, line = text[kept], line[kept]
    reach, found = draw.integers(1, WINDOW + 1, len(text)), []
    for step in range(1, WINDOW + 1):
        same = line[step:] == line[:-step]
        for centre, other in ((slice(None, -step), slice(step, None)), (slice(step, None), slice(None, -step))):
            wanted = same & (reach[centre] >= step)
            found.append(np.stack([text[centre][wanted], text[other][wanted]], axis=1))
    return draw.permutation(np.concatenate(found))


def save(snapshots: Snapshots, path: Path = FILE) -> None:
    """The snapshots as a file of half-precision numbers."""
    from safetensors.numpy import save_file

    last = snapshots.last
    seen = [int(count) for count in last.values["times seen"]]
    words = {"labels": last.labels, "kinds": last.kinds, "seen": seen, "names": snapshots.names, "note": last.note}
    vectors = np.stack([points.vectors for points in snapshots.slices]).astype(np.float16)
    save_file({"vectors": vectors}, path, {"words": json.dumps(words)})


def load(path: Path = FILE) -> Snapshots:
    """What was saved there."""
    from safetensors import safe_open

    with safe_open(path, "np") as file:
        words, vectors = json.loads(file.metadata()["words"]), file.get_tensor("vectors")
    seen = {"times seen": np.array(words["seen"], dtype=np.float64)}
    labels, kind = tuple(words["labels"]), tuple(words["kinds"])
    slices = (Points("skip-gram", one, labels, kind, seen, note=words["note"]) for one in vectors)
    return Snapshots(tuple(slices), tuple(words["names"]))


if __name__ == "__main__":
    save(train(lambda share: None))
