"""What `kata mutants` prints: a row a task, then every mutant that lives and nobody has explained."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from kata.mutants.survivors import FILE, Found
from kata.screen import near
from kata.tables import Screen

WANTED = 0.95  # of the mutants that are no equivalents, over all that was asked for


def killed_share(found: list[Found]) -> float:
    """How many of the mutants that some fair test could kill are killed; 1.0 where there are none."""
    killed, alive = sum(one.killed for one in found), sum(len(one.survived) for one in found)
    return killed / (killed + alive) if killed + alive else 1.0


def mutant_table(screen: Screen, found: list[Found], seconds: float, reasons: bool = False) -> bool:
    """Print it; says whether enough were killed and no explanation is idle."""
    table = Table(box=None, pad_edge=False)
    table.add_column("task")
    for name in ("made", "killed", "equivalent", "alive"):
        table.add_column(name, justify="right")
    for week in dict.fromkeys(one.task.week for one in found):
        mine = [one for one in found if one.task.week == week]
        for kata in dict.fromkeys(one.task.kata for one in mine):
            table.add_row(Text(f"{week} {kata}", "bold"))
            for one in mine:
                if one.task.kata == kata:
                    _row(table, f"  {one.task.name}", [one])
        _row(table, week, mine, "bold")
    if len({one.task.week for one in found}) > 1:
        _row(table, "all", found, "bold")
    screen.console.print(table)
    screen.print()
    for one in found:
        for mutant in one.survived:
            screen.entry(("✗ ", "red"), f"{near(one.reference)}:{mutant.line}  {one.task.name}")
            screen.entry("    was  ", mutant.was)
            screen.entry("    now  ", mutant.now)
        for mutant, reason in one.equivalent.items() if reasons else ():
            screen.entry(("= ", "dim"), f"{near(one.reference)}:{mutant.line}  {one.task.name}: {mutant.now}")
            screen.entry("    ", reason)
        for place, was, now in one.idle:
            words = f"{one.task.week}/{FILE}: {place}: there is no mutant `{now}` of `{was}`, or a test kills it."
            screen.entry(("! ", "yellow"), words + " Take the entry out.")
    share, idle = killed_share(found), any(one.idle for one in found)
    good = share >= WANTED and not idle
    text = f"{share:.1%} of the mutants that can be told from the references are killed; {WANTED:.0%} are wanted."
    screen.print((text, "green" if good else "bold red"), f" {seconds:.0f} s.")
    return good


def _row(table: Table, name: str, found: list[Found], style: str = "") -> None:
    alive = sum(len(one.survived) for one in found)
    table.add_row(
        Text(name, style),
        str(sum(one.made for one in found)),
        str(sum(one.killed for one in found)),
        str(sum(len(one.equivalent) for one in found) or "–"),
        Text(str(alive or "–"), "bold red" if alive else ""),
    )
