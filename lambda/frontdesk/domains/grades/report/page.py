"""A class's page: its figures, its charts, and a line for each of its courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path

from frontdesk.conversation.phrases import Phrases, Word
from frontdesk.domains.grades.model import Course, Published, Stats
from frontdesk.domains.grades.report.charts import Bar, columns, rows
from frontdesk.domains.grades.words import said

# Percents are counted in bands of ten, the last with 100 in it.
BANDS = 10
# A page is for reading: what is beyond this many courses is in the table.
MOST_COURSES = 50

COLUMNS = (
    "grades.report_subject",
    "grades.report_test",
    "grades.report_rows",
    "grades.report_mean",
    "grades.report_zeros",
)

_TEMPLATE = Path(__file__).with_name("page.html").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Page:
    """locale: the one that the school reads."""

    phrases: Phrases
    locale: str

    def render(self, published: Published, every: Sequence[Course]) -> str:
        """The page as HTML, complete in itself. every: course, where `published` may hold but the newest."""
        courses, stats = every[:MOST_COURSES], published.overall
        left = len(every) - len(courses)
        return _TEMPLATE.format(
            lang=escape(self.locale),
            title=self._say("grades.report_title", file=published.key.rpartition("/")[2]),
            loaded=self._say("grades.report_loaded", loaded=published.source.loaded),
            figures="".join(self._figures(published)),
            distribution_title=self._say("grades.report_distribution"),
            distribution=columns(self._say("grades.report_distribution"), distribution(stats)),
            letters_title=self._say("grades.report_letters"),
            letters=columns(self._say("grades.report_letters"), self._letters(stats)),
            subjects_title=self._say("grades.report_subjects"),
            subjects=rows(
                self._say("grades.report_subjects"), [self._bar(each) for each in courses], Decimal(100)
            ),
            courses="".join(self._table(courses)),
            more=self._say("grades.report_more", count=left) if left else "",
            table=self._say("grades.report_table"),
        )

    def _figures(self, published: Published) -> list[str]:
        stats = published.overall
        figures: dict[str, Word] = {
            "grades.report_students": published.students,
            "grades.report_rows": published.rows,
            "grades.report_rejected": published.rejected,
            "grades.report_mean": self._of(stats.mean, stats.out_of),
            "grades.report_median": self._of(stats.median, None if stats.coarse else stats.out_of),
            "grades.report_zeros": stats.zeros,
        }
        return [
            f"<div><dt>{self._say(name)}</dt><dd>{escape(self.phrases.word(self.locale, value))}</dd></div>"
            for name, value in figures.items()
        ]

    def _of(self, value: Decimal, maximum: Decimal | None) -> str:
        number = self.phrases.word(self.locale, value)
        return f"{number} %" if maximum is None else f"{number} / {self.phrases.word(self.locale, maximum)}"

    def _letters(self, stats: Stats) -> list[Bar]:
        return [Bar(each, Decimal(count), str(count)) for each, count in sorted(stats.letters.items())]

    def _bar(self, course: Course) -> Bar:
        percent = course.stats.mean_percent
        name = " · ".join(filter(None, (self._subject(course), course.test.title)))
        return Bar(name, percent, self.phrases.word(self.locale, percent))

    def _table(self, courses: Sequence[Course]) -> list[str]:
        head = "".join(f"<th>{self._say(key)}</th>" for key in COLUMNS)
        return [f"<tr>{head}</tr>", *map(self._course, courses)]

    def _course(self, course: Course) -> str:
        stats = course.stats
        mean = self._of(stats.mean, stats.out_of)
        cells = (self._subject(course), course.test.title, str(stats.count), mean, str(stats.zeros))
        return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

    def _subject(self, course: Course) -> str:
        phrase = self.phrases.say(self.locale, "grades.report_no_subject", {})
        return said(self.locale, course.subject) or phrase

    def _say(self, key: str, **words: Word) -> str:
        return escape(self.phrases.say(self.locale, key, words))


def distribution(stats: Stats) -> list[Bar]:
    """How many scored how many percent, in bands of ten: "0–9" to "90–100"."""
    counts = [0] * BANDS
    for value, count in stats.spread.items():
        percent = value if stats.coarse or stats.out_of is None else value * 100 / stats.out_of
        counts[min(int(percent) // BANDS, BANDS - 1)] += count
    width = 100 // BANDS
    return [
        Bar(f"{n * width}–{100 if n == BANDS - 1 else (n + 1) * width - 1}", Decimal(count), str(count))
        for n, count in enumerate(counts)
    ]
