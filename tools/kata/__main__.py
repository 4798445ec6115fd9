"""`python -m kata`, the same as `kata`."""

from kata.cli import main

main()
