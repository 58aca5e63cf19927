"""Prints the table of `make bench`: each figure beside what it is measured against, from this one run."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import turbohtml

from bench import aligning, french, merging, remembering, reviewing
from bench.corpus import corpus
from bench.hostile import HOSTILE, HOSTILE_POSTS
from pipeline.core.render import render
from pipeline.core.segment import segment
from pipeline.core.segmentation.markup import decode
from pipeline.core.segmentation.rules import Rules

Item = TypeVar("Item")

_ROUNDS: Final = 3
_LIMIT: Final = 2.0  # seconds for a hostile page
_PEER: Final = Path(".venv-bench/bin")
_FOLDER: Final = Path("build/bench")
_SAMPLES: Final = Path("sample/pages")
_SEEDS: Final = range(2000, 2100)  # made-up pairs of pages; seeds below 100 served to choose the weights
_MEASURED: Final = (
    "import sys; from pipeline.cli import main; main(sys.argv[1:]); "
    "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
)


def main() -> int:
    """Measure everything; the exit status is 1 where a hostile page took too long."""
    pages, source = corpus(_FOLDER)
    files = sorted(pages.iterdir())
    data = [path.read_bytes() for path in files]
    _say(f"{len(files)} pages, {sum(map(len, data)) / 1e6:.1f} MB, {source}; Python {sys.version.split()[0]}")
    _core(data)
    _commands(pages)
    _memory(data)
    _merging(pages)
    _remembering(pages.parent)
    _aligning()
    _say("\nthe page for reviewers, by HTTP on this machine")
    reviewing.main()
    return _hostile()


def _core(data: list[bytes]) -> None:
    texts = [decode(page)[0] for page in data]
    floor = _best(lambda text: turbohtml.parse(text, source_locations=True), texts)
    taken_apart = [segment(page) for page in data]
    jobs = [(page, {slot.text: slot.text.replace("e", "é") for slot in page.slots}) for page in taken_apart]
    _say(f"\nin process, {sum(len(page.slots) for page in taken_apart):,} slots   seconds   times the parse (asked: 6)")
    _row("turbohtml's parse with locations", floor)
    _row("segment", _best(segment, data), floor)
    _row("render, all targets", _best(lambda job: render(*job).data(), jobs), floor)


def _commands(pages: Path) -> None:
    ours = Path(sys.executable).parent / "diptych"
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        peers = _peer_times(pages, work)
        runs = {
            "html2po": [ours, "html2po", pages, work / "po", "-q"],
            "html2po -j 2": [ours, "html2po", pages, work / "po2", "-q", "-j", "2"],
            "po2html": [ours, "po2html", "--template", pages, work / "po", work / "out", "-q"],
        }
        _say("\ncommand                               seconds   translate-toolkit   times as fast")
        for name, command in runs.items():
            seconds, peer = _timed(command), peers.get(name.split()[0])
            beside = f"{peer:16.1f} s {peer / seconds:14.1f}" if peer else "   not measured; make bench installs it"
            _say(f"{name:34}{seconds:9.2f} s {beside}")


def _peer_times(pages: Path, work: Path) -> dict[str, float]:
    """Seconds that translate-toolkit takes for the same, where it is installed."""
    if not (_PEER / "html2po").exists():
        return {}
    return {
        "html2po": _timed([_PEER / "html2po", "--progress=none", pages, work / "peer-po"]),
        "po2html": _timed([_PEER / "po2html", "--progress=none", "-t", pages, work / "peer-po", work / "peer-out"]),
    }


def _memory(data: list[bytes]) -> None:
    """The peak of one large page, and of the folder, over that of a page with one word."""
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        (work / "small.html").write_text("<p>word</p>")
        large = b"".join(data)[:9_900_000]
        (work / "large.html").write_bytes(large)
        (work / "pages").mkdir()
        for number, page in enumerate(data):
            (work / "pages" / f"{number}.html").write_bytes(page)
        small = _peak([work / "small.html", work / "small.po"])
        peak = _peak([work / "large.html", work / "large.po"])
        folder = _peak([work / "pages", work / "po"])
    _say("\nmemory of html2po                          MB   times the page (asked: 6)")
    _say(f"{f'a page of {len(large) / 1e6:.1f} MB':40}{peak - small:5.0f} {(peak - small) * 1e6 / len(large):10.1f}")
    biggest = max(map(len, data))
    _say(f"{'the folder (its largest page counts)':40}{folder - small:5.0f} {(folder - small) * 1e6 / biggest:10.1f}")


def _merging(pages: Path) -> None:
    """Catalogues of three sizes with 1 % of their texts changed, and how many old texts are found again."""
    if not merging.has_gettext():
        return _say("\nmsgmerge is missing; type: apt-get install gettext")
    _say("\nunits, 1 % changed   msgmerge    pot2po   diptych msgmerge   times as fast   matching alone")
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        for count in merging.SIZES:
            _say(_merging_row(count, work))
        _quality(pages, work)
    return None


def _remembering(folder: Path) -> None:
    """Look-ups in the memory beside brute force: 5 times as fast is asked for at 100,000 texts, and 99 % found."""
    _say("\ntexts in memory             brute force      index   times as fast   best matches found   exact")
    real = list(dict.fromkeys(source for _, source, _ in french.pairs(folder)))
    kinds = [("made up", remembering.made_up(100_000)), ("made up", remembering.made_up(1_000_000))]
    for name, texts in [*([("Debian's catalogues", real)] if real else []), *kinds]:
        found = remembering.measured(texts, 200 if len(texts) < 500_000 else 40)
        speed = f"{found.brute:8.2f} ms {found.index:8.2f} ms {found.brute / found.index:10.1f}"
        _say(f"{found.texts:9,} {name:20} {speed} {found.recall:19.1%} {found.exact:10.3f} ms")


def _merging_row(count: int, work: Path) -> str:
    chance = random.Random(count)
    texts = merging.generated(count, chance)
    old, new, out = work / "old.po", work / "new.pot", work / "out.po"
    merging.write(old, texts, translated=True)
    merging.write(new, merging.with_some_changed(texts, chance), translated=False)
    ours = _timed([Path(sys.executable).parent / "diptych", "msgmerge", old, new, "-o", out, "-q"])
    theirs = _timed(["msgmerge", "-q", old, new, "-o", out])
    pot2po = "not there"
    if (_PEER / "pot2po").exists():
        pot2po = f"{_timed([_PEER / 'pot2po', '--progress=none', '-t', old, new, out]):.2f} s"
    alone = merging.matching_alone(old, new)
    beside = f"{theirs / ours:15.1f} {alone:10.2f} s, {theirs / alone:.0f} x"
    return f"{count:18,} {theirs:9.2f} s {pot2po:>10} {ours:16.2f} s {beside}"


def _quality(pages: Path, work: Path) -> None:
    found = {"diptych": [0, 0], "msgmerge": [0, 0]}
    edited = 0
    for history in merging.histories(pages):
        edited += len(history.edited)
        for name, got in (("diptych", merging.ours(history)), ("msgmerge", merging.theirs(history, work))):
            right, wrong = merging.found_share(history, got)
            found[name] = [found[name][0] + right, found[name][1] + wrong]
    _say(f"\n{edited} edited texts           their own old French found     dates given another date's French")
    for name, (right, wrong) in found.items():
        _say(f"{name:28}{right:8} ({right * 100 // max(1, edited)} %) {wrong:28}")


def _aligning() -> None:
    """English pages and existing French ones, disturbed: what is kept of it at the confidence `learn` asks."""
    _say("\npages and their French, what was done     pairs    kept   wrong   precision (98)   recall (90)")
    total = aligning.Score(0, 0, 0)
    for name, score in aligning.rows(_SEEDS, _SAMPLES):
        total += score
        _say(_aligning_row(name, score))
    _say(_aligning_row("all", total))


def _aligning_row(name: str, score: aligning.Score) -> str:
    counts = f"{score.true:9,}{score.kept:8,}{score.wrong:8,}"
    return f"{name:38}{counts} {score.precision * 100:12.2f} % {score.recall * 100:11.2f} %"


def _hostile() -> int:
    _say("\nhostile page                          seconds   (asked: under 2)")
    slow = 0
    jobs = [(name, page, Rules()) for name, page in HOSTILE.items()]
    jobs += [(f"post, {name}", page, Rules(wordpress=True)) for name, page in HOSTILE_POSTS.items()]
    for name, page, rules in jobs:
        seconds = _best(lambda job: render(segment(*job), {}).data(), [(page.encode(), rules)], rounds=1)
        slow += seconds > _LIMIT
        _say(f"{name:34}{seconds:9.2f} s{'   too slow' if seconds > _LIMIT else ''}")
    return 1 if slow else 0


def _best(act: Callable[[Item], object], items: Iterable[Item], rounds: int = _ROUNDS) -> float:
    known = list(items)
    return min(_rounds(act, known, rounds))


def _rounds(act: Callable[[Item], object], items: list[Item], rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        start = time.perf_counter()
        for item in items:
            act(item)
        yield time.perf_counter() - start


def _timed(command: list[object]) -> float:
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], capture_output=True, check=False)
    return time.perf_counter() - start


def _peak(paths: list[Path]) -> float:
    """The most memory that html2po had, in MB."""
    command = [sys.executable, "-c", _MEASURED, "html2po", *map(str, paths), "-q"]
    found = subprocess.run(command, capture_output=True, check=True, text=True)
    return int(found.stdout.split()[-1]) / 1000


def _row(name: str, seconds: float, floor: float = 0.0) -> None:
    _say(f"{name:34}{seconds:9.2f} s" + (f" {seconds / floor:12.1f}" if floor else ""))


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
