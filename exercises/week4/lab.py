import marimo

app = marimo.App(width="medium", app_title="Week 4 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import io
    import re
    import shutil
    from collections import Counter
    from functools import cache
    from pathlib import Path

    import marimo as mo
    import numpy as np
    from PIL import Image

    from kata.fixtures import scratch
    from labs import charts, lab

    CLASSES = ("animal", "building", "fish", "tool")
    COLOURS = (charts.BLUE, charts.ORANGE, charts.GREEN, charts.PURPLE)
    BUILDING = 1
    PARTS = ("train", "val", "test")
    SEEDS = 20
    MID = "\u2009×\u2009"
    TROUBLE = {
        "upright": "building/arch_exif1.jpg",
        "EXIF 2": "building/arch_exif2.jpg",
        "EXIF 3": "building/arch_exif3.jpg",
        "EXIF 4": "building/arch_exif4.jpg",
        "EXIF 5": "building/arch_exif5.jpg",
        "EXIF 6": "building/arch_exif6.jpg",
        "EXIF 7": "building/arch_exif7.jpg",
        "EXIF 8": "building/arch_exif8.jpg",
        "16 bits": "animal/duck_16bit.png",
        "see-through": "animal/owl_rgba.png",
        "palette": "animal/panda_palette.png",
        "grey + alpha": "animal/sheep_grey_alpha.png",
        "grey": "animal/horse_grey.jpg",
        "CMYK": "animal/cow.cmyk.jpg",
        "GIF": "animal/dog.gif",
        "PNG, as .jpg": "animal/narwhal.jpg",
    }
    UNREADABLE = ("koala_half.jpg", "pig_half.png", "moose.jpg", "lemur.png")
    SPOTS = {"macaw": ("scarlet_macaw", 59, 89), "kingfisher": ("kingfisher", 76, 108)}
    # The same building or animal under another name; "_2" at the end of a name says so as well.
    ALSO = {
        "great_pyramid_of_giza": "great_pyramid",
        "great_wallof_china": "great_wall",
        "qutub_minar": "kutub_minar",
        "statueof_liberty": "statue_of_liberty",
    }
    CHAIN = {"a hammer": "tool/hammer9.jpg", "a fish": "fish/fish17.jpg"}

    @cache
    def samples():
        """The 165 photos of the four classes, with their labels."""
        return [
            (path, label)
            for label, name in enumerate(CLASSES)
            for path in sorted(lab.fixture(f"photos/{name}").glob("*.jpg"))
        ]

    @cache
    def all_photos():
        return sorted(lab.fixture("photos").glob("*/*.jpg"))

    @cache
    def opened(path):
        """One of the course's photos, which are plain JPEG, as it is."""
        with Image.open(path) as image:
            return image.convert("RGB")

    def subject(path):
        name = re.sub(r"_\d+$", "", path.stem)
        return ALSO.get(name, name)

    @cache
    def pairs_of_subjects():
        """The places in `samples()` of each two photos of one building or animal."""
        names = [subject(path) for path, _ in samples()]
        twice = [name for name, count in Counter(names).items() if count == 2]
        return [[i for i, name in enumerate(names) if name == wanted] for wanted in twice]

    def poor_jpeg(image):
        stream = io.BytesIO()
        image.save(stream, "jpeg", quality=40)
        return Image.open(stream).convert("RGB")

    def cut_off(image):
        across, down = round(image.width * 0.05), round(image.height * 0.05)
        return image.crop((across, down, image.width - across, image.height - down))

    CHANGES = {
        "half as large": lambda image: image.resize((image.width // 2, image.height // 2)),
        "JPEG quality 40": poor_jpeg,
        "30 % darker": lambda image: image.point(lambda value: int(value * 0.7)),
        "5 % cut off": cut_off,
        "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "on its side": lambda image: image.rotate(90, expand=True),
    }

    def kept(mine, key, work):
        """What `work` makes, once for these functions of the learner's: until a file is saved."""
        known = vars(mine).setdefault("kept", {})
        if key not in known:
            known[key] = work()
        return known[key]


@app.cell
def saving():
    saved = lab.saved("week4")
    return (saved,)


@app.cell
def loading(saved):
    saved()
    mine = lab.mine("week4")
    return (mine,)


@app.cell
def title():
    mo.md("""
    # Week 4 · The lab

    Every photo here has passed through **your own functions**. Change one, save the file, and the picture follows.
    Where a task is not written yet, a card says which.
    """)
    return


# ---- 1: the troublesome photos ----


@app.cell
def trouble_text():
    mo.md("""
    ## 1 · The troublesome photos

    Sixteen files of `fixtures/troublesome`, none of them broken. The short way that stands in a thousand tutorials,
    `Image.open(path).convert("RGB")`, opens them all, and never complains.
    """)
    return


@app.cell
def trouble_question():
    wrong = lab.ask(
        "In how many of the sixteen does the short way show something else than a person would see?",
        ["in none", "in 3", "in 10", "in all of them"],
    )
    wrong
    return (wrong,)


@app.cell
def trouble_answer(wrong, mine):
    mine.tell(
        wrong,
        right="in 10",
        because="Seven arches have a note on how to turn them, which `convert` does not read. The duck's 16 bits are "
        "cut off at 255, and what is see-through in the owl and the panda turns black. Grey, CMYK, a GIF and a wrong "
        "suffix do no harm.",
        measured=lambda: f"Your `load_rgb` differs from the short way in {len(differing(mine))} of them.",
        needs=["load_rgb"],
    )
    return


@app.cell
def trouble(wrong, mine):
    mine.picture(
        lambda: draw_trouble(mine),
        needs=["load_rgb"],
        shows="a contact sheet of the sixteen, the short way and yours",
        after=wrong,
    )
    return


@app.function
def photo_of(task, got):
    """What `task` returned, as a photo: (H, W, 3) uint8."""
    array = lab.numbers(task, got, None, None, 3)
    if not 0 < array.size <= 3_000_000 or array.min() < 0 or array.max() > 255:
        raise lab.CannotDraw(task, got, "What is drawn here is a photo of numbers from 0 to 255.")
    return array.astype(np.uint8)


@app.function
def sheet(alt, title, tiles, words, columns, *, width=4.6, tall=None, group=1, lines=1, marked=()):
    """Photos in rows, each in a square place; `words` stand below each, or below each group of several.

    Tile numbers in `marked` have a frame.
    """
    gap, below = 0.1, 0.1 + 0.17 * lines * columns / width
    rows = -(-len(tiles) // columns)
    tall = tall or max(tile.shape[0] / max(tile.shape[:2]) for tile in tiles)  # of a place; its width is 1
    wide, high = columns + gap * (columns // group - 1), rows * (tall + below)
    figure, axes = charts.image_chart(alt, title, (width, width * high / wide + 0.45))
    for number, tile in enumerate(tiles):
        row, column = divmod(number, columns)
        x, y = column + gap * (column // group), row * (tall + below)
        across, down = np.array(tile.shape[1::-1]) / max(tile.shape[:2]) * 0.97
        left, top = x + (1 - across) / 2, y + (tall - down) / 2
        grey = {"cmap": "gray", "vmin": 0, "vmax": 255} if tile.ndim == 2 else {}
        axes.imshow(tile, extent=(left, left + across, top + down, top), interpolation="antialiased", **grey)
        if number in marked:
            axes.add_patch(frame((left, top), across, down))
        if number % group == group - 1:
            colour = charts.RED if number in marked else charts.INK
            text = words[number // group]
            axes.text(
                x + 1 - group / 2,
                y + tall + 0.02,
                text,
                fontsize=9.5,
                color=colour,
                ha="center",
                va="top",
                linespacing=1.3,
            )
    axes.set(xlim=(0, wide), ylim=(high, 0), aspect="equal")
    return figure


@app.function
def frame(corner, across, down, colour=charts.RED):
    from matplotlib.patches import Rectangle

    return Rectangle(corner, across, down, fill=False, edgecolor=colour, linewidth=2.5)


@app.function
def short_way(path):
    with Image.open(path) as image:
        return np.array(image.convert("RGB"))


@app.function
def both_ways(mine):
    """The sixteen files, the short way and by your `load_rgb`."""
    paths = [lab.fixture("troublesome") / name for name in TROUBLE.values()]
    return [short_way(path) for path in paths], [photo_of("load_rgb", mine.load_rgb(path)) for path in paths]


@app.function
def differing(mine):
    """Which of the sixteen are not the same; a step or two of rounding do not count."""

    def same(one, other):
        return one.shape == other.shape and np.abs(one.astype(int) - other).mean() < 3

    return [number for number, (one, other) in enumerate(zip(*both_ways(mine), strict=True)) if not same(one, other)]


@app.function
def draw_trouble(mine):
    naive, yours = both_ways(mine)
    wrong = differing(mine)
    names = list(TROUBLE)
    listed = ", ".join(names[i] for i in wrong) or "none"
    return [
        sheet(
            f"Sixteen small photos as the short way shows them. Other than yours, and framed: {listed}.",
            f"The short way: {len(wrong)} are other than yours",
            naive,
            names,
            4,
            tall=1,
            marked=wrong,
        ),
        sheet("The same sixteen photos by your load_rgb.", "Your load_rgb", yours, names, 4, tall=1),
    ]


@app.cell
def broken_text():
    mo.md("""
    **And the broken ones?** Four other files in that folder cannot be read: half a JPEG, half a PNG, a text that is
    called `moose.jpg`, and an empty `lemur.png`.
    """)
    return


@app.cell
def broken_question():
    half = lab.ask(
        "`koala_half.jpg` is the first half of a file. Who notices?",
        ["Image.open(path)", "Image.open(path).verify()", "only Image.open(path).load()"],
    )
    half
    return (half,)


@app.cell
def broken_answer(half, mine):
    mine.tell(
        half,
        right="only Image.open(path).load()",
        because="`open` reads the head of the file, and that is whole. `verify` looks for checksums, and a JPEG has "
        "none. Whoever decodes all of it comes to the end too soon.",
        measured=lambda: f"Your `is_readable` finds {len(found_broken(mine))} of the four.",
        needs=["is_readable"],
    )
    return


@app.cell
def broken(half, mine):
    mine.picture(
        lambda: [draw_noticing(mine), draw_half(), show_quarantine(mine)],
        needs=["is_readable", "quarantine"],
        shows="who notices the broken files, and what your quarantine puts aside",
        after=half,
    )
    return


@app.function
def readable(mine, name):
    got = mine.is_readable(lab.fixture("troublesome") / "animal" / name)
    if not isinstance(got, bool | np.bool_):
        raise lab.CannotDraw("is_readable", got, "What is drawn here is True or False.")
    return bool(got)


@app.function
def found_broken(mine):
    return [name for name in UNREADABLE if not readable(mine, name)]


@app.function
def says_fine(path, ask):
    """Whether Pillow, asked like this, takes the file for an image."""
    try:
        with Image.open(path) as image:
            if ask != "open":
                getattr(image, ask)()
    except (OSError, SyntaxError):
        return False
    return True


@app.function
def draw_noticing(mine):
    names = (*UNREADABLE, "narwhal.jpg", "cat.JPG")
    asked = ("open", "verify", "load")
    fine = [
        [*(says_fine(lab.fixture("troublesome") / "animal" / name, ask) for ask in asked), readable(mine, name)]
        for name in names
    ]
    found = sum(not row[-1] for row in fine[: len(UNREADABLE)])
    who = (*asked, "yours")
    listed = "; ".join(
        f"{name}: {', '.join(one for one, good in zip(who, row, strict=True) if not good) or 'nobody'}"
        for name, row in zip(names, fine, strict=True)
    )
    figure, axes = charts.chart(f"Who notices a broken file. {listed}.", f"Yours finds {found} of 4 broken files")
    for y, (name, row) in enumerate(zip(names, fine, strict=True)):
        axes.text(-0.62, y, name, ha="right", va="center", fontsize=10)
        for x, good in enumerate(row):
            text, back, colour = ("fine", "#f3f5f6", charts.GREY) if good else ("broken", "#fbe3d2", charts.RED)
            box = {"boxstyle": "round,pad=0.35", "facecolor": back, "edgecolor": "none"}
            axes.text(x, y, text, ha="center", va="center", fontsize=10, color=colour, bbox=box)
    for x, one in enumerate(who):
        axes.text(x, -0.85, one, ha="center", va="center", fontsize=10, weight="bold")
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[], xlim=(-2.6, 3.5), ylim=(5.6, -1.2))
    return figure


@app.function
def draw_half():
    """Half a JPEG with the mark of its end put behind it: what somebody gets who does not want to know."""
    data = lab.fixture("troublesome/animal/koala_half.jpg").read_bytes()
    with Image.open(io.BytesIO(data + b"\xff\xd9")) as image:
        pixels = np.array(image.convert("RGB"))
    alt = "The upper part of a photo of a koala; everything below is plain grey."
    figure, axes = charts.image_chart(alt, "Ignored, it looks like this", (3.0, 3.6))
    axes.imshow(pixels)
    return figure


@app.function
def show_quarantine(mine):
    with scratch() as folder:
        root, aside = folder / "photos", folder / "aside"
        shutil.copytree(lab.fixture("troublesome"), root)
        before = count(root)
        moved = paths_of("quarantine", mine.quarantine(root, aside))
        rows = [
            [
                path.relative_to(aside).as_posix() if path.is_relative_to(aside) else path.name,
                f"{path.stat().st_size:,}" if path.is_file() else "lost",
            ]
            for path in moved[:10]
        ]
        left, there = count(root), count(aside)
        again = len(paths_of("quarantine", mine.quarantine(root, aside)))
    lost = before - left - there
    say = f"{len(moved)} of {before} files put aside, {left} stay, {lost} lost. Run again: {again} more."
    return f"<p><b>Your quarantine</b></p><p>{say}</p>{charts.table(['in the folder aside', 'bytes'], rows)}"


@app.function
def count(folder):
    return sum(path.is_file() for path in folder.rglob("*"))


@app.function
def paths_of(task, got):
    got = got.tolist() if isinstance(got, np.ndarray) else got
    if not isinstance(got, list | tuple) or not all(isinstance(one, str | Path) for one in got):
        raise lab.CannotDraw(task, got, "What is drawn here is a list of paths.")
    return [Path(one) for one in got]


# ---- 2: pixels under a magnifier ----


@app.cell
def pixels_text():
    mo.md("""
    ## 2 · Pixels under a magnifier

    Come closer, until you see what the computer sees: numbers, three for each pixel. A channel is all the red numbers
    of a picture, or all the green, or all the blue ones; by itself it is a grey picture.
    """)
    return


@app.cell
def pixels_question():
    feathers = lab.ask(
        "The macaw is scarlet. How do its red feathers look in the *blue* channel?", ["bright", "dark", "middling grey"]
    )
    feathers
    return (feathers,)


@app.cell
def pixels_answer(feathers, mine):
    mine.tell(
        feathers,
        right="dark",
        because="Scarlet is a lot of red and hardly any blue. White is bright in all three channels, black is "
        "dark in all three.",
        measured=lambda: say_feathers(mine),
        needs=["load_rgb"],
    )
    return


@app.function
def say_feathers(mine):
    means = magnified(mine, "macaw", 8)[3].mean(axis=(0, 1))
    return "8 × 8 pixels of them, by your `load_rgb`: red {:.0f}, green {:.0f}, blue {:.0f} on average.".format(*means)


@app.cell
def zoom_control():
    across = lab.slider("pixels across", [4, 8, 16, 32, 128], 128)
    across
    return (across,)


@app.cell
def spot_control():
    spot = lab.choice("photo", list(SPOTS))
    spot
    return (spot,)


@app.cell
def pixels(across, feathers, mine, spot):
    mine.picture(
        lambda: ([draw(mine, spot.value, across.value) for draw in (draw_spot, draw_patch, draw_channels)]),
        needs=["describe", "load_rgb"],
        shows="a photo, a piece of it under the magnifier, and its three channels",
        after=feathers,
    )
    return


@app.function
def magnified(mine, name, across):
    """The photo, where the magnifier lies (top, left), and what is under it."""
    stem, row, column = SPOTS[name]
    path = lab.fixture(f"photos/animal/{stem}.jpg")
    photo = photo_of("load_rgb", mine.load_rgb(path))
    height, width = np.array(opened(path)).shape[:2]
    if photo.shape[:2] != (height, width):
        raise lab.CannotDraw("load_rgb", photo, f"This photo has {height} rows of {width} pixels.")
    top, left = min(max(row - across // 2, 0), height - across), min(max(column - across // 2, 0), width - across)
    return photo, top, left, photo[top : top + across, left : left + across]


@app.function
def draw_spot(mine, name, across):
    photo, top, left, _ = magnified(mine, name, across)
    facts = mine.describe(lab.fixture(f"photos/animal/{SPOTS[name][0]}.jpg"))
    width, height, channels = (
        int(lab.number("describe", lab.entry("describe", facts, key))) for key in ("width", "height", "channels")
    )
    alt = f"The photo of a {name}, with a frame around {across} by {across} pixels."
    title = f"{height}{MID}{width}{MID}{channels} = {height * width * channels:,} numbers"
    figure, axes = charts.image_chart(alt, title, (4.2, 3.4))
    axes.imshow(photo)
    for colour, more in (("white", 4), (charts.INK, 1.5)):
        square = frame((left - 0.5, top - 0.5), across, across, colour)
        square.set_linewidth(more)
        axes.add_patch(square)
    return figure


@app.function
def draw_patch(mine, name, across):
    patch = magnified(mine, name, across)[3]
    means = patch.mean(axis=(0, 1))
    alt = f"{across} by {across} pixels; on average red {means[0]:.0f}, green {means[1]:.0f}, blue {means[2]:.0f}."
    figure, axes = charts.image_chart(alt, f"{across}{MID}{across} pixels", (4.2, 4.5))
    axes.imshow(patch, interpolation="nearest")
    if across <= 8:
        for (row, column), light in np.ndenumerate(patch @ [0.3, 0.6, 0.1]):
            text = "\n".join(map(str, patch[row, column]))
            colour = "white" if light < 128 else charts.INK
            axes.text(
                column, row, text, ha="center", va="center", fontsize=88 / across - 3, color=colour, linespacing=1.1
            )
    return figure


@app.function
def draw_channels(mine, name, across):
    patch = magnified(mine, name, across)[3]
    means = patch.mean(axis=(0, 1))
    words = [f"{colour}: {mean:.0f}" for colour, mean in zip(("red", "green", "blue"), means, strict=True)]
    alt = f"The three channels as grey pictures. On average: {', '.join(words)}."
    return sheet(alt, "The three channels, and their means", [patch[..., c] for c in range(3)], words, 3, width=5.2)


# ---- 3: how even is it? ----


@app.cell
def even_text():
    mo.md("""
    ## 3 · How even is it?

    The 165 photos of four classes, counted by your `count_by_class`. The slider takes fish away, as if nobody had found
    more of them. Your `class_weights` says how much each photo has to count, so that the classes count the same.
    """)
    return


@app.cell
def even_question():
    seven = lab.ask(
        "Only 7 fish are left beside the 70 buildings. One fish then counts as much as how many buildings?",
        ["as 2", "as 10", "as 63"],
    )
    seven
    return (seven,)


@app.cell
def even_answer(seven, mine):
    mine.tell(
        seven,
        right="as 10",
        because="70 buildings at one each weigh as much as 7 fish at ten each. The difference, 63 photos, does not "
        "matter; the ratio does.",
        measured=lambda: say_weights(mine),
        needs=["class_weights"],
    )
    return


@app.function
def say_weights(mine):
    weights = lab.numbers("class_weights", mine.class_weights([label for _, label in with_fish(7)], 4), 4)
    return f"Your `class_weights` gives a fish {weights[2]:.3f} and a building {weights[1]:.3f}."


@app.cell
def even_control():
    fish = lab.slider("fish that are left", [0, 1, 3, 7, 14, 21, 28], 28)
    fish
    return (fish,)


@app.cell
def even(fish, mine, seven):
    mine.picture(
        lambda: [draw_counts(mine, fish.value), draw_weights(mine, fish.value)],
        needs=["count_by_class", "imbalance_ratio", "class_weights"],
        shows="how many photos each class has, and how much one of them has to count",
        after=seven,
    )
    return


@app.function
def with_fish(many):
    """The 165 photos, with so many of the fish left."""
    fish = [sample for sample in samples() if sample[1] == 2]
    return [sample for sample in samples() if sample[1] != 2 or sample in fish[:many]]


@app.function
def counted(mine, fish):
    counts = mine.count_by_class(with_fish(fish), list(CLASSES))
    return [lab.number("count_by_class", lab.entry("count_by_class", counts, name)) for name in CLASSES]


@app.function
def draw_counts(mine, fish):
    counts = counted(mine, fish)
    named = {name: int(number) for name, number in zip(CLASSES, counts, strict=True)}
    ratio = lab.number("imbalance_ratio", mine.imbalance_ratio(named), finite=False)
    title = f"The largest is {ratio:.3g} times the smallest" if np.isfinite(ratio) else "The ratio is infinite"
    listed = ", ".join(f"{name} {number}" for name, number in named.items())
    figure, axes = charts.chart(f"Photos in each class: {listed}. {title}.", title, "", "photos")
    bars = axes.bar(CLASSES, counts, color=COLOURS)
    axes.bar_label(bars, [f"{number:g}" for number in counts], padding=2)
    axes.grid(axis="x", visible=False)
    axes.set(ylim=(0, 80))
    return figure


@app.function
def draw_weights(mine, fish):
    counts = counted(mine, fish)
    labels = [label for _, label in with_fish(fish)]
    weights = lab.numbers("class_weights", mine.class_weights(labels, 4), 4)
    listed = ", ".join(f"{name} {weight:.3f}" for name, weight in zip(CLASSES, weights, strict=True))
    figure, axes = charts.chart(
        f"The weight of one photo of each class: {listed}.",
        f"One fish counts {charts.short(weights[2])}" + ("" if fish else ": there is none"),
        "photos times weight: what the class weighs together",
        "weight of one photo",
    )
    bars = axes.bar(CLASSES, weights, color=COLOURS)
    axes.bar_label(bars, [f"{weight:.3g}" for weight in weights], padding=2)
    together = [f"{name}\n{number * weight:.4g}" for name, number, weight in zip(CLASSES, counts, weights, strict=True)]
    axes.set_xticks(range(4), together)
    axes.grid(axis="x", visible=False)
    axes.set(ylim=(0, max(2.0, 1.15 * weights.max())))
    return figure


# ---- 4: three parts ----


@app.cell
def split_text():
    mo.md("""
    ## 4 · Three parts

    Each dot is a photo, in the part that your split gave it: 70 % to learn from, 15 % to choose by, 15 % to test with.
    Ten buildings and animals have **two** photos, three of these pairs are the very same picture. `split_samples`
    deals out photo by photo; `split_by_group` is told what belongs together.
    """)
    return


@app.cell
def split_question():
    torn = lab.ask(
        f"Photo by photo, with {SEEDS} different seeds: in how many of the splits are the two photos of some pair torn "
        "apart?",
        ["in two or three", "in about half", "in nearly all"],
    )
    torn
    return (torn,)


@app.cell
def split_answer(mine, torn):
    mine.tell(
        torn,
        right="in nearly all",
        because="One pair stays together in about half of the splits. All ten of them at once: hardly ever. A shuffle "
        "knows nothing of pairs.",
        measured=lambda: say_torn(mine),
        needs=["split_samples", "split_by_group"],
    )
    return


@app.function
def say_torn(mine):
    one = sum(bool(torn_pairs(dealt(mine, "split_samples", seed))) for seed in range(SEEDS))
    other = sum(bool(torn_pairs(dealt(mine, "split_by_group", seed))) for seed in range(SEEDS))
    return f"Of {SEEDS} splits of yours: {one} by `split_samples`, {other} by `split_by_group`."


@app.cell
def seed_control():
    seed = lab.slider("seed", list(range(6)), 0)
    seed
    return (seed,)


@app.cell
def split(mine, seed, torn):
    mine.picture(
        lambda: [
            draw_parts(mine, "split_samples", seed.value),
            draw_parts(mine, "split_by_group", seed.value),
            draw_seeds(mine, seed.value),
        ],
        needs=["split_samples", "split_by_group"],
        shows="both splits as dots, and which pairs they tear apart",
        after=torn,
    )
    return


@app.function
def dealt(mine, task, seed):
    """The part of each photo by its number, 0 to 2; -1 for one that is in no part."""

    def deal():
        if task == "split_samples":
            got = mine.split_samples(samples(), (0.7, 0.15, 0.15), seed)
        else:
            got = mine.split_by_group(samples(), subject, (0.7, 0.15, 0.15), seed)
        number_of = {path: number for number, (path, _) in enumerate(samples())}
        places = np.full(len(samples()), -1)
        for place, part in enumerate(PARTS):
            photos = lab.entry(task, got, part)
            if not isinstance(photos, list | tuple):
                raise lab.CannotDraw(task, got, f"What is drawn here has a list of photos under {part!r}.")
            for one in photos:
                path, _ = lab.parts(task, one, 2)
                if not isinstance(path, str | Path) or Path(path) not in number_of:
                    raise lab.CannotDraw(task, one, "That is none of the photos that it was given.")
                places[number_of[Path(path)]] = place
        return places

    return kept(mine, (task, seed), deal)


@app.function
def torn_pairs(places):
    return [(one, other) for one, other in pairs_of_subjects() if places[one] != places[other]]


@app.function
def draw_parts(mine, task, seed):
    places = dealt(mine, task, seed)
    torn = torn_pairs(places)
    lost = int((places < 0).sum())
    how = "Photo by photo" if task == "split_samples" else "By subject"
    title = f"{how}: {len(torn) or 'none'} of 10 pairs torn" + (f", {lost} photos lost" if lost else "")
    sizes = [int((places == place).sum()) for place in range(3)]
    alt = f"{how}, seed {seed}: {sizes[0]} photos in train, {sizes[1]} in val, {sizes[2]} in test. Torn: {len(torn)}."
    figure, axes = charts.chart(alt, title, size=(5.2, 4.0))
    at = np.zeros((len(places), 2))
    for place, columns in enumerate((12, 5, 5)):
        for number, who in enumerate(np.flatnonzero(places == place)):
            at[who] = (0, 14.5, 22)[place] + number % columns, number // columns
    for label, colour in enumerate(COLOURS):
        here = [i for i, (_, one) in enumerate(samples()) if one == label and places[i] >= 0]
        axes.plot(*at[here].T, "o", color=colour, markersize=6.5, alpha=0.85)
        axes.text(14.0, 8.6 - 0.9 * label, f"● {CLASSES[label]}", color=colour, fontsize=10, va="center")
    for one, other in pairs_of_subjects():
        apart = (one, other) in torn
        if min(places[one], places[other]) >= 0:
            colour = charts.RED if apart else charts.INK
            axes.plot(*at[[one, other]].T, "-", color=colour, linewidth=1.6 if apart else 1, alpha=0.9)
            axes.plot(*at[[one, other]].T, "o", color=colour, markersize=9, fillstyle="none", markeredgewidth=1.5)
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set(xlim=(-0.8, 26.8), ylim=(-1, max(10.2, at[:, 1].max() + 1)), yticks=[])
    axes.set_xticks([5.5, 16.5, 24], [f"{part}: {size}" for part, size in zip(PARTS, sizes, strict=True)])
    axes.tick_params(length=0)
    return figure


@app.function
def draw_seeds(mine, seed):
    one, other = (
        [len(torn_pairs(dealt(mine, task, number))) for number in range(SEEDS)]
        for task in ("split_samples", "split_by_group")
    )
    alt = f"Torn pairs for {SEEDS} seeds: photo by photo {one}, by subject {other}."
    title = f"{SEEDS} seeds: {np.mean(one):.1f} pairs torn on average, or {np.mean(other):.1f}"
    figure, axes = charts.chart(alt, title, "seed", "pairs torn apart")
    axes.bar(range(SEEDS), one, color=[charts.RED if number == seed else "#f0b48c" for number in range(SEEDS)])
    axes.plot(range(SEEDS), other, "o", color=charts.GREEN)
    axes.text(0.0, 9.6, "bars: photo by photo", color=charts.RED, fontsize=10, va="center")
    axes.text(0.0, 8.9, "● by subject", color=charts.GREEN, fontsize=10, va="center")
    axes.grid(axis="x", visible=False)
    axes.set(ylim=(-0.4, 10.4), xticks=range(0, SEEDS, 5))
    return figure


@app.cell
def leaks_text():
    mo.md("""
    **What leaks.** Now as if nobody had told you about the pairs: your `leaks` compares the buildings in the
    training part with those in the other two, by what is to be seen in them.
    """)
    return


@app.cell
def leaking(mine, seed, torn):
    mine.picture(
        lambda: [draw_leaks(mine, "split_samples", seed.value), draw_leaks(mine, "split_by_group", seed.value)],
        needs=["split_samples", "split_by_group", "leaks"],
        shows="the buildings that are in the training part and in another one as well",
        after=torn,
    )
    return


@app.function
def draw_leaks(mine, task, seed):
    places = dealt(mine, task, seed)
    train, rest = (
        [
            path
            for (path, label), place in zip(samples(), places, strict=True)
            if label == BUILDING and place >= 0 and (place == 0) == wanted
        ]
        for wanted in (True, False)
    )
    part = {path: PARTS[place] for (path, _), place in zip(samples(), places, strict=True)}
    found = pairs_in("leaks", mine.leaks(train, rest), part)
    how = "photo by photo" if task == "split_samples" else "by subject"
    title = f"Split {how}: " + ("nothing leaks", "1 pair leaks", f"{len(found)} pairs leak")[min(len(found), 2)]
    if not found:
        return f"<p><b>{title}.</b></p><p>With seed {seed}, no building is in training and in another part as well.</p>"
    words = [f"{part[one]} | {part[other]}: {subject(one)}" for one, other in found]
    tiles = [np.array(opened(path)) for pair in found[:4] for path in pair]
    return sheet(f"{title}: {', '.join(words)}.", title, tiles, words, 2, group=2, width=3.6)


@app.function
def pairs_in(task, got, known):
    """What `task` returned, as pairs of the paths in `known`."""
    if not isinstance(got, list | tuple):
        raise lab.CannotDraw(task, got, "What is drawn here is a list of pairs.")
    found = [tuple(paths_of(task, lab.parts(task, pair, 2))) for pair in got]
    for path in (path for pair in found for path in pair):
        if path not in known:
            raise lab.CannotDraw(task, path, "That is none of the photos that it was given.")
    return found


# ---- 5: the same photo twice ----


@app.cell
def hash_text():
    mo.md("""
    ## 5 · The same photo twice

    The fingerprint of a photo, by your `difference_hash`: a light square where a pixel is brighter than its left
    neighbour, in eight rows of eight. Change the photo, and see which of the 64 squares change.
    """)
    return


@app.cell
def hash_question():
    survives = lab.ask(
        "Which of these changes does the fingerprint *not* survive?",
        ["half as large", "JPEG quality 40", "30 % darker", "mirrored"],
    )
    survives
    return (survives,)


@app.cell
def hash_answer(mine, survives):
    mine.tell(
        survives,
        right="mirrored",
        because="Size, encoding and light leave the order of bright and dark alone. Mirrored, every left neighbour is "
        "a right one: to the hash that is a stranger. The same goes for a photo on its side.",
        measured=lambda: say_changes(mine),
        needs=["difference_hash"],
    )
    return


@app.function
def say_changes(mine):
    before = fingerprint(mine, changed("as it is"))
    far = [(name, (before ^ fingerprint(mine, changed(name))).bit_count()) for name in CHANGES]
    return f"Bits that differ, by your `difference_hash`: {', '.join(f'{name} {bits}' for name, bits in far)}."


@app.cell
def change_control():
    change = lab.choice("change", list(CHANGES), "30 % darker")
    change
    return (change,)


@app.cell
def hashes(change, mine, survives):
    mine.picture(
        lambda: [draw_fingerprint(mine, "as it is"), draw_fingerprint(mine, change.value)],
        needs=["difference_hash"],
        shows="a photo and its fingerprint, and both after a change",
        after=survives,
    )
    return


@app.cell
def twins_text():
    mo.md("""
    Now all 196 photos of the course, which makes 19,110 pairs. Which of them your `near_duplicates` calls the same
    depends on how many bits may differ.
    """)
    return


@app.cell
def twins_question():
    threshold = lab.ask(
        "Copies are 0 to 4 bits apart. And two photos that have nothing to do with each other, mostly?",
        ["5 to 15 bits", "24 to 40 bits", "60 to 64 bits"],
    )
    threshold
    return (threshold,)


@app.cell
def twins_answer(mine, threshold):
    mine.tell(
        threshold,
        right="24 to 40 bits",
        because="Between strangers each bit is a coin, so about half of the 64 agree. Few pairs come closer by chance: "
        "with at most 4 bits there are three, all of them true copies. With 20 it is hundreds, and nearly all of them "
        "are strangers.",
        measured=lambda: say_twins(mine),
        needs=["near_duplicates"],
    )
    return


@app.function
def say_twins(mine):
    found = [len(twins(mine, bits)) for bits in (4, 10, 20)]
    return "Your `near_duplicates` finds {} pairs for 4 bits, {} for 10, {} for 20.".format(*found)


@app.cell
def twins_control():
    distance = lab.slider("`max_distance`, bits that may differ", [0, 4, 10, 11, 12, 13, 16, 20], 4)
    distance
    return (distance,)


@app.cell
def duplicates(distance, mine, threshold):
    mine.picture(
        lambda: [draw_twins(mine, distance.value), draw_distances(mine, distance.value)],
        needs=["difference_hash", "near_duplicates"],
        shows="the pairs that your search finds, side by side, and all distances",
        after=threshold,
    )
    return


@app.function
def changed(name):
    image = opened(lab.fixture("photos/animal/kingfisher.jpg"))
    return image if name == "as it is" else CHANGES[name](image)


@app.function
def fingerprint(mine, image):
    got = mine.difference_hash(image)
    if not isinstance(got, int | np.integer) or not 0 <= int(got) < 2**64:
        raise lab.CannotDraw("difference_hash", got, "What is drawn here is a whole number of 64 bits.")
    return int(got)


@app.function
def squares(bits):
    """64 bits as eight rows of eight, the most significant first."""
    return np.array([bits >> 63 - place & 1 for place in range(64)]).reshape(8, 8)


@app.function
def draw_fingerprint(mine, name):
    image = changed(name)
    before, bits = fingerprint(mine, changed("as it is")), fingerprint(mine, image)
    differ = (before ^ bits).bit_count()
    title = "As it is" if name == "as it is" else f"{name[0].upper()}{name[1:]}: {differ} of 64 bits differ"
    figure, axes = charts.image_chart(
        f"A kingfisher, {name}, and its fingerprint as 64 squares. {title}.", title, (4.8, 2.5)
    )
    pixels = np.array(image)
    height, width = pixels.shape[0] / max(pixels.shape), pixels.shape[1] / max(pixels.shape)
    axes.imshow(pixels, extent=(0.6 - width / 2, 0.6 + width / 2, 0.5 + height / 2, 0.5 - height / 2))
    axes.imshow(squares(bits), extent=(1.25, 2.25, 1, 0), cmap="gray", vmin=-0.4, vmax=1.15, interpolation="nearest")
    for row, column in np.argwhere(squares(before ^ bits)):
        axes.add_patch(frame((1.25 + column / 8, row / 8), 1 / 8, 1 / 8))
    axes.set(xlim=(0.08, 2.28), ylim=(1.02, -0.02), aspect="equal")
    return figure


@app.function
def twins(mine, bits):
    return pairs_in("near_duplicates", mine.near_duplicates(all_photos(), bits), set(all_photos()))


@app.function
def fingerprints(mine):
    return kept(mine, "hashes", lambda: {path: fingerprint(mine, opened(path)) for path in all_photos()})


@app.function
def both(one, other):
    if subject(one) == subject(other):
        return f"{subject(one)}, twice"
    return ", ".join(path.stem if len(path.stem) < 17 else f"{path.stem[:15]}…" for path in (one, other))


@app.function
def draw_twins(mine, bits):
    known = fingerprints(mine)
    found = sorted((((known[one] ^ known[other]).bit_count(), one, other) for one, other in twins(mine, bits)))
    if not found:
        return "<p><b>No pair.</b></p>"
    words = [f"{far} bits: {both(one, other)}" for far, one, other in found[:6]]
    tiles = [np.array(opened(path)) for _, one, other in found[:6] for path in (one, other)]
    title = f"{len(found)} pairs" + (", the six nearest of them" if len(found) > 6 else "")
    return sheet(f"{len(found)} pairs: {'; '.join(words)}.", title, tiles, words, 4, group=2, width=5.2)


@app.function
def draw_distances(mine, bits):
    known = list(fingerprints(mine).values())
    far = [(one ^ other).bit_count() for number, one in enumerate(known) for other in known[:number]]
    counts = np.bincount(far, minlength=65)
    within = int(counts[: bits + 1].sum())
    alt = f"How far apart the fingerprints of {len(far):,} pairs are: most 24 to 40 bits. Within {bits}: {within}."
    figure, axes = charts.chart(alt, f"{within} of {len(far):,} pairs within {bits} bits", "bits that differ", "pairs")
    axes.axvspan(-0.5, bits + 0.5, color="#fdf3ec", zorder=0)
    axes.bar(range(65), counts, color=[charts.RED if at <= bits else charts.PALE for at in range(65)], width=0.9)
    axes.grid(axis="x", visible=False)
    axes.set(yscale="log", ylim=(0.7, 3000), xlim=(-1, 60))
    axes.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    return figure


# ---- 6: ready for the network ----


@app.cell
def chain_text():
    mo.md("""
    ## 6 · Ready for the network

    Five steps from any photo to what a network takes, all of them yours. The mean and the standard deviation come from
    117 training photos, by your `channel_stats`.
    """)
    return


@app.cell
def chain_question():
    white = lab.ask(
        "The hammer lies on a white table. What is the mean of its numbers, once they are standardized?",
        ["0, that is what standardizing is for", "above 0", "below 0"],
    )
    white
    return (white,)


@app.cell
def chain_answer(mine, white):
    mine.tell(
        white,
        right="above 0",
        because="0 is the mean of all training photos together, and this one is brighter than most. It stays so: "
        "nobody takes its own light away from it. The dark fish lies below 0.",
        measured=lambda: say_means(mine),
        needs=["load_rgb", "center_square", "to_unit", "channel_stats", "standardize"],
    )
    return


@app.function
def say_means(mine):
    means = [steps(mine, CHAIN[name], 64)[3].mean() for name in ("a hammer", "a fish")]
    hammer, fish = (charts.short(round(float(mean), 2)) for mean in means)
    return f"By your functions: the hammer {hammer}, the fish {fish}."


@app.cell
def size_control():
    size = lab.slider("size, in pixels", [8, 16, 32, 64, 128], 64)
    size
    return (size,)


@app.cell
def chain_control():
    which = lab.choice("photo", CHAIN)
    which
    return (which,)


@app.cell
def chain(mine, size, which, white):
    mine.picture(
        lambda: [draw_chain(mine, which.value, size.value), draw_values(mine, which.value, size.value)],
        needs=["load_rgb", "center_square", "to_unit", "channel_stats", "standardize"],
        shows="a photo on its way to the network, step by step, and its numbers at the end",
        after=white,
    )
    return


@app.function
def stats(mine, size):
    """Mean and standard deviation of 117 training photos: seven of every ten."""

    def measure():
        paths = [path for number, (path, _) in enumerate(samples()) if number % 10 < 7]
        images = [mine.to_unit(squared(mine, np.array(opened(path)), size)) for path in paths]
        got = mine.channel_stats(images)
        mean, std = lab.parts("channel_stats", list(got) if isinstance(got, np.ndarray) and got.ndim else got, 2)
        return lab.numbers("channel_stats", mean, 3), lab.numbers("channel_stats", std, 3)

    return kept(mine, ("stats", size), measure)


@app.function
def squared(mine, photo, size):
    square = photo_of("center_square", mine.center_square(photo, size))
    if square.shape != (size, size, 3):
        raise lab.CannotDraw("center_square", square, f"What is drawn here has the shape ({size}, {size}, 3).")
    return square


@app.function
def steps(mine, name, size):
    """The photo as it is read, as a square, in units of 0 to 1, and standardized."""
    photo = photo_of("load_rgb", mine.load_rgb(lab.fixture(f"photos/{name}")))
    square = squared(mine, photo, size)
    unit = lab.numbers("to_unit", mine.to_unit(square), size, size, 3).astype(np.float32)
    mean, std = stats(mine, size)
    return photo, square, unit, lab.numbers("standardize", mine.standardize(unit, mean, std), size, size, 3)


@app.function
def shown(standard):
    """Standardized numbers as a picture: -2.5 is black, 2.5 is white."""
    return (255 * np.clip(standard / 5 + 0.5, 0, 1)).astype(np.uint8)


@app.function
def draw_chain(mine, name, size):
    photo, square, unit, standard = steps(mine, name, size)
    tiles = [photo, square, (255 * np.clip(unit, 0, 1)).astype(np.uint8), shown(standard)]
    names = ("load_rgb", "center_square", "to_unit", "standardize")
    words = [
        f"{task}\n{MID.join(map(str, numbers.shape))}\n{charts.short(numbers.min())} to {charts.short(numbers.max())}"
        for task, numbers in zip(names, (photo, square, unit.round(2), standard.round(2)), strict=True)
    ]
    alt = f"A photo in four steps: {'; '.join(text.replace(chr(10), ', ') for text in words)}."
    return sheet(alt, f"{size * size * 3:,} numbers in the end", tiles, words, 4, lines=3, width=5.2)


@app.function
def draw_values(mine, name, size):
    standard = steps(mine, name, size)[3]
    means = standard.mean(axis=(0, 1))
    listed = ", ".join(f"{mean:.2f}" for mean in means)
    alt = f"How often each standardized number occurs, in red, green and blue. Their means: {listed}."
    figure, axes = charts.chart(
        alt, f"Mean of red, green, blue: {listed}".replace("-", "−"), "standardized", "of the pixels"
    )
    edges = np.linspace(-3, 3, 31)
    for channel, (word, colour) in enumerate((("red", charts.RED), ("green", charts.GREEN), ("blue", charts.BLUE))):
        share, _ = np.histogram(np.clip(standard[..., channel], -2.99, 2.99), edges)
        share = share / size**2
        axes.stairs(share, edges, color=colour, linewidth=2)
        axes.text(
            0.02, 0.97 - 0.08 * channel, f"― {word}", color=colour, fontsize=10, va="top", transform=axes.transAxes
        )
    axes.axvline(0, color=charts.INK, linewidth=1)
    axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    axes.set(xlim=(-3, 3))
    return figure


@app.cell
def batch_text():
    mo.md("""
    **The last step.** Four photos, (4, H, W, 3), become one batch, (4, 3, H, W): for each photo a whole red plane, a
    whole green one, a whole blue one. `transpose` changes the order of the axes; `reshape` only deals the numbers out
    anew. Both give the same shape.
    """)
    return


@app.cell
def batch_question():
    place = lab.ask(
        "After `reshape` instead of `transpose`: how many of the numbers are where they belong?",
        ["all, only their order differs", "a third", "hardly any"],
    )
    place
    return (place,)


@app.cell
def batch_answer(mine, place):
    mine.tell(
        place,
        right="hardly any",
        because="It is the same numbers, the same shape, and no error. A network would be shown confetti, learn a "
        "little from it, and nothing would ever say so.",
        measured=lambda: f"Of your `to_batch`, {100 * in_place(mine, 64, True):.3g} % are in their place.",
        needs=["load_rgb", "center_square", "to_unit", "channel_stats", "standardize", "to_batch"],
    )
    return


@app.cell
def batch_control():
    how = lab.choice("packed by", {"your to_batch": True, "reshape": False})
    how
    return (how,)


@app.cell
def batch(how, mine, place, size):
    mine.picture(
        lambda: draw_batch(mine, size.value, how.value),
        needs=["load_rgb", "center_square", "to_unit", "channel_stats", "standardize", "to_batch"],
        shows="the twelve planes of a batch of four photos",
        after=place,
    )
    return


@app.function
def packed(mine, size, yours):
    """Four photos as a batch, and as it should be."""
    names = [*CHAIN.values(), "building/empire_state.jpg", "animal/scarlet_macaw.jpg"]
    images = [steps(mine, name, size)[3].astype(np.float32) for name in names]
    right = np.stack(images).transpose(0, 3, 1, 2)
    if not yours:
        return np.stack(images).reshape(right.shape), right
    return lab.numbers("to_batch", mine.to_batch(images), *right.shape), right


@app.function
def in_place(mine, size, yours):
    batch, right = packed(mine, size, yours)
    if yours:
        return float(np.mean(np.isclose(batch, right, atol=1e-6)))
    order = np.arange(batch.size).reshape(4, size, size, 3)  # white tables look alike: so by place, not by value
    return float(np.mean(order.reshape(batch.shape) == order.transpose(0, 3, 1, 2)))


@app.function
def draw_batch(mine, size, yours):
    batch, _ = packed(mine, size, yours)
    share = in_place(mine, size, yours)
    title = f"(4, 3, {size}, {size}): {100 * share:.3g} % in their place"
    tiles = [shown(batch[number, channel]) for channel in range(3) for number in range(4)]
    words = [f"{colour} of photo {number}" for colour in ("red", "green", "blue") for number in range(4)]
    return sheet(f"Three planes each of four photos, as grey pictures. {title}.", title, tiles, words, 4, width=5.2)


@app.cell
def ending():
    mo.md("""
    **Now change something.** In your `to_batch`, swap two numbers of the transpose, save, and look at the planes: they
    lie on their side. No shape, no test of a shape, would have told you. Then put it back.
    """)
    return


if __name__ == "__main__":
    app.run()
