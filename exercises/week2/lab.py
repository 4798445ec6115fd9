import marimo

app = marimo.App(width="medium", app_title="Week 2 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import marimo as mo
    import numpy as np

    from labs import charts, lab

    X, Y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.1, 3.9, 6.2, 7.8])  # of the worked example
    KEEPS = [0, 5, 10, 20, 40, 60, 80, 126]  # eights left to train on

    @lab.once
    def digits_split():
        from sklearn.model_selection import train_test_split

        images, labels = lab.digits()
        X_train, X_test, y_train, y_test = train_test_split(images / 16, labels, random_state=0)
        return {"X_train": X_train, "y_train": y_train, "X_test": X_test, "y_test": y_test}

    @lab.once
    def train(images, labels):
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(max_iter=2000).fit(images, labels)


@app.cell
def saving():
    saved = lab.saved("week2")
    return (saved,)


@app.cell
def loading(saved):
    saved()
    mine = lab.mine("week2")
    return (mine,)


@app.cell
def title():
    mo.md("""
    # Week 2 · The lab

    Everything drawn here is computed by **your own functions**. Where a task is not written yet, a card says which.
    """)
    return


@app.cell
def follows():
    lab.live("Write one, save its file, and the picture here follows by itself.")
    return


@app.cell
def hill_text():
    mo.md("""
    ## 1 · Which way is downhill?

    The worked example of the page: x = 1, 2, 3, 4, and a model that has one weight, w. First, what the model says. Then
    its loss at every w; the straight line is the slope that your `gradient` feels there, and the arrow is one
    `gradient_step` with a learning rate of 0.05.
    """)
    return


@app.cell
def hill_question():
    downhill = lab.ask(
        "At w = 3 the slope is positive. Where does one step go?", ["to a larger w", "to a smaller w", "nowhere"]
    )
    downhill
    return (downhill,)


@app.cell
def hill_answer(downhill, mine):
    mine.tell(
        downhill,
        right="to a smaller w",
        because="The gradient points uphill, and the minus sign of the step turns it around.",
        measured=lambda: f"Your step from 3 ends at {lab.number('gradient_step', mine.gradient_step(3.0, X, Y)):.4g}.",
        needs=["gradient_step"],
    )
    return


@app.cell
def hill_control():
    weight = lab.slider("w", [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5], value=3)
    weight
    return (weight,)


@app.cell
def hill(downhill, mine, weight):
    mine.picture(
        lambda: [draw_line(mine, weight.value), draw_slope(mine, weight.value)],
        needs=["predict", "mse", "gradient", "gradient_step"],
        shows="your model's line through the points, and the slope under your feet",
        after=downhill,
    )
    return


@app.function
def draw_line(mine, w):
    says = lab.numbers("predict", mine.predict(w, X), 4)
    loss = lab.number("mse", mine.mse(w, X, Y))
    alt = f"The four points, and the line w · x for w = {w:g}; a loss of {loss:.3g}."
    figure, axes = charts.chart(alt, f"The model says {w:g} · x", "x", "y")
    axes.vlines(X, Y, says, color=charts.RED, linewidth=1.5, alpha=0.6)
    axes.plot(X, says, color=charts.BLUE)
    axes.plot(X, Y, "o", color=charts.INK)
    charts.say(axes, "the model", (X[-1], says[-1]), charts.BLUE, ha="right", xytext=(-4, 8))
    axes.set(xlim=(0.5, 4.5), ylim=(-5, 21))
    axes.text(0.55, 19, f"loss {loss:.3g}: the mean of the red lines, squared", fontsize=10, color=charts.RED, va="top")
    return figure


@app.function
def draw_slope(mine, w):
    weights = np.linspace(-1.5, 5.5, 80)
    curve = [lab.number("mse", mine.mse(float(at), X, Y)) for at in weights]
    loss = lab.number("mse", mine.mse(w, X, Y))
    slope = lab.number("gradient", mine.gradient(w, X, Y))
    after = lab.number("gradient_step", mine.gradient_step(w, X, Y, 0.05))
    alt = (
        f"The loss as a parabola. At w = {w:g} it is {loss:.3g}, its slope {slope:.4g}, and a step ends at {after:.4g}."
    )
    figure, axes = charts.chart(alt, f"Slope {slope:.4g} at w = {w:g}", "w", "loss: mean squared error")
    axes.plot(weights, curve, color=charts.PALE, linewidth=3)
    axes.plot([w - 0.7, w + 0.7], [loss - 0.7 * slope, loss + 0.7 * slope], color=charts.BLUE)
    axes.plot([w], [loss], "o", color=charts.INK, markersize=8)
    if after != w:
        arrow = {"arrowstyle": "-|>", "color": charts.RED, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (after, -6), (w, -6), arrowprops=arrow)
    charts.say(axes, f"one step: {w:g} → {after:.4g}", ((w + after) / 2, -6), charts.RED, ha="center", xytext=(0, -14))
    axes.set(xlim=(-1.6, 5.6), ylim=(-18, 95))
    return figure


@app.cell
def rates_text():
    mo.md("""
    ## 2 · The learning rate

    Twenty steps from w = 0, by your `descend`; the losses on the way, by your `losses`; the word for it, by your
    `diagnose_path`.
    """)
    return


@app.cell
def rates_question():
    four = lab.ask(
        "0.05 settles. Of 0.001, 0.1 and 0.2, which ones settle within twenty steps, too?",
        ["all of them", "0.001 and 0.1", "only 0.1", "none"],
    )
    four
    return (four,)


@app.cell
def rates_answer(four, mine):
    mine.tell(
        four,
        right="only 0.1",
        because="0.001 creeps: after twenty steps it is at 0.52, a quarter of the way. 0.1 overshoots each time, and "
        "settles all the same. 0.2 lands further away each time, at last beyond −2,000,000.",
        measured=lambda: say_words(mine),
        needs=["descend", "diagnose_path"],
    )
    return


@app.function
def say_words(mine):
    words = [f"{rate:g} is {mine.diagnose_path(mine.descend(X, Y, rate, 20))}" for rate in (0.001, 0.05, 0.1, 0.2)]
    return f"Your `diagnose_path` says: {', '.join(words)}."


@app.cell
def rates(four, mine):
    mine.picture(
        lambda: [draw_walk(mine, rate, 20) for rate in (0.001, 0.05, 0.1, 0.2)],
        needs=["descend"],
        shows="your descent at four learning rates, side by side on the same parabola",
        after=four,
    )
    return


@app.function
def draw_walk(mine, rate, steps):
    path = lab.numbers("descend", mine.descend(X, Y, rate, steps), steps + 1, finite=False)
    losses = ((path[:, None] * X - Y) ** 2).mean(axis=1)
    alt = f"{steps} steps with a learning rate of {rate:.4g}: w goes from {path[0]:g} to {path[-1]:.4g}."
    figure, axes = charts.chart(alt, f"{rate:.4g}: at w = {charts.short(path[-1])} after {steps} steps", "w", "loss")
    weights = np.linspace(-3, 7, 120)
    axes.plot(weights, ((weights[:, None] * X - Y) ** 2).mean(axis=1), color=charts.PALE, linewidth=3)
    axes.plot(path, losses, "o-", color=charts.BLUE, linewidth=1.2, markersize=5, alpha=0.8)
    axes.plot(path[:1], losses[:1], "o", color=charts.INK, markersize=8)
    charts.say(axes, "start", (path[0], losses[0]), ha="right", xytext=(-8, -4))
    if not -3 <= path[-1] <= 7:
        charts.say(axes, "far outside", (6.9, 112), charts.RED, ha="right", va="top", xytext=(0, 0))
    axes.set(xlim=(-3, 7), ylim=(-4, 115))
    return figure


@app.cell
def edge_question():
    edge = lab.ask(
        "With exactly 2/15 = 0.1333…, where 0.13 settles and 0.14 explodes: what does w do?",
        ["it settles, slowly", "it jumps to and fro for ever", "it explodes, slowly"],
    )
    edge
    return (edge,)


@app.cell
def edge_answer(edge, mine):
    mine.tell(
        edge,
        right="it jumps to and fro for ever",
        because="A step multiplies the distance to the bottom by 1 − 15 · rate. At 2/15 that is −1: from 1.99 below to "
        "1.99 above, and back.",
        measured=lambda: say_path(mine),
        needs=["descend"],
    )
    return


@app.function
def say_path(mine):
    path = lab.numbers("descend", mine.descend(X, Y, 2 / 15, 4), 5, finite=False)
    return f"Your `descend` goes {', '.join(f'{w:.4g}' for w in path)}."


@app.cell
def walk_control():
    rate = lab.slider(
        "learning rate", [0.001, 0.01, 0.03, 0.05, 0.0667, 0.08, 0.1, 0.12, 0.13, 2 / 15, 0.14, 0.2], 0.05
    )
    rate
    return (rate,)


@app.cell
def walk(edge, mine, rate):
    mine.picture(
        lambda: [draw_walk(mine, rate.value, 20), draw_losses(mine, rate.value)],
        needs=["descend", "losses"],
        shows="your descent at any learning rate, with its losses",
        after=edge,
    )
    return


@app.function
def draw_losses(mine, rate):
    path = mine.descend(X, Y, rate, 20)
    loss = lab.numbers("losses", mine.losses(path, X, Y), 21, finite=False)
    alt = f"The loss after each of twenty steps: from {loss[0]:.4g} to {loss[-1]:.4g}, on a logarithmic scale."
    figure, axes = charts.chart(alt, "The loss on the way", "step", "loss (logarithmic)")
    axes.plot(np.clip(loss, 1e-3, 1e13), "o-", color=charts.BLUE, markersize=4)
    axes.axhline(0.02425, color=charts.GREEN, linewidth=1.2, linestyle="--")
    charts.say(axes, "0.02425, the least there is", (20, 0.02425), charts.GREEN, ha="right", va="top", xytext=(0, -5))
    charts.say(axes, f"{loss[-1]:.3g}", (20, min(max(loss[-1], 1e-3), 1e13)), charts.BLUE, ha="right", xytext=(0, 9))
    axes.set(yscale="log", ylim=(1e-3, 1e14), xticks=range(0, 21, 5))
    return figure


@app.cell
def curve_text():
    mo.md("""
    ## 3 · The U-curve

    15 points of a sine wave with some noise, and polynomials with more and more freedom, fitted by your
    `fit_polynomial`. The error on the 15 points, and on 200 new ones, is measured by your `u_curve`.
    """)
    return


@app.cell
def curve_question():
    degree_guess = lab.ask("Which degree is best on the new points?", ["1", "3", "8", "14"])
    degree_guess
    return (degree_guess,)


@app.cell
def curve_answer(degree_guess, mine):
    mine.tell(
        degree_guess,
        right="3",
        because="A line is too stiff for a wave. From 3 on, more freedom goes into the noise: 14 passes through all 15 "
        "points, and is 65,000,000 off between them.",
        measured=lambda: f"Your `sweet_spot` chooses {lab.number('sweet_spot', spot(mine)):g}.",
        needs=["u_curve", "sweet_spot"],
    )
    return


@app.cell
def curve_control():
    degree = lab.slider("degree", list(range(1, 15)), 1)
    degree
    return (degree,)


@app.cell
def curve(degree, degree_guess, mine):
    mine.picture(
        lambda: [draw_fit(mine, degree.value), draw_curve(mine, degree.value)],
        needs=["fit_polynomial", "u_curve", "sweet_spot"],
        shows="your polynomial among the points, and both errors against its degree",
        after=degree_guess,
    )
    return


@app.function
def sine():
    points = np.load(lab.fixture("noisy_sine.npy"))
    return points[:15].T, points[15:].T


@app.function
def errors_of(mine):
    (x, y), (x_new, y_new) = sine()
    train, test = (
        lab.numbers("u_curve", errors, 14)
        for errors in lab.parts("u_curve", mine.u_curve(x, y, x_new, y_new, list(range(1, 15))), 2)
    )
    return train, test


@app.function
def spot(mine):
    return mine.sweet_spot(list(range(1, 15)), list(errors_of(mine)[1]))


@app.function
def draw_fit(mine, degree):
    (x, y), (x_new, y_new) = sine()
    coefficients = lab.numbers("fit_polynomial", mine.fit_polynomial(x, y, degree), degree + 1)
    along = np.linspace(0, 1, 400)
    alt = f"15 training points and a polynomial of degree {degree} through or near them, over 200 new points in pale."
    figure, axes = charts.chart(alt, f"Degree {degree}", "x", "y")
    axes.plot(x_new, y_new, ".", color=charts.PALE, markersize=5)
    axes.plot(along, np.polynomial.polynomial.polyval(along, coefficients), color=charts.BLUE)
    axes.plot(x, y, "o", color=charts.INK)
    axes.text(0.98, 0.97, "● trained on   ", transform=axes.transAxes, ha="right", va="top", fontsize=10)
    axes.text(0.98, 0.89, "● new points", transform=axes.transAxes, ha="right", va="top", fontsize=10, color="#98a2ab")
    axes.set(xlim=(-0.02, 1.02), ylim=(-2, 2))
    return figure


@app.function
def draw_curve(mine, degree):
    train, test = errors_of(mine)
    best = int(lab.number("sweet_spot", spot(mine)))
    degrees = np.arange(1, 15)
    alt = (
        f"Both errors against the degree. At {degree}: {train[degree - 1]:.3g} on the training points, "
        f"{test[degree - 1]:.3g} on new ones. The sweet spot is {best}."
    )
    figure, axes = charts.chart(
        alt, f"Training {train[degree - 1]:.3g}, new {test[degree - 1]:.3g}", "degree", "error: MSE"
    )
    axes.axvline(degree, color=charts.PALE, linewidth=8, alpha=0.6)
    axes.plot(degrees, np.clip(test, 1e-4, 1e3), "o-", color=charts.RED, markersize=4)
    axes.plot(degrees, np.clip(train, 1e-4, 1e3), "o-", color=charts.BLUE, markersize=4)
    charts.say(axes, "on new points", (10, min(max(test[9], 1e-4), 1e3)), charts.RED, ha="right", xytext=(-8, 0))
    charts.say(
        axes, "on the training points", (7, min(max(train[6], 1e-4), 1e3)), charts.BLUE, ha="center", xytext=(0, -20)
    )
    if 1 <= best <= 14:
        axes.plot([best], [test[best - 1]], "o", color=charts.GREEN, markersize=11, fillstyle="none", markeredgewidth=2)
        charts.say(axes, f"sweet spot: {best}", (best, test[best - 1]), charts.GREEN, xytext=(2, 14))
    axes.set(yscale="log", ylim=(1e-3, 1e3), xticks=range(1, 15))
    return figure


@app.cell
def eights_text():
    mo.md("""
    ## 4 · Starve a class

    Logistic regression on the digits, trained on all of them, and then with ever fewer 8s left by your `starve`. The
    450 test digits stay as they are; 48 of them are 8s.
    """)
    return


@app.cell
def eights_question():
    five = lab.ask(
        "All but five 8s are gone from the training data. How many of the 48 real 8s does the model still find?",
        ["about 40", "about 25", "about 6"],
    )
    five
    return (five,)


@app.cell
def eights_answer(five, mine):
    mine.tell(
        five,
        right="about 6",
        because="42 of 48 are lost, and the overall accuracy still reads 88 %: nine other digits hide it.",
        measured=lambda: say_recall(mine),
        needs=["starve", "recall_by_class"],
    )
    return


@app.function
def say_recall(mine):
    data = digits_split()
    recalls = mine.recall_by_class(data["y_test"], starved(mine, 5).predict(data["X_test"]))
    return f"Your `recall_by_class` says {lab.number('recall_by_class', lab.entry('recall_by_class', recalls, 8)):.3f}."


@app.cell
def eights_control():
    floor = lab.slider("the floor: no digit's recall may be below", [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9], 0.8)
    floor
    return (floor,)


@app.cell
def eights(five, floor, mine):
    mine.picture(
        lambda: draw_recall(mine, floor.value),
        needs=["starve", "recall_by_kept", "tipping_point"],
        shows="the recall of the 8 against the eights kept, your tipping point, and the accuracy that hides it",
        after=five,
    )
    return


@app.function
def starved(mine, keep):
    """The model that is left after your `starve`."""
    data = digits_split()
    got = mine.starve(data["X_train"], data["y_train"], 8, keep)
    images, labels = lab.parts("starve", got, 2)
    return train(lab.numbers("starve", images, None, 64), lab.numbers("starve", labels, len(images)).astype(int))


@app.function
def draw_recall(mine, floor):
    data = digits_split()
    recalls = lab.numbers("recall_by_kept", mine.recall_by_kept(train, *data.values(), 8, KEEPS), len(KEEPS))
    right = [float(np.mean(starved(mine, keep).predict(data["X_test"]) == data["y_test"])) for keep in KEEPS]
    enough = mine.tipping_point(KEEPS, [float(recall) for recall in recalls], floor)
    said = "Nothing tried is enough" if enough is None else f"{lab.number('tipping_point', enough):g} eights are enough"
    alt = (
        f"Against the eights kept, the recall of the 8 rises from {recalls[0]:.3f} to {recalls[-1]:.3f}, while the "
        f"accuracy only rises from {right[0]:.3f} to {right[-1]:.3f}. For a floor of {floor:g}: {said}."
    )
    figure, axes = charts.chart(
        alt, f"{said} for {floor:g}", "eights left to train on", "share of the test digits", (6, 4)
    )
    axes.axhspan(0, floor, color="#fdf3ec", zorder=0)
    axes.axhline(floor, color=charts.RED, linewidth=1)
    charts.say(axes, f"the floor, {floor:g}", (126, floor), charts.RED, ha="right", va="top", xytext=(0, -4))
    axes.plot(KEEPS, right, "o-", color=charts.GREY, markersize=4)
    charts.say(axes, "accuracy, all digits", (60, right[5]), charts.GREY, xytext=(0, 6))
    axes.plot(KEEPS, recalls, "o-", color=charts.BLUE)
    charts.say(axes, "recall of the 8", (20, recalls[3]), charts.BLUE, xytext=(10, -8))
    if enough in KEEPS:
        at = KEEPS.index(enough)
        axes.plot(
            [enough], [recalls[at]], "o", color=charts.GREEN, markersize=12, fillstyle="none", markeredgewidth=2.5
        )
        charts.say(axes, "tipping point", (enough, recalls[at]), charts.GREEN, ha="center", xytext=(0, -24))
    axes.set(xlim=(-2, 130), ylim=(0, 1.04))
    return figure


@app.cell
def blame_text():
    mo.md("""
    ## 5 · Who took the eights?

    The lost 8s did not vanish: the model called each of them something else. First, the recall of every digit, with
    those that your `harmed_classes` finds below 0.8. Then, what the 48 real 8s were called, and whom your
    `who_absorbed` names.
    """)
    return


@app.cell
def blame_question():
    absorber = lab.ask("With five 8s left: which digit takes most of them?", ["a 0", "a 3", "a 6", "a 9"])
    absorber
    return (absorber,)


@app.cell
def blame_answer(absorber, mine):
    mine.tell(
        absorber,
        right="a 9",
        because="13 were called a 9, and 12 a 1; which of the two leads depends on the split. Nobody is guilty, "
        "the data is.",
        measured=lambda: say_absorber(mine),
        needs=["starve", "who_absorbed"],
    )
    return


@app.function
def matrix_of(mine, keep):
    """The confusion matrix of the model that is left: row = truth, column = prediction."""
    data = digits_split()
    matrix = np.zeros((10, 10), dtype=int)
    np.add.at(matrix, (data["y_test"], starved(mine, keep).predict(data["X_test"])), 1)
    return matrix


@app.function
def absorbed(mine, keep):
    who, count = lab.parts("who_absorbed", mine.who_absorbed(matrix_of(mine, keep), 8), 2)
    return int(lab.number("who_absorbed", who)), int(lab.number("who_absorbed", count))


@app.function
def say_absorber(mine):
    who, count = absorbed(mine, 5)
    return f"Your `who_absorbed` says: the {who}, with {count}."


@app.cell
def blame_control():
    kept = lab.choice("eights left to train on", {str(keep): keep for keep in KEEPS}, "5")
    kept
    return (kept,)


@app.cell
def blame(absorber, kept, mine):
    mine.picture(
        lambda: [draw_harm(mine, kept.value), draw_blame(mine, kept.value)],
        needs=["starve", "recall_by_class", "harmed_classes", "who_absorbed"],
        shows="which digits are harmed, and where the lost 8s went",
        after=absorber,
    )
    return


@app.function
def draw_harm(mine, keep):
    data = digits_split()
    recalls = mine.recall_by_class(data["y_test"], starved(mine, keep).predict(data["X_test"]))
    shares = [lab.number("recall_by_class", lab.entry("recall_by_class", recalls, digit)) for digit in range(10)]
    harmed = [int(one) for one in lab.numbers("harmed_classes", mine.harmed_classes(recalls, 0.8), None)]
    named = ", ".join(map(str, harmed)) or "none"
    alt = f"The recall of each digit with {keep} eights; below 0.8: {named}. That of the 8 is {shares[8]:.3f}."
    figure, axes = charts.chart(alt, f"Below 0.8: {named}", "digit", "recall")
    colours = [charts.RED if digit in harmed else charts.PALE for digit in range(10)]
    bars = axes.bar(range(10), shares, color=colours)
    axes.bar_label(bars, [f"{share:.2f}" for share in shares], fontsize=9, padding=2)
    axes.axhline(0.8, color=charts.RED, linewidth=1)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(0, 1.1))
    return figure


@app.function
def draw_blame(mine, keep):
    row = matrix_of(mine, keep)[8]
    who, count = absorbed(mine, keep)
    title = f"The {who} took {count}" if count else "No 8 was lost"
    alt = f"What the 48 real 8s were called with {keep} eights: 8 for {row[8]} of them. {title}."
    figure, axes = charts.chart(alt, title, "what the real 8s were called", "of 48")
    colours = [
        charts.BLUE if digit == 8 else charts.RED if digit == who and count else charts.PALE for digit in range(10)
    ]
    bars = axes.bar(range(10), row, color=colours)
    axes.bar_label(bars, [str(n) if n else "" for n in row], fontsize=9, padding=2)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(0, 50))
    return figure


@app.cell
def ending():
    lab.live("""
    **Now change something.** Turn the minus of your `gradient_step` into a plus, save, and watch the arrow climb. Then
    put it back.
    """)
    return


if __name__ == "__main__":
    app.run()
