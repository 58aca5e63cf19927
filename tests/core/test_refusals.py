"""What no target may hold, whatever the page."""

import pytest

from pipeline.core.segmentation.refusals import failure

REFUSED = [
    ("Read more", "https://forum.example/embedded/", "by itself"),
    ("Read <a1>more</a1>", "<a1>https://forum.example/</a1> lire", "by itself"),
    ("One<br1/>two", "Un<br1/>HTTPS://forum.example/x", "by itself"),
    ("Read <a1>more</a1>", "Lire la suite <a1></a1>", "no text in it"),
    ("Hello <x1/>", "Bonjour {<x1/>", "holds {"),
    ("Hello", "Bonjour {{ x }}", "holds {{"),
    ("Hello", "Bonjour &lt;script>", "markup of its own"),
    ("Hello", "Bonjour\x07", "control character"),
    ("Hello", "[[audio]]", "holds [["),
    ("Hello <b1>you</b1>", "<b1> </b1>", "no text"),
    ("Second", "https://forum.example/x\u00a0y", "by itself"),
    ("See https://forum.example/a", "Voir https://other.example/a", "which the English does not have"),
    ("Write to us", "Écrivez à team@forum.example", "which the English does not have"),
    ("Hello", "Bonjour {!! x !!}", "holds {!!"),
    ("Hello", "Bonjour ${x}", "holds ${"),
    ("Hello", "Bonjour <%= x %>", "holds <%"),
    ("Hello", "Bonjour *|FNAME|*", "holds *|"),
]
LET_THROUGH = [
    ("See https://forum.example/", "Voir https://forum.example/ pour plus"),
    ("See <a1>https://forum.example/</a1>", "Voir <a1>https://forum.example/</a1>"),
    ("Hello <b1>you</b1>", "Bonjour"),
    ("A <br1/> B", "A <br1/> B {x}"),
    ("if a < b", "si a < b"),
    ("An icon <span1></span1> here", "Une icône <span1></span1> ici"),
]


@pytest.mark.parametrize(("source", "target", "why"), REFUSED)
def test_refused(source: str, target: str, why: str) -> None:
    problem = failure(target, source)
    assert problem is not None
    assert why in problem.message


@pytest.mark.parametrize(("source", "target"), LET_THROUGH)
def test_let_through(source: str, target: str) -> None:
    assert failure(target, source) is None
