"""Known mistakes in transfer learning, each with the words it must earn."""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from kata.known import mistake
from week5.kata7_transfer_learning import freeze as right_freeze

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def stop(parameters):
    for parameter in parameters:
        parameter.requires_grad = False
        parameter.grad = None


def hold(layers, kinds=NORMS):
    for layer in layers:
        if isinstance(layer, kinds):
            layer.eval()
            layer.train = lambda mode=True, layer=layer: layer


@mistake("freeze", "requires_grad has no say over running statistics")
def requires_grad_only(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    return module


@mistake("freeze", "requires_grad has no say over running statistics")
def train_blocked_without_eval(module):
    stop(module.parameters())
    module.train = lambda mode=True: module
    return module


@mistake("freeze", "model.train() has undone the eval()")
def eval_once(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    return module.eval()


@mistake("freeze", "model.train() has undone the eval()")
def eval_of_the_norms_once(module):
    stop(module.parameters())
    for layer in module.modules():
        if isinstance(layer, NORMS):
            layer.eval()
    return module


@mistake("freeze", "Standing still (momentum = 0,")
def momentum_of_nothing(module):
    stop(module.parameters())
    for layer in module.modules():
        if isinstance(layer, NORMS):
            layer.momentum = 0.0
    return module


@mistake("freeze", "Standing still (momentum = 0,")
def not_tracked(module):
    stop(module.parameters())
    for layer in module.modules():
        if isinstance(layer, NORMS):
            layer.track_running_stats = False
    return module


@mistake("freeze", "children() gives the first level only. module.modules()")
def only_direct_children_held(module):
    stop(module.parameters())
    hold(module.children())
    return module


@mistake("freeze", "children() gives the first level only. module.parameters()")
def only_direct_children_frozen(module):
    for layer in module.children():
        stop(layer.parameters(recurse=False))
    hold(module.modules())
    return module


@mistake("freeze", "Only the BatchNorm1d moves")
def only_norms_of_maps(module):
    stop(module.parameters())
    hold(module.modules(), nn.BatchNorm2d)
    return module


@mistake("freeze", "Only the normalisation layers are frozen")
def only_norms(module):
    for layer in module.modules():
        if isinstance(layer, NORMS):
            stop(layer.parameters())
    hold(module.modules())
    return module


@mistake("freeze", "Only the convolutions are frozen")
def only_convolutions(module):
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d):
            stop(layer.parameters())
    hold(module.modules())
    return module


@mistake("freeze", "Some parameters inside the module still get a gradient")
def only_the_kinds_that_came_to_mind(module):
    for layer in module.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear, *NORMS)):
            stop(layer.parameters())
    hold(module.modules())
    return module


@mistake("freeze", "The biases inside still get a gradient")
def only_weights(module):
    stop(parameter for name, parameter in module.named_parameters() if "weight" in name)
    hold(module.modules())
    return module


@mistake("freeze", "only biases are frozen")
def only_biases(module):
    stop(parameter for name, parameter in module.named_parameters() if "bias" in name)
    hold(module.modules())
    return module


@mistake("freeze", "switched off for the whole program")
def gradients_off_everywhere(module):
    torch.set_grad_enabled(False)
    module.eval()
    module.train = lambda mode=True: module
    return module


@mistake("freeze", "No gradient gets through the module")
def forward_without_gradient(module):
    right_freeze(module)
    module.forward = torch.no_grad()(module.forward)
    return module


@mistake("freeze", "A copy was frozen")
def copied(module):
    return right_freeze(copy.deepcopy(module))


@mistake("freeze", "Nothing is frozen")
def name_hung_on_the_module(module):
    module.requires_grad = False
    return module


@mistake("freeze", "Nothing is frozen")
def eval_is_thought_to_freeze(module):
    return module.eval()


@mistake("freeze", "model.train() fails")
def eval_in_the_place_of_train(module):
    stop(module.parameters())
    for layer in module.modules():
        if isinstance(layer, NORMS):
            layer.eval()
            layer.train = layer.eval
    return module


@mistake("freeze", "an old gradient was still stored")
def old_gradients_left(module):
    module.requires_grad_(False)
    hold(module.modules())
    return module


@mistake("freeze", "A gradient of 0 is still a gradient")
def old_gradients_set_to_zero(module):
    for parameter in module.parameters():
        parameter.requires_grad_(False)
        parameter.grad = None if parameter.grad is None else torch.zeros_like(parameter)
    hold(module.modules())
    return module


@mistake("freeze", "Is there a `return` at the end?")
def return_forgotten(module):
    right_freeze(module)


def features_of(backbone, batches):
    """The right answer, as two lists of tensors."""
    was = backbone.training
    backbone.eval()
    features, labels = [], []
    with torch.no_grad():
        for images, targets in batches:
            features.append(backbone(images).flatten(1))
            labels.append(targets)
    backbone.train(was)
    return features, labels


def joined(backbone, batches):
    features, labels = features_of(backbone, batches)
    return torch.cat(features), torch.cat(labels)


@mistake("embed", "The backbone was in train mode")
def train_mode(backbone, batches):
    features, labels = [], []
    with torch.no_grad():
        for images, targets in batches:
            features.append(backbone(images).flatten(1))
            labels.append(targets)
    return torch.cat(features), torch.cat(labels)


@mistake("embed", "The backbone was in train mode")
def nothing_switched_off(backbone, batches):
    pairs = [(backbone(images).flatten(1), targets) for images, targets in batches]
    return torch.cat([one for one, _ in pairs]), torch.cat([one for _, one in pairs])


@mistake("embed", "still hold on to the whole computation")
def with_graph(backbone, batches):
    was = backbone.training
    backbone.eval()
    pairs = [(backbone(images).flatten(1), targets) for images, targets in batches]
    backbone.train(was)
    return torch.cat([one for one, _ in pairs]), torch.cat([one for _, one in pairs])


@mistake("embed", "Gradients are switched off for the whole program")
def gradients_off_everywhere_in_embed(backbone, batches):
    torch.set_grad_enabled(False)
    return joined(backbone, batches)


@mistake("embed", "A head cannot be trained on these features")
def inference_mode(backbone, batches):
    with torch.inference_mode():
        return joined(backbone, batches)


@mistake("embed", "embed has frozen it")
def frozen_for_good(backbone, batches):
    for parameter in backbone.parameters():
        parameter.requires_grad = False
    return joined(backbone, batches)


@mistake("embed", "in another order")
def sorted_by_label(backbone, batches):
    features, labels = joined(backbone, batches)
    order = torch.argsort(labels)
    return features[order], labels[order]


@mistake("embed", "in another order")
def shuffled(backbone, batches):
    features, labels = joined(backbone, batches)
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(1))
    return features[order], labels[order]


@mistake("embed", "The short last batch is missing")
def short_batch_lost(backbone, batches):
    features, labels = features_of(backbone, batches)
    full = [i for i, one in enumerate(labels) if len(one) == len(labels[0])]
    return torch.cat([features[i] for i in full]), torch.cat([labels[i] for i in full])


@mistake("embed", "Only the last batch is there")
def last_batch_only(backbone, batches):
    features, labels = features_of(backbone, batches)
    return features[-1], labels[-1]


@mistake("embed", "Only the first batch is there")
def returned_inside_the_loop(backbone, batches):
    was = backbone.training
    backbone.eval()
    with torch.no_grad():
        for images, labels in batches:
            features = backbone(images).flatten(1)
            backbone.train(was)
            return features, labels
    return None


@mistake("embed", "Those are maps")
def not_flattened(backbone, batches):
    was = backbone.training
    backbone.eval()
    with torch.no_grad():
        pairs = [(backbone(images), targets) for images, targets in batches]
    backbone.train(was)
    return torch.cat([one for one, _ in pairs]), torch.cat([one for _, one in pairs])


@mistake("embed", "has lost its first axis")
def squeezed(backbone, batches):
    was = backbone.training
    backbone.eval()
    with torch.no_grad():
        pairs = [(backbone(images).squeeze(), targets) for images, targets in batches]
    backbone.train(was)
    return torch.cat([one for one, _ in pairs]), torch.cat([one for _, one in pairs])


@mistake("embed", "torch.stack wants batches of one size")
def stacked(backbone, batches):
    features, labels = features_of(backbone, batches)
    return torch.stack(features).flatten(0, 1), torch.stack(labels).flatten()


@mistake("embed", "gone through already")
def two_rounds(backbone, batches):
    was = backbone.training
    backbone.eval()
    with torch.no_grad():
        features = torch.cat([backbone(images).flatten(1) for images, _ in batches])
        labels = torch.cat([labels for _, labels in batches])
    backbone.train(was)
    return features, labels


@mistake("embed", "may have no length")
def by_number(backbone, batches):
    return joined(backbone, [batches[i] for i in range(len(batches))])


@mistake("embed", "Return a pair")
def features_alone(backbone, batches):
    return joined(backbone, batches)[0]


@mistake("embed", "Features come first")
def the_other_way_round(backbone, batches):
    features, labels = joined(backbone, batches)
    return labels, features


@mistake("embed", "The features are a list of")
def lists_of_batches(backbone, batches):
    return features_of(backbone, batches)


@mistake("embed", "The labels are a list of")
def list_of_labels(backbone, batches):
    features, labels = features_of(backbone, batches)
    return torch.cat(features), labels


@mistake("embed", "The features are no tensor")
def as_arrays(backbone, batches):
    features, labels = joined(backbone, batches)
    return features.numpy(), labels.numpy()


@mistake("embed", "The labels became floats")
def labels_as_floats(backbone, batches):
    features, labels = joined(backbone, batches)
    return features, labels.float()


@mistake("embed", "The labels have two axes")
def labels_as_a_table(backbone, batches):
    features, labels = joined(backbone, batches)
    return features, F.one_hot(labels)


@mistake("embed", "Each row was scaled to length 1")
def scaled_rows(backbone, batches):
    features, labels = joined(backbone, batches)
    return F.normalize(features), labels


@mistake("embed", "Remember backbone.training before eval()")
def left_in_eval_mode(backbone, batches):
    backbone.eval()
    return joined(backbone, batches)


@mistake("embed", "Remember backbone.training before eval()")
def always_back_to_train_mode(backbone, batches):
    result = joined(backbone, batches)
    backbone.train()
    return result


def new_head(features, n_classes, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Linear(features.shape[1], n_classes)


def fit(head, features, labels, epochs, loss=F.cross_entropy, rate=0.01, parameters=None, clear=True):
    optimizer = torch.optim.Adam(parameters or head.parameters(), lr=rate)
    for _ in range(epochs):
        if clear:
            optimizer.zero_grad()
        loss(head(features.detach()), labels).backward()
        optimizer.step()
    return head


@mistake("train_head", "Much too sure")
def softmax_before_the_loss(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, epochs,
               lambda logits, y: F.cross_entropy(logits.softmax(1), y))


@mistake("train_head", "The head is a Sequential")
def softmax_in_the_head(features, labels, n_classes, epochs, seed=0):
    return fit(nn.Sequential(new_head(features, n_classes, seed), nn.Softmax(1)), features, labels, epochs)


@mistake("train_head", "The head is a Sequential")
def hidden_layer(features, labels, n_classes, epochs, seed=0):
    torch.manual_seed(seed)
    head = nn.Sequential(nn.Linear(features.shape[1], 8), nn.ReLU(), nn.Linear(8, n_classes))
    return fit(head, features, labels, epochs)


@mistake("train_head", "came on top of the first one's")
def gradients_not_cleared(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, epochs, clear=False)


@mistake("train_head", "came on top of the first one's")
def gradients_not_cleared_sgd(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
    for _ in range(epochs):
        F.cross_entropy(head(features.detach()), labels).backward()
        optimizer.step()
    return head


@mistake("train_head", "the head is the same. Each epoch")
def one_epoch_only(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, 1)


@mistake("train_head", "the head is the same. Each epoch")
def step_before_backward(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = F.cross_entropy(head(features.detach()), labels)
        optimizer.step()
        loss.backward()
    return head


@mistake("train_head", "The same seed gave two heads")
def seed_ignored(features, labels, n_classes, epochs, seed=0):
    return fit(nn.Linear(features.shape[1], n_classes), features, labels, epochs)


@mistake("train_head", "`seed` takes no part")
def one_seed_for_all(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, 42), features, labels, epochs)


@mistake("train_head", "global random generator")
def seed_of_numpy(features, labels, n_classes, epochs, seed=0):
    np.random.seed(seed)
    head = new_head(features, n_classes, seed)
    with torch.no_grad():
        head.weight.copy_(torch.from_numpy(np.random.randn(*head.weight.shape) * 0.1))
    return fit(head, features, labels, epochs)


@mistake("train_head", "Only the bias is trained")
def only_the_bias(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    return fit(head, features, labels, epochs, parameters=[head.bias])


@mistake("train_head", "right about features that were scaled first")
def scaled_inside(features, labels, n_classes, epochs, seed=0):
    scaled = (features - features.mean(0)) / features.std(0)
    return fit(new_head(features, n_classes, seed), scaled, labels, epochs)


@mistake("train_head", "right about features that were scaled first")
def unit_length_inside(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), F.normalize(features), labels, 4 * epochs, rate=0.02)


@mistake("train_head", "mean squared error")
def squared_error(features, labels, n_classes, epochs, seed=0):
    targets = F.one_hot(labels, n_classes).float()
    return fit(new_head(features, n_classes, seed), features, targets, epochs, F.mse_loss)


@mistake("train_head", "binary cross-entropy")
def each_class_by_itself(features, labels, n_classes, epochs, seed=0):
    targets = F.one_hot(labels, n_classes).float()
    return fit(new_head(features, n_classes, seed), features, targets, epochs, F.binary_cross_entropy_with_logits)


@mistake("train_head", "inputs first")
def outputs_first(features, labels, n_classes, epochs, seed=0):
    return fit(nn.Linear(n_classes, features.shape[1]), features, labels, epochs)


@mistake("train_head", "inputs first")
def size_of_the_course_backbone(features, labels, n_classes, epochs, seed=0):
    return fit(nn.Linear(1280, n_classes), features, labels, epochs)


@mistake("train_head", "only the classes that have a photo")
def classes_counted(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, int(labels.max()) + 1, seed), features, labels, epochs)


@mistake("train_head", "The bias is missing")
def no_bias(features, labels, n_classes, epochs, seed=0):
    torch.manual_seed(seed)
    return fit(nn.Linear(features.shape[1], n_classes, bias=False), features, labels, epochs)


@mistake("train_head", "shuffled apart")
def shuffled_apart(features, labels, n_classes, epochs, seed=0):
    generator = torch.Generator().manual_seed(seed)
    head = new_head(features, n_classes, seed)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    for _ in range(epochs):
        order = torch.randperm(len(labels), generator=generator)
        optimizer.zero_grad()
        F.cross_entropy(head(features.detach()[order]), labels).backward()
        optimizer.step()
    return head


@mistake("train_head", "The features got a gradient")
def features_not_detached(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    for _ in range(epochs):
        optimizer.zero_grad()
        F.cross_entropy(head(features), labels).backward()
        optimizer.step()
    return head


@mistake("train_head", "changed the `features`")
def features_scaled_in_place(features, labels, n_classes, epochs, seed=0):
    head = fit(new_head(features, n_classes, seed), features.clone(), labels, epochs)
    features.data.div_(features.norm(dim=1, keepdim=True))
    return head


@mistake("train_head", "Return the head itself")
def weights_instead_of_the_head(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, epochs).state_dict()


@mistake("trainable_names", "Those are the parameters themselves")
def values(model):
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


@mistake("trainable_names", "pairs of a name and a parameter")
def pairs(model):
    return [pair for pair in model.named_parameters() if pair[1].requires_grad]


@mistake("trainable_names", "Those are all parameters")
def all_names(model):
    return [name for name, _ in model.named_parameters()]


@mistake("trainable_names", "Those are the frozen ones")
def frozen_names(model):
    return [name for name, parameter in model.named_parameters() if not parameter.requires_grad]


@mistake("trainable_names", "The names are sorted")
def sorted_names(model):
    return sorted(name for name, parameter in model.named_parameters() if parameter.requires_grad)


@mistake("trainable_names", "Nothing was found")
def from_the_state_dict(model):
    return [name for name, tensor in model.state_dict().items() if tensor.requires_grad]


@mistake("trainable_names", "Nothing was found")
def only_its_own(model):
    return [name for name, parameter in model.named_parameters(recurse=False) if parameter.requires_grad]


@mistake("trainable_names", "names of layers")
def layers(model):
    return [name for name, part in model.named_children() if any(p.requires_grad for p in part.parameters())]


@mistake("trainable_names", "A layer can be frozen in part: ask")
def layers_without_a_frozen_part(model):
    return [name for name, _ in model.named_parameters()
            if all(p.requires_grad for p in model.get_submodule(name.rpartition(".")[0]).parameters())]


@mistake("trainable_names", "The names lack their layer")
def short_names(model):
    return [name.rpartition(".")[2] for name, parameter in model.named_parameters() if parameter.requires_grad]


@mistake("trainable_names", "That is a number")
def how_many(model):
    return sum(parameter.requires_grad for parameter in model.parameters())


@mistake("train_head", "The bias is not trained")
def only_the_weights(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    return fit(head, features, labels, epochs, parameters=[head.weight])


@mistake("train_head", "came on top of the first one's")
def cleared_once_before_the_loop(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.05)
    optimizer.zero_grad()
    for _ in range(epochs):
        F.cross_entropy(head(features.detach()), labels).backward()
        optimizer.step()
    return head


@mistake("embed", "A hook still hangs on the backbone")
def hook_left(backbone, batches):
    seen = []
    backbone.register_forward_hook(lambda layer, inputs, output: seen.append(output.detach().flatten(1)))
    _, labels = features_of(backbone, batches)
    return torch.cat(seen), torch.cat(labels)


@mistake("embed", "one row a batch")
def mean_of_each_batch(backbone, batches):
    features, labels = features_of(backbone, batches)
    return torch.stack([one.mean(0) for one in features]), torch.cat(labels)


@mistake("freeze", "Nothing is frozen")
def typing_error(module):
    for parameter in module.parameters():
        parameter.require_grad = False
    hold(module.modules())
    return module


@mistake("train_head", "a turn too few")
def one_epoch_less(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, max(epochs - 1, 0))


@mistake("train_head", "the head is the same. Each epoch")
def always_a_hundred_epochs(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, 100)


@mistake("train_head", "A short last batch counts")
def short_last_batch_left_out(features, labels, n_classes, epochs, seed=0):
    head = new_head(features, n_classes, seed)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    for _ in range(epochs):
        for i in range(len(features) // 8):
            rows = slice(i * 8, i * 8 + 8)
            optimizer.zero_grad()
            F.cross_entropy(head(features.detach()[rows]), labels[rows]).backward()
            optimizer.step()
    return head


@mistake("train_head", "no lowest value")
def nll_of_raw_logits(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, epochs, F.nll_loss)


@mistake("train_head", "Much too sure")
def sigmoid_before_the_loss(features, labels, n_classes, epochs, seed=0):
    return fit(new_head(features, n_classes, seed), features, labels, epochs,
               lambda logits, y: F.cross_entropy(logits.sigmoid(), y))


@mistake("embed", "came frozen, and can be trained now")
def thawed_afterwards(backbone, batches):
    backbone.requires_grad_(False)
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    pairs = [(backbone(images).detach().flatten(1), labels) for images, labels in batches]
    for part, mode in modes:
        part.training = mode
    backbone.requires_grad_(True)
    return torch.cat([one for one, _ in pairs]), torch.cat([one for _, one in pairs])


@mistake("embed", "Nine rows for seven pictures")
def room_for_full_batches(backbone, batches):
    was, batches = backbone.training, list(batches)
    backbone.eval()
    size = len(batches[0][0])
    features = torch.zeros(size * len(batches), backbone(batches[0][0]).flatten(1).shape[1], dtype=torch.float64)
    labels = torch.zeros(len(features), dtype=torch.int64)
    with torch.no_grad():
        for i, (images, some) in enumerate(batches):
            features[i * size:i * size + len(images)] = backbone(images).flatten(1)
            labels[i * size:i * size + len(images)] = some
    backbone.train(was)
    return features, labels


@mistake("embed", "They come prepared")
def prepared_twice(backbone, batches):
    was = backbone.training
    backbone.eval()
    with torch.no_grad():
        pairs = [(backbone((images - 127) / 128).flatten(1), labels) for images, labels in batches]
    backbone.train(was)
    return torch.cat([one for one, _ in pairs]), torch.cat([one for _, one in pairs])


@mistake("trainable_names", "say how layers work")
def layers_in_train_mode(model):
    return [f"{part}.{name}" for part, layer in model.named_modules() if layer.training
            for name, parameter in layer.named_parameters(recurse=False) if parameter.requires_grad]


@mistake("trainable_names", "Nothing was found")
def stops_at_the_first_frozen_one(model):
    names = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            break
        names.append(name)
    return names
