import marimo

app = marimo.App(width="medium", app_title="Week 6 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import marimo as mo
    import numpy as np

    from labs import charts, lab
    from nets.pictures import CLASSES, photos, split

    # The photos of the worked example: how sure a model is that it sees a dog. Made so that 0.5 gives model B.
    CATS = [*0.5 * (np.arange(88) / 88) ** 1.4, 0.52, 0.55, 0.61, 0.66, 0.70, 0.77, 0.86]
    DOG_SCORES, IS_DOG = np.array([*CATS, 0.31, 0.58, 0.72, 0.83, 0.91]), np.array([0] * 95 + [1] * 5)

    # All that was trained for this page: the network of `experiment.py` on the course's references, one processor
    # core. Kept here as figures, because a page should not train for minutes. Losses: one number an epoch.
    RUNS = {
        "0.001": (
            "1.2808 1.0463 0.8454 0.6930 0.5875 0.4929 0.4262 0.3703 0.3060 0.2485 0.2213 0.1642 0.1370 0.1173 0.0902 "
            "0.0898 0.0587 0.0541 0.0313 0.0311 0.0226 0.0194 0.0163 0.0163 0.0116 0.0129 0.0112 0.0082 0.0092 0.0069",
            "1.1547 1.0050 0.9133 0.8711 0.8541 0.8441 0.8746 0.8575 0.8940 0.8999 0.9326 0.9722 1.0038 1.0378 1.0766 "
            "1.2503 1.1663 1.1915 1.3101 1.2965 1.3225 1.3652 1.4432 1.4631 1.4906 1.4834 1.5397 1.5964 1.5691 1.5892",
        ),
        "0.0001": (
            "1.3821 1.3432 1.3087 1.2756 1.2451 1.2154 1.1815 1.1500 1.1118 1.0755 1.0383 1.0009 0.9687 0.9365 0.9056 "
            "0.8726 0.8459 0.8178 0.7911 0.7647 0.7432 0.7224 0.7023 0.6827 0.6667 0.6512 0.6343 0.6193 0.6060 0.5912",
            "1.3560 1.3207 1.2913 1.2659 1.2414 1.2155 1.1896 1.1620 1.1345 1.1069 1.0797 1.0552 1.0313 1.0086 0.9884 "
            "0.9694 0.9517 0.9374 0.9224 0.9082 0.8969 0.8889 0.8808 0.8735 0.8641 0.8567 0.8531 0.8489 0.8431 0.8427",
        ),
        "0.00001": (
            "1.3978 1.3934 1.3890 1.3845 1.3803 1.3764 1.3721 1.3684 1.3643 1.3606 1.3566 1.3528 1.3490 1.3456 1.3417 "
            "1.3378 1.3344 1.3306 1.3272 1.3235 1.3199 1.3164 1.3125 1.3090 1.3056 1.3019 1.2983 1.2946 1.2910 1.2872",
            "1.3921 1.3877 1.3834 1.3794 1.3755 1.3714 1.3676 1.3638 1.3601 1.3562 1.3526 1.3490 1.3456 1.3420 1.3385 "
            "1.3352 1.3321 1.3288 1.3255 1.3223 1.3190 1.3157 1.3126 1.3094 1.3061 1.3030 1.2997 1.2967 1.2934 1.2904",
        ),
        "augmented, seed 4": (
            "1.3335 1.1992 0.9975 0.9190 0.8778 0.7625 0.7278 0.7113 0.6918 0.6299 0.5723 0.5392 0.4877 0.4602 0.4689 "
            "0.4720 0.4057 0.3764 0.3536 0.4140 0.3341 0.2954 0.3098 0.2607 0.3127 0.2654 0.2484 0.2513 0.2976 0.2365",
            "1.2317 1.0981 0.9917 0.9039 0.9102 0.8549 0.8449 0.8384 0.7925 0.7953 0.7859 0.7908 0.8400 0.8095 0.7822 "
            "0.8191 0.8352 0.8653 0.9028 0.9024 0.8655 0.8441 0.8807 0.9258 0.9521 0.9339 0.9758 0.9185 1.0766 0.9393",
        ),
    }
    # What the plain network (0.001, seed 0) says of the 57 photos that it was not trained on, a figure for each:
    # 0 animal, 1 building, 2 fish, 3 tool. And how sure it is after 30 epochs, in per cent.
    SAID = {
        "after 30 epochs": "002110013011110111111121111111021102021020110333331023331",
        "after 1 epoch": "111111111111111111111111111111111111111111111133133113131",
        "30 epochs, photos of 0 to 1": "333333333311133313133113133333333333313330333333333313333",
        "30 epochs, photos of 0 to 255": "333333333333333333333333333333333333333333333333333333333",
    }
    SURE = (
        "97 80 90 53 100 98 87 52 50 93 100 99 99 99 99 99 100 100 71 99 99 100 100 68 100 78 100 100 100 100 85 53 99 "
        "99 88 99 90 78 48 49 98 71 100 93 96 97 100 100 100 100 52 87 90 99 79 99 49"
    )
    # How many of the 57 were right, seeds 0 to 9.
    RIGHT = {
        "plain": (36, 37, 39, 38, 39, 38, 37, 39, 37, 38),
        "augmented": (39, 42, 41, 40, 40, 38, 38, 41, 42, 40),
        "stopped early": (39, 38, 38, 40, 40, 40, 39, 41, 39, 42),
    }
    # The same for seeds 0, 1 and 2: by split, augmented, learning rate and epochs.
    KNOBS = {
        (0, False, 0.001, 10): (37, 39, 37),
        (0, False, 0.001, 30): (36, 37, 39),
        (0, False, 0.003, 10): (39, 37, 38),
        (0, False, 0.003, 30): (38, 35, 37),
        (0, True, 0.001, 10): (40, 38, 40),
        (0, True, 0.001, 30): (39, 42, 41),
        (0, True, 0.003, 10): (39, 41, 39),
        (0, True, 0.003, 30): (42, 40, 41),
        (1, False, 0.001, 10): (45, 46, 47),
        (1, False, 0.001, 30): (45, 45, 43),
        (1, False, 0.003, 10): (44, 43, 45),
        (1, False, 0.003, 30): (44, 43, 44),
        (1, True, 0.001, 10): (44, 45, 46),
        (1, True, 0.001, 30): (48, 47, 46),
        (1, True, 0.003, 10): (44, 45, 44),
        (1, True, 0.003, 30): (43, 44, 46),
    }

    @lab.once
    def pictures():
        """The 165 photos, 96 pixels wide to be looked at; and those that are held out, with their labels."""
        found = photos(96)
        held_out = split(found, 0).held_out
        return found, found.images[held_out], found.labels[held_out]


@app.cell
def saving():
    saved = lab.saved("week6")
    return (saved,)


@app.cell
def loading(saved):
    saved()
    mine = lab.mine("week6")
    return (mine,)


@app.cell
def title():
    mo.md("""
    # Week 6 · The lab

    What is drawn here is computed by **your own functions**. Change one, save the file, and the picture follows. Where
    a task is not written yet, a card says which. Only the trainings are done already: what those networks said is kept
    as figures, measured with the course's reference solutions.
    """)
    return


# ---- 1 ----


@app.cell
def cats_text():
    mo.md("""
    ## 1 · 95 cats, 5 dogs

    The worked example of the page, seen from inside. A model gives each of the 100 photos a score, its confidence that
    it sees a dog. From which score on shall it *say* "dog"? That is the **threshold**, and nobody but you can choose
    it. At 0.5 this model is the page's model B. (The scores are made up, as the photos are.)
    """)
    return


@app.cell
def cats_question():
    stricter = lab.ask(
        'The threshold goes up from 0.5 to 0.9: "dog" is said only when sure. What can never get better by that?',
        ["the precision of dog", "the recall of dog", "the accuracy"],
    )
    stricter
    return (stricter,)


@app.cell
def cats_answer(mine, stricter):
    mine.tell(
        stricter,
        right="the recall of dog",
        because="A higher threshold only ever takes photos away from those that are called dog, and real dogs are "
        "among them. Precision may go either way, because cats leave as well. And the accuracy rises to 0.96, the best "
        "there is, where four of five dogs are missed.",
        measured=lambda: say_thresholds(mine),
        needs=["precision", "recall"],
    )
    return


@app.function
def called(threshold):
    """What is said of each photo: 1 is dog."""
    return (threshold <= DOG_SCORES).astype(int)


@app.function
def scores_at(mine, threshold, label=1):
    """Precision, recall and F1 by the learner's functions."""
    return [
        lab.number(name, getattr(mine, name)(IS_DOG, called(threshold), label))
        for name in ("precision", "recall", "f1")
    ]


@app.function
def say_thresholds(mine):
    at = (0.5, 0.8, 0.85, 0.9)
    p = [f"{lab.number('precision', mine.precision(IS_DOG, called(one), 1)):.3g}" for one in at]
    r = [f"{lab.number('recall', mine.recall(IS_DOG, called(one), 1)):.3g}" for one in at]
    return f"At 0.5, 0.8, 0.85 and 0.9, your `recall` is {', '.join(r)}, and your `precision` {', '.join(p)}."


@app.cell
def cats_control():
    threshold = lab.slider(
        'threshold: "dog" from this score on', [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95], 0.5
    )
    threshold
    return (threshold,)


@app.cell
def cats(mine, stricter, threshold):
    mine.picture(
        lambda: [
            draw_scores(threshold.value),
            draw_thresholds(mine, threshold.value),
            class_by_class(mine, threshold.value),
        ],
        needs=["precision", "recall", "f1", "macro_f1"],
        shows="the 100 photos in order of their scores, and your precision, recall and F1 at any threshold",
        after=stricter,
    )
    return


@app.function
def draw_scores(threshold):
    said = called(threshold)
    dogs, alarms = int(said[95:].sum()), int(said[:95].sum())
    title = f"Called dog: {dogs + alarms}, real dogs among them: {dogs}"
    alt = f"100 photos by their score. From {threshold:g} on, {alarms} of 95 cats and {dogs} of 5 dogs are called dog."
    figure, axes = charts.chart(alt, title, "score: how sure the model is of a dog")
    axes.axvspan(threshold, 1.02, color="#eaf3fa", zorder=0)
    axes.axvline(threshold, color=charts.BLUE, linewidth=1.5)
    bins = (DOG_SCORES[:95] / 0.05 + 1e-9).astype(int)
    heights = [int((bins[:i] == one).sum()) for i, one in enumerate(bins)]
    for wanted, colour in ((0, charts.PALE), (1, charts.RED)):
        here = said[:95] == wanted
        axes.plot((bins[here] + 0.5) * 0.05, np.array(heights)[here] + 1, "o", color=colour, markersize=6.5)
    axes.plot(DOG_SCORES[95:], [-3] * 5, "D", color=charts.PALE, markersize=8)
    axes.plot(DOG_SCORES[95:][said[95:] == 1], [-3] * dogs, "D", color=charts.GREEN, markersize=8)
    axes.axhline(-0.6, color=charts.PALE, linewidth=1)
    words = f"95 cats, {alarms} of them called dog"
    charts.say(axes, words, (0.98, 15), charts.RED if alarms else charts.GREY, ha="right", xytext=(0, 0))
    colour = charts.GREEN if dogs else charts.GREY
    charts.say(axes, f"5 dogs, {dogs} found", (0, -3), colour, va="center", xytext=(0, 0))
    axes.grid(False)
    axes.spines["left"].set_visible(False)
    axes.set(xlim=(-0.02, 1.02), ylim=(-5, 18), yticks=[])
    return figure


@app.function
def draw_thresholds(mine, threshold):
    along = np.arange(1, 101) / 100
    p, r, f = np.array([scores_at(mine, float(one)) for one in along]).T
    right = [float(np.mean(called(one) == IS_DOG)) for one in along]
    here = scores_at(mine, threshold)
    alt = (
        f"Precision, recall and F1 of dog against the threshold. At {threshold:g}: precision {here[0]:.3f}, recall "
        f"{here[1]:.3f}, F1 {here[2]:.3f}."
    )
    figure, axes = charts.chart(alt, f"Precision {here[0]:.3f}, recall {here[1]:.3f}", "threshold", "share")
    axes.axvline(threshold, color="#eaf3fa", linewidth=10, zorder=0)
    axes.plot(along, right, color=charts.PALE)
    axes.plot(along, f, color=charts.PURPLE, linewidth=1.4)
    axes.plot(along, r, color=charts.BLUE)
    axes.plot(along, p, color=charts.RED)
    for value, colour in zip(here, (charts.RED, charts.BLUE, charts.PURPLE), strict=True):
        axes.plot([threshold], [value], "o", color=colour)
    charts.say(axes, "recall", (0.2, r[19]), charts.BLUE, xytext=(0, -14))
    charts.say(axes, "precision", (0.3, p[29]), charts.RED, ha="center", xytext=(-16, -15))
    charts.say(axes, "F1", (0.42, f[41]), charts.PURPLE, ha="right", xytext=(0, 5))
    charts.say(axes, "accuracy", (0.6, right[59]), charts.GREY, ha="center", xytext=(0, 5))
    axes.set(xlim=(0, 1), ylim=(-0.03, 1.05))
    return figure


@app.function
def class_by_class(mine, threshold):
    """Model A, model B and the model at this threshold, in the figures of the page's table."""
    columns = []
    for at in (1.0, 0.5, threshold):
        said = called(at)
        macro = lab.number("macro_f1", mine.macro_f1(IS_DOG, said, 2))
        columns.append([float(np.mean(said == IS_DOG)), *scores_at(mine, at), scores_at(mine, at, 0)[2], macro])
    names = ["accuracy", "precision, dog", "recall, dog", "F1, dog", "F1, cat", "macro-F1"]
    rows = [
        [name, *(f"{value:.3f}" for value in values)]
        for name, values in zip(names, zip(*columns, strict=True), strict=True)
    ]
    return charts.table(["", "A: all cats", "B: at 0.5", f"now: {threshold:g}"], rows, marked=5)


# ---- 2 ----


@app.cell
def mistakes_text():
    mo.md("""
    ## 2 · Mistakes as a contact sheet

    The experiment's plain network after 30 epochs, on the 57 photos that it was not trained on. In the matrix, your
    `error_patterns` marks the three commonest mistakes, 1., 2. and 3. Below, choose a cell, and your `examples_of`
    finds its photos. They come with their number, and with how sure the network was.
    """)
    return


@app.cell
def mistakes_question():
    commonest = lab.ask(
        "21 of 57 are mistakes, among animals, buildings, fish and tools. Which kind is the commonest?",
        ["a building called tool", "a fish called animal", "a tool called building", "an animal called fish"],
    )
    commonest
    return (commonest,)


@app.cell
def mistakes_answer(commonest, mine):
    mine.tell(
        commonest,
        right="a fish called animal",
        because="4 of the 10 fish, and only 3 of them are found. Well, a fish is an animal: perhaps the names are the "
        "first thing to talk about. No building was ever called a tool.",
        measured=lambda: say_patterns(mine),
        needs=["error_patterns"],
    )
    return


@app.function
def truth_and_said(network):
    return pictures()[2], np.array(list(map(int, SAID[network])))


@app.function
def matrix_of(network):
    """Rows = truth, columns = what was said."""
    matrix = np.zeros((4, 4), dtype=int)
    np.add.at(matrix, truth_and_said(network), 1)
    return matrix


@app.function
def patterns(mine, matrix):
    """What `error_patterns` names first, as row, column and count."""
    got = mine.error_patterns(matrix, list(CLASSES))
    if not isinstance(got, list | tuple):
        raise lab.CannotDraw("error_patterns", got, "What is drawn here is a list of kinds of mistakes.")
    found = []
    for one in got[:3]:
        true, said, count = lab.parts("error_patterns", one, 3)
        if true not in CLASSES or said not in CLASSES:
            raise lab.CannotDraw("error_patterns", got, f"The names are {', '.join(CLASSES)}.")
        found.append((CLASSES.index(true), CLASSES.index(said), int(lab.number("error_patterns", count))))
    return found


@app.function
def say_patterns(mine):
    found = patterns(mine, matrix_of("after 30 epochs"))
    return f"Your `error_patterns`: {'; '.join(f'{CLASSES[t]} called {CLASSES[s]}, {n}' for t, s, n in found)}."


@app.cell
def truth_control():
    truth = lab.choice("the truth", {name: label for label, name in enumerate(CLASSES)}, "fish")
    truth
    return (truth,)


@app.cell
def said_control():
    said = lab.choice("the network said", {name: label for label, name in enumerate(CLASSES)}, "animal")
    said
    return (said,)


@app.cell
def mistakes(commonest, mine, said, truth):
    mine.picture(
        lambda: [draw_matrix(mine, truth.value, said.value), draw_sheet(mine, truth.value, said.value)],
        needs=["error_patterns", "examples_of"],
        shows="the confusion matrix with its commonest mistakes, and the photos behind any cell of it",
        after=commonest,
    )
    return


@app.function
def draw_matrix(mine, true, said):
    matrix = matrix_of("after 30 epochs")
    found = patterns(mine, matrix)
    first = [f"{CLASSES[t]} called {CLASSES[s]}, {n}" for t, s, n in found]
    alt = f"A confusion matrix of 57 photos, 36 on its diagonal. The commonest mistakes: {'; '.join(first) or 'none'}."
    figure, axes = charts.chart(alt, "36 of 57 are right", "the network said", "the truth", (4.4, 3.9))
    axes.grid(False)
    axes.imshow(matrix / matrix.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1.3)
    for (row, column), count in np.ndenumerate(matrix):
        axes.text(column, row, str(count), ha="center", va="center", fontsize=13, color=charts.INK)
    for place, (row, column, _) in enumerate(found, start=1):
        axes.text(column - 0.42, row - 0.4, f"{place}.", color=charts.RED, va="top", fontsize=10, weight="bold")
    axes.plot(
        np.array([-0.46, 0.46, 0.46, -0.46, -0.46]) + said,
        np.array([-0.46, -0.46, 0.46, 0.46, -0.46]) + true,
        color=charts.RED if true != said else charts.GREEN,
        linewidth=3,
    )
    axes.set(xticks=range(4), yticks=range(4), xticklabels=CLASSES, yticklabels=CLASSES)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return figure


@app.function
def draw_sheet(mine, true, said):
    _, images, labels = pictures()
    got = mine.examples_of(labels, truth_and_said("after 30 epochs")[1], true, said)
    places = lab.numbers("examples_of", got, None)[:20]
    if not set(places) <= set(range(57)):
        raise lab.CannotDraw("examples_of", got, "What is drawn here is a list of positions, 0 to 56.")
    places = places.astype(int)
    title = f"{CLASSES[true].capitalize()} called {CLASSES[said]}: {len(places) or 'none'}"
    if not len(places):
        return empty(f"No {CLASSES[true]} was called {CLASSES[said]}.", title)
    alt = f"The photos of the kind {title}. Their numbers: {', '.join(map(str, places))}."
    columns = 3 if len(places) < 7 else 4 if len(places) < 13 else 5
    sure = (" % sure", " %", "")[columns - 3]
    texts = [f"no. {i}, {SURE.split()[i]}{sure}" if sure else f"no. {i}" for i in places]
    return sheet(images[places], texts, alt, title, columns, width=4.6)


@app.function
def empty(text, title):
    figure, axes = charts.image_chart(text, title, (4.6, 3.0))
    axes.text(0.5, 0.5, text, ha="center", va="center", fontsize=11, color=charts.GREY)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return figure


@app.function
def sheet(images, texts, alt, title, columns, width, marked=()):
    """Pictures (n, S, S, 3) beside each other, each with its text below; the texts of those in `marked` are red."""
    side, gap = images.shape[1], images.shape[1] * 0.07
    across = side + gap
    inch = columns * across / width
    down = across + (0.22 * inch if any(texts) else 0)
    rows = -(-len(images) // columns)
    height = rows * down / inch + 0.42
    figure, axes = charts.image_chart(alt, title, (width, height))
    for place, (image, text) in enumerate(zip(images, texts, strict=True)):
        x, y = place % columns * across, place // columns * down
        axes.imshow(image, extent=(x, x + side, y + side, y), interpolation="nearest" if side == 28 else "bilinear")
        colour = charts.RED if place in marked else charts.GREY
        axes.text(x + side / 2, y + side + 0.04 * inch, text, ha="center", va="top", fontsize=9, color=colour)
    axes.set(xlim=(0, columns * across - gap), ylim=(rows * down - gap, 0))
    return figure


@app.cell
def collapse_text():
    mo.md("""
    And a question that comes before any photo: **does the model say nearly always the same?** Below, in colour, how
    often each class was said; in grey, how often it is true. Your `collapsed_class` looks for a column that takes at
    least the share you set. Two of these networks are the finished one, which was trained on numbers around 0, from
    −0.5 to 0.5. It was only *given* the photos in another way.
    """)
    return


@app.cell
def collapse_question():
    prepared = lab.ask(
        "The finished network gets the same 57 photos as numbers from 0 to 255. What does it say?",
        ["the same as before", "an error", "building, each time", "tool, each time"],
    )
    prepared
    return (prepared,)


@app.cell
def collapse_answer(mine, prepared):
    mine.tell(
        prepared,
        right="tool, each time",
        because="57 of 57, and 13 of these are right. Nothing complains: all of it has the right shape. With "
        "photos of 0 to 1 it is 46 of 57.",
        measured=lambda: say_collapse(mine),
        needs=["collapsed_class"],
    )
    return


@app.function
def collapsed(mine, network, share):
    """The class that the learner's function finds, or None."""
    got = mine.collapsed_class(matrix_of(network), share)
    if got is None:
        return None
    found = lab.number("collapsed_class", got)
    if found not in range(4):
        raise lab.CannotDraw("collapsed_class", got, "There are the classes 0 to 3.")
    return int(found)


@app.function
def say_collapse(mine):
    found = collapsed(mine, "30 epochs, photos of 0 to 255", 0.8)
    return f"Your `collapsed_class` finds: {'nothing' if found is None else CLASSES[found]}."


@app.cell
def network_control():
    network = lab.choice("the network", list(SAID), "30 epochs, photos of 0 to 1")
    network
    return (network,)


@app.cell
def share_control():
    share = lab.slider("collapsed means: one class takes at least", [0.55, 0.7, 0.8, 0.85, 0.9, 1.0], 0.8)
    share
    return (share,)


@app.cell
def collapse(mine, network, prepared, share):
    mine.picture(
        lambda: draw_collapse(mine, network.value, share.value),
        needs=["collapsed_class"],
        shows="how often each class is said, and whether one of them swallows the others",
        after=prepared,
    )
    return


@app.function
def draw_collapse(mine, network, share):
    matrix = matrix_of(network)
    said, true = matrix.sum(axis=0), matrix.sum(axis=1)
    found = collapsed(mine, network, share)
    word = "no class takes so much" if found is None else f"collapsed to “{CLASSES[found]}”"
    title = f"{network[0].upper()}{network[1:]}: {word}"
    alt = f"{title}. Said: {', '.join(f'{name} {n}' for name, n in zip(CLASSES, said, strict=True))}, of 57."
    figure, axes = charts.chart(alt, title, y="share of the 57 photos", size=(6, 3.4))
    at = np.arange(4)
    axes.bar(at - 0.2, said / 57, 0.38, color=[charts.RED if one == found else charts.BLUE for one in at])
    axes.bar(at + 0.2, true / 57, 0.38, color=charts.PALE)
    for one in at:
        axes.text(one - 0.2, said[one] / 57 + 0.02, f"said\n{said[one]}", ha="center", fontsize=9)
        axes.text(one + 0.2, true[one] / 57 + 0.02, f"are\n{true[one]}", ha="center", fontsize=9, color=charts.GREY)
    axes.axhline(share, color=charts.RED, linewidth=1, linestyle="--")
    charts.say(axes, f"{share:g}", (-0.55, share), charts.RED, xytext=(0, 3))
    axes.grid(axis="x", visible=False)
    axes.set(xticks=at, xticklabels=CLASSES, ylim=(0, 1.22), xlim=(-0.6, 3.6), yticks=[0, 0.25, 0.5, 0.75, 1])
    return figure


# ---- 3 ----


@app.cell
def curves_text():
    mo.md("""
    ## 3 · Two curves, one diagnosis

    Three runs of the experiment's network. One setting differs, the learning rate, and all were trained for 30 epochs.
    Stop wherever you like: your `diagnose` judges what is there until then, and your `best_epoch` says which weights
    were worth keeping. On the right, your `generalization_gap` for every place at which one could have stopped.
    """)
    return


@app.cell
def curves_question():
    healthy = lab.ask(
        "Learning rates of 0.001, 0.0001 and 0.00001, 30 epochs each. Which run is healthy at the end?",
        ["0.001", "0.0001", "0.00001", "all of them"],
    )
    healthy
    return (healthy,)


@app.cell
def curves_answer(healthy, mine):
    mine.tell(
        healthy,
        right="0.0001",
        because="0.001 is done after epoch 5 and then learns by heart: validation goes up from 0.844 to 1.589. 0.00001 "
        "hardly moves, from 1.398 to 1.287 in training. 0.0001 comes down to 0.843, which is no better than the first "
        "was at its best. It is only slower, and was ended in time. (Of the stops of 0.001, two late ones are called "
        "healthy all the same: there the training loss had just gone up a little. A rule of thumb has edges.)",
        measured=lambda: say_diagnoses(mine),
        needs=["diagnose"],
    )
    return


@app.function
def losses(run, epochs=30):
    """Training and validation losses of a run up to there, as lists."""
    return [[float(one) for one in text.split()[:epochs]] for text in RUNS[run]]


@app.function
def verdict(mine, run, epochs):
    got = mine.diagnose(*losses(run, epochs))
    if not isinstance(got, str) or got.lower() not in ("overfitting", "underfitting", "healthy"):
        raise lab.CannotDraw("diagnose", got, "What is drawn here is one of its three words.")
    return got.lower()


@app.function
def say_diagnoses(mine):
    words = [f"{run} is {verdict(mine, run, 30)}" for run in ("0.001", "0.0001", "0.00001")]
    return f"Your `diagnose` says: {', '.join(words)}."


@app.cell
def run_control():
    run = lab.choice("learning rate", ["0.001", "0.0001", "0.00001"])
    run
    return (run,)


@app.cell
def epochs_control():
    epochs = lab.slider("stop after so many epochs", [1, 2, 3, 4, 6, 8, 10, 15, 20, 30], 30)
    epochs
    return (epochs,)


@app.cell
def curves(epochs, healthy, mine, run):
    mine.picture(
        lambda: [draw_curves(mine, run.value, epochs.value), draw_gaps(mine, run.value, epochs.value)],
        needs=["diagnose", "generalization_gap", "best_epoch"],
        shows="the two losses of each run, your diagnosis, the best epoch and the gap, wherever you stop",
        after=healthy,
    )
    return


@app.function
def draw_curves(mine, run, epochs):
    train, val = losses(run, epochs)
    word = verdict(mine, run, epochs)
    gap = lab.number("generalization_gap", mine.generalization_gap(train, val))
    best = lab.number("best_epoch", mine.best_epoch(val))
    if best not in range(epochs):
        raise lab.CannotDraw("best_epoch", best, f"There are the epochs 0 to {epochs - 1}.")
    alt = (
        f"Losses of {epochs} epochs with a learning rate of {run}: training ends at {train[-1]:.3f}, validation at "
        f"{val[-1]:.3f}. Diagnosis: {word}. Gap {gap:.3f}. Best epoch {best:g}."
    )
    figure, axes = charts.chart(
        alt, f"{word.capitalize()}, a gap of {charts.short(round(gap, 3))}", "epoch, from 0", "loss"
    )
    for values in losses(run):
        axes.plot(range(30), values, color=charts.PALE, linewidth=1.5)
    last = epochs - 1
    axes.plot([last, last], [train[-1], val[-1]], color=charts.GREY, linewidth=1.2, linestyle=":")
    axes.plot(range(epochs), val, "o-", color=charts.RED, markersize=3)
    axes.plot(range(epochs), train, "o-", color=charts.BLUE, markersize=3)
    long = epochs > 15  # then the labels stand to the left of the end
    near = abs(val[-1] - train[-1]) < 0.25
    for name, here, there, colour in (("validation", val, train, charts.RED), ("training", train, val, charts.BLUE)):
        also = f", best: epoch {best:g}" if name == "validation" and best == last else ""
        y = 16 if long else 9 if near else -4
        if here[-1] < there[-1] and (near or (long and here[-1] > 0.2)):
            y = -17
        options = {"ha": "right", "xytext": (-4, y)} if long else {"xytext": (9, y)}
        charts.say(axes, f"{name} {here[-1]:.3f}{also}", (last, here[-1]), colour, **options)
    axes.plot([best], [val[int(best)]], "o", color=charts.GREEN, markersize=11, fillstyle="none", markeredgewidth=2)
    if best != last:
        charts.say(axes, f"best epoch: {best:g}", (best, val[int(best)]), charts.GREEN, xytext=(-4, 22))
    axes.set(xlim=(-1, 30), ylim=(-0.08, 1.85), xticks=range(0, 30, 5))
    return figure


@app.function
def draw_gaps(mine, run, epochs):
    stops = range(1, 31)
    gaps = [lab.number("generalization_gap", mine.generalization_gap(*losses(run, stop))) for stop in stops]
    words = [verdict(mine, run, stop) for stop in stops]
    counts = {word: words.count(word) for word in ("underfitting", "healthy", "overfitting")}
    said = ", ".join(f"{word} {count} times" for word, count in counts.items() if count)
    alt = f"The gap at each of 30 places to stop, from {min(gaps):.3f} to {max(gaps):.3f}. The diagnosis: {said}."
    figure, axes = charts.chart(
        alt, f"Healthy at {counts['healthy']} of 30 stops", "stopped after so many epochs", "gap"
    )
    colours = {"underfitting": charts.ORANGE, "healthy": charts.GREEN, "overfitting": charts.RED}
    axes.axvline(epochs, color="#eaf3fa", linewidth=10, zorder=0)
    axes.axhline(0, color=charts.PALE, linewidth=1)
    axes.plot(stops, gaps, color=charts.PALE, linewidth=1.2)
    for word, colour in colours.items():
        here = [stop for stop in stops if words[stop - 1] == word]
        if here:
            axes.plot(here, [gaps[stop - 1] for stop in here], "o", color=colour, markersize=6)
            middle = here[len(here) // 2]
            charts.say(axes, word, (middle, gaps[middle - 1]), colour, xytext=(8, -17))
    axes.set(xlim=(0, 31), ylim=(-0.4, 1.85), xticks=[1, 5, 10, 15, 20, 25, 30])
    return figure


# ---- 4 ----


@app.cell
def grid_text():
    mo.md("""
    ## 4 · The augmentation grid

    One training photo, and nine draws of your `augment` with the task "photos". This is what the network meets in its
    place: in every epoch another copy, and always the same label. Under each copy stands whether it is mirrored, and
    how bright it is against the photo.
    """)
    return


@app.cell
def photo_control():
    photo = lab.choice("photo", {"kingfisher": "kingfisher", "opera house": "opera_house", "hammer": "hammer8"})
    photo
    return (photo,)


@app.cell
def draw_control():
    epoch = lab.slider("epoch", [1, 2, 3, 4], 1)
    epoch
    return (epoch,)


@app.cell
def grid(epoch, mine, photo):
    mine.picture(
        lambda: [draw_photo(photo.value), draw_copies(mine, photo.value, 5 + epoch.value)],
        needs=["augment"],
        shows="one photo, and nine copies of it by your `augment`",
    )
    return


@app.function
def photo_named(name):
    found = pictures()[0]
    return found.images[found.subjects.index(name)]


@app.function
def draw_photo(name):
    image = photo_named(name)
    return sheet(image[None], [""], f"The photo called {name}, as it is.", "As it is", 1, width=2.3)


@app.function
def copies(mine, image, task, seed):
    """Nine draws of `augment`, each from a generator of its own."""
    got = [mine.augment(image, np.random.default_rng([seed, one]), task) for one in range(9)]
    return np.stack([pixels("augment", one, image.shape) for one in got])


@app.function
def pixels(task, got, shape):
    """What a task returned as a picture that can be drawn."""
    return np.clip(lab.numbers(task, got, *shape), 0, 255).astype(np.uint8)


@app.function
def is_mirrored(image, copy):
    """Whether the copy is nearer to the mirrored picture than to the picture, small shifts aside."""
    step = max(1, image.shape[0] // 28)
    small, turned, other = (one[::step, ::step].mean(axis=2) - one.mean() for one in (image, image[:, ::-1], copy))

    def away(one):
        shifts = [np.roll(other, (down, across), (0, 1)) for down in range(-3, 4) for across in range(-3, 4)]
        return min(float(np.abs(one - shifted).mean()) for shifted in shifts)

    return away(turned) < away(small)


@app.function
def draw_copies(mine, name, seed):
    image = photo_named(name)
    drawn = copies(mine, image, "photos", seed)
    mirrored = [is_mirrored(image, one) for one in drawn]
    texts = [
        f"{'mirrored, ' if turned else ''}× {one.mean() / image.mean():.2f}"
        for one, turned in zip(drawn, mirrored, strict=True)
    ]
    alt = f"Nine changed copies of {name}, {sum(mirrored)} of them mirrored: {'; '.join(texts)}."
    return sheet(drawn, texts, alt, f"Nine draws, {sum(mirrored)} of them mirrored", 3, width=4.6)


@app.cell
def bright_text():
    mo.md("""
    **Brighter.** A uint8 cannot count beyond 255. On the left a hammer made brighter by a line that forgets it, on the
    right nine draws of your `jitter_brightness`. Turn the amount.
    """)
    return


@app.cell
def bright_question():
    white = lab.ask(
        "(image * 1.2).astype(np.uint8), and the hammer lies on white. What becomes of the white?",
        ["it stays white", "it becomes nearly black", "Python raises an error"],
    )
    white
    return (white,)


@app.cell
def bright_answer(mine, white):
    mine.tell(
        white,
        right="it becomes nearly black",
        because="255 · 1.2 is 306, and from 256 on a uint8 begins at 0 again (so it does on most computers): "
        "306 − 256 = 50. Calculate with floats, clip, and only then make it uint8.",
        measured=lambda: say_white(mine),
        needs=["jitter_brightness"],
    )
    return


@app.function
def say_white(mine):
    white = np.full((8, 8, 3), 255, np.uint8)
    got = [mine.jitter_brightness(white, np.random.default_rng(seed), 0.2) for seed in range(20)]
    lowest = min(lab.numbers("jitter_brightness", one, 8, 8, 3).min() for one in got)
    return f"20 draws of your `jitter_brightness` on pure white: the darkest pixel is {lowest:g}."


@app.cell
def amount_control():
    amount = lab.slider("amount", [0, 0.1, 0.2, 0.3, 0.5, 0.8], 0.2)
    amount
    return (amount,)


@app.cell
def bright(amount, mine, white):
    mine.picture(
        lambda: [draw_wrapped(amount.value), draw_bright(mine, amount.value)],
        needs=["jitter_brightness"],
        shows="a photo made brighter by a line that forgets the limit, and nine draws of yours",
        after=white,
    )
    return


@app.function
def draw_wrapped(amount):
    image = photo_named("hammer8")
    numbers = np.rint(image * (1 + amount))
    over = float(np.mean(numbers > 255))
    title = f"Times {1 + amount:g}: {100 * over:.0f} % run over"
    alt = f"The hammer times {1 + amount:g} without a limit: {100 * over:.0f} % of the numbers begin at 0 again."
    return sheet((numbers % 256).astype(np.uint8)[None], [""], alt, title, 1, width=2.6)


@app.function
def draw_bright(mine, amount):
    image = photo_named("hammer8")
    got = [mine.jitter_brightness(image, np.random.default_rng([7, one]), amount) for one in range(9)]
    drawn = np.stack([pixels("jitter_brightness", one, image.shape) for one in got])
    means = [one.mean() for one in drawn]
    texts = [f"mean {mean:.0f}" for mean in means]
    alt = f"Nine draws of your jitter_brightness with the amount {amount:g}: {', '.join(texts)}."
    title = f"Yours: means of {min(means):.0f} to {max(means):.0f}, the photo has {image.mean():.0f}"
    return sheet(drawn, texts, alt, title, 3, width=4.6)


@app.cell
def crop_text():
    mo.md("""
    **Cut out.** Nine squares by your `random_crop`, and where in the photo they lie. Make them smaller: from which size
    on would you no longer sign the label, "kingfisher"?
    """)
    return


@app.cell
def crop_control():
    size = lab.slider("size of the square, in pixels of 96", [16, 24, 32, 48, 64, 80, 96], 64)
    size
    return (size,)


@app.cell
def crop(mine, size):
    mine.picture(
        lambda: draw_crops(mine, size.value),
        needs=["random_crop"],
        shows="nine squares of a photo by your `random_crop`, and where they lie",
    )
    return


@app.function
def draw_crops(mine, size):
    image = photo_named("kingfisher")
    got = [mine.random_crop(image, size, np.random.default_rng([3, one])) for one in range(9)]
    drawn = np.stack([pixels("random_crop", one, (size, size, 3)) for one in got])
    corners = [corner_of(image, piece) for piece in drawn]
    places = (97 - size) ** 2
    title = f"{size} × {size}: {places:,} places to begin at" if places > 1 else "All of it: one place to begin at"
    alt = f"A photo and nine squares of {size} pixels of it, which begin at row and column {in_words(corners)}."
    figure, axes = charts.image_chart(alt, title, (6, 3.3))
    axes.imshow(image, extent=(0, 96, 96, 0), interpolation="bilinear")
    for number, ((top, left), piece) in enumerate(zip(corners, drawn, strict=True)):
        low, high, right = top + 0.5, top + size - 0.5, left + size - 0.5
        colour = (charts.BLUE, charts.RED, charts.GREEN, charts.ORANGE, charts.PURPLE, charts.SKY)[number % 6]
        axes.plot([left + 0.5, right, right, left + 0.5, left + 0.5], [low, low, high, high, low], color=colour)
        x, y = 101 + number % 3 * 33, number // 3 * 33
        axes.imshow(piece, extent=(x, x + 30, y + 30, y), interpolation="bilinear")
        axes.plot([x, x + 30, x + 30, x, x], [y, y, y + 30, y + 30, y], color=colour)
    axes.set(xlim=(-0.7, 197.7), ylim=(96.7, -0.7))
    return figure


@app.function
def in_words(corners):
    return ", ".join(f"{top} and {left}" for top, left in corners)


@app.function
def corner_of(image, piece):
    """Row and column at which the piece was cut out."""
    size = len(piece)
    for top in range(97 - size):
        for left in np.flatnonzero((image[top, : 97 - size] == piece[0, 0]).all(axis=1)):
            if (image[top : top + size, left : left + size] == piece).all():
                return top, int(left)
    raise lab.CannotDraw("random_crop", piece, "That is no square of the photo.")


@app.cell
def digit_text():
    mo.md("""
    **Digits.** The same nine draws with the task "digits". Which changes leave a label true is a question about the
    world: a mirrored kingfisher is a kingfisher, and a mirrored 6 is nothing at all.
    """)
    return


@app.cell
def digit_question():
    mirror = lab.ask(
        "Week 3's reader is right for 905 of 1,000 new digits. How many, if they are mirrored?",
        ["905 as well", "about 800", "about 600", "343"],
    )
    mirror
    return (mirror,)


@app.cell
def digit_answer(mine, mirror):
    mine.tell(
        mirror,
        right="343",
        because="As measured on the week's page. Of the mirrored 5s 1 % are still found, of the 3s 3 %. A mirrored 3 "
        "is usually called an 8.",
        measured=lambda: say_digits(mine),
        needs=["augment"],
    )
    return


@app.function
def digit_image(digit):
    """One of the course's digits as dark ink on white, (28, 28, 3) uint8."""
    images, labels = lab.digits28(0, 200)
    grey = 255 - np.rint(images[np.flatnonzero(labels == digit)[0]] * 255).reshape(28, 28, 1)
    return np.repeat(grey, 3, axis=2).astype(np.uint8)


@app.function
def mirrored_digits(mine, digit):
    image = digit_image(digit)
    drawn = copies(mine, image, "digits", digit)
    return drawn, [place for place, one in enumerate(drawn) if is_mirrored(image, one)]


@app.function
def say_digits(mine):
    count = sum(len(mirrored_digits(mine, digit)[1]) for digit in (2, 3, 6, 7))
    return f"Of 36 digits by your `augment`, {count} are mirrored."


@app.cell
def digit_control():
    digit = lab.choice("digit", {str(one): one for one in (2, 3, 6, 7)}, "6")
    digit
    return (digit,)


@app.cell
def digits(digit, mine, mirror):
    mine.picture(
        lambda: [draw_mirror(mine, digit.value), draw_digits(mine, digit.value)],
        needs=["horizontal_flip", "augment"],
        shows="a digit in your mirror, and nine copies of it that still deserve their label",
        after=mirror,
    )
    return


@app.function
def draw_mirror(mine, digit):
    image = digit_image(digit)
    turned = pixels("horizontal_flip", mine.horizontal_flip(image, np.random.default_rng(0), 1), image.shape)
    alt = f"A {digit}, and the same in a mirror."
    return sheet(np.stack([image, turned]), [f"a {digit}", "no digit"], alt, "Your horizontal_flip", 2, width=4.2)


@app.function
def draw_digits(mine, digit):
    drawn, mirrored = mirrored_digits(mine, digit)
    texts = ["mirrored: no digit" if place in mirrored else f"still a {digit}" for place in range(9)]
    title = f"Nine draws of augment, {len(mirrored) or 'none'} mirrored"
    return sheet(drawn, texts, f"Nine changed copies of a {digit}. {title}.", title, 3, width=4.2, marked=mirrored)


# ---- 5 ----


@app.cell
def dropout_text():
    mo.md("""
    ## 5 · Two remedies

    **Dropout.** On the left a digit whose 784 numbers went through your `dropout`, once while training and once after
    it. On the right, what the next layer receives: 1,000 times the mean of 64 ones that your `dropout` let through.
    """)
    return


@app.cell
def dropout_question():
    ones = lab.ask(
        "With p = 0.8, four of five values become 0. What is the mean of very many ones after it, while training?",
        ["0.2", "0.8", "1", "5"],
    )
    ones
    return (ones,)


@app.cell
def dropout_answer(mine, ones):
    mine.tell(
        ones,
        right="1",
        because="Four of five are 0, and the fifth is divided by 1 − 0.8 and becomes 5. So the next layer receives as "
        "much as before, on average, and nothing has to be put right after training.",
        measured=lambda: say_ones(mine),
        needs=["dropout"],
    )
    return


@app.function
def dropped(mine, x, p, seed=0, training=True):
    return lab.numbers("dropout", mine.dropout(x, p, np.random.default_rng(seed), training), *x.shape)


@app.function
def say_ones(mine):
    got = dropped(mine, np.ones(100_000), 0.8)
    return f"100,000 ones through your `dropout` with p = 0.8: a mean of {got.mean():.3f}, and {got.max():.3g} at most."


@app.cell
def dropout_control():
    p = lab.slider("p, the share that is switched off", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 0.5)
    p
    return (p,)


@app.cell
def dropouts(mine, ones, p):
    mine.picture(
        lambda: [draw_holes(mine, p.value), draw_means(mine, p.value)],
        needs=["dropout"],
        shows="a digit with holes, and that the mean stays where it was",
        after=ones,
    )
    return


@app.function
def draw_holes(mine, p):
    images, labels = lab.digits28(0, 200)
    x = images[np.flatnonzero(labels == 3)[0]].reshape(28, 28)
    shown = [x, dropped(mine, x, p), dropped(mine, x, p, training=False)]
    texts = [f"{name}\nmean {one.mean():.3f}" for name, one in zip(("before", "training", "after"), shown, strict=True)]
    off = float(np.mean(shown[1][x > 0] == 0))
    title = f"{100 * off:.0f} % of the ink is switched off"
    alt = f"A digit before dropout, while training with p = {p:g}, and after training. {'; '.join(texts)}."
    figure, axes = charts.image_chart(alt.replace("\n", ", "), title, (5.2, 2.7))
    for place, (one, text) in enumerate(zip(shown, texts, strict=True)):
        left = place * 30
        axes.imshow(np.clip(one, 0, 10) ** 0.3, cmap="Greys", vmin=0, vmax=2, extent=(left, left + 28, 28, 0))
        axes.text(left + 14, 29.5, text, ha="center", va="top", fontsize=10, color=charts.GREY)
        axes.plot([left, left + 28, left + 28, left, left], [0, 0, 28, 28, 0], color=charts.PALE, linewidth=1)
    axes.set(xlim=(-0.5, 88.5), ylim=(37, -0.5))
    return figure


@app.function
def draw_means(mine, p):
    means = dropped(mine, np.ones((1000, 64)), p, seed=1).mean(axis=1)
    alt = f"1,000 means of 64 ones after dropout with p = {p:g}: {means.mean():.3f} on average, ± {means.std():.3f}."
    figure, axes = charts.chart(
        alt,
        f"p = {p:g}: {means.mean():.2f} on average, ± {means.std():.2f}",
        "mean of 64 ones after dropout",
        "how often",
    )
    step = 1 / (64 * (1 - p))  # what one value more brings
    axes.hist(np.clip(means, 0, 2.5), bins=(np.arange(2.5 / step + 2) - 0.5) * step, color=charts.BLUE, alpha=0.85)
    axes.axvline(means.mean(), color=charts.INK, linewidth=1.5)
    top = 1.3 * axes.get_ylim()[1]
    if p:
        axes.axvline(1 - p, color=charts.RED, linewidth=1.5, linestyle="--")
        side = {"ha": "right", "xytext": (-5, -4)} if p < 0.5 else {"ha": "left", "xytext": (5, -4)}
        charts.say(axes, "if nothing\nwere divided", (1 - p, top), charts.RED, va="top", **side)
    axes.set(xlim=(-0.05, 2.5), ylim=(0, top))
    return figure


@app.cell
def patience_text():
    import torch  # here, because it takes a while: what is above is on the page by then

    torch.set_num_threads(1)
    mo.md("""
    **Stopping in time.** Two runs of 30 epochs, replayed: your `EarlyStopping` hears one validation loss after the
    other. It sees nothing of what comes later; you do, in grey. As in a real training, the weights it is given go on
    changing afterwards, so the picture asks it at the end which ones it has kept.
    """)
    return (torch,)


@app.cell
def patience_question():
    early = lab.ask(
        "The augmented run is at its best in epoch 14. With a patience of 1, when does it end?",
        ["after epoch 4", "after epoch 15", "after epoch 29"],
    )
    early
    return (early,)


@app.cell
def patience_answer(early, mine):
    mine.tell(
        early,
        right="after epoch 4",
        because="Epoch 4 is a little worse than epoch 3, 0.910 after 0.904, and that is enough. A loss trembles on its "
        "way down. It takes a patience of 4 to get as far as epoch 14, with 0.782.",
        measured=lambda: say_patience(mine),
        needs=["EarlyStopping"],
    )
    return


@app.function
def stopped(mine, run, patience):
    """The epoch at which it stopped, the one it calls the best, and the one whose weights it has kept."""
    import torch

    stopper = mine.EarlyStopping(patience)
    weights = {"epoch": torch.zeros(1)}  # as `model.state_dict()` gives them
    last = 29
    for epoch, loss in enumerate(losses(run)[1]):
        weights["epoch"].fill_(epoch)
        got = stopper.update(loss, weights)
        if not isinstance(got, bool | np.bool_):
            raise lab.CannotDraw("EarlyStopping", got, "Its `update` answers True or False.")
        if got:
            last = epoch
            break
    weights["epoch"].fill_(99)  # as a training that goes on would do
    best = lab.number("EarlyStopping", stopper.best_epoch)
    kept = lab.numbers("EarlyStopping", lab.entry("EarlyStopping", stopper.best_weights, "epoch"), 1)[0]
    if best not in range(30):
        raise lab.CannotDraw("EarlyStopping", best, "There are the epochs 0 to 29.")
    return last, int(best), int(kept)


@app.function
def say_patience(mine):
    found = [stopped(mine, "augmented, seed 4", patience) for patience in (1, 2, 4)]
    words = [f"{last} with a patience of {n}" for (last, _, _), n in zip(found, (1, 2, 4), strict=True)]
    return f"Your `EarlyStopping` ends it after epoch {', '.join(words)}."


@app.cell
def stopped_control():
    stopped_run = lab.choice(
        "run", {"plain, seed 0": "0.001", "augmented, seed 4": "augmented, seed 4"}, "augmented, seed 4"
    )
    stopped_run
    return (stopped_run,)


@app.cell
def patience_control():
    patience = lab.slider("patience", [1, 2, 3, 4, 5, 6, 8, 10, 15], 1)
    patience
    return (patience,)


@app.cell
def stopping(early, mine, patience, stopped_run):
    mine.picture(
        lambda: draw_stopping(mine, stopped_run.value, patience.value),
        needs=["EarlyStopping"],
        shows="where your `EarlyStopping` ends a run, and which epoch it goes back to",
        after=early,
    )
    return


@app.function
def draw_stopping(mine, run, patience):
    val = losses(run)[1]
    last, best, kept = stopped(mine, run, patience)
    title = f"Ended after epoch {last}, back to epoch {best}"
    if kept != best:
        title = f"Epoch {best} is called the best, and other weights were kept"
    alt = (
        f"{title}, with a patience of {patience}. Validation loss {val[best]:.3f}; the lowest of all is {min(val):.3f}."
    )
    figure, axes = charts.chart(alt, title, "epoch, from 0", "validation loss", (6, 3.6))
    axes.axvspan(last + 0.5, 29.6, color="#f5f6f7", zorder=0)
    axes.plot(range(30), val, color=charts.PALE)
    axes.plot(range(last + 1), val[: last + 1], "o-", color=charts.RED, markersize=4)
    axes.plot([last], [val[last]], "s", color=charts.INK, markersize=8)
    charts.say(axes, "the end", (last, val[last]), charts.INK, xytext=(8, 6))
    axes.plot([best], [val[best]], "o", color=charts.GREEN, markersize=12, fillstyle="none", markeredgewidth=2.5)
    charts.say(axes, f"kept: {val[best]:.3f}", (best, val[best]), charts.GREEN, ha="center", xytext=(0, -24))
    if min(val) < val[best]:
        lowest = int(np.argmin(val))
        charts.say(axes, f"missed: {min(val):.3f}", (lowest, min(val)), charts.GREY, ha="center", xytext=(0, -38))
        axes.plot([lowest], [min(val)], "o", color=charts.GREY, markersize=6)
    if last < 28:
        axes.text(
            29.4, 0.55, f"{29 - last} epochs not trained", fontsize=10, color=charts.GREY, ha="right", va="bottom"
        )
    axes.set(xlim=(-0.6, 29.6), ylim=(0.53, 1.7), xticks=range(0, 30, 5))
    return figure


# ---- 6 ----


@app.cell
def seeds_text():
    mo.md("""
    ## 6 · Was it more than luck?

    The three variants of the experiment, ten seeds each: one dot is one training, collected by your `ablation`. How
    many of them would you have paid for? On the left the runs themselves, on the right your `mean_and_interval` of the
    differences, seed by seed, after 2 runs, after 3, and so on, with the verdict of your `compare`.
    """)
    return


@app.cell
def seeds_question():
    luck = lab.ask(
        "Three seeds. Plain: 0.632, 0.649, 0.684. Augmented: 0.684, 0.737, 0.719. Better each time. The verdict?",
        ["augmented is better", "too close", "plain is better"],
    )
    luck
    return (luck,)


@app.cell
def seeds_answer(luck, mine):
    mine.tell(
        luck,
        right="too close",
        because="The differences are 0.053, 0.088 and 0.035, and from three so different numbers the mean is known to "
        "± 0.067 only. That is more than the mean itself, 0.058. One seed more, and the interval lets go of 0. For "
        "stopping early it takes seven.",
        measured=lambda: say_compare(mine),
        needs=["mean_and_interval", "compare"],
    )
    return


@app.function
def interval(mine, values):
    mean, half = lab.parts("mean_and_interval", mine.mean_and_interval([float(one) for one in values]), 2)
    return lab.number("mean_and_interval", mean), lab.number("mean_and_interval", half)


@app.function
def compared(mine, one, other):
    got = mine.compare([float(value) for value in one], [float(value) for value in other])
    if not isinstance(got, str) or got not in ("a", "b", "too close"):
        raise lab.CannotDraw("compare", got, "What is drawn here is one of its three words.")
    return {"a": "better", "b": "worse"}.get(got, got)


@app.function
def shares(variant, count):
    return np.array(RIGHT[variant][:count]) / 57


@app.function
def say_compare(mine):
    words = [
        f"{count} seeds {compared(mine, shares('augmented', count), shares('plain', count))}" for count in (2, 3, 4, 10)
    ]
    return f"Your `compare` says of augmented against plain: {', '.join(words)}."


@app.cell
def variant_control():
    variant = lab.choice("against plain", ["augmented", "stopped early"])
    variant
    return (variant,)


@app.cell
def seeds_control():
    count = lab.slider("seeds", [2, 3, 4, 5, 6, 7, 8, 9, 10], 3)
    count
    return (count,)


@app.cell
def seeds(count, luck, mine, variant):
    mine.picture(
        lambda: [draw_runs(mine, variant.value, count.value), draw_shrinking(mine, variant.value, count.value)],
        needs=["ablation", "mean_and_interval", "compare"],
        shows="both variants seed by seed, and how the interval of their difference shrinks",
        after=luck,
    )
    return


@app.function
def scores_of(mine, variant, count):
    """Both variants' scores by the learner's `ablation`, as arrays."""
    names = ["plain", variant]
    got = mine.ablation(lambda variant, seed: RIGHT[variant][seed] / 57, names, list(range(count)))
    return [lab.numbers("ablation", lab.entry("ablation", got, name), count) for name in names]


@app.function
def draw_runs(mine, variant, count):
    plain, other = scores_of(mine, variant, count)
    parts = [
        (f"{one} {mean:.3f} ± {half:.3f}", mean, half)
        for one, (mean, half) in (("plain", interval(mine, plain)), (variant, interval(mine, other)))
    ]
    alt = f"The accuracy of {count} seeds: {parts[0][0]}; {parts[1][0]}."
    figure, axes = charts.chart(
        alt, f"{variant.capitalize()} {np.mean(other):.3f}, plain {np.mean(plain):.3f}", "seed", "accuracy on 57 photos"
    )
    seeds = np.arange(10)
    for name in ("plain", variant):
        axes.plot(seeds[count:], shares(name, 10)[count:], "o", color=charts.PALE, markersize=5)
    axes.vlines(seeds[:count], plain, other, color=charts.PALE, linewidth=2)
    for scores, (_, mean, half), colour, at in zip(
        (plain, other), parts, (charts.GREY, charts.BLUE), (10.6, 11.6), strict=True
    ):
        axes.plot(seeds[:count], scores, "o", color=colour)
        axes.errorbar([at], [mean], [half], fmt="D", color=colour, capsize=5, markersize=6, linewidth=2)
    axes.text(0.01, 0.98, parts[1][0], transform=axes.transAxes, color=charts.BLUE, fontsize=10, va="top")
    axes.text(0.01, 0.91, parts[0][0], transform=axes.transAxes, color=charts.GREY, fontsize=10, va="top")
    axes.set(xlim=(-0.5, 12.1), ylim=(0.58, 0.82), xticks=range(10))
    return figure


@app.function
def draw_shrinking(mine, variant, count):
    plain, other = scores_of(mine, variant, 10)
    found = [(n, *interval(mine, (other - plain)[:n]), compared(mine, other[:n], plain[:n])) for n in range(2, 11)]
    _, mean, half, word = found[count - 2]
    title = f"{count} seeds: {100 * mean:+.1f} ± {100 * half:.1f} points, {word}"
    alt = (
        f"{title}. From 2 seeds to 10, the interval goes from ± {100 * found[0][2]:.1f} to ± {100 * found[-1][2]:.1f}."
    )
    figure, axes = charts.chart(alt, title.replace("-", "−"), "seeds", "difference, in points")
    axes.axhline(0, color=charts.INK, linewidth=1.2)
    axes.axvline(count, color="#eaf3fa", linewidth=14, zorder=0)
    for n, centre, width, said in found:
        colour = {"better": charts.GREEN, "worse": charts.RED}.get(said, charts.GREY)
        axes.errorbar([n], [100 * centre], [100 * width], fmt="o", color=colour, capsize=4, linewidth=2)
    charts.say(axes, "no difference", (10.5, 0), charts.INK, ha="right", xytext=(0, -14))
    for said, colour, at in (("better", charts.GREEN, -10.5), ("too close", charts.GREY, -13)):
        axes.text(10.4, at, f"● {said}", color=colour, fontsize=10, ha="right")
    axes.set(xlim=(1.4, 10.6), ylim=(-16, 22), xticks=range(2, 11))
    return figure


@app.cell
def cover_text():
    mo.md("""
    **What "95 %" promises.** Now the truth is known: a network that is right for 0.66 of all photos, and whose runs
    scatter by 0.018. 100 people train it a few times each, and each of them writes down your `mean_and_interval`. A
    line that does not cross the truth is red. (The runs are drawn by chance, from one seed.)
    """)
    return


@app.cell
def cover_question():
    textbook = lab.ask(
        "Three runs each, and instead of t = 4.303 somebody takes 1.96, as for endlessly many. How many of 100 "
        "intervals hold the truth?",
        ["about 95", "about 90", "about 81", "about 50"],
    )
    textbook
    return (textbook,)


@app.cell
def cover_answer(mine, textbook):
    mine.tell(
        textbook,
        right="about 81",
        because="0.812 of 100,000, as measured on the week's page. The spread itself was guessed from three runs, and "
        "it is often guessed too small. t makes up for that.",
        measured=lambda: say_cover(mine),
        needs=["mean_and_interval"],
    )
    return


@app.function
def experiments(mine, runs):
    """Of 100 people: means, half-widths by the learner's function, and half-widths with 1.96."""
    drawn = np.random.default_rng(0).normal(0.66, 0.018, (100, runs))
    means, halves = np.array([interval(mine, one) for one in drawn]).T
    return means, halves, 1.96 * drawn.std(axis=1, ddof=1) / runs**0.5


@app.function
def say_cover(mine):
    means, halves, _ = experiments(mine, 3)
    held = int((abs(means - 0.66) <= halves).sum())
    return f"Of 100 intervals of three runs by your `mean_and_interval`, {held} hold it."


@app.cell
def cover_control():
    runs = lab.slider("runs of each", [2, 3, 4, 5, 7, 10, 20], 3)
    runs
    return (runs,)


@app.cell
def cover(mine, runs, textbook):
    mine.picture(
        lambda: draw_cover(mine, runs.value),
        needs=["mean_and_interval"],
        shows="100 intervals of yours, and how many of them hold the truth",
        after=textbook,
    )
    return


@app.function
def draw_cover(mine, runs):
    means, halves, short = experiments(mine, runs)
    misses = abs(means - 0.66) > halves
    held, narrow = 100 - int(misses.sum()), int((abs(means - 0.66) <= short).sum())
    alt = f"100 intervals of {runs} runs each. {held} hold the true 0.66; with 1.96 it would be {narrow}."
    figure, axes = charts.chart(
        alt, f"{held} of 100 hold the truth; with 1.96 only {narrow}", "person", "mean ± half-width", (6, 3.8)
    )
    people = np.arange(1, 101)
    for here, colour, width in ((~misses, charts.SKY, 2.2), (misses, charts.RED, 3)):
        axes.vlines(people[here], (means - halves)[here], (means + halves)[here], color=colour, linewidth=width)
    axes.plot(people, means, ".", color=charts.INK, markersize=4)
    axes.axhline(0.66, color=charts.INK, linewidth=1.2)
    charts.say(axes, "the truth\n0.66", (101, 0.66), va="center", xytext=(6, 0))
    axes.set(xlim=(-1, 120), ylim=(0.56, 0.76), xticks=[1, 25, 50, 75, 100])
    return figure


@app.cell
def fair_text():
    mo.md("""
    **A fair comparison.** On Monday you trained plain: split 0, no augmentation, a learning rate of 0.001, 30 epochs.
    Set the knobs for Tuesday's network, which is trained with the same three seeds. Your `changed_settings` lists what
    was changed, your `is_fair_comparison` judges, and only then does your `compare` count.
    """)
    return


@app.cell
def fair_question():
    tuesday = lab.ask(
        "On Tuesday nothing is changed but the split: other 57 photos are held out. What does that bring?",
        ["a point or two, by luck", "6 points, as much as augmentation", "12 points, twice as much as augmentation"],
    )
    tuesday
    return (tuesday,)


@app.cell
def fair_answer(mine, tuesday):
    mine.tell(
        tuesday,
        right="12 points, twice as much as augmentation",
        because="The other 57 photos happen to be easier. `compare` is convinced that Tuesday is better, and so "
        "is everybody, but the network is the same. No interval protects from a comparison that is not fair.",
        measured=lambda: say_fair(mine),
        needs=["is_fair_comparison", "compare"],
    )
    return


@app.function
def record(split, augmented, rate, epochs):
    """A run as the log has it, and its three scores."""
    scores = np.array(KNOBS[split, augmented, rate, epochs]) / 57
    settings = {"augmented": augmented, "learning_rate": rate, "epochs": epochs}
    return {"settings": settings, "split": split, "val_accuracy": float(scores.mean())}, scores


@app.function
def judged(mine, other):
    """Whether the comparison with plain is fair, the knobs that differ, and the verdict on the scores."""
    (old, plain), (new, scores) = record(0, False, 0.001, 30), record(*other)
    fair = mine.is_fair_comparison(old, new)
    if not isinstance(fair, bool | np.bool_):
        raise lab.CannotDraw("is_fair_comparison", fair, "What is drawn here is True or False.")
    changed = mine.changed_settings(old, new)
    if not isinstance(changed, dict):
        raise lab.CannotDraw("changed_settings", changed, "What is drawn here is a dict.")
    return bool(fair), [knob for knob in old["settings"] if knob in changed], compared(mine, scores, plain)


@app.function
def say_fair(mine):
    fair, _, word = judged(mine, (1, False, 0.001, 30))
    return f"Your `compare` says: {word}. Your `is_fair_comparison` says: {fair}."


@app.cell
def split_control():
    tuesday_split = lab.choice("split", {"0": 0, "1": 1}, "1")
    tuesday_split
    return (tuesday_split,)


@app.cell
def augmented_control():
    augmented = lab.choice("augmented", {"no": False, "yes": True})
    augmented
    return (augmented,)


@app.cell
def rate_control():
    rate = lab.choice("learning rate", {"0.001": 0.001, "0.003": 0.003})
    rate
    return (rate,)


@app.cell
def length_control():
    length = lab.choice("epochs", {"10": 10, "30": 30}, "30")
    length
    return (length,)


@app.cell
def fair(augmented, length, mine, rate, tuesday, tuesday_split):
    mine.picture(
        lambda: draw_fair(mine, (tuesday_split.value, augmented.value, rate.value, length.value)),
        needs=["changed_settings", "is_fair_comparison", "compare"],
        shows="both networks' scores, what was changed between them, and whether that is a fair comparison",
        after=tuesday,
    )
    return


@app.function
def draw_fair(mine, other):
    plain, scores = record(0, False, 0.001, 30)[1], record(*other)[1]
    is_fair, changed, word = judged(mine, other)
    points = f"{100 * (scores.mean() - plain.mean()):+.1f} points".replace("-", "−").replace("+0.0", "0.0")
    title = f"{points}: {word if is_fair else 'not a fair comparison'}"
    what = [*(["the split"] if other[0] else []), *(knob.replace("_", " ") for knob in changed)]
    differs = f"changed: {', '.join(what)}" if what else "nothing was changed"
    alt = f"{title}. {differs}. Monday {plain.mean():.3f}, Tuesday {scores.mean():.3f}, three seeds each."
    figure, axes = charts.chart(alt, title, y="accuracy on 57 photos", size=(6, 3.6))
    colour = {"better": charts.GREEN, "worse": charts.RED}.get(word, charts.BLUE) if is_fair else charts.ORANGE
    for at, values, shade in ((0, plain, charts.GREY), (1, scores, colour)):
        axes.plot(at + np.array([-0.08, 0, 0.08]), values, "o", color=shade, markersize=8)
        axes.plot([at - 0.2, at + 0.2], [values.mean()] * 2, color=shade)
        charts.say(axes, f"{values.mean():.3f}", (at + 0.2, values.mean()), shade, va="center", xytext=(6, 0))
    axes.text(0.5, 0.6, differs, ha="center", fontsize=11, color=charts.INK if is_fair else charts.RED)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=[0, 1], xticklabels=["Monday: plain", "Tuesday"], xlim=(-0.5, 1.5), ylim=(0.58, 0.88))
    return figure


@app.cell
def ending():
    mo.md("""
    **Now change something.** Leave the clipping out of your `jitter_brightness`, save, and look at the hammers. Or let
    your `EarlyStopping` keep `weights` instead of a copy of them. Then put it back.

    The photos are in the public domain or CC0; their photographers stand in `fixtures/photos/CREDITS.csv`. The digits
    are from MNIST, by Y. LeCun and C. Cortes, CC BY-SA 3.0.
    """)
    return


if __name__ == "__main__":
    app.run()
