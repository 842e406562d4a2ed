"""The stage as a browser shows it: what can be read off it, the hands on it, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import CDPSession, Locator, Page, expect

from rnnviz.core.cells import CELLS, quantities
from rnnviz.state.export import BLOCKED
from rnnviz.state.link import LinkError, from_query
from rnnviz.state.opening import first_example
from rnnviz.state.settings import Settings, from_json
from rnnviz.theme import MINUS, format_number
from tests.browser.rest import FRAME, rest, travel
from tests.browser.tabs import Tabs

CHECKED = "✓ checked by Python"
READING = Path(__file__).with_name("reading.js").read_text()


class Stage:
    """The cell page that `page` has open. `sent` holds what went to the server over the websocket since `quiet()`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[str | bytes] = []
        self.touches: CDPSession | None = None
        self.open_already = False
        page.on("websocket", lambda socket: socket.on("framesent", self._hear))

    def _hear(self, payload: str | bytes) -> None:
        """What follows a release when the stage has come to rest, for the chart and the menus, is no part of it."""
        if b"settled" not in (payload if isinstance(payload, bytes) else payload.encode()):
            self.sent.append(payload)

    def open(self, link: str) -> Stage:
        """Come to a link: from another page as the Back button does, which is quicker, else as a first visit.

        Without a query a page shows what it showed, so that is a first visit, too.
        """
        self.page.mouse.move(5, 5)
        here, there = (urlsplit(url).path.strip("/") for url in (self.page.url, link))
        if not self.open_already or here not in CELLS or "?" not in link:
            return self.load(link)
        if here == there:
            travel(self.page, "/embedding", "Embedding")
        travel(self.page, link, CELLS[there].title)
        return self.ready()

    def load(self, link: str) -> Stage:
        """Visit a link as for the first time."""
        self.page.goto(link)
        self.open_already = True
        return self.ready()

    def ready(self) -> Stage:
        """Wait until the stage stands, Python has agreed, and KaTeX has come."""
        expect(self.page.locator(".stage")).to_have_count(1, timeout=30_000)
        expect(self.truth).to_have_text(CHECKED, timeout=30_000)
        if not self.large:
            expect(self.page.locator(".stage .symbolic .katex").first).to_be_attached()
        return self

    @property
    def root(self) -> Locator:
        return self.page.locator(".stage")

    @property
    def large(self) -> bool:
        return bool(self.root.evaluate("(stage) => stage.classList.contains('large')"))

    @property
    def truth(self) -> Locator:
        return self.page.locator(".stage .truth")

    @property
    def change(self) -> Locator:
        """What changed, in words; or what the pointer is at on the strip."""
        return self.page.locator(".stage .change")

    @property
    def where(self) -> str:
        """t = 2 of 24 · 1/3 linear maps."""
        return self.page.locator(".stage .where").text_content() or ""

    @property
    def at(self) -> tuple[int, int]:
        """The time step and the operation, from 1 as on the screen; 0 where no cell is drawn, and there is none."""
        words = self.where.replace("/", " ").split()
        return int(words[2]), int(words[6]) if len(words) > 6 else 0

    @property
    def note(self) -> str:
        """Full precision of the number that is pointed at."""
        return self.page.locator(".stage .note").text_content() or ""

    @property
    def strip(self) -> Locator:
        return self.page.locator(".stage .strip")

    @property
    def notation(self) -> Locator:
        return self.page.get_by_role("combobox", name="Notation")

    def button(self, action: str) -> Locator:
        return self.page.locator(f".stage [data-action={action}]")

    def number(self, quantity: str, row: int = 0) -> Locator:
        """A number on the circuit."""
        return self.page.locator(f".stage .circuit-box .number[data-q='{quantity}'][data-row='{row}']")

    def weight(self, name: str, row: int = 0, col: int = 0) -> Locator:
        """A number of the panel, once its gate's tab is chosen."""
        return self.page.locator(f".stage .weight[data-q='{name}'][data-row='{row}'][data-col='{col}']")

    def tab(self, title: str) -> None:
        self.page.locator(".stage").get_by_role("tab", name=title, exact=True).click()

    def numbers(self) -> dict[str, str]:
        """Every number of the circuit as it is written: {"a_ih.f:0": "+0.3491"}."""
        return {name: nothing(text) for name, text in self.read("numbers").items()}

    def moved(self) -> set[str]:
        """The numbers that carry the mark of what they were before the edit."""
        return set(self.read("moved"))

    def lines(self) -> list[str]:
        """The lines of arithmetic, with numbers at full precision in parentheses."""
        return list(self.read("lines"))

    def scrolled(self) -> float:
        """How far down the page is."""
        return float(self.page.evaluate("() => document.querySelector('.stMain').scrollTop"))

    def frame(self) -> None:
        """Let the browser draw."""
        self.page.evaluate(FRAME)

    def quiet(self) -> None:
        """Let what is on its way to the server go, and forget it."""
        rest(self.page, 150)
        self.sent.clear()

    def settings(self) -> Settings:
        """What the address bar says, read by the core."""
        parts = urlsplit(self.page.url)
        cell, query = parts.path.strip("/"), dict(parse_qsl(parts.query, keep_blank_values=True))
        return from_query(cell, query) if query else first_example(cell)

    def rest(self) -> Settings:
        """The address bar's settings once the page has come to rest."""
        rest(self.page)
        return self.settings()

    def holds(self, settings: Settings) -> bool:
        """Whether the address bar comes to say these settings, and Python to agree, within a few seconds."""
        for _ in range(100):
            with suppress(LinkError):  # a wrong link stands in the bar until the page has written its own
                if self.settings() == settings and self.truth.text_content() == CHECKED:
                    return True
            self.page.wait_for_timeout(50)
        return False

    @contextmanager
    def held(self, handle: Locator, by: float, down: float = 0) -> Iterator[None]:
        """Drag a number `by` pixels to the right (and `down`); the hand lets go on leaving."""
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by, y + down, steps=4)
        self.frame()
        yield
        self.page.mouse.up()

    def drag(self, handle: Locator, by: float) -> None:
        """Drag a number and let go."""
        with self.held(handle, by):
            pass

    def touch(self, kind: str, *where: tuple[float, float]) -> None:
        """A finger: kind is "Start", "Move" or "End"."""
        self.touches = self.touches or self.page.context.new_cdp_session(self.page)
        points = [{"x": x, "y": y} for x, y in where]
        self.touches.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        self.frame()

    def type(self, handle: Locator, text: str) -> Locator:
        """Open the box over a number and type; the caller presses Enter or Escape in the box that is returned."""
        handle.click()
        box = self.page.locator(".stage .type-box input")
        box.fill(text)
        return box

    def read(self, what: str, *about: object) -> Any:
        """One of the readings of reading.js, of what the next frame shows."""
        script = (
            f"async (stage, about) => (await new Promise(requestAnimationFrame), ({READING}).{what}(stage, ...about))"
        )
        return self.root.evaluate(script, list(about))

    def cells(self, name: str = ".strip") -> Cells:
        """Where a strip's cells are, found by pointing everywhere."""
        self.root.locator(name).scroll_into_view_if_needed()
        columns, rows = self.read("cells", name)
        return Cells(dict(columns), dict(rows))


@dataclass(frozen=True)
class Cells:
    """The middles of a strip's columns (by time step, from 1) and rows (by name), on the page as it is scrolled now."""

    columns: dict[int, float]
    rows: dict[str, float]

    def __call__(self, t: int, row: str) -> tuple[float, float]:
        return self.columns[t], self.rows[row]


@contextmanager
def staged(browser: Tabs, server: Any, **options: Any) -> Iterator[Stage]:
    """A stage of its own, on a page that fails its tests when the browser or the server reports an error."""
    with browser.open(server, **options) as page:
        yield Stage(page)


def expected(settings: Settings, t: int | None = None) -> dict[str, str]:
    """What the core says the circuit shows at step t (from 0; None: the settings' own): {"a_ih.f:0": "+0.3491"}."""
    outcome = settings.run()
    found = quantities(outcome.record)
    if outcome.head:
        found |= {"y": outcome.head.y} | ({} if outcome.head.p is None else {"p": outcome.head.p})
    gates = CELLS[settings.cell].gates
    shown: dict[str, str] = {}
    for name, values in found.items():
        step = values[settings.t if t is None else t]
        names = [f"{name}.{gate}" for gate in gates] if gates and name in BLOCKED else [name]
        units = len(step) // len(names)
        for k, value in enumerate(step.tolist()):
            shown[f"{names[k // units]}:{k % units}"] = nothing(format_number(value))
    return shown


def nothing(text: str) -> str:
    """Where terms cancel, what is left is rounding, and the browser's is not NumPy's: both are 0 here."""
    size = float(text[1:].replace(MINUS, "-").replace("∞", "inf"))
    return format_number(0.0) if size < 1e-12 else text


def edited(settings: Settings, name: str, row: int, col: int, value: float) -> Settings:
    """The settings with one number changed; `name` as on the stage: "weight_ih.f", "x" (at the settings' t), "h0"."""
    table: Any = settings.to_json()
    field, _, gate = name.partition(".")
    if gate:
        row += CELLS[settings.cell].gates.index(gate) * settings.hidden_size
    if field == "x":
        table["x"][settings.t][row] = value
    elif field.startswith("head_"):
        part = table["head"][field.removeprefix("head_")]
        part[row] = [*part[row][:col], value, *part[row][col + 1 :]] if field == "head_weight" else value
    elif field.startswith("weight"):
        table[field][row][col] = value
    else:
        table[field][row] = value
    return from_json(table)
