"""The loop, judged by what it leaves behind: the weights after a few steps, and the numbers it gives.

The pictures are tiny, 2×3 pixels in 4 classes, and the last batch is shorter than the others. What the
weights should be is worked out by `walk`, below: training without an optimizer, in float64.
"""

import copy
from functools import cache

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from kata import expect
from nets import probes
from nets.peculiar import OtherWhenRecorded, PicturesOnly, Turned
from week5.kata3_training_loop import evaluate, fit, train_epoch

RATE = 0.5


def pictures(labels, start=0.0):
    """One picture for each label, (n, 1, 2, 3), and the labels."""
    places = torch.arange(6.0 * len(labels), dtype=torch.float64)
    return 2 * torch.sin(start + 1.7 * places**1.1).reshape(-1, 1, 2, 3), torch.tensor(labels)


BATCHES = [pictures([2, 0, 3, 1, 0]), pictures([3, 3, 2, 0, 1], start=1.0), pictures([3, 1], start=3.0)]
VAL_BATCHES = [pictures([0, 3, 1], start=7.0), pictures([2, 2], start=8.0)]
SIZES = (5, 5, 2)


def plain():
    """Six pixels, four scores, nothing between: 24 weights and 4 biases."""
    return probes.filled(nn.Sequential(PicturesOnly(), nn.Flatten(), nn.Linear(6, 4)), seed=10)


def normed():
    """With a layer that behaves differently in train mode and in eval mode: batch normalisation."""
    layers = nn.Flatten(), nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 4)
    return probes.filled(nn.Sequential(*layers), seed=2)


def walk(model, batches, rate=RATE, keep=0.0, loss=F.cross_entropy, speeds=None):
    """One step for each batch. Gives the trained copy of the model, each batch's loss before its step, and the speeds.

    keep: how much of the step before stays in the next one: 0.9 is a momentum of 0.9, and 1 is what happens
    if gradients are never cleared.
    """
    model, losses = copy.deepcopy(model), []
    dials = list(model.parameters())
    speeds = speeds or [torch.zeros_like(dial) for dial in dials]
    for images, labels in batches:
        value = loss(model(images), labels)
        slopes = torch.autograd.grad(value, dials)
        losses.append(value.item())
        speeds = [keep * speed + slope for speed, slope in zip(speeds, slopes, strict=True)]
        with torch.no_grad():
            for dial, speed in zip(dials, speeds, strict=True):
                dial -= rate * speed
    return model, losses, speeds


def measure(model, batches):
    """The mean loss and the fraction right, over all examples at once. In eval mode, batches make no difference."""
    images, labels = (torch.cat(part) for part in zip(*batches, strict=True))
    with torch.no_grad():
        logits = copy.deepcopy(model).eval()(images)
    return F.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()


def flat(batches):
    """The same batches with a row of pixels for each picture."""
    return [(images.flatten(1), labels) for images, labels in batches]


FLATTENED = "The pictures were flattened before the model saw them. They go in as they come; a model that wants rows " \
            "has an nn.Flatten of its own."
ROUNDED = "That is rounded. Give the number as it is, and round when you print it."


def rounded(right):
    return lambda got: any(got == round(right, digits) for digits in range(1, 6))


def weighted(losses):
    """The mean loss of an example from those of the three training batches."""
    return sum(n * loss for n, loss in zip(SIZES, losses, strict=True)) / sum(SIZES)


def ask(task, *args):
    """Calls the task. A few crashes have a cause that can be named."""
    try:
        got = task(*args)
        if not torch.is_grad_enabled():
            raise AssertionError(
                "Gradients were left switched off for the whole program: torch.set_grad_enabled(False) lasts until it "
                "is switched on again. `with torch.no_grad():` ends by itself."
            )
        return got
    except AttributeError as error:
        if "'float' object has no attribute 'backward'" in str(error):
            raise AssertionError(
                "The loss was made a plain number (.item(), float) before backward(). backward() needs the tensor; "
                "take the number out of it for the sum only: total += loss.item() * …"
            ) from None
        if "attribute 'dataset'" not in str(error):
            raise
        raise AssertionError(
            "`batches` may be a list, and a list has no .dataset. Count the examples on the way: len(labels) of each "
            "batch."
        ) from None
    except TypeError as error:
        if "has no len()" not in str(error) and "not subscriptable" not in str(error):
            raise
        raise AssertionError(
            f"It stopped with: {error}. What comes one by one has no length and no places. Go through it with `for "
            "images, labels in batches`, and count on the way."
        ) from None
    except (RuntimeError, ValueError) as error:
        if "does not require grad" in str(error):
            raise AssertionError(
                "backward() found nothing to go back through: the loss was computed under torch.no_grad(), or cut off "
                "on the way (.detach(), argmax). Training needs the gradients."
            ) from None
        if "not implemented for 'Long'" in str(error) or "target with class probabilities, got Long" in str(error):
            raise AssertionError(
                f"It stopped with: {error}. Whole numbers stand where the logits should be: cross_entropy(logits, "
                "labels) takes the scores of all classes first (no argmax), and the labels second."
            ) from None
        if "same dtype" in str(error):
            raise AssertionError(
                f"It stopped with: {error}. The images and the weights are both float64 here: give the images to the "
                "model as they come, without .float()."
            ) from None
        if task is evaluate and ("must match the size" in str(error) or "could not be broadcast" in str(error)):
            raise AssertionError(
                f"It stopped with: {error}. Four classes and five pictures were compared. Is the argmax taken over the "
                "pictures? There is one answer for each picture: logits.argmax(dim=1)."
            ) from None
        raise
    finally:
        torch.set_grad_enabled(True)  # for the tests that follow


def bias(model):
    """The four biases of the last layer: few enough to read."""
    return list(probes.weights(model).values())[-1]


def slopes_at(model, batches):
    """What the gradient of each batch does to the biases of a model that stays where it is: the steps, one a batch."""
    return [bias(model) - bias(walk(model, [batch])[0]) for batch in batches]


def stuck(model):
    """Why a model has not moved: gradients that are left behind tell."""
    if any(slope is not None and slope.any() for slope in probes.gradients(model).values()):
        return (
            "The weights have not moved, and yet there are gradients now. step() can use only what backward() has left "
            "behind: it comes after backward(), in every batch."
        )
    return (
        "The weights have not moved, and no gradient is stored. Either backward() does not reach this model (it is "
        "never called, the loss was made a new tensor on the way, or a copy was trained), or the gradients are cleared "
        "before step() can use them: zero_grad() comes before backward()."
    )


def test_train_epoch_takes_one_step_downhill_for_each_batch():
    model = plain()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    start, first, second, third = bias(model), *slopes_at(model, BATCHES)
    before = probes.weights(model)
    ask(train_epoch, model, BATCHES, optimizer)
    got, right = bias(model), walk(plain(), BATCHES)[0]

    def if_loss(loss):
        return bias(walk(plain(), BATCHES, loss=loss)[0])

    softmax_first = if_loss(lambda z, y: F.cross_entropy(z.softmax(1), y))
    squares = if_loss(lambda z, y: F.mse_loss(z, F.one_hot(y, 4).to(z.dtype)))
    for_sums = "The steps are as many times too large as a batch has examples. backward() starts from the mean loss " \
               "of the batch, not from the sum."
    one_step = "There was one step for the whole epoch. Every batch has a step of its own: backward() and step() " \
               "belong inside the loop."
    behind = "The steps used the gradients of earlier batches, and the last batch has no part in them. Either step() " \
             "came before backward(), or there is not a step for each batch."
    own = "The steps have another length: they do not come from the optimizer that was given. Use its step(), and " \
          "make no optimizer of your own."
    expect(got, want=bias(right), rtol=1e-7, what="the biases after one epoch", mistakes={
        "never moved": (lambda got: all((before[name] == now).all() for name, now in probes.weights(model).items()),
                        stuck(model)),
        "softmax over the pictures": (lambda got: abs(got - start).max() < 1e-9, "The weights have moved, and their "
                                      "biases have not: that happens if the softmax of the loss is taken over the "
                                      "pictures. It goes over the classes of each picture: dim=1."),
        "flattened": (bias(walk(plain(), flat(BATCHES))[0]), FLATTENED),
        "piled up": (bias(walk(plain(), BATCHES, keep=1)[0]), "The gradients of earlier batches are still in every "
                     "step: backward() adds to what is in .grad. Clear them for each batch: optimizer.zero_grad()."),
        "all but the last": (bias(walk(plain(), BATCHES[:-1])[0]), "The last batch has no part in the weights. Either "
                             "the short batch is left out, or step() comes before backward(), and each step uses the "
                             "gradients of the batch before."),
        "one behind": (start - first - second, behind),
        "one behind, piled up": (start - 2 * first - second, behind),
        "step at the end": (start - first - second - third, one_step),
        "mean of the losses": (start - (first + second + third) / 3, one_step),
        "all in one batch": (start - (5 * first + 5 * second + 2 * third) / 12, one_step),
        "step at the end, last": (start - third, "Only the last batch has a part in the weights. backward() and "
                                  "step() both belong inside the loop."),
        "first": (start - first, "Only the first batch was trained on. Is the `return` inside the loop?"),
        "sum": (if_loss(lambda z, y: F.cross_entropy(z, y, reduction="sum")), for_sums),
        "divided": (if_loss(lambda z, y: F.cross_entropy(z, y) / len(y)), "The steps are too small: the loss of a "
                    "batch is a mean already, and was divided once more before backward()."),
        "shares": (if_loss(lambda z, y: F.cross_entropy(z, y) * len(y) / 12), "The loss was weighted before "
                   "backward(). The step takes the batch's own mean loss; the weighting is for the number you return."),
        "a third": (if_loss(lambda z, y: F.cross_entropy(z, y) / 3), "The loss was weighted before backward(). "
                    "The step takes the batch's own mean loss; the weighting is for the number you return."),
        "softmax first": (softmax_first, "That is where training goes if a softmax stands before cross_entropy. It "
                          "takes the logits as they are: the softmax is inside it."),
        "sigmoid first": (if_loss(lambda z, y: F.cross_entropy(z.sigmoid(), y)), "That is where training goes if a "
                          "sigmoid stands before cross_entropy. It takes the logits as they are."),
        "no log": (if_loss(lambda z, y: F.nll_loss(z.softmax(1), y)), "That is where training goes with nll_loss of "
                   "probabilities: it wants their logarithms. F.cross_entropy(logits, labels) does it all."),
        "no softmax": (if_loss(lambda z, y: F.nll_loss(z, y)), "That is where training goes with nll_loss of the "
                       "plain logits: their softmax is missing. F.cross_entropy(logits, labels) does it all."),
        "squares": (squares, "That is where training goes with squared errors. The loss here is the cross-entropy."),
        "uphill": (if_loss(lambda z, y: -F.cross_entropy(z, y)),
                   "The weights went uphill: the loss or the step has the wrong sign."),
        "last first": (bias(walk(plain(), BATCHES[::-1])[0]), "The batches were taken from the last to the first. Take "
                       "them in the order in which they come."),
        "two epochs": (bias(walk(plain(), BATCHES * 2)[0]), "Every batch was trained on twice. One epoch goes through "
                       "the batches once."),
        "two steps": (bias(walk(plain(), [batch for batch in BATCHES for _ in "ab"])[0]), "Two steps were taken for "
                      "each batch. One backward() and one step() for each."),
        "same step twice": (bias(walk(plain(), BATCHES, rate=2 * RATE)[0]), "Each step is twice as long as it should "
                            "be: one backward() and one step() for each batch."),
        **{f"SGD {rate}": (bias(walk(plain(), BATCHES, rate=rate)[0]), own) for rate in (0.1, 0.01, 0.001)},
        "Adam": (lambda got: abs(got - start).max() < 0.0031, own),
    }, say="One step for each batch, in the order given: zero_grad(), F.cross_entropy(model(images), labels), "
           "backward(), step(). The images and the loss as they are: nothing scaled, clipped, weighted or added.")
    expect(probes.weights(model), want=probes.weights(right), rtol=1e-7, what="all parameters after one epoch")


def test_train_epoch_gives_the_mean_loss_of_an_example():
    model, (end, losses, _) = plain(), walk(plain(), BATCHES)
    first, second, third = losses
    after = [F.cross_entropy(walk(plain(), BATCHES[: i + 1])[0](BATCHES[i][0]), BATCHES[i][1]).item() for i in range(3)]
    right = (5 * first + 5 * second + 2 * third) / 12
    got = ask(train_epoch, model, BATCHES, torch.optim.SGD(model.parameters(), lr=RATE))
    if got is not None and abs(bias(model) - bias(end)).max() > 1e-7:
        expect(got, want=right, rtol=1e-7, say="The steps were not the right ones, and so the losses on the way are "
               "not right either. See the test of the steps first.")
    expect(got, want=right, rtol=1e-7, mistakes={
        "mean of means": (sum(losses) / 3, "That is the mean of the three batches' losses. The last batch has only 2 "
                          "examples and counts like 5: weight each loss with the size of its batch."),
        "per example twice": (sum(losses) / 12, "Too small: the losses of the batches are means already, and their sum "
                              "was divided by the number of examples. Multiply each by the size of its batch first."),
        "sum of means": (sum(losses),
                         "That is the sum of the batches' losses. The mean loss of an example is asked for."),
        "sum": (5 * first + 5 * second + 2 * third, "That is the sum over all examples: divide by how many there are."),
        "per batch": ((5 * first + 5 * second + 2 * third) / 3, "That is the sum over all examples, divided by the "
                      "number of batches. Divide by the number of examples."),
        "full batches": ((5 * first + 5 * second + 2 * third) / 15, "Every batch was taken to be as large as the "
                         "first. The last has only 2 examples: len(labels) says how many."),
        "over the last": ((5 * first + 5 * second + 2 * third) / 2, "That is the sum over all examples, divided by the "
                          "size of the last batch. Count the examples of all: count += len(labels)."),
        "whole": (right // 1, "The fraction was cut off. // gives whole numbers: divide with /."),
        "rounded": (rounded(right), ROUNDED),
        "always five": (5 * sum(losses) / 12, "Every batch was taken to be as large as the first. The last has only 2 "
                        "examples: len(labels) says how many."),
        "always two": (2 * sum(losses) / 12, "Every batch was taken to be as small as the last one. Weight each loss "
                       "in the loop, with its own len(labels)."),
        "last": (third, "That is the loss of the last batch alone. Add up over all batches."),
        "last, weighted": (2 * third / 12, "Only the last batch is in the sum. Add up with +=, and start from 0 before "
                           "the loop."),
        "first": (first, "That is the loss of the first batch alone. Is the `return` inside the loop?"),
        "after each step": (sum(n * one for n, one in zip(SIZES, after, strict=True)) / 12, "That is the loss of each "
                            "batch after its step. Each batch goes through the model once: take the loss that "
                            "backward() started from."),
        "after the epoch": (measure(end, BATCHES)[0], "That is the loss when the epoch is over. Add up the losses that "
                            "the steps started from."),
        "before the epoch": (measure(plain(), BATCHES)[0], "That is the loss before the first step. Each batch's loss "
                             "is taken just before its own step."),
        "a list": (lambda got: len(got) == 3, "Those are three numbers, one for each batch. Their mean, weighted "
                   "with the sizes of the batches, is asked for."),
    })


def test_train_epoch_gives_a_plain_number():
    model = plain()
    got = ask(train_epoch, model, BATCHES, torch.optim.SGD(model.parameters(), lr=RATE))
    assert not isinstance(got, torch.Tensor), (
        f"The loss came back as a tensor{', with its whole graph' if probes.has_graph(got) else ''}. loss.item() takes "
        "the number out; what is kept as a tensor keeps memory, and cannot be written to a file."
    )


def test_train_epoch_trains_in_train_mode_even_after_an_evaluation():
    model = normed().eval()
    ask(train_epoch, model, BATCHES, torch.optim.SGD(model.parameters(), lr=RATE))
    right = walk(normed().train(), BATCHES)[0]
    late = walk(walk(normed().eval(), BATCHES[:1])[0].train(), BATCHES[1:])[0]
    expect(bias(model), want=bias(right), rtol=1e-7, what="the last biases of a network with BatchNorm", mistakes={
        "eval mode": (bias(walk(normed().eval(), BATCHES)[0]), "The network came from an evaluation, and was trained "
                      "in eval mode. Call model.train() at the start of every epoch."),
        "late": (bias(late), "The first batch was trained on in eval mode: model.train() comes before the loop."),
        "first only": (bias(walk(walk(normed().train(), BATCHES[:1])[0].eval(), BATCHES[1:])[0]), "Only the first "
                       "batch was trained on in train mode. No eval() inside the loop."),
    })
    expect(int(probes.buffers(model)["2.num_batches_tracked"]), want=3, what="the batches that BatchNorm has seen",
           say="Each batch goes through the model once: keep the logits, and use them for all you need.")


def test_train_epoch_leaves_the_stepping_to_the_optimizer():
    """With momentum, a step depends on the steps before: the optimizer remembers them, from one epoch to the next."""
    model = plain()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(2):
        ask(train_epoch, model, BATCHES, optimizer)
    once = walk(plain(), BATCHES, 0.1, keep=0.9)[0]
    expect(bias(model), want=bias(walk(plain(), BATCHES * 2, 0.1, keep=0.9)[0]), rtol=1e-7,
           what="the biases after two epochs with momentum", mistakes={
        "without": (bias(walk(plain(), BATCHES * 2, 0.1)[0]), "The learning rate is right, and the momentum has no "
                    "part. Call step() of the optimizer that is given; it knows more than the learning rate."),
        "forgotten": (bias(walk(once, BATCHES, 0.1, keep=0.9)[0]), "The momentum was lost between the epochs: a new "
                      "optimizer remembers nothing. Use the one that is given."),
    }, say="The steps come from the optimizer that is given, one step() for each batch. Its settings stay as they are, "
           "the learning rate too.")


USED_UP = "That is what comes out if a generator is gone through twice: the second time it is empty. Do everything, " \
          "the counting too, in one loop."


def test_train_epoch_goes_through_the_batches_once():
    """A generator brings each batch once, and then is empty."""
    listed, model = plain(), plain()
    end, losses, _ = walk(plain(), BATCHES)
    got = ask(train_epoch, listed, BATCHES, torch.optim.SGD(listed.parameters(), lr=RATE))
    expect(bias(listed), want=bias(end), rtol=1e-7, what="the biases after one epoch over a list")
    expect(got, want=weighted(losses), rtol=1e-7, what="the loss over a list")
    try:
        got = ask(train_epoch, model, (batch for batch in BATCHES), torch.optim.SGD(model.parameters(), lr=RATE))
    except ZeroDivisionError:
        raise AssertionError("It divided by 0. " + USED_UP) from None
    expect(bias(model), want=bias(end), rtol=1e-7, what="the biases after one epoch over a generator", mistakes={
        "empty": (bias(plain()), USED_UP),
        "first gone": (bias(walk(plain(), BATCHES[1:])[0]), "The first batch has no part in the weights: it was taken "
                       "from the generator before the loop began."),
    })
    expect(got, want=weighted(losses), rtol=1e-7, what="the loss over a generator", mistakes={
        "nothing": (0.0, USED_UP),
    })


def evaluated(model, batches):
    """The two numbers that `evaluate` gives."""
    weights = probes.weights(model)
    got = ask(evaluate, model, batches)
    expect(probes.weights(model), want=weights, rtol=0, atol=0, what="the weights after evaluating",
           say="Evaluating changed the weights. Measuring must not train: no backward(), and no step().")
    if got is None:
        expect(got, want=measure(model, BATCHES))
    if not isinstance(got, tuple | list) or len(got) != 2:
        expect(got, want=measure(model, BATCHES), say="Two numbers are asked for: return loss, accuracy")
    return got


def test_evaluate_gives_the_mean_loss_of_an_example():
    right, accuracy = measure(plain(), BATCHES)
    first, second, third = (measure(plain(), [batch])[0] for batch in BATCHES)
    three, images, labels = first + second + third, *(torch.cat(part) for part in zip(*BATCHES, strict=True))
    logits = plain()(images)
    expect(evaluated(plain(), BATCHES)[0], want=right, rtol=1e-7, what="the loss", mistakes={
        "swapped": (accuracy, "That is the accuracy. The loss comes first: return loss, accuracy"),
        "mean of means": (three / 3, "That is the mean of the three batches' losses. The last batch has only 2 "
                          "examples and counts like 5: weight each loss with the size of its batch."),
        "per example twice": (three / 12, "Too small: the losses of the batches are means already, and their sum "
                              "was divided by the number of examples. Multiply each by the size of its batch first."),
        "sum of means": (three, "That is the sum of the batches' losses. The mean loss of an example is asked for."),
        "sum": (12 * right, "That is the sum over all examples: divide by how many there are."),
        "per batch": (4 * right, "That is the sum over all examples, divided by the number of batches. Divide by the "
                      "number of examples."),
        "full batches": (12 * right / 15, "Every batch was taken to be as large as the first. The last has only 2 "
                         "examples: len(labels) says how many."),
        "over the last": (6 * right, "That is the sum over all examples, divided by the size of the last batch. Count "
                          "the examples of all: count += len(labels)."),
        "whole": (right // 1, "The fraction was cut off. // gives whole numbers: divide with /."),
        "rounded": (rounded(right), ROUNDED),
        "flattened": (measure(plain(), flat(BATCHES))[0], FLATTENED),
        "squares": (F.mse_loss(logits, F.one_hot(labels, 4).to(logits.dtype)).item(), "That is the mean squared error. "
                    "The loss here is the cross-entropy."),
        "softmax over the pictures": (sum(n * F.nll_loss(plain()(x).log_softmax(0), y).item()
                                          for n, (x, y) in zip(SIZES, BATCHES, strict=True)) / 12, "That is the loss "
                                      "if its softmax is taken over the pictures. It goes over the classes of each "
                                      "picture: dim=1."),
        "always five": (5 * three / 12, "Every batch was taken to be as large as the first. The last has only 2 "
                        "examples: len(labels) says how many."),
        "last": (third, "That is the loss of the last batch alone. Add up over all batches."),
        "first": (first, "That is the loss of the first batch alone. Is the `return` inside the loop?"),
        "without the last": ((first + second) / 2, "The short last batch is left out. Every example counts."),
        "softmax first": (F.cross_entropy(logits.softmax(1), labels), "That is the loss if a softmax stands before "
                          "cross_entropy. It takes the logits as they are: the softmax is inside it."),
        "no log": (F.nll_loss(logits.softmax(1), labels), "That is nll_loss of probabilities: it wants their "
                   "logarithms. F.cross_entropy(logits, labels) does it all."),
        "no softmax": (F.nll_loss(logits, labels), "That is nll_loss of the plain logits: their softmax is missing. "
                       "F.cross_entropy(logits, labels) does it all."),
    })


def test_evaluate_gives_the_fraction_that_is_right():
    """7 of the 12 pictures: 2 of 5, 3 of 5, and both of the last batch."""
    model, answers = plain(), [probes.answers(plain(), images) for images, _ in BATCHES]
    pairs = [(scores, labels.numpy()) for scores, (_, labels) in zip(answers, BATCHES, strict=True)]
    worst = sum(int((labels == scores.argmin(axis=1)).sum()) for scores, labels in pairs)
    expect(evaluated(model, BATCHES)[1], want=7 / 12, rtol=1e-7, what="the accuracy", mistakes={
        "count": (7, "That is how many are right. Divide by the number of examples."),
        "per batch": (7 / 3, "An accuracy above 1: the number of right answers was divided by the number of batches. "
                      "Divide by the number of examples."),
        "percent": (700 / 12, "That is a percentage. The fraction is asked for, between 0 and 1."),
        "mean of means": ((2 / 5 + 3 / 5 + 1) / 3, "That is the mean of the three accuracies. The last batch has only "
                          "2 examples and counts like 5: add up the right answers, and divide once."),
        "sum of means": (2 / 5 + 3 / 5 + 1, "An accuracy above 1: the accuracies of the batches were added up. Add up "
                         "the right answers, and divide once by the number of examples."),
        "last": (1.0, "That is the accuracy of the last batch alone. Add up over all batches."),
        "last, of all": (2 / 12, "Only the last batch's right answers are counted. Add up with +=."),
        "full batches": (7 / 15, "Every batch was taken to be as large as the first. The last has only 2 examples: "
                         "len(labels) says how many."),
        "last size": (7 / 6, "An accuracy above 1: every batch was taken to be as small as the last one. Count the "
                      "examples in the loop."),
        "wrong ones": (5 / 12, "That is the share that is wrong. Count where the answer equals the label."),
        "nothing right": (0.0, "No answer was counted as right. Either // has cut the fraction to a whole number, or "
                          "the labels were compared with something else than the answers: logits.argmax(dim=1) gives "
                          "one for each picture, the place of the largest logit and not the logit itself."),
        "smallest": (worst / 12, "The smallest logit was taken for the answer. It is the largest: argmax."),
        "loss": (measure(model, BATCHES)[0], "That is the loss. The accuracy comes second: return loss, accuracy"),
        "rounded": (rounded(7 / 12), ROUNDED),
    }, say="An example is right if its largest logit stands at the place of its label: logits.argmax(dim=1) == labels.")


def test_evaluate_measures_in_eval_mode():
    model = normed().train()
    got = evaluated(model, BATCHES)
    in_train_mode = normed().train()
    losses = [F.cross_entropy(in_train_mode(images), labels).item() for images, labels in BATCHES]
    right, first = measure(normed(), BATCHES), measure(normed(), BATCHES[:1])[0]
    late = normed().train()  # its statistics do not matter to what it answers in train mode
    mixed = [first, *(F.cross_entropy(late(images), labels).item() for images, labels in BATCHES[1:])]
    expect(got[0], want=right[0], rtol=1e-7, what="the loss of a network with BatchNorm", mistakes={
        "put back too early": (weighted(mixed), "Only the first batch was measured in eval mode. Put the mode back "
                               "after the loop, not inside it."),
        "train mode": (sum(n * one for n, one in zip(SIZES, losses, strict=True)) / 12, "That is measured in train "
                       "mode. no_grad() switches off the gradients, not dropout and BatchNorm: call model.eval() too."),
    })
    expect(got[1], want=right[1], what="the accuracy of a network with BatchNorm")


def test_evaluate_leaves_the_mode_as_it_was():
    for before in (True, False):
        model = normed().train(before)
        evaluated(model, BATCHES)
        expect(probes.modes(model)[""], want=before, what="model.training after evaluating", mistakes={
            "eval": (lambda got, before=before: before and not got, "The model came in train mode and was left in eval "
                     "mode. Remember before: was = model.training, and put it back: model.train(was)."),
            "train": (lambda got, before=before: got and not before, "The model came in eval mode and was put into "
                      "train mode. Put back what was there: was = model.training at the start, model.train(was) at "
                      "the end."),
        })
        expect(set(probes.modes(model).values()), want={before}, what="the modes of the model's parts",
               say="Each part should be in the mode it was in before. model.train(was) reaches all of them.")


def test_evaluate_changes_nothing_in_the_model():
    model = normed()
    F.cross_entropy(model(BATCHES[0][0]), BATCHES[0][1]).backward()  # the caller is in the middle of a step
    buffers, slopes = probes.buffers(model), probes.gradients(model)
    evaluated(model, VAL_BATCHES)
    now = probes.gradients(model)
    expect(now["4.weight"] is not None and bool(now["4.weight"].any()), want=True, what="gradients still stored",
           say="The caller's gradients are gone. Evaluating has nothing to clear: no zero_grad().")
    expect(now, want=slopes, rtol=0, atol=0, what="the stored gradients after evaluating",
           say="Evaluating added to the stored gradients. It needs no backward(): do it under `with torch.no_grad():`.")
    expect(probes.buffers(model), want=buffers, rtol=0, atol=0, what="the running statistics after evaluating",
           say="The running statistics of BatchNorm moved: some pictures went through in train mode.")

    model = normed().eval()
    model[1].requires_grad_(False)  # a frozen layer: it is to stay frozen, and the others are to learn
    evaluated(model, VAL_BATCHES)
    logits = model(BATCHES[0][0])
    assert probes.has_graph(logits), (
        "Nothing in the model can learn any more: requires_grad was left False. torch.no_grad() stops the recording "
        "and leaves the parameters alone."
    )
    F.cross_entropy(logits, BATCHES[0][1]).backward()
    learns = {name for name, slope in probes.gradients(model).items() if slope is not None}
    assert learns == {"2.weight", "2.bias", "4.weight", "4.bias"}, (
        "A frozen layer learns after evaluating, or one that learned is frozen: requires_grad was changed. "
        "torch.no_grad() stops the recording and leaves the parameters alone."
    )


def test_evaluate_records_no_gradients():
    model = nn.Sequential(*plain(), OtherWhenRecorded())
    right = measure(plain(), BATCHES)
    recorded = measure(nn.Sequential(*plain(), Turned()), BATCHES)
    expect(evaluated(model, BATCHES), want=right, rtol=1e-7, what="loss and accuracy of a network that watches out for "
           "gradients", mistakes={
        "recorded": (recorded, "The whole computation was recorded for a backward() that never comes: that takes "
                     "memory and time. Do it under `with torch.no_grad():`."),
    })


def test_evaluate_gives_plain_numbers():
    for name, got in zip(("loss", "accuracy"), evaluated(plain(), BATCHES), strict=True):
        assert not isinstance(got, torch.Tensor), (
            f"The {name} came back as a tensor. .item() takes the number out of it."
        )


def test_evaluate_goes_through_the_batches_once():
    """A generator brings each batch once, and then is empty."""
    right = measure(plain(), BATCHES)
    expect(evaluated(plain(), BATCHES), want=right, rtol=1e-7, what="loss and accuracy over a list")
    try:
        got = evaluated(plain(), (batch for batch in BATCHES))
    except ZeroDivisionError:
        raise AssertionError("It divided by 0. " + USED_UP) from None
    expect(got, want=right, rtol=1e-7, what="loss and accuracy over a generator", mistakes={
        "nothing": ((0.0, 0.0), USED_UP),
        "no loss": ((0.0, right[1]), USED_UP),
        "no accuracy": ((right[0], 0.0), USED_UP),
    })


EPOCHS = 4


@cache
def follow(epochs=EPOCHS, also_on_val=False, fresh=False, eval_mode=False, train_mode=False, rate=0.1, only_val=False):
    """What happens to `normed` with momentum, epoch by epoch, and the trained network: train, then measure.

    also_on_val: the validation batches are trained on too. fresh: with a new optimizer for each epoch.
    eval_mode: trained in eval mode from the second epoch on. train_mode: measured in train mode. rate 0: the weights
    stay where they are. only_val: the validation batches take the place of the training batches.
    """
    model, speeds, rows, train = normed().train(), None, [], VAL_BATCHES if only_val else BATCHES
    for _ in range(epochs):
        model, losses, speeds = walk(model, train, rate, 0.9, speeds=None if fresh else speeds)
        row = {"train": losses, "train_after": measure(model, BATCHES)}
        if also_on_val:
            model, losses, speeds = walk(model, VAL_BATCHES, 0.1, 0.9, speeds=speeds)
            row["while training"] = (3 * losses[0] + 2 * losses[1]) / 5
        if train_mode:
            again = copy.deepcopy(model)
            one, other = (F.cross_entropy(again(images), labels).item() for images, labels in VAL_BATCHES)
            row["in train mode"] = (3 * one + 2 * other) / 5
        row["val_loss"], row["val_accuracy"] = measure(model, VAL_BATCHES)
        model.train(not eval_mode)
        rows.append(row)
    return {key: [row[key] for row in rows] for key in rows[0]}, model


def near(got, want):
    return len(got) == len(want) and all(abs(one - other) < 1e-6 for one, other in zip(got, want, strict=True))


def fitted(model=None):
    """The network after EPOCHS epochs of `fit` with momentum, and the history."""
    model = model or normed()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    try:
        return model, ask(fit, model, BATCHES, VAL_BATCHES, optimizer, EPOCHS)
    except ZeroDivisionError:
        raise AssertionError(
            "It divided by 0: an epoch found no batches. An iterator (iter, zip, a generator) is empty after one "
            "epoch. Give the lists themselves to train_epoch and evaluate in every epoch."
        ) from None


def test_fit_gives_three_lists_by_name():
    _, history = fitted()
    if history is None:
        expect(history, want={"train_loss": [], "val_loss": [], "val_accuracy": []})
    expect(sorted(history) if isinstance(history, dict) else history, want=["train_loss", "val_accuracy", "val_loss"],
           what="the keys, sorted", mistakes={
        "tuple": (lambda got: isinstance(got, tuple), "The lists came back without their names. Give a dict: "
                  '{"train_loss": [...], "val_loss": [...], "val_accuracy": [...]}.'),
        "by epoch": (lambda got: isinstance(got, list) and isinstance(got[0], dict), "That is a list of epochs. Turn "
                     "it round: one dict, with a list for each of the three."),
    }, say="It should be a dict with exactly these three keys.")
    shared = all(isinstance(values, list) and len(values) == 3 * EPOCHS for values in history.values())
    assert not (shared and history["train_loss"] == history["val_loss"] == history["val_accuracy"]), (
        "All three names have one and the same list, and everything is in it. dict.fromkeys(names, []) and a = b = [] "
        "make one list with several names: write [] for each."
    )
    for key, values in history.items():
        assert isinstance(values, list | tuple), (
            f"{key!r} is no list. It should have one number for each epoch: append to it at the end of every epoch."
        )
        expect(len(values), want=EPOCHS, what=f"how many numbers {key!r} has after {EPOCHS} epochs", mistakes={
            "one less": (EPOCHS - 1, "One epoch is missing: range(epochs) gives as many rounds as there are epochs, "
                         "and none of them ends the training."),
            "one more": (EPOCHS + 1, "There is one too many. The first number belongs to the end of the first epoch: "
                         "range(epochs), and nothing is measured before."),
            "per batch": (EPOCHS * len(BATCHES), "That is one for each batch. One for each epoch is asked for."),
            "last": (1, "Only one epoch is in it. Make the lists before the loop, return them after it, and append in "
                     "every epoch."),
        }, say="One number for each epoch, and all the epochs.")


def test_fit_trains_first_and_then_measures_on_the_validation_batches():
    _, history = fitted()
    right, trained = follow()
    start, last = normed(), VAL_BATCHES[-1:]

    def means():
        return [sum(measure(model, [batch])[0] for batch in VAL_BATCHES) / 2 for model in (start, trained)]

    def followed(name, **how):
        """Whether that number of each epoch came out, had the network been trained in another way."""
        return lambda got: near(got, follow(**how)[0][name])

    two_epochs = "The network is trained twice in an epoch. Call train_epoch once, and keep the number it gives."
    trained_on = "The validation batches were trained on: their part is to be measured only. Use evaluate for them."
    expect(history["val_loss"], want=right["val_loss"], rtol=1e-6, what="val_loss of each epoch", mistakes={
        "before": ([measure(start, VAL_BATCHES)[0], *right["val_loss"][:-1]], "These were measured before each epoch. "
                   "Train first, then measure what came of it."),
        "on train": ([loss for loss, _ in right["train_after"]], "These were measured on the training batches. The "
                     "network knows them; the validation batches tell what it can do with new pictures."),
        "train loss": ([weighted(losses) for losses in right["train"]], "Those are the training losses once more. "
                       "Measure with evaluate(model, val_batches)."),
        "accuracy": (right["val_accuracy"], "Those are the accuracies. `evaluate` gives the loss first."),
        "trained on": (followed("val_loss", also_on_val=True), trained_on),
        "trained on, while training": (followed("while training", also_on_val=True), trained_on),
        "in train mode": (followed("in train mode", train_mode=True), "These were measured in train mode. Use "
                          "evaluate, or call model.eval() first; no_grad() alone leaves dropout and BatchNorm on."),
        "trained on only": (followed("val_loss", only_val=True), trained_on),
        "exchanged": (lambda got: near(got, [loss for loss, _ in follow(only_val=True)[0]["train_after"]]),
                      "The two kinds of batches have changed places. Train on train_batches, and measure on "
                      "val_batches."),
        "twice an epoch": (lambda got: near(got, follow(2 * EPOCHS)[0]["val_loss"][1::2]), two_epochs),
        "once more after measuring": (lambda got: near(got, follow(2 * EPOCHS)[0]["val_loss"][0::2]), two_epochs),
        "the last first": (right["val_loss"][::-1], "The last epoch comes first. append puts each one at the end."),
        "once": (right["val_loss"][:1] * EPOCHS, "The network was trained for one epoch only. train_epoch belongs "
                 "inside the loop, as evaluate does."),
        "still": (followed("val_loss", rate=0),
                  "The weights stay what they were, and only the statistics of BatchNorm move. The optimizer holds the "
                  "weights of the model that is given, and another one was trained, a copy perhaps."),
        "fresh": (followed("val_loss", fresh=True), "The momentum was lost between the epochs: each had a new "
                  "optimizer. Use the one that is given, all the way."),
        "eval mode": (followed("val_loss", eval_mode=True), "From the second epoch on the network was trained in eval "
                      "mode, which the measuring left behind. Call model.train() at the start of every epoch."),
        "never trained": ([measure(start, VAL_BATCHES)[0]] * EPOCHS, "The loss stays what it was before training. Is "
                          "each epoch trained, and with the model whose loss is measured?"),
        "at the end": ([right["val_loss"][-1]] * EPOCHS, "All epochs have the loss of the last one. Measure inside the "
                       "loop, at the end of each epoch."),
        "mean of means": (lambda got: abs(got[-1] - means()[-1]) < 1e-9, "Those are means of the batches' losses. The "
                          "last batch is shorter: weight with the sizes, as `evaluate` does."),
        "last batch": (lambda got: abs(got[-1] - measure(trained, last)[0]) < 1e-9, "Those are losses of the last "
                       "validation batch alone."),
    }, say="In each epoch: train_epoch on the training batches with the optimizer that is given, then evaluate on the "
           "validation batches, and nothing else that changes the model or the optimizer.")
    expect(history["train_loss"], want=[weighted(losses) for losses in right["train"]], rtol=1e-6,
           what="train_loss of each epoch", mistakes={
        "after": ([loss for loss, _ in right["train_after"]], "Those are measured after each epoch. The training loss "
                  "is the number that train_epoch gives; measuring again costs time."),
        "mean of means": ([sum(losses) / 3 for losses in right["train"]], "Those are means of the batches' losses. The "
                          "last batch is shorter: weight with the sizes, as `train_epoch` does."),
        "last batch": ([losses[-1] for losses in right["train"]], "Those are the losses of the last training batch "
                       "alone. train_epoch gives the mean over the epoch."),
        "val loss": (right["val_loss"],
                     "Those are the validation losses once more. train_epoch gives the training loss."),
    })
    expect(history["val_accuracy"], want=right["val_accuracy"], what="val_accuracy of each epoch", mistakes={
        "train": ([accuracy for _, accuracy in right["train_after"]], "Those are right for the training "
                  "batches. Their accuracy is asked for on the validation batches."),
        "loss": (right["val_loss"], "Those are the validation losses. `evaluate` gives the accuracy second."),
        "percent": ([100 * one for one in right["val_accuracy"]], "Those are percentages. Keep the fractions that "
                    "`evaluate` gives."),
    })


def test_fit_trains_the_model_that_it_is_given():
    (model, history), losses = fitted(), follow()[0]["val_loss"]
    trained = len(history["val_loss"]) == EPOCHS and abs(history["val_loss"][-1] - losses[-1]) < 1e-6
    expect(bias(model), want=bias(follow()[1]), rtol=1e-6, what="the last biases after fit", mistakes={
        "copy": (bias(normed()), "The model given has not changed: another one was trained, a copy perhaps. Train the "
                 "one given."),
        "too long": (lambda got: abs(got - bias(follow(EPOCHS + 1)[1])).max() < 1e-7, "One epoch too many was "
                     "trained."),
        "best": (lambda got: trained and any(abs(got - bias(follow(one)[1])).max() < 1e-7 for one in range(1, EPOCHS)),
                 "All epochs were trained, and then the weights of an earlier one were put back. Leave the model as "
                 "the last epoch made it; keeping the best comes in week 6."),
    })


class Reshuffled:
    """Six batches of two in a new order for every pass, from torch's own generator as a DataLoader draws it."""

    def __init__(self):
        self.orders = []

    def __iter__(self):
        images, labels = (torch.cat(part) for part in zip(*BATCHES, strict=True))
        order = torch.randperm(len(labels))
        self.orders.append(tuple(order.tolist()))
        return iter([(images[part], labels[part]) for part in order.split(2)])

    def __len__(self):
        return 6


def test_fit_starts_from_the_batches_afresh_in_every_epoch():
    """A DataLoader that shuffles brings another order in every epoch: the pass itself makes it."""
    def loader():
        data = TensorDataset(*(torch.cat(part) for part in zip(*BATCHES, strict=True)))
        return DataLoader(data, batch_size=5, shuffle=True, generator=torch.Generator().manual_seed(3))

    model, passes = plain(), loader()
    ask(fit, model, loader(), DataLoader(VAL_BATCHES, batch_size=None), torch.optim.SGD(model.parameters(), lr=RATE), 3)
    orders = [list(passes) for _ in range(6)]
    twice = "The training batches were gone through more often than once an epoch."
    expect(bias(model), want=bias(walk(plain(), orders[0] + orders[1] + orders[2])[0]), rtol=1e-6,
           what="the biases after three epochs with a DataLoader", mistakes={
        "one order": (bias(walk(plain(), orders[0] * 3)[0]), "Every epoch had the same order: the batches of the first "
                      "were kept. Give the DataLoader itself to every epoch, so that it can shuffle."),
        "counted after": (bias(walk(plain(), orders[0] + orders[2] + orders[4])[0]), twice),
        "counted before": (bias(walk(plain(), orders[1] + orders[3] + orders[5])[0]), twice),
    })
    seen, model = Reshuffled(), plain()
    ask(fit, model, seen, VAL_BATCHES, torch.optim.SGD(model.parameters(), lr=RATE), 3)
    assert len(set(seen.orders)) > 1, (
        "Every epoch had the same order, although the batches are shuffled for each: the seed is set anew in every "
        "epoch. torch.manual_seed, if at all, comes once, before the loop."
    )


def test_fit_keeps_plain_numbers():
    _, history = fitted()
    for key, values in history.items():
        assert not any(isinstance(value, torch.Tensor) for value in values), (
            f"{key!r} holds tensors, and with them, perhaps, the whole graph of every epoch: memory grows, and "
            "json.dump fails. Keep numbers: loss.item()."
        )
