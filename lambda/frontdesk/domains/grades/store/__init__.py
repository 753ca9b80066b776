"""The Students table, and the only place that speaks DynamoDB for grades.

pk              sk                                              what
STUDENT#<roll>  GRADE#<subject>#<test>#<file>#<version>#<chunk> one row, graded: name, subject, test, points,
                                                                outOf, letter, date, line, loaded
STUDENT#<roll>  CHANGE#<loaded>#<subject>#<test>#<file>         a grade that a corrected file changed: was,
                                                                now, version; expires
STUDENT#<roll>  TOLD#… (as the change's)                        its student was told of it; expires
CLASS           FILE#<file>                                     the file's class, complete: version (which
                                                                points to the report), base, settled, report,
                                                                rows, rejected, students, overall, courses
FILE#<file>     STATE                                           the newest version: object, loaded, chunks,
                                                                done {chunk: true}; refused {version, object,
                                                                reason} of the last that was no use

A row's key holds the version of the file that it comes from, so that nothing is ever overwritten by
anything else: an older version can come late, and a chunk can be written twice, and neither changes what
is read. The newest version of a file wins where rows are read, and what it replaced is deleted afterwards.
That is why rows can be written in plain batches, without a condition each: docs/decisions/0040.

`version` is S3's sequencer, padded on the right, so that text order is the order of events. Parts of keys
that come from a file are percent-encoded: they hold no `#`.
"""
