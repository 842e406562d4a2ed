"""A learner's own file in Train: how long from the choice of a file until it is refused, or seen, in Chromium.

Files of up to 5 MB, as a class brings them and as nobody should. Each is chosen in one tab, waited for, and removed.
"""

from __future__ import annotations

import argparse
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import Page

from benchmarks.serving import APP, Serving, chromium, clocked_page, machine, serve
from benchmarks.tables import Row, markdown, median

MB = 2**20
MOST = 5 * MB
LIMIT = 30_000  # ms
STAMP = "() => document.addEventListener('change', () => { window.chosen = performance.now(); }, true)"
SEEN = """(name) => {
  const refused = [...document.querySelectorAll("[data-testid=stAlertContainer]")].map(it => it.innerText)
    .find(text => !text.startsWith("Wait until") && !text.startsWith("Load "));
  const drawn = document.querySelector(".st-key-train_preview .js-plotly-plot .trace");
  const read = drawn && [...document.querySelectorAll("[data-testid=stCaptionContainer]")].map(it => it.innerText)
    .find(text => text.startsWith(`${name}, read:`));
  if (refused && !refused.startsWith("2 columns")) return [performance.now() - window.chosen, "refused", refused];
  return read ? [performance.now() - window.chosen, "seen", read] : false;
}"""
GONE = """() => !document.querySelector(".st-key-train_preview .js-plotly-plot")
  && [...document.querySelectorAll("[data-testid=stAlertContainer]")].some(it => it.innerText.startsWith("Load "))"""
DRAWN = random.Random(0)
BEGIN = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Kind:
    """`made`: the file, of so many rows; `good`: whether it must be seen, else refused."""

    task: str
    name: str
    made: Callable[[int], bytes]
    rows: int
    good: bool = True


def word(size: int = 9) -> str:
    return "".join(DRAWN.choice("abcdefghijklmnop") for _ in range(size))


def rows_of(row: Callable[[int], str], header: str = "label,text") -> Callable[[int], bytes]:
    return lambda count: "\n".join([header, *map(row, range(count))]).encode()


def hours_of(row: str, header: str = "Date,Temperature (C),Humidity (%)") -> Callable[[int], bytes]:
    """`row`: a format of the time t and its number n."""
    return rows_of(lambda n: row.format(t=BEGIN + timedelta(hours=n), n=n, a=n % 24 + n % 7 / 10, b=n % 71), header)


def packed(member: Callable[[int], tuple[str, str]]) -> Callable[[int], bytes]:
    def made(count: int) -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in map(member, range(count)):
                archive.writestr(name, content)
        return kept.getvalue()

    return made


def film(n: int) -> str:
    return f"a film that {n} people saw and none of them will forget so soon"


HOUR = "{t:%Y-%m-%d %H:%M},{a},{b}"
KINDS: dict[str, Kind] = {
    "names, 20 classes": Kind("names", "a.csv", rows_of(lambda n: f"class {n % 20},{word(25)}{n}"), 99_000),
    "names, text first": Kind("names", "a.csv", rows_of(lambda n: f"{word(25)}{n},class {n % 20}", "name,of"), 99_000),
    "names, no header": Kind("names", "a.csv", rows_of(lambda n: f"c{n % 9},{word(25)}{n}", "c1,anna"), 99_000),
    "names, each 5000 times": Kind("names", "a.csv", rows_of(lambda n: f"c{n % 2},{'abcdefghij'[n % 20 // 2] * 9}"),
                                   99_000),
    "names in Arabic": Kind("names", "a.tsv", rows_of(lambda n: f"c{n % 9}\tمحمد أحمد {n}", "label\ttext"), 90_000),
    "names, 51 classes": Kind("names", "a.csv", rows_of(lambda n: f"class {n % 51},{word(25)}{n}"), 99_000, False),
    "names, one class": Kind("names", "a.csv", rows_of(lambda n: f"c,{word(38)}{n}"), 99_000, False),
    "names, a class a row": Kind("names", "a.csv", rows_of(lambda n: f"c{n},{word(30)}"), 99_000, False),
    "names, too many": Kind("names", "a.csv", rows_of(lambda n: f"c{n % 2},{word(40)}"), 101_000, False),
    "names, labels missing": Kind("names", "a.csv", rows_of(lambda n: f"{'c' * (n % 3 == 0)},{word(40)}"), 99_000,
                                  False),
    "a NUL at the end": Kind("names", "a.csv", lambda n: rows_of(lambda k: f"c{k % 2},{word(40)}")(n) + b"a,\0", 99_000,
                             False),
    "noise called csv": Kind("names", "a.csv", lambda n: DRAWN.randbytes(n), MOST, False),
    "one line": Kind("names", "a.csv", lambda n: b"x" * n, MOST, False),
    "reviews": Kind("sentiment", "a.csv", rows_of(lambda n: f"{'np'[n % 2]},{film(n)}"), 75_000),
    "reviews, Latin-1": Kind("sentiment", "a.csv", lambda n: rows_of(lambda k: f"{'np'[k % 2]},{film(k)} café")(n)
                             .decode().encode("latin-1"), 66_000),
    "reviews, long": Kind("sentiment", "a.csv", rows_of(
        lambda n: f"{'np'[n % 2]},{' '.join(word(6) for _ in range(200))}"), 3_600),
    "reviews, 51 classes": Kind("sentiment", "a.csv", rows_of(lambda n: f"c{n % 51},{film(n)}"), 72_000, False),
    "a quote that never closes": Kind("sentiment", "a.csv", lambda n: b'pos,"never\n' + rows_of(
        lambda k: f"neg,{film(k)}")(n), 75_000, False),
    "zip, a folder a class": Kind("sentiment", "a.zip", packed(
        lambda n: (f"{'np'[n % 2]}/{n}.txt", f"{film(n)} {' '.join(word(5) for _ in range(120))}")), 4_500),
    "zip of 50 001 files": Kind("sentiment", "a.zip", packed(lambda n: (f"{n}.txt", "")), 50_001, False),
    "zip bomb": Kind("sentiment", "a.zip", packed(lambda n: (f"a/{n}.txt", "x" * 7 * MB)), 9, False),
    "zip with ../": Kind("sentiment", "a.zip", packed(lambda n: (f"../{n}.txt", word(300))), 12_000, False),
    "hours": Kind("weather", "a.csv", hours_of(HOUR), 210_000),
    "hours, dd/mm/yyyy": Kind("weather", "a.csv", hours_of("{t:%d/%m/%Y %H:%M},{a},{b}"), 210_000),
    "hours, date and clock": Kind("weather", "a.csv", hours_of(
        "{t:%d.%m.%Y},{t:%H:%M},{a},{b}", "Date,Time,Temperature (C),Humidity (%)"), 210_000),
    "hours, 30 columns": Kind("weather", "a.csv", hours_of(
        HOUR + ",{b}" * 29, "Date,Temperature (C)," + ",".join(f"more {k}" for k in range(30))), 44_000),
    "hours, words among numbers": Kind("weather", "a.csv", rows_of(
        lambda n: f"{BEGIN + timedelta(hours=n):%Y-%m-%d %H:%M},{'warm' if n % 500 == 9 else n % 24}", "Date,Temp C"),
        220_000),
    "rows without times": Kind("weather", "a.csv", rows_of(lambda n: f"{n % 24},{n % 71}", "Temp C,Humidity"), 600_000),
    "hours, one place after another": Kind("weather", "a.csv", lambda n: hours_of(HOUR)(n // 5) * 5, 210_000, False),
    "one time": Kind("weather", "a.csv", hours_of("2024-01-01 00:00,{a},{b}"), 230_000, False),
    "times that nobody can read": Kind("weather", "a.csv", hours_of("soon {n},{a},{b}"), 280_000, False),
    "1001 columns": Kind("weather", "a.csv", hours_of(HOUR + ",1" * 1000, ",".join(
        ["Date", "Temp", "b", *(f"c{k}" for k in range(1000))])), 2_500, False),
}  # fmt: skip


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.own_files", description=__doc__, formatter_class=shown)
    parser.add_argument("--tries", type=int, default=1, help="of each file")
    parser.add_argument("--only", default="", help="files with this in their names")
    return parser.parse_args(argv)


def answered(page: Page, kind: Kind, content: bytes) -> tuple[float, str, str]:
    """Seconds on the browser's side until a file is refused or seen, which of the two, and what is said."""
    box = page.locator("[data-testid=stFileUploader] input")
    box.set_input_files({"name": kind.name, "mimeType": "text/csv", "buffer": content})
    found = page.wait_for_function(SEEN, arg=kind.name, polling=20, timeout=LIMIT).json_value()
    page.get_by_role("button", name=f"Remove {kind.name}", exact=True).click()
    page.wait_for_function(GONE, timeout=LIMIT)
    return found[0] / 1000, found[1], found[2]


def main() -> None:
    chosen = arguments()
    rows: list[Row] = []
    wrong = 0
    with chromium() as browser, serve(Serving(APP)) as served:
        served.wait()
        page = clocked_page(browser)
        for task in ("names", "sentiment", "weather"):
            page.goto(f"{served.url}/train?task={task}&source=own%20file")
            page.locator("[data-testid=stFileUploader] input").wait_for(state="attached", timeout=LIMIT)
            page.evaluate(STAMP)
            page.wait_for_timeout(4000)  # the process that reads files has done its imports
            for name, kind in KINDS.items():
                if kind.task == task and chosen.only in name:
                    content = kind.made(kind.rows)
                    assert len(content) < 1.3 * MOST, (name, len(content))
                    found = [answered(page, kind, content) for _ in range(chosen.tries)]
                    wrong += any((how == "seen") is not kind.good for _, how, _ in found)
                    took = [seconds for seconds, _, _ in found]
                    rows.append((task, name, len(content) / MB, found[0][1], float(median(took)), max(took)))
                    print(f"{name}: {found[0][1]} in {took[0]:.2f} s: {found[0][2][:120]}", flush=True)
    print(markdown(("task", "file", "MB", "is", "median, s", "slowest, s"), rows))
    slow = [str(row[1]) for row in rows if float(row[4]) > 1.0]
    print(f"\n{len(rows)} files, {wrong} not as they should be, {len(slow)} over 1 s: {', '.join(slow)}\n{machine()}")


if __name__ == "__main__":
    main()
