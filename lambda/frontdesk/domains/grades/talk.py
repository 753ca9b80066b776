"""What people say about grades, and what they hear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import (
    Ask,
    Confirm,
    Confirmation,
    Listing,
    Phrase,
    Reply,
    Slot,
    Turn,
    Word,
)
from frontdesk.domains.grades import words
from frontdesk.domains.grades.model import Change, Course, Held, Label, Published
from frontdesk.domains.grades.service import questions
from frontdesk.domains.grades.service.questions import Questions

# How many changes, or courses, are said at once.
SAID_AT_ONCE = 3


def answers(grades: Questions) -> Mapping[str, Answer]:
    """intent → answer."""
    return {
        "MyGrade": _of_student(lambda turn, roll: _my_grade(turn, grades.grades(roll))),
        "ClassStanding": _of_student(lambda turn, roll: _standing(turn, *grades.grades_and_classes(roll))),
        "GradeChanges": _of_student(lambda turn, roll: _changes(turn, *grades.grades_and_changes(roll))),
        "ClassAverage": lambda turn: _average(turn, grades.classes()),
    }


def _of_student(answer: Callable[[Turn, str], Reply]) -> Answer:
    def of_turn(turn: Turn) -> Reply:
        rolls = turn.account.linked("grades")
        return answer(turn, rolls[0]) if rolls else Reply("grades.no_student")

    return of_turn


def _my_grade(turn: Turn, held: Sequence[Held]) -> Reply:
    if not held:
        return Reply("grades.none_yet")
    if turn.confirmation is Confirmation.DENIED:
        return Reply("grades.enough")
    if turn.confirmation is Confirmation.CONFIRMED:
        rest = [words.got(turn.locale, each.grade) for each in held[1:] or held]
        return Reply("grades.the_rest", {"grades": Listing(rest)})
    chosen = _choose(turn, _subjects(held), "grades.no_such_grade")
    if isinstance(chosen, Reply):
        return chosen
    grade = words.got(turn.locale, _of(chosen, held).grade)
    if chosen is not None or len(held) == 1:
        return Reply("grades.mine", {"grade": grade})
    others = words.subjects(turn.locale, _subjects(held[1:]), "and")
    return Reply("grades.mine_newest", {"grade": grade, "others": others}, then=Confirm())


def _standing(turn: Turn, held: Sequence[Held], classes: Sequence[Published]) -> Reply:
    if not held:
        return Reply("grades.none_yet")
    chosen = _choose(turn, _subjects(held), "grades.no_such_grade")
    if isinstance(chosen, Reply):
        return chosen
    mine = _of(chosen, held)
    said: dict[str, Word] = {"grade": words.got(turn.locale, mine.grade)}
    course = questions.course_of(mine, classes)
    if course is None:
        return Reply("grades.standing_not_yet", said)
    stands = questions.standing(mine.grade, course)
    said |= {"mean": words.mean(course.stats), "count": stands.count, "beaten": stands.beaten}
    if stands.count == 1:
        return Reply("grades.standing_alone", said)
    if not stands.above_mean:  # nobody wants to hear that they are ahead of nobody
        return Reply("grades.standing_below" if stands.beaten else "grades.standing_last", said)
    if stands.rank is None:
        return Reply("grades.standing_above", said)
    return Reply("grades.standing_rank", {**said, "rank": stands.rank})


def _average(turn: Turn, classes: Sequence[Published]) -> Reply:
    if not classes:
        return Reply("grades.no_class_yet")
    courses = questions.courses(classes)
    chosen = _choose(turn, [each.subject for each in courses], "grades.no_such_class")
    if isinstance(chosen, Reply):
        return chosen
    if chosen is not None:
        return _average_in(turn, next(each for each in courses if each.subject.key == chosen.key))
    newest = classes[0]
    if len(newest.courses) == 1:
        return _average_in(turn, newest.courses[0])
    first = [Phrase("grades.average_of", words.course(turn.locale, each)) for each in newest.courses]
    overall: dict[str, Word] = {"mean": words.mean(newest.overall), "count": newest.students}
    overall |= {"zeros": words.zeros(newest.overall, "grades.zeros_overall")}
    overall |= {"courses": Listing(first[:SAID_AT_ONCE])}
    return Reply("grades.average_overall", overall)


def _average_in(turn: Turn, course: Course) -> Reply:
    said = words.course(turn.locale, course)
    return Reply("grades.average", {**said, "count": course.stats.count, "zeros": words.zeros(course.stats)})


def _changes(turn: Turn, held: Sequence[Held], changes: Sequence[Change]) -> Reply:
    if not held:
        return Reply("grades.none_yet")
    slot, subjects = _named(turn), _subjects(held)
    asked = words.meant(turn.locale, slot, subjects) if slot else subjects
    if slot and not asked:
        there = words.subjects(turn.locale, subjects, "and")
        return Reply("grades.no_such_change", {"heard": words.heard(turn.locale, slot), "subjects": there})
    keys = {subject.key for subject in asked}
    wanted = [words.change(turn.locale, each) for each in changes if each.now.subject.key in keys]
    if wanted:
        return Reply("grades.changed", {"changes": Listing(wanted[:SAID_AT_ONCE])})
    grade = words.got(turn.locale, _of(asked[0], held).grade)
    return Reply("grades.nothing_changed", {"grade": grade})


def _named(turn: Turn) -> Slot | None:
    """The slot where the person named a subject: channels fill it with nothing, or a question mark, too."""
    slot = turn.slot("subject")
    return slot if slot and slot.heard.strip(" ?") else None


def _choose(turn: Turn, subjects: Sequence[Label], unknown: str) -> Label | Reply | None:
    """The subject that the person named, None where none was; or the question to ask back, where that is
    none of these, or could be several."""
    slot = _named(turn)
    if slot is None:
        return None
    found = words.meant(turn.locale, slot, subjects)
    if len(found) == 1:
        return found[0]
    there = words.subjects(turn.locale, found or subjects, "or" if found else "and")
    then = Ask("subject", tuple(there.items))
    if found:
        return Reply("grades.which_subject", {"subjects": there}, then)
    return Reply(unknown, {"heard": words.heard(turn.locale, slot), "subjects": there}, then)


def _subjects(held: Sequence[Held]) -> list[Label]:
    return [each.grade.subject for each in held]


def _of(subject: Label | None, held: Sequence[Held]) -> Held:
    """The grade in a subject, or the newest."""
    return next(each for each in held if subject is None or each.grade.subject.key == subject.key)
