"""A network is judged by what goes in and what comes out, not by the names of its layers.

No two numbers here are equal by accident: 2 and 5 filters, 6 classes, images of 29 or 16 pixels. So a size that is
written where another belongs cannot go unnoticed.
"""

from contextlib import suppress

import torch
from torch.nn import functional as F

from kata import expect
from nets import probes
from week5.kata5_small_cnn import SmallCNN

SUPER = "`__init__` begins with super().__init__(): a model can hold no layers before that line."


def network(image_size=16, channels=(2, 5)):
    """A network for 6 classes. The same weights each time, and 2 and 5 filters unless a test says otherwise."""
    try:
        model = SmallCNN(6, image_size=image_size, channels=channels)
    except AttributeError as error:
        if "before Module.__init__() call" not in str(error):
            raise
        raise AssertionError(SUPER) from None
    except TypeError as error:
        if "float" not in str(error):
            raise
        raise AssertionError(f"A layer is given a size that is no whole number: image_size / 4 makes {image_size / 4}. "
                             "image_size // 2 // 2 counts whole pixels.") from None
    assert hasattr(model, "named_parameters"), ("What SmallCNN(…) makes is no network. The class begins with the line "
                                                "class SmallCNN(nn.Module):")
    assert probes.is_set_up(model), SUPER
    with suppress(Exception), torch.no_grad():  # a lazy layer finds out its size now; what is wrong is told later
        model(pictures(1, image_size))
    return probes.filled(model, seed=1, dtype=torch.float32).eval()


def pictures(n, size, seed=0):
    """Noise of mean 0, as after a good preprocessing."""
    return 1.5 * torch.randn(n, 3, size, size, generator=torch.Generator().manual_seed(seed))


def result(step, images):
    """What the model, or its `features`, makes of the images; the commonest crashes are told in words."""
    try:
        return step(images)
    except NotImplementedError as error:
        if 'the required "forward"' in str(error):
            raise AssertionError("The network has no method `forward`, and that is what model(images) calls.") from None
        raise
    except RecursionError:
        raise AssertionError("`features` calls itself without end. A layer kept as self.features is hidden by the "
                             "method of that name: call the layer something else.") from None
    except RuntimeError as error:
        if "channels" in str(error):
            raise AssertionError("A convolution is given another number of maps than it is made for. The first one "
                                 "turns 3 colours into channels[0] maps, the second one turns those into "
                                 f"channels[1]. torch says: {error}") from None
        raise


def shape(value):
    return tuple(value.shape) if isinstance(value, torch.Tensor) else value


def test_SmallCNN_features_are_maps_with_a_quarter_of_the_side():
    """29 pixels: the first pooling leaves 14 and drops an edge, the second leaves 7."""
    maps = result(network(image_size=29).features, pictures(3, 29))
    expect(shape(maps), want=(3, 5, 7, 7), what="the shape of model.features(images), 3 images of 29×29", mistakes={
        "no padding": ((3, 5, 5, 5), "Without padding every convolution takes a pixel from each edge. padding=1 keeps "
                       "height and width."),
        "padding once": ((3, 5, 6, 6), "One of the two convolutions has no padding, and takes a pixel from each edge. "
                         "Both need padding=1."),
        "flat": (lambda got: len(got) == 2, "The maps have been flattened. `features` gives them with their height and "
                 "width; flattening is the business of `forward`."),
        "no pooling": ((3, 5, 29, 29), "Height and width are as before: there is no pooling. Each convolution is "
                       "followed by one, and it halves them."),
        "one pooling": ((3, 5, 14, 14), "Height and width were halved once. There is a pooling after each of the two "
                        "convolutions."),
        "overlap": ((3, 5, 27, 27), "The windows of the pooling overlap: they move by 1. Move them by their own size, "
                    "2."),
        "too often": (lambda got: got[1:] in ((5, 2, 2), (5, 3, 3), (5, 1, 1)), "Height and width were halved more "
                      "than twice. The convolutions leave them as they are; only the two poolings halve."),
        "rounded up": ((3, 5, 8, 8), "The odd edge was kept: 29 pixels give 15 that way. The pooling drops it "
                       "(ceil_mode=False, which is the default)."),
        "fixed": (lambda got: got[1] in (32, 64), "The number of maps does not depend on `channels`: 32 and 64 are "
                  "only what it is when nobody says otherwise."),
        "first": (lambda got: got[1] == 2, "That many maps come from the first convolution: channels[0]. The second "
                  "one turns them into channels[1]."),
        "colours": (lambda got: got[1] == 3, "That many maps went in. The convolutions turn 3 colours into "
                    "channels[0] and then channels[1] maps."),
    })


def test_SmallCNN_gives_a_row_of_scores_for_each_image():
    _check_scores(4, 16)
    _check_scores(3, 30)


def _check_scores(n, size):
    what = f"the shape of model(images), {n} images of {size}×{size}"
    expect(shape(_scores_of(n, size)), want=(n, 6), what=what, mistakes={
        "one row": (lambda got: len(got) == 1 and got != (n,), "All the numbers of the batch ended up in one "
                    "dimension. Flatten each image by itself: x.flatten(1)."),
        "labels": ((n,), "One number for each image: that looks like the answer, not like the scores. Give all "
                   "the scores, the loss needs them."),
        "turned": ((6, n), "Rows and columns are swapped: a row for each image, a column for each class."),
        "ten": ((n, 10), "There are always 10 scores. Take their number from `n_classes`."),
        "rows": (lambda got: got[0] != n and got[1] == 6, f"{n} images went in, and another number of rows came out: "
                 "the flattening moved the border between images. x.flatten(1) cannot; and how many numbers an image "
                 "has left follows from `image_size`."),
        "not flat": (lambda got: len(got) > 2, "There are more than two dimensions. Flatten the maps of each image "
                     "before the linear layer: x.flatten(1)."),
    })


def _scores_of(n, size):
    model, images = network(size), pictures(n, size)
    try:
        return result(model, images)
    except RuntimeError as error:
        if not any(words in str(error) for words in ("mat1 and mat2", "size mismatch", "is invalid for input")):
            raise
        alone = False
        with suppress(RuntimeError):
            alone = result(model, images[:1]) is not None
        if alone:
            raise AssertionError("It works for one image and not for a batch: the whole batch was flattened into one "
                                 "row. Flatten each image by itself: x.flatten(1).") from None
        left = size // 2 // 2
        maps = shape(result(model.features, images))
        if maps != (n, 5, left, left):
            raise AssertionError(
                f"The linear layer and the features do not fit together. Begin with the features: those of {n} images "
                f"of {size}×{size} have the shape {maps}, and it should be {(n, 5, left, left)}.") from None
        raise AssertionError(
            f"The linear layer is made for another number of features. Of an image of {size}×{size}, channels[1] maps "
            f"of {left}×{left} are left (size // 2 // 2): here 5 · {left} · {left} = {5 * left * left} numbers. "
            f"torch says: {error}") from None


def test_SmallCNN_has_the_weights_of_two_convolutions_and_a_linear_layer():
    """3·3 weights for each map that a filter reads, and a bias: (9·3 + 1)·2, then (9·2 + 1)·5. And (80 + 1)·6."""
    weights = probes.weights(network())
    what = "the parameters of SmallCNN(6, image_size=16, channels=(2, 5))"
    expect(_count(weights), want=56 + 95 + 486, what=what, mistakes={
        "none": (0, "There is nothing to train. A layer is part of the model if `__init__` makes it and keeps it as "
                 "self.something; one made during `forward`, or kept in a plain list, is not."),
        "head only": (486, "Only the linear layer is part of the model. A convolution that is made during `features`, "
                      "or kept in a plain list, is not: it is never trained. Make it in `__init__`, as self.something "
                      "(or in an nn.ModuleList)."),
        "convolutions only": (151, "The linear layer is not part of the model: make it in `__init__`, and keep it as "
                              "self.something. One made during `forward` is made anew each time, and never trained."),
        "one convolution": (lambda got: got in (56 + 486, 95 + 486), "One of the two convolutions is not part of the "
                            "model. Make both in `__init__`, each under a name of its own."),
        "no bias": (624, "The biases are missing: one for each filter and each class."),
        "no bias in the convolutions": (630, "The filters have no bias; each should have one."),
        "grey": (lambda got: got in (20 + 95 + 486, 18 + 90 + 480), "A filter of the first convolution has 3·3 "
                 "weights, so it sees one colour only. It needs 3·3 for each of the 3 colours."),
        "5 wide": (152 + 255 + 486, "The kernels are 5 wide. They should be 3×3."),
        "1 wide": (8 + 15 + 486, "The kernels are 1 wide: such a filter cannot see an edge. They should be 3×3."),
        "norm": (lambda got: got in (637 + 14, 630 + 14), "There is batch normalisation in it. It is a fine "
                 "thing, and another change: this network does without."),
        "grouped": (56 + 50 + 486, "The second convolution is grouped: each of its filters reads a part of the maps "
                    "only. Leave `groups` at 1."),
        "first is 32": (896 + 1445 + 486, "The first convolution has 32 filters. It should have channels[0], 2 here."),
        "first is second": (140 + 230 + 486, "The first convolution has channels[1] filters. It should have "
                            "channels[0], and the second one channels[1]."),
        "more": (lambda got: got > 637 and len(weights) > 6, "There are more layers with weights than two convolutions "
                 "and one linear layer. Those three are the whole network."),
    }, say="Compare the shapes of its weights with what the docstring says: "
           + ", ".join(f"{name} {one.shape}" for name, one in weights.items()))


def _count(weights):
    return sum(one.size for one in weights.values())


def test_SmallCNN_gives_logits_of_any_size_and_sign():
    scores = probes.answers(network(), 20 * pictures(8, 16))  # strong contrasts give strong scores
    raw = "The scores should be raw logits. These "
    assert not _near(scores.sum(axis=1), 1), raw + (
        "add up to 1 for each image: that is softmax. The loss does that by itself; leave it out of the model.")
    assert not _near(scores.sum(axis=0), 1), raw + (
        "add up to 1 for each class: that is softmax, and over the wrong axis, too. Leave it out of the model.")
    assert not _near(torch.from_numpy(scores).logsumexp(1), 0), raw + (
        "are logarithms of probabilities, log_softmax. Leave it out of the model.")
    assert (scores < 0).any(), raw + (
        f"are never below 0 (the lowest of 48: {scores.min():.3g}). Nothing follows the linear layer: no ReLU, no "
        "sigmoid.")
    assert (scores > 1).any() or (scores < -1).any(), raw + (
        "all lie between -1 and 1, as from tanh. Nothing follows the linear layer.")


def _near(values, number):
    return bool(abs(values - number).max() < 1e-4)


def test_SmallCNN_has_a_relu_after_the_second_convolution():
    maps = network(channels=(4, 7)).features(pictures(8, 16)).detach()
    assert maps.min() >= 0, (f"`features` gives {float(maps.min()):.3g}. A ReLU after the second convolution would "
                             "have made it 0: nothing that comes out of `features` is below 0.")
    assert (maps == 0).any(), ("ReLU makes 0 of everything below 0, and no feature here is 0. Is there something else "
                               "in its place, a sigmoid for example?")
    assert (maps > 0).any(), ("Every feature is 0 for eight images. The ReLU comes after the convolution and before or "
                              "after its pooling, and no minus sign belongs there.")


def test_SmallCNN_has_a_relu_after_the_first_convolution():
    """Two convolutions with nothing between are one straight line, and a colour halfway gives features halfway.

    So: images of one colour, one colour each, and the features in the middle, which no padding reaches.
    """
    model = network(image_size=20, channels=(8, 11))
    one, other = pictures(2, 6, seed=3).permute(0, 2, 3, 1).reshape(2, 36, 3, 1, 1) * 2  # 36 pairs of colours
    at_one, halfway, at_other = (
        model.features(colour.repeat(1, 1, 20, 20)).detach()[:, :, 2, 2] for colour in (one, (one + other) / 2, other)
    )
    expect(shape(at_one), want=(36, 11), what="the features in the middle of 36 images, with channels=(8, 11)")
    assert (at_one - at_other).abs().max() > 0.2, ("Whatever the colour of an image, its features are nearly the same. "
                                                   "Are the images divided in here, by 255 for example? They come "
                                                   "prepared: take them as they are.")
    lit = (at_one > 0) & (halfway > 0) & (at_other > 0)  # where the ReLU at the end has changed nothing
    bend = (halfway - (at_one + at_other) / 2)[lit].abs().max() if lit.any() else 0
    missing = "The ReLU after the first convolution is" if at_one.min() >= 0 else "Both ReLUs are"
    assert bend > 1e-3, (f"{missing} missing. Without it a colour halfway between two others gives features exactly "
                         "halfway: two convolutions in a row are no more than one.")


def test_SmallCNN_keeps_the_strongest_of_each_window():
    """Where the weights have their usual shapes: ways to pool that give the right shape and other values."""
    model, images = network(), pictures(3, 16)
    by_shape = {value.shape: torch.from_numpy(value) for value in probes.weights(model).values()}
    filters = [by_shape.get(wanted) for wanted in ((2, 3, 3, 3), (2,), (5, 2, 3, 3), (5,))]
    if any(found is None for found in filters):
        return
    maps = model.features(images).detach()

    def built(pool, last=None, x=images):
        x = pool(F.relu(F.conv2d(x, filters[0], filters[1], padding=1)))
        return (last or pool)(F.relu(F.conv2d(x, filters[2], filters[3], padding=1)))

    for pool, sentence in (
        (lambda x: F.avg_pool2d(x, 2), "That is the mean of each window. Max-pooling keeps its largest value: was the "
                                       "pattern there, anywhere in the window?"),
        (lambda x: -F.max_pool2d(-x, 2), "That is the smallest value of each window. Max-pooling keeps the largest."),
    ):
        assert _differ(maps, built(pool)), sentence
    late = built(lambda x: x, lambda x: F.max_pool2d(x, 4))
    assert _differ(maps, late), ("The first pooling is missing, and the last one makes up for it with windows of 4×4. "
                                 "Each convolution has its own, of 2×2.")
    wide = built(lambda x: F.max_pool2d(x, 3, 2, 1))
    assert _differ(maps, wide), "The windows of the pooling are 3 wide and overlap. They are 2×2, next to each other."
    # Away from the edges it is pooling over windows of 2×2, or a step of 2 in their place, which is also done.
    right = [built(lambda x: F.max_pool2d(x, 2))] + [
        built(lambda x, i=i, j=j: x[..., i::2, j::2]) for i in (0, 1) for j in (0, 1)]
    inner = (..., slice(1, -1), slice(1, -1))
    assert _differ(maps[inner], built(lambda x: F.max_pool2d(x, 2), x=images / 255)[inner]), (
        "The images are divided by 255 in here. They come prepared: take them as they are.")
    if maps.shape != right[0].shape or maps.min() < 0 or maps.min() > 0:
        return  # other tests have more to say
    assert any(not _differ(maps[inner], one[inner]) for one in right), (
        "The features are not those that two convolutions, each with ReLU and max-pooling, give with these weights. "
        "Is there one step more in `features`, say a scaling of the images, or another bend than ReLU?")


def _differ(maps, others):
    return maps.shape != others.shape or bool((maps - others).abs().max() > 1e-4)


def test_SmallCNN_judges_every_image_by_itself():
    model, images = network(), pictures(5, 16)
    together = probes.answers(model, images.clone())
    again = probes.answers(model, images.clone())
    new = "a layer that is made during `forward` is new, and random, each time. Make it in `__init__`."
    drops = "F.dropout drops other numbers each time, even in eval mode, unless it is told training=self.training."
    weights = probes.weights(model)
    probes.answers(model, images.clone())
    made = [name for name, one in probes.weights(model).items() if name not in weights or (one != weights[name]).any()]
    kept = "`forward` makes a layer and keeps it in the place of the old one. Use the one that `__init__` has made."
    cause = new if _count(weights) < 637 else kept if made else drops
    assert _near(together - again, 0), f"The same images got other scores the second time: {cause}"
    alone = probes.answers(model, images[1:2].clone())
    what = "the scores of one image, alone in its batch"
    expect(alone, want=together[1:2], rtol=1e-4, atol=1e-4, what=what, mistakes={
        "squeezed": (lambda got: got.shape == (6,), "The axis of the batch is gone. squeeze() takes away every axis of "
                     "length 1, and a batch of one image has such an axis. Leave it out."),
        "softmax": (lambda got: abs(got - 1).max() < 1e-6, "Every score is 1: that is softmax over an axis with one "
                    "image in it. Leave softmax out of the model."),
    }, say="The scores of an image depend on the other images in its batch: something adds up, averages, or rearranges "
           "numbers across images. Keep the first axis as it is, and flatten with x.flatten(1).")


def test_SmallCNN_leaves_the_images_as_they_are():
    model, images = network(), pictures(2, 16)
    before = images.clone()
    after = probes.inputs_after(model, images)
    assert torch.equal(after, before), ("`model(images)` changed the images, and the caller still needs them. x -= …, "
                                        "x /= … and relu_(x) change x itself: write x = x - … instead.")


def test_SmallCNN_passes_a_gradient_to_every_weight():
    model = network()
    loss = F.cross_entropy(model(pictures(8, 16)), torch.arange(8) % 6)
    cut = "Look for .detach(), .data, no_grad(), requires_grad = False or a way through NumPy."
    assert probes.has_graph(loss), f"No gradient can reach the model: the way back from the scores is cut. {cut}"
    loss.backward()
    without = [name for name, found in probes.gradients(model).items() if found is None or not found.any()]
    why = "The way back is cut." if len(without) > 2 else "Do the scores depend on that layer at all?"
    assert not without, f"No gradient reaches {', '.join(without)}. {why} {cut}"


def test_SmallCNN_begins_with_filters_that_differ():
    """PyTorch's layers see to that by themselves; filters that begin equal would stay equal for ever."""
    maps = SmallCNN(6, image_size=16, channels=(4, 7)).features(pictures(8, 16)).detach()
    assert (maps != maps[:, :1]).any(), ("All filters begin with the same numbers, so all maps are equal, and stay so: "
                                         "their gradients are equal, too. Leave the first weights to nn.Conv2d, or "
                                         "draw them at random.")


def test_SmallCNN_can_learn_six_images_by_heart():
    """The first thing to try with any new network: one that cannot learn six images will not learn six hundred."""
    model, images, labels = network(channels=(6, 8)), pictures(6, 16), torch.tensor([3, 0, 5, 1, 4, 2])
    found = probes.answers_once_trained(model, images, labels, asked=images, steps=40, lr=0.02)
    right = int((found.argmax(axis=1) == labels.numpy()).sum())
    assert right == 6, (f"After 40 steps on the same 6 images the model has {right} of them right; it should know them "
                        "all. Something in it keeps it from learning.")
