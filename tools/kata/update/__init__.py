"""`kata update`: the course's new version comes into a learner's clone, and their work stays as it is.

repository   git's plumbing
editions     a version of the course, in a commit, a folder or a zip
sources      where the newer one comes from
changes      the learner's files: read, kept, replaced; going on after a stop
authorship   who wrote what stands in a file
branch       what becomes of the learner's branch and index
plan         all of that worked out, and then carried out
screen       what the learner is told
"""
