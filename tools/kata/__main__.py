"""The program `kata`, and `python -m kata`."""

import sys
from typing import NoReturn

STOPPED = 130  # what a shell expects of a program that Ctrl-C ended


def main() -> None:
    """Start the command line. Ctrl-C is answered in a sentence, even while the libraries are being loaded."""
    try:
        try:
            from kata.cli import main as start
        except Exception as error:  # a library is missing, or a file of that name is in its place
            cannot_start(error)
        start()
    except KeyboardInterrupt:
        stop()
    except SystemExit as end:
        if end.code == STOPPED:  # Typer has caught it, and said nothing
            stop()
        raise


def cannot_start(error: Exception) -> NoReturn:
    """Let the doctor say why, in a process of its own that looks at nothing but what is installed."""
    import subprocess
    from pathlib import Path

    print(f"`kata` cannot start ({type(error).__name__}: {error}).\n", file=sys.stderr, flush=True)
    tools = str(Path(__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {tools!r}); from kata.doctor.screen import main; sys.exit(main())"
    options = ["-I", "-X", f"utf8={sys.flags.utf8_mode}"]
    sys.exit(subprocess.call([sys.executable, *options, "-c", code, *sys.argv[1:]]))


def stop() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)  # after the ^C that the terminal shows
    print("Stopped. Nothing was lost.", file=sys.stderr)
    sys.exit(STOPPED)


if __name__ == "__main__":
    main()
