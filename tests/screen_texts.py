"""Every text that a learner may see, from where it is written: catalogues, the strings of the code, of the scripts."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CODE = ("rnnviz/state/script.py", "rnnviz/learn/script.py", "rnnviz/lessons/update/five_lines_code.py")
"""Where strings are the code of an export."""
PACKAGES = ("ui", "lessons", "core", "state", "stage", "figures", "learn", "maps", "jobs", "lead", "room")
HOLE = "…"  # what an f-string puts in
SOURCE = "Source:"  # a text that begins so names the slide, the book
LEAST = 3  # words of a text: fewer are a name
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_SCRIPT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.DOTALL)
_HOLE = re.compile(r"\{[^{}]*\}")  # of a marked text, whose format is filled in later
_TEXT_HOLE = re.compile(r"\{\w+\}")  # of a script's text
MARKS = {"_", "ngettext", "forms", "marked", "counted"}
_INNER = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")


@dataclass(frozen=True)
class Text:
    where: str
    text: str


def everything(least: int = LEAST) -> list[Text]:
    """Texts of `least` words and more."""
    return [one for one in [*catalogues(), *python(), *scripts()] if prose(one.text, least)]


def catalogues() -> list[Text]:
    found: list[Text] = []
    for path in sorted((ROOT / "texts" / "en").iterdir()):
        whole = path.read_text("utf-8")
        name = str(path.relative_to(ROOT))
        if path.suffix == ".toml":
            found += [Text(name, text) for text in _leaves(tomllib.loads(whole))]
            continue
        heads, bodies = whole.split("+++\n")[1::2], whole.split("+++\n")[2::2]
        found += [Text(name, text.strip()) for text in bodies]
        found += [Text(name, text) for head in heads for text in _leaves(tomllib.loads(head))]
    return found


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, it in value.items():
            yield from (f"{SOURCE} {it}",) if key == "source" else _leaves(it)
    elif isinstance(value, list):
        for it in value:
            yield from _leaves(it)


def python() -> list[Text]:
    """The literals of the app's code but for docstrings; what a literal is formatted with is a hole."""
    paths = [path for name in PACKAGES for path in (ROOT / "rnnviz" / name).rglob("*.py")]
    return [
        Text(f"{name}:{line}", text)
        for path in sorted([*paths, *(ROOT / "pages").glob("*.py")])
        if (name := path.relative_to(ROOT).as_posix()) not in CODE
        for line, text in literals(path.read_text("utf-8"))
    ]


def literals(code: str) -> list[tuple[int, str]]:
    tree = ast.parse(code)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) for part in _sources(node)}
    marked = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) for part in _marked(node)}
    sourced = {id(part) for node in ast.walk(tree) if id(node) in said for part in ast.walk(node)}
    return [
        (node.lineno, (f"{SOURCE} " if id(node) in sourced else "") + _joined(node, id(node) in marked))
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | alone)
    ]


def unmarked(code: str) -> list[tuple[int, str]]:
    """The literals that no mark of `rnnviz.texts` stands round, of the length of a text."""
    tree = ast.parse(code)
    inside = {
        part.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for one in _marked(node)
        for part in ast.walk(one)
        if isinstance(part, ast.Constant)
    }
    return [(line, text) for line, text in literals(code) if line not in inside and prose(text)]


def _sources(call: ast.Call) -> list[ast.expr]:
    """What `source(…)` draws, or a keyword `source` of slides: it is said behind the word Source."""
    if isinstance(call.func, ast.Name) and call.func.id == "source":
        return call.args
    return [it.value for it in call.keywords if it.arg == "source"]


def _marked(call: ast.Call) -> list[ast.expr]:
    """What is given to a mark, as `_("You have {n}")`."""
    return call.args if isinstance(call.func, ast.Name) and call.func.id in MARKS else []


def _joined(node: ast.expr, marked: bool) -> str:
    """A text with its holes. marked: what stands in braces is one."""
    if marked and isinstance(node, ast.Constant):
        return _HOLE.sub(HOLE, str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return str(node.value)


def scripts() -> list[Text]:
    """The strings of the app's own scripts but for comments."""
    found: list[Text] = []
    for path in sorted((ROOT / "assets").rglob("*.js")):
        if "vendor" not in path.parts:
            whole = path.read_text("utf-8")
            name = path.relative_to(ROOT).as_posix()
            for match in _SCRIPT.finditer(whole):
                if not match[0].startswith("/"):
                    text = _TEXT_HOLE.sub(HOLE, _INNER.sub(HOLE, match[0][1:-1]))
                    found.append(Text(f"{name}:{whole.count(chr(10), 0, match.start()) + 1}", text))
    return found


def prose(text: str, least: int = LEAST) -> bool:
    """Whether it is words rather than a name, a link, a selector or a piece of code."""
    plain = words_of(text)
    signs = sum(text.count(sign) for sign in "{}<>=;_#")
    return len(plain) >= least and " " in text.strip() and signs <= len(plain) / 3


def words_of(text: str) -> list[str]:
    return _WORD.findall(bare(text))


def bare(text: str) -> str:
    """Without formulas, code, links, icons, marks."""
    for pattern in (r"\$\$.*?\$\$", r"\$[^$]*\$", r"`[^`]*`", r"\{[^{}]*\}", r":material/\w+:", r"<[^<>]*>"):
        text = re.sub(pattern, HOLE, text, flags=re.DOTALL)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("**", "").replace("*", "")
