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
TOLD = {"ValueError", "IndexError", "RuntimeError", "TypeError", "LeadError", "SystemExit", "print"}
CODED = re.compile(r"\w\(|[=*\\%|]|\bvar\b|--|px|^[.\[]|\w\[|\bcalc\b|^M …|^M\d|self'")
"""What is code: calls, formulas, patterns, styles, paths."""
_GIVEN = re.compile(r"""\b(?:trn?|Error)\($|\btrn\(\s*(?:"[^"]*"|'[^']*'),$|["']\s*\+$""")
"""What stands before a text that is given to a mark, or before its next piece."""
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
    return [(node.lineno, text) for node, text in _literals(ast.parse(code))]


def _literals(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marked = {id(part) for call in calls for part in _marked(call)}
    sourced = {id(part) for call in calls for one in _sources(call) for part in ast.walk(one)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | alone
        ):
            yield node, (f"{SOURCE} " if id(node) in sourced else "") + _joined(node, id(node) in marked)


def unmarked(code: str) -> list[tuple[int, str]]:
    """The texts that no mark of `rnnviz.texts` stands round, but for what only a programmer or a console is told."""
    tree = ast.parse(code)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    told = {id(part) for call in calls if _called(call) in TOLD for one in call.args for part in ast.walk(one)}
    told |= {id(part) for call in calls for part in _marked(call)}
    return [
        (node.lineno, text)
        for node, text in _literals(tree)
        if id(node) not in told and prose(text) and not CODED.search(text)
    ]


def unmarked_in_script(code: str) -> list[tuple[int, str]]:
    """The same, of a script: the texts that are not given to `tr` or `trn`, nor to an Error."""
    found = []
    for match in _SCRIPT.finditer(code):
        before = code[: match.start()].rstrip()
        text = _TEXT_HOLE.sub(HOLE, _INNER.sub(HOLE, match[0][1:-1]))
        if not match[0].startswith("/") and not _GIVEN.search(before) and prose(text) and not CODED.search(text):
            found.append((code.count("\n", 0, match.start()) + 1, text))
    return found


def _sources(call: ast.Call) -> list[ast.expr]:
    """What `source(…)` draws, or a keyword `source` of slides: it is said behind the word Source."""
    if isinstance(call.func, ast.Name) and call.func.id == "source":
        return call.args
    return [it.value for it in call.keywords if it.arg == "source"]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _marked(call: ast.Call) -> list[ast.expr]:
    """What is given to a mark, as `_("You have {n}")`."""
    return call.args if _called(call) in MARKS else []


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
