"""`kata doctor`: looks for all that is known to go wrong around a course, and names the exact fix.

    finding                            what a check finds, and where it looks
    fixes, clone                       how a fix is typed here; what git says
    machine, installed, torch_build    ┐
    folder, foreign, belongings        ├─► examination: all checks ─► screen
    repository                         ┘

Nothing is changed. The checks need neither rich nor Typer, because a missing library is one of the things that they
find; a check that itself fails is a finding as well.

`kata doctor --json` prints one object. Keys may be added to it; these stay:

    format     1
    course     the folder of the course that was looked at, or null
    python     the interpreter that looked
    problems   how many findings are problems; the exit status is 1 if there is one, else 0
    notes      how many are notes
    findings   a list, in the order of the checks, of objects with
                   name       the check's, see examination.CHECKS; a check may have several findings
                   state      "ok", "note" or "problem"
                   found      what was found, in a sentence
                   do         what to do, in words, or ""
                   commands   what to type, in this order, in the folder where the doctor was called
"""

from kata.doctor.examination import as_json, examine, has_problems

__all__ = ["as_json", "examine", "has_problems"]
