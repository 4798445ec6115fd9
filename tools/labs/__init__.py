"""The labs: `exercises/weekN/lab.py` are marimo notebooks that draw the learner's own functions.

The rooms, from the bottom up (an import only ever points down this list, and to `kata`):

    memory               keeps what takes long
    worker               runs what may never end, in a thread that can be left behind
    charts               figures in one calm style, and figures as HTML
    controls             what a learner turns and answers: sliders, choices, questions
    cards                what stands where a picture cannot be
    learner              the learner's functions, freshly loaded; pictures of them that cannot fail
    values               what a task returned, as what is drawn
    lab                  all that a notebook needs, under one name
    frames               what a notebook shows at every step of its controls
    target, export       a page of that, which opens without a network
    server, serve        `kata lab`: a server for one notebook

This file imports nothing, because `kata` reads it: marimo and matplotlib are loaded by the rooms that need them.
"""
