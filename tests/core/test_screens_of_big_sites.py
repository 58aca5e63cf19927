"""A screen stays one screen, however many pages a site has."""

import datetime

from pipeline.core.coverage import Coverage
from pipeline.screens import publishing, standing
from pipeline.stages.gating.report import HalfStatus, Standing
from pipeline.stages.publishing.publish_report import Outcome, Published, PublishReport

TODAY = datetime.date(2026, 11, 25)


def half(number: int, where: Standing) -> HalfStatus:
    slug = f"page-{number}"
    return HalfStatus(slug, "fr", where, "", Coverage(), (), (), 0, f"locales/{slug}.po", "", "", ())


def shown(waiting: int, done: int, *, details: bool = False) -> list[str]:
    halves = [half(n, Standing.UP_TO_DATE if n >= waiting else Standing.WAITING) for n in range(waiting + done)]
    return [line for line in standing.status(halves, "en", TODAY, details=details) if line]


def test_pages_that_need_nobody_are_counted_where_they_are_many() -> None:
    lines = shown(1, 3000)
    assert lines[1:] == ["WAITING       page-0 [fr]", "UP TO DATE    3,000 pages; all of them: diptych status --all"]


def test_of_pages_that_wait_the_first_ones_are_shown() -> None:
    lines = shown(500, 2)
    assert len(lines) == 1 + 20 + 1 + 2
    assert lines[21] == "WAITING       … and 480 pages more; all of them: diptych status --all"


def test_a_small_site_and_whoever_asks_for_all_sees_every_page() -> None:
    assert len(shown(3, 20)) == 1 + 23
    assert len(shown(30, 30, details=True)) == 1 + 60


def test_a_first_publication_of_a_big_site_is_one_screen() -> None:
    halves = tuple(Published(f"page-{n}", "fr", Outcome.HELD) for n in range(70))
    lines = list(publishing.published(PublishReport(halves, ())))
    assert len(lines) == 1 + 20 + 1
    assert lines[-1] == "  held               … and 50 pages more; all of them: --json"
