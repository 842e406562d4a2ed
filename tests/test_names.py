"""A sentence that sends the learner to a task, a view or a button calls it what the screen calls it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from rnnviz.learn.plan import OF_TOKENS, TASK_NAMES, of_tokens
from rnnviz.learn.tasks import EXHIBITS, TASKS
from rnnviz.lessons.images.view import TRAIN
from rnnviz.lessons.map import state as map_state
from rnnviz.lessons.train import state as train_state
from rnnviz.maps.sources import SOURCES
from rnnviz.ui.lessons import LESSONS

ROOT = Path(__file__).resolve().parents[1]
FILES = [
    *sorted(
        path for folder in ("train", "map", "images") for path in (ROOT / "rnnviz" / "lessons" / folder).rglob("*.py")
    ),
    ROOT / "rnnviz/maps/trained.py",
]
SENT_TO = re.compile(r"(?:press|choose|open|look at|start|click)\s+(?:one of\s+)?[*“]+([^*”]+)[*”]", re.IGNORECASE)
OR_TO = re.compile(r"(?:, | or )[*“]+([^*”]+)[*”]+(?= waits| or |,|\.|:| on )")
KEYS = re.compile(rf"\b(?:{'|'.join(key.capitalize() for key in TASKS | EXHIBITS)})\b(?! \w* ?model)")
HOLE = re.compile(r"\{(\w+)[^{}]*\}")
BUTTONS = ("button", "download_button", "toggle", "popover", "text_input", "selectbox", "segmented_control")


def sentences(path: Path) -> Iterator[str]:
    """The strings of a module but its docstrings; in an f-string what the module's own names stand for is filled in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)} - {
        id(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
    }
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    formats = [(node, text) for node in ast.walk(tree) if (text := marked(node)) is not None]
    alone |= {id(text) for _, text in formats}
    for node, text in formats:
        yield HOLE.sub(partial(held, {it.arg: it.value for it in node.keywords}, vars(module)), text.value)
    for node in ast.walk(tree):
        if id(node) in inner | alone:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(filled(part, vars(module)) for part in node.values)


def marked(node: ast.AST) -> ast.Constant | None:
    """The text of `_("…").format(…)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        text = text_of(node.func.value)
        return text if isinstance(text, ast.Constant) and text is not node.func.value else None
    return None


def text_of(node: ast.expr) -> ast.expr:
    """The text in `_("…")`; any other expression is as it stands."""
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    return node.args[0] if named else node


def held(given: dict[str, ast.expr], names: dict[str, object], hole: re.Match[str]) -> str:
    return value(given[hole[1]], names) if hole[1] in given else hole[0]


def filled(part: ast.expr, names: dict[str, object]) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else value(part.value, names)


def value(code: ast.expr, names: dict[str, object]) -> str:
    try:
        return str(eval(ast.unparse(code), dict(names)))  # our own source
    except NameError:
        return "…"  # known when the page runs


@cache
def labels() -> frozenset[str]:
    """What the screen calls its tasks, views, sources, pages and buttons."""
    of_tables: set[str] = {it.name for it in (TASKS | EXHIBITS).values()} | {it.name for it in SOURCES.values()}
    of_menus = {*train_state.VIEWS.values(), *map_state.OTHERS.values(), *map_state.PANELS.values()}
    named = {train_state.START, train_state.BESIDE, TRAIN} | {it.title for it in LESSONS.values()}
    return frozenset(of_tables | of_menus | named | drawn())


def drawn() -> set[str]:
    """The first words of every button and menu in the ui's sources."""
    calls = (node for path in FILES for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    first = (
        text_of(node.args[0])
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BUTTONS
        if node.args
    )
    return {it.value for it in first if isinstance(it, ast.Constant) and isinstance(it.value, str)}


def sent_to(sentence: str) -> list[str]:
    """What a sentence sends to, by the name it gives."""
    return [name for name in (*SENT_TO.findall(sentence), *OR_TO.findall(sentence)) if name != "…"]


def test_every_sentence_names_what_is_on_the_screen() -> None:
    known = labels()
    found = [(path.name, name) for path in FILES for it in sentences(path) for name in sent_to(it)]
    assert len(found) >= 10
    assert [it for it in found if it[1] not in known] == []


NAMED = re.compile("|".join(re.escape(name) for name in TASK_NAMES.values()))


def test_no_sentence_calls_a_task_by_its_key() -> None:
    for path in FILES:
        for sentence in sentences(path):
            assert not KEYS.search(NAMED.sub("", sentence)), (path.name, sentence)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Choose **Words, trained here**, or a run.", ["Words, trained here"]),
        ("start one of “Names”, “Letters” or “Reviews” on the Train page", ["Names", "Letters", "Reviews"]),
        ("First press **Begin**: it runs.", ["Begin"]),
    ],
)
def test_a_wrong_name_would_be_found(sentence: str, names: list[str]) -> None:
    assert sent_to(sentence) == names


def test_one_table_says_what_the_tasks_are_called() -> None:
    assert {key: task.name for key, task in TASKS.items()} == TASK_NAMES
    assert {key for key, task in TASKS.items() if task.takes != "numbers"} == set(OF_TOKENS)
    assert of_tokens() == "“Review → sentiment”, “Character model” or “Surname → language”"
