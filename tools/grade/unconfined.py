"""The tests that look where no question over the wire can look: they run in one process with the submission.

Test → why. They are run after all others, each kata's in a process of its own that is forked for one submission, and
are shown as unconfined: a submission that sets out to could forge these, and these only. There is none at present.
"""

UNCONFINED: dict[str, str] = {}
