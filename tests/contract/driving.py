"""An engine driven as the stage drives it, without budget and disk: fit questions only, a request at a time."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.adapters.patience import Patience
from pipeline.core.engines.engine import Answer, Question, TranslationEngine


def all_answers(
    engine: TranslationEngine,
    questions: Sequence[Question],
    source: str = "en",
    target: str = "fr",
    patience: Patience | None = None,
) -> list[Answer]:
    """One answer for each question, in order."""
    patient = patience or Patience(lambda _: None)
    reasons = [engine.unfit(question) for question in questions]
    left = [question for question, reason in zip(questions, reasons, strict=True) if not reason]
    found: list[Answer] = []
    while left:
        request, left = left[: engine.first_request(left)], left[engine.first_request(left) :]
        found += patient.ask(lambda request=request: engine.translate(request, source, target))  # type: ignore[misc]
    answers = iter(found)
    return [Answer(None, reason) if reason else next(answers) for reason in reasons]
