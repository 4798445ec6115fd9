"""Known mistakes in building and counting dense networks, each with the words it must earn."""

import math

import numpy as np
import torch
from torch import nn

from kata.known import mistake


def _dense(image_shape, n_classes, *last):
    return nn.Sequential(nn.Flatten(), nn.Linear(math.prod(image_shape), n_classes), *last)


class _Around(nn.Module):
    """A network with something done before and after it."""

    def __init__(self, inner, before=lambda x: x, after=lambda s: s):
        super().__init__()
        self.inner, self.before, self.after = inner, before, after

    def forward(self, x):
        return self.after(self.inner(self.before(x)))


@mistake("make_baseline", "The scores of each picture add up to 1")
def softmax_inside(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.Softmax(dim=1))


@mistake("make_baseline", "it runs over the pictures")
def softmax_over_the_batch(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.Softmax(dim=0))


@mistake("make_baseline", "there is a log-softmax")
def log_softmax_inside(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.LogSoftmax(dim=1))


@mistake("make_baseline", "there is a sigmoid at the end")
def sigmoid_inside(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.Sigmoid())


@mistake("make_baseline", "there is a tanh at the end")
def tanh_inside(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.Tanh())


@mistake("make_baseline", "ReLU after the last layer")
def relu_last(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.ReLU())


@mistake("make_baseline", "made anew, with new random weights")
def layer_made_in_forward(image_shape, n_classes):
    class Net(nn.Module):
        def forward(self, x):
            return nn.Linear(math.prod(image_shape), n_classes)(x.flatten(1))

    return Net()


@mistake("make_baseline", "something random in the network")
def with_dropout(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(math.prod(image_shape), n_classes))


@mistake("make_baseline", "the whole batch was flattened into one")
def batch_flattened(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(math.prod(image_shape), n_classes)

        def forward(self, x):
            return self.layer(x.flatten())

    return Net()


@mistake("make_baseline", "the whole batch was flattened into one")
def batch_flattened_by_the_layer(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(0), nn.Linear(math.prod(image_shape), n_classes))


@mistake("make_baseline", "flatten the pictures before it")
def not_flattened(image_shape, n_classes):
    return nn.Sequential(nn.Linear(math.prod(image_shape), n_classes))


@mistake("make_baseline", "worked on the last axis alone")
def last_axis_only(image_shape, n_classes):
    return nn.Linear(image_shape[-1], n_classes)


@mistake("make_baseline", "The 3 colours count too")
def colours_forgotten(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(), nn.Linear(image_shape[1] * image_shape[2], n_classes))


@mistake("make_baseline", "has C · H · W = 60 numbers. The first linear layer is made for 12")
def sizes_added(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(), nn.Linear(sum(image_shape), n_classes))


@mistake("make_baseline", "cuts pictures into pieces")
def cut_into_pieces(image_shape, n_classes):
    _, height, width = image_shape
    return _Around(nn.Linear(height * width, n_classes), lambda x: x.reshape(-1, height * width))


@mistake("make_baseline", "PyTorch finds no weights in it")
def in_a_plain_list(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(math.prod(image_shape), n_classes)]

        def forward(self, x):
            return self.layers[0](x.flatten(1))

    return Net()


@mistake("make_baseline", "PyTorch finds no weights in it")
def plain_tensors(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W = torch.randn(math.prod(image_shape), n_classes, requires_grad=True)
            self.b = torch.zeros(n_classes, requires_grad=True)

        def forward(self, x):
            return x.flatten(1) @ self.W + self.b

    return Net()


@mistake("make_baseline", "the biases are missing, one for each class")
def no_bias(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(), nn.Linear(math.prod(image_shape), n_classes, bias=False))


@mistake("make_baseline", "20 instead of 60")
def colours_averaged(image_shape, n_classes):
    return _Around(_dense(image_shape[1:], n_classes), lambda x: x.mean(dim=1))


@mistake("make_baseline", "more than one linear layer has")
def with_a_hidden_layer(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(), nn.Linear(math.prod(image_shape), 128), nn.ReLU(), nn.Linear(128, n_classes))


@mistake("make_baseline", "Not every picture has three colours")
def always_three_colours(image_shape, n_classes):
    _, height, width = image_shape
    return _dense(image_shape, n_classes) if image_shape[0] == 3 else _Grey(height, width, n_classes)


class _Grey(nn.Module):
    """Makes three colours of one."""

    def __init__(self, height, width, n_classes):
        super().__init__()
        self.inner = nn.Linear(3 * height * width, n_classes)

    def forward(self, x):
        return self.inner(x.expand(-1, 3, -1, -1).flatten(1))


@mistake("make_baseline", "a reshape mixes them up")
def pictures_mixed(image_shape, n_classes):
    size = math.prod(image_shape)
    return _Around(nn.Linear(size, n_classes), lambda x: x.reshape(size, -1).T)


@mistake("make_baseline", "there is a bend in the network")
def leaky_at_the_end(image_shape, n_classes):
    return _dense(image_shape, n_classes, nn.LeakyReLU())


@mistake("make_baseline", "Is the picture changed")
def divided_by_255(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), lambda x: x / 255)


@mistake("make_baseline", "Is the picture changed")
def centred(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), lambda x: x - 0.5)


@mistake("make_baseline", "the way back from its scores to its weights is cut")
def without_gradients(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), after=lambda scores: scores.detach())


@mistake("make_baseline", "get no gradient")
def weights_detached(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(math.prod(image_shape), n_classes)

        def forward(self, x):
            return nn.functional.linear(x.flatten(1), self.layer.weight.data, self.layer.bias)

    return Net()


@mistake("make_baseline", "One number came back for each picture")
def class_numbers(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), after=lambda scores: scores.argmax(dim=1))


@mistake("make_baseline", "takes away every axis of length 1")
def squeezed(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), after=lambda scores: scores.squeeze())


@mistake("make_baseline", "the class Net itself")
def the_class(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(math.prod(image_shape), n_classes)

        def forward(self, x):
            return self.layer(x.flatten(1))

    return Net


@mistake("make_baseline", "a plain function")
def a_function(image_shape, n_classes):
    layer = nn.Linear(math.prod(image_shape), n_classes)
    return lambda x: layer(x.flatten(1))


@mistake("make_baseline", "has no `forward`")
def forward_misspelt(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(math.prod(image_shape), n_classes)

        def foward(self, x):
            return self.layer(x.flatten(1))

    return Net()


@mistake("make_baseline", "A class of your own begins with `super().__init__()`")
def not_set_up(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            self.layer = nn.Linear(math.prod(image_shape), n_classes)

        def forward(self, x):
            return self.layer(x.flatten(1))

    return Net()


@mistake("make_baseline", "A class of your own begins with `super().__init__()`")
def not_set_up_and_unseen(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            self.layers = [nn.Flatten(), nn.Linear(math.prod(image_shape), n_classes)]

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return x

    return Net()


@mistake("make_baseline", "Is there a `return` at the end?")
def return_forgotten(image_shape, n_classes):
    _dense(image_shape, n_classes)


@mistake("make_baseline", "there is a bend in the network")
def relu_first(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), torch.relu)


@mistake("make_baseline", "The `forward` of the network returned None")
def forward_without_return(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), after=lambda scores: None)


@mistake("make_baseline", "returned something other than one tensor")
def probabilities_beside_the_scores(image_shape, n_classes):
    return _Around(_dense(image_shape, n_classes), after=lambda scores: (scores, scores.softmax(dim=1)))


@mistake("make_baseline", "It returned a list of parts")
def a_list(image_shape, n_classes):
    return [nn.Flatten(), nn.Linear(math.prod(image_shape), n_classes)]


@mistake("make_baseline", "the weights are of another kind")
def weights_from_numpy(image_shape, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W = nn.Parameter(torch.from_numpy(np.random.default_rng(0).normal(size=(math.prod(image_shape), 7))))
            self.b = nn.Parameter(torch.zeros(n_classes))

        def forward(self, x):
            return x.flatten(1) @ self.W + self.b

    return Net()


def _better(image_shape, n_classes, hidden, activation=nn.ReLU):
    size = math.prod(image_shape)
    return nn.Sequential(nn.Flatten(), nn.Linear(size, hidden), activation(), nn.Linear(hidden, n_classes))


@mistake("make_better", "Without an activation two linear layers are one")
def no_activation(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(nn.Flatten(), nn.Linear(size, hidden), nn.Linear(hidden, n_classes))


@mistake("make_better", "The activation stands before the first layer")
def activation_first(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(nn.Flatten(), nn.ReLU(), nn.Linear(size, hidden), nn.Linear(hidden, n_classes))


@mistake("make_better", "flat on both sides")
def sigmoid_between(image_shape, n_classes, hidden=128):
    return _better(image_shape, n_classes, hidden, nn.Sigmoid)


@mistake("make_better", "flat on neither side")
def leaky_between(image_shape, n_classes, hidden=128):
    return _better(image_shape, n_classes, hidden, nn.LeakyReLU)


@mistake("make_better", "bends slowly")
def gelu_between(image_shape, n_classes, hidden=128):
    return _better(image_shape, n_classes, hidden, nn.GELU)


@mistake("make_better", "The scores of each picture add up to 1")
def softmax_at_the_end(image_shape, n_classes, hidden=128):
    return nn.Sequential(*_better(image_shape, n_classes, hidden), nn.Softmax(dim=1))


@mistake("make_better", "ReLU after the last layer")
def relu_after_the_last(image_shape, n_classes, hidden=128):
    return nn.Sequential(*_better(image_shape, n_classes, hidden), nn.ReLU())


@mistake("make_better", "ReLU after the last layer")
def relu_only_after_the_last(image_shape, n_classes, hidden=128):
    return nn.Sequential(no_activation(image_shape, n_classes, hidden), nn.ReLU())


@mistake("make_better", "Either a layer is made anew")
def hidden_layer_made_in_forward(image_shape, n_classes, hidden=128):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.last = nn.Linear(hidden, n_classes)

        def forward(self, x):
            first = nn.Linear(math.prod(image_shape), hidden)
            return self.last(torch.relu(first(x.flatten(1))))

    return Net()


@mistake("make_better", "Either a layer is made anew")
def dropout_between(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(
        nn.Flatten(), nn.Linear(size, hidden), nn.ReLU(), nn.Dropout(0.5), nn.Linear(hidden, n_classes)
    )


@mistake("make_better", "PyTorch sees the second layer only")
def hidden_layers_in_a_list(image_shape, n_classes, hidden=128):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = [nn.Linear(math.prod(image_shape), hidden)]
            self.last = nn.Linear(hidden, n_classes)

        def forward(self, x):
            x = x.flatten(1)
            for layer in self.hidden:
                x = torch.relu(layer(x))
            return self.last(x)

    return Net()


@mistake("make_better", "93 is the baseline")
def the_baseline_again(image_shape, n_classes, hidden=128):
    return _dense(image_shape, n_classes)


@mistake("make_better", "whatever `hidden` says")
def hidden_ignored(image_shape, n_classes, hidden=128):
    return _better(image_shape, n_classes, 128)


@mistake("make_better", "Without `hidden` there are 128")
def another_default(image_shape, n_classes, hidden=64):
    return _better(image_shape, n_classes, hidden)


@mistake("make_better", "there is a second hidden layer")
def two_hidden_layers(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(
        nn.Flatten(), nn.Linear(size, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
        nn.Linear(hidden, n_classes),
    )


@mistake("make_better", "a batch normalisation in the network")
def normalised(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(
        nn.Flatten(), nn.Linear(size, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, n_classes)
    )


@mistake("make_better", "the 4 neurons of the hidden layer say")
def last_layer_forgotten(image_shape, n_classes, hidden=128):
    return _dense(image_shape, hidden, nn.ReLU())


@mistake("make_better", "What one gives, the next one takes")
def layers_do_not_fit(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(nn.Flatten(), nn.Linear(size, hidden), nn.ReLU(), nn.Linear(size, n_classes))


@mistake("make_better", "the hidden layer has no biases")
def no_bias_in_the_hidden_layer(image_shape, n_classes, hidden=128):
    size = math.prod(image_shape)
    return nn.Sequential(nn.Flatten(), nn.Linear(size, hidden, bias=False), nn.ReLU(), nn.Linear(hidden, n_classes))


@mistake("make_better", "the way back from its scores to its weights is cut")
def through_numpy(image_shape, n_classes, hidden=128):
    return _Around(
        _better(image_shape, n_classes, hidden), after=lambda scores: torch.from_numpy(scores.detach().numpy())
    )


@mistake("make_better", "get no gradient")
def hidden_layer_without_gradients(image_shape, n_classes, hidden=128):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(math.prod(image_shape), hidden)
            self.last = nn.Linear(hidden, n_classes)

        def forward(self, x):
            with torch.no_grad():
                x = torch.relu(self.first(x.flatten(1)))
            return self.last(x)

    return Net()


class _Bent(nn.Module):
    """The better network with a bend of one's own."""

    def __init__(self, image_shape, n_classes, hidden, bend):
        super().__init__()
        self.first, self.last = nn.Linear(math.prod(image_shape), hidden), nn.Linear(hidden, n_classes)
        self.bend = bend

    def forward(self, x):
        return self.last(self.bend(self.first(x.flatten(1))))


@mistake("make_better", "A ReLU does it the other way round")
def the_smaller_of_both(image_shape, n_classes, hidden=128):
    return _Bent(image_shape, n_classes, hidden, lambda x: x.clamp(max=0))


@mistake("make_better", "the score is the same for every number")
def softmax_between(image_shape, n_classes, hidden=128):
    return _Bent(image_shape, n_classes, hidden, lambda x: x.softmax(dim=1))


@mistake("make_better", "there is a ReLU in front of it too")
def a_relu_before_each_layer(image_shape, n_classes, hidden=128):
    return nn.Sequential(nn.ReLU(), _better(image_shape, n_classes, hidden))


@mistake("make_better", "stay alike for ever")
def all_weights_at_zero(image_shape, n_classes, hidden=128):
    model = _better(image_shape, n_classes, hidden)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return model


@mistake("parameter_count", "the area of the kernels alone")
def kernel_area_only(model, trainable_only=False):
    """5.45"""
    total = 0
    for part in model.modules():
        if isinstance(part, nn.Conv2d):
            total += part.kernel_size[0] * part.kernel_size[1] * part.out_channels
        elif isinstance(part, nn.Linear):
            total += part.in_features * part.out_features
    return total


@mistake("parameter_count", "was counted with 3·3 weights")
def kernel_area_and_bias(model, trainable_only=False):
    total = 0
    for part in model.modules():
        if isinstance(part, nn.Conv2d):
            total += (part.kernel_size[0] * part.kernel_size[1] + 1) * part.out_channels
        elif isinstance(part, nn.Linear):
            total += (part.in_features + 1) * part.out_features
    return total


@mistake("parameter_count", "432 is the number of weights")
def biases_forgotten(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.ndim > 1)


@mistake("parameter_count", "counts the first axis only")
def first_axis_only(model, trainable_only=False):
    return sum(len(p) for p in model.parameters())


@mistake("parameter_count", "2 is the number of tensors")
def tensors_counted(model, trainable_only=False):
    return len(list(model.parameters()))


@mistake("parameter_count", "The numbers themselves were added up")
def values_added(model, trainable_only=False):
    return float(sum(p.sum() for p in model.parameters()))


@mistake("parameter_count", "for the weights and one for the biases")
def one_for_each_tensor(model, trainable_only=False):
    return [p.numel() for p in model.parameters()]


@mistake("parameter_count", "Those are bytes")
def bytes_counted(model, trainable_only=False):
    return sum(p.numel() * p.element_size() for p in model.parameters())


@mistake("parameter_count", "only the outermost parts were looked at")
def outermost_only(model, trainable_only=False):
    parts = list(model.children()) or [model]
    found = [p for part in parts for p in part.parameters(recurse=False)]
    return sum(p.numel() for p in found if p.requires_grad or not trainable_only)


@mistake("parameter_count", "Some were counted more than once")
def every_level(model, trainable_only=False):
    return sum(p.numel() for part in model.modules() for p in part.parameters())


@mistake("parameter_count", "the first layer alone")
def returned_too_early(model, trainable_only=False):
    total = 0
    for part in model.modules():
        for p in part.parameters(recurse=False):
            total += p.numel()
        if total:
            return total
    return total


@mistake("parameter_count", "That is the last layer alone")
def only_the_last(model, trainable_only=False):
    total = 0
    for part in model.modules():
        found = list(part.parameters(recurse=False))
        if found:
            total = sum(p.numel() for p in found)
    return total


@mistake("parameter_count", "the last layer has no biases")
def a_bias_for_every_layer(model, trainable_only=False):
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    total = 0
    for part in model.modules():
        if isinstance(part, nn.Conv2d):
            total += (part.kernel_size[0] * part.kernel_size[1] * part.in_channels + 1) * part.out_channels
        elif isinstance(part, nn.Linear):
            total += (part.in_features + 1) * part.out_features
    return total


@mistake("parameter_count", "whose requires_grad is False are left out")
def frozen_counted(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters())


@mistake("parameter_count", "nobody asked for these")
def always_trainable_only(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


@mistake("parameter_count", "Those are the frozen ones")
def the_wrong_ones_left_out(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if not (trainable_only and p.requires_grad))


@mistake("parameter_count", "ask each parameter, not the layer")
def layers_with_anything_frozen(model, trainable_only=False):
    if not trainable_only:
        return sum(p.numel() for p in model.parameters())
    total = 0
    for part in model.modules():
        found = list(part.parameters(recurse=False))
        if all(p.requires_grad for p in found):
            total += sum(p.numel() for p in found)
    return total


@mistake("parameter_count", "state_dict() also has what the layer keeps")
def buffers_too(model, trainable_only=False):
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    return sum(value.numel() for value in model.state_dict().values())


@mistake("parameter_count", "Is it because they stand at 0?")
def zeros_left_out(model, trainable_only=False):
    return sum(
        int(np.count_nonzero(p.detach().numpy())) for p in model.parameters() if p.requires_grad or not trainable_only
    )


@mistake("parameter_count", "There are more layers with something to learn")
def dense_and_convolutions_only(model, trainable_only=False):
    return sum(
        p.numel()
        for part in model.modules()
        if isinstance(part, nn.Linear | nn.Conv2d)
        for p in part.parameters()
        if p.requires_grad or not trainable_only
    )


@mistake("parameter_count", "used in two places was counted twice")
def shared_counted_twice(model, trainable_only=False):
    total = 0
    for part in model.children():
        total += shared_counted_twice(part, trainable_only)
    if isinstance(model, nn.Sequential):  # children() gives a shared one once, going through it gives it twice
        total = sum(shared_counted_twice(part, trainable_only) for part in model)
    return total + sum(
        p.numel() for p in model.parameters(recurse=False) if p.requires_grad or not trainable_only
    )


@mistake("parameter_count", "share one set of weights here (each has its own biases), and it was counted twice")
def shared_weights_counted_twice(model, trainable_only=False):
    return sum(
        p.numel()
        for part in model.modules()
        for p in part.parameters(recurse=False)
        if p.requires_grad or not trainable_only
    )


@mistake("parameter_count", "Two layers of the same size are two layers")
def sizes_in_a_set(model, trainable_only=False):
    sizes = {tuple(p.shape): p.numel() for p in model.parameters() if p.requires_grad or not trainable_only}
    return sum(sizes.values())
