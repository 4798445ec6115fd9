import marimo

app = marimo.App(width="medium", app_title="Week 3 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import marimo as mo
    import numpy as np

    from labs import charts, lab

    DIGITS = {
        "the 7 of the story": 798,
        "a plain 0": 866,
        "a 4 like a 9": 3,
        "a wide 9": 414,
        "a slim 5": 102,
    }  # from 3,000 on
    RATES = [0.01, 0.03, 0.1, 0.3, 0.5, 1.5]  # of the one step
    FAR = {5: "⁵", 7: "⁷", 9: "⁹", 11: "¹¹", 13: "¹³"}
    FEET = {"0.1": 0.1, "0.001": 1e-3} | {f"10⁻{up}": float(f"1e-{n}") for n, up in FAR.items()}
    DIALS = {
        "10 biases of the outputs": (2, 1),
        "160 weights of the outputs": (2, 0),
        "256 weights before them": (1, 0),
    }
    STARTS = ["your init_network", "all zero", "random from 0 to 1"]
    TRAINING = [0.01, 0.1, 0.5, 1.5, 5, 50]  # learning rates
    ZERO = 89  # of the new digits: a 0

    @lab.once
    def new_digits():
        return lab.digits28(3000, 4000)

    @lab.once
    def old_digits(count):
        return lab.digits28(0, count)

    @lab.once
    def network():
        """784-16-16-10, and it reads: here at once, before your own training is. It was not trained step by step.

        Each layer was asked, by least squares, to show a pattern of its own for each digit; the last, the one-hot rows.
        """
        images, labels = old_digits(1000)
        rng = np.random.default_rng(1)
        patterns = [3 * rng.choice([-1, 1], (10, 16)), 3 * rng.choice([-1, 1], (10, 16)), 5.5 * np.eye(10) - 3]
        given, layers = images, []
        for pattern, calm in zip(patterns, (30, 0.3, 0.3), strict=True):
            middle, wanted = given.mean(axis=0), pattern[labels]
            around = given - middle
            spread = around.T @ around + calm * np.eye(len(middle))
            weights = np.linalg.solve(spread, around.T @ (wanted - wanted.mean(axis=0))).T
            layers.append((weights, wanted.mean(axis=0) - weights @ middle))
            given = 0.5 + 0.5 * np.tanh((given @ weights.T + layers[-1][1]) / 2)
        return layers


@app.cell
def saving():
    saved = lab.saved("week3")
    return (saved,)


@app.cell
def loading(saved):
    saved()
    mine = lab.mine("week3")
    memory = {}  # what took them long; empty again when one of them is saved
    return (memory, mine)


@app.cell
def title():
    mo.md("""
    # Week 3 · The lab

    Everything drawn here is computed by **your own functions**. Change one, save the file, and the picture follows.
    Where a task is not written yet, a card says which.
    """)
    return


@app.cell
def neuron_text():
    mo.md("""
    ## 1 · One neuron

    One input, from 0 (paper) to 1 (ink); a weight, a bias, and the squash. Left, what your `neuron` makes of every
    input. Right, your `sigmoid`, and the piece of it that the neuron uses: the bias says where that piece begins, the
    weight how long it is.
    """)
    return


@app.cell
def neuron_question():
    half = lab.ask("A weight of 8 and a bias of −4. What does the neuron say to an input of 0.5?", ["0", "0.5", "1"])
    half
    return (half,)


@app.cell
def neuron_answer(half, mine):
    mine.tell(
        half,
        right="0.5",
        because="The sum is 8 · 0.5 − 4 = 0, and the sigmoid of 0 is 0.5. There it tips: more ink is a yes, "
        "less is a no. Another bias moves that point, a larger weight makes it sharper, a negative one turns it round.",
        measured=lambda: f"Your `neuron` says {fire(mine, 0.5, 8, -4):.4g}.",
        needs=["neuron"],
    )
    return


@app.cell
def neuron_weight():
    weight = lab.slider("weight", [-8, -4, 0, 4, 8], 8)
    weight
    return (weight,)


@app.cell
def neuron_bias():
    bias = lab.slider("bias", [-6, -4, -2, 0, 2, 4], -4)
    bias
    return (bias,)


@app.cell
def neuron_picture(bias, half, mine, weight):
    mine.picture(
        lambda: [draw_neuron(mine, weight.value, bias.value), draw_piece(mine, weight.value, bias.value)],
        needs=["sigmoid", "neuron"],
        shows="what one neuron makes of its input, for any weight and bias",
        after=half,
    )
    return


@app.function
def fire(mine, value, weight, bias):
    return lab.number("neuron", mine.neuron(np.array([value]), np.array([float(weight)]), float(bias)))


@app.function
def draw_neuron(mine, weight, bias):
    inputs = np.linspace(0, 1, 61)
    says = [fire(mine, value, weight, bias) for value in inputs]
    alt = f"Weight {weight}, bias {bias}: the activation goes from {says[0]:.3f} at 0 to {says[-1]:.3f} at 1."
    title = f"Paper: {says[0]:.3f}, ink: {says[-1]:.3f}"
    figure, axes = charts.chart(alt, title, "input: 0 is paper, 1 is ink", "activation")
    axes.plot(inputs, says, color=charts.BLUE)
    axes.plot([0, 1], [says[0], says[-1]], "o", color=charts.INK, markersize=8, clip_on=False)
    if weight and 0 <= -bias / weight <= 1:
        axes.axvline(-bias / weight, color=charts.GREEN, linewidth=1.2, linestyle="--")
        charts.say(axes, f"tips at {-bias / weight:.3g}", (-bias / weight, 0.5), charts.GREEN, xytext=(7, -4))
    axes.set(xlim=(0, 1), ylim=(-0.04, 1.04))
    return figure


@app.function
def draw_piece(mine, weight, bias):
    sums = np.linspace(-15, 15, 121)
    curve = lab.numbers("sigmoid", mine.sigmoid(sums), 121)
    used = np.linspace(bias, bias + weight, 41)
    piece = lab.numbers("sigmoid", mine.sigmoid(used), 41)
    alt = f"The sigmoid, and the piece that is used: sums from {bias} for paper to {bias + weight} for ink."
    title = f"Sums from {bias} to {bias + weight}" if weight else f"The sum is {bias}, whatever comes in"
    figure, axes = charts.chart(alt, title.replace("-", "−"), "sum z = weight · input + bias", "sigmoid(z)")
    axes.plot(sums, curve, color=charts.PALE, linewidth=3)
    axes.plot(used, piece, color=charts.BLUE, linewidth=4)
    axes.plot(used[[0, -1]], piece[[0, -1]], "o", color=charts.INK, markersize=8)
    charts.say(axes, "paper", (used[0], piece[0]), xytext=(0, 10), ha="center")
    if weight:
        charts.say(axes, "ink", (used[-1], piece[-1]), xytext=(0, -20), ha="center")
    axes.set(xlim=(-15, 15), ylim=(-0.14, 1.14))
    return figure


@app.cell
def phases_text():
    mo.md("""
    ## 2 · Four phases, one digit

    A network of 784-16-16-10 comes with this lab, so that you need not wait for your own: it reads 852 of 1,000 new
    digits. The 7 is that of the week's page, and this network, too, takes it for a 1. Choose a digit, and go through
    one training step with it, phase by phase, in your own functions.
    """)
    return


@app.cell
def phases_digit():
    digit = lab.choice("digit", DIGITS)
    digit
    return (digit,)


@app.cell
def forward_text():
    mo.md("""
    **Phase 1, forward.** Dark is 1, white is 0: each activation by your `layer`. The lines are the strongest of what is
    handed on, blue speaking for the next neuron and red against it. Beside it, the 784 weights of the busiest neuron of
    the first layer, each at its pixel: ink on blue counts for it, ink on red against it.
    """)
    return


@app.cell
def forward_picture(digit, mine):
    mine.picture(
        lambda: [draw_forward(mine, digit.value), draw_view(mine, digit.value)],
        needs=["layer"],
        shows="the digit on its way through the network: 16 activations, 16 more, and ten outputs",
    )
    return


@app.function
def digit_of(number):
    images, labels = new_digits()
    return images[number], int(labels[number])


@app.function
def activations_of(mine, image):
    activations = [image]
    for weights, biases in network():
        made = mine.layer(activations[-1], weights, biases)
        activations.append(lab.numbers("layer", made, len(biases)))
    return activations


@app.function
def draw_forward(mine, number):
    image, label = digit_of(number)
    activations = activations_of(mine, image)
    output = activations[-1]
    says = int(output.argmax())
    passed = [weights * given for (weights, _), given in zip(network()[1:], activations[1:], strict=False)]
    alt = f"A {label} goes through the network. Its outputs: {', '.join(f'{one:.3f}' for one in output)}."
    verdict = "right" if says == label else "wrong"
    figure, axes = charts.image_chart(alt, f"It is a {label}; it says {says}, {verdict}", (5.2, 4.3))
    draw_columns(axes, image, [(1 - one, charts.GREY) for one in activations[1:]], passed, "Greys_r", (0, 1))
    for place, one in enumerate(output):
        colour = charts.GREEN if place == label else charts.RED if place == says else charts.GREY
        bold = "bold" if place in (label, says) else "normal"
        axes.text(102.5, row_of(place, 10), f"{place}   {one:.3f}", va="center", fontsize=10, color=colour, weight=bold)
    return figure


@app.function
def draw_view(mine, number):
    image, _ = digit_of(number)
    first = activations_of(mine, image)[1]
    who = int(first.argmax())
    weights = network()[0][0][who]
    alt = f"The weights of neuron {who + 1} of the first layer as a picture, with the digit's outline over them."
    figure, axes = charts.image_chart(alt, f"Neuron {who + 1} of 16 says {first[who]:.3f}", (3.9, 4.3))
    reach = np.abs(weights).max()
    axes.imshow(weights.reshape(28, 28), cmap="RdBu", vmin=-reach, vmax=reach)
    axes.contour(image.reshape(28, 28), [0.4], colors=[charts.INK], linewidths=1.8)
    return figure


@app.function
def row_of(place, count):
    """How far down neuron `place` of a column of `count` is drawn."""
    return 2 + place * (52 / count) + 26 / count


@app.function
def draw_columns(axes, image, columns, passed, colours, limits):
    """A digit and the three layers behind it, with the strongest of what passes between them."""
    from matplotlib.collections import LineCollection

    axes.imshow(image.reshape(28, 28), cmap="Greys", extent=(0, 33, 45.5, 12.5), vmin=0, vmax=1)
    across = [50, 74, 98]
    for x, (values, edge) in zip(across, columns, strict=True):
        down = [row_of(place, len(values)) for place in range(len(values))]
        axes.scatter(
            [x] * len(values), down, 95, values, cmap=colours, vmin=limits[0], vmax=limits[1], edgecolors=edge, zorder=3
        )
    fan = [[(34, 29), (across[0], row_of(place, 16))] for place in range(16)]
    axes.add_collection(LineCollection(fan, colors=charts.PALE, linewidths=1, zorder=1))
    for x, between in zip(across, passed, strict=False):
        strong = np.argsort(-np.abs(between), axis=None, kind="stable")[:30]
        to, by = np.unravel_index(strong, between.shape)
        share = between[to, by] / (np.abs(between).max() or 1)
        lines = [
            [(x, row_of(one, between.shape[1])), (x + 24, row_of(other, len(between)))]
            for one, other in zip(by, to, strict=True)
        ]
        paint = [(0, 0.45, 0.7, min(abs(one), 1)) if one > 0 else (0.84, 0.37, 0, min(abs(one), 1)) for one in share]
        axes.add_collection(LineCollection(lines, colors=paint, linewidths=1.6, zorder=1))
    for x, words in zip((17, *across), ("784 pixels", "16 neurons", "16 neurons", "10 outputs"), strict=True):
        axes.text(x, 58, words, ha="center", fontsize=9, color=charts.GREY)
    axes.set(xlim=(-1, 123), ylim=(60, 0), aspect="auto")


@app.cell
def cost_text():
    mo.md("""
    **Phase 2, cost.** The outputs of your `forward` beside the row of your `one_hot`. The red gaps are squared, and the
    squares added up: that is your `cost`.
    """)
    return


@app.cell
def cost_picture(digit, mine):
    mine.picture(
        lambda: [draw_gaps(mine, digit.value), draw_squares(mine, digit.value)],
        needs=["one_hot", "forward", "cost"],
        shows="the ten outputs, what they should have been, and the cost of the difference",
    )
    return


@app.function
def compared(mine, number):
    """The outputs, the targets, and the cost of a digit."""
    image, label = digit_of(number)
    output = lab.numbers("forward", mine.forward(network(), image[np.newaxis]), 1, 10)
    target = lab.numbers("one_hot", mine.one_hot(np.array([label]), 10), 1, 10)
    return output[0], target[0], lab.number("cost", mine.cost(output, target))


@app.function
def draw_gaps(mine, number):
    output, target, _ = compared(mine, number)
    alt = f"Outputs {', '.join(f'{one:.3f}' for one in output)}; wished for: {', '.join(f'{one:g}' for one in target)}."
    wish = int(target.argmax())
    figure, axes = charts.chart(alt, f"The {wish} says {output[wish]:.3f}, and should say 1", "output", "activation")
    axes.bar(range(10), output, color=charts.SKY)
    axes.vlines(range(10), output, target, color=charts.RED, linewidth=3)
    axes.hlines(target, np.arange(10) - 0.4, np.arange(10) + 0.4, color=charts.INK, linewidth=2.5)
    charts.say(axes, "the wish", (wish, 1), ha="center", xytext=(0, 7))
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(-0.03, 1.15))
    return figure


@app.function
def draw_squares(mine, number):
    output, target, cost = compared(mine, number)
    squares = (output - target) ** 2
    alt = f"The squared differences, {', '.join(f'{one:.3f}' for one in squares)}, and the cost, {cost:.3f}."
    figure, axes = charts.chart(alt, f"Cost {cost:.3f}: the squares, added up", "output", "squared difference")
    bars = axes.bar(range(10), squares, color=charts.RED)
    axes.bar_label(bars, [f"{one:.3f}"[1:] if one < 1 else "1" for one in squares], fontsize=9, padding=2)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(0, 1.1))
    return figure


@app.cell
def nudge_question():
    hardest = lab.ask(
        "The 7 is called a 1, with an output of 0.252; its own neuron says 0.106. Which of the ten is pushed hardest?",
        ["the 1, down", "the 7, up", "all ten alike"],
    )
    hardest
    return (hardest,)


@app.cell
def nudge_answer(hardest, mine):
    mine.tell(
        hardest,
        right="the 7, up",
        because="By 0.894, from 0.106 to 1. The 1 should go down by 0.252, from where it is to 0. Where little is "
        "wrong, little is wished for.",
        measured=lambda: f"Your `wanted_nudges` says {nudges_of(mine, 798)[7]:+.3f} for the 7.",
        needs=["wanted_nudges"],
    )
    return


@app.cell
def nudge_picture(digit, hardest, mine):
    mine.picture(
        lambda: draw_nudges(mine, digit.value),
        needs=["forward", "wanted_nudges"],
        shows="which way each output should move, and how strongly",
        after=hardest,
    )
    return


@app.function
def nudges_of(mine, number):
    image, label = digit_of(number)
    output = lab.numbers("forward", mine.forward(network(), image), 10)
    return lab.numbers("wanted_nudges", mine.wanted_nudges(output, label), 10)


@app.function
def draw_nudges(mine, number):
    nudges = nudges_of(mine, number)
    up, down = int(nudges.argmax()), int(nudges.argmin())
    alt = f"The wanted nudges, from 0 to 9: {', '.join(f'{one:+.3f}' for one in nudges)}."
    title = f"The {up} up by {nudges[up]:.3f}, the {down} down by {-nudges[down]:.3f}"
    figure, axes = charts.chart(alt, title, "output", "wanted nudge")
    axes.axhline(0, color=charts.GREY, linewidth=1)
    colours = [charts.BLUE if nudge > 0 else charts.RED for nudge in nudges]
    axes.bar(range(10), nudges, 0.5, color=colours)
    for place, nudge in enumerate(nudges):
        words, va, away = (f"{nudge:.3f}\n▲", "bottom", 3) if nudge > 0 else (f"▼\n{-nudge:.3f}", "top", -3)
        options = {"ha": "center", "va": va, "fontsize": 8.5, "color": colours[place]}
        axes.annotate(words, (place, nudge), (0, away), textcoords="offset points", **options)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), xlim=(-0.6, 9.6), ylim=(-1.3, 1.3), yticks=[-1, -0.5, 0, 0.5, 1])
    return figure


@app.cell
def backward_text():
    mo.md("""
    **Phase 3, backward.** Your `backward` asks every dial: if I turn you up, how fast does the cost grow? The circles
    are the deltas, the slopes of the biases: blue neurons are to be pushed up, red ones down. The blame flows back
    along the same weights by which the signal came. Then look at the wide 9: its own output wishes for the most, and is
    pushed less than the 7, because near 0 the sigmoid is flat.
    """)
    return


@app.cell
def backward_question():
    still = lab.ask(
        "691 of the 784 pixels of the 7 are empty. What is the slope of the weights behind them?",
        ["small, but not 0", "exactly 0", "as large as any"],
    )
    still
    return (still,)


@app.cell
def backward_answer(mine, still):
    mine.tell(
        still,
        right="exactly 0",
        because="A weight's slope is its neuron's delta times what came in through it, and nothing came in. 691 pixels "
        "for 16 neurons: 11,056 of the 13,002 dials stand still.",
        measured=lambda: f"In the answer of your `backward`, {still_dials(mine, 798):,} slopes are exactly 0.",
        needs=["backward"],
    )
    return


@app.cell
def backward_picture(digit, mine, still):
    mine.picture(
        lambda: [draw_blame(mine, digit.value), draw_pixels(mine, digit.value), draw_sizes(mine, digit.value)],
        needs=["one_hot", "backward"],
        shows="the blame on its way back, and how large the slope is for each of the 13,002 dials",
        after=still,
    )
    return


@app.function
def gradient_of(mine, number):
    image, label = digit_of(number)
    target = lab.numbers("one_hot", mine.one_hot(np.array([label]), 10), 1, 10)
    pairs = lab.parts("backward", mine.backward(network(), image[np.newaxis], target), 3)
    found = []
    for pair, (weights, _) in zip(pairs, network(), strict=True):
        slopes, deltas = lab.parts("backward", pair, 2)
        found.append((lab.numbers("backward", slopes, *weights.shape), lab.numbers("backward", deltas, len(weights))))
    return found


@app.function
def still_dials(mine, number):
    return sum(int((part == 0).sum()) for pair in gradient_of(mine, number) for part in pair)


@app.function
def draw_blame(mine, number):
    image, label = digit_of(number)
    deltas = [deltas for _, deltas in gradient_of(mine, number)]
    back = [-(weights * after[:, None]) for (weights, _), after in zip(network()[1:], deltas[1:], strict=True)]
    strongest = int(np.abs(deltas[-1]).argmax())
    alt = f"The deltas of a {label}. Those of the outputs: {', '.join(f'{one:+.3f}' for one in deltas[-1])}."
    title = f"Pushed hardest: the {strongest}, {'up' if deltas[-1][strongest] < 0 else 'down'}"
    figure, axes = charts.image_chart(alt, title, (5.2, 4.3))
    shares = [(-one / (np.abs(one).max() or 1), charts.GREY) for one in deltas]
    draw_columns(axes, image, shares, back, "RdBu", (-1, 1))
    for place, one in enumerate(deltas[-1]):
        bold = "bold" if place in (label, strongest) else "normal"
        words = f"{place}  {one:+.3f}".replace("-", "−")
        axes.text(102.5, row_of(place, 10), words, va="center", fontsize=10, color=charts.INK, weight=bold)
    return figure


@app.function
def draw_pixels(mine, number):
    sizes = np.abs(gradient_of(mine, number)[0][0]).mean(axis=0)
    stand = still_dials(mine, number)
    alt = f"The mean slope of the weights behind each pixel, as a picture: that of the digit. {stand:,} slopes are 0."
    figure, axes = charts.image_chart(alt, f"{stand:,} dials stand still", (3.7, 4.1))
    axes.imshow(sizes.reshape(28, 28), cmap="Purples", vmin=0)
    axes.set_xlabel("the slopes of the 12,544 first weights,\nbehind their pixels: dark is steep")
    axes.spines[:].set_visible(True)
    return figure


@app.function
def draw_sizes(mine, number):
    layers = [np.concatenate([np.abs(part).ravel() for part in pair]) for pair in gradient_of(mine, number)]
    largest = [one.max() for one in layers]
    alt = f"The sizes of the slopes in the three layers; the largest are {', '.join(f'{one:.3g}' for one in largest)}."
    figure, axes = charts.chart(
        alt, f"Slopes from 0 to {max(largest):.3g}", "size of the slope (logarithmic)", "layer", (5.2, 3.2)
    )
    jitter = np.random.default_rng(0)
    for row, (one, colour) in enumerate(zip(layers, (charts.PURPLE, charts.BLUE, charts.GREEN), strict=True)):
        seen = one[one > 1e-9]
        axes.plot(seen, row + jitter.uniform(-0.3, 0.3, len(seen)), ".", color=colour, markersize=3, alpha=0.5)
    words = [
        f"{name}\n{(one == 0).sum():,} are 0" for name, one in zip(("first", "second", "last"), layers, strict=True)
    ]
    axes.set_yticks(range(3), words)
    axes.set(xscale="log", xlim=(1e-8, 2), ylim=(2.5, -0.5))
    return figure


@app.cell
def update_text():
    mo.md("""
    **Phase 4, update.** Your `training_step` turns every dial a little against its slope, all at once. Left, the
    outputs before and after. Right, what the same step does to the other digits: how many of the 1,000 your `accuracy`
    counts afterwards.
    """)
    return


@app.cell
def update_question():
    stride = lab.ask(
        "A long step for the 7, with a learning rate of 1.5. How many of the 1,000 are still read afterwards? "
        "(852 were.)",
        ["about 850", "about 600", "about 100"],
    )
    stride
    return (stride,)


@app.cell
def update_answer(mine, stride):
    mine.tell(
        stride,
        right="about 100",
        because="The 7 itself is learned at one stroke: its output goes from 0.106 to 0.988. But now nearly everything "
        "is called a 7. A picture knows only what is good for itself; with 0.1 the 7 is read as well, and about "
        "850 of the 1,000 are.",
        measured=lambda: f"Your `accuracy` after your step with 1.5: {after_step(mine, 798, 1.5)[2]:.3f}.",
        needs=["training_step", "accuracy"],
    )
    return


@app.cell
def update_control():
    rate = lab.slider("learning rate of the step", RATES, 0.1)
    rate
    return (rate,)


@app.cell
def update_picture(digit, mine, rate, stride):
    mine.picture(
        lambda: [draw_step(mine, digit.value, rate.value), draw_price(mine, digit.value, rate.value)],
        needs=["forward", "training_step", "accuracy"],
        shows="the outputs before and after one step, and what it does to the other digits",
        after=stride,
    )
    return


@app.function
def after_step(mine, number, rate):
    """The cost before the step, the outputs after it, and the accuracy on the 1,000 new digits then."""
    image, label = digit_of(number)
    step = mine.training_step(network(), image, label, rate)
    changed = lab.entry("training_step", step, "network")
    output = lab.numbers("forward", mine.forward(changed, image), 10)
    right = lab.number("accuracy", mine.accuracy(changed, *new_digits()))
    return lab.number("training_step", lab.entry("training_step", step, "cost")), output, right


@app.function
def draw_step(mine, number, rate):
    image, label = digit_of(number)
    before = lab.numbers("forward", mine.forward(network(), image), 10)
    cost, after, _ = after_step(mine, number, rate)
    now = int(after.argmax())
    alt = f"The outputs before the step, {', '.join(f'{one:.3f}' for one in before)}, at a cost of {cost:.3f}, and "
    alt += f"after it, {', '.join(f'{one:.3f}' for one in after)}."
    title = f"The {label}: {before[label]:.3f} → {after[label]:.3f}; it says {now}"
    figure, axes = charts.chart(alt, title, "output", "activation")
    axes.bar(np.arange(10) - 0.2, before, 0.4, color=charts.PALE)
    axes.bar(
        np.arange(10) + 0.2, after, 0.4, color=[charts.GREEN if one == label else charts.BLUE for one in range(10)]
    )
    axes.text(0.02, 0.97, "■ before", transform=axes.transAxes, va="top", fontsize=10, color="#98a2ab")
    axes.text(0.2, 0.97, "■ after", transform=axes.transAxes, va="top", fontsize=10, color=charts.BLUE)
    axes.text(0.36, 0.97, f"■ after, the {label}", transform=axes.transAxes, va="top", fontsize=10, color=charts.GREEN)
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(0, 1.15))
    return figure


@app.function
def draw_price(mine, number, rate):
    label = digit_of(number)[1]
    steps = [after_step(mine, number, one) for one in RATES]
    own, others = [output[label] for _, output, _ in steps], [right for _, _, right in steps]
    here = RATES.index(rate)
    alt = f"With {rate:g}: the output of the {label} is {own[here]:.3f}, and {others[here]:.3f} of the 1,000 are read."
    title = f"{rate:g}: {others[here]:.3f} of the 1,000 are read"
    figure, axes = charts.chart(alt, title, "learning rate of the step (logarithmic)", "")
    axes.axvline(rate, color=charts.PALE, linewidth=8, alpha=0.6)
    axes.axhline(0.852, color=charts.GREY, linewidth=1.2, linestyle="--")
    axes.plot(RATES, own, "o-", color=charts.GREEN)
    axes.plot(RATES, others, "o-", color=charts.BLUE)
    charts.say(axes, "read before: 0.852", (RATES[0], 0.852), charts.GREY, xytext=(0, -16))
    axes.text(
        0.02, 0.98, f"● output of the {label}", transform=axes.transAxes, va="top", fontsize=10, color=charts.GREEN
    )
    axes.text(0.42, 0.98, "● share of the 1,000", transform=axes.transAxes, va="top", fontsize=10, color=charts.BLUE)
    axes.set(xscale="log", ylim=(0, 1.2))
    axes.set_xticks(RATES, [f"{one:g}" for one in RATES])
    axes.minorticks_off()
    return figure


@app.cell
def foot_text():
    mo.md("""
    ## 3 · Is the slope right?

    Feel the ground with your foot: your `numerical_gradient` turns a dial a little up and a little down, and looks at
    your `cost`. Each point is a dial, for ten digits at once. On the diagonal, your `backward` says the same.
    """)
    return


@app.cell
def foot_question():
    closest = lab.ask(
        "A dial is turned by 0.1, by 0.00001, or by 0.0000000000001. Which foot feels the slope best?",
        ["0.1", "0.00001", "0.0000000000001: the smaller the better"],
    )
    closest
    return (closest,)


@app.cell
def foot_answer(closest, memory, mine):
    mine.tell(
        closest,
        right="0.00001",
        because="A long step feels a bend where it should feel a slope. A tiny one changes the cost in the last digits "
        "only, and those are rounded: what is left of the difference is mostly noise.",
        measured=lambda: say_feet(mine, memory),
        needs=["one_hot", "forward", "cost", "backward", "numerical_gradient"],
    )
    return


@app.cell
def foot_dials():
    dials = lab.choice("dials", list(DIALS), "160 weights of the outputs")
    dials
    return (dials,)


@app.cell
def foot_control():
    foot = lab.choice("a dial is turned by", FEET, "10⁻⁵")
    foot
    return (foot,)


@app.cell
def foot_picture(closest, dials, foot, memory, mine):
    mine.picture(
        lambda: [draw_diagonal(mine, dials.value, foot.value), draw_feet(mine, memory, foot.value)],
        needs=["one_hot", "forward", "cost", "backward", "numerical_gradient"],
        shows="the slopes that your `backward` finds against those that you feel by foot",
        after=closest,
    )
    return


@app.function
def both_slopes(mine, dials, foot):
    """The slopes of these dials for ten digits, by `backward` and by foot."""
    layer, part = DIALS[dials]
    images, labels = (one[:10] for one in new_digits())
    target = lab.numbers("one_hot", mine.one_hot(labels, 10), 10, 10)
    there = network()[layer][part]

    def height(values):
        turned = [list(pair) for pair in network()]
        turned[layer][part] = np.reshape(values, there.shape)
        return mine.cost(mine.forward([tuple(pair) for pair in turned], images), target)

    pairs = lab.parts("backward", mine.backward(network(), images, target), 3)
    found = lab.parts("backward", pairs[layer], 2)[part]
    felt = mine.numerical_gradient(height, there, foot)
    return (
        lab.numbers("backward", found, *there.shape).ravel(),
        lab.numbers("numerical_gradient", felt, *there.shape).ravel(),
    )


@app.function
def furthest(mine, memory, foot):
    """The largest difference in the outputs' biases."""
    if ("foot", foot) not in memory:
        found, felt = both_slopes(mine, "10 biases of the outputs", foot)
        memory["foot", foot] = float(np.abs(found - felt).max())
    return memory["foot", foot]


@app.function
def say_feet(mine, memory):
    words = [f"{plain(furthest(mine, memory, foot))} with {plain(foot)}" for foot in (0.1, 1e-5, 1e-13)]
    return f"The outputs' biases, by foot and by your `backward`, are as far apart as {'; '.join(words)}."


@app.function
def plain(number):
    """One digit, and all the zeros before it."""
    return np.format_float_positional(float(f"{number:.1g}"), trim="-")


@app.function
def draw_diagonal(mine, dials, foot):
    found, felt = both_slopes(mine, dials, foot)
    off = float(np.abs(found - felt).max())
    alt = f"{dials}: the slopes by foot against those of backward; the largest difference is {off:.2g}."
    figure, axes = charts.chart(alt, f"Furthest apart: {plain(off)}", "slope by your backward", "slope by foot")
    reach = max(np.abs(found).max(), np.abs(felt).max(), 1e-12) * 1.1
    axes.plot([-reach, reach], [-reach, reach], color=charts.PALE, linewidth=5)
    axes.plot(found, felt, "o", color=charts.BLUE, markersize=5, alpha=0.7)
    times = float(felt @ found / max(found @ found, 1e-300))
    if abs(times - 1) > 0.02:
        words = f"by foot, {times:.3g} times\nas much".replace("-", "−")
        axes.text(0.03, 0.97, words, transform=axes.transAxes, va="top", fontsize=10, color=charts.RED)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
    axes.locator_params(nbins=5)
    return figure


@app.function
def draw_feet(mine, memory, foot):
    feet = list(FEET.values())
    off = [max(furthest(mine, memory, one), 1e-15) for one in feet]
    best = list(FEET)[int(np.argmin(off))]
    alt = f"How far the two gradients are apart, against the step: least, {plain(min(off))}, with {best}."
    agree = min(off) < 1e-6
    title = f"Closest with {best}" if agree else "Apart, whatever the step"
    figure, axes = charts.chart(alt, title, "a dial is turned by", "furthest apart")
    axes.axvline(foot, color=charts.PALE, linewidth=8, alpha=0.6)
    axes.plot(feet, off, "o-", color=charts.BLUE)
    if agree:
        charts.say(axes, "noise of rounding", (feet[-1], off[-1]), charts.GREY, xytext=(8, 4))
        charts.say(axes, "bend of the ground", (feet[0], off[0]), charts.GREY, ha="right", xytext=(-8, 4))
    axes.set(xscale="log", yscale="log", xlim=(2e-14, 0.5), ylim=(min(*off, 1e-12) / 3, max(*off, 1e-3) * 5))
    return figure


@app.cell
def start_text():
    mo.md("""
    ## 4 · Where the dials start

    Now your own `train_epoch`, on 1,000 digits, with a learning rate of 1.5 and batches of ten: 1,000 steps in all.
    Each square is a neuron of the first layer, its 784 weights laid out as a picture: ink on blue counts for it, ink on
    red against it.
    """)
    return


@app.cell
def start_question():
    twins = lab.ask(
        "All dials start at 0. After 1,000 steps, how many different neurons are there among the first 16?",
        ["16", "10, one for each digit", "1"],
    )
    twins
    return (twins,)


@app.cell
def start_answer(memory, mine, twins):
    mine.tell(
        twins,
        right="1",
        because="All 16 compute the same, get the same slopes, and turn the same way, for ever. You pay for 16 neurons "
        "and get one; it reads about one digit in ten. Chance at the start is what makes them differ.",
        measured=lambda: say_twins(mine, memory),
        needs=["one_hot", "train_epoch", "accuracy"],
    )
    return


@app.cell
def start_choice():
    start = lab.choice("start weights", STARTS, "all zero")
    start
    return (start,)


@app.cell
def start_control():
    walked = lab.slider("steps", [0, 100, 200, 400, 700, 1000], 1000)
    walked
    return (walked,)


@app.cell
def start_picture(memory, mine, start, twins, walked):
    mine.picture(
        lambda: draw_start(mine, memory, start.value, walked.value),
        needs=["init_network", "one_hot", "forward", "cost", "train_epoch", "accuracy"],
        shows="what each of the 16 neurons of the first layer has learned to look for",
        after=twins,
    )
    return


@app.function
def started(mine, start):
    sizes = [784, 16, 16, 10]
    if start == "your init_network":
        return mine.init_network(sizes, 0)
    rng = np.random.default_rng(0)
    shapes = list(zip(sizes[1:], sizes, strict=False))
    return [(rng.random(shape) if start != "all zero" else np.zeros(shape), np.zeros(shape[0])) for shape in shapes]


@app.function
def trained(mine, memory, start, count=1000, rate=1.5):
    """What is there after 0, 100, … 1,000 steps: (first weights, cost, accuracy, accuracy on new digits), and the last
    network's guesses. Each time that there is nothing like it in the memory, your functions train.
    """
    key = (start, count, rate)
    if key not in memory:
        images, labels = old_digits(count)
        targets = lab.numbers("one_hot", mine.one_hot(labels, 10), count, 10)
        network, rng = started(mine, start), np.random.default_rng(0)
        seen = [look(mine, network, images, labels, targets)]
        for _ in range(10):
            for _ in range(1000 // count):
                network = mine.train_epoch(network, images, targets, rate, 10, rng)
            seen.append(look(mine, network, images, labels, targets))
        guesses = lab.numbers("forward", mine.forward(network, new_digits()[0]), 1000, 10).argmax(axis=1)
        memory[key] = seen, guesses
    return memory[key]


@app.function
def look(mine, network, images, labels, targets):
    weights = lab.numbers("train_epoch", network[0][0], 16, 784)
    height = lab.number("cost", mine.cost(mine.forward(network, images), targets))
    own = lab.number("accuracy", mine.accuracy(network, images, labels))
    return weights, height, own, lab.number("accuracy", mine.accuracy(network, *new_digits()))


@app.function
def say_twins(mine, memory):
    weights, _, _, right = trained(mine, memory, "all zero")[0][-1]
    different = len(np.unique(weights.round(9), axis=0))
    return f"After your own training: different neurons, {different}; your `accuracy` on new digits, {right:.3f}."


@app.function
def draw_start(mine, memory, start, walked):
    seen, _ = trained(mine, memory, start)
    weights, _, _, right = seen[walked // 100]
    different = len(np.unique(weights.round(9), axis=0))
    differ = f"{different} different neurons" if different > 1 else "all 16 the same"
    alt = f"The weights of the 16 first neurons after {walked} steps, as pictures: {different} of them are different."
    figure, axes = charts.image_chart(alt, f"{walked:,} steps: {differ}", (4.6, 4.9))
    sheet = np.full((4 * 30, 4 * 30), np.nan)
    for place, one in enumerate(weights):
        line, column = divmod(place, 4)
        sheet[line * 30 + 1 : line * 30 + 29, column * 30 + 1 : column * 30 + 29] = one.reshape(28, 28)
    reach = np.abs(weights).max() or 1
    axes.imshow(sheet, cmap="RdBu", vmin=-reach, vmax=reach)
    axes.set_facecolor(charts.PALE)
    return [figure, draw_progress(seen, walked, start, right)]


@app.function
def draw_progress(seen, walked, start, right):
    on_new = [one[3] for one in seen]
    alt = f"The accuracy on new digits from {on_new[0]:.3f} to {on_new[-1]:.3f}; after {walked} steps {right:.3f}."
    figure, axes = charts.chart(alt, f"{start}: reads {right:.3f}", "steps", "accuracy on new digits")
    axes.axvline(walked, color=charts.PALE, linewidth=8, alpha=0.6)
    axes.plot(range(0, 1001, 100), on_new, "o-", color=charts.BLUE, markersize=4)
    axes.axhline(0.1, color=charts.GREY, linewidth=1.2, linestyle="--")
    charts.say(axes, "a guesser", (1000, 0.1), charts.GREY, ha="right", xytext=(0, 5))
    axes.set(ylim=(0, 1.04))
    return figure


@app.cell
def train_text():
    mo.md("""
    ## 5 · Train it

    1,000 steps of ten digits each, from the start that your `init_network` gives: a hundred times through 100 digits,
    or ten times through 1,000. Below are twelve new digits that it misreads in the end: would you have hesitated, too?
    """)
    return


@app.cell
def train_question():
    fifty = lab.ask(
        "In week 2 a learning rate that was too large exploded. What happens here with 50?",
        ["it explodes, too", "it learns faster", "it stands still, at a cost of 1"],
    )
    fifty
    return (fifty,)


@app.cell
def train_answer(fifty, memory, mine):
    mine.tell(
        fifty,
        right="it stands still, at a cost of 1",
        because="Outputs between 0 and 1 cannot explode. The first steps drive all ten to 0, where the sigmoid is "
        "flat: no slope, no way back. The cost is that of the one output that should be 1. No error, no warning.",
        measured=lambda: (
            f"Your `cost` after 1,000 steps with 50: {trained(mine, memory, STARTS[0], 1000, 50)[0][-1][1]:.3f}."
        ),
        needs=["init_network", "one_hot", "forward", "cost", "train_epoch", "accuracy"],
    )
    return


@app.cell
def train_count():
    lesson = lab.choice("digits to learn from", {"100": 100, "250": 250, "1,000": 1000}, "1,000")
    lesson
    return (lesson,)


@app.cell
def train_control():
    pace = lab.slider("learning rate", TRAINING, 1.5)
    pace
    return (pace,)


@app.cell
def train_picture(fifty, lesson, memory, mine, pace):
    mine.picture(
        lambda: draw_training(mine, memory, lesson.value, pace.value),
        needs=["init_network", "one_hot", "forward", "cost", "train_epoch", "accuracy"],
        shows="the cost and the accuracy on the way, and what your network misreads in the end",
        after=fifty,
    )
    return


@app.function
def draw_training(mine, memory, count, rate):
    seen, guesses = trained(mine, memory, STARTS[0], count, rate)
    _, costs, own, on_new = (list(column) for column in zip(*seen, strict=True))
    steps = range(0, 1001, 100)
    alt = f"The cost on the {count:,} digits, from {costs[0]:.3f} to {costs[-1]:.3f} after 1,000 steps."
    left, axes = charts.chart(alt, f"Cost {costs[-1]:.3f} in the end", "steps", "cost on the lesson")
    axes.plot(steps, costs, "o-", color=charts.BLUE, markersize=4)
    axes.set(ylim=(0, max(*costs, 1) * 1.05))
    alt = f"The accuracy: on the {count:,} digits it ends at {own[-1]:.3f}, on new ones at {on_new[-1]:.3f}."
    right, axes = charts.chart(alt, f"Lesson {own[-1]:.3f}, new digits {on_new[-1]:.3f}", "steps", "accuracy")
    axes.plot(steps, own, "o-", color=charts.GREY, markersize=4)
    axes.plot(steps, on_new, "o-", color=charts.BLUE, markersize=4)
    axes.text(
        0.02, 0.98, f"● the {count:,} of the lesson", transform=axes.transAxes, va="top", fontsize=10, color=charts.GREY
    )
    axes.text(0.5, 0.98, "● 1,000 new digits", transform=axes.transAxes, va="top", fontsize=10, color=charts.BLUE)
    axes.set(ylim=(0, 1.15))
    return [left, right, draw_misread(guesses)]


@app.function
def draw_misread(guesses):
    images, labels = new_digits()
    wrong = np.flatnonzero(guesses != labels)
    shown = wrong[:12]
    words = [f"{labels[one]}, said {guesses[one]}" for one in shown]
    figure, axes = charts.image_chart(f"Misread: {'; '.join(words)}.", f"{len(wrong)} of 1,000 misread", (5.2, 2.5))
    for place, (one, caption) in enumerate(zip(shown, words, strict=True)):
        x, y = place % 6 * 34, place // 6 * 38
        axes.imshow(images[one].reshape(28, 28), cmap="Greys", extent=(x, x + 28, y + 28, y))
        axes.text(x + 14, y + 29, caption, ha="center", va="top", fontsize=9, color=charts.RED)
    axes.set(xlim=(-1, 199), ylim=(75, -1), aspect="equal")
    return figure


@app.cell
def shift_text():
    mo.md("""
    ## 6 · Two pixels

    Back to the network that comes with this lab. Move a digit a little to the right; you would hardly notice. Your
    `forward` says whether the network does.
    """)
    return


@app.cell
def shift_question():
    moved = lab.ask(
        "All 1,000 new digits are moved by two pixels to the right. 852 were read before. And now?",
        ["about 850", "about 700", "about 540"],
    )
    moved
    return (moved,)


@app.cell
def shift_answer(mine, moved):
    mine.tell(
        moved,
        right="about 540",
        because="It has no idea of a shape: it has a weight for each place in the picture, and the ink is in other "
        "places now. In week 5 you meet networks that look for a stroke wherever it is.",
        measured=lambda: f"By your `forward`, {1000 * shares_read(mine)[2]:.0f} are read.",
        needs=["forward"],
    )
    return


@app.cell
def shift_control():
    pixels = lab.slider("moved to the right by so many pixels", [0, 1, 2, 3, 4], 0)
    pixels
    return (pixels,)


@app.cell
def shift_picture(mine, moved, pixels):
    mine.picture(
        lambda: draw_shift(mine, pixels.value),
        needs=["forward"],
        shows="a 0 that is moved, and what the network says to it",
        after=moved,
    )
    return


@app.function
def shifted(images, pixels):
    return np.roll(images.reshape(-1, 28, 28), pixels, axis=2).reshape(images.shape)


@app.function
def shares_read(mine):
    images, labels = new_digits()
    outputs = [mine.forward(network(), shifted(images, pixels)) for pixels in range(5)]
    return [float((lab.numbers("forward", one, 1000, 10).argmax(axis=1) == labels).mean()) for one in outputs]


@app.function
def draw_shift(mine, pixels):
    image = shifted(new_digits()[0][ZERO], pixels)
    output = lab.numbers("forward", mine.forward(network(), image), 10)
    says = int(output.argmax())
    first, axes = charts.image_chart(f"A 0, moved to the right by {pixels}.", f"Moved by {pixels}", (3.0, 3.4))
    axes.imshow(image.reshape(28, 28), cmap="Greys")
    axes.spines[:].set_visible(True)
    alt = f"The outputs: {', '.join(f'{one:.3f}' for one in output)}; the answer is {says}."
    second, axes = charts.chart(alt, f"It says {says}, with {output[says]:.3f}", "output", "activation", (3.4, 3.4))
    axes.bar(
        range(10),
        output,
        color=[charts.GREEN if one == 0 else charts.RED if one == says else charts.PALE for one in range(10)],
    )
    axes.grid(axis="x", visible=False)
    axes.set(xticks=range(10), ylim=(0, 1.04))
    read = shares_read(mine)
    alt = f"The share of the 1,000 that is read, moved by 0 to 4 pixels: {', '.join(f'{one:.3f}' for one in read)}."
    third, axes = charts.chart(alt, f"All 1,000: {read[pixels]:.3f} read", "moved by", "share read", (3.4, 3.4))
    axes.plot(range(5), read, "o-", color=charts.BLUE)
    axes.plot([pixels], [read[pixels]], "o", color=charts.BLUE, markersize=12)
    axes.set(xticks=range(5), ylim=(0, 1.04))
    return [first, second, third]


@app.cell
def ending():
    mo.md("""
    **Now change something.** Leave the 2 out of your `backward`, save, and look at the diagonal of part 3. Then put it
    back.
    """)
    return


if __name__ == "__main__":
    app.run()
