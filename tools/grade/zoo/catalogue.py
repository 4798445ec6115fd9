"""All animals, by kind."""

from __future__ import annotations

from grade.zoo import (
    bombs,
    exits,
    files,
    forgeries,
    impostor_values,
    loops,
    names,
    others,
    shadows,
    snoops,
    sources,
    values,
)
from grade.zoo.animal import Animal

KINDS = {
    "exits": exits.ANIMALS,
    "forgeries": forgeries.ANIMALS,
    "shadows": shadows.ANIMALS,
    "impostor values": impostor_values.ANIMALS,
    "snoops": snoops.ANIMALS,
    "files": files.ANIMALS,
    "loops": loops.ANIMALS,
    "bombs": bombs.ANIMALS,
    "others": others.ANIMALS,
    "values": values.ANIMALS,
    "sources": sources.ANIMALS,
    "names": names.ANIMALS,
}
ANIMALS: tuple[Animal, ...] = tuple(animal for kind in KINDS.values() for animal in kind)
