"""The course for learners, made from the course of its authors: the branch `student` and the solved `solution/weekN`.

    main ──► which files ──► trees and commits, in a room aside ──► proof ──► all branches at once ──► push

The rooms, from the bottom up (an import only ever points down this list, or to `kata`):

    selection   which of main's files are for learners; what a learner's solution looks like; weeks that are given out
    workshop    the repository, with a room aside for what is being made: until the end nothing in it changes
    proof       every file of every commit that learners would get, searched for what they must not get
    classroom   what of student/ is made from the course, and whether it is up to date
    branches    what each branch would become; and that it becomes so, all of them or none
    remotes     where branches go: the students' remotes, the staff's, and the guard that watches pushes by hand
    pre-push.sh that guard: git runs it before each push
    screen      what is said
    student/    files that only the student branch has; they are put over its root

This package is for the staff: nothing in `kata` imports it, and no learner's clone has it.
"""
