"""Freezing a backbone, noting down its features, training a head, and looking at what can still be trained.

The backbone here is tiny. Like a real one it has norms at two depths and of two kinds, and its numbers are made by
a rule, so that two of them are equal.
"""

import copy
from collections import OrderedDict
from contextlib import suppress

import torch
from torch import nn
from torch.nn import functional as F

from kata import expect
from nets import probes
from week5.kata7_transfer_learning import embed, freeze, train_head, trainable_names


def small_backbone():
    """(n, 3, H, W) to (n, 5), as if it had been trained: its running statistics are no longer 0 and 1."""
    backbone = probes.filled(nn.Sequential(OrderedDict(
        conv=nn.Conv2d(3, 4, 3, padding=1), norm=nn.BatchNorm2d(4), bend=nn.PReLU(4),
        block=nn.Sequential(OrderedDict(conv=nn.Conv2d(4, 5, 1), norm=nn.BatchNorm2d(5))),
        pool=nn.AdaptiveAvgPool2d(1), flat=nn.Flatten(), last=nn.BatchNorm1d(5))), seed=7)
    for norm in (backbone.norm, backbone.block.norm, backbone.last):
        norm.running_mean.copy_(torch.linspace(-0.5, 0.75, len(norm.running_mean)))
        norm.running_var.copy_(torch.linspace(0.5, 2.0, len(norm.running_var)))
    return backbone


def in_the_middle(part):
    """A model with a layer before the part, and a head after it."""
    return probes.sequence(before=probes.filled(nn.Conv2d(3, 3, 1), seed=8), frozen=part,
                           head=probes.filled(nn.Linear(5, 2), seed=9))


def pictures(n, first=0):
    """n pictures, 6 high and 10 wide; no two are alike."""
    return torch.sin(torch.arange(first * 180, (first + n) * 180, dtype=torch.float64) ** 1.5).reshape(n, 3, 6, 10)


def reached(model):
    """The names of what gets a gradient, in one pass forward and back."""
    model.zero_grad()
    loss = F.cross_entropy(model(pictures(4)), torch.tensor([1, 0, 0, 1]))
    if probes.has_graph(loss):
        loss.backward()
    return [name for name, gradient in probes.gradients(model).items() if gradient is not None]


def drifted(model):
    """The layers whose running statistics move in one pass."""
    before = probes.buffers(model)
    probes.answers(model, pictures(4) + 3)
    after = probes.buffers(model)
    return [name.removesuffix(".running_mean") for name in before
            if name.endswith(".running_mean") and (before[name] != after[name]).any()]


def switch_to_train(model):
    try:
        model.train()
    except (TypeError, RecursionError):
        raise AssertionError("model.train() fails: it calls train(True) of each layer. What you put in the place of a "
                             "layer's `train` must accept that mode, and do nothing with it.") from None


OUTSIDE = ["before.weight", "before.bias", "head.weight", "head.bias"]
INSIDE = ["frozen.conv.weight", "frozen.conv.bias", "frozen.norm.weight", "frozen.norm.bias", "frozen.bend.weight",
          "frozen.block.conv.weight", "frozen.block.conv.bias", "frozen.block.norm.weight", "frozen.block.norm.bias",
          "frozen.last.weight", "frozen.last.bias"]
ALL = [*OUTSIDE[:2], *INSIDE, *OUTSIDE[2:]]


def with_gradient(*kept):
    """What gets a gradient, outside the frozen part and inside of it, where a name holds one of these."""
    return [name for name in ALL if name in OUTSIDE or any(one in name for one in kept)]


def is_frozen(model):
    if reached(model) != OUTSIDE:
        return False
    switch_to_train(model)
    return not drifted(model)


def test_freeze_stops_the_gradients_of_all_that_is_inside():
    part = probes.there(small_backbone())
    with torch.enable_grad():  # and back to normal afterwards, whatever happens in here
        returned = freeze(part)
        assert returned is not None, "It returned None. Is there a `return` at the end?"
        model = in_the_middle(part)
        expect(reached(model), want=OUTSIDE, what="what still gets a gradient, in a model with a layer before "
               "the frozen part and a head after it", mistakes={
            "copy": (lambda got: got == ALL and reached(in_the_middle(returned)) == OUTSIDE, "A copy was frozen, and "
                     "the module that was given was not. Freeze the module itself: the model knows no other."),
            "nothing": (ALL, "Nothing is frozen. `module.requires_grad = False` only hangs a new name on the module, "
                        "and eval() stops no gradient: set requires_grad of each of module.parameters()."),
            "everything": ([], "Nothing at all gets a gradient now, not even the head: they were switched off for the "
                           "whole program. Switch off requires_grad of this module's parameters only."),
            "no way through": (OUTSIDE[2:], "No gradient gets through the module to the layer before it. Its forward "
                               "pass must still be recorded: no torch.no_grad() and no detach() around it."),
            "weights only": (with_gradient("bias"), "The biases inside still get a gradient. They are parameters, "
                             "too: module.parameters() gives weights and biases."),
            "biases only": (with_gradient("weight"), "The weights inside still get a gradient: only biases are "
                            "frozen."),
            "norms only": (with_gradient("conv", "bend"), "Only the normalisation layers are frozen. The others have "
                           "weights, too: module.parameters() gives all of them."),
            "no norms": (with_gradient("norm", "last", "bend"), "Only the convolutions are frozen. A norm has a "
                         "weight and a bias, too: module.parameters() gives all of them."),
            "first level": (with_gradient("block"), "The layers of the block inside are not frozen: children() gives "
                            "the first level only. module.parameters() goes to any depth."),
        }, say="Some parameters inside the module still get a gradient, or one outside gets none. module.parameters() "
               "gives all of the module's, at any depth and of any kind of layer.")
        expect(reached(in_the_middle(returned)), want=OUTSIDE, what="what still gets a gradient, in a model with the "
               "module that was returned", say="Return the module that was given, frozen.")


def test_freeze_keeps_the_running_statistics_where_they_are():
    part = probes.there(small_backbone())
    with torch.enable_grad():
        freeze(part)
        model = in_the_middle(part)
        unfrozen = (lambda got: reached(model) != OUTSIDE, "They moved, for the module is not frozen yet: see the "
                    "test before.")
        children = (["frozen.block.norm"], "Only the norm of the block inside moves: children() gives the first level "
                    "only. module.modules() goes to any depth.")
        flat = (["frozen.last"], "Only the BatchNorm1d moves. There are three kinds: isinstance(layer, "
                "(nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)).")
        expect(drifted(model), want=[], what="the norms whose running statistics moved in a pass",
               mistakes={"unfrozen": unfrozen, "children": children, "flat": flat},
               say="requires_grad has no say over running statistics: in train mode every pass moves them. Put the "
                   "frozen normalisation layers into eval mode, and see that they stay there.")
        switch_to_train(model)
        expect(drifted(model), want=[], what="the norms whose running statistics moved in a pass after model.train()",
               mistakes={"unfrozen": unfrozen, "children": children, "flat": flat},
               say="model.train() has undone the eval(): it puts every layer inside into train mode, and training "
                   "loops call it in each epoch. Let the frozen norms' own `train` do nothing.")


def test_freeze_lets_the_module_answer_as_in_eval_mode():
    twin, part, batch = small_backbone(), probes.there(small_backbone()), pictures(4)
    with torch.enable_grad():
        returned = freeze(part)
        switch_to_train(in_the_middle(part))
        expect(probes.answers(part, batch), want=probes.answers(twin.eval(), batch), mistakes={
            "not frozen": (lambda got: drifted(part), "The running statistics move, too: these are not frozen yet."),
            "batch statistics": (probes.answers(copy.deepcopy(twin).train(), batch), "The module still normalises with "
                                 "the mean and variance of each batch. Standing still (momentum = 0, "
                                 "track_running_stats = False) is not enough: the stored ones must be used, eval()."),
        }, what="its answers to 4 pictures after model.train()", say="A frozen module answers as it did in eval mode "
                "before: freeze changes none of its numbers and none of its layers.")
        expect(probes.answers(returned, batch), want=probes.answers(part, batch), what="the returned module's answers")


def test_freeze_leaves_an_optimizer_nothing_to_move():
    """Training of the whole model had begun: there are old gradients, and an optimizer that has gathered speed."""
    part = small_backbone()
    for parameter in part.parameters():
        parameter.grad = torch.full_like(parameter, 0.25)
    before = probes.weights(part)

    def moved(weight, gradient):
        speed = 0.9 * 0.5 + gradient + 0.01 * weight  # momentum 0.9, old speed 0.5, weight decay 0.01
        return weight - 0.1 * speed

    with torch.enable_grad():
        freeze(part)
        with torch.no_grad():
            for parameter in part.parameters():
                if parameter.grad is not None:  # so does every optimizer of torch.optim
                    parameter.copy_(moved(parameter, parameter.grad))
        expect(probes.weights(part), want=before, what="the frozen weights after optimizer.step()", mistakes={
            "not frozen": (lambda got: not is_frozen(in_the_middle(part)), "They moved, for the module is not frozen "
                           "yet: see the test before."),
            "old gradient": ({name: moved(weight, 0.25) for name, weight in before.items()}, "Frozen weights moved: an "
                             "old gradient was still stored, and an optimizer uses every `.grad` that it finds, "
                             "whatever requires_grad says. Set each parameter's .grad to None."),
            "zero": ({name: moved(weight, 0.0) for name, weight in before.items()}, "A gradient of 0 is still a "
                     "gradient: momentum and weight decay go on moving the weight. Set .grad to None, and an "
                     "optimizer leaves the weight out."),
        }, say="Some frozen weights moved: a gradient is still stored in their `.grad`. Set it to None for all.")


LABELS = torch.tensor([2, 0, 3, 1, 0, 2, 1])


def net_to_embed():
    """(n, 3, H, W) to (n, 5), with two layers that behave otherwise in train mode."""
    return probes.filled(nn.Sequential(nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                                       nn.Dropout(0.5)), seed=3)


def batches_of_three():
    """Seven pictures: two batches of three, and a short one."""
    return [(pictures(3), LABELS[:3]), (pictures(3, first=3), LABELS[3:6]), (pictures(1, first=6), LABELS[6:])]


def features_wanted(backbone, change=lambda images: images):
    return probes.answers(copy.deepcopy(backbone).eval(), change(pictures(7)))


STUMBLES = {
    "stack expects": "torch.stack wants batches of one size, and the last is shorter. torch.cat joins what differs in "
                     "length.",
    "expected a non-empty": "There was nothing to join: the batches had been gone through already. They may come only "
                            "once, so take the labels in the same loop as the features.",
    "has no len()": "The batches may come from anything that a `for` loop can go through, and that may have no length "
                    "and no [0]. Go through them with `for images, labels in batches`.",
    "not subscriptable": "The batches may come from anything that a `for` loop can go through, and that may have no "
                         "length and no [0]. Go through them with `for images, labels in batches`.",
    "same number of dimensions": "A batch of one picture has lost its first axis: squeeze() takes away every axis of "
                                 "length 1. flatten(1) keeps one row a picture.",
    "zero-dimensional": "A batch of one picture has lost its first axis: squeeze() takes away every axis of length 1. "
                        "Labels are fine as they come.",
    "Sizes of tensors must match": "The batches do not fit together: is each batch one row a picture, (b, d), and "
                                   "joined along axis 0? flatten(1) keeps the axis of the pictures; flatten() doesn't.",
}


def embedded(backbone, batches):
    """(features, labels), or a sentence about what came instead."""
    try:
        with torch.enable_grad():  # and back to normal afterwards, whatever happens in there
            result = embed(backbone, batches)
    except NotImplementedError:
        raise
    except (RuntimeError, ValueError, TypeError) as error:
        for text, sentence in STUMBLES.items():
            if text in str(error):
                raise AssertionError(sentence) from None
        raise
    assert result is not None, "It returned None. Is there a `return` at the end?"
    assert isinstance(result, tuple | list) and len(result) == 2, "Return a pair: features, labels."
    features, labels = result
    for name, value in (("features", features), ("labels", labels)):
        assert not isinstance(value, list | tuple), (f"The {name} are a list of {len(value)}. Make one tensor of them: "
                                                     "torch.cat(…) joins the batches.")
        assert isinstance(value, torch.Tensor), f"The {name} are no tensor, but {type(value).__name__}."
    return features, labels


def test_embed_gives_one_row_of_features_for_each_picture():
    backbone = net_to_embed()
    before = probes.buffers(backbone)
    features, _ = embedded(backbone, batches_of_three())
    want = features_wanted(net_to_embed())

    def same_rows(got):
        return torch.isclose(got[:, None], torch.as_tensor(want)).all(2).any(0).all()

    expect(features, want=want, what="the features of 7 pictures", mistakes={
        "train mode": (lambda got: any((before[name] != now).any() for name, now in probes.buffers(backbone).items()),
                       "The backbone was in train mode: it dropped features by chance and normalised each batch with "
                       "its own statistics, which also moved the stored ones. backbone.eval() first."),
        "dropped": (lambda got: got.shape == want.shape and (got == 0).any(), "Features are 0 by chance: the backbone "
                    "was in train mode, and its dropout at work. backbone.eval() first."),
        "last missing": (want[:6], "The short last batch is missing. Take it in, too."),
        "last only": (want[6:], "Only the last batch is there. Collect the features of each batch in a list, and join "
                      "them after the loop."),
        "first only": (want[:3], "Only the first batch is there. Is the `return` inside the loop?"),
        "labels": (LABELS, "Those are the labels. Features come first: return features, labels."),
        "whole batches": (lambda got: got.shape == (9, 5), "Nine rows for seven pictures: three batches of three would "
                          "give so many. The last batch is shorter; collect what comes, and join it with torch.cat."),
        "flat": (lambda got: got.shape == (35,), "All numbers lie in one row. flatten(1) keeps the axis of the "
                 "pictures; flatten() doesn't."),
        "softmax": (lambda got: got.shape == want.shape and torch.allclose(got.sum(1), torch.ones(7, dtype=got.dtype)),
                    "Each row adds up to 1: that is softmax. Features are no scores; give them as the backbone does."),
        "scaled": (lambda got: got.shape == want.shape and got.mean(0).abs().max() < 1e-6, "Each column has the mean "
                   "0: the features were scaled. Give them as the backbone does."),
        "prepared": (features_wanted(net_to_embed(), lambda images: (images - 127) / 128), "The images were scaled "
                     "with (pixel - 127) / 128 in here. They come prepared: give them to the backbone as they are."),
        "another order": (lambda got: got.shape == want.shape and same_rows(got), "The rows are right and in another "
                          "order. Keep the order of the photos, without sorting or shuffling."),
        "unit length": (lambda got: torch.allclose(got.norm(dim=1), torch.ones(7, dtype=got.dtype)), "Each row was "
                        "scaled to length 1. Give the features as the backbone does."),
        "means": (lambda got: got.shape == (3, 5), "That is one row a batch. Every picture has its own row."),
        "column": (lambda got: got.shape[0] == 5, "That is one row a feature. Every picture has its own row: join the "
                   "batches along axis 0."),
    })


def test_embed_gives_the_labels_as_they_came():
    _, labels = embedded(net_to_embed(), batches_of_three())
    expect(labels, want=LABELS, what="the labels", dtype="int64", mistakes={
        "features": (lambda got: got.is_floating_point() and got.ndim == 2, "Those are the features. Features come "
                     "first: return features, labels."),
        "last only": (LABELS[6:], "Only the labels of the last batch are there. Collect those of each batch, and join "
                      "them after the loop."),
        "last missing": (LABELS[:6], "The labels of the short last batch are missing."),
        "sorted": (torch.sort(LABELS).values, "The labels are sorted. Label i belongs to row i of the features: keep "
                   "their order."),
        "float": (lambda got: got.is_floating_point() and got.shape == (7,), "The labels became floats. They are "
                  "numbers of classes: keep them int64, as cross_entropy wants them."),
        "guesses": (lambda got: got.shape == (7,) and torch.equal(got, torch.as_tensor(
                    features_wanted(net_to_embed())).argmax(1)), "Those are the positions of the largest feature. "
                    "The labels are the second half of each batch."),
        "table": (lambda got: got.ndim == 2, "The labels have two axes. They come as (b,): join them to (n,)."),
    }, say="Give the labels as they came: int64, one for each picture, in the same order.")


def test_embed_goes_through_the_batches_once():
    """They may be dealt by a loader that shuffles: a second time, they would come in another order."""
    features, labels = embedded(net_to_embed(), iter(batches_of_three()))
    expect(features, want=features_wanted(net_to_embed()), what="the features, with batches that come only once")
    expect(labels, want=LABELS, what="the labels, with batches that come only once")


def test_embed_makes_a_row_of_each_pictures_maps():
    """Here the backbone has no pooling at the end: it gives maps, 2 channels of 4 rows and 8 columns."""
    backbone = probes.filled(nn.Conv2d(3, 2, 3), seed=4)
    features, _ = embedded(backbone, batches_of_three())
    maps = probes.answers(backbone, pictures(7))
    expect(features, want=maps.reshape(7, 64), what="the features, from maps of shape (2, 4, 8)", mistakes={
        "maps": (maps, "Those are maps. A head wants one row a picture: flatten(1)."),
        "means": (maps.mean(axis=(2, 3)), "Each map was averaged. Keep all its numbers, in one row a picture: "
                  "flatten(1)."),
        "flat": (lambda got: got.ndim == 1, "Everything lies in one row: flatten(1) keeps the axis of the pictures."),
    })


def test_embed_keeps_no_graph():
    with torch.enable_grad():  # and back to normal afterwards, whatever happens in here
        features, _ = embed(net_to_embed(), batches_of_three())
        expect(features, want=features_wanted(net_to_embed()), what="the features of 7 pictures")
        assert not probes.has_graph(features), ("The features still hold on to the whole computation that made them, "
                                                "which fills the memory. Put the loop under `with torch.no_grad():`.")
        assert torch.is_grad_enabled(), ("Gradients are switched off for the whole program now, and nothing can be "
                                         "trained. `with torch.no_grad():` switches them on again at its end.")
        head = nn.Linear(5, 2).to(features.dtype)
        try:
            head(features).sum().backward()
        except RuntimeError as error:
            if "Inference" not in str(error):
                raise
            raise AssertionError("A head cannot be trained on these features: what is made under "
                                 "torch.inference_mode() takes no part in training. Use torch.no_grad().") from None


def test_embed_leaves_the_backbone_as_it_was():
    for mode, name in ((True, "train"), (False, "eval")):
        backbone = probes.there(net_to_embed().train(mode))
        before = probes.modes(backbone)
        features, _ = embedded(backbone, batches_of_three())
        expect(features, want=features_wanted(net_to_embed()), what="the features of 7 pictures")
        assert probes.modes(backbone) == before, (f"The backbone came in {name} mode, and is in another now. Remember "
                                                  "backbone.training before eval(), and go back to it at the end.")
        assert probes.hooks(backbone) == 0, ("A hook still hangs on the backbone, and will be called in each pass from "
                                             "now on. Take it off with handle.remove(), or do without one.")
        assert probes.has_graph(backbone(pictures(2))), ("The backbone cannot be trained any more: embed has frozen it "
                                                         "for good. `with torch.no_grad():` is enough, and it ends.")
    frozen = probes.there(net_to_embed().requires_grad_(False))
    embedded(frozen, batches_of_three())
    assert not probes.has_graph(frozen(pictures(2))), ("The backbone came frozen, and can be trained now. Leave its "
                                                       "requires_grad alone: `with torch.no_grad():` is enough.")


# Twenty photos of only two kinds, each kind with the same features. Of the first ten, 7 are of class 0, 2 of class 1
# and 1 of class 2; of the others 1, 3 and 6. So no head can be right about all, and the best one knows these shares.
# Each number stands there four times, and small: 16 small features instead of 4 large ones steady any optimizer.
KINDS = [[0.5, -0.25, 0.125, 0.75] * 4, [-0.25, 0.625, 0.75, 0.125] * 4]
SHARES = [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]


def two_kinds():
    return (torch.tensor(KINDS).repeat(10, 1),
            torch.tensor([0, 2, 0, 1, 1, 2, 0, 2, 0, 1, 2, 2, 0, 0, 0, 2, 1, 2, 0, 1]))


def trained(features, labels, n_classes, epochs, seed=0):
    """The head, or a sentence about what came instead."""
    try:
        head = train_head(features, labels, n_classes, epochs, seed=seed)
    except NotImplementedError:
        raise
    except RuntimeError as error:
        if "mat1 and mat2 shapes" in str(error):
            raise AssertionError("The head does not fit the features. nn.Linear takes the number of inputs first, then "
                                 "that of outputs: nn.Linear(features.shape[1], n_classes).") from None
        raise
    except IndexError as error:
        if "Target" in str(error):
            raise AssertionError("There are fewer logits than classes. The head has n_classes outputs.") from None
        raise
    assert head is not None, "It returned None. Is there a `return` at the end?"
    assert isinstance(head, nn.Module), f"Return the head itself, an nn.Linear. This is {type(head).__name__}."
    return head


EPOCHS = (80, 100, 120)


def adds_up():
    """Whether the second epoch's gradient is stored on top of the first one's.

    The head after 1 epoch is where the second one starts: its gradient follows from there.
    """
    features, labels = two_kinds()
    one, two = (trained(features, labels, 3, epochs=n) for n in (1, 2))
    old, new = (probes.gradients(head).get("weight") for head in (one, two))
    if old is None or new is None or not old.any():
        return False
    errors = torch.from_numpy(probes.answers(one, features)).softmax(1) - F.one_hot(labels, 3)
    own = (errors.T @ features).numpy()  # the sum over all photos
    return any(abs(new - old - times * own).max() < 1e-4 * abs(times * own).max() for times in (1, 1 / len(features)))


def movement():
    """How far the scores for the two kinds of photos still move after 80 epochs, apart from moving all together."""
    features, labels = two_kinds()
    scores = [probes.answers(trained(features, labels, 3, epochs=n), features) for n in EPOCHS]
    settled = [one - one.mean(axis=1, keepdims=True) for one in scores]
    return max(abs(one - other).max() for one in settled for other in settled)


def untrained():
    """The parts of the head that are the same after 1 epoch and after 20.

    LBFGS is at the best head after one epoch, and rightly stays there: that is another one than it began with.
    """
    heads = [trained(*two_kinds(), 3, epochs=n) for n in (1, 20)]
    few, many = (probes.weights(head) for head in heads)
    same = {name for name in few if (few[name] == many[name]).all()}
    sure = torch.from_numpy(probes.answers(heads[0], torch.tensor(KINDS))).softmax(1)
    at_best = same == {"weight", "bias"} and (sure - torch.tensor(SHARES)).abs().max() < 0.01
    return set() if at_best and not _same_as_drawn(few) else same


def _same_as_drawn(weights):
    """Whether a head's weights are those that come out with no epoch at all (where anything does)."""
    with suppress(Exception):
        drawn = probes.weights(train_head(*two_kinds(), 3, 0, seed=0))
        return all((drawn[name] == weights[name]).all() for name in weights)
    return False


def test_train_head_gives_a_linear_layer_from_features_to_classes():
    """Six photos, five features, four classes; class 3 has no photo yet."""
    features = torch.sin(torch.arange(30.0) ** 1.5).reshape(6, 5)
    head = trained(features, torch.tensor([1, 0, 2, 2, 0, 1]), n_classes=4, epochs=3)
    assert type(head).__name__ != "Sequential", ("The head is a Sequential. Return one nn.Linear alone: its outputs "
                                                 "are logits, and cross_entropy needs no softmax before it.")
    shapes = {name: weight.shape for name, weight in probes.weights(head).items()}
    expect(shapes, want={"weight": (4, 5), "bias": (4,)}, what="the shapes of the head's weights", mistakes={
        "no bias": ({"weight": (4, 5)}, "The bias is missing. Leave nn.Linear as it is."),
        "classes seen": ({"weight": (3, 5), "bias": (3,)}, "The head knows only the classes that have a photo here. "
                         "`n_classes` says how many there are."),
    }, say="The head is one nn.Linear(features.shape[1], n_classes).")
    expect(probes.answers(head, features).shape, want=(6, 4), what="the shape of its answers to 6 photos")


def test_train_head_goes_on_for_all_epochs_until_it_settles():
    still = untrained()
    assert still != {"weight", "bias"}, ("After 1 epoch and after 20 the head is the same. Each epoch is one turn of a "
                                         "loop, with its own loss, backward() and then optimizer.step().")
    assert "weight" not in still, "Only the bias is trained. Give the optimizer all of head.parameters()."
    assert "bias" not in still, "The bias is not trained. Give the optimizer all of head.parameters()."
    assert not _same_as_drawn(probes.weights(trained(*two_kinds(), 3, epochs=1))), (
        "One epoch leaves the head as it was drawn. Does the loop have a turn too few? range(epochs) has as many turns "
        "as there are epochs, range(1, epochs) one less.")
    assert not adds_up(), ("The second epoch's gradient came on top of the first one's: backward() adds to what is "
                           "stored. Clear it in each turn of the loop: optimizer.zero_grad().")
    moved = movement()
    assert moved < 1.2, (f"The head does not settle: from 80 to 120 epochs its logits still move by {moved:.1f}. That "
                         "happens if gradients are never cleared and add up (optimizer.zero_grad() in each turn), if "
                         "the learning rate is too large, or if the loss has no lowest value (F.nll_loss without "
                         "log_softmax).")


def test_train_head_learns_the_shares_of_the_classes():
    """That is what cross-entropy is good for: its best answer is the true probability of each class."""
    features, labels = two_kinds()
    head = trained(features, labels, 3, epochs=400)

    def says(inputs):
        return torch.from_numpy(probes.answers(head, inputs)).softmax(1)[:2].double().round(decimals=2)

    want = torch.tensor(SHARES, dtype=torch.float64)
    centred = (features - features.mean(0)) / features.std(0)
    squashed = [features - features.mean(0), centred, centred * (20 / 19) ** 0.5, F.normalize(features),
                features / features.max(), (features - features.min()) / (features.max() - features.min())]

    def off(got, by=0.15):
        return ((got - want).abs() > by).any()

    def about(*rows):
        return lambda got: bool(((got - torch.tensor(rows)).abs() < 0.035).all())

    expect(says(features), want=want, rtol=0, atol=0.15, what="the head's probabilities for the two kinds of photos",
           mistakes={
        "before": (lambda got: off(got) and (untrained() or adds_up() or movement() >= 1.2), "The head is not trained "
                   "as it should be: see the test before."),
        "scaled": (lambda got: off(got) and not all(off(says(other), by=0.04) for other in squashed), "The head is "
                   "right about features that were scaled first, and wrong about those that were given. Train on "
                   "them as they are."),
        "no difference": (lambda got: ((got - want.mean(0)).abs() < 0.12).all(), "Both kinds get about the same, so "
                          "the features say nothing: are they and the labels shuffled apart? Row i belongs to "
                          "label i; shuffle both with one order."),
        "binary": (about([0.87, 0.09, 0.04], [0.05, 0.21, 0.74]), "That is where binary cross-entropy leads, which "
                   "asks about each class by itself. Here exactly one is right: F.cross_entropy."),
        "mean squared error": (about([0.46, 0.28, 0.25], [0.26, 0.32, 0.43]), "That is where the mean squared error "
                               "leads, with one-hot labels. Use F.cross_entropy(logits, labels)."),
        "softmax twice": (lambda got: got[0, 0] > 0.78 and got[1, 2] > 0.68, "Much too sure. That happens if softmax "
                          "or sigmoid comes before the cross-entropy, which has its own: give it the logits."),
    }, say="7, 2 and 1 of ten photos of the first kind are of classes 0, 1 and 2; 1, 3 and 6 of the second. Train with "
           "F.cross_entropy(head(features), labels), on all rows in each epoch, with a learning rate that gets there.")
    relabelled = labels.clone()
    relabelled[-1] = 0
    heads = [probes.weights(trained(features, given, 3, epochs=3)) for given in (labels, relabelled)]
    same = all((heads[0][name] == heads[1][name]).all() for name in heads[0])
    assert not same, ("The last photo's label makes no difference to the head. A short last batch counts, too: every "
                      "row is used in each epoch.")


def test_train_head_draws_its_first_weights_from_the_seed():
    features, labels = two_kinds()
    heads = []
    with torch.random.fork_rng(devices=[]):
        for state, seed in ((11, 5), (12, 5), (12, 6)):
            torch.manual_seed(state)  # somebody else has drawn from torch's global generator before
            heads.append(probes.weights(trained(features, labels, 3, epochs=2, seed=seed)))
    first, again, other = heads
    expect(again, want=first, what="the weights of a second head with the same seed", say="The same seed gave two "
           "heads. A new nn.Linear draws from torch's global generator, so set that from the seed just before: "
           "torch.manual_seed(seed), best inside `with torch.random.fork_rng():`.")
    assert (other["weight"] != first["weight"]).any(), ("Seeds 5 and 6 gave the same head: `seed` takes no part. The "
                                                        "first weights are drawn from it.")


def test_train_head_gives_no_gradient_to_the_features():
    features, labels = two_kinds()
    features.requires_grad_()
    doubled = features * 2  # made from `features`, and remembers it
    for given in (features, doubled):
        try:
            trained(given, labels, 3, epochs=2)
        except RuntimeError as error:
            if "second time" not in str(error):
                raise
            raise AssertionError("The features remember how they were made, and backward() went on into that. Only "
                                 "the head is trained: features.detach() cuts the rest off.") from None
        assert features.grad is None, ("The features got a gradient: backward() went on into them, and into whatever "
                                       "they were made from. Only the head is trained: use features.detach().")


def half_frozen():
    """Three layers: the first is frozen, of the second the bias; alphabetical order is not the model's."""
    model = nn.Sequential(OrderedDict(
        stem=nn.Sequential(OrderedDict(conv=nn.Conv2d(3, 4, 3), norm=nn.BatchNorm2d(4))),
        neck=nn.Linear(4, 6), head=nn.Linear(6, 2)))
    for name, parameter in model.named_parameters():
        parameter.requires_grad = not (name.startswith("stem") or name == "neck.bias")
    return model


def test_trainable_names_are_those_of_the_parameters_that_are_not_frozen():
    every = list(probes.weights(half_frozen()))
    want = ["neck.weight", "head.weight", "head.bias"]
    expect(trainable_names(half_frozen()), want=want, mistakes={
        "all": (every, "Those are all parameters. Leave out the frozen ones: requires_grad is False for them."),
        "frozen": ([name for name in every if name not in want], "Those are the frozen ones. The others are wanted."),
        "sorted": (sorted(want), "The names are sorted, or turned round. Leave them in the model's own order."),
        "nothing": ([], "Nothing was found. Does the loop end at the first parameter, which is frozen? And what is "
                    "asked? named_parameters() has what you need; the tensors of state_dict() are cut off from "
                    "training, recurse=False does not go into layers, and .grad is None before a backward()."),
        "layers": (["neck", "head"], "Those are names of layers. Asked for are the parameters' full names, such as "
                   "'head.weight': a layer can be frozen in part."),
        "whole layers": (["head.weight", "head.bias"], "'neck.weight' is missing. A layer can be frozen in part: ask "
                         "each parameter by itself."),
        "every layer": (lambda got: "stem" in got or "stem.conv" in got, "Those are names of layers. Asked for are "
                        "the parameters' full names, such as 'head.weight'."),
        "short": (["weight", "weight", "bias"], "The names lack their layer. named_parameters() gives full names, such "
                  "as 'head.weight'."),
        "pairs": (lambda got: any(isinstance(one, tuple) for one in got), "Those are pairs of a name and a parameter. "
                  "Keep the name only."),
        "values": (lambda got: any(isinstance(one, torch.Tensor) for one in got), "Those are the parameters "
                   "themselves. Asked for are their names: named_parameters() gives pairs (name, parameter)."),
        "count": (lambda got: isinstance(got, int), "That is a number. Give the names in a list."),
    })


def test_trainable_names_of_a_model_that_is_frozen_as_a_whole():
    model = half_frozen().requires_grad_(False)
    expect(trainable_names(model), want=[])
    model.stem.norm.bias.requires_grad = True
    model.eval()  # a mode, which has no say over what can be trained
    expect(trainable_names(model), want=["stem.norm.bias"], mistakes={
        "mode": (lambda got: trainable_names(half_frozen().train()) != trainable_names(half_frozen().eval()), "What "
                 "is found depends on train() and eval(). They say how layers work, not whether their parameters can "
                 "be trained: ask each parameter's requires_grad."),
    })
