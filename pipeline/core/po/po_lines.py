"""A PO file line by line, before polib sees it: what is wrong, in which line, and what to do about it.

The rules are those of "The Format of PO Files" in the GNU gettext manual, as msgfmt 0.21 applies them; stricter
where polib would lose something in silence (decision 8). Plural entries, octal and hexadecimal escapes and two
strings on one line are refused. Lines end at LF or CRLF only: U+2028 and its like are ordinary characters here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_CONFLICT: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_SPACE: Final = " \t\r\f\v"
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f", "a": "\a", '"': '"', "\\": "\\"}
_ESCAPE: Final = re.compile(r"\\(.)")
_START: Final = re.compile(r"(#~\||#~|#\|)?[ \t]*(msg[^\s\"]*)?[ \t]*")
# NUL ends a string in a .mo file and EOT divides context from text there
_QUOTED: Final = re.compile(_START.pattern + r'"((?:[^"\\\x00\x04]|\\["\\ntrvbfa])*)"')
_LOOSE: Final = re.compile(r'"((?:[^"\\]|\\.)*)("?)(.*)', re.DOTALL)
_BELL: Final = re.compile(r"\\(?:(a)|.)")
_CONTENT_TYPE: Final = '"Content-Type: text/plain; charset=UTF-8\\n"'
_UTF8: Final = re.compile(r"text/plain;\s*charset=utf-?8", re.IGNORECASE)
_KEYWORDS: Final = ("msgctxt", "msgid", "msgstr")
_NEXT: Final = {"msgctxt": "msgid", "msgid": "msgstr"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its lines say. ``line`` is the 1-based line of its first keyword, msgctxt or msgid."""

    line: int
    context: str | None
    source: str
    target: str
    obsolete: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A sound PO file: its entries in order without the header, the header's fields and comment.

    ``text`` is the file in the one spelling that polib reads without loss, line for line.
    """

    entries: tuple[Entry, ...]
    header: dict[str, str]
    comment: str
    text: str


def problem(text: str) -> tuple[int, str] | None:
    """The first thing wrong with a PO file, as 1-based line and message, or None when it is sound."""
    found = read(text)
    return None if isinstance(found, Reading) else found


def read(text: str) -> Reading | tuple[int, str]:
    """A sound PO file as read, or the 1-based line that is wrong with what to do about it.

    A byte order mark is passed over.
    """
    lines = [line.strip(_SPACE) for line in text.removeprefix("\ufeff").split("\n")]
    try:
        _refuse_conflicts(lines)
        reader = _Reader()
        spelt = [reader.take(number, line) for number, line in enumerate(lines, start=1)]
        drafts = reader.finish()
        header = _header(drafts)
    except _LineError as error:
        return error.line, error.message
    return Reading(tuple(draft.entry() for draft in drafts[1:]), header, drafts[0].comment(), "\n".join(spelt))


class _LineError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True)
class _Draft:
    """An entry in the making: translator comments, and for each keyword its strings, with their lines."""

    obsolete: bool = False
    comments: list[tuple[int, str]] = field(default_factory=list)
    strings: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    @property
    def line(self) -> int:
        return min(pieces[0][0] for pieces in self.strings.values())

    def joined(self, keyword: str) -> str:
        return "".join(piece for _, piece in self.strings[keyword])

    def key(self) -> tuple[str | None, str]:
        return self.joined("msgctxt") if "msgctxt" in self.strings else None, self.joined("msgid")

    def entry(self) -> Entry:
        return Entry(self.line, *self.key(), self.joined("msgstr"), self.obsolete)

    def comment(self) -> str:
        return "\n".join(comment for _, comment in self.comments)


class _Reader:
    """Takes one line after another; ``last`` is the keyword whose strings may go on, or "" or "#|"."""

    def __init__(self) -> None:
        self.done: dict[tuple[str | None, str], _Draft] = {}
        self.draft = _Draft()
        self.last = ""

    def take(self, number: int, line: str) -> str:
        """The line as polib should read it."""
        if not line or line == "#~":
            return ""
        if line[0] == "#" and line[1:2] not in {"~", "|"}:
            return self._comment(number, line)
        found = _QUOTED.fullmatch(line)
        if found is None:
            raise _LineError(number, _trouble(line))
        mark, keyword, body = found.groups(default="")
        if "|" in mark:
            return self._previous(number, keyword, body)
        self._string(number, keyword, mark == "#~", _unescape(body))
        return " ".join(part for part in (mark, keyword, f'"{_raw_bells(body)}"') if part)

    def finish(self) -> list[_Draft]:
        """The entries; the last one must be whole and the file must end with it."""
        self._close()
        lost = next((number for number, comment in self.draft.comments if comment), 0)
        if lost:
            raise _LineError(lost, "this comment belongs to no entry; put it above the entry it is about")
        return list(self.done.values())

    def _comment(self, number: int, line: str) -> str:
        self._between()
        self.last = ""
        sign, rest = line[:2], line[2:]
        if sign in {"#.", "#:", "#,", "#="}:
            sign = sign.replace("=", ",")
            # polib takes a sign alone for a broken line, and one without a space for no sign at all
            return (f"{sign}{rest}" if rest[:1].isspace() else f"{sign} {rest}") if rest.strip() else ""
        text = line[1:].removeprefix(" ")
        self.draft.comments.append((number, text))
        return f"# {text}"

    def _previous(self, number: int, keyword: str, body: str) -> str:
        if keyword not in {"", "msgctxt", "msgid", "msgid_plural"}:
            raise _LineError(number, f'"{keyword}" cannot follow "#|"; delete the line')
        if not keyword and self.last != "#|":
            raise _LineError(number, 'this text follows no "#| msgid"; delete the line')
        self._between()
        self.last = "#|"
        # without the tilde polib reads it; it drops what begins with "#~|"
        return f'#| {keyword} "{_raw_bells(body)}"' if keyword else f'#| "{_raw_bells(body)}"'

    def _string(self, number: int, keyword: str, obsolete: bool, text: str) -> None:
        if keyword:
            self._begin(number, keyword, obsolete)
        elif self.last not in _KEYWORDS:
            raise _LineError(number, "this text follows no keyword; write msgid or msgstr before it or delete it")
        if obsolete != self.draft.obsolete:
            raise _LineError(number, 'either every line of an entry begins with "#~" or none does; mend this one')
        self.draft.strings.setdefault(self.last, []).append((number, text))

    def _begin(self, number: int, keyword: str, obsolete: bool) -> None:
        if keyword == "msgid_plural" or keyword.startswith("msgstr["):
            raise _LineError(number, "plural forms are not supported; write one msgid with one msgstr")
        if keyword not in _KEYWORDS:
            raise _LineError(number, f'"{keyword}" is no keyword; write msgctxt, msgid or msgstr')
        if keyword == "msgstr" and self.last != "msgid":
            raise _LineError(number, "msgstr without a msgid just above it; restore the msgid or delete this one")
        if keyword != _NEXT.get(self.last):
            self._between()
            self.draft.obsolete = obsolete
        self.last = keyword

    def _between(self) -> None:
        """A line that can only stand between entries ends the one before it."""
        self._close()
        if self.last == "msgstr":
            self.last = ""

    def _close(self) -> None:
        if self.last in _NEXT:
            line = self.draft.strings[self.last][0][0]
            raise _LineError(
                line, f"no {_NEXT[self.last]} right below this {self.last}; restore the entry or delete it"
            )
        if self.last == "msgstr":
            earlier = self.done.setdefault(self.draft.key(), self.draft)
            if earlier is not self.draft:
                raise _LineError(
                    self.draft.line, f"the same text stands in line {earlier.line} too; keep one of the two"
                )
            self.draft = _Draft()


def _refuse_conflicts(lines: list[str]) -> None:
    for number, line in enumerate(lines, start=1):
        if line.startswith(_CONFLICT):
            raise _LineError(number, "a merge conflict marker; keep one side of the conflict and delete the markers")


def _trouble(line: str) -> str:
    """Why a line that should hold a string in quotes does not."""
    start = _START.match(line)
    rest = line[start.end() :] if start else line
    loose = _LOOSE.fullmatch(rest)
    if loose is None:
        keyword = start[2] if start else None
        wrong = f'no text in quotes after "{keyword}"' if keyword else "this line is no part of a PO file"
        return f'{wrong}; put text between two ", begin a comment with "# ", or delete the line'
    body, closing, after = loose.groups()
    if not closing:
        return 'the text has no closing quote; put " at the end of the line'
    if after:
        return 'the text goes on after its closing quote; write \\" for a quote inside the text'
    bad = next((escape for escape in _ESCAPE.findall(body) if escape not in _ESCAPES), None)
    if bad is None:
        return "the text holds a NUL or EOT character; delete it"
    return f"\\{bad} is no escape that can be read here; write \\\\ for a backslash, or the character itself"


def _unescape(body: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found[1]], body) if "\\" in body else body


def _raw_bells(body: str) -> str:
    """The one escape gettext writes and polib does not know, as the character it stands for."""
    return _BELL.sub(lambda found: "\a" if found[1] else found[0], body) if r"\a" in body else body


def _header(drafts: list[_Draft]) -> dict[str, str]:
    """The fields of the header entry, which comes first and must say that the file is UTF-8."""
    if not drafts:
        raise _LineError(1, "the file is empty; restore it from git, or delete it and extract the page again")
    header = drafts[0]
    if header.key() != (None, "") or header.obsolete:
        raise _LineError(header.line, f'no header (msgid "") before the first entry; put it back, with {_CONTENT_TYPE}')
    pairs = [_field(header, line) for line in header.joined("msgstr").split("\n") if line.strip()]
    contents = [value for name, value in pairs if name.casefold() == "content-type"]
    if not any(contents):
        raise _LineError(header.line, f"the header does not say how the file is encoded; add {_CONTENT_TYPE}")
    content = next((value for value in contents if not _UTF8.fullmatch(value)), None)
    if content is not None:
        line = _line_of(header, content)
        raise _LineError(line, f'the header says "{content}"; save the file as UTF-8 and write {_CONTENT_TYPE}')
    return dict(pairs)


def _field(header: _Draft, line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        message = f'the header line "{line}" has no colon; write it as "Name: value\\n" or delete it'
        raise _LineError(_line_of(header, line), message)
    return name.strip(), value.strip()


def _line_of(header: _Draft, text: str) -> int:
    """The line of the file that holds a part of the header, or the header's first where it is spread over several."""
    return next((number for number, piece in header.strings["msgstr"] if text in piece), header.line)
