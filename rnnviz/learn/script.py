"""A run as a PyTorch script: net, loop and scores in plain torch; data and their order from rnnviz, or with it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType

from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.models import OURS, SOURCE, Shape
from rnnviz.learn.plan import OWN_FILE, Plan
from rnnviz.learn.tasks import TASKS, Task, task_of

OPTIMISERS = {"adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop", "sgd": "SGD"}

SCRIPT = '''\
"""{title}. Run it {how}

The net, the loop and the scores are all here; {whence}.
"""
{imports}import torch
import torch.nn.functional as F
from torch import nn
{data}

{parts}class Net(nn.Module):
    def __init__(self):
        super().__init__()
{init}

    def forward(self, x, lengths):
{forward}


def scored(part):
    net.eval()
    y_hat, y = [], []
    with torch.no_grad():
        for index in in_turn(part.lengths, 256):
            batch = part.batch(index{padded})
            y_hat.append(net(batch.x, batch.lengths))
            y.append(batch.y)
    y_hat, y = torch.cat(y_hat), torch.cat(y)
    loss = {part_loss}
{score}
    return loss.item(), metric


torch.set_num_threads({threads})
torch.manual_seed({seed})  # the net's first weights, and what dropout leaves out
net = Net()
optimiser = torch.optim.{optimiser}(net.parameters(), lr={learning_rate!r})
{rates}{before}
for epoch in range({epochs}):
    net.train()
    total = 0.0
    for index in epoch_order(data.train.lengths, {batch_size}, {order!r}, {seed}, epoch{classes}):
{rate}        batch = data.train.batch(index{padded})
        y_hat = net(batch.x, batch.lengths)
        loss = {loss}
        optimiser.zero_grad()
        loss.backward()
{clip}        optimiser.step()
        total += loss.item() * len(index)
    print(f"epoch {{epoch + 1}}: loss {{total / len(data.train):.6f}}")
{early}
{after}loss, metric = scored(data.validation)
print(f"loss {{total / len(data.train):.9g}}  validation loss {{loss:.9g}}  {metric} {{metric}}")
{test}'''

ASIDE = """\
# data.test is set aside. When every choice is made, look once: scored(data.test)
"""
TESTED = """\
loss, metric = scored(data.test)  # looked at once, when every choice was made
print(f"test loss {{loss:.9g}}  {metric} {{metric}}")
"""
BEFORE = """\
best, state = (float("inf"), 0, 0.0), net.state_dict()
"""
EARLY = """\
    loss, _ = scored(data.validation)
    if loss < best[0]:
        best, state = (loss, epoch, total), {{name: value.clone() for name, value in net.state_dict().items()}}
    if epoch - best[1] >= {patience}:
        break
"""
AFTER = """\
net.load_state_dict(state)  # of the epoch with the lowest validation loss
total = best[2]
print(f"epoch {best[1] + 1} counts")
"""
FROM_RNNVIZ = """
from rnnviz.learn.data.examples import epoch_order, in_turn
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS

plan = Plan({chosen})
{argument}data = TASKS[plan.task].load(plan, lambda share: None)
"""
IN_FOLDER = "in the folder of rnnviz: python this_file.py"
WITH_FILE = "from any folder, with your data: PYTHONPATH=folder_of_rnnviz python this_file.py {file}"
ARGUMENT = """\
plan = plan.but(file=sys.argv[1] if len(sys.argv) > 1 else plan.file)
"""
RATES = """\
rates, step = {rates!r}, 0  # so many steps were made before the learning rate was changed
"""
RATE = """\
        if step in rates:
            optimiser.param_groups[0]["lr"] = rates[step]
        step += 1
"""
SCORES = {
    "mse": (
        "y_hat, y = (side.double() * data.scale[1] + data.scale[0] for side in (y_hat, y))  # in the data's unit\n"
        "r2 = (1 - ((y - y_hat) ** 2).sum() / ((y - y.mean()) ** 2).sum()).item()\n"
        'metric = f"{r2:.9g}" if y.min() < y.max() else "not defined: nothing varies"'
    ),
    "cross entropy": 'metric = f"{(y_hat.argmax(-1) == y).double().mean().item():.9g}"',
}


@dataclass(frozen=True)
class DataLines:
    """Where a script has its data from: how it is run, `whence` in words, what it imports, and the lines of it."""

    how: str
    whence: str
    imports: str
    lines: str


def from_rnnviz(plan: Plan) -> DataLines:
    """Read anew by rnnviz, whose folder the script is run in; own data by the path of their file."""
    own = plan.source == OWN_FILE
    return DataLines(
        WITH_FILE.format(file=Path(plan.file).name or "your_file") if own else IN_FOLDER,
        "the data and the order of the batches come from rnnviz",
        "import sys\n\n" if own else "",
        FROM_RNNVIZ.format(chosen=chosen(plan), argument=ARGUMENT if own else ""),
    )


def to_script(
    plan: Plan,
    shape: Shape,
    rates: Mapping[int, float] = MappingProxyType({}),
    tested: bool = False,
    data: DataLines | None = None,
) -> str:
    """The script of a run of this plan and net; on CPU it ends with the run's loss and metric.

    `rates`: the learning rates that were chosen while it trained, each after so many steps. `tested`: it ends with the
    test score, too, which was looked at. `data`: where it has them from, if not from rnnviz.
    """
    task = task_of(plan)
    loss = losses(task)
    data = data or from_rnnviz(plan)
    return SCRIPT.format(
        title=f"{task.name} with {plan.cell.upper()}",
        how=data.how,
        whence=data.whence,
        imports=data.imports,
        data=data.lines,
        parts=cell_of(shape)[1] + (f"{SOURCE}\n\n" if reads_back(shape) else ""),
        init=textwrap.indent(init(shape), " " * 8),
        forward=textwrap.indent(forward(shape), " " * 8),
        threads="torch.get_num_threads()" if task.heavy else 1,
        seed=plan.seed,
        optimiser=OPTIMISERS[plan.optimiser],
        learning_rate=plan.learning_rate,
        epochs=plan.epochs,
        batch_size=plan.batch_size,
        order="any length" if plan.read == "last padded" else task.order,
        classes=", data.train.y" if plan.balanced else "",
        padded=", padded=True" if plan.read == "last padded" else "",
        loss=loss.replace("Y", "batch.y"),
        part_loss=loss.replace("Y", "y"),
        clip=f"        nn.utils.clip_grad_norm_(net.parameters(), {plan.clip!r})\n" if plan.clip else "",
        score=textwrap.indent(SCORES[task.loss], " " * 4),
        test=test_lines(task, tested),
        metric=task.metric,
        rates=RATES.format(rates=dict(rates)) if rates else "",
        rate=RATE if rates else "",
        before=BEFORE if plan.patience else "",
        early=EARLY.format(patience=plan.patience) if plan.patience else "",
        after=AFTER if plan.patience else "",
    )


def test_lines(task: Task, tested: bool) -> str:
    """What becomes of the test part; nothing where a page has none."""
    if task not in TASKS.values():
        return ""
    return TESTED.format(metric=task.metric) if tested else ASIDE


def chosen(plan: Plan) -> str:
    """What differs from the table's own values, as the arguments of Plan."""
    named = {it.name: getattr(plan, it.name) for it in fields(plan)}
    changed = {it.name: named[it.name] for it in fields(plan) if it.name == "task" or named[it.name] != it.default}
    if plan.file:
        changed["file"] = Path(plan.file).name  # beside the script: where the server keeps it is nobody's business
    return ", ".join(f"{name}={value!r}" for name, value in changed.items())


def losses(task: Task) -> str:
    if task.loss == "mse":
        return "F.mse_loss(y_hat, Y)"
    return "F.cross_entropy(y_hat.flatten(0, 1), Y.flatten())" if task.every else "F.cross_entropy(y_hat, Y)"


def cell_of(shape: Shape) -> tuple[str, str]:
    """The name of the class of its cell, and the text of that class where it is ours."""
    module = str(IN_TORCH[shape.cell].module)
    if module not in OURS:
        return f"nn.{module}", ""
    kind, source = OURS[module]
    return kind.__name__, f"{source}\n\n"


def init(shape: Shape) -> str:
    lines = []
    if shape.takes == "embedding":
        lines.append(f"self.embedding = nn.Embedding(data.width, {shape.embedding}, padding_idx=0)")
    size = shape.features + (0 if shape.carries else shape.hidden)
    options = [str(size), str(shape.hidden)]
    options += [f"num_layers={shape.layers}"] if shape.layers > 1 else []
    options += [f"dropout={shape.dropout!r}"] if shape.dropout and shape.layers > 1 else []
    options += ["bidirectional=True"] if shape.directions == 2 else []
    lines.append(f"self.rnn = {cell_of(shape)[0]}({', '.join(options)}, batch_first=True)")
    return "\n".join([*lines, f"self.head = nn.Linear({shape.heads}, {shape.outputs})"])


def forward(shape: Shape) -> str:
    drops = f"F.dropout(self.embedding(x), {shape.dropout!r}, self.training)" if shape.dropout else "self.embedding(x)"
    lines = {
        "embedding": [f"x = {drops}"],
        "one-hot": [f"x = F.one_hot(x.long(), {shape.width}).float()"],
    }.get(shape.takes, [])
    if reads_back(shape):
        lines.append("out = both_ways(self.rnn, x, lengths)  # (N, T, 2 × hidden)")
    elif shape.carries:
        lines.append("out, _ = self.rnn(x)  # (N, T, hidden)")
    else:
        lines += [
            "n, t, _ = x.shape  # slip h: the hidden state that comes in is always the zeros that went in",
            f"x = torch.cat([x, x.new_zeros(n, t, {shape.hidden})], dim=2)",
            "out = self.rnn(x.reshape(n * t, 1, -1))[0].reshape(n, t, -1)  # each step alone",
        ]
    return "\n".join([*lines, f"return self.head({read(shape)})"])


def reads_back(shape: Shape) -> bool:
    """Whether sequences of different lengths are read from their own ends; numbers come in one length."""
    return shape.carries and shape.skips_padding and shape.takes != "numbers"


def read(shape: Shape) -> str:
    """The part of `out` that the head reads."""
    if shape.every:
        return "out"
    if shape.read == "mean of all":
        return "(out * (torch.arange(out.shape[1]) < lengths[:, None])[..., None]).sum(1) / lengths[:, None]"
    rows = "-1" if shape.read == "last padded" else "lengths - 1"
    samples = ":" if shape.read == "last padded" else "torch.arange(len(out))"
    if shape.directions == 1:
        return f"out[{samples}, {rows}]"
    backward = f"out[:, 0, {shape.hidden}:]"
    if shape.ends == "hidden[-1]":
        return backward
    return f"torch.cat([out[{samples}, {rows}, :{shape.hidden}], {backward}], dim=1)"
