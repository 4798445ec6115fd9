import marimo

app = marimo.App(width="medium", app_title="Week 7 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import csv
    import shutil
    from functools import cache
    from pathlib import Path

    import marimo as mo
    import numpy as np
    from PIL import Image, ImageOps

    from kata.fixtures import scratch
    from labs import charts, lab

    CLASSES = ("animal", "building", "fish", "tool")
    COLOURS = (charts.BLUE, charts.ORANGE, charts.GREEN, charts.PURPLE)
    SIZE, EPOCHS = 128, 100
    CONFIG = {"architecture": "transfer"}
    PREPROCESSING = {"image_size": SIZE, "mean": [127 / 255] * 3, "std": [128 / 255] * 3}
    # What somebody gets wrong, and what the checkpoint then says.
    HANDS = {
        "as trained": {},
        "names, shortest first": {"class_names": sorted(CLASSES, key=len)},
        "pixels 0 to 1": {"preprocessing": {**PREPROCESSING, "mean": [0.0] * 3, "std": [1.0] * 3}},
        "pixels 0 to 255": {"preprocessing": {**PREPROCESSING, "mean": [0.0] * 3, "std": [1 / 255] * 3}},
        "photos of 64 pixels": {"preprocessing": {**PREPROCESSING, "image_size": 64}},
    }
    SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
    HOW = ("upright", "on its side")
    SHOWN = {
        "koala": "animal/koala.jpg",
        "hedgehog": "animal/hedgehog.jpg",
        "castle": "building/castillode_san_marcos.jpg",
        "windmill": "windmill/windmill2.jpg",
        "pillow": "other/pillow.jpg",
    }

    @cache
    def own_photos():
        """Photos that the learner put beside this lab, or into the course's top folder; those that can be read."""
        course = lab.fixture("photos").parents[1]
        found = {}
        for folder in (course / "exercises" / "week7" / "my_photos", course / "my_photos"):
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and len(found) < 6:
                    try:
                        small(str(path))
                    except Exception:  # a broken photo may raise anything
                        continue
                    found[f"mine: {path.stem[:20]}"] = str(path)
        return found

    @cache
    def small(path, side=240):
        """A photo as a person sees it, upright, at most `side` pixels long."""
        with Image.open(path) as image:
            image.draft("RGB", (2 * side, 2 * side))  # a large JPEG is decoded small
            upright = ImageOps.exif_transpose(image)
        upright.thumbnail((side, side))
        white = Image.new("RGBA", upright.size, "white")
        return np.array(Image.alpha_composite(white, upright.convert("RGBA")).convert("RGB"))

    def middles(paths, turned=False):
        """The middle of each photo as the network was trained to see it, (n, 3, SIZE, SIZE)."""
        import torch

        photos = []
        for path in paths:
            with Image.open(path) as opened:
                image = opened.convert("RGB")
            image = image.rotate(90, expand=True) if turned else image
            side = min(image.size)
            left, top = (image.width - side) // 2, (image.height - side) // 2
            box = (left, top, left + side, top + side)
            photos.append(np.array(image.resize((SIZE, SIZE), Image.Resampling.LANCZOS, box=box)))
        return (torch.from_numpy(np.stack(photos)).permute(0, 3, 1, 2).float() - 127) / 128

    def trained():
        """The network of the experiment, ready to be saved; the 57 photos it has not seen; room for its answers."""
        import torch

        from nets.architectures import build
        from nets.lite0 import load_backbone
        from nets.pictures import Pictures, split, subject_of

        torch.set_num_threads(1)
        paths = [(path, label) for label, name in enumerate(CLASSES) for path in photos_in(name)]
        labels = np.array([label for _, label in paths])
        parts = split(Pictures(labels, labels, [subject_of(path.stem) for path, _ in paths]), 0)
        model = build(CONFIG, len(CLASSES))
        model.backbone = load_backbone()
        with torch.no_grad():
            chosen = [parts.train[start : start + 16] for start in range(0, len(parts.train), 16)]
            features = torch.cat([model.backbone(middles([paths[i][0] for i in batch])) for batch in chosen])
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model.head = torch.nn.Linear(features.shape[1], len(CLASSES))
        optimizer = torch.optim.Adam(model.head.parameters(), lr=0.1 / features.shape[1] ** 0.5)
        for _ in range(EPOCHS):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model.head(features), torch.tensor(labels[parts.train])).backward()
            optimizer.step()
        return model.eval(), [paths[i][0] for i in parts.held_out], {}

    def photos_in(kind):
        return sorted(lab.fixture(f"photos/{kind}").glob("*.jpg"))

    def answers(ready, turned):
        """What the network says to the 57 photos, upright or on their side: the names of classes."""
        import torch

        model, held_out, known = ready
        if turned not in known:
            with torch.no_grad():
                known[turned] = [CLASSES[i] for i in model(middles(held_out, turned)).argmax(1).tolist()]
        return known[turned]

    def kept(mine, key, work):
        """What `work` makes, once for these functions of the learner's: until a file is saved."""
        known = vars(mine).setdefault("kept", {})
        if key not in known:
            known[key] = work()
        return known[key]


@app.cell
def saving():
    saved = lab.saved("week7")
    return (saved,)


@app.cell
def loading(saved):
    saved()
    mine = lab.mine("week7")
    return (mine,)


@app.cell
def title():
    mo.md("""
    # Week 7 · The lab

    A network that knows animals, buildings, fish and tools, trained just now, on 108 of the course's photos. Everything
    else is **your own functions**: they save it, load it, ask it, and pack it. Change one, save the file, and the
    picture follows. Where a task is not written yet, a card says which.
    """)
    return


# ---- 1: a photo, and a few words ----


@app.cell
def photo_text():
    mo.md("""
    ## 1 · A photo, and a few words

    Your `save_checkpoint` and `load_checkpoint` have passed the network through a file. Now your `preprocess` makes a
    photo into what the network gets, and your `predict_photo` says what that is.

    **Photos of yours**: make a folder `exercises/week7/my_photos` (or `my_photos` in the course's top folder), put a
    few JPEG or PNG photos into it, and load this page again: up to six of them are among the choices. They stay on
    your computer. A page that you *export*, though, shows them to whoever opens it.
    """)
    return


@app.cell
def photo_question():
    pillow = lab.ask(
        "It has learned four kinds of things, and a pillow is none of them. What does it say to one?",
        ["that it knows no such thing", "animal, and it hesitates", "animal, and it is nearly certain"],
    )
    pillow
    return (pillow,)


@app.cell
def photo_answer(mine, pillow, ready):
    mine.tell(
        pillow,
        right="animal, and it is nearly certain",
        because="There is no fifth answer: softmax deals out one whole among four names. Of the "
        "four, the pillow is most like an animal, and that is enough for 0.99.",
        measured=lambda: say_pillow(mine, ready),
        needs=["save_checkpoint", "load_checkpoint", "predict_photo"],
    )
    return


@app.function
def say_pillow(mine, ready):
    path = lab.fixture("photos/other/pillow.jpg")
    said = ", ".join(f"{name} {share:.3f}" for name, share in guesses(mine, checkpoint(mine, ready), path, 2))
    return f"Your `predict_photo` says: {said}."


@app.cell
def photo_control():
    photo = lab.choice("photo", {**SHOWN, **own_photos()})
    photo
    return (photo,)


@app.cell
def predicting(mine, photo, pillow, ready):
    mine.picture(
        lambda: [draw_given(mine, ready, photo.value), draw_guesses(mine, ready, photo.value)],
        needs=["save_checkpoint", "load_checkpoint", "preprocess", "predict_photo"],
        shows="a photo, what the network gets of it, and what it says",
        after=pillow,
    )
    return


@app.function
def checkpoint(mine, ready):
    """The network, saved and loaded by the learner's functions."""

    def pass_through():
        model, _, _ = ready
        with scratch() as folder:
            mine.save_checkpoint(folder / "photos.safetensors", model, CONFIG, list(CLASSES), PREPROCESSING)
            got = mine.load_checkpoint(folder / "photos.safetensors")
        for key in ("state_dict", "config", "preprocessing"):
            if not isinstance(lab.entry("load_checkpoint", got, key), dict):
                raise lab.CannotDraw("load_checkpoint", got[key], f"What is needed here under {key!r} is a dict.")
        lab.number("load_checkpoint", lab.entry("load_checkpoint", got["preprocessing"], "image_size"))
        names = lab.entry("load_checkpoint", got, "class_names")
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            raise lab.CannotDraw("load_checkpoint", names, "What is needed here is a list of the class names.")
        return got

    return kept(mine, "checkpoint", pass_through)


@app.function
def guesses(mine, asked, path, k):
    """What `predict_photo` says, as pairs of a name and a number."""
    got = mine.predict_photo(asked, Path(path), k)
    if not isinstance(got, list | tuple) or not got:
        raise lab.CannotDraw("predict_photo", got, "What is drawn here is a list of names and numbers.")
    pairs = [lab.parts("predict_photo", pair, 2) for pair in got]
    return [(str(name), lab.number("predict_photo", share)) for name, share in pairs]


@app.function
def given(mine, path, preprocessing):
    """What the network gets: (3, side, side)."""
    side = int(preprocessing["image_size"])
    return lab.numbers("preprocess", mine.preprocess(Path(path), preprocessing), 1, 3, side, side)[0]


@app.function
def as_picture(numbers):
    """What the network gets as a picture: -1 is black and 1 is white, as in training; what is beyond, is cut off."""
    return (255 * np.clip(numbers.transpose(1, 2, 0) / 2 + 0.5, 0, 1)).astype(np.uint8)


@app.function
def path_of(name):
    """A choice is one of the course's photos, or the whole path of an own one."""
    return name if Path(name).is_absolute() else str(lab.fixture(f"photos/{name}"))


@app.function
def draw_given(mine, ready, name):
    tensor = given(mine, path_of(name), checkpoint(mine, ready)["preprocessing"])
    words = [
        "as a person sees it",
        f"as the network gets it\n{charts.short(tensor.min().round(2))} to {charts.short(tensor.max().round(2))}",
    ]
    tiles = [small(path_of(name)), as_picture(tensor)]
    alt = f"The photo {Path(name).stem}, and what the network gets: {words[1].replace(chr(10), ', ')}."
    return sheet(alt, Path(name).stem[:24], tiles, words, 2, lines=2, width=5.0)


@app.function
def draw_guesses(mine, ready, name):
    said = guesses(mine, checkpoint(mine, ready), path_of(name), 4)[:4]
    best, share = said[0]
    listed = ", ".join(f"{one} {number:.3f}" for one, number in said)
    figure, axes = charts.chart(
        f"What it says: {listed}.", f"It says: {best}, {share:.3f}", "probability", "", (5.0, 2.9)
    )
    colours = [COLOURS[CLASSES.index(one)] if one in CLASSES else charts.GREY for one, _ in said]
    bars = axes.barh(range(len(said)), [number for _, number in said], color=colours)
    axes.bar_label(bars, [f"{number:.3f}" for _, number in said], padding=4, fontsize=10)
    axes.set_yticks(range(len(said)), [one for one, _ in said])
    axes.grid(axis="y", visible=False)
    axes.set(xlim=(0, 1.14), ylim=(len(said) - 0.4, -0.6), xticks=[0, 0.25, 0.5, 0.75, 1])
    return figure


@app.function
def sheet(alt, title, tiles, words, columns, *, width=4.6, lines=1, marked=()):
    """Photos in rows, each in a square place with its words below; tile numbers in `marked` have a frame."""
    from matplotlib.patches import Rectangle

    gap, below = 0.08, 0.12 + 0.17 * lines * columns / width
    rows = -(-len(tiles) // columns)
    tall = max(tile.shape[0] / max(tile.shape[:2]) for tile in tiles)  # of a place; its width is 1
    wide, high = columns + gap * (columns - 1), rows * (tall + below)
    figure, axes = charts.image_chart(alt, title, (width, width * high / wide + 0.45))
    for number, (tile, text) in enumerate(zip(tiles, words, strict=True)):
        x, y = number % columns * (1 + gap), number // columns * (tall + below)
        across, down = np.array(tile.shape[1::-1]) / max(tile.shape[:2]) * 0.97
        left, top = x + (1 - across) / 2, y + tall - down
        axes.imshow(tile, extent=(left, left + across, top + down, top), interpolation="antialiased")
        colour = charts.RED if number in marked else charts.INK
        if number in marked:
            axes.add_patch(Rectangle((left, top), across, down, fill=False, edgecolor=colour, linewidth=2.5))
        axes.text(x + 0.5, y + tall + 0.03, text, fontsize=9.5, color=colour, ha="center", va="top", linespacing=1.3)
    axes.set(xlim=(0, wide), ylim=(high, 0), aspect="equal")
    return figure


# ---- 2: the same file in other hands ----


@app.cell
def hands_text():
    mo.md("""
    ## 2 · The same file in other hands

    57 photos that the network has never seen, scored by your `score_folder`. Then somebody else does the same, with the
    same file and **one** wrong assumption. To the left the koala, as the network gets it there.
    """)
    return


@app.cell
def hands_question():
    order = lab.ask(
        "A friend has the class names in another order, the shortest first. What becomes of the mean confidence?",
        ["it falls to about 1/4, as in guessing", "it falls by a few points", "nothing"],
    )
    order
    return (order,)


@app.cell
def hands_answer(mine, order, ready):
    mine.tell(
        order,
        right="nothing",
        because="The network says: the first one, and how sure it is. It knows nothing of words. So the names are "
        "wrong with full confidence; only an accuracy far below guessing gives it away.",
        measured=lambda: say_order(mine, ready),
        needs=["save_checkpoint", "load_checkpoint", "score_folder"],
    )
    return


@app.function
def say_order(mine, ready):
    said = []
    for hand in ("as trained", "names, shortest first"):
        rows = scored(mine, ready, hand)
        said.append(f"{np.mean([right(row) for row in rows]):.3f} right, {np.mean([row[2] for row in rows]):.3f} sure")
    return f"By your `score_folder`: {said[0]}; in the other order {said[1]}."


@app.cell
def hands_control():
    hand = lab.choice("the file is used", list(HANDS))
    hand
    return (hand,)


@app.cell
def hands(hand, mine, order, ready):
    mine.picture(
        lambda: [draw_koala(mine, ready, hand.value), draw_confidences(mine, ready, hand.value)],
        needs=["save_checkpoint", "load_checkpoint", "preprocess", "predict_photo", "score_folder"],
        shows="what the network gets, and how sure it is where it is right and where it is wrong",
        after=order,
    )
    return


@app.function
def in_hand(mine, ready, hand):
    return {**checkpoint(mine, ready), **HANDS[hand]}


@app.function
def scored(mine, ready, hand, strangers=False):
    """The rows of the table, (file name, label, confidence), and with strangers what `review_list` makes of it."""

    def score():
        _, held_out, _ = ready
        paths = [*held_out, *(path for kind in ("windmill", "other") for path in photos_in(kind) if strangers)]
        with scratch() as folder:
            for path in paths:
                (folder / "photos" / path.parent.name).mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / "photos" / path.parent.name)
            table = folder / "labels.csv"
            mine.score_folder(in_hand(mine, ready, hand), folder / "photos", table)
            rows = rows_of(table, {f"{path.parent.name}/{path.name}" for path in paths})
            return (rows, reviewed(mine, table, rows)) if strangers else rows

    return kept(mine, ("scored", hand, strangers), score)


@app.function
def rows_of(table, names):
    """The rows of a CSV that `score_folder` wrote about these photos."""
    if not table.is_file():
        raise lab.CannotDraw("score_folder", None, "There is no CSV after it.")
    lines = table.read_text(encoding="utf-8-sig").splitlines() or [""]
    rows = list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))
    if not rows:
        raise lab.CannotDraw("score_folder", rows, "What is drawn here is a CSV with a row for each photo.")
    for row in rows:
        if not {"filename", "label", "confidence"} <= row.keys() or row["filename"] not in names:
            raise lab.CannotDraw("score_folder", row, "A row has filename (animal/cat.jpg), label, confidence.")
    return [(row["filename"], row["label"], lab.number("score_folder", row["confidence"])) for row in rows]


@app.function
def reviewed(mine, table, rows):
    names = mine.review_list(table, len(rows))
    names = names.tolist() if isinstance(names, np.ndarray) else names
    if not isinstance(names, list | tuple) or not all(name in [row[0] for row in rows] for name in names):
        raise lab.CannotDraw("review_list", names, "What is drawn here is a list of filenames in the CSV.")
    return list(names)


@app.function
def right(row):
    return row[0].split("/")[0] == row[1]


@app.function
def draw_koala(mine, ready, hand):
    path = path_of("animal/koala.jpg")
    asked = in_hand(mine, ready, hand)
    tensor = given(mine, path, asked["preprocessing"])
    name, share = guesses(mine, asked, path, 1)[0]
    low, high = charts.short(tensor.min().round(2)), charts.short(tensor.max().round(2))
    title = f"{name} {share:.3f}"
    figure, axes = charts.image_chart(f"The koala as the network gets it, {low} to {high}. It says: {title}.", title)
    axes.imshow(as_picture(tensor), interpolation="nearest")
    axes.set_xlabel(f"numbers from {low} to {high}")
    return figure


@app.function
def draw_confidences(mine, ready, hand):
    rows = scored(mine, ready, hand)
    good, bad = ([row[2] for row in rows if right(row) == wanted] for wanted in (True, False))
    share, sure = len(good) / len(rows), float(np.mean(good + bad))
    above = sum(one > 0.9 for one in bad)
    title = f"{share:.3f} right, {sure:.3f} sure on average"
    alt = f"The file used {hand}: {title}; {len(bad)} wrong, of which {above} above 0.9."
    figure, axes = charts.chart(alt, title, "confidence", f"of {len(rows)} photos", (5.6, 3.4))
    edges = np.linspace(0.2, 1, 17)
    low, high = (np.histogram(np.clip(one, 0.2, 1), edges)[0] for one in (bad, good))
    axes.bar(edges[:-1], low, 0.045, align="edge", color=charts.RED)
    axes.bar(edges[:-1], high, 0.045, align="edge", bottom=low, color=charts.GREEN)
    axes.text(0.21, 52, f"■ right: {len(good)}", color=charts.GREEN, fontsize=11)
    axes.text(0.21, 47, f"■ wrong: {len(bad)}, above 0.9: {above}", color=charts.RED, fontsize=11)
    axes.grid(axis="x", visible=False)
    axes.set(xlim=(0.19, 1.01), ylim=(0, 57))
    return figure


# ---- 3: what a person should look at ----


@app.cell
def review_text():
    mo.md("""
    ## 3 · What a person should look at

    Now 31 strangers are among the 57 photos: windmills, cups, a pillow, things that the network has never learnt. Your
    `review_list` puts the least certain answers first. Whatever is below the threshold goes to a person; everything
    else is believed. A frame means: wrong, or there is no right name for it.
    """)
    return


@app.cell
def review_question():
    strangers = lab.ask(
        "How many of the 31 strangers get a name with a confidence above 0.9?", ["none", "about 5", "about 18"]
    )
    strangers
    return (strangers,)


@app.cell
def review_answer(mine, ready, strangers):
    mine.tell(
        strangers,
        right="about 18",
        because="A windmill is at least a building. But a bulb is a tool, an igloo is a building, and the pillow is an "
        "animal. A high confidence means: of the four, this one. It does not mean: this is one of the four.",
        measured=lambda: say_strangers(mine, ready),
        needs=["save_checkpoint", "load_checkpoint", "score_folder", "review_list"],
    )
    return


@app.function
def say_strangers(mine, ready):
    rows, _ = scored(mine, ready, "as trained", True)
    sure = sum(row[2] > 0.9 for row in rows if row[0].split("/")[0] not in CLASSES)
    return f"In the table of your `score_folder` it is {sure}."


@app.cell
def review_control():
    threshold = lab.slider("threshold", [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99], 0.7)
    threshold
    return (threshold,)


@app.cell
def review(mine, ready, strangers, threshold):
    mine.picture(
        lambda: [draw_review(mine, ready, threshold.value), draw_price(mine, ready, threshold.value)],
        needs=["save_checkpoint", "load_checkpoint", "score_folder", "review_list"],
        shows="a contact sheet of what goes to a person, and what slips through",
        after=strangers,
    )
    return


@app.function
def draw_review(mine, ready, threshold):
    rows, order = scored(mine, ready, "as trained", True)
    row_of = {row[0]: row for row in rows}
    below = [row_of[name] for name in order if row_of[name][2] < threshold]
    first = below[:20]
    if not first:
        return f"<p><b>Nothing is below {threshold:g}.</b></p>"
    wrong = [number for number, row in enumerate(first) if not right(row)]
    title = f"Below {threshold:g}: {len(below)} photos" + (", the first 20" if len(below) > 20 else "")
    words = [f"{row[1]}\n{row[2]:.2f}" for row in first]
    tiles = [small(path_of(row[0])) for row in first]
    listed = ", ".join(f"{Path(row[0]).stem} as {row[1]} {row[2]:.2f}" for row in first)
    return sheet(f"{title}: {listed}.", title, tiles, words, 5, lines=2, width=5.2, marked=wrong)


@app.function
def draw_price(mine, ready, threshold):
    rows, _ = scored(mine, ready, "as trained", True)
    at = np.arange(0.4, 1, 0.01)
    look = np.array([sum(row[2] < one for row in rows) for one in at])
    slip = np.array([sum(row[2] >= one and not right(row) for row in rows) for one in at])
    seen, through = sum(row[2] < threshold for row in rows), sum(row[2] >= threshold and not right(row) for row in rows)
    title = f"{threshold:g}: {seen} to look at, {through} mistakes slip through"
    alt = f"Against the threshold: how many photos go to a person, and how many mistakes are believed. {title}."
    figure, axes = charts.chart(alt, title, "threshold", f"of {len(rows)} photos", (5.2, 4.0))
    axes.axvline(threshold, color=charts.PALE, linewidth=8, alpha=0.6)
    axes.plot(at, look, color=charts.BLUE)
    axes.plot(at, slip, color=charts.RED)
    axes.plot([threshold] * 2, [seen, through], "o", color=charts.INK)
    axes.text(0.41, 50, "― a person looks at them", color=charts.BLUE, fontsize=11)
    axes.text(0.41, 46, "― wrong, and believed", color=charts.RED, fontsize=11)
    axes.set(xlim=(0.4, 1.0), ylim=(0, 56))
    return figure


# ---- 4: for whom is it worse? ----


@app.cell
def groups_text():
    mo.md("""
    ## 4 · For whom is it worse?

    Some people's photos arrive on their side, because an app has lost the note about which way is up. The network
    answers the 57 photos upright, and on their side; the slider says how many of those that are sent lie like this.
    Your `accuracy_by_group` counts, your `largest_gap` names the two ends.
    """)
    return


@app.cell
def groups_question():
    hidden = lab.ask(
        "10 of 100 photos lie on their side. The network is right for 0.965 of the upright ones, and for 0.807 of the "
        "others. What does one accuracy for all of them say?",
        ["0.95", "0.89", "0.81"],
    )
    hidden
    return (hidden,)


@app.cell
def groups_answer(hidden, mine, ready):
    mine.tell(
        hidden,
        right="0.95",
        because="Nine tenths of 0.965 and one tenth of 0.807. Nobody would look twice, and for those ten people the "
        "tool is wrong once in five times. Group by both: it is the buildings that suffer. A fish on its side is a "
        "fish.",
        measured=lambda: say_groups(mine, ready),
        needs=["accuracy_by_group"],
    )
    return


@app.function
def say_groups(mine, ready):
    named = by_group(mine, ready, 10, "both")[0]
    return "Your `accuracy_by_group`: buildings upright {:.3f}, on their side {:.3f}.".format(
        *(lab.number("accuracy_by_group", lab.entry("accuracy_by_group", named, f"building, {how}")) for how in HOW)
    )


@app.cell
def share_control():
    share = lab.slider("of 100 photos, so many lie on their side", [1, 5, 10, 25, 50], 10)
    share
    return (share,)


@app.cell
def group_control():
    grouped = lab.choice("grouped by", ["how they lie", "what is in them", "both"])
    grouped
    return (grouped,)


@app.cell
def groups(grouped, hidden, mine, ready, share):
    mine.picture(
        lambda: draw_groups(mine, ready, share.value, grouped.value),
        needs=["accuracy_by_group", "largest_gap"],
        shows="the accuracy in each group, the largest gap, and the one figure that hides it",
        after=hidden,
    )
    return


@app.function
def by_group(mine, ready, share, grouped):
    """Accuracy by group, photos in each, and over all, for this share of photos on their side."""
    _, held_out, _ = ready
    many = {"upright": (100 - share) // np.gcd(share, 100), "on its side": share // np.gcd(share, 100)}
    true, said, groups = [], [], []
    for how, times in many.items():
        for path, answer in zip(held_out, answers(ready, how != "upright"), strict=True):
            kind = path.parent.name
            group = {"how they lie": how, "what is in them": kind}.get(grouped, f"{kind}, {how}")
            true += [kind] * int(times)
            said += [answer] * int(times)
            groups += [group] * int(times)
    overall = float(np.mean([one == other for one, other in zip(true, said, strict=True)]))
    named = mine.accuracy_by_group(true, said, groups)
    wanted = sorted(set(groups))
    return {one: lab.number("accuracy_by_group", lab.entry("accuracy_by_group", named, one)) for one in wanted}, overall


@app.function
def draw_groups(mine, ready, share, grouped):
    named, overall = by_group(mine, ready, share, grouped)
    best, worst, gap = lab.parts("largest_gap", mine.largest_gap(named), 3)
    gap = lab.number("largest_gap", gap)
    order = sorted(named, key=named.get, reverse=True)
    title = f"{overall:.3f} for all; the largest gap is {gap:.3f}"
    listed = ", ".join(f"{one} {named[one]:.3f}" for one in order)
    alt = f"Accuracy by group: {listed}. {title}, between {best} and {worst}."
    figure, axes = charts.chart(alt, title, "accuracy", "", (6.0, 1.5 + 0.36 * len(order)))
    colours = [charts.RED if one == worst else charts.GREEN if one == best else charts.PALE for one in order]
    axes.barh(range(len(order)), [named[one] for one in order], color=colours, height=0.7)
    for row, one in enumerate(order):
        colour = "white" if one in (best, worst) else charts.INK
        axes.text(0.015, row, f"{named[one]:.3f}", fontsize=10, color=colour, va="center", weight="bold")
    axes.axvline(overall, color=charts.INK, linewidth=1.5, linestyle="--")
    axes.text(overall - 0.01, -0.75, f"all: {overall:.3f}", fontsize=10, ha="right", va="center")
    axes.set_yticks(range(len(order)), order)
    axes.grid(axis="y", visible=False)
    axes.set(xlim=(0, 1.12), ylim=(len(order) - 0.4, -1.1), xticks=[0, 0.25, 0.5, 0.75, 1])
    return figure


# ---- 5: what a photo tells ----


@app.cell
def notes_text():
    mo.md("""
    ## 5 · What a photo tells

    A phone writes more into a photo than the picture. Here it is one of the Eiffel Tower, held upright; the phone
    stored it lying down, with a note on how to turn it. Your `strip_metadata` makes the copy that you may give away.
    Photos of yours, from the folder of section 1, are among the choices; where they were taken is not shown here.
    """)
    return


@app.cell
def notes_question():
    left = lab.ask(
        "Somebody opens the phone's photo with Pillow and saves it again, nothing else. What comes out?",
        ["all notes, upright", "no notes, upright", "no notes, on its side"],
    )
    left
    return (left,)


@app.cell
def notes_answer(left, mine):
    mine.tell(
        left,
        right="no notes, on its side",
        because="The place is forgotten, and so is which way is up, for good. First turn, then forget.",
        measured=lambda: say_stripped(mine),
        needs=["strip_metadata"],
    )
    return


@app.function
def say_stripped(mine):
    with scratch() as folder:
        source = phone_photo(folder)
        out = stripped(mine, source, folder)
        with Image.open(source) as before, Image.open(out) as after:
            stored, clean = before.size, after.size
        notes = len(notes_in(out))
    return f"Stored were {stored[0]}×{stored[1]} pixels; your copy has {clean[0]}×{clean[1]} and {notes} notes."


@app.cell
def notes_photo_control():
    told = lab.choice("photo", {"a phone's photo": "phone", "a see-through drawing": "drawing", **own_photos()})
    told
    return (told,)


@app.cell
def notes_how_control():
    cleaned = lab.choice("copied by", {"your strip_metadata": True, "open and save": False})
    cleaned
    return (cleaned,)


@app.cell
def notes(cleaned, left, mine, told):
    mine.picture(
        lambda: draw_notes(mine, told.value, cleaned.value),
        needs=["strip_metadata"],
        shows="a photo and its notes, before and after",
        after=left,
    )
    return


@app.function
def phone_photo(folder):
    """A photo as a phone stores it: lying down, with a note on how to turn it, and on much else."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F], exif[0x0110], exif[0x013B], exif[0x0132] = "Phone", "Phone 9", "Ada", "2026:03:28 18:04:11"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.24), 3: "E", 4: (2.0, 17.0, 40.2)})
    with Image.open(lab.fixture("photos/building/eiffel_tower.jpg")) as tower:
        tower.rotate(90, expand=True).save(folder / "phone.jpg", exif=exif, quality=95)
    return folder / "phone.jpg"


@app.function
def drawing(folder):
    """A PNG with see-through corners, and with text in it."""
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Ada")
    words.add_text("Comment", "for my brother")
    rows, columns = np.mgrid[-80:80, -80:80]
    pixels = np.zeros((160, 160, 4), np.uint8)
    pixels[..., :3] = np.where(((rows // 20 + columns // 20) % 2)[..., None], (0, 114, 178), (230, 159, 0))
    pixels[..., 3] = 255 * (rows**2 + columns**2 < 76**2)
    Image.fromarray(pixels).save(folder / "drawing.png", pnginfo=words)
    return folder / "drawing.png"


@app.function
def stripped(mine, path, folder):
    out = folder / f"clean{path.suffix}"
    mine.strip_metadata(path, out)
    if not out.is_file():
        raise lab.CannotDraw("strip_metadata", None, "There is no copy after it.")
    return out


@app.function
def notes_in(path):
    """What the file says besides the picture: pairs of a word and what stands there."""
    tags = {0x010F: "made by", 0x0110: "camera", 0x013B: "by whom", 0x0132: "when", 0x9003: "when taken"}
    with Image.open(path) as image:
        exif = image.getexif()
        found = {tags[tag]: str(value) for tag, value in exif.items() if tag in tags}
        taken = exif.get_ifd(0x8769)
        found.update({tags[tag]: str(value) for tag, value in taken.items() if tag in tags})
        others = len(exif) + len(taken) - len(found) - (0x0112 in exif) - (0x8825 in exif) - (0x8769 in exif)
        if exif.get(0x0112, 1) != 1:
            found["which way is up"] = f"turn me: {exif[0x0112]}"
        if place := exif.get_ifd(0x8825):
            found["where"] = spelt(place) if path.name == "phone.jpg" else "yes, not shown here"
        found.update({key: str(value) for key, value in getattr(image, "text", {}).items()})
    if others > 0:
        found["and more"] = f"{others} notes"
    return list(found.items())


@app.function
def spelt(place):
    degrees = [float(a) + float(b) / 60 + float(c) / 3600 for a, b, c in (place[2], place[4])]
    return f"{degrees[0]:.4f} {place[1]}, {degrees[1]:.4f} {place[3]}"


@app.function
def draw_notes(mine, told, cleaned):
    with scratch() as folder:
        if told in ("phone", "drawing"):
            source = phone_photo(folder) if told == "phone" else drawing(folder)
        else:
            source = Path(shutil.copy(told, folder))
        if cleaned:
            out = stripped(mine, source, folder)
        else:
            out = folder / f"saved{source.suffix}"
            with Image.open(source) as image:
                image.save(out)
        pictures = [stored(one) for one in (source, out)]
        before, after = notes_in(source), dict(notes_in(out))
    rows = [[word, value[:28], after.pop(word, "–")[:28]] for word, value in before]
    rows += [[word, "–", value[:28]] for word, value in after.items()]
    left = sum(row[2] != "–" for row in rows)
    title = f"{len(before)} notes before, {left} after"
    words = ["as it is stored", "your strip_metadata" if cleaned else "open and save"]
    alt = f"A photo as it is stored, and its copy. {title}."
    return [sheet(alt, title, pictures, words, 2, width=4.6), charts.table(["what it tells", "before", "after"], rows)]


@app.function
def stored(path):
    """The pixels as they lie in the file, no note followed; what is see-through is chequered."""
    with Image.open(path) as image:
        image.draft("RGB", (480, 480))
        photo = image.convert("RGBA")
    photo.thumbnail((240, 240))
    rows, columns = np.mgrid[: photo.height, : photo.width]
    grey = np.where((rows // 8 + columns // 8) % 2, 255, 225).astype(np.uint8)
    chequered = Image.fromarray(np.dstack([grey, grey, grey, np.full_like(grey, 255)]))
    return np.array(Image.alpha_composite(chequered, photo).convert("RGB"))


# ---- 6: which one, and what goes along ----


@app.cell
def versions_text():
    mo.md("""
    ## 6 · Which one, and what goes along?

    A folder of models, named by your `version_name`. Which one is the newest? The program of somebody in a hurry takes
    `sorted(names)[-1]`; your `next_version` reads the numbers.
    """)
    return


@app.cell
def versions_question():
    newest = lab.ask("The folder holds v1 to v12. Which one is `sorted(names)[-1]`?", ["v1", "v9", "v12"])
    newest
    return (newest,)


@app.cell
def versions_answer(mine, newest):
    mine.tell(
        newest,
        right="v9",
        because="As text, v10 comes before v2, because 1 comes before 2. It works for nine versions, long enough for "
        "everybody to trust it.",
        measured=lambda: f"Your `next_version` says that the next one is v{listed(mine, 12)[1]}.",
        needs=["version_name", "next_version"],
    )
    return


@app.cell
def versions_control():
    last = lab.slider("versions in the folder", [1, 3, 6, 9, 10, 11, 12], 9)
    last
    return (last,)


@app.cell
def versions(last, mine, newest):
    mine.picture(
        lambda: draw_versions(mine, last.value),
        needs=["version_name", "next_version"],
        shows="the folder as text is sorted, and the number that yours gives next",
        after=newest,
    )
    return


@app.function
def listed(mine, last):
    """The names of so many versions, and the number of the next one."""
    names = [mine.version_name("photos", number, f"2026-{number:02d}-05") for number in range(1, last + 1)]
    for name in names:
        if not isinstance(name, str) or not name or "/" in name or len(name) > 80:
            raise lab.CannotDraw("version_name", name, "What is drawn here is a file's name.")
    with scratch() as folder:
        for name in names:
            (folder / name).touch()
        number = lab.number("next_version", mine.next_version(folder, "photos"))
    return names, f"{number:g}"


@app.function
def draw_versions(mine, last):
    names, number = listed(mine, last)
    ordered = sorted(names)
    wrong = ordered[-1] != names[-1]
    title = f"The next one is v{number}"
    alt = f"The names in the order of text: {', '.join(ordered)}. {title}."
    figure, axes = charts.chart(alt, title, size=(4.6, 0.9 + 0.27 * len(ordered)))
    for row, name in enumerate(ordered):
        text, colour = name, charts.INK
        if name == names[-1]:
            text, colour = f"{name} ← the newest", charts.GREEN
        elif row == len(ordered) - 1:
            text, colour = f"{name} ← sorted(names)[-1]", charts.RED
        axes.text(0, row, text, fontsize=10, color=colour, va="center", family="DejaVu Sans Mono")
    if not wrong:
        axes.text(0, len(ordered), "Here sorted(names)[-1] is right.", fontsize=10, color=charts.GREY, va="center")
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(len(ordered) + 0.6 - wrong, -0.8))
    return figure


@app.cell
def package_text():
    mo.md("""
    **The package.** A project as it lies on a disk: twelve files. Your `package_project` makes a zip of it for a
    friend, and your `cold_start` opens that zip in an empty folder and asks the model that is in it.
    """)
    return


@app.cell
def package_question():
    goes = lab.ask("How many of the twelve files may go into the zip?", ["all 12", "9", "6"])
    goes
    return (goes,)


@app.cell
def package_answer(goes, mine, ready):
    mine.tell(
        goes,
        right="6",
        because="The training photos, a password, what git remembers and what Python leaves behind stay at home. So "
        "do a photo that tells where somebody lives, and one that nobody can open.",
        measured=lambda: f"Your `package_project` packs {len(packed(mine, ready)[0])} of them.",
        needs=["save_checkpoint", "load_checkpoint", "predict_photo", "package_project", "cold_start"],
    )
    return


@app.cell
def package(goes, mine, ready):
    mine.picture(
        lambda: [draw_package(mine, ready), draw_cold_start(mine, ready)],
        needs=["save_checkpoint", "load_checkpoint", "predict_photo", "package_project", "cold_start"],
        shows="what goes into your zip, what stays at home, and what a stranger's computer says",
        after=goes,
    )
    return


@app.function
def project(mine, ready, root):
    """Twelve files, and why some of them stay at home."""
    files = {
        ".env": "a password",
        ".git/config": "what git remembers",
        "README.md": "",
        "__pycache__/predict.cpython.pyc": "left behind by Python",
        "data/train/duck.jpg": "a training photo",
        "examples/at_home.jpg": "tells where you live",
        "examples/half.jpg": "cannot be opened",
        "examples/koala.jpg": "",
        "models/card.json": "",
        "models/photos_v1_2026-01-05.safetensors": "",
        "predict.py": "",
        "requirements.txt": "",
    }
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    shutil.copy(lab.fixture("photos/animal/koala.jpg"), root / "examples")
    shutil.copy(lab.fixture("photos/animal/duck.jpg"), root / "data/train")
    shutil.copy(lab.fixture("troublesome/animal/moose.jpg"), root / "examples/half.jpg")
    shutil.move(phone_photo(root), root / "examples/at_home.jpg")
    model, _, _ = ready
    mine.save_checkpoint(root / "models/photos_v1_2026-01-05.safetensors", model, CONFIG, list(CLASSES), PREPROCESSING)
    return files


@app.function
def packed(mine, ready):
    """The names in the zip, why each file may stay at home, and the size of the zip and what the cold start says."""

    def pack():
        with scratch() as folder:
            files = project(mine, ready, folder / "project")
            names = mine.package_project(folder / "project", folder / "photos.zip")
            if not isinstance(names, list | tuple) or not all(name in files for name in names):
                raise lab.CannotDraw("package_project", names, "What is drawn here is a list of the project's files.")
            if not (folder / "photos.zip").is_file():
                raise lab.CannotDraw("package_project", names, "There is no zip after it.")
            size = (folder / "photos.zip").stat().st_size
            got = mine.cold_start(folder / "photos.zip", folder / "friend")
        if not isinstance(got, list | tuple) or not got:
            raise lab.CannotDraw("cold_start", got, "What is drawn here is a list of names and numbers.")
        pairs = [lab.parts("cold_start", pair, 2) for pair in got]
        return list(names), files, size, [(str(name), lab.number("cold_start", share)) for name, share in pairs]

    return kept(mine, "package", pack)


@app.function
def draw_package(mine, ready):
    names, files, size, _ = packed(mine, ready)
    title = f"{len(set(names))} of {len(files)} files, {size / 1e6:.1f} MB"
    figure, axes = charts.chart(f"In the zip: {', '.join(names)}. {title}.", title, size=(4.6, 4.2))
    for row, (name, reason) in enumerate(files.items()):
        inside = name in names
        colour = charts.GREY if not inside else charts.RED if reason else charts.GREEN
        axes.text(0.0, row, "✓" if inside else "–", fontsize=11, color=colour, va="center", family="DejaVu Sans")
        axes.text(0.06, row, name, fontsize=10, color=charts.INK if inside else charts.GREY, va="center")
        axes.text(1.0, row, reason, fontsize=10, color=colour, va="center", ha="right")
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(len(files) - 0.4, -0.7))
    return figure


@app.function
def draw_cold_start(mine, ready):
    after = packed(mine, ready)[3]
    before = guesses(mine, checkpoint(mine, ready), path_of("animal/koala.jpg"), 3)
    same = [name for name, _ in before] == [name for name, _ in after] and all(
        abs(one - other) < 1e-4 for (_, one), (_, other) in zip(before, after, strict=True)
    )
    title = "The same answer" if same else "Another answer"
    words = [f"{name} {share:.3f}" for name, share in after[:3]]
    figure, axes = charts.image_chart(
        f"The koala, and what the unpacked model says: {', '.join(words)}. {title}.", title
    )
    axes.imshow(small(path_of("animal/koala.jpg"))[30:210])
    axes.set_xlabel("\n".join(["unpacked, it says", *words]), color=charts.INK)
    return figure


@app.cell
def ending():
    mo.md("""
    **Now change something.** Leave the `model.eval()` out of your `predict_photo`, save, and look at section 1: no
    error anywhere, and a windmill is an animal. Then put it back.
    """)
    return


@app.cell
def preparing():
    ready = trained()  # last on the page, so that the texts and questions need not wait for it
    return (ready,)


if __name__ == "__main__":
    app.run()
