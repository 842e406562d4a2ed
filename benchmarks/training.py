"""The training lab on the real files: scores, times, and the speed against the slides' way of doing it.

    python -m benchmarks.training --quick                 (a few minutes: fewer epochs, 4 000 reviews)
    python -m benchmarks.training                         (about three quarters of an hour on two idle cores)
    python -m benchmarks.training --only weather names

The folder of the real files is RNNVIZ_DATA, or shared/data beside the repository. --device cuda trains there.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.tokens import Work, buckets, in_turn_speeds, packing, rate, replaced, speed, through_padding
from rnnviz.jobs.process import FORKS, KEEPS
from rnnviz.learn import running
from rnnviz.learn.data.examples import Batch, Dataset, any_length
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation, Progress
from rnnviz.learn.stopping import counting
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.training import Trainer, loss_of

LARGE = 1024  # names at once, where only their number counts
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
Rows = list[tuple[str, ...]]


def table(head: tuple[str, ...], rows: Rows) -> None:
    lines = [head, ("---",) * len(head), *rows]
    print("\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines), flush=True)


def trained(plan: Plan, data: Dataset) -> tuple[Evaluation, float]:
    """The evaluation of the epoch that counts, and all seconds it took: training and looking at the validation part."""
    began = time.perf_counter()
    trainer = Trainer(plan, data, running.choose_device(plan.device))
    for record in trainer.records():
        if isinstance(record, Evaluation):
            scores = "  ".join(f"{name} {score:.4f}" for name, score in record.scores.items())
            print(f"epoch {record.epoch}: {scores}  ({time.perf_counter() - began:.0f} s)", file=sys.stderr)
    if not trainer.over:
        raise SystemExit("the run diverged")
    return counting(trainer.over, plan.patience), time.perf_counter() - began


def loaded(plan: Plan) -> Dataset:
    return task_of(plan).load(plan, lambda share: None)


def weather(asked: argparse.Namespace) -> None:
    running.use_threads(heavy=False)
    rows: Rows = []
    for cell in ("rnn", "lstm"):
        preset = TASKS["weather"].presets["LSTM"]
        plan = preset.but(source="real", cell=cell, epochs=2 if asked.quick else 4, device=asked.device)
        data = loaded(plan)
        found, seconds = trained(plan, data)
        scores = [f"{found.scores[name]:.4f}" for name in ("R²", "MAE", "MSE")]
        rows.append((cell.upper(), *scores, f"{data.persistence['R²']:.4f}", f"{seconds:.1f}"))
    table(("weather, lag 64", "R²", "MAE °C", "MSE", "R² of “same as the last hour”", "seconds"), rows)


def names(asked: argparse.Namespace) -> None:
    running.use_threads(heavy=False)
    rows: Rows = []
    for preset in ("RNN", "LSTM", "LSTM, as the slides print it"):
        epochs = 4 if asked.quick else 12
        plan = TASKS["names"].presets[preset].but(source="real", epochs=epochs, device=asked.device)
        data = loaded(plan)
        found, seconds = trained(plan, data)
        running.use_threads(heavy=True)  # both ways may use every core
        ours, slides = (speed(way, plan, data) for way in (names_in_buckets, names_one_at_a_time))
        running.use_threads(heavy=False)
        speeds = f"{ours:.0f}", f"{slides:.0f}", f"{ours / slides:.0f}×"
        rows.append((preset, f"{found.scores['accuracy']:.4f}", f"{seconds:.1f}", *speeds))
    many = f"names/s, batches of {LARGE}"
    table(("surnames", "validation accuracy", "seconds", many, "one at a time", "ratio"), rows)


def names_in_buckets(plan: Plan, data: Dataset) -> Work:
    trainer = Trainer(plan.but(batch_size=LARGE), data, running.choose_device(plan.device))

    def work() -> int:
        done = 0
        for index in trainer.order()[:40]:
            trainer.one_step(data.train.batch(index).to(trainer.device))
            done += len(index)
        return done

    return work


class SlidesRNN(nn.Module):
    """S4's cell: no activation, a linear layer for the state and one for the answer."""

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.i2h, self.i2o = nn.Linear(inputs + hidden, hidden), nn.Linear(inputs + hidden, outputs)

    def forward(self, letter: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        combined = torch.cat((letter, hidden), 1)
        return F.log_softmax(self.i2o(combined), 1), self.i2h(combined)


class SlidesLSTM(nn.Module):
    """S4's LSTM as it is printed: one letter through nn.LSTM, and the hidden state that came in goes out."""

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.lstm, self.i2o = nn.LSTM(inputs + hidden, hidden), nn.Linear(hidden, outputs)

    def forward(self, letter: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        output = self.lstm(torch.cat((letter, hidden), 1))
        return F.log_softmax(self.i2o(output[0]), 1), hidden


def names_one_at_a_time(plan: Plan, data: Dataset) -> Work:
    """S4's loop with the cell that S4 prints: one-hot letters one after the other, one name a step, SGD by hand."""
    kind = SlidesLSTM if plan.cell == "lstm" else SlidesRNN
    rnn = kind(data.width, plan.hidden, data.outputs)

    def work() -> int:
        order = torch.randperm(len(data.train))[:300]
        for index in order:
            batch = data.train.batch(index[None])
            hidden = torch.zeros(1, plan.hidden)
            rnn.zero_grad()
            for letter in F.one_hot(batch.x[0].long(), data.width).float():
                output, hidden = rnn(letter[None], hidden)
            F.nll_loss(output, batch.y).backward()  # type: ignore[no-untyped-call]
            with torch.no_grad():
                for value in rnn.parameters():
                    if value.grad is not None:
                        value.add_(value.grad, alpha=-0.005)
        return len(order)

    return work


class WithTorchsGRU(Net):
    """The same net, whose GRU is torch's own."""

    def recurrent(self) -> nn.RNNBase:
        return nn.GRU(self.shape.features, self.shape.hidden, batch_first=True)


def gates(asked: argparse.Namespace) -> None:
    """Steps a second of the weather's net, of each cell in turn; and with torch's own GRU."""
    running.use_threads(heavy=False)
    rows: Rows = []
    for batch_size in (64, 256):
        plan = TASKS["weather"].presets["LSTM"].but(batch_size=batch_size, device=asked.device)
        data = loaded(plan)
        ways = [plan, plan.but(cell="gru"), plan.but(cell="gru")]
        found: list[list[float]] = [[], [], []]
        for _ in range(3 if asked.quick else 9):
            for at, way in enumerate(ways):
                trainer = Trainer(way, data, running.choose_device(way.device))
                if at == 2:
                    replaced(trainer, WithTorchsGRU)
                found[at].append(rate(partial(some_steps, trainer)))
        lstm, gru, theirs = map(median, found)
        slower = f"{lstm / gru:.2f}×", f"{lstm / theirs:.2f}×"
        rows.append((f"{batch_size}", f"{lstm:.0f}", f"{gru:.0f}", slower[0], f"{theirs:.0f}", slower[1]))
    head = "batch", "LSTM", "GRU", "LSTM takes less by", "torch's GRU", "LSTM takes less by"
    table(("steps/s, h32 lag 64, " + head[0], *head[1:]), rows)


def some_steps(trainer: Trainer, most: int = 40) -> int:
    order = trainer.order()[:most]
    for index in order:
        trainer.one_step(trainer.data.train.batch(index).to(trainer.device))
    return len(order)


def imdb(asked: argparse.Namespace) -> None:
    threads = running.use_threads(heavy=True)
    rows: Rows = []
    limit = 4000 if asked.quick else 0
    best = TASKS["sentiment"].presets["LSTM, two ways, mean"]
    best = best.but(source="real", limit=limit, epochs=1 if asked.quick else best.epochs, device=asked.device)
    data = loaded(best)
    found, seconds = trained(best, data)
    what = f"bidirectional LSTM, {best.read} states, {len(data.train)} reviews, best epoch {found.epoch}"
    rows.append((what, f"{found.scores['accuracy']:.4f}", f"{seconds:.0f}"))
    fewer = 2000 if asked.quick else 8000
    small = loaded(best.but(limit=fewer))
    for cell in ("rnn", "lstm"):
        for read in ("last padded", "last real"):
            plan = (
                TASKS["sentiment"]
                .presets["RNN"]
                .but(
                    source="real",
                    cell=cell,
                    read=read,
                    limit=fewer,
                    epochs=1 if asked.quick else 4,
                    device=asked.device,
                )
            )
            found, seconds = trained(plan, small)
            what = f"{cell.upper()}, {read} state, {fewer} reviews, {plan.epochs} epochs"
            rows.append((what, f"{found.scores['accuracy']:.4f}", f"{seconds:.0f}"))
    table((f"IMDB, {threads} threads", "validation accuracy", "seconds"), rows)
    tokens(TASKS["sentiment"].presets["LSTM, two layers, two directions"].but(device=asked.device), data)


def tokens(plan: Plan, data: Dataset) -> None:
    """Tokens a second of the same net: in buckets, with the padding read, and unbucketed with packed sequences."""
    ours, through, packed = in_turn_speeds((buckets, through_padding, packing), plan, data)
    table(
        ("training tokens/s", "buckets", "the same, padding read backwards", "pack_padded_sequence", "ratio"),
        [("2-layer bidirectional LSTM", f"{ours:.0f}", f"{through:.0f}", f"{packed:.0f}", f"{ours / packed:.1f}×")],
    )


def overhead(asked: argparse.Namespace) -> None:
    """Steps a second of the app's generator against a bare torch loop, same net and data, in turn."""
    running.use_threads(heavy=False)
    plan = TASKS["weather"].presets["LSTM"].but(batch_size=64, epochs=1, device=asked.device)
    data, shares, pairs = loaded(plan), [], []
    for _ in range(3 if asked.quick else 7):
        theirs, ours = bare(plan, data), generated(plan, data)
        pairs.append((ours, theirs))
        shares.append(ours / theirs)
    speeds = tuple(f"{median(side):.0f}" for side in zip(*pairs, strict=True))
    table(("steps/s, LSTM h32 lag 64 batch 64", "bare torch", "share"), [(*speeds, f"{100 * median(shares):.1f} %")])


def bare(plan: Plan, data: Dataset) -> float:
    torch.manual_seed(plan.seed)
    device = running.choose_device(plan.device)
    net = Net(task_of(plan).shape(plan, data)).to(device)
    optimiser = torch.optim.Adam(net.parameters(), lr=plan.learning_rate)
    order = any_length(data.train.lengths, plan.batch_size, torch.Generator().manual_seed(0))
    began = time.perf_counter()
    for index in order:
        batch: Batch = data.train.batch(index).to(device)
        optimiser.zero_grad()
        loss = loss_of(task_of(plan), net(batch.x, batch.lengths), batch.y)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return len(order) / (time.perf_counter() - began)


def generated(plan: Plan, data: Dataset) -> float:
    """Until the last step of the only epoch; what comes after it is the look at the validation part."""
    trainer = Trainer(plan, replace(data, validation=data.train), running.choose_device(plan.device))
    began = time.perf_counter()
    for record in trainer.one_epoch():
        assert isinstance(record, Progress)
    return trainer.step / (time.perf_counter() - began)


PARTS = {"weather": weather, "names": names, "gates": gates, "overhead": overhead, "imdb": imdb}


def as_a_run() -> None:
    """Begins again as a run's process begins, which keeps the memory that it frees."""
    if FORKS and not KEEPS.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], KEEPS | os.environ)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer epochs and reviews")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--device", default="cpu", choices=["auto", "cpu", "cuda", "mps"])
    asked = parser.parse_args()
    os.environ.setdefault("RNNVIZ_DATA", str(BESIDE))
    device = running.describe_device(running.choose_device(asked.device))
    print(f"torch {torch.__version__}, {os.cpu_count()} cores, {device}")
    for name in asked.only:
        PARTS[name](asked)


if __name__ == "__main__":
    as_a_run()
    main()
