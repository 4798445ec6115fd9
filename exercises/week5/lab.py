import marimo

app = marimo.App(width="medium", app_title="Week 5 · the lab", css_file="../../tools/labs/lab.css")

with app.setup:
    import copy

    import marimo as mo
    import numpy as np
    import torch
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle
    from PIL import Image

    from labs import charts, lab
    from nets.lite0 import load_backbone, prepare
    from nets.pictures import CLASSES, TEXTURES, photos, split, textures
    from nets.workbench import batches

    torch.set_num_threads(1)
    SIGNED = LinearSegmentedColormap.from_list("signed", [charts.RED, "white", charts.BLUE])  # below 0, 0, above 0
    UPRIGHT = [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]
    KERNELS = {
        "brighter on the right": UPRIGHT,
        "brighter below": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
        "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "blur": [[0.04] * 5] * 5,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    }
    SCENES = {
        "temple": "photos/building/petra.jpg",
        "red panda": "photos/animal/red_panda.jpg",
        "angelfish": "photos/fish/fish1.jpg",
    }
    ROW = 12  # pixels, where output sizes are drawn
    SCORES, KINDS = [1.0, 3.0, 0.0], ["animal", "fish", "tool"]  # of the worked example
    SIDES = [16, 32, 48, 64, 96, 128]
    PATCH, EPOCHS = 24, 6  # pixels of a texture patch; how often training goes through them
    LAYERS = {"the first layer": "conv_stem", "block 2": "blocks.2", "block 4": "blocks.4", "block 10": "blocks.10"}
    SMALL = 48  # pixels of a photo for the small CNN

    def middle(name, size):
        """The middle square of a photo, (size, size, 3) uint8."""
        with Image.open(lab.fixture(name)) as opened:
            image = opened.convert("RGB")
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        return np.asarray(image.crop((left, top, left + side, top + side)).resize((size, size)))

    @lab.once
    def patches(shuffled):
        """Brick, grass and gravel, (images, labels) to learn from and held out; pixels around 0."""
        parts = []
        for pictures in textures(0, 120, PATCH):
            images = torch.tensor(pictures.images).permute(0, 3, 1, 2).float() / 255 - 0.5
            if shuffled:
                order = torch.randperm(PATCH * PATCH, generator=torch.Generator().manual_seed(0))
                images = images.flatten(2)[:, :, order].reshape(images.shape)
            parts.append((images, torch.tensor(pictures.labels)))
        return parts

    @lab.once
    def squares(size):
        return photos(size)

    @lab.once
    def strangers():
        """Photos of no kind that the network will know: (names, images (n, 128, 128, 3))."""
        paths = [*sorted(lab.fixture("photos/other").glob("*.jpg")), *sorted(lab.fixture("photos/windmill").glob("*"))]
        return [path.stem for path in paths], np.stack([middle(f"photos/{p.parent.name}/{p.name}", 128) for p in paths])


@app.cell
def saving():
    saved = lab.saved("week5")
    shelf = {}  # what took long to compute
    return saved, shelf


@app.cell
def loading(saved, shelf):
    saved()
    mine = lab.mine("week5")
    mine.shelf = shelf
    return (mine,)


@app.function
def kept(mine, what, katas, work):
    """What `work()` gives, computed anew only when one of these katas (their numbers) has changed."""
    names = tuple(f"kata{number}_" for number in katas)
    text = [path.read_bytes() for path in mine.files() if path.name.startswith(names) and path.exists()]
    if what not in mine.shelf or mine.shelf[what][0] != text:
        mine.shelf[what] = text, work()
    return mine.shelf[what][1]


@app.cell
def title():
    mo.md("""
    # Week 5 · The lab

    Everything drawn here is computed by **your own functions**. Change one, save the file, and the picture follows.
    Where a task is not written yet, a card says which.
    """)
    return


@app.cell
def bar_text():
    mo.md("""
    ## 1 · Nine weights on a picture

    The page's bright bar, and the kernel that asks: is it brighter on the right than on the left? Your `conv2d` slides
    it over the picture. ReLU drops what is below 0, and your `max_pool` keeps the largest of each 2×2.
    """)
    return


@app.cell
def bar_question():
    moves = lab.ask(
        "The bar moves one pixel to the right. What do the numbers in the map do?",
        ["they become smaller", "they move along", "they change sign"],
    )
    moves
    return (moves,)


@app.cell
def bar_answer(moves, mine):
    mine.tell(
        moves,
        right="they move along",
        because="The same nine weights look everywhere, so they find the bar wherever it is. A dense layer would have "
        "to learn each place anew.",
        measured=lambda: say_rows(mine),
        needs=["conv2d"],
    )
    return


@app.function
def bar_at(column):
    picture = np.zeros((5, 6))
    picture[:4, column : column + 2] = 9
    return picture


@app.function
def say_rows(mine):
    rows = [lab.numbers("conv2d", mine.conv2d(bar_at(column), np.array(UPRIGHT)), 3, 4)[0] for column in (2, 3)]
    first, second = (", ".join(f"{number:g}".replace("-", "−") for number in row) for row in rows)
    return f"The first row of your `conv2d`: {first}; and then {second}."


@app.cell
def bar_control():
    column = lab.slider("the bar begins at column", [0, 1, 2, 3, 4], 2)
    column
    return (column,)


@app.cell
def bar(column, moves, mine):
    mine.picture(
        lambda: draw_bar(mine, column.value),
        needs=["conv2d", "max_pool"],
        shows="the bar, its map, and what is left of it after ReLU and pooling, in numbers",
        after=moves,
    )
    return


@app.function
def draw_bar(mine, column):
    picture, kernel = bar_at(column), np.array(UPRIGHT)
    found = lab.numbers("conv2d", mine.conv2d(picture, kernel), 3, 4)
    pooled = lab.numbers("max_pool", mine.max_pool(np.maximum(found, 0)), 1, 2)
    return [
        draw_numbers(("the picture", picture, 18), ("the kernel", kernel, 2)),
        draw_numbers(("conv2d", found, 40), ("ReLU, max_pool", pooled, 40)),
    ]


@app.function
def draw_numbers(*grids):
    """Grids of numbers side by side: (name, values, what is the darkest blue); red below 0."""
    columns = sum(max(values.shape[1], 3) for _, values, _ in grids) + len(grids) - 1
    rows = max(len(values) for _, values, _ in grids)
    told = "; ".join(f"{name}: {' / '.join(' '.join(f'{n:g}' for n in row) for row in v)}" for name, v, _ in grids)
    figure, axes = charts.image_chart(told, "", (0.4 * columns + 0.1, 0.4 * rows + 0.4))
    left = 0
    for name, values, most in grids:
        axes.text(left, -0.2, name, fontweight="bold", va="bottom")
        for (row, column), number in np.ndenumerate(values):
            at, colour = left + column, SIGNED(0.5 + 0.5 * float(np.clip(number / most, -1, 1)))
            axes.add_patch(Rectangle((at, row), 1, 1, facecolor=colour, edgecolor=charts.PALE))
            text = f"{number:g}".replace("-", "−")
            axes.text(at + 0.5, row + 0.52, text, ha="center", va="center", fontsize=10)
        left += max(values.shape[1], 3) + 1
    axes.set(xlim=(-0.1, columns + 0.1), ylim=(rows + 0.1, -0.9), aspect="equal")
    return figure


@app.cell
def photo_text():
    mo.md("""
    And on a photo. *Blur* is 25 weights of 0.04; the others are nine. Nobody told `conv2d` what an edge is.
    """)
    return


@app.cell
def photo_scene():
    scene = lab.choice("photo", SCENES)
    scene
    return (scene,)


@app.cell
def photo_kernel():
    kernel = lab.choice("kernel", KERNELS, "outline")
    kernel
    return (kernel,)


@app.cell
def photo(kernel, mine, scene):
    mine.picture(
        lambda: draw_photo(mine, scene.value, kernel.value),
        needs=["conv2d", "max_pool"],
        shows="a photo, seen through a kernel of your choice",
    )
    return


@app.function
def draw_photo(mine, scene, kernel):
    weights = np.array(kernel)
    grey = middle(scene, 128).mean(axis=2) / 255
    side = 128 - len(weights) + 1
    found = lab.numbers("conv2d", mine.conv2d(grey, weights), side, side)
    positive = np.maximum(found, 0)
    pooled = lab.numbers("max_pool", mine.max_pool(positive), side // 2, side // 2)
    picture = weights.sum() > 0.5  # blur and sharpen give a photo again, the others a map of where something is
    most = 1 if picture else np.quantile(np.abs(found), 0.995)
    pictures = [
        ("128×128", grey, "gray", (0, 1)),
        (f"conv2d: {side}×{side}", found, "gray" if picture else SIGNED, (0 if picture else -most, most)),
        (f"max_pool: {side // 2}×{side // 2}", pooled, "gray", (0, most)),
    ]
    drawn = []
    for title, values, shades, (low, high) in pictures:
        alt = f"{title}; the numbers go from {values.min():.2f} to {values.max():.2f}."
        figure, axes = charts.image_chart(alt, title, (2.7, 2.95))
        axes.imshow(values, cmap=shades, vmin=low, vmax=high)
        drawn.append(figure)
    small = len(weights) == 5
    name, numbers = ("hundredths", weights * 100) if small else ("the kernel", weights)
    return [drawn[0], draw_numbers((name, numbers, 1.6 * np.abs(numbers).max())), *drawn[1:]]


@app.cell
def size_text():
    mo.md("""
    How wide is what comes out? Below, a row of 12 pixels, with zeros at both ends where there is padding. Each bar is
    one place of the kernel; their number is what your `output_size` says.
    """)
    return


@app.cell
def size_question():
    places = lab.ask("12 pixels, a kernel of 5, a stride of 2, no padding. How many places?", ["3", "4", "6", "8"])
    places
    return (places,)


@app.cell
def size_answer(mine, places):
    mine.tell(
        places,
        right="4",
        because="From 12 − 5 = 7 pixels it can move on by 2 three times, and the seventh is left over. Three moves are "
        "four places.",
        measured=lambda: f"Your `output_size` says {lab.number('output_size', mine.output_size(ROW, 5, 2, 0)):g}.",
        needs=["output_size"],
    )
    return


@app.cell
def size_kernel():
    width = lab.slider("kernel", [1, 3, 5], 5)
    width
    return (width,)


@app.cell
def size_stride():
    stride = lab.slider("stride", [1, 2, 3], 2)
    stride
    return (stride,)


@app.cell
def size_padding():
    padding = lab.slider("padding", [0, 1, 2], 0)
    padding
    return (padding,)


@app.cell
def size(mine, padding, places, stride, width):
    mine.picture(
        lambda: draw_places(mine, width.value, stride.value, padding.value),
        needs=["output_size"],
        shows="each place of the kernel on a row of pixels",
        after=places,
    )
    return


@app.function
def draw_places(mine, kernel, stride, padding):
    got = mine.output_size(ROW, kernel, stride, padding)
    count = int(lab.number("output_size", got))
    if not 0 < count <= 30:
        raise lab.CannotDraw("output_size", got, "What is drawn here is a number from 1 to 30.")
    last = (count - 1) * stride + kernel - padding
    left = ROW + padding - last
    alt = (
        f"{count} places of a kernel of {kernel} on {ROW} pixels, with a stride of {stride} and a padding of {padding}."
    )
    figure, axes = charts.chart(alt, f"{count} places: {count} numbers come out", "pixel", size=(6, 1.6 + 0.2 * count))
    axes.grid(False)
    for pixel in range(-padding, ROW + padding):
        inside = 0 <= pixel < ROW
        colour = "#bcd9ea" if inside else "white"
        box = Rectangle((pixel, 0.3), 1, 1.4, facecolor=colour, edgecolor=charts.GREY, linewidth=0.8)
        axes.add_patch(box)
        axes.text(pixel + 0.5, 1, "" if inside else "0", ha="center", va="center", fontsize=9, color=charts.GREY)
    for place in range(count):
        start = place * stride - padding
        fits = start + kernel <= ROW + padding
        colour = charts.BLUE if fits else charts.RED
        axes.add_patch(Rectangle((start + 0.06, -0.75 * place - 0.55), kernel - 0.12, 0.5, color=colour))
        if not fits:
            axes.text(start - 0.2, -0.75 * place - 0.3, "does not fit", ha="right", va="center", color=colour)
    if left > 0:
        axes.text(last + 0.15, -0.75 * count + 0.45, f"{left} left over", va="center", fontsize=10, color=charts.RED)
    axes.set(xlim=(-2.6, ROW + 2.6), ylim=(-0.75 * count - 0.1, 2), yticks=[], xticks=range(0, ROW + 1, 2))
    axes.spines[:].set_visible(False)
    return figure


@app.cell
def softmax_text():
    mo.md("""
    ## 2 · Scores, chances, and what they cost

    The three scores of the worked example, for a photo of an animal. Divide all scores by a *temperature*, or add the
    same number to each. Left, what your `softmax` makes of them; right, what your `cross_entropy` would ask for each
    truth.
    """)
    return


@app.cell
def softmax_question():
    thousand = lab.ask(
        "Add 1,000 to all three scores. What does the softmax say then?",
        ["the same as before", "a third each", "1 for the highest, 0 for the others"],
    )
    thousand
    return (thousand,)


@app.cell
def softmax_answer(mine, thousand):
    mine.tell(
        thousand,
        right="the same as before",
        because="Only the differences between scores count. A temperature changes those: hot makes it undecided, cold "
        "makes it sure, and being sure of the wrong one gets expensive.",
        measured=lambda: say_shares(mine),
        needs=["softmax"],
    )
    return


@app.function
def shares_of(mine, scores):
    return lab.numbers("softmax", mine.softmax(torch.tensor([scores])), 1, 3, finite=False)[0]


@app.function
def say_shares(mine):
    shares = shares_of(mine, [score + 1000 for score in SCORES])
    return f"With 1,000 more, your `softmax` says {', '.join(f'{share:.3f}' for share in shares)}."


@app.cell
def softmax_temperature():
    heat = lab.slider("temperature", [0.1, 0.2, 0.5, 1, 2, 5, 20], 1)
    heat
    return (heat,)


@app.cell
def softmax_shift():
    shift = lab.choice("added to each score", {"−1000": -1000.0, "0": 0.0, "1000": 1000.0}, "0")
    shift
    return (shift,)


@app.cell
def softmax_picture(heat, mine, shift, thousand):
    mine.picture(
        lambda: draw_softmax(mine, [score / heat.value + shift.value for score in SCORES]),
        needs=["softmax", "cross_entropy"],
        shows="the probabilities of three scores, and what each truth would cost",
        after=thousand,
    )
    return


@app.function
def draw_softmax(mine, scores):
    shares = shares_of(mine, scores)
    costs = [
        lab.number("cross_entropy", mine.cross_entropy(torch.tensor([scores]), torch.tensor([truth])), finite=False)
        for truth in range(3)
    ]
    labels = [f"{kind}\nscore {charts.short(score)}" for kind, score in zip(KINDS, scores, strict=True)]
    told = ", ".join(f"{kind} {share:.3f}" for kind, share in zip(KINDS, shares, strict=True))
    first, axes = charts.chart(f"Softmax: {told}.", f"softmax: fish {shares[1]:.3f}", "", "probability")
    bars = axes.bar(labels, np.nan_to_num(shares), color=[charts.PALE, charts.BLUE, charts.PALE])
    axes.bar_label(bars, [f"{share:.3f}" for share in shares], padding=2)
    axes.grid(axis="x", visible=False)
    axes.set(ylim=(0, 1.12))
    asked = ", ".join(f"{kind} {cost:.3f}" for kind, cost in zip(KINDS, costs, strict=True))
    title = f"cross_entropy: {charts.short(round(costs[0], 3))} for an animal"
    second, axes = charts.chart(f"The loss, if the truth were: {asked}.", title, "the truth", "loss")
    bars = axes.bar(KINDS, np.nan_to_num(costs), color=[charts.RED, charts.PALE, charts.PALE])
    axes.bar_label(bars, [f"{cost:.3f}" for cost in costs], padding=2)
    axes.axhline(np.log(3), color=charts.GREY, linewidth=1, linestyle="--")
    axes.text(2.5, np.log(3), "no idea:\nln 3", va="bottom", fontsize=9, color=charts.GREY)
    axes.grid(axis="x", visible=False)
    axes.set(xlim=(-0.5, 3), ylim=(0, max(4, 1.12 * np.nan_to_num(costs).max())))
    return [first, second]


@app.cell
def cost_question():
    dear = lab.ask(
        "Whoever gives the truth a chance of 0.5 pays 0.693. What does 0.001 cost?",
        ["about 1.4", "about 7", "about 350"],
    )
    dear
    return (dear,)


@app.cell
def cost_answer(dear, mine):
    mine.tell(
        dear,
        right="about 7",
        because="Minus the logarithm of 0.001 is 6.908: ten times as much as for 0.5. And the slope is steepest where "
        "it is most wrong: the score of the truth is pushed up by 1 − probability.",
        measured=lambda: f"Your `cross_entropy` asks {cost_of(mine, 0.001)[0]:.3f}.",
        needs=["cross_entropy"],
    )
    return


@app.function
def cost_of(mine, chance):
    """What cross_entropy asks where the truth got this chance, and how strongly it pushes the truth's score up."""
    scores = torch.tensor([[chance, 1 - chance]], dtype=torch.float64).log().requires_grad_()
    loss = mine.cross_entropy(scores, torch.tensor([0]))
    loss.backward()
    return lab.number("cross_entropy", loss.detach()), -float(scores.grad[0, 0])


@app.cell
def cost_control():
    chance = lab.slider("given to the truth, in %", [0.1, 1, 5, 10, 25, 50, 75, 90, 99, 99.9], 50)
    chance
    return (chance,)


@app.cell
def cost(chance, dear, mine):
    mine.picture(
        lambda: draw_cost(mine, chance.value / 100),
        needs=["cross_entropy"],
        shows="what the truth costs, by the chance that it was given",
        after=dear,
    )
    return


@app.function
def draw_cost(mine, chance):
    chances = np.concatenate([np.geomspace(0.001, 0.1, 30), np.linspace(0.12, 0.999, 40)])
    found = np.array([cost_of(mine, float(one)) for one in chances])
    cost, push = cost_of(mine, chance)
    first, axes = charts.chart(
        f"The loss against the chance given to the truth: {cost:.3f} at {chance:g}.",
        f"{cost:.3f} for a truth that got {100 * chance:g} %",
        "chance given to the truth",
        "loss",
    )
    axes.axvspan(0, 0.5, color="#fdf3ec", zorder=0)
    axes.plot(chances, found[:, 0], color=charts.BLUE)
    axes.plot([chance], [cost], "o", color=charts.RED, markersize=10)
    axes.text(0.25, 7.3, "sure of something else", ha="center", color=charts.RED, fontsize=10)
    axes.set(xlim=(0, 1.01), ylim=(-0.2, 7.9))
    second, axes = charts.chart(
        f"How strongly the truth's score is pushed up: {push:.3f} at {chance:g}.",
        f"One step pushes by {push:.3f}",
        "chance given to the truth",
        "push on the score of the truth",
    )
    axes.plot(chances, found[:, 1], color=charts.GREEN)
    axes.plot([chance], [push], "o", color=charts.RED, markersize=10)
    axes.set(xlim=(0, 1.01), ylim=(-0.05, 1.1))
    return [first, second]


@app.cell
def price_text():
    mo.md("""
    ## 3 · The price

    Your `parameter_count` of your own networks, for colour photos and four classes: one linear layer, 128 hidden
    neurons, a CNN of 16 and 32 filters. Beside them the backbone, of which nothing is trained but a new head.
    """)
    return


@app.cell
def price_question():
    wider = lab.ask(
        "The photos grow from 48 to 96 pixels. What becomes of the 885,380 parameters of the dense network?",
        ["they stay", "they double", "they are four times as many"],
    )
    wider
    return (wider,)


@app.cell
def price_answer(mine, wider):
    mine.tell(
        wider,
        right="they are four times as many",
        because="Each hidden neuron has a weight for each number of the photo, and there are four times as many of "
        "these. The two convolutions of the CNN keep their 5,088: only the linear layer after them grows.",
        measured=lambda: f"Your `make_better` has {prices(mine)['dense, 128 hidden'][4]:,.0f} of them at 96 pixels.",
        needs=["make_baseline", "make_better", "parameter_count", "SmallCNN"],
    )
    return


@app.function
def prices(mine):
    """The parameters of each network at each of SIDES; of the transfer network those of all of it, and of its head."""

    def count(model):
        return lab.number("parameter_count", mine.parameter_count(model))

    def counted():
        whole = torch.nn.Sequential(load_backbone(), torch.nn.Linear(1280, 4))
        return {
            "transfer": [count(whole), count(whole[1])],
            "one linear layer": [count(mine.make_baseline((3, side, side), 4)) for side in SIDES],
            "dense, 128 hidden": [count(mine.make_better((3, side, side), 4)) for side in SIDES],
            "small CNN": [count(mine.SmallCNN(4, side, (16, 32))) for side in SIDES],
        }

    return kept(mine, "prices", (1, 5), counted)


@app.cell
def price_control():
    side = lab.slider("pixels of a side", SIDES, 48)
    side
    return (side,)


@app.cell
def price(mine, side, wider):
    mine.picture(
        lambda: draw_price(mine, SIDES.index(side.value)),
        needs=["make_baseline", "make_better", "parameter_count", "SmallCNN"],
        shows="the parameters of your networks as bars, for photos of any size",
        after=wider,
    )
    return


@app.function
def draw_price(mine, at):
    all_counts = dict(prices(mine))
    whole, head = all_counts.pop("transfer")
    names = [*all_counts, "transfer: the head"]
    counts = np.array([*(counts[at] for counts in all_counts.values()), head])
    told = ", ".join(f"{name} {count:,.0f}" for name, count in zip(names, counts, strict=True))
    side = SIDES[at]
    first, axes = charts.chart(
        f"Parameters to train at {side} pixels: {told}.", f"To be trained, at {side}×{side}", "parameters (logarithmic)"
    )
    colours = [charts.GREY, charts.RED, charts.BLUE, charts.GREEN]
    bars = axes.barh(names, np.maximum(counts, 1), color=colours)
    axes.bar_label(bars, [f"{count:,.0f}" for count in counts], padding=4, fontsize=10)
    axes.barh([names[-1]], [max(whole, 1)], color="none", edgecolor=charts.GREEN, linestyle=":")
    axes.text(max(whole, 1) * 1.2, 3, f"{whole:,.0f}\nfrozen ones, too", va="center", fontsize=9, color=charts.GREEN)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.set(xscale="log", xlim=(1e3, 3e8), xticks=[1e3, 1e5, 1e7])
    second, axes = charts.chart(
        "The parameters against the pixels of a side; those of the head stay as they are.",
        "The larger the photo",
        "pixels of a side",
        "parameters (logarithmic)",
    )
    axes.axvline(side, color=charts.PALE, linewidth=8, alpha=0.6)
    for (name, line), colour in zip(all_counts.items(), colours, strict=False):
        axes.plot(SIDES, np.maximum(line, 1), "o-", color=colour, markersize=4)
        lower = name == "small CNN"
        charts.say(axes, name, (SIDES[-1], line[-1]), colour, ha="right", xytext=(0, -17 if lower else 7))
    axes.plot(SIDES, [max(head, 1)] * len(SIDES), color=charts.GREEN)
    charts.say(axes, "the head", (SIDES[-1], head), charts.GREEN, ha="right", xytext=(0, 5))
    axes.set(yscale="log", ylim=(1e3, 3e7), xticks=SIDES)
    return [first, second]


@app.cell
def train_text():
    mo.md("""
    ## 4 · A training run

    Brick, grass and gravel: 360 patches of 24×24 pixels to learn from, and 360 held out, from another part of the
    photos. Your `fit` goes through them six times, with Adam. The dense network here has 64 hidden neurons, the CNN 8
    and 16 filters.
    """)
    return


@app.cell
def train_question():
    first_loss = lab.ask(
        "Before the first step a network knows nothing of the three classes. What is its loss?",
        ["about 0", "about 0.33", "about 1.1", "nobody can say"],
    )
    first_loss
    return (first_loss,)


@app.cell
def train_answer(first_loss, mine):
    mine.tell(
        first_loss,
        right="about 1.1",
        because="It gives each class about a third, and −ln ⅓ = ln 3 = 1.099. A first loss far above that means: "
        "wrong, and sure of it. Then look at what goes in.",
        measured=lambda: (
            f"Your `evaluate` says {run_of(mine, 'CNN', 0.005, False)['val_loss'][0]:.3f} before training."
        ),
        needs=["SmallCNN", "train_epoch", "evaluate", "fit"],
    )
    return


@app.function
def network(mine, name):
    return mine.SmallCNN(3, PATCH, (8, 16)) if name == "CNN" else mine.make_better((3, PATCH, PATCH), 3, 64)


@app.function
def trained(mine, build, learn, check, rate, epochs):
    """A network after training from seed 0, and its history; the validation lists begin before the first epoch."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = build()
        loss, accuracy = lab.parts("evaluate", mine.evaluate(model, batches(*check)), 2)
        optimizer = torch.optim.Adam(model.parameters(), lr=rate)
        got = mine.fit(model, batches(*learn, shuffled_by=0), batches(*check), optimizer, epochs)
    history = {
        name: lab.numbers("fit", lab.entry("fit", got, name), epochs, finite=False)
        for name in ("train_loss", "val_loss", "val_accuracy")
    }
    for name, before in (("val_loss", loss), ("val_accuracy", accuracy)):
        history[name] = np.array([lab.number("evaluate", before, finite=False), *history[name]])
    return model, history


@app.function
def run_of(mine, name, rate, shuffled):
    learn, check = patches(shuffled)
    return kept(
        mine,
        ("run", name, rate, shuffled),
        (1, 2, 3, 5),
        lambda: trained(mine, lambda: network(mine, name), learn, check, rate, EPOCHS)[1],
    )


@app.cell
def train_network():
    which = lab.choice("network", ["CNN", "dense"])
    which
    return (which,)


@app.cell
def train_rate():
    rates = [0.0001, 0.001, 0.005, 0.02, 0.1]
    rate = lab.choice("learning rate", {f"{one:g}": one for one in rates}, "0.005")
    rate
    return (rate,)


@app.cell
def train_dense(first_loss, mine, rate, which):
    mine.picture(
        lambda: draw_run(run_of(mine, which.value, rate.value, False), which.value, rate.value),
        needs=["make_better" if which.value == "dense" else "SmallCNN", "train_epoch", "evaluate", "fit"],
        shows="the losses and the accuracy of a training run of yours",
        after=first_loss,
    )
    return


@app.function
def draw_run(history, name, rate):
    epochs = np.arange(EPOCHS + 1)
    last = {key: line[-1] for key, line in history.items()}
    first, axes = charts.chart(
        f"{name} with a learning rate of {rate:g}: the training loss ends at {last['train_loss']:.3f}, that of "
        f"held-out patches at {last['val_loss']:.3f}.",
        f"Training {last['train_loss']:.2f}, held out {last['val_loss']:.2f}",
        "epoch",
        "loss",
    )
    axes.axhline(np.log(3), color=charts.GREY, linewidth=1, linestyle="--")
    axes.text(EPOCHS, np.log(3) + 0.02, "knows nothing: ln 3", ha="right", va="bottom", fontsize=9, color=charts.GREY)
    train, val = (np.clip(np.nan_to_num(history[key], nan=9), 0, 1.96) for key in ("train_loss", "val_loss"))
    axes.plot(epochs, val, "o-", color=charts.RED, markersize=4)
    axes.plot(epochs[1:], train, "o-", color=charts.BLUE, markersize=4)
    apart = max(0.15 - abs(train[-1] - val[-1]), 0) / 2  # labels that would cover each other
    sign = 1 if train[-1] > val[-1] else -1
    axes.text(EPOCHS + 0.15, train[-1] + sign * apart, "training", va="center", fontsize=10, color=charts.BLUE)
    axes.text(EPOCHS + 0.15, val[-1] - sign * apart, "held out", va="center", fontsize=10, color=charts.RED)
    axes.set(xlim=(-0.3, EPOCHS + 1.6), ylim=(-0.1, 2.05), xticks=epochs)
    second, axes = charts.chart(
        f"The accuracy on held-out patches ends at {last['val_accuracy']:.3f}.",
        f"Right: {last['val_accuracy']:.3f} of the held-out patches",
        "epoch",
        "accuracy, held out",
    )
    axes.axhline(1 / 3, color=charts.GREY, linewidth=1, linestyle="--")
    axes.text(EPOCHS, 0.34, "always the same class: ⅓", ha="right", va="bottom", fontsize=9, color=charts.GREY)
    axes.plot(epochs, np.nan_to_num(history["val_accuracy"]), "o-", color=charts.GREEN, markersize=4)
    axes.set(ylim=(0, 1.04), xticks=epochs)
    return [first, second]


@app.cell
def shuffle_text():
    mo.md("""
    Now the 576 pixels of each patch are moved around, **in the same way in all patches**, those of the exam as well. To
    you it is snow.
    """)
    return


@app.cell
def shuffle_question():
    snow = lab.ask(
        "Which of your two networks gets worse?",
        ["both", "only the dense one", "only the CNN", "neither"],
    )
    snow
    return (snow,)


@app.cell
def shuffle_answer(mine, snow):
    mine.tell(
        snow,
        right="only the CNN",
        because="The dense network never knew which pixel is next to which, so it has nothing to lose. The CNN was "
        "built on neighbours.",
        measured=lambda: say_snow(mine),
        needs=["make_better", "SmallCNN", "train_epoch", "evaluate", "fit"],
    )
    return


@app.function
def say_snow(mine):
    pairs = [
        [run_of(mine, name, 0.005, snow)["val_accuracy"][-1] for snow in (False, True)] for name in ("dense", "CNN")
    ]
    return (
        f"Yours: dense {pairs[0][0]:.3f} as they are and {pairs[0][1]:.3f} shuffled; CNN {pairs[1][0]:.3f} and "
        f"{pairs[1][1]:.3f}."
    )


@app.cell
def shuffle_control():
    pixels = lab.choice("pixels", {"as they are": False, "shuffled": True}, "shuffled")
    pixels
    return (pixels,)


@app.cell
def shuffle(mine, pixels, snow):
    mine.picture(
        lambda: [draw_patches(pixels.value), draw_snow(mine, pixels.value)],
        needs=["make_better", "SmallCNN", "train_epoch", "evaluate", "fit"],
        shows="patches in order and in disorder, and how well both networks learn them",
        after=snow,
    )
    return


@app.function
def draw_patches(shuffled):
    images, labels = patches(shuffled)[0]
    sheet = np.ones((3 * (PATCH + 2), 5 * (PATCH + 2)))
    for kind in range(3):
        for column, patch in enumerate(images[labels == kind][:5]):
            top, left = kind * (PATCH + 2) + 1, column * (PATCH + 2) + 1
            sheet[top : top + PATCH, left : left + PATCH] = patch[0] + 0.5
    words = "with their pixels shuffled" if shuffled else "as they are"
    figure, axes = charts.image_chart(
        f"Five patches each of brick, grass and gravel, {words}.", "What it sees", (4.4, 3)
    )
    axes.imshow(sheet, cmap="gray", vmin=0, vmax=1)
    axes.set_yticks((np.arange(3) + 0.5) * (PATCH + 2) - 0.5, TEXTURES)
    axes.tick_params(length=0)
    return figure


@app.function
def draw_snow(mine, shuffled):
    runs = {name: run_of(mine, name, 0.005, shuffled)["val_accuracy"] for name in ("dense", "CNN")}
    told = ", ".join(f"{name} {line[-1]:.3f}" for name, line in runs.items())
    figure, axes = charts.chart(f"The accuracy on held-out patches: {told}.", told, "epoch", "accuracy, held out")
    axes.axhline(1 / 3, color=charts.GREY, linewidth=1, linestyle="--")
    higher = max(runs, key=lambda name: runs[name][-1])
    for (name, line), colour in zip(runs.items(), (charts.RED, charts.BLUE), strict=True):
        axes.plot(np.nan_to_num(line), "o-", color=colour, markersize=4)
        above = name == higher
        charts.say(axes, name, (EPOCHS, line[-1]), colour, ha="right", xytext=(0, 8 if above else -17))
    axes.set(ylim=(0, 1.08), xticks=range(EPOCHS + 1))
    return figure


@app.cell
def maps_text():
    mo.md("""
    ## 5 · What a layer sees

    The pretrained backbone looks at a photo, and your `feature_maps` listens to one of its layers. Each small picture
    is what one filter found; bright is much. The frames are round the four that your `strongest_maps` names.
    """)
    return


@app.cell
def maps_question():
    deeper = lab.ask(
        "From the first layer to one further up: what happens to the maps?",
        ["more of them, and smaller", "fewer of them, and larger", "they stay alike"],
    )
    deeper
    return (deeper,)


@app.cell
def maps_answer(deeper, mine):
    mine.tell(
        deeper,
        right="more of them, and smaller",
        because="Each step down in size says less about where, and the many filters say more about what. In the first "
        "layer you recognize the photo. In block 10 there is little left for human eyes.",
        measured=lambda: say_shapes(mine),
        needs=["feature_maps"],
    )
    return


@app.function
def say_shapes(mine):
    shapes = [maps_of(mine, load_backbone(), SCENES["temple"], layer).shape for layer in ("conv_stem", "blocks.10")]
    return "Yours: {0[0]} maps of {0[1]}×{0[2]} in the first layer, {1[0]} of {1[1]}×{1[2]} in block 10.".format(
        *shapes
    )


@app.cell
def maps_scene():
    watched = lab.choice("photo", SCENES)
    watched
    return (watched,)


@app.cell
def maps_layer():
    layer = lab.choice("layer of the backbone", LAYERS)
    layer
    return (layer,)


@app.cell
def maps(deeper, layer, mine, watched):
    mine.picture(
        lambda: draw_maps(mine, maps_of(mine, load_backbone(), watched.value, layer.value)),
        needs=["feature_maps", "strongest_maps"],
        shows="the maps of a layer of your choice, and the four strongest of them",
        after=deeper,
    )
    return


@app.function
def maps_of(mine, model, scene, layer, size=128):
    photo = middle(scene, size)[None]
    image = prepare(photo)[0] if size == 128 else torch.tensor(photo)[0].permute(2, 0, 1).float() / 255 - 0.5
    return lab.numbers("feature_maps", mine.feature_maps(model, image, layer), None, None, None)


@app.function
def draw_maps(mine, maps):
    count, height, width = maps.shape
    got = mine.strongest_maps(torch.tensor(maps), 4)
    strongest = [int(one) for one in lab.numbers("strongest_maps", got, min(4, count))]
    if not all(0 <= one < count for one in strongest):
        raise lab.CannotDraw("strongest_maps", got, f"There are {count} maps, from 0 to {count - 1}.")
    low, high = maps.min(axis=(1, 2), keepdims=True), maps.max(axis=(1, 2), keepdims=True)
    shades = (maps - low) / np.maximum(high - low, 1e-12)
    columns = {8: 4, 16: 8, 32: 8, 24: 8, 40: 8, 112: 14}.get(count, 10)
    gap = max(1, height // 8)
    rows = -(-count // columns)
    sheet = np.full((rows * (height + gap) + gap, columns * (width + gap) + gap), np.nan)
    for number, shade in enumerate(shades):
        top, left = gap + number // columns * (height + gap), gap + number % columns * (width + gap)
        sheet[top : top + height, left : left + width] = shade
    named = ", ".join(map(str, strongest))
    first, axes = charts.image_chart(
        f"{count} maps of {height} by {width} in one sheet, framed: {named}.",
        f"{count} maps of {height}×{width}",
        (5.2, 5.2 * sheet.shape[0] / sheet.shape[1] + 0.5),
    )
    axes.imshow(sheet, cmap="gray", interpolation="nearest")
    for number in strongest:
        top, left = number // columns * (height + gap) + gap, number % columns * (width + gap) + gap
        corner, out = (left - 0.5 - 0.3 * gap, top - 0.5 - 0.3 * gap), 0.6 * gap
        frame = Rectangle(corner, width + out, height + out, fill=False, edgecolor=charts.ORANGE, linewidth=2.5)
        axes.add_patch(frame)
    second, axes = charts.image_chart(f"The four strongest maps, larger: {named}.", f"Strongest: {named}", (4, 4.3))
    four = np.full((2 * height + gap, 2 * width + gap), np.nan)
    for place, number in enumerate(strongest):
        top, left = place // 2 * (height + gap), place % 2 * (width + gap)
        four[top : top + height, left : left + width] = shades[number]
    axes.imshow(four, cmap="gray", interpolation="nearest")
    return [first, second]


@app.cell
def own_text():
    mo.md("""
    And inside a network of your own: your `SmallCNN` (8 and 16 filters, 48×48 pixels) with its first weights, which are
    pure chance, and after your `fit` has shown it 108 photos ten times. The photo is the one chosen above.
    """)
    return


@app.cell
def own_layer():
    depth = lab.choice("its convolution", {"the first": 0, "the second": 1})
    depth
    return (depth,)


@app.cell
def own_training():
    taught = lab.choice("its weights", {"before training": False, "after training": True}, "after training")
    taught
    return (taught,)


@app.cell
def own(deeper, depth, mine, taught, watched):
    mine.picture(
        lambda: draw_maps(mine, own_maps(mine, watched.value, depth.value, taught.value)),
        needs=["SmallCNN", "train_epoch", "evaluate", "fit", "feature_maps", "strongest_maps"],
        shows="the maps of your own network, before training and after it",
        after=deeper,
    )
    return


@app.function
def own_maps(mine, scene, depth, taught):
    model = copy.deepcopy(kept(mine, ("own", taught), (2, 3, 5), lambda: own_network(mine, taught)))
    layers = [part for part in model.modules() if isinstance(part, torch.nn.Conv2d)]
    if len(layers) < 2:
        raise lab.CannotDraw("SmallCNN", model, "What is drawn here is what its two `nn.Conv2d` give.")
    return np.maximum(maps_of(mine, model, scene, layers[depth], SMALL), 0)  # as its ReLU leaves them


@app.function
def own_network(mine, taught):
    pictures = squares(SMALL)
    parts = split(pictures, 0)
    images = torch.tensor(pictures.images).permute(0, 3, 1, 2).float() / 255 - 0.5
    labels = torch.tensor(pictures.labels)
    learn, check = ((images[some], labels[some]) for some in parts)

    def build():
        return mine.SmallCNN(len(CLASSES), SMALL, (8, 16))

    if taught:
        return trained(mine, build, learn, check, 0.003, 10)[0]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return build()


@app.cell
def asked_text():
    mo.md("""
    ## 6 · What it says, and when to ask a person

    Transfer learning, all yours: `freeze` and `embed` for the backbone, `train_head` on 108 photos of animals,
    buildings, fish and tools. Then photos that it has not seen, and some of no kind that it knows. Your `top_k` names
    them, and your `should_flag` sends them to a person below the threshold.
    """)
    return


@app.cell
def asked_question():
    pillow = lab.ask(
        "A pillow: none of the four kinds. How sure is the network of its best name?",
        ["a quarter for each: it has no idea", "a little over a half", "almost entirely sure"],
    )
    pillow
    return (pillow,)


@app.cell
def asked_answer(mine, pillow):
    mine.tell(
        pillow,
        right="almost entirely sure",
        because="The probability is shared out among four names, and “none of these” is not one of them. What is soft, "
        "round and looks asleep must be an animal.",
    )
    return


@app.function
def logits_of(mine):
    """For each photo, held out or of a stranger: its scores; its name; its kind, −1 for a stranger."""

    def computed():
        known = squares(128)
        parts = split(known, 0)
        frozen = mine.freeze(load_backbone())
        if not isinstance(frozen, torch.nn.Module):
            raise lab.CannotDraw("freeze", frozen, "What is used here is the module.")
        names, strange = strangers()
        seen = []
        for images, labels in (
            (known.images[parts.train], known.labels[parts.train]),
            (known.images[parts.held_out], known.labels[parts.held_out]),
            (strange, np.full(len(names), 0)),
        ):
            got = lab.parts("embed", mine.embed(frozen, batches(prepare(images), torch.tensor(labels))), 2)
            rows = lab.numbers("embed", got[0], len(labels), None)
            seen.append((torch.tensor(rows, dtype=torch.float32), got[1]))
        head = mine.train_head(*seen[0], len(CLASSES), 100, 0)
        with torch.no_grad():
            scores = np.concatenate([lab.numbers("train_head", head(rows), None, 4) for rows, _ in seen[1:]])
        truth = [*known.labels[parts.held_out], *[-1] * len(names)]
        return scores, [*(known.subjects[i] for i in parts.held_out), *names], np.array(truth)

    return kept(mine, "scores", (2, 3, 7), computed)


@app.function
def best_of(mine, name):
    """What top_k says of a photo: four pairs."""
    scores, names, _ = logits_of(mine)
    got = mine.top_k(torch.tensor(scores[names.index(name)]), list(CLASSES), 4)
    pairs = [tuple(lab.parts("top_k", pair, 2)) for pair in lab.parts("top_k", got, 4)]
    return [(str(word), lab.number("top_k", share)) for word, share in pairs]


@app.cell
def asked_photo():
    asked = lab.choice(
        "photo",
        {
            "koala": "photos/animal/koala.jpg",
            "goldfish": "photos/fish/fish25.jpg",
            "narwhals": "photos/animal/narwhal.jpg",
            "pillow": "photos/other/pillow.jpg",
            "chair": "photos/other/chair.jpg",
            "igloo": "photos/other/igloo.jpg",
        },
        "pillow",
    )
    asked
    return (asked,)


@app.cell
def asked_threshold():
    threshold = lab.slider("threshold", [0.5, 0.6, 0.8, 0.9, 0.95], 0.6)
    threshold
    return (threshold,)


@app.cell
def asked_picture(asked, mine, pillow, threshold):
    mine.picture(
        lambda: draw_asked(mine, asked.value, threshold.value),
        needs=["freeze", "embed", "train_head", "top_k", "should_flag"],
        shows="what your network says of a photo, and whether a person should see it",
        after=pillow,
        seconds=20,
    )
    return


@app.function
def flagged(mine, scores, threshold):
    chances = torch.softmax(torch.tensor(scores), 0)
    return bool(lab.number("should_flag", mine.should_flag(chances, threshold)))


@app.function
def draw_asked(mine, path, threshold):
    name = path.rpartition("/")[2][:-4]
    pairs = best_of(mine, name)
    scores, names, _ = logits_of(mine)
    flag = flagged(mine, scores[names.index(name)], threshold)
    first, axes = charts.image_chart(f"A photo called {name}, as it was taken.", "The photo", (3, 3.3))
    axes.imshow(middle(path, 128))
    told = ", ".join(f"{word} {share:.2f}" for word, share in pairs)
    verdict = "A person should look" if flag else f"It passes as: {pairs[0][0]}"
    second, axes = charts.chart(f"{told}. {verdict}.", verdict, "probability", size=(5.2, 3.3))
    colours = [charts.RED if flag else charts.GREEN, *[charts.PALE] * 3]
    bars = axes.barh([word for word, _ in pairs], [share for _, share in pairs], color=colours)
    axes.bar_label(bars, [f"{share:.2f}" for _, share in pairs], padding=4)
    axes.axvline(threshold, color=charts.INK, linewidth=1.2, linestyle="--")
    axes.text(threshold - 0.01, 3.45, f"threshold {threshold:g}", ha="right", va="bottom", fontsize=9)
    axes.grid(axis="y", visible=False)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.12))
    return [first, second]


@app.cell
def flags_text():
    mo.md("""
    The same threshold for all: 57 held-out photos, and 31 strangers (14 of them windmills). What lies left of the line
    goes to a person.
    """)
    return


@app.cell
def flags(mine, pillow, threshold):
    mine.picture(
        lambda: draw_flags(mine, threshold.value),
        needs=["freeze", "embed", "train_head", "should_flag"],
        shows="how many photos a threshold sends to a person, and which mistakes slip through",
        after=pillow,
        seconds=20,
    )
    return


@app.function
def draw_flags(mine, threshold):
    scores, _, truth = logits_of(mine)
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best, said = chances.max(axis=1), chances.argmax(axis=1)
    sent = np.array([flagged(mine, row, threshold) for row in scores])
    known, wrong = truth >= 0, (truth >= 0) & (said != truth)
    title = f"{sent[known].sum()} of 57 sent; {(wrong & ~sent).sum()} of {wrong.sum()} mistakes slip through"
    alt = f"With a threshold of {threshold:g}: {title}; of the 31 strangers {sent[~known].sum()} are sent."
    figure, axes = charts.chart(alt, title, "probability of the best name", size=(6, 3.2))
    axes.axvspan(0, threshold, color="#fdf3ec", zorder=0)
    axes.axvline(threshold, color=charts.INK, linewidth=1.2, linestyle="--")
    groups = [
        ("right", known & ~wrong, charts.BLUE),
        ("wrong", wrong, charts.RED),
        ("strangers", ~known, charts.ORANGE),
    ]
    for row, (_, chosen, colour) in enumerate(groups):
        heights = row + 0.5 * (np.arange(chosen.sum()) * 0.618 % 1 - 0.5)  # spread out, so that none hides another
        axes.scatter(
            best[chosen], heights, s=42, marker="X" if row == 1 else "o", alpha=0.75, color=colour, linewidth=0
        )
    axes.set_yticks(range(3), [f"{word}: {chosen.sum()}" for word, chosen, _ in groups])
    axes.grid(axis="y", visible=False)
    axes.set(xlim=(0.2, 1.02), ylim=(2.6, -0.6))
    return figure


@app.cell
def ending():
    mo.md("""
    **Now change something.** Turn the kernel in your `conv2d` by 180 degrees (`kernel[::-1, ::-1]`), save, and look at
    the bar: which edge is left after ReLU? Then put it back.
    """)
    return


if __name__ == "__main__":
    app.run()
