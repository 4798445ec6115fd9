"""Downhill's grader: it grades the code of strangers, and lets none of it near the judge.

    judge: plain pytest, all tests   ◄── wire ──►   worker: confined, imports the submission, answers calls

The rooms, from the bottom up (an import only ever points down this list, or to `kata`):

    results          the model: what was found out about a class of submissions, and what it is worth
    wire             frames of plain data between judge and worker; nothing that comes over it is trusted
    confine          what a process may still do once it runs a stranger's code, and which layers of that hold here
    intake           a folder of submissions and a roster, as what counts and what was left out
    copies, networks objects that travel as copies, and come back
    foretold         what a task would ask about an object, told before it asks
    settings         switches of whole libraries, which are the same on both sides
    peer             two processes that call each other's functions: one end of that
    paths, scratch   what a worker gives the judge to open, and how much it may write
    rights           what a worker may ask of the objects that a test has handed over
    sight            what a worker may read, and what of the machine there is to be seen for it
    patched          whether a submission has put something of its own into a library
    worker, zygote   the confined child that runs one submission, and the warm process that forks it
    remote, judge    the tests of the course against one submission, through stand-ins
    bench            the process that has collected the tests and forks the judges
    court            a bench and its judges, as whoever wants something judged sees them
    spread, grading  a class over the cores of a machine or a cluster; from a folder to results
    writers          the results as grades.csv, a page, and the formats that other systems read
    zoo              hostile and broken submissions, each with what it must get

This package is for the staff: nothing in `kata` imports it, and no learner's clone has it.
"""
