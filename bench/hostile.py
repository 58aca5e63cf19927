"""Pages made to hang a program, by name. Each is to be done in under two seconds."""

from __future__ import annotations

_MANY = 100_000

HOSTILE: dict[str, str] = {
    "200,000 nested tags": "<div>" * 2 * _MANY,
    "a 1 MB attribute": f"<p title='{'word ' * 2 * _MANY}'>a</p>",
    "100,000 unclosed <b>": "<p>" + "<b>x" * _MANY,
    "100,000 <b> around a word": "<p>" + "<b>" * _MANY + "x" + "</b>" * _MANY + " y</p>",
    "100,000 unclosed <code>": "<code>a" * _MANY,
    "100,000 unclosed islands": "{{a{%b{#c<?d" * (_MANY // 4),
    "100,000 translate:off": "<!-- translate:off -->a<!-- translate:on -->b" * (_MANY // 2),
    "100,000 foreign words": "<p>" + "<span lang=fr>x</span>" * _MANY,
    "misnested pairs": "<p>" + "<b><i>x</b></i>" * (_MANY // 2),
    "a title of blanks": "<title>a" + " " * 10 * _MANY + "|b</title><h1>a</h1>",
    "a file name of 1 MB": "<img alt='" + "1" * 10 * _MANY + "!'>",
    "a 5 MB line": "<p>word word " * 420_000,
    "text in a table": "<table>" + "text<tr><td>" * (_MANY // 2),
    "100,000 breaks": "<p>" + "a<br>" * _MANY,
}

HOSTILE_POSTS: dict[str, str] = {
    "1 MB of blanks": " " * 10 * _MANY + "x",
    "100,000 brackets": "[a " * _MANY,
    "100,000 open quotes": '[a "x' * _MANY,
    "200,000 lines": "a\n" * 2 * _MANY,
    "30,000 block comments": '<!-- wp:x {"text":"a b"} -->' * (3 * _MANY // 10),
}
"""The same for posts as WordPress stores them."""
