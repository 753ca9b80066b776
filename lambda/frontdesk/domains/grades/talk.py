"""What people say about grades, and what they hear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from frontdesk.conversation.phrases import Listing, Phrase, Word
from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import Ask, Confirm, Confirmation, Reply, Turn
from frontdesk.domains.grades import words
from frontdesk.domains.grades.model import Change, Course, Held, Published, Standing
from frontdesk.domains.grades.scale import GradeScale
from frontdesk.domains.grades.service import questions
from frontdesk.domains.grades.service.questions import Questions

# How many changes, or courses, are said at once.
SAID_AT_ONCE = 3


def answers(grades: Questions, scale: GradeScale) -> Mapping[str, Answer]:
    """intent → answer. scale: what passes, and the letter of an average."""

    def of_grades(answer: Callable[[Turn, Sequence[Held]], Reply]) -> Answer:
        def of_roll(turn: Turn, roll: str) -> Reply:
            held = grades.grades(roll)
            return answer(turn, held) if held else Reply("grades.none_yet")

        return _of_student(of_roll)

    return {
        "MyGrade": of_grades(_my_grade),
        "MyAverage": of_grades(lambda turn, held: _my_average(turn, held, scale)),
        "BestSubject": of_grades(_best),
        "WorstSubject": of_grades(_worst),
        "Passing": of_grades(lambda turn, held: _passing(turn, held, scale)),
        "ClassStanding": _of_student(lambda turn, roll: _standing(turn, *grades.grades_and_classes(roll))),
        "GradeChanges": _of_student(lambda turn, roll: _changes(turn, *grades.grades_and_changes(roll))),
        "ClassAverage": lambda turn: _average(turn, grades.classes()),
        "GradeScale": lambda turn: _scale(scale),
    }


def _of_student(answer: Callable[[Turn, str], Reply]) -> Answer:
    def of_turn(turn: Turn) -> Reply:
        rolls = turn.account.linked("grades")
        return answer(turn, rolls[0]) if rolls else Reply("grades.no_student")

    return of_turn


def _my_grade(turn: Turn, held: Sequence[Held]) -> Reply:
    if turn.confirmation is Confirmation.DENIED:
        return Reply("grades.enough")
    if turn.confirmation is Confirmation.CONFIRMED:
        rest = [words.got(turn.locale, each.grade) for each in held[1:] or held]
        return Reply("grades.the_rest", {"grades": Listing(rest)})
    chosen = words.choose(turn, words.of_all(held), "grades.no_such_grade")
    if isinstance(chosen, Reply):
        return chosen
    grade = words.got(turn.locale, words.of(chosen, held).grade)
    if chosen is not None or len(held) == 1:
        return Reply("grades.mine", {"grade": grade})
    others = words.subjects(turn.locale, words.of_all(held[1:]), "and")
    return Reply("grades.mine_newest", {"grade": grade, "others": others}, then=Confirm())


def _my_average(turn: Turn, held: Sequence[Held], scale: GradeScale) -> Reply:
    """Over the newest grade of each subject. The scale has no points: who asks for a GPA hears this, too."""
    mean = questions.average(held)
    said: dict[str, Word] = {"count": len(held), "grade": words.got(turn.locale, held[0].grade)}
    percent = words.rounded(mean, scale.rounded(mean))
    return Reply("grades.my_average", {**said, "percent": percent, "letter": scale.letter(mean)})


def _best(turn: Turn, held: Sequence[Held]) -> Reply:
    """The grade with the highest percent, or those that share it."""
    return _extreme(turn, held, max(each.grade.percent for each in held), "grades.best")


def _worst(turn: Turn, held: Sequence[Held]) -> Reply:
    """The grade with the lowest percent, or those that share it."""
    return _extreme(turn, held, min(each.grade.percent for each in held), "grades.worst")


def _extreme(turn: Turn, held: Sequence[Held], percent: Decimal, phrase: str) -> Reply:
    found = [words.got(turn.locale, each.grade) for each in held if each.grade.percent == percent]
    if len(found) == len(held):
        phrase = "grades.level"
    return Reply(phrase, {"count": len(found), "grades": Listing(found)})


def _passing(turn: Turn, held: Sequence[Held], scale: GradeScale) -> Reply:
    """Whether the grade in a subject passes; where none is named, in which subjects it does not."""
    chosen = words.choose(turn, words.of_all(held), "grades.no_such_grade")
    if isinstance(chosen, Reply):
        return chosen
    asked = held if chosen is None else [words.of(chosen, held)]
    failed = [each for each in asked if each.grade.percent < scale.pass_mark]
    said: dict[str, Word] = {"count": len(asked), "passed": len(asked) - len(failed), "mark": scale.pass_mark}
    if len(asked) == 1:
        grade = words.got(turn.locale, asked[0].grade)
        return Reply("grades.not_passing" if failed else "grades.passing", {**said, "grade": grade})
    if not failed:
        return Reply("grades.passing_all", said)
    said["failed"] = Listing([words.subject(turn.locale, each) for each in words.of_all(failed)])
    return Reply("grades.passing_some" if len(failed) < len(asked) else "grades.passing_none", said)


def _scale(scale: GradeScale) -> Reply:
    """What each letter takes, the best first."""
    steps = zip(reversed(scale.letters), reversed(scale.floors), strict=True)
    letters = [Phrase("grades.scale_letter", {"letter": letter, "percent": least}) for letter, least in steps]
    return Reply("grades.scale", {"letters": Listing(letters)})


def _standing(turn: Turn, held: Sequence[Held], classes: Sequence[Published]) -> Reply:
    if not held:
        return Reply("grades.none_yet")
    chosen = words.choose(turn, words.of_all(held), "grades.no_such_grade")
    if isinstance(chosen, Reply):
        return chosen
    mine = words.of(chosen, held)
    said: dict[str, Word] = {"grade": words.got(turn.locale, mine.grade)}
    course = questions.course_of(mine, classes)
    if course is None:
        return Reply("grades.standing_not_yet", said)
    stands = questions.standing(mine.grade, course)
    said |= {"mean": words.about(course.stats), "count": stands.count, "beaten": stands.beaten}
    return Reply(_stands(stands), {**said, "rank": stands.rank or 0})


def _stands(stands: Standing) -> str:
    """How that is put: nobody wants to hear that they are ahead of nobody."""
    if stands.count == 1:
        return "grades.standing_alone"
    if not stands.above_mean:
        return "grades.standing_below" if stands.beaten else "grades.standing_last"
    if not stands.beaten:
        return "grades.standing_level"
    return "grades.standing_above" if stands.rank is None else "grades.standing_rank"


def _average(turn: Turn, classes: Sequence[Published]) -> Reply:
    if not classes:
        return Reply("grades.no_class_yet")
    courses = questions.courses(classes)
    chosen = words.choose(turn, [each.subject for each in courses], "grades.no_such_class")
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
    said = {each.subject.key for each in newest.courses[:SAID_AT_ONCE]}
    if rest := [each.subject for each in courses if each.subject.key not in said]:
        others = words.subjects(turn.locale, rest, "and")
        more: dict[str, Word] = {"average": Phrase("grades.average_overall", overall), "others": others}
        return Reply("grades.average_and_more", more, Ask("subject", tuple(others.items)))
    return Reply("grades.average_overall", overall)


def _average_in(turn: Turn, course: Course) -> Reply:
    said = words.course(turn.locale, course)
    return Reply("grades.average", {**said, "count": course.stats.count, "zeros": words.zeros(course.stats)})


def _changes(turn: Turn, held: Sequence[Held], changes: Sequence[Change]) -> Reply:
    if not held:
        return Reply("grades.none_yet")
    slot, subjects = words.named(turn), words.of_all(held)
    asked = words.meant(turn.locale, slot, subjects) if slot else subjects
    if slot and not asked:
        there = words.subjects(turn.locale, subjects, "and")
        return Reply("grades.no_such_change", {"heard": words.heard(turn.locale, slot), "subjects": there})
    keys = {subject.key for subject in asked}
    wanted = [words.change(turn.locale, each) for each in changes if each.now.subject.key in keys]
    if wanted:
        return Reply("grades.changed", {"changes": Listing(wanted[:SAID_AT_ONCE])})
    grade = words.got(turn.locale, words.of(asked[0], held).grade)
    return Reply("grades.nothing_changed", {"grade": grade})
