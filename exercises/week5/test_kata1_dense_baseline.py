"""Two dense networks, and what they weigh.

How you build a network is up to you: nn.Sequential, or a class of your own. The tests do not look at its layers.
They show it pictures, and look at the scores and at how many numbers it has. The pictures are tiny, and no two of
their sizes are equal: 3 colours, 4 pixels high, 5 wide make 60 numbers.
"""

import inspect
import math
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

from kata import expect
from nets import probes
from week5.kata1_dense_baseline import make_baseline, make_better, parameter_count

SHAPE, CLASSES = (3, 4, 5), 7
SEEDS = [*range(8)]
SMALL, FEW, HIDDEN = (2, 3, 5), 3, 4  # for the network with a hidden layer: 30 numbers, 4 neurons, 3 classes


def pictures(n, shape):
    """n pictures with values between 0 and 1, no two of them alike."""
    numbers = torch.arange(n * math.prod(shape), dtype=torch.float32)
    return torch.sin(0.7 * numbers + 0.001 * numbers**2).abs().reshape(n, *shape)


def built(model):
    """The same network, once it is clear that it is one."""
    assert model is not None, "It returned None. Is there a `return` at the end?"
    assert not isinstance(model, type), (
        f"It returned the class {model.__name__} itself, not a network made of it. Call it: {model.__name__}(…)."
    )
    assert not isinstance(model, list | tuple), (
        f"It returned a {type(model).__name__} of parts. nn.Sequential(…, …) makes one network of them."
    )
    assert not inspect.isroutine(model), (
        "It returned a plain function. A network has to be a module, so that PyTorch finds its weights: nn.Sequential, "
        "or a class of your own with nn.Module in brackets."
    )
    return model


SUPER = (
    "A class of your own begins with `super().__init__()`, the first line of its `__init__`: it sets up the place "
    "where PyTorch keeps the layers."
)


def made(build, *sizes, **more):
    """What `build` makes; where a class of one's own was not set up, a sentence that says so."""
    try:
        model = built(build(*sizes, **more))
    except AttributeError as error:
        if "before Module.__init__" not in str(error):
            raise
        raise AssertionError(f"{SUPER}\n(PyTorch says: {error})") from None
    assert probes.is_set_up(model), SUPER
    return model


@contextmanager
def explained(model, images):
    """Within this, the network is asked; where it cannot take the pictures, a sentence says why."""
    try:
        yield
    except NotImplementedError:
        raise AssertionError("The network has no `forward`: that is the method that a call of it runs.") from None
    except AttributeError as error:
        if "no attribute 'cpu'" not in str(error):
            raise
        raise AssertionError(
            "The `forward` of the network returned None. Is there a `return` at its end?" if "NoneType" in str(error)
            else "The `forward` of the network returned something other than one tensor. It should return the scores, "
            "and nothing beside them."
        ) from None
    except RuntimeError as error:
        why = why_it_stopped(model, images)
        if "same dtype" in str(error):
            why = ("The pictures come in float32, PyTorch's usual numbers, and the weights are of another kind. Leave "
                   ".double() and .half() out, and make tensors of your own with torch, not with NumPy.")
        raise AssertionError(f"{why}\n(PyTorch says: {error})") from None
    except ValueError as error:
        if "more than 1 value" not in str(error):
            raise
        raise AssertionError("There is a batch normalisation in the network, and it stops at a batch of one picture. "
                             "One change at a time: leave it out.") from None


def scores(model, images):
    """What the network says to a batch."""
    with explained(model, images):
        return probes.answers(model, images)


def scores_by_seed(model, batches, seeds):
    """What it says to each batch with the weights of each seed."""
    with explained(model, batches[0]):
        return probes.answers_by_seed(model, batches, seeds)


def why_it_stopped(model, images):
    """The likely reason why a network cannot take these pictures."""
    channels, height, width = images.shape[1:]
    size = channels * height * width
    layers = [weight.shape for weight in probes.weights(model).values() if weight.ndim == 2]
    inputs = layers[0][1] if layers else 0
    if len(images) > 1 and inputs == size:
        try:
            probes.answers(model, images[:1])
        except RuntimeError:
            pass
        else:
            return ("It can take one picture, and stops at a batch of them: the whole batch was flattened into one "
                    "long row. Keep the first axis: nn.Flatten(), or x.flatten(1).")
    if len(layers) > 1 and inputs == size and layers[1][1] != layers[0][0]:
        return (f"The first linear layer gives {layers[0][0]} numbers, and the next one is made for {layers[1][1]}. "
                "What one gives, the next one takes.")
    if inputs == size:
        return (f"The first linear layer is made for {size} numbers, and gets something else: flatten the pictures "
                "before it, nn.Flatten().")
    if inputs == height * width:
        return (f"The first linear layer is made for {inputs} numbers, height times width. The {channels} colours "
                f"count too: a picture has C · H · W = {size}.")
    return (f"A picture of shape {(channels, height, width)} has C · H · W = {size} numbers. "
            + (f"The first linear layer is made for {inputs}." if layers else "The first layer has to take that many."))


def expect_scores_for_each_picture(model, shape, n_classes, more=None):
    """A row of scores for each picture, in a batch of two and in a batch of one."""
    expect(np.shape(scores(model, pictures(2, shape))), want=(2, n_classes), mistakes={
        "last axis": ((2, *shape[:2], n_classes), "The linear layer worked on the last axis alone, one row of pixels "
                      "after the other. Flatten each picture first: nn.Flatten()."),
        "turned": ((n_classes, 2), "Rows and columns are swapped: a row for each picture, a column for each class."),
        "one for all": ((n_classes,), "One row of scores came back for two pictures. Keep the first axis, the batch: "
                        "nn.Flatten(), or x.flatten(1)."),
        "classes": ((2,), "One number came back for each picture. Return the scores of all classes; which one is the "
                    "highest is for others to ask."),
        "one score": ((2, 1), "One score came back for each picture. There should be one for each class."),
        "flattened": ((2, math.prod(shape)), "Each picture came back flattened, and that is all. A linear layer makes "
                      "scores of it: nn.Linear(C · H · W, n_classes)."),
        "as it was": ((2, *shape), "The pictures came back in their own shape. Flatten them; a linear layer makes "
                      "scores of them."),
        "axes too many": ((2, n_classes, 1, 1), "The scores have two axes too many, height and width: flatten."),
        "other rows": (lambda got: len(got) == 2 and got[0] != 2 and got[1] == n_classes, "2 pictures went in, and "
                       "another number of rows came out: x.view(-1, …) with a wrong number cuts pictures into pieces. "
                       "x.flatten(1) keeps them whole."),
        **(more or {}),
    }, what="The shape of what the network says to 2 pictures", say=f"2 pictures and {n_classes} classes: a row for "
       "each picture, a column for each class.")
    expect(np.shape(scores(model, pictures(1, shape))), want=(1, n_classes), mistakes={
        "squeezed": ((n_classes,), "The batch's axis is gone: .squeeze() takes away every axis of length 1, and a "
                     "batch of one picture has one. Leave it out."),
    }, what="The shape of what the network says to a batch of 1 picture")


def expect_same_each_time(model, shape):
    images = pictures(40, shape)
    if np.array_equal(scores(model, images), scores(model, images)):
        return
    if not probes.weights(model):
        raise AssertionError(
            "The same picture got two different answers: the layers are made anew, with new random weights, in each "
            "`forward`. Make them once, in `__init__`, and use them in `forward`."
        )
    raise AssertionError(
        "The same picture got two different answers. Either a layer is made anew in each `forward` (make it once, in "
        "`__init__`), or there is something random in the network, such as dropout. It comes in week 6: leave it out."
    )


def numbers_in(model):
    """How many numbers PyTorch finds in a network."""
    return sum(weight.size for weight in probes.weights(model).values())


def with_weights(model, seed):
    """The same network with weights that depend on the seed alone."""
    return probes.filled(model, seed, torch.float32)


def squish(model, shape):
    """What speaks against these scores being logits, as a sentence; "" if nothing does. Eight sets of weights."""
    images = 30 * pictures(6, shape)
    found = np.array(scores_by_seed(model, [images], SEEDS))[:, 0]
    as_given = "Return the logits as the last linear layer gives them"
    if found.min() >= 0 and np.allclose(found.sum(axis=2), 1, atol=1e-4):
        return (f"The scores of each picture add up to 1: there is a softmax in the network. {as_given}. The loss does "
                "the softmax itself, and twice is too often.")
    if found.min() >= 0 and np.allclose(found.sum(axis=1), 1, atol=1e-4):
        return ("The scores of each class add up to 1 over the batch: there is a softmax in the network, and it runs "
                f"over the pictures. {as_given}.")
    if found.max() <= 0 and np.allclose(np.exp(found).sum(axis=2), 1, atol=1e-4):
        return f"The scores are logs of probabilities: there is a log-softmax in the network. {as_given}."
    if found.min() >= 0 and found.max() <= 1:
        return (f"All scores lie between 0 and 1: there is a sigmoid at the end, or another squish. {as_given}; they "
                "may be any numbers.")
    if np.abs(found).max() <= 1:
        return (f"All scores lie between -1 and 1: there is a tanh at the end, or another squish. {as_given}; they may "
                "be any numbers.")
    if found.min() >= 0:
        return ("No score is below 0, whatever the weights: there is a ReLU after the last layer. Scores may be "
                "negative, so let the network end with the linear layer.")
    return f"No score is above 0, whatever the weights. {as_given}." if found.max() <= 0 else ""


def mixed(model, shape):
    """Whether a picture's scores change with the pictures that come with it."""
    images = pictures(5, shape)
    ((together, *alone),) = scores_by_seed(model, [images, *images.split(1)], [2])
    return not np.allclose(together, np.concatenate(alone), rtol=1e-3, atol=1e-4)


MIXED = (
    "A picture's scores change with the pictures that come in the same batch. Where a reshape mixes them up, "
    "x.flatten(1) keeps them apart; and nothing in the network should run over axis 0 (a softmax, a normalisation)."
)


def sound(model, shape, n_classes, numbers=None, logits=False):
    """The same network, if what the tests before ask for is there: each test has one thing to say."""
    images = pictures(40, shape)
    model = built(model)
    try:
        once, again = probes.answers(model, images), probes.answers(model, images)
        fine = np.shape(once) == (40, n_classes) and np.array_equal(once, again)
        fine = fine and numbers in (None, numbers_in(model)) and not (logits and squish(model, shape))
    except (RuntimeError, ValueError, AttributeError):
        fine = False
    assert fine, (
        "First the tests before this one: a row of logits for each picture, the same each time, and as many weights "
        "and biases as there should be."
    )
    return model


def expect_to_learn(model, shape, n_classes):
    """The loss finds its way back to all weights: in one of eight sets of weights at least."""
    try:
        slopes = probes.slopes_by_seed(model, pictures(4, shape), torch.arange(4) % n_classes, SEEDS)
    except RuntimeError as error:
        if "require" not in str(error):
            raise
        raise AssertionError(
            "The network cannot learn: the way back from its scores to its weights is cut. Leave .detach(), "
            "torch.no_grad() and .data out of it, and requires_grad as it is."
        ) from None
    reached = {name for found in slopes for name, slope in found.items() if slope is not None and np.any(slope)}
    for name in probes.weights(model):
        assert name in reached, (
            f"The weights called {name!r} get no gradient from the loss, so they would never learn: do they take part "
            "in what `forward` returns, and without .detach(), .data or torch.no_grad()?"
        )


UNSEEN = (
    "PyTorch finds no weights in it, so nothing would be trained. Layers in a plain list stay unseen, and so do plain "
    "tensors: use nn.Sequential, or give each layer a name of its own in `__init__`, self.… ="
)


def test_make_baseline_gives_each_picture_a_score_for_each_class():
    expect_scores_for_each_picture(made(make_baseline, SHAPE, CLASSES), SHAPE, CLASSES)


def test_make_baseline_says_the_same_to_the_same_picture_each_time():
    expect_same_each_time(built(make_baseline(SHAPE, CLASSES)), SHAPE)


def test_make_baseline_has_a_weight_for_each_number_and_a_bias_for_each_class():
    """60 numbers in a picture, 7 classes: 60 · 7 weights and 7 biases."""
    expect(numbers_in(sound(make_baseline(SHAPE, CLASSES), SHAPE, CLASSES)), want=427, mistakes={
        "none": (0, UNSEEN),
        "no bias": (420, "7 too few: the biases are missing, one for each class."),
        "one colour": (147, "Each class has a weight for every pixel, not for every number in it: 20 instead of 60. "
                       "The colours were averaged, or only one of them is looked at."),
        "only biases": (7, "There are biases alone. Each class needs a weight for every number of the picture too."),
        "more": (lambda got: got > 427, "That is more than one linear layer has. The baseline is flatten and one "
                 "linear layer, and nothing else."),
    }, what="How many numbers the baseline has to learn", say="60 · 7 weights and 7 biases make 427.")


def test_make_baseline_takes_grey_pictures_too():
    """One colour, 2 pixels high, 3 wide: 6 numbers, and 4 classes."""
    sound(make_baseline(SHAPE, CLASSES), SHAPE, CLASSES, numbers=427)
    model = make_baseline((1, 2, 3), 4)
    expect(np.shape(scores(model, pictures(2, (1, 2, 3)))), want=(2, 4),
           what="The shape of what the network says to 2 grey pictures")
    expect(numbers_in(model), want=28, say="Not every picture has three colours: the first number of `image_shape` "
           "says how many. 6 · 4 weights and 4 biases make 28.", what="How many numbers the baseline has to learn")


def test_make_baseline_returns_logits_not_probabilities():
    said = squish(sound(make_baseline(SHAPE, CLASSES), SHAPE, CLASSES, numbers=427), SHAPE)
    assert not said, said


def test_make_baseline_judges_each_picture_by_itself():
    model = sound(make_baseline(SHAPE, CLASSES), SHAPE, CLASSES, numbers=427, logits=True)
    assert not mixed(model, SHAPE), MIXED


def test_make_baseline_weighs_every_number_and_does_nothing_else():
    """Sixty pictures with a single number at 1, and a black one: the scores of these are the weights and the biases."""
    model = sound(make_baseline(SHAPE, CLASSES), SHAPE, CLASSES, numbers=427, logits=True)
    assert not mixed(model, SHAPE), "First every picture by itself, then what is done with it."
    model, images = with_weights(model, 4), 3 * pictures(2, SHAPE) - 1  # a prepared picture may be below 0
    black, (a, b) = scores(model, torch.zeros(1, *SHAPE)), scores(model, images)
    both = scores(model, images.sum(dim=0, keepdim=True))
    assert np.allclose(both - black, a + b - 2 * black, atol=1e-3), (
        "Two pictures laid over each other should get the scores of both together, and do not: there is a bend in the "
        "network, such as a ReLU, before the linear layer or after it. The baseline is flatten and one linear layer, "
        "and nothing else."
    )
    slopes = scores(model, torch.eye(60).reshape(60, *SHAPE)) - black
    got = float(np.abs(slopes).sum() + np.abs(black).sum())
    want = float(sum(np.abs(weight).sum() for weight in probes.weights(model).values()))
    assert np.isclose(got, want, rtol=1e-3), (
        f"A black picture with a single number at 1 should get that number's weights and the biases as its scores. All "
        f"weights and biases together are worth {want:.1f}, and the scores {got:.1f}. Is the picture changed (divided "
        "by 255, for instance) before it reaches the linear layer? It comes ready: pass it on as it is."
    )


def test_make_baseline_can_learn():
    model = sound(make_baseline(SHAPE, CLASSES), SHAPE, CLASSES, numbers=427, logits=True)
    expect_to_learn(model, SHAPE, CLASSES)


def better():
    """The network with 4 hidden neurons, if it has the shape and the numbers that it should have."""
    return sound(make_better(SMALL, FEW, hidden=HIDDEN), SMALL, FEW, numbers=139)


def test_make_better_gives_each_picture_a_score_for_each_class():
    model = made(make_better, SMALL, FEW, hidden=HIDDEN)
    expect_scores_for_each_picture(model, SMALL, FEW, more={
        "hidden": ((2, HIDDEN), "That is what the 4 neurons of the hidden layer say. A second linear layer makes the "
                   "scores of the 3 classes of it."),
    })


def test_make_better_says_the_same_to_the_same_picture_each_time():
    expect_same_each_time(built(make_better(SMALL, FEW, hidden=HIDDEN)), SMALL)


def test_make_better_has_the_weights_and_biases_of_two_layers():
    """30 numbers into 4 neurons, and these into 3 classes: 30·4 + 4 in the first layer, 4·3 + 3 in the second."""
    model = sound(make_better(SMALL, FEW, hidden=HIDDEN), SMALL, FEW)
    unseen = ("A layer in a plain list is unseen: give it a name of its own in `__init__`, self.… =, or use "
              "nn.Sequential or nn.ModuleList.")
    expect(numbers_in(model), want=139, mistakes={
        "none": (0, UNSEEN),
        "baseline": (93, "93 is the baseline: the hidden layer is missing, or PyTorch does not see it."),
        "second only": (15, f"PyTorch sees the second layer only. {unseen}"),
        "first only": (124, f"PyTorch sees the first layer only. {unseen}"),
        "no biases": (132, "7 too few: there are no biases."),
        "no first bias": (135, "4 too few: the hidden layer has no biases. Each of its neurons has one."),
        "no last bias": (136, "3 too few: the last layer has no biases, one for each class."),
        "always 128": (128 * 30 + 128 + 128 * 3 + 3, "The hidden layer has 128 neurons, whatever `hidden` says."),
        "as many as classes": (30 * 3 + 3 + 3 * 3 + 3, "The hidden layer has as many neurons as there are classes. It "
                               "has `hidden` of them."),
        "three layers": (159, "20 too many: there is a second hidden layer. One change at a time: one hidden layer."),
        "normalised": (147, "8 too many: there is a normalisation in it. One change at a time: the hidden layer and "
                       "its ReLU."),
        "learned bend": (lambda got: got in (140, 143), "A little too many: there is an activation that learns "
                         "(nn.PReLU). Use nn.ReLU, which has nothing to learn."),
    }, what="How many numbers the better network has to learn", say="30·4 + 4 and 4·3 + 3 make 139.")


def test_make_better_has_128_hidden_neurons_where_nothing_is_said():
    better()
    model = built(make_better((1, 2, 3), 2))
    scores(model, pictures(2, (1, 2, 3)))  # some layers wait for the first picture
    expect(numbers_in(model), want=6 * 128 + 128 + 128 * 2 + 2,
           what="How many numbers the better network for grey pictures of 2×3 and 2 classes has to learn",
           say="Without `hidden` there are 128 neurons in the hidden layer: the default is in the first line of the "
           "function, hidden: int = 128.")


def test_make_better_returns_logits_not_probabilities():
    said = squish(better(), SMALL)
    assert not said, said


def test_make_better_judges_each_picture_by_itself():
    assert not mixed(better(), SMALL), MIXED


def bent(model, images):
    """Whether, for any of eight sets of weights, two pictures together score other than the sum of both."""
    batches = [torch.zeros(1, *SMALL), images, images.sum(dim=0, keepdim=True)]
    for black, (a, b), both in scores_by_seed(model, batches, SEEDS):
        if not np.allclose(both - black, a + b - 2 * black, rtol=1e-3, atol=1e-3):
            return True
    return False


def test_make_better_has_an_activation_between_its_layers():
    model, images = better(), pictures(2, SMALL)
    assert not squish(model, SMALL), "First the scores as the last layer gives them, then what comes before."
    assert not mixed(model, SMALL), "First every picture by itself, then what is done with it."
    assert bent(model, images) or not bent(model, images - 0.5), (
        "The activation stands before the first layer, where it does nothing: pixels are not negative. Put it between "
        "the two layers."
    )
    assert bent(model, images), (
        "Two pictures laid over each other get the scores of both together: the network is one straight line, as the "
        "baseline is. Without an activation two linear layers are one. Put a ReLU between them."
    )


def test_make_better_uses_a_relu():
    """With one number and one hidden neuron it can be seen: flat on one side of one bend, straight on the other."""
    model, images = better(), pictures(2, SMALL)
    assert not squish(model, SMALL) and bent(model, images) and not mixed(model, SMALL), (
        "First an activation between the two layers, then which one it is."
    )
    tiny = with_weights(make_better((1, 1, 1), 1, hidden=1), 35)  # with this seed all weights are positive
    steps = np.diff(scores(tiny, torch.arange(-40.0, 41.0).reshape(-1, 1, 1, 1)).ravel())
    largest = np.abs(steps).max()
    assert largest > 1e-6, (
        "With one number and one hidden neuron, the score is the same for every number. A ReLU lets positive numbers "
        "through as they are: nn.ReLU()."
    )
    flat = np.abs(steps[[0, -1]]) < 1e-4 * largest
    bends = int(np.sum(np.abs(np.diff(steps)) > 1e-3 * largest))  # a bend between two points shows at both
    assert not flat.all(), (
        "With one number and one hidden neuron, the score is flat on both sides of the bend, as after a sigmoid or a "
        "tanh. A ReLU lets positive numbers through as they are: nn.ReLU()."
    )
    assert flat.any(), (
        "With one number and one hidden neuron, the score is flat on neither side of the bend, as after a leaky ReLU. "
        "A ReLU makes all negative numbers 0: nn.ReLU()."
    )
    assert bends <= 2, (
        "With one number and one hidden neuron, the score bends slowly, as after a GELU, or in more than one place. "
        "There should be one ReLU, between the two layers."
    )
    assert flat[0], (
        "Where the hidden neuron's sum is positive the score stands still, and where it is negative it grows. A ReLU "
        "does it the other way round: the larger of 0 and the number."
    )
    assert np.any(np.abs(steps[:40]) > 1e-4 * largest), (
        "Numbers below 0 are lost before they reach the first layer: there is a ReLU in front of it too. One is "
        "enough, between the two layers."
    )


def test_make_better_can_learn():
    model = better()
    assert not squish(model, SMALL), "First the scores as the last layer gives them, then how it learns."
    for weight in probes.weights(make_better(SMALL, FEW, hidden=HIDDEN)).values():
        assert weight.size != 120 or weight.min() < weight.max(), (
            f"All weights of the hidden layer begin at the same number, {weight.max():.4g}: its neurons say the same, "
            "get the same gradient, and stay alike for ever. Leave the first weights as PyTorch draws them, at random."
        )
    expect_to_learn(model, SMALL, FEW)


def counts(module, number):
    """Whether the tests before have been passed; each test has one thing to say."""
    assert parameter_count(module) == number, "First the tests before this one."


def test_parameter_count_counts_the_weights_and_biases_of_a_convolution():
    """16 filters of 3×3 that look at 3 colours: (3·3·3 + 1)·16. What it does comes in kata 4."""
    expect(parameter_count(nn.Conv2d(3, 16, 3)), want=448, mistakes={
        "area": (144, "144 is the area of the kernels alone. Every filter has 3·3 weights for each of its 3 input "
                 "channels, and one bias: (3·3·3 + 1)·16. p.numel() counts them all."),
        "area and bias": (160, "Every filter was counted with 3·3 weights. It has that many for each of its 3 input "
                          "channels."),
        "no bias": (432, "432 is the number of weights. Each of the 16 filters has a bias too."),
        "bias": (16, "16 is the number of biases, or of filters. The weights are missing."),
        "rows": (32, "len(p) counts the first axis only. p.numel() counts all numbers."),
        "tensors": (2, "2 is the number of tensors, one with weights and one with biases. Count the numbers in them."),
        "one filter": (28, "28 is one filter and its bias. There are 16 of them."),
        "a bias a weight": (864, "There are as many biases as weights in that count. There is one for each filter."),
        "a list": (lambda got: np.shape(got) == (2,), "One number for the weights and one for the biases: add them "
                   "up."),
        "bytes": (4 * 448, "Those are bytes: each number takes 4. Count the numbers."),
        "values": (lambda got: abs(got) < 100 and got != int(got), "The numbers themselves were added up. Count them: "
                   "p.numel()."),
    }, say="16 filters of 3·3·3 weights and a bias each.")


def test_parameter_count_adds_up_all_layers_however_deep_they_lie():
    """A layer of 5·4 + 4 = 24; inside a part of its own one of 4·2 + 2 = 10; and one without biases of 2·3 = 6."""
    counts(nn.Conv2d(3, 16, 3), 448)
    model = nn.Sequential(
        nn.Linear(5, 4), nn.ReLU(), nn.Sequential(nn.Linear(4, 2), nn.ReLU()), nn.Linear(2, 3, bias=False)
    )
    expect(parameter_count(model), want=40, mistakes={
        "top": (30, "The layer inside a part of the network is missing: only the outermost parts were looked at. "
                "model.parameters() finds all, however deep they lie."),
        "levels": (90, "Some were counted more than once: a part's parameters belong to the whole network too. "
                   "model.parameters() gives each of them once."),
        "levels but the whole": (50, "Some were counted more than once: a part's parameters belong to the part around "
                                 "it too. model.parameters() gives each of them once."),
        "first": (24, "That is the first layer alone. Add up all layers: the `return` belongs after the loop."),
        "first tensor": (20, "Those are the weights of the first layer alone. Add up all: the `return` belongs after "
                         "the loop."),
        "last": (6, "That is the last layer alone. Add up all layers: a running total, +=."),
        "no biases": (34, "The biases are missing."),
        "a bias too many": (43, "3 too many: the last layer has no biases. p.numel() counts what is there."),
        "a list": (lambda got: np.ndim(got) == 1, "One number for each layer or tensor: add them up."),
    }, say="The layers have 24, 10 and 6 numbers.")
    expect(parameter_count(nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))), want=24, mistakes={
        "sizes": (lambda got: got in (9, 12), "Two layers of the same size are two layers: count each."),
    })
    expect(parameter_count(nn.Sequential(nn.Flatten(), nn.ReLU())), want=0)


def test_parameter_count_counts_frozen_ones_unless_asked_for_the_trainable():
    """Frozen: the 5·4 + 4 = 24 of the first layer, and the weights, 4·3 = 12, of the second. Trainable: 3 biases."""
    counts(nn.Sequential(nn.Sequential(nn.Linear(2, 3)), nn.Linear(3, 1, bias=False)), 12)
    model = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3))
    for part in (*model[0].parameters(), model[2].weight):
        part.requires_grad = False
    expect(parameter_count(model), want=39, mistakes={
        "trainable": (3, "Those are the trainable ones only, and nobody asked for these. The default counts all."),
        "frozen": (36, "Those are the frozen ones only. The default counts all."),
    })
    expect(parameter_count(model, trainable_only=True), want=3, mistakes={
        "all": (39, "That is all of them. With trainable_only=True those whose requires_grad is False are left out."),
        "frozen": (36, "Those are the frozen ones. Trainable are those whose requires_grad is True."),
        "whole layers": (15, "The second layer was counted as a whole, and only its biases can be trained: ask each "
                         "parameter."),
        "none": (0, "The 3 biases can still be trained: ask each parameter, not the layer."),
    })


def test_parameter_count_leaves_out_the_statistics_of_a_normalisation():
    """A normalisation of 6 channels learns 6 factors and 6 shifts. It also keeps 6 means, 6 variances and a count."""
    two_alike = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    counts(nn.Sequential(nn.Conv2d(3, 16, 3), two_alike, nn.Linear(3, 1, bias=False)), 448 + 24 + 3)
    expect(parameter_count(nn.BatchNorm2d(6)), want=12, mistakes={
        "buffers": (25, "13 too many: state_dict() also has what the layer keeps without learning it. Use "
                    "model.parameters()."),
        "buffers alone": (13, "Those are the statistics that it keeps, and none of them is learned."),
        "not zero": (6, "6 too few: the shifts are missing. Is it because they stand at 0? A number at 0 is to be "
                     "learned all the same."),
        "by layers": (0, "Its 6 factors and 6 shifts are missing. There are more layers with something to learn than "
                      "nn.Linear and nn.Conv2d: model.parameters() finds them all."),
    })


def test_parameter_count_counts_a_shared_layer_once():
    counts(nn.Sequential(nn.Sequential(nn.Linear(2, 3)), nn.BatchNorm1d(3)), 15)
    shared = nn.Linear(3, 3)
    expect(parameter_count(nn.Sequential(shared, nn.ReLU(), shared, nn.Linear(3, 2))), want=12 + 8, mistakes={
        "twice": (32, "A layer that is used in two places was counted twice. It has one set of weights: "
                  "model.parameters() gives it once."),
    })
    borrowing = nn.Linear(3, 3)
    borrowing.weight = shared.weight
    expect(parameter_count(nn.Sequential(shared, nn.ReLU(), borrowing)), want=9 + 3 + 3, mistakes={
        "twice": (24, "Two layers share one set of weights here (each has its own biases), and it was counted twice. "
                  "model.parameters() gives it once."),
        "whole layers": (12, "Two layers share one set of weights here, and each has its own biases: 9 + 3 + 3."),
    })


def test_parameter_count_of_the_first_layer_for_photos_is_over_six_million():
    """128·128·3 numbers into 128 neurons, and 128 biases. That is what convolutions will save."""
    expect(parameter_count(probes.unfilled_layer(128 * 128 * 3, 128)), want=6_291_584)
