import marimo

app = marimo.App(width="medium", app_title="Week 1 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import html

    import marimo as mo
    import numpy as np

    from labs import charts, lab

    SIZES = [10, 30, 100, 300, 1000, 1347]  # examples to learn from
    KS = [1, 3, 5, 15, 50, 150, 500]  # neighbours that vote
    SEEDS = range(6)
    HASTY = 124  # of the exam: an 8 that looks like a 1

    @lab.once
    def digits_split():
        """The split of the week's page: 1,347 to learn from, 450 for the exam."""
        from sklearn.model_selection import train_test_split

        images, labels = lab.digits()
        return train_test_split(images / 16, labels, random_state=0)

    @lab.once
    def logistic(images, labels):
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(max_iter=1000).fit(images, labels)

    @lab.once
    def small_network(images, labels):
        from sklearn.neural_network import MLPClassifier

        return MLPClassifier((64,), max_iter=1000, random_state=0).fit(images, labels)

    @lab.once
    def by_nearness(images, asked):
        """For each picture that is asked about, the numbers of the others, the most similar first."""
        squares = (asked**2).sum(axis=1)[:, None] - 2 * asked @ images.T + (images**2).sum(axis=1)
        return np.argsort(squares.round(9), axis=1, kind="stable")

    class Neighbours:
        """The k most similar training pictures vote."""

        def __init__(self, images, labels, k):
            self.images, self.labels, self.k = images, labels, k

        def votes(self, asked):
            near = self.labels[by_nearness(self.images, asked)[:, : self.k]].astype(int)
            return np.stack([(near == digit).sum(axis=1) for digit in range(10)], axis=1)

        def predict(self, asked):
            return self.votes(asked).argmax(axis=1)

        def predict_proba(self, asked):
            return self.votes(asked) / self.k

    MODELS = {"logistic regression": logistic, "small network": small_network, "nearest neighbour": Neighbours}


@app.cell
def saving():
    saved = lab.saved("week1")
    return (saved,)


@app.cell
def loading(saved):
    saved()
    mine = lab.mine("week1")
    return (mine,)


@app.cell
def title():
    mo.md("""
    # Week 1 · The lab

    Everything drawn here is computed by **your own functions**. Change one, save the file, and the picture follows.
    Where a task is not written yet, a card says which.
    """)
    return


@app.cell
def row_text():
    mo.md("""
    ## 1 · A picture is a row of numbers

    A model never sees a picture. It gets a row of 64 features: 0 is paper, 16 is the darkest ink. Here is one row of
    your `load_digits`, a bar for each number.
    """)
    return


@app.cell
def row(mine):
    mine.picture(
        lambda: draw_row(mine, 13, lines=False),
        needs=["load_digits"],
        shows="one picture as the model gets it: 64 numbers in a row",
    )
    return


@app.cell
def row_question():
    which = lab.ask("Which digit is it?", ["a 0", "a 1", "a 3", "a 7"])
    which
    return (which,)


@app.cell
def row_answer(mine, which):
    mine.tell(
        which,
        right="a 3",
        because="Nobody reads that at a glance. Cut the row into 8 lines of 8, as you read a page, and anybody can. "
        "The model must do without the picture: for it, pixel 8 is no nearer to pixel 0 than any other.",
        measured=lambda: f"The label that your `load_digits` has for this row: {data_of(mine)[1][13]:g}.",
        needs=["load_digits"],
    )
    return


@app.cell
def row_control():
    picture = lab.slider("picture number", list(range(10, 30)), 13)
    picture
    return (picture,)


@app.cell
def row_pictures(mine, picture, which):
    mine.picture(
        lambda: [draw_row(mine, picture.value, lines=True), *draw_pixels(mine, picture.value)],
        needs=["load_digits", "as_image", "scale"],
        shows="the row cut into lines, by your `as_image`, and what your `scale` makes of it",
        after=which,
    )
    return


@app.function
def data_of(mine):
    features, labels = lab.parts("load_digits", mine.load_digits(), 2)
    features = lab.numbers("load_digits", features, None, 64)
    return features, lab.numbers("load_digits", labels, len(features))


@app.function
def draw_row(mine, number, lines):
    features, labels = data_of(mine)
    values = features[number]
    shown = f", a {labels[number]:g}" if lines else ""
    title = f"Picture {number}{shown}" if lines else f"Picture {number}: one row of 64 features"
    alt = f"The features of picture {number}{shown}, 64 bars in a row: from {values.min():g} to {values.max():g}."
    figure, axes = charts.chart(alt, title, "feature", "value", (3.4, 3.5) if lines else (6, 2.6))
    colours = [charts.ORANGE if lines and place // 8 % 2 else charts.BLUE for place in range(64)]
    axes.bar(np.arange(64) + 0.5, values, width=0.9, color=colours)
    for line in range(8) if lines else ():
        axes.text(8 * line + 4, 16.6, f"line\n{line + 1}", ha="center", fontsize=8, color=colours[8 * line])
    axes.grid(axis="x", visible=False)
    axes.set(
        xticks=range(0, 65, 16 if lines else 8), yticks=[0, 8, 16], xlim=(-0.5, 64.5), ylim=(0, 19 if lines else 16.5)
    )
    return figure


@app.function
def draw_pixels(mine, number):
    features, labels = data_of(mine)
    image = lab.numbers("as_image", mine.as_image(features[number]), 8, 8)
    scaled = lab.numbers("scale", mine.scale(features[number : number + 1]), 1, 64)[0]
    small = lab.numbers("as_image", mine.as_image(scaled), 8, 8)
    alt = f"Your as_image of picture {number}, labelled {labels[number]:g}: 8 lines of 8 numbers, from 0 to "
    top = f"{small.max():.3g}"
    return [
        draw_cells(image, 16, "{:g}", f"{alt}{image.max():g}.", f"8 lines of 8: 0 to {image.max():g}"),
        draw_cells(small, 1, "{:.2g}", f"{alt}{top} after your scale.", f"Scaled: 0 to {top}"),
    ]


@app.function
def draw_cells(image, top, form, alt, title):
    """A picture with its numbers written in its pixels."""
    figure, axes = charts.image_chart(alt, title, (3.4, 3.5))
    axes.imshow(image, cmap="Greys", vmin=0, vmax=top * 1.15)
    for (line, column), value in np.ndenumerate(image):
        colour = "white" if value > 0.55 * top else charts.INK if value else "#b9c2ca"
        axes.text(column, line, form.format(value), ha="center", va="center", fontsize=7.5, color=colour)
    return figure


@app.function
def gallery(alt, title, images, captions, colours, grid, size):
    """Pictures of 8×8 pixels in a grid of (columns, rows), each framed, with a caption under it."""
    columns, rows = grid
    lines = max([1, *(caption.count("\n") + 1 for caption in captions)])
    wide, high = 10, 9.5 + 2.2 * lines
    figure, axes = charts.image_chart(alt, title, size)
    for place, (image, caption, colour) in enumerate(zip(images, captions, colours, strict=True)):
        x, y = place % columns * wide, place // columns * high
        axes.pcolormesh(x + np.arange(9), y + np.arange(9), image, cmap="Greys", vmin=0, vmax=np.max(image) or 1)
        axes.add_patch(frame(x, y, 8, 8, colour))
        axes.text(x + 4, y + 8.5, caption, ha="center", va="top", fontsize=10 if lines == 1 else 9, color=colour)
    axes.set(xlim=(-0.5, columns * wide - 1.5), ylim=(rows * high, -0.5), aspect="equal")
    return figure


@app.function
def frame(x, y, width, height, colour, line=1.2):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, fill=False, edgecolor=colour, linewidth=line)


@app.cell
def exam_text():
    mo.md("""
    ## 2 · The exam must be held out

    Files are often sorted. So let this one be sorted, too: all 0s first, all 9s last. A lazy split cuts the last
    quarter off for the exam; your `split` shuffles first. The pupil is the simplest there is: it says what the most
    similar training picture is.
    """)
    return


@app.cell
def exam_question():
    lazy = lab.ask(
        "It learns from the first three quarters of the sorted file. How much of the exam, the last quarter, does it "
        "get right?",
        ["nearly all", "about half", "about a fifth", "nothing at all"],
    )
    lazy
    return (lazy,)


@app.cell
def exam_answer(lazy, mine):
    mine.tell(
        lazy,
        right="about a fifth",
        because="The exam holds 96 sevens, 174 eights and 180 nines. The lesson held 83 sevens, and not one 8 or 9: "
        "what was never shown cannot be answered. Shuffled, the same pupil gets about 98 % right.",
        measured=lambda: f"Your `accuracy` says {marks(mine, *lazy_split())[0]:.3f}.",
        needs=["accuracy", "majority_baseline"],
    )
    return


@app.cell
def exam_control():
    seed = lab.slider("seed of your split", list(SEEDS), 0)
    seed
    return (seed,)


@app.cell
def exam(lazy, mine, seed):
    mine.picture(
        lambda: [
            draw_parts("Cut off", marks(mine, *lazy_split()), *lazy_split()[2:]),
            draw_parts("Your split", *split_and_marks(mine, seed.value)),
            draw_seeds(mine, seed.value),
        ],
        needs=["split", "accuracy", "majority_baseline"],
        shows="which digits are in the lesson and which in the exam: cut off, and by your `split`",
        after=lazy,
    )
    return


@app.function
def sorted_file():
    images, labels = lab.digits()
    order = np.argsort(labels, kind="stable")
    return images[order] / 16, labels[order]


@app.function
def lazy_split():
    images, labels = sorted_file()
    return images[:1347], images[1347:], labels[:1347], labels[1347:]


@app.function
def marks(mine, X_train, X_test, y_train, y_test):
    """The accuracy of the most similar picture's answer, and of a guesser's."""
    said = Neighbours(X_train, y_train, 1).predict(X_test)
    return (
        lab.number("accuracy", mine.accuracy(y_test, said)),
        lab.number("majority_baseline", mine.majority_baseline(y_train, y_test)),
    )


@app.function
def split_and_marks(mine, seed):
    X_train, X_test, y_train, y_test = lab.parts("split", mine.split(*sorted_file(), 0.25, seed), 4)
    X_train, X_test = lab.numbers("split", X_train, None, 64), lab.numbers("split", X_test, None, 64)
    y_train, y_test = (lab.numbers("split", y, len(X)).astype(int) for y, X in ((y_train, X_train), (y_test, X_test)))
    return marks(mine, X_train, X_test, y_train, y_test), y_train, y_test


@app.function
def draw_parts(name, mark, y_train, y_test):
    lesson, exam = ([int((y == digit).sum()) for digit in range(10)] for y in (y_train, y_test))
    alt = f"{name}: how many of each digit are in the lesson, {lesson}, and in the exam, {exam}. "
    alt += f"Accuracy {mark[0]:.3f}; always saying the commonest: {mark[1]:.3f}."
    figure, axes = charts.chart(alt, f"{name}: {mark[0]:.3f} right", "digit", "pictures", (3.4, 3.4))
    axes.bar(range(10), lesson, color=charts.PALE)
    axes.bar(range(10), exam, bottom=lesson, color=charts.BLUE)
    axes.text(-0.4, 243, "■ in the exam", va="top", fontsize=10, color=charts.BLUE)
    axes.text(9.4, 243, "■ in the lesson", va="top", ha="right", fontsize=10, color="#98a2ab")
    axes.text(-0.4, 218, f"a guesser: {mark[1]:.3f} right", va="top", fontsize=10)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), yticks=[0, 50, 100, 150], xlim=(-0.6, 9.6), ylim=(0, 245))
    return figure


@app.function
def draw_seeds(mine, seed):
    right = [split_and_marks(mine, one)[0][0] for one in SEEDS]
    alt = (
        f"The accuracy with six seeds: from {min(right):.3f} to {max(right):.3f}. With seed {seed}: {right[seed]:.3f}."
    )
    title = f"Six exams: {min(right):.3f} to {max(right):.3f}"
    figure, axes = charts.chart(alt, title, "seed of your split", "share right", (3.4, 3.4))
    axes.plot(SEEDS, right, "o", color=charts.GREY)
    axes.plot([seed], [right[seed]], "o", color=charts.BLUE, markersize=11)
    charts.say(axes, f"{right[seed]:.3f}", (seed, right[seed]), charts.BLUE, ha="center", xytext=(0, 12))
    middle, reach = (min(right) + max(right)) / 2, max(max(right) - min(right), 0.01)
    axes.set(xticks=SEEDS, xlim=(-0.7, 5.7), ylim=(middle - 1.2 * reach, middle + 1.2 * reach))
    return figure


@app.cell
def matrix_text():
    mo.md("""
    ## 3 · What it mixes up

    Logistic regression, trained on 1,347 pictures, gets 0.960 of the 450 others right. Your `confusion_matrix`
    keeps what became of each of them: a row for what it is, a column for what the model said.
    """)
    return


@app.cell
def matrix_question():
    worst = lab.ask("Of which digit is the smallest share found?", ["of the 0s", "of the 4s", "of the 6s", "of the 8s"])
    worst
    return (worst,)


@app.cell
def matrix_answer(mine, worst):
    mine.tell(
        worst,
        right="of the 8s",
        because="Of 48 real 8s, 43 are found: a recall of 0.896. Three of the others were called a 1. All 37 of the 0s "
        "are found. One figure for everybody, 0.960, tells neither.",
        measured=lambda: f"Your `recall` of the 8: {lab.number('recall', mine.recall(matrix_of(mine), 8)):.3f}.",
        needs=["confusion_matrix", "recall"],
    )
    return


@app.cell
def matrix_control():
    digit = lab.choice("**Tap a row** to look along it:", {str(digit): digit for digit in range(10)}, "8")
    digit
    return (digit,)


@app.cell
def matrix(digit, mine, worst):
    mine.picture(
        lambda: [draw_matrix(mine, digit.value), table_of(mine, digit.value)],
        needs=["confusion_matrix", "recall", "most_confused_pair"],
        shows="the whole confusion matrix, and the recall of each row",
        after=worst,
    )
    return


@app.cell
def missed(digit, mine, worst):
    mine.picture(
        lambda: draw_missed(mine, digit.value),
        needs=["as_image", "confusion_matrix"],
        shows="the pictures of that row that were called something else",
        after=worst,
    )
    return


@app.function
def said_by_logistic():
    X_train, X_test, y_train, _ = digits_split()
    return logistic(X_train, y_train).predict(X_test)


@app.function
def matrix_of(mine):
    counts = mine.confusion_matrix(digits_split()[3], said_by_logistic(), 10)
    return lab.numbers("confusion_matrix", counts, 10, 10).astype(int)


@app.function
def draw_matrix(mine, row):
    counts = matrix_of(mine)
    a, b = (lab.number("most_confused_pair", one) for one in pair_of(mine, counts))
    alt = f"The confusion matrix. Row {row}: {', '.join(map(str, counts[row]))}. Most confused: {a:g} and {b:g}."
    share = lab.number("recall", mine.recall(counts, row))
    title = f"Of {counts[row].sum()} real {row}s, {counts[row, row]} found: {share:.3f}"
    figure, axes = charts.image_chart(alt, title, (5.2, 4.9))
    axes.imshow(np.where((counts > 0) & (np.eye(10) == 0), counts, np.nan), cmap="Oranges", vmin=-1, vmax=6)
    for (truth, said), count in np.ndenumerate(counts):
        if truth == said:
            axes.add_patch(frame(truth - 0.42, said - 0.42, 0.84, 0.84, charts.BLUE, 1))
        weight = "bold" if truth == row else "normal"
        colour = "#b9c2ca" if not count else charts.BLUE if truth == said else charts.INK
        axes.text(said, truth, str(count or "·"), ha="center", va="center", fontsize=10, color=colour, weight=weight)
    for truth, said in ((a, b), (b, a)):
        axes.add_patch(frame(said - 0.45, truth - 0.45, 0.9, 0.9, charts.RED, 2.5))
    axes.add_patch(frame(-0.5, row - 0.5, 10, 1, charts.INK, 2))
    axes.set(xticks=range(10), yticks=range(10), xlabel=f"the model said   (red: most confused, {a:g} and {b:g})")
    axes.set(ylabel="it is", xlim=(-0.6, 9.6), ylim=(9.6, -0.6))
    axes.tick_params(length=0)
    axes.get_yticklabels()[row].set(fontweight="bold", color=charts.INK)
    return figure


@app.function
def pair_of(mine, counts):
    return lab.parts("most_confused_pair", mine.most_confused_pair(counts), 2)


@app.function
def table_of(mine, row):
    counts = matrix_of(mine)
    shares = [lab.number("recall", mine.recall(counts, digit)) for digit in range(10)]
    rows = [
        [str(digit), str(counts[digit, digit]), str(counts[digit].sum()), f"{share:.3f}"]
        for digit, share in enumerate(shares)
    ]
    return charts.table(["it is", "found", "of", "recall"], rows, marked=row)


@app.function
def draw_missed(mine, row):
    matrix_of(mine)
    _, X_test, _, y_test = digits_split()
    said = said_by_logistic()
    lost = np.flatnonzero((y_test == row) & (said != row))
    shown = lost if len(lost) else np.flatnonzero(y_test == row)[:6]
    words = [f"said {one}" for one in said[shown]]
    alt = f"The {row}s that were called something else: {', '.join(words)}." if len(lost) else f"Six {row}s; all found."
    title = f"The {len(lost)} that were missed" if len(lost) > 1 else "The one that was missed"
    return gallery(
        alt,
        title if len(lost) else f"All {row}s were found, these too",
        [image_of(mine, X_test[one]) for one in shown],
        words,
        [charts.RED if len(lost) else charts.BLUE] * len(shown),
        (6, 1),
        (5.2, 1.7),
    )


@app.function
def image_of(mine, row):
    return lab.numbers("as_image", mine.as_image(row), 8, 8)


@app.cell
def size_text():
    mo.md("""
    ## 4 · Two knobs

    **More examples.** The curve is your `accuracy_by_train_size`, with logistic regression. Below it is what the
    lesson shows, and 24 pictures of the exam with the answers of the model that your own `train` makes of it.
    """)
    return


@app.cell
def size_question():
    hundred = lab.ask(
        "After 1,347 examples it scores 0.960. What does it score after 100?",
        ["about 0.3", "about 0.6", "about 0.75", "about 0.9"],
    )
    hundred
    return (hundred,)


@app.cell
def size_answer(hundred, mine):
    mine.tell(
        hundred,
        right="about 0.9",
        because="0.891: a hundred examples go a long way. The last points are the dear ones: from 0.891 to 0.960 took "
        "thirteen times the data.",
        measured=lambda: f"Your `accuracy_by_train_size` says {curve_of_sizes(mine)[2]:.3f}.",
        needs=["accuracy_by_train_size"],
    )
    return


@app.cell
def size_control():
    examples = lab.slider("examples to learn from", SIZES, 10)
    examples
    return (examples,)


@app.cell
def size_curve(examples, hundred, mine):
    mine.picture(
        lambda: [draw_sizes(mine, examples.value), draw_shown(examples.value)],
        needs=["accuracy_by_train_size"],
        shows="the accuracy on the exam against the number of examples",
        after=hundred,
    )
    return


@app.cell
def size_pictures(examples, hundred, mine):
    mine.picture(
        lambda: [draw_lesson(mine, examples.value), draw_answers(mine, examples.value)],
        needs=["train", "held_out_accuracy", "as_image"],
        shows="what your own `train` makes of so many examples, picture by picture",
        after=hundred,
    )
    return


@app.function
def curve_of_sizes(mine):
    X_train, X_test, y_train, y_test = digits_split()
    right = mine.accuracy_by_train_size(logistic, X_train, y_train, X_test, y_test, SIZES)
    return lab.numbers("accuracy_by_train_size", right, len(SIZES))


@app.function
def draw_sizes(mine, examples):
    right = curve_of_sizes(mine)
    here = right[SIZES.index(examples)]
    alt = f"The accuracy on the exam against the examples, from {right[0]:.3f} with 10 to {right[-1]:.3f} with 1,347."
    figure, axes = charts.chart(alt, f"{examples:,} examples: {here:.3f}", "examples (logarithmic)", "accuracy")
    axes.plot(SIZES, right, "o-", color=charts.BLUE)
    axes.plot([examples], [here], "o", color=charts.BLUE, markersize=12)
    axes.axhline(0.084, color=charts.GREY, linewidth=1.2, linestyle="--")
    charts.say(axes, "always the commonest, 0.084", (1347, 0.084), charts.GREY, ha="right", xytext=(0, 5))
    axes.set(xscale="log", ylim=(0, 1.04))
    axes.set_xticks(SIZES[:-1], [f"{size:,}" for size in SIZES[:-1]])
    axes.minorticks_off()
    return figure


@app.function
def draw_shown(examples):
    shown = np.bincount(digits_split()[2][:examples], minlength=10)
    never = [str(digit) for digit in np.flatnonzero(shown == 0)]
    alt = f"How many of each digit are among the first {examples:,} examples: {', '.join(map(str, shown))}."
    title = f"In the lesson: no {', '.join(never)}" if never else f"In the lesson: {shown.min()} or more of each"
    figure, axes = charts.chart(alt, title, "digit", "examples")
    bars = axes.bar(range(10), shown, color=charts.PALE)
    axes.bar_label(bars, [str(count) for count in shown], fontsize=9, padding=2)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), yticks=[], ylim=(0, shown.max() * 1.15))
    return figure


@app.function
def draw_lesson(mine, examples):
    X_train, _, y_train, _ = digits_split()
    count = min(examples, 24)
    alt = f"The first {count} examples of the lesson, with their labels: {', '.join(map(str, y_train[:count]))}."
    return gallery(
        alt,
        f"The lesson: {examples:,} examples" + (" (24 shown)" if examples > 24 else ""),
        [image_of(mine, row) for row in X_train[:count]],
        [str(label) for label in y_train[:count]],
        [charts.GREY] * count,
        (8, 3),
        (5.2, 2.8),
    )


@app.function
def draw_answers(mine, examples):
    X_train, X_test, y_train, y_test = digits_split()
    model = mine.train(X_train[:examples], y_train[:examples])
    right = lab.number("held_out_accuracy", mine.held_out_accuracy(model, X_test, y_test))
    said = lab.numbers("train", model.predict(X_test[:24]), 24).astype(int)
    wrong = int((said != y_test[:24]).sum())
    alt = f"24 pictures of the exam with your model's answers after {examples:,} examples; {wrong} of them are wrong."
    return gallery(
        alt,
        f"The exam: {right:.3f} right, {wrong} of these wrong",
        [image_of(mine, row) for row in X_test[:24]],
        [str(answer) for answer in said],
        [charts.BLUE if answer == truth else charts.RED for answer, truth in zip(said, y_test, strict=False)],
        (8, 3),
        (5.2, 2.8),
    )


@app.cell
def knob_text():
    mo.md("""
    **A second knob.** Nearest neighbours: find the *k* most similar training pictures and let them vote. The curves
    are your `accuracy_by_knob`, the ring is your `best_setting`. Beside them, one 8 of the exam, and those who vote on
    it.
    """)
    return


@app.cell
def knob_question():
    best = lab.ask("Which k scores best on the exam?", ["k = 1", "k = 15", "k = 500"])
    best
    return (best,)


@app.cell
def knob_answer(best, mine):
    mine.tell(
        best,
        right="k = 1",
        because="0.991, against 0.971 with 15 and 0.70 with 500: then more than a third of all training pictures vote, "
        "far too many to be similar. The 1.000 on its own training pictures is no merit: there, each finds itself.",
        measured=lambda: f"Your `best_setting` chooses {best_k(mine):g}.",
        needs=["accuracy_by_knob", "best_setting"],
    )
    return


@app.cell
def knob_control():
    k = lab.slider("k, neighbours that vote", KS, 1)
    k
    return (k,)


@app.cell
def knob(best, k, mine):
    mine.picture(
        lambda: [draw_knob(mine, k.value), draw_neighbours(mine, k.value)],
        needs=["accuracy_by_knob", "best_setting", "as_image"],
        shows="the accuracy against k, and who votes on one picture",
        after=best,
    )
    return


@app.function
def curve_of_knob(mine, on_the_exam=True):
    X_train, X_test, y_train, y_test = digits_split()
    examined = (X_test, y_test) if on_the_exam else (X_train, y_train)
    right = mine.accuracy_by_knob(Neighbours, KS, X_train, y_train, *examined)
    return {k: lab.number("accuracy_by_knob", lab.entry("accuracy_by_knob", right, k)) for k in KS}


@app.function
def best_k(mine):
    return lab.number("best_setting", mine.best_setting(curve_of_knob(mine)))


@app.function
def draw_knob(mine, k):
    exam, own = curve_of_knob(mine), curve_of_knob(mine, on_the_exam=False)
    best = best_k(mine)
    alt = f"The accuracy against k. With k = {k}: {exam[k]:.3f} on the exam, {own[k]:.3f} on its own training pictures."
    figure, axes = charts.chart(alt, f"k = {k}: {exam[k]:.3f} of the exam right", "k (logarithmic)", "accuracy")
    axes.axvline(k, color=charts.PALE, linewidth=8, alpha=0.6)
    axes.plot(KS, list(own.values()), "o-", color=charts.GREY, markersize=4)
    axes.plot(KS, list(exam.values()), "o-", color=charts.BLUE)
    charts.say(axes, "on its own training pictures", (50, own[50]), charts.GREY, xytext=(-30, 14))
    charts.say(axes, "on the exam", (50, exam[50]), charts.BLUE, ha="right", xytext=(-8, -14))
    if best in KS:
        ring = {"color": charts.GREEN, "markersize": 13, "fillstyle": "none", "markeredgewidth": 2.5}
        axes.plot([best], [exam[best]], "o", **ring)
        charts.say(axes, f"best: {best:g}", (best, exam[best]), charts.GREEN, xytext=(4, -22))
    axes.set(xscale="log", ylim=(0.66, 1.04))
    axes.set_xticks(KS, [str(one) for one in KS])
    axes.minorticks_off()
    return figure


@app.function
def draw_neighbours(mine, k):
    X_train, X_test, y_train, y_test = digits_split()
    votes = Neighbours(X_train, y_train, k).votes(X_test)[HASTY]
    near = by_nearness(X_train, X_test)[HASTY][: min(k, 15)]
    answer = int(votes.argmax())
    ranked = [digit for digit in np.argsort(-votes, kind="stable")[:3] if votes[digit]]
    said = ", ".join(f"{votes[digit]} for {digit}" for digit in ranked)
    alt = f"An 8 of the exam and its {len(near)} nearest training pictures. Votes: {said}; so it says {answer}."
    figure = gallery(
        alt,
        f"Votes: {said}",
        [image_of(mine, row) for row in (X_test[HASTY], *X_train[near])],
        [f"said {answer}", *(str(label) for label in y_train[near])],
        [charts.INK, *(charts.BLUE if label == y_test[HASTY] else charts.RED for label in y_train[near])],
        (6, 3),
        (5.2, 3.4),
    )
    if k > len(near):
        figure.axes[0].set_xlabel(f"the nearest {len(near)} of {k} are shown")
    return figure


@app.cell
def sure_text():
    mo.md("""
    ## 5 · Sure, and wrong

    A model also says how sure it is. Wrong and hesitant asks to be checked; wrong and sure gets believed. Here are the
    mistakes that your `confidently_wrong` finds from a threshold on, the confidences of all 450 by your
    `predictions_with_confidence`, and each digit's `class_record`.
    """)
    return


@app.cell
def sure_question():
    sure = lab.ask(
        "Logistic regression makes 18 mistakes on the 450. How many of them with a confidence of 0.9 or more?",
        ["none", "about 4", "about 9", "nearly all"],
    )
    sure
    return (sure,)


@app.cell
def sure_answer(mine, sure):
    mine.tell(
        sure,
        right="none",
        because="Its surest mistake has 0.88. Do not take that for a rule: the small network makes only 12 mistakes, "
        "and 4 of them at 0.9 or more. The single nearest neighbour cannot be of two minds: it is always sure.",
        measured=lambda: f"Your `confidently_wrong` finds {len(wrong_of(mine, 'logistic regression', 0.9))}.",
        needs=["confidently_wrong"],
    )
    return


@app.cell
def sure_model():
    model = lab.choice("model", list(MODELS))
    model
    return (model,)


@app.cell
def sure_control():
    threshold = lab.slider("threshold: sure from which confidence on", [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97], 0.5)
    threshold
    return (threshold,)


@app.cell
def sure_pictures(mine, model, sure, threshold):
    mine.picture(
        lambda: [draw_confidences(mine, model.value, threshold.value), draw_wrong(mine, model.value, threshold.value)],
        needs=["as_image", "predictions_with_confidence", "confidently_wrong"],
        shows="how sure a model was of each of the 450, and the pictures that it was sure about and got wrong",
        after=sure,
    )
    return


@app.cell
def sure_record(mine, model, sure):
    mine.picture(
        lambda: draw_record(mine, model.value),
        needs=["predictions_with_confidence", "class_record"],
        shows="each digit's wins and losses",
        after=sure,
    )
    return


@app.function
def probabilities_of(name):
    X_train, X_test, y_train, _ = digits_split()
    model = Neighbours(X_train, y_train, 1) if MODELS[name] is Neighbours else MODELS[name](X_train, y_train)
    return model.predict_proba(X_test)


@app.function
def wrong_of(mine, name, threshold):
    got = mine.confidently_wrong(digits_split()[3], probabilities_of(name), threshold)
    found = lab.numbers("confidently_wrong", got, None)
    if not np.isin(found, np.arange(450)).all():
        raise lab.CannotDraw("confidently_wrong", got, "What is drawn here are numbers of pictures, from 0 to 449.")
    return found.astype(int)


@app.function
def draw_wrong(mine, name, threshold):
    found = wrong_of(mine, name, threshold)[:18]
    _, X_test, _, y_test = digits_split()
    chances = probabilities_of(name)[found]
    words = [
        f"{truth}, said {chance.argmax()}\n{chance.max():.3f}"
        for truth, chance in zip(y_test[found], chances, strict=True)
    ]
    alt = f"The {name} is wrong with {threshold:g} or more {len(found)} times: " + "; ".join(words).replace("\n", " ")
    return gallery(
        alt,
        f"Sure and wrong: {name}" if len(found) else f"No mistake at {threshold:g} or more",
        [image_of(mine, row) for row in X_test[found]],
        words,
        [charts.RED] * len(found),
        (6, 3),
        (5.2, 4.1),
    )


@app.function
def draw_confidences(mine, name, threshold):
    got = lab.parts("predictions_with_confidence", mine.predictions_with_confidence(probabilities_of(name)), 2)
    labels, sure = (lab.numbers("predictions_with_confidence", one, 450) for one in got)
    right = labels == digits_split()[3]
    beyond = int((~right & (sure >= threshold)).sum())
    title = f"{beyond} of {(~right).sum()} mistakes from {threshold:g} on"
    figure, axes = charts.chart(f"The confidence of the {name} in its 450 answers: {title}.", title, "confidence")
    height = np.random.default_rng(0).uniform(-0.32, 0.32, 450)
    axes.axvspan(threshold, 1.02, color="#fdf3ec", zorder=0)
    axes.axvline(threshold, color=charts.RED, linewidth=1)
    axes.plot(sure[right], 1 + height[right], ".", color=charts.BLUE, markersize=4, alpha=0.5)
    axes.plot(sure[~right], height[~right], "o", color=charts.RED, markersize=6)
    axes.grid(axis="y", visible=False)
    axes.set(xlim=(0.2, 1.02), ylim=(-0.6, 1.6))
    axes.set_yticks([0, 1], [f"{(~right).sum()}\nwrong", f"{right.sum()}\nright"])
    return figure


@app.function
def draw_record(mine, name):
    labels, _ = lab.parts("predictions_with_confidence", mine.predictions_with_confidence(probabilities_of(name)), 2)
    labels = lab.numbers("predictions_with_confidence", labels, 450).astype(int)
    record = lab.numbers("class_record", mine.class_record(digits_split()[3], labels, 10), 10, 2).astype(int)
    right, wrong = record.T
    alt = f"Of each digit, how many are wrong: {', '.join(map(str, wrong))}; and right: {', '.join(map(str, right))}."
    figure, axes = charts.chart(alt, f"{wrong.sum()} losses, digit by digit", "digit", "pictures")
    axes.bar(range(10), right, color=charts.PALE)
    bars = axes.bar(range(10), wrong, bottom=right, color=charts.RED)
    axes.bar_label(bars, [str(count) if count else "" for count in wrong], fontsize=10, padding=2, color=charts.RED)
    axes.text(0.02, 0.97, "■ wrong", transform=axes.transAxes, va="top", fontsize=10, color=charts.RED)
    axes.text(0.19, 0.97, "■ right", transform=axes.transAxes, va="top", fontsize=10, color="#98a2ab")
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(0, 68))
    return figure


@app.cell
def words_text():
    mo.md("""
    ## 6 · The smallest language model

    The mission's: your `next_words` counts, in the opening of *Alice's Adventures in Wonderland*, which word follows
    which. Ask it what comes next, take one of the answers, ask again: it writes.
    """)
    return


@app.cell
def words_question():
    follows = lab.ask(
        "The word “I” stands there ten times. What follows it most often?", ["am", "think", "shall", "was"]
    )
    follows
    return (follows,)


@app.cell
def words_answer(follows, mine):
    mine.tell(
        follows,
        right="shall",
        because="Five times out of ten: “I shall”. Nobody told it any grammar. All that it knows are counts from this "
        "text; of another one it would have learned another answer.",
        measured=lambda: f"Your `next_words` says: {say_followers(mine, 'I')}.",
        needs=["read_corpus", "next_words"],
    )
    return


@app.cell
def words_start():
    start = lab.choice("begin with", ["I", "Alice", "she", "the"])
    start
    return (start,)


@app.cell
def words_control():
    throw = lab.slider("throw of the dice", list(range(1, 8)), 1)
    throw
    return (throw,)


@app.cell
def words(follows, mine, start, throw):
    mine.picture(
        lambda: [draw_followers(mine, start.value, throw.value), write(mine, start.value, throw.value)],
        needs=["read_corpus", "word_count", "next_words"],
        shows="what may follow a word, and a text that it writes",
        after=follows,
    )
    return


@app.function
def corpus(mine):
    text = mine.read_corpus(lab.fixture("alice_ch1.txt"))
    if not isinstance(text, str):
        raise lab.CannotDraw("read_corpus", text, "What is read here is one text.")
    return text


@app.function
def followers_of(followers, word):
    """(word that follows, how often), the most frequent first."""
    counts = lab.entry("next_words", followers, word)
    if not isinstance(counts, dict) or not counts or not all(isinstance(one, str) for one in counts):
        raise lab.CannotDraw("next_words", counts, "What is drawn here is a dict of the words that follow.")
    pairs = [(str(one), lab.number("next_words", count)) for one, count in counts.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


@app.function
def say_followers(mine, word):
    pairs = followers_of(mine.next_words(corpus(mine)), word)
    return ", ".join(f"{one} {count:g}" for one, count in pairs)


@app.function
def walk(mine, word, throw):
    """A text that begins with `word`: each word is drawn among those that followed the one before."""
    followers = mine.next_words(corpus(mine))
    dice = np.random.default_rng(throw)
    written = [word]
    while len(written) < 45 and written[-1] in followers:
        names, counts = zip(*followers_of(followers, written[-1]), strict=True)
        written.append(str(dice.choice(names, p=np.array(counts) / sum(counts))))
    return written


@app.function
def draw_followers(mine, word, throw):
    pairs = followers_of(mine.next_words(corpus(mine)), word)
    names, counts = zip(*pairs[:10], strict=True)
    taken = walk(mine, word, throw)[1]
    alt = f"What follows “{word}”: {', '.join(f'{one} {count:g}' for one, count in pairs[:10])}. "
    alt += f"{len(pairs)} different words in all. Throw {throw} takes “{taken}”."
    more = f", and {len(pairs) - 10} more words" if len(pairs) > 10 else ""
    figure, axes = charts.chart(alt, f"After “{word}”, throw {throw} takes “{taken}”", f"times{more}")
    colours = [charts.ORANGE if name == taken else charts.BLUE for name in names]
    bars = axes.barh(range(len(names)), counts, color=colours)
    axes.bar_label(bars, [f"{count:g}" for count in counts], fontsize=9, padding=3)
    axes.grid(axis="y", visible=False)
    axes.set_yticks(range(len(names)), names)
    axes.set(ylim=(len(names) - 0.4, -0.6), xlim=(0, max(counts) * 1.12), xticks=[])
    return figure


@app.function
def write(mine, word, throw):
    written = walk(mine, word, throw)
    size = lab.number("word_count", mine.word_count(corpus(mine)))
    said = html.escape(" ".join(written))
    return (
        f'<p style="max-width: 28rem; font-size: 1.15rem; line-height: 1.7">{said} …</p>'
        f'<p style="max-width: 28rem; opacity: .7">{len(written)} words, from the counts of a text of {size:g}.</p>'
    )


@app.cell
def ending():
    mo.md("""
    **Now change something.** Make your `as_image` read column by column, or your `recall` divide by the column instead
    of the row; save, and see who notices. Then put it back.
    """)
    return


if __name__ == "__main__":
    app.run()
