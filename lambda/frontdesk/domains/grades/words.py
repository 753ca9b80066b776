"""Grades as phrases: the words for what is said about them, and which subject somebody means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from frontdesk.conversation.intents import NAMES, VALUES
from frontdesk.conversation.phrases import Listing, Phrase, Word
from frontdesk.conversation.turn import Ask, Reply, Slot, Turn
from frontdesk.domains.grades.model import Change, Course, Grade, Held, Label, Stats

# How many subjects are said at once: more than that nobody keeps in mind.
SUBJECTS = 6


def said(locale: str, subject: Label) -> str:
    """How a subject is said: as the locale calls it, else as the file wrote it."""
    names = NAMES.get(locale, {}).get("Subject", {})
    return names.get(subject.key, subject.title)


def meant(locale: str, slot: Slot, subjects: Sequence[Label]) -> list[Label]:
    """Which of these subjects a slot may mean, in their order: the one of that very name, else what is only
    called otherwise ("math", "mathematics"), else all that the catalogue takes for it ("algebra")."""
    words = slot.heard.casefold().strip()
    exact = [each for each in subjects if each.key == words]
    own = _ids(locale, words)[:1]  # of what a word may mean, the catalogue has its own subject first
    same = [each for each in subjects if own and _ids(locale, each.key)[:1] == own]
    wanted = {slot.value} if slot.value is not None else set(slot.choices)
    return (
        exact
        or same
        or [each for each in subjects if wanted.intersection((each.key, *_ids(locale, each.key)))]
    )


def _ids(locale: str, words: str) -> tuple[str, ...]:
    return VALUES.get(locale, {}).get("Subject", {}).get(words, ())


def got(locale: str, grade: Grade) -> Phrase:
    """A grade: letter, points, and where they were got."""
    words: dict[str, Word] = {"letter": grade.letter, "points": grade.points, "max": grade.out_of}
    return Phrase("grades.got", {**words, "place": place(locale, grade.subject, grade.test)})


def change(locale: str, change: Change) -> Phrase:
    """From what, to what, and where."""
    was, now = change.was, change.now
    words: dict[str, Word] = {"was": was.points, "was_letter": was.letter, "was_max": was.out_of}
    words |= {"points": now.points, "letter": now.letter, "max": now.out_of}
    return Phrase("grades.change", {**words, "place": place(locale, now.subject, now.test)})


def course(locale: str, course: Course) -> dict[str, Word]:
    """A class's mean in a course, and which course that is."""
    return {"mean": mean(course.stats), "place": place(locale, course.subject, course.test)}


def mean(stats: Stats) -> Phrase:
    """In points, or in percent where not all had one maximum; whole where a point is a percent or less."""
    return _mean(stats, Decimal(1) if _fine(stats) else Decimal("0.001"))


def about(stats: Stats) -> Phrase:
    """The same where it is only compared with: no more of it than one keeps in mind."""
    return _mean(stats, Decimal(1) if _fine(stats) else Decimal("0.1"))


def _fine(stats: Stats) -> bool:
    return stats.out_of is None or stats.out_of >= 100


def _mean(stats: Stats, unit: Decimal) -> Phrase:
    said = rounded(stats.mean, stats.mean.quantize(unit, ROUND_HALF_UP))
    if stats.out_of is None:
        return Phrase("grades.in_percent", {"mean": said})
    return Phrase("grades.in_points", {"mean": said, "max": stats.out_of})


def rounded(exact: Decimal, near: Decimal) -> Word:
    """A number as it is said: "about" is said where it is not exact."""
    return near if near == exact else Phrase("grades.about", {"number": near})


def zeros(stats: Stats, phrase: str = "grades.zeros") -> Word:
    """How many had no point at all; nothing where nobody had none."""
    return Phrase(phrase, {"count": stats.zeros}) if stats.zeros else ""


def place(locale: str, subject: Label, test: Label) -> Word:
    """In a subject, on a test, both, or neither."""
    words: dict[str, Word] = {"subject": said(locale, subject), "test": test.title}
    if subject.key and test.key:
        return Phrase("grades.place_subject_test", words)
    if subject.key:
        return Phrase("grades.place_subject", words)
    return Phrase("grades.place_test", words) if test.key else ""


def subject(locale: str, label: Label) -> Word:
    """A subject's name; a file may have had none."""
    return said(locale, label) or Phrase("grades.unnamed")


def subjects(locale: str, labels: Iterable[Label], last: str) -> Listing:
    """The first few subjects; last: "and" or "or". One that has no name is nothing to choose by."""
    there = list(labels)
    named = [each for each in there if each.key] or there
    return Listing([subject(locale, each) for each in named][:SUBJECTS], last)


def heard(locale: str, slot: Slot) -> Word:
    """The subject that was asked for. Words that no catalogue knows are not said again: they may be
    anything."""
    if slot.value:
        return said(locale, Label(slot.value))
    return slot.heard if _ids(locale, slot.heard.casefold().strip()) else Phrase("grades.that")


def named(turn: Turn) -> Slot | None:
    """The slot where the person named a subject: channels fill it with nothing, or a question mark, too."""
    slot = turn.slot("subject")
    return slot if slot and slot.heard.strip(" ?") else None


def choose(turn: Turn, among: Sequence[Label], unknown: str) -> Label | Reply | None:
    """The subject that the person named, None where none was; or the question to ask back, where that is
    none of these, or could be several."""
    slot = named(turn)
    if slot is None:
        return None
    found = meant(turn.locale, slot, among)
    if len(found) == 1:
        return found[0]
    there = subjects(turn.locale, found or among, "or" if found else "and")
    then = Ask("subject", tuple(there.items))
    if found:
        return Reply("grades.which_subject", {"subjects": there}, then)
    return Reply(unknown, {"heard": heard(turn.locale, slot), "subjects": there}, then)


def of_all(held: Sequence[Held]) -> list[Label]:
    """The subjects of grades."""
    return [each.grade.subject for each in held]


def of(subject: Label | None, held: Sequence[Held]) -> Held:
    """The grade in a subject, or the newest."""
    return next(each for each in held if subject is None or each.grade.subject.key == subject.key)
