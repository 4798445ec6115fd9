"""The program `kata`, and `python -m kata`."""

import sys

STOPPED = 130  # what a shell expects of a program that Ctrl-C ended


def main() -> None:
    """Start the command line. Ctrl-C is answered in a sentence, even while the libraries are being loaded."""
    try:
        from kata.cli import main as start

        start()
    except KeyboardInterrupt:
        stop()
    except SystemExit as end:
        if end.code == STOPPED:  # Typer has caught it, and said nothing
            stop()
        raise


def stop() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)  # after the ^C that the terminal shows
    print("Stopped. Nothing was lost.", file=sys.stderr)
    sys.exit(STOPPED)


if __name__ == "__main__":
    main()
