"""How the Python of the app is cut: files, their length, imports, and files that one other alone imports.

    python -m benchmarks.house                    (the working tree)
    python -m benchmarks.house v0.1 main          (git revisions beside each other)

Counts what stands under rnnviz/ and pages/. Lines are all lines, blank ones too; import lines are those of import
statements; an importer is another counted file that names the module, or something in it.
"""

from __future__ import annotations

import argparse
import ast
import io
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.tables import Row, markdown

ROOT = Path(__file__).resolve().parents[1]
UNDER = ("rnnviz", "pages")
HEADER = ("revision", "files", "lines", "mean", "median", "longest", "import share", "with one importer")
Sources = Mapping[str, str]


@dataclass(frozen=True)
class House:
    """What is counted: lines of each file, import lines of all, and how many others import each module."""

    lines: tuple[int, ...]
    imports: int
    importers: Mapping[str, int]

    def row(self, name: str) -> Row:
        total = sum(self.lines)
        share, one = f"{100 * self.imports / total:.1f} %", sum(count == 1 for count in self.importers.values())
        size = (len(self.lines), total, round(mean(self.lines)), round(median(self.lines)), max(self.lines))
        return (name, *size, share, one)


def working_tree() -> Sources:
    """The text of each file by its path from the root."""
    paths = [path for folder in UNDER for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def at_revision(revision: str) -> Sources:
    """The same of a commit. Raises CalledProcessError where git knows none of that name."""
    found = subprocess.run(["git", "archive", revision, *UNDER], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
        files = {it.name: archive.extractfile(it) for it in archive if it.name.endswith(".py")}
        return {name: file.read().decode("utf-8") for name, file in files.items() if file}


def module_of(path: str) -> str:
    """rnnviz/core/__init__.py is rnnviz.core."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(source: str) -> list[ast.Import | ast.ImportFrom]:
    """All import statements, those within functions too."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]


def names_in(statement: ast.Import | ast.ImportFrom, modules: Mapping[str, str]) -> set[str]:
    """The counted modules that a statement names: `from a import b` names a.b where that is one, and else a."""
    if isinstance(statement, ast.Import):
        return {it.name for it in statement.names} & modules.keys()
    below = [(f"{statement.module}.{it.name}", statement.module or "") for it in statement.names]
    return {whole if whole in modules else above for whole, above in below} & modules.keys()


def counted(sources: Sources) -> House:
    modules = {module_of(path): path for path in sources}
    importers = dict.fromkeys(modules, 0)
    lines = 0
    for path, source in sources.items():
        statements = imports_of(source)
        lines += sum((it.end_lineno or it.lineno) - it.lineno + 1 for it in statements)
        named = {name for it in statements for name in names_in(it, modules)}
        for name in named - {module_of(path)}:
            importers[name] += 1
    return House(tuple(len(source.splitlines()) for source in sources.values()), lines, importers)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.house", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("revisions", nargs="*", help="commits, tags or branches; none: the working tree")
    asked = parser.parse_args().revisions
    rows = [counted(at_revision(it)).row(it) for it in asked] or [counted(working_tree()).row("working tree")]
    print(markdown(HEADER, rows))


if __name__ == "__main__":
    main()
