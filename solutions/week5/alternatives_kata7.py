"""Unusual and correct: every one of these must pass."""

import types

import torch
from torch import nn
from torch.nn import functional as F

from kata.known import alternative

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


@alternative("freeze")
def whole_module_stays_in_eval(module):
    module.requires_grad_(False)
    module.zero_grad(set_to_none=True)
    module.eval()
    module.train = types.MethodType(lambda self, mode=True: self, module)
    return module


@alternative("freeze")
def eval_just_before_each_pass(module):
    """The mode may change in between; what counts is how the norms work."""
    def into_eval(layer, inputs):
        layer.eval()

    for parameter in module.parameters():
        parameter.grad = None
        parameter.requires_grad_(False)
    for layer in module.modules():
        if isinstance(layer, NORMS):
            layer.register_forward_pre_hook(into_eval)
    return module


@alternative("freeze")
def norms_of_another_class(module):
    """They become a class of their own, which never trains."""
    module.requires_grad_(False).zero_grad()
    for layer in module.modules():
        if isinstance(layer, NORMS):
            layer.training = False
            layer.__class__ = type("Frozen", (layer.__class__,), {"train": lambda self, mode=True: self})
    return module


@alternative("freeze")
def forward_with_the_stored_statistics(module):
    """The norm's forward is written anew: what mode it is in has no influence any more."""
    def forward(self, x):
        return F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias, False, 0.0, self.eps)

    for layer in module.modules():
        for parameter in layer.parameters(recurse=False):
            parameter.requires_grad, parameter.grad = False, None
        if isinstance(layer, NORMS):
            layer.forward = types.MethodType(forward, layer)
    return module


@alternative("embed")
def photo_by_photo(backbone, batches):
    was = backbone.training
    try:
        backbone.eval()
        rows = [(backbone(image[None]).detach().reshape(-1), label)
                for images, labels in batches for image, label in zip(images, labels, strict=True)]
    finally:
        backbone.train(was)
    return torch.stack([row for row, _ in rows]), torch.stack([label for _, label in rows])


@alternative("embed")
def all_at_once(backbone, batches):
    images, labels = zip(*batches, strict=True)
    was = backbone.training
    backbone.train(False)
    with torch.no_grad():
        features = backbone(torch.cat(images))
    backbone.train(was)
    return features.reshape(len(features), -1), torch.cat(labels).long()


@alternative("embed")
def inference_mode_and_a_copy(backbone, batches):
    was = backbone.training
    backbone.eval()
    features, labels = [], []
    with torch.inference_mode():
        for x, y in batches:
            features.append(backbone(x).flatten(1))
            labels += y.tolist()
    backbone.train(was)
    return torch.cat(features).clone(), torch.tensor(labels)


@alternative("train_head")
def head_only_optimizer_in_batches(features, labels, n_classes, epochs, seed=0):
    """Mini-batches in an order of its own; momentum; the short last batch included."""
    generator = torch.Generator().manual_seed(seed)
    data = features.detach()
    head = nn.Linear(data.shape[1], n_classes)
    nn.init.normal_(head.weight, std=0.1, generator=generator)
    nn.init.zeros_(head.bias)
    optimizer = torch.optim.SGD(head.parameters(), lr=0.01, momentum=0.5)
    for _ in range(epochs):
        for rows in torch.randperm(len(data), generator=generator).split(8):
            loss = F.nll_loss(F.log_softmax(head(data[rows]), 1), labels[rows])
            head.zero_grad()
            loss.backward()
            optimizer.step()
    return head


@alternative("train_head")
def by_hand(features, labels, n_classes, epochs, seed=0):
    """One-hot labels, the gradient written out, plain gradient descent; the global seed set."""
    torch.manual_seed(seed)
    head = nn.Linear(features.shape[1], n_classes)
    targets = F.one_hot(labels, n_classes).to(features.dtype)
    with torch.no_grad():
        for _ in range(epochs):
            errors = (head(features).softmax(1) - targets) / len(features)
            head.weight -= 0.1 * errors.T @ features
            head.bias -= 0.1 * errors.sum(0)
    return head


@alternative("train_head")
def adam_at_its_default_rate(features, labels, n_classes, epochs, seed=0):
    torch.manual_seed(seed)
    head = nn.Linear(features.shape[1], n_classes)
    optimizer = torch.optim.AdamW(head.parameters())
    data = features.clone().detach()
    for _ in range(epochs):
        loss = F.cross_entropy(head(data), labels, reduction="sum")
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
    return head.eval()


@alternative("trainable_names")
def plain_loop(model):
    names = []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad is True:
            names += [name]
    return names


@alternative("trainable_names")
def layer_by_layer(model):
    return tuple(f"{part}.{name}" if part else name for part, layer in model.named_modules()
                 for name, parameter in layer.named_parameters(recurse=False) if parameter.requires_grad)


@alternative("train_head")
def second_order(features, labels, n_classes, epochs, seed=0):
    """LBFGS: at the best head after its first step, where it stays."""
    torch.manual_seed(seed)
    head, data = nn.Linear(features.shape[1], n_classes), features.detach()
    optimizer = torch.optim.LBFGS(head.parameters(), line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(head(data), labels)
        loss.backward()
        return loss

    for _ in range(epochs):
        optimizer.step(closure)
    return head


@alternative("train_head")
def plain_sgd_in_batches_of_sixteen(features, labels, n_classes, epochs, seed=0):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    head, data = nn.Linear(features.shape[1], n_classes), features.detach()
    optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
    for _ in range(epochs):
        for rows in torch.randperm(len(data), generator=generator).split(16):
            optimizer.zero_grad()
            F.cross_entropy(head(data[rows]), labels[rows]).backward()
            optimizer.step()
    return head


@alternative("embed")
def single_precision(backbone, batches):
    """float32 whatever the backbone gives, and only maps are flattened."""
    was = backbone.training
    backbone.eval()
    features, labels = [], []
    with torch.no_grad():
        for images, some in batches:
            found = backbone(images).float()
            features.append(found.view(found.size(0), -1) if found.dim() == 4 else found)
            labels.append(some)
    backbone.train(was)
    return torch.vstack(features), torch.hstack(labels)
