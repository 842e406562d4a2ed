"""Files as a class brings them, and as nobody should: each with the task it is loaded for, and what is said of it."""

from __future__ import annotations

import io
import pickle
import stat
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DUTCH = ("Jansen", "de Vries", "van Dijk", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "de Boer", "Bos")
POLISH = ("Nowak", "Kowalski", "Wiśniewski", "Wójcik", "Kowalczyk", "Kamiński", "Zieliński", "Szymański", "Woźniak",
          "Kozłowski")  # fmt: skip
GOOD = tuple(f"A good film, the {part} is warm" for part in ("cast", "lead", "plot", "end", "music", "pace", "start"))
BAD = tuple(f"A bad film, the {part} is cold" for part in ("cast", "lead", "plot", "end", "music", "pace", "start"))
ARABIC = ("محمد", "أحمد", "فاطمة", "عمر", "ليلى", "يوسف")
CHINESE = ("王伟", "李娜", "张敏", "刘洋", "陈静", "杨光")
EMOJI = tuple(f"{a}{b}" for a in "😀😃😄" for b in "🎉🎈🎁")
LAUGH, CRY = EMOJI, tuple(f"{a}{b}" for a in "😢😭😿" for b in "🌧⛈🌩")

Rows = Sequence[tuple[str, str]]
NAMES: Rows = [*((name, "Dutch") for name in DUTCH), *((name, "Polish") for name in POLISH)]
REVIEWS: Rows = [*((text, "pos") for text in GOOD), *((text, "neg") for text in BAD)]


@dataclass(frozen=True)
class OwnFile:
    """`says`: parts of what must be said; `good`: whether it can be used."""

    task: str
    content: bytes
    says: tuple[str, ...]
    good: bool = True
    name: str = "mine.csv"


def table(rows: Rows, form: str = "{label},{text}", header: str = "", end: str = "\n") -> str:
    return end.join([*filter(None, [header]), *(form.format(text=text, label=label) for text, label in rows)]) + end


def zipped(members: dict[str, bytes | str], change: Callable[[zipfile.ZipInfo], None] = lambda it: None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            archive.writestr(info, content)
    return made.getvalue()


def as_link(info: zipfile.ZipInfo) -> None:
    if info.filename.endswith("link.txt"):
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def encrypted(content: bytes) -> bytes:
    """With the bit set that says so, in each local header and in the list of files."""
    made = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = made.find(mark)
        while begin >= 0:
            made[begin + at] |= 1
            begin = made.find(mark, begin + 1)
    return bytes(made)


def lying(content: bytes, size: int) -> bytes:
    """A zip whose list of files says another size than its members have."""
    made = bytearray(content)
    begin = made.find(b"PK\x01\x02")
    while begin >= 0:
        made[begin + 24 : begin + 28] = size.to_bytes(4, "little")
        begin = made.find(b"PK\x01\x02", begin + 1)
    return bytes(made)


class Evil:
    """Its pickle, if ever opened, ends the tests."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        import os

        return os._exit, (13,)


FOLDERS: dict[str, bytes | str] = {
    **{f"films/pos/{n}.txt": text for n, text in enumerate(GOOD)},
    **{f"films/neg/{n}.txt": text for n, text in enumerate(BAD)},
}
FILES: dict[str, bytes | str] = {"names/Dutch.txt": "\n".join(DUTCH), "names/Polish.txt": "\n".join(POLISH)}
MAC: dict[str, bytes | str] = {**FILES, "__MACOSX/names/._Dutch.txt": b"\0\5\x16\7", "names/.DS_Store": b"\0\0"}
XLSX: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
CLASSES_51 = [(f"name {chr(97 + n % 26)}{k}", f"class {n}") for n in range(51) for k in range(3)]
LARGE = [(f"{text}, number {n} of all of these many films that were seen", of) for n in range(35_000)
         for text, of in REVIEWS[:: 7]]  # fmt: skip

TEXT_FILES: dict[str, OwnFile] = {
    "label,text with a header": OwnFile("names", table(NAMES, header="label,text").encode(), (
        "read: label and text, header in line 1 · 20 names of 2 classes",)),
    "text,label, other names": OwnFile("names", table(NAMES, "{text},{label}", "name,language").encode(), (
        "read: language and name, header in line 1 · 20 names",)),
    "no header": OwnFile("names", table(NAMES).encode(), ("read: column 1 and column 2, no header · 20 names",)),
    "no header, text first": OwnFile("sentiment", table(REVIEWS, '"{text}",{label}').encode(), (
        "read: column 2 and column 1, no header · 14 reviews",)),
    "a header that no list has": OwnFile("names", table(NAMES, header="herkomst,familienaam").encode(), (
        "read: herkomst and familienaam, header in line 1 · 20 names",)),
    "three columns": OwnFile("sentiment", table(REVIEWS, '7,{label},"{text}"', "id,sentiment,review").encode(), (
        "read: sentiment and review, header in line 1 · 14 reviews",)),
    "semicolons": OwnFile("names", table(NAMES, "{label};{text}", "class;name").encode(), ("20 names of 2",)),
    "tabs and lone quotes": OwnFile("sentiment", table(REVIEWS, '{label}\t"{text}', "label\ttext").encode(), (
        "14 reviews of 2 classes",), name="mine.tsv"),
    "quotes, commas, two lines": OwnFile("sentiment", table(REVIEWS, '{label},"{text}, he said ""yes""\nand left"',
        "label,text").encode(), ("14 reviews of 2 classes",)),
    "commas without quotes": OwnFile("sentiment", table(REVIEWS, "{label},{text}", "label,text").encode(), (
        "14 reviews of 2 classes",)),
    "BOM, CRLF": OwnFile("names", b"\xef\xbb\xbf" + table(NAMES, header="label,text", end="\r\n").encode(), (
        "read: label and text, header in line 1 · 20 names",)),
    "UTF-16": OwnFile("names", table(NAMES, header="label,text").encode("utf-16"), ("20 names of 2 classes",)),
    "Latin-1": OwnFile("names", table([*NAMES[:10], *((f"Müll{c}r", "German") for c in "aeiouyxwvq")],
        header="label,text").encode("latin-1"), ("20 names", "Windows' Latin letters")),
    "Arabic and Chinese": OwnFile("names", table([*((it, "Arabic") for it in ARABIC), *((it, "Chinese") for it in
        CHINESE)], header="label,text").encode(), ("12 names of 2 classes",)),
    "emoji": OwnFile("names", table([*((it, "laugh") for it in LAUGH), *((it, "cry") for it in CRY)],
        header="label,text").encode(), ("18 names of 2 classes",)),
    "Markdown and formulas": OwnFile("names", table([*((f"**{n}** $x$ :red[{n}]", "[a](b)") for n in DUTCH), *(
        (f"<b>{n}</b>", "![](x)") for n in POLISH)], header="label,text").encode(), ("20 names of 2 classes",)),
    "duplicates": OwnFile("names", table([*NAMES, *NAMES[:2], ("Nowak", "Dutch")], header="label,text").encode(), (
        "2 names came before and left out (first: line 22)", "1 name with two labels", "line 12", "line 24")),
    "labels missing": OwnFile("names", table([*NAMES, ("Kaas", ""), ("", "Dutch")], header="label,text").encode(), (
        "1 row without a label (first: line 22) left out", "1 row without a name (first: line 23) left out")),
    "a class of one row": OwnFile("names", table([*NAMES, ("Smith", "English")], header="label,text").encode(), (
        "1 class has fewer than 3 different names: “English” (line 22). Left out", "20 names of 2 classes")),
    "long names": OwnFile("names", table([*NAMES, ("x" * 90, "Dutch")], header="label,text").encode(), (
        "1 name longer than 40 letters cut (first: line 22)",)),
    "5 MB": OwnFile("sentiment", table(LARGE, '{label},"{text}"', "label,text").encode(), ("70\u202f000 reviews",)),
    "zip, a folder a class": OwnFile("sentiment", zipped(FOLDERS), (
        "read: a folder a class, each file a review · 14 reviews of 2 classes",), name="mine.zip"),
    "zip, a file a class": OwnFile("names", zipped(FILES), ("a text file a class, each line a name · 20 names",),
        name="mine.zip"),
    "zip from a Mac": OwnFile("names", zipped(MAC), ("20 names of 2 classes",), name="mine.zip"),
    "zip of one table": OwnFile("names", zipped({"it.csv": table(NAMES, header="label,text")}), (
        "read: label and text, header in line 1",), name="mine.zip"),
    "empty": OwnFile("names", b"", ("mine.csv is empty",), False),
    "blank lines": OwnFile("names", b"\n \n\n", ("mine.csv is empty",), False),
    "a header alone": OwnFile("names", b"label,text\n", ("no row with a label and a name",), False),
    "one column": OwnFile("names", "\n".join(DUTCH).encode(), ("one column alone: line 1 is “Jansen”",), False),
    "one class": OwnFile("names", table(NAMES[:10], header="label,text").encode(), (
        "All rows of mine.csv have the label “Dutch” (line 2)",), False),
    "51 classes": OwnFile("names", table(CLASSES_51, header="label,text").encode(), (
        "51 different labels (number 51 is “class 50” in line 152)",), False),
    "a row a class": OwnFile("names", table([(name, f"class {n}") for n, name in enumerate(DUTCH)],
        header="label,text").encode(), ("10 classes have fewer than 3 different names: “class 0” (line 2)",), False),
    "most labels missing": OwnFile("names", table([*NAMES[:6], *((name, "") for name in POLISH)],
        header="label,text").encode(), ("10 rows without a label (first: line 8)", "have the label “Dutch”"), False),
    "NUL bytes": OwnFile("names", table(NAMES, header="label,text").replace("Smit", "Sm\0it").encode(), (
        "Line 7 of mine.csv holds a NUL byte",), False),
    "a quote that never closes": OwnFile("sentiment", (table(REVIEWS, header="label,text") + 'pos,"never closed\n' + (
        "pos,more\n" * 300)).encode(), ("The quotation mark in line 16 of mine.csv is never closed",), False),
    "a line of a megabyte": OwnFile("sentiment", table([*REVIEWS, ("x" * 2**20, "pos")], header="label,text").encode(),
        ("Line 16 of mine.csv has more than",), False),
    "JSON": OwnFile("names", b'[{"label": "a", "text": "b"}]', ("mine.csv is JSON",), False),
    "a page of the web": OwnFile("names", b"<!DOCTYPE html><html></html>", ("a page of the web",), False),
    "a picture": OwnFile("names", b"\x89PNG\r\n\x1a\n" + bytes(99), ("a PNG picture",), False),
    "a pickle called csv": OwnFile("names", pickle.dumps(Evil()), ("a Python pickle",), False),
    "torch's file called zip": OwnFile("names", zipped({"archive/data.pkl": pickle.dumps(Evil())}), (
        "holds “archive/data.pkl”, a Python pickle: nothing of it is opened",), False, "mine.zip"),
    "a workbook called csv": OwnFile("names", zipped(XLSX), ("an Excel workbook",), False),
    "zip bomb, one member": OwnFile("names", zipped({**FILES, "big.txt": bytes(9 * 2**20)}), (
        "“big.txt” in mine.zip unpacks to more than 8 MB",
        "unpacks to more than 100 times its size"), False, "mine.zip"),
    "zip bomb, many members": OwnFile("names", zipped({f"{n}.txt": bytes(2**20) for n in range(70)}), (
        "mine.zip unpacks to 70 MB: pack at most 64 MB",), False, "mine.zip"),
    "zip that claims less": OwnFile("names", lying(zipped({"a/big.txt": b"x" * 2**22}), 9), (
        "mine.zip is a zip file that is cut short or damaged",), False, "mine.zip"),
    "zip with ../": OwnFile("names", zipped({**FILES, "../../etc/cron.txt": "x"}), (
        "“../../etc/cron.txt” in mine.zip points outside",), False, "mine.zip"),
    "zip with absolute paths": OwnFile("names", zipped({**FILES, "/etc/a.txt": "x", "C:\\b.txt": "y"}), (
        "points outside of the archive, and 1 more",), False, "mine.zip"),
    "zip with a link": OwnFile("names", zipped({**FILES, "names/link.txt": "/etc/passwd"}, as_link), (
        "“names/link.txt” in mine.zip is a link",), False, "mine.zip"),
    "zip, encrypted": OwnFile("names", encrypted(zipped(FILES)), ("is encrypted, and 1 more",), False, "mine.zip"),
    "zip, cut short": OwnFile("names", zipped(FILES)[:-40], ("cut short",), False, "mine.zip"),
    "zip, nested deep": OwnFile("names", zipped({"/".join("abcdefghij") + "/x.txt": "x", **FILES}), (
        "lies more than 8 folders deep",), False, "mine.zip"),
    "zip in a zip": OwnFile("names", zipped({"a.txt": zipped(FILES), "b.txt": "x"}), (
        "“a.txt” in mine.zip is a ZIP archive",), False, "mine.zip"),
    "zip of pictures": OwnFile("names", zipped({"a/1.png": b"x", "b/2.png": b"y"}), (
        "holds no .txt file", "2 files left out, not .txt (first: “a/1.png”)"), False, "mine.zip"),
}  # fmt: skip
"""By what is special about each."""


def hours(row: Callable[[datetime, int], str], count: int = 240) -> str:
    header = "Date,Temperature (C),Humidity (%)"
    begin = datetime(2024, 1, 1)
    return "\n".join([header, *(row(begin + timedelta(hours=n), n) for n in range(count))]) + "\n"


def plain_hour(t: datetime, n: int) -> str:
    return f"{t:%Y-%m-%d %H:%M},{10 + n % 24},{50 + n % 7}"


def local(t: datetime, n: int) -> str:
    """An hour of Berlin's clock without its zone: one is missing in March, one comes twice in October."""
    return f"{t.replace(tzinfo=UTC).astimezone(BERLIN):%Y-%m-%d %H:%M},{n % 24},1"


BERLIN = ZoneInfo("Europe/Berlin")
HOURS = hours(plain_hour)
LINES = HOURS.splitlines(keepends=True)
SERIES_FILES: dict[str, OwnFile] = {
    "several columns": OwnFile("weather", HOURS.encode(), ("Date, Temperature (C) · 240 hours · 0 missing",)),
    "unsorted": OwnFile("weather", "".join([LINES[0], *reversed(LINES[1:])]).encode(), ("240 hours · 0 missing",)),
    "times twice": OwnFile("weather", "".join([*LINES, *LINES[5:8]]).encode(), (
        "3 rows have times that came before (first: line 242, 2024-01-01 04:00)",)),
    "summer time ends": OwnFile("weather", hours(local, 9000).encode(), (
        "1 row has a time that came before (first: line 7203, 2024-10-27 02:00)",)),
    "NaN and infinity": OwnFile("weather", HOURS.replace(",15,", ",nan,").replace(",16,", ",inf,").encode(), (
        "20 missing", "first: line 7, “nan”")),
    "words among numbers": OwnFile("weather", HOURS.replace(",15,", ",warm,").encode(), (
        "10 missing or unreadable values (first: line 7, “warm”) left out",)),
    "no header": OwnFile("weather", "".join(LINES[1:]).encode(), ("no temperature column, but “column 2”, “column 3”",),
        False),
    "one column": OwnFile("weather", "\n".join(map(str, range(99))).encode(), (
        "read: column 1 · 99 steps · 0 missing", "No column says when: each row is a step.")),
    "one column with a name": OwnFile("weather", "\n".join(["Price", *map(str, range(99))]).encode(), (
        "read: Price · 99 steps · 0 missing",)),
    "no times": OwnFile("weather", b"Temp C,Rain (mm)\n" + b"".join(f"{n % 9},{n}\n".encode() for n in range(99)), (
        "read: Temp C · 99 steps · 0 missing", "No column says when: each row is a step.")),
    "no times, two columns": OwnFile("weather", b"a,b\n1,2\n3,4\n", (
        "mine.csv has no column of times: each row is a step.", "“a”, “b”"), False),
    "times that nobody can read": OwnFile("weather", b"Date,Temp\nsoon,1\nlater,2\n", (
        "mine.csv has no column of times", "line 2 begins with “soon”"), False),
    "no times, no numbers": OwnFile("weather", b"Place,Sky\nSzeged,blue\nWien,grey 2\nBonn,blue\n", (
        "mine.csv has no column of times", "no column of numbers"), False),
    "one time": OwnFile("weather", hours(lambda t, n: f"2024-01-01 00:00,{n},1").encode(), (
        "240 rows at 1 different times",), False),
    "a row": OwnFile("weather", "".join(LINES[:2]).encode(), ("fewer than two rows",), False),
    "a header": OwnFile("weather", LINES[0].encode(), ("no row under it",), False),
    "nothing": OwnFile("weather", b"", ("mine.csv is empty",), False),
    "a workbook called csv": OwnFile("weather", zipped(XLSX), ("a ZIP archive or an Excel workbook",), False),
    "a pickle called csv": OwnFile("weather", pickle.dumps(Evil()), ("a Python pickle",), False),
}  # fmt: skip
"""Tables with times, for the temperature in them."""
