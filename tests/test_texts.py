"""Every text is marked so that it can be said in another language, and is read into the template for translators."""

from __future__ import annotations

import ast
import asyncio
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from rnnviz import edition, texts
from rnnviz.core.typed import counted
from rnnviz.serving import Assets
from tests.pseudo import NAME, make
from tests.screen_texts import HOLE, unmarked, unmarked_in_script

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(path for folder in ("rnnviz", "pages") for path in (ROOT / folder).rglob("*.py"))
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def clashes(code: str) -> list[int]:
    """The lines where `_` is called in a scope that binds it as a throw-away, or within one."""
    return sorted(_clashes(ast.parse(code), False))


def _clashes(scope: ast.AST, bound: bool) -> Iterator[int]:
    own = list(_own(scope))
    bound = (bound and not isinstance(scope, ast.Module)) or any(_binds(node) for node in own)
    for node in own:
        if isinstance(node, (*SCOPES, *COMPREHENSIONS)):
            yield from _clashes(node, bound)
        elif bound and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield node.lineno


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope, and the scopes in it, but not what stands in those."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, (*SCOPES, *COMPREHENSIONS)):
            yield from _own(node)


def _binds(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)) or (
        isinstance(node, ast.arg) and node.arg == "_"
    )


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("from a import _\ndef f():\n    b, _ = g()\n    return _('x')", [4]),
        ("def f(_):\n    return [_('x') for a in b]", [2]),
        ("x = [_('x') for a, _ in b]", [1]),
        ("f(lambda _: g(_('x')))", [1]),
        ("def f():\n    x = [a for a, _ in b]\n    return _('x')", []),
        ("def f():\n    _ = 1\ndef g():\n    return _('x')", []),
    ],
)
def test_a_clash_is_seen(code, lines):
    assert clashes(code) == lines


def test_no_throw_away_has_the_name_of_the_mark() -> None:
    assert {str(path.relative_to(ROOT)): found for path in FILES if (found := clashes(path.read_text("utf-8")))} == {}


EXCUSED_FILES = {
    "rnnviz/core/bptt/paths.py": "written into the export of the gradients",
    "rnnviz/learn/card.py": "a file that goes with saved weights",
    "rnnviz/learn/portable.py": "the code of an export",
    "rnnviz/learn/included/": "made before rnnviz is sent out: commands, and what the log of such a run says",
    "rnnviz/learn/small/__main__.py": "a command",
    "rnnviz/learn/data/labelled/columns.py": "words that a header of a learner's table may have",
    "rnnviz/learn/data/series/names.py": "the same, of a series",
    "rnnviz/learn/data/series/stamps.py": "months as files write them",
    "rnnviz/learn/data/series/layout.py": "names of columns, by which a plan knows them",
    "rnnviz/learn/data/reviews.py": "texts to learn from",
    "rnnviz/learn/data/tags.py": "texts to learn from",
    "rnnviz/learn/models.py": "names of choices, as a plan keeps them",
    "rnnviz/lessons/inside/opened.py": "texts for a net to read",
    "rnnviz/policy.py": "told on the console",
    "rnnviz/lessons/train/shown.py": "texts for a net to read",
    "rnnviz/lessons/words/presets.py": "texts to learn from",
    "rnnviz/state/script.py": "code",
    "rnnviz/learn/script.py": "code",
    "rnnviz/lessons/update/five_lines_code.py": "code",
}
EXCUSED = {
    "I am happy": "an example to read, as are the others of these",
    "I am happy I am": "",
    "The film was not good, but I loved it.": "",
    "I am happy\nI am sad": "",
    "We are learning AI": "",
    "We are learning AI\nAI is a CS topic": "",
    "Learning is learning": "",
    "it is good not bad": "",
    "i can book a walk": "",
    "the old man will play the can": "",
    "we walk a dog near the river": "",
    "the film is": "",
    "the food is": "",
    "not but and never": "",
    "no parameter …; there are …": "told to a programmer",
    "place of the loss": "told to a programmer",
    "the records end with Ended": "told to a programmer",
    "out of memory": "how torch says it, as are the next two",
    "can't allocate memory": "",
    "not enough memory": "",
    "most common language": "the key of a table, marked elsewhere",
    "mean of all": "a choice, marked elsewhere",
    "the slides' settings": "a choice, marked elsewhere",
    "word2vec binary": "the name of a format",
    "rank by frequency": "the name of a column, which a link says",
    "for inputs, targets in loader:": "code",
}
CODE_LIKE = re.compile(r"^\(|^[A-Z], [A-Z]|^Source: |→ \(|^len − |^M…")
"""Shapes, the names of slides, paths of a drawing."""


def excused(where: str, text: str) -> bool:
    return text in EXCUSED or bool(CODE_LIKE.search(text)) or any(where.startswith(start) for start in EXCUSED_FILES)


def test_every_text_of_the_code_is_marked() -> None:
    found = [(path.relative_to(ROOT).as_posix(), one) for path in FILES for one in unmarked(path.read_text("utf-8"))]
    assert [(where, *one) for where, one in found if not excused(where, one[1])] == []


def test_every_text_of_the_scripts_is_marked() -> None:
    scripts = [path for path in (ROOT / "assets").rglob("*.js") if "vendor" not in path.parts]
    found = [(path.name, *one) for path in scripts for one in unmarked_in_script(path.read_text("utf-8"))]
    assert [one for one in found if not CODE_LIKE.search(one[2])] == []


def test_a_text_without_its_mark_is_seen() -> None:
    code = 'say(_("A text that is marked") + f"{x} and one of them is not")\nraise ValueError("told to a programmer")\n'
    assert unmarked(code) == [(1, f"{HOLE} and one of them is not")]
    script = (
        'say(tr("A text that is " + "marked here, too"), trn("{n} of them", "{n} of all them", 2), "one that is not")'
    )
    assert unmarked_in_script(script) == [(1, "one that is not")]


def keywords() -> list[str]:
    """What `make texts` gives to Babel."""
    rule = re.search(r"^EXTRACT := ((?:.*\\\n)*.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert rule is not None
    return shlex.split(rule[1].replace("\\\n", " "))


def test_the_template_is_up_to_date(tmp_path: Path) -> None:
    """Else: make texts."""
    made = tmp_path / "made.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", *keywords(), "-o", str(made), "."]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    assert messages(made) == messages(ROOT / "texts" / "messages.pot")


def messages(path: Path) -> dict[object, set[str]]:
    with path.open("rb") as file:
        return {one.id: {where for where, line in one.locations} for one in read_po(file) if one.id}


@pytest.mark.parametrize("name", ["", "en"])
def test_english_reads_no_catalogue(monkeypatch, name):
    with spoken(monkeypatch, name):
        assert texts.catalogue() is None
        assert texts.script() == ""
        assert (texts._("Glossary"), texts._("")) == ("Glossary", "")
        assert (
            counted(1, "{n} step", "{n} steps") + counted(10_000, "{n} step", "{n} steps") == "1 step10\u202f000 steps"
        )


def test_another_language_says_texts_plurals_and_scripts_from_its_catalogue(monkeypatch, tmp_path):
    own = Catalog(locale="cs", fuzzy=False)
    own.add("Glossary", "Slovníček", locations=[("rnnviz/ui/links.py", 1)])
    own.add("▶ play", "▶ hrát", locations=[("assets/shared/bar.js", 1)])
    own.add(("{n} step", "{n} steps"), ("{n} krok", "{n} kroky", "{n} kroků"), locations=[("rnnviz/a.py", 1)])
    own.add("Class", "", locations=[("rnnviz/ui/links.py", 1)])
    own.add("Home", "Doma?", locations=[("rnnviz/ui/links.py", 1)], flags=["fuzzy"])
    (tmp_path / "cs").mkdir()
    with (tmp_path / "cs" / "messages.po").open("wb") as file:
        write_po(file, own)
    (tmp_path / "cs" / "lstm.md").write_text("")
    with spoken(monkeypatch, "cs", tmp_path):
        assert [texts._(text) for text in ("Glossary", "Class", "Home", "nobody's")] == [
            "Slovníček",
            "Class",
            "Home",
            "nobody's",
        ]
        assert [counted(n, "{n} step", "{n} steps") for n in (1, 3, 5)] == ["1 krok", "3 kroky", "5 kroků"]
        assert '"▶ play": "▶ hrát"' in texts.script()
        assert "Slovníček" not in texts.script()
        assert texts.text_file("lstm.md") == tmp_path / "cs" / "lstm.md"
        assert texts.text_file("rnn.md") == texts.OURS / "en" / "rnn.md"


@pytest.mark.parametrize("name", ["xx", "../en", "de"])
def test_a_language_without_a_catalogue_is_said_and_the_screen_is_english(monkeypatch, tmp_path, capsys, name):
    with spoken(monkeypatch, name, tmp_path):
        assert texts._("Glossary") == "Glossary"
    assert f"RNNVIZ_LANGUAGE is {name}" in capsys.readouterr().err


def test_another_language_has_another_edition_and_its_own_table(monkeypatch, tmp_path):
    plain = edition.edition()
    with spoken(monkeypatch, NAME, make(tmp_path)):
        edition._named.cache_clear()
        assert edition.edition() != plain
        sent = Assets(directory=ROOT / "assets").get_response(
            texts.SCRIPT, {"type": "http", "method": "GET", "headers": []}
        )
        with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one once a browser test was here
            answer = thread.submit(asyncio.run, sent).result()
        assert "⟦▶ play⟧" in bytes(answer.body).decode()
        assert answer.headers["content-type"].startswith("text/javascript")
    edition._named.cache_clear()
    assert edition.edition() == plain


@contextmanager
def spoken(monkeypatch: pytest.MonkeyPatch, name: str, folder: Path | None = None) -> Iterator[None]:
    caches = (texts.catalogue, texts._translations, texts.script)
    monkeypatch.setenv("RNNVIZ_LANGUAGE", name)
    monkeypatch.setenv("RNNVIZ_TEXTS", str(folder or ""))
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()
