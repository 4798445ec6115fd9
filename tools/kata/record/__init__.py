"""`kata record`: what a learner has passed, as a page and as a picture to show.

facts      what is true of a week: read from the progress, drawn nowhere
drawing    circles, lines and texts, and how they become SVG and PNG
medals     a medal a week, of those shapes
picture    the card of a week, and of the course
writing    the page (page.html.j2), and a file whole or not at all
"""
