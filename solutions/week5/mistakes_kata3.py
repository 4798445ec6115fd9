"""Known mistakes in the training loop, each with the words it must earn."""

import copy

import torch
from torch.nn import functional as F

from kata.known import mistake
from week5.kata3_training_loop import evaluate, train_epoch


def loop(model, batches, optimizer, loss=F.cross_entropy):
    """The right loop with another loss in it. Gives each batch's mean cross-entropy and its size."""
    model.train()
    found = []
    for images, labels in batches:
        optimizer.zero_grad()
        logits = model(images)
        loss(logits, labels).backward()
        optimizer.step()
        found.append((F.cross_entropy(logits, labels).item(), len(labels)))
    return found


def mean(found):
    return sum(loss * n for loss, n in found) / sum(n for _, n in found)


@mistake("train_epoch", "Clear them for each batch")
def never_cleared(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "Clear them for each batch")
def cleared_once_an_epoch(model, batches, optimizer):
    optimizer.zero_grad()
    return never_cleared(model, batches, optimizer)


@mistake("train_epoch", "it comes after backward()")
def step_before_backward(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        optimizer.step()
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "it comes after backward()")
def never_stepped(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "zero_grad() comes before backward()")
def cleared_before_the_step(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "zero_grad() comes before backward()")
def no_backward(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "zero_grad() comes before backward()")
def only_evaluated(model, batches, optimizer):
    return evaluate(model, batches)[0]


@mistake("train_epoch", "zero_grad() comes before backward()")
def trained_a_copy(model, batches, optimizer):
    model = copy.deepcopy(model)
    return train_epoch(model, batches, torch.optim.SGD(model.parameters(), lr=0.5))


@mistake("train_epoch", "not a step for each batch")
def one_batch_behind(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "not a step for each batch")
def one_batch_behind_and_piled_up(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        optimizer.step()
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "The last batch has no part in the weights")
def step_at_the_top(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.step()
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "The last batch has no part in the weights")
def short_batch_dropped(model, batches, optimizer):
    batches = list(batches)
    return mean(loop(model, [batch for batch in batches if len(batch[1]) == len(batches[0][1])], optimizer))


@mistake("train_epoch", "There was one step for the whole epoch")
def one_step_at_the_end(model, batches, optimizer):
    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    optimizer.step()
    return total / count


@mistake("train_epoch", "There was one step for the whole epoch")
def losses_added_up_first(model, batches, optimizer):
    model.train()
    optimizer.zero_grad()
    losses = [F.cross_entropy(model(images), labels) for images, labels in batches]
    sum(losses).backward()
    optimizer.step()
    return sum(losses).item() / len(losses)


@mistake("train_epoch", "There was one step for the whole epoch")
def all_in_one_batch(model, batches, optimizer):
    images, labels = (torch.cat(part) for part in zip(*batches, strict=True))
    return mean(loop(model, [(images, labels)], optimizer))


@mistake("train_epoch", "both belong inside the loop")
def only_the_step_at_the_end(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        total, count = total + loss.item() * len(labels), count + len(labels)
    optimizer.step()
    return total / count


@mistake("train_epoch", "both belong inside the loop")
def backward_after_the_loop(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        total, count = total + loss.item() * len(labels), count + len(labels)
    loss.backward()
    optimizer.step()
    return total / count


@mistake("train_epoch", "Only the first batch was trained on. Is the `return` inside the loop?")
def return_inside_the_loop(model, batches, optimizer):
    model.train()
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()
    return None


@mistake("train_epoch", "Only the first batch was trained on. Is the `return` inside the loop?")
def next_of_the_batches(model, batches, optimizer):
    return mean(loop(model, [next(iter(batches))], optimizer))


@mistake("train_epoch", "not from the sum")
def sum_of_losses(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y, reduction="sum")))


@mistake("train_epoch", "not from the sum")
def weighted_before_backward(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y) * len(y)))


@mistake("train_epoch", "divided once more before backward()")
def divided_before_backward(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y) / len(y)))


@mistake("train_epoch", "The loss was weighted before backward()")
def divided_by_the_number_of_batches(model, batches, optimizer):
    batches = list(batches)
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y) / len(batches)))


@mistake("train_epoch", "The loss was weighted before backward()")
def share_of_the_epoch(model, batches, optimizer):
    batches = list(batches)
    n = sum(len(labels) for _, labels in batches)
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y) * len(y) / n))


@mistake("train_epoch", "if a softmax stands before cross_entropy")
def softmax_before(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(torch.softmax(z, dim=1), y)))


@mistake("train_epoch", "if a sigmoid stands before cross_entropy")
def sigmoid_before(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(torch.sigmoid(z), y)))


@mistake("train_epoch", "it wants their logarithms")
def nll_of_probabilities(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.nll_loss(torch.softmax(z, dim=1), y)))


@mistake("train_epoch", "their softmax is missing")
def nll_of_logits(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, F.nll_loss))


@mistake("train_epoch", "with squared errors")
def squared_errors(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.mse_loss(z, F.one_hot(y, z.shape[1]).to(z.dtype))))


@mistake("train_epoch", "went uphill")
def uphill(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: -F.cross_entropy(z, y)))


@mistake("train_epoch", "from the last to the first")
def last_batch_first(model, batches, optimizer):
    return mean(loop(model, list(batches)[::-1], optimizer))


@mistake("train_epoch", "Every batch was trained on twice")
def two_epochs(model, batches, optimizer):
    batches = list(batches)
    loop(model, batches, optimizer)
    return mean(loop(model, batches, optimizer))


@mistake("train_epoch", "Two steps were taken for each batch")
def two_steps_for_each_batch(model, batches, optimizer):
    return mean(loop(model, [batch for batch in batches for _ in range(2)], optimizer))


@mistake("train_epoch", "twice as long")
def stepped_twice(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "make no optimizer of your own")
def own_sgd(model, batches, optimizer):
    return mean(loop(model, batches, torch.optim.SGD(model.parameters(), lr=0.01)))


@mistake("train_epoch", "make no optimizer of your own")
def own_adam(model, batches, optimizer):
    return mean(loop(model, batches, torch.optim.Adam(model.parameters())))


@mistake("train_epoch", "under torch.no_grad(), or cut off")
def no_grad_while_training(model, batches, optimizer):
    with torch.no_grad():
        return train_epoch(model, batches, optimizer)


@mistake("train_epoch", "under torch.no_grad(), or cut off")
def detached(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z.detach(), y)))


@mistake("train_epoch", "under torch.no_grad(), or cut off")
def loss_of_the_answers(model, batches, optimizer):
    def share_wrong(logits, labels):
        return (logits.argmax(dim=1) != labels).double().mean()

    return mean(loop(model, batches, optimizer, share_wrong))


@mistake("train_epoch", "a list has no .dataset")
def length_of_the_dataset(model, batches, optimizer):
    return sum(loss * n for loss, n in loop(model, batches, optimizer)) / len(batches.dataset)


@mistake("train_epoch", "counts like 5")
def mean_of_batch_means(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss for loss, _ in found) / len(found)


@mistake("train_epoch", "Too small: the losses of the batches are means already")
def means_divided_by_examples(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss for loss, _ in found) / sum(n for _, n in found)


@mistake("train_epoch", "the sum of the batches' losses")
def sum_of_batch_means(model, batches, optimizer):
    return sum(loss for loss, _ in loop(model, batches, optimizer))


@mistake("train_epoch", "the sum over all examples: divide")
def sum_over_examples(model, batches, optimizer):
    return sum(loss * n for loss, n in loop(model, batches, optimizer))


@mistake("train_epoch", "divided by the number of batches")
def weighted_and_divided_by_batches(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss * n for loss, n in found) / len(found)


@mistake("train_epoch", "as large as the first")
def first_batch_size_for_all(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss * found[0][1] for loss, _ in found) / sum(n for _, n in found)


@mistake("train_epoch", "as small as the last one")
def last_batch_size_for_all(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss for loss, _ in found) * found[-1][1] / sum(n for _, n in found)


@mistake("train_epoch", "the loss of the last batch alone")
def loss_of_the_last_batch(model, batches, optimizer):
    return loop(model, batches, optimizer)[-1][0]


@mistake("train_epoch", "Only the last batch is in the sum")
def total_overwritten(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return found[-1][0] * found[-1][1] / sum(n for _, n in found)


@mistake("train_epoch", "the loss of the first batch alone")
def loss_of_the_first_batch(model, batches, optimizer):
    return loop(model, batches, optimizer)[0][0]


@mistake("train_epoch", "Each batch goes through the model once")
def loss_after_each_step(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        F.cross_entropy(model(images), labels).backward()
        optimizer.step()
        total += F.cross_entropy(model(images), labels).item() * len(labels)
        count += len(labels)
    return total / count


@mistake("train_epoch", "the loss when the epoch is over")
def loss_after_the_epoch(model, batches, optimizer):
    loop(model, batches, optimizer)
    return evaluate(model, batches)[0]


@mistake("train_epoch", "the loss before the first step")
def loss_before_the_epoch(model, batches, optimizer):
    loss, _ = evaluate(model, batches)
    loop(model, batches, optimizer)
    return loss


@mistake("train_epoch", "one for each batch")
def list_of_losses(model, batches, optimizer):
    return [loss for loss, _ in loop(model, batches, optimizer)]


@mistake("train_epoch", "Is there a `return` at the end?")
def return_forgotten(model, batches, optimizer):
    loop(model, batches, optimizer)


@mistake("train_epoch", "came back as a tensor")
def tensor_with_graph(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total, count = total + loss * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "came back as a tensor")
def tensor_without_graph(model, batches, optimizer):
    return torch.tensor(mean(loop(model, batches, optimizer)))


@mistake("train_epoch", "was trained in eval mode")
def train_mode_forgotten(model, batches, optimizer):
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "was trained in eval mode")
def eval_mode(model, batches, optimizer):
    model.eval()
    return train_mode_forgotten(model, batches, optimizer)


@mistake("train_epoch", "model.train() comes before the loop")
def train_mode_too_late(model, batches, optimizer):
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        model.train()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "No eval() inside the loop")
def eval_in_the_loop(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        model.eval()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "Each batch goes through the model once")
def through_the_model_twice(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        total += F.cross_entropy(model(images), labels).item() * len(labels)
        F.cross_entropy(model(images), labels).backward()
        optimizer.step()
        count += len(labels)
    return total / count


@mistake("train_epoch", "the momentum has no part")
def stepped_by_hand(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        slopes = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, slope in zip(model.parameters(), slopes, strict=True):
                parameter -= optimizer.param_groups[0]["lr"] * slope
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@mistake("train_epoch", "a new optimizer remembers nothing")
def optimizer_made_anew(model, batches, optimizer):
    group = optimizer.param_groups[0]
    return train_epoch(model, batches, type(optimizer)(model.parameters(), lr=group["lr"], momentum=group["momentum"]))


@mistake("train_epoch", "What comes one by one has no length")
def length_of_the_batches(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return mean(found) * len(batches) / len(found)


@mistake("train_epoch", "What comes one by one has no length")
def batches_by_number(model, batches, optimizer):
    first = batches[0]
    return mean(loop(model, [first, *(batches[i] for i in range(1, len(batches)))], optimizer))


@mistake("train_epoch", "gone through twice")
def counted_first(model, batches, optimizer):
    n = sum(len(labels) for _, labels in batches)
    return sum(loss * size for loss, size in loop(model, batches, optimizer)) / n


@mistake("train_epoch", "gone through twice")
def counted_afterwards(model, batches, optimizer):
    total = sum(loss * size for loss, size in loop(model, batches, optimizer))
    return total / sum(len(labels) for _, labels in batches)


@mistake("train_epoch", "taken from the generator before the loop")
def peeked(model, batches, optimizer):
    images, _ = next(iter(batches))
    assert images.ndim == 4
    return mean(loop(model, batches, optimizer))


@mistake("train_epoch", "changed the `batches`")
def batches_taken_out(model, batches, optimizer):
    found = []
    if not isinstance(batches, list):
        return mean(loop(model, batches, optimizer))
    while batches:
        found += loop(model, [batches.pop(0)], optimizer)
    return mean(found)


@mistake("train_epoch", "taken over the pictures")
def softmax_over_the_pictures(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.nll_loss(F.log_softmax(z, dim=0), y)))


@mistake("train_epoch", "zero_grad() comes before backward()")
def loss_made_anew(model, batches, optimizer):
    """What silences "does not require grad", and trains nothing."""

    def anew(logits, labels):
        return F.cross_entropy(logits.detach(), labels).requires_grad_()

    return mean(loop(model, batches, optimizer, anew))


@mistake("train_epoch", "not a step for each batch")
def a_step_for_two_batches(model, batches, optimizer):
    model.train()
    found = []
    for i, (images, labels) in enumerate(batches, 1):
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        if i % 2 == 0:
            optimizer.step()
            optimizer.zero_grad()
        found.append((loss.item(), len(labels)))
    return mean(found)


@mistake("train_epoch", "twice as long")
def backward_twice(model, batches, optimizer):
    model.train()
    found = []
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward(retain_graph=True)
        loss.backward()
        optimizer.step()
        found.append((loss.item(), len(labels)))
    return mean(found)


@mistake("train_epoch", "nothing scaled, clipped, weighted or added")
def labels_smoothed(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y, label_smoothing=0.1)))


@mistake("train_epoch", "nothing scaled, clipped, weighted or added")
def images_scaled(model, batches, optimizer):
    return mean(loop(model, [(images / 255, labels) for images, labels in batches], optimizer))


@mistake("train_epoch", "The pictures were flattened")
def pictures_flattened(model, batches, optimizer):
    return mean(loop(model, [(images.view(len(images), -1), labels) for images, labels in batches], optimizer))


@mistake("train_epoch", "without .float()")
def images_in_float32(model, batches, optimizer):
    return mean(loop(model, [(images.float(), labels) for images, labels in batches], optimizer))


@mistake("train_epoch", "(.item(), float) before backward()")
def number_before_backward(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(z, y).item()))


@mistake("train_epoch", "where the logits should be")
def labels_before_logits(model, batches, optimizer):
    return mean(loop(model, batches, optimizer, lambda z, y: F.cross_entropy(y, z)))


@mistake("train_epoch", "divided by the size of the last batch")
def count_overwritten(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss * n for loss, n in found) / found[-1][1]


@mistake("train_epoch", "as large as the first")
def divided_by_full_batches(model, batches, optimizer):
    found = loop(model, batches, optimizer)
    return sum(loss * n for loss, n in found) / (len(found) * found[0][1])


@mistake("train_epoch", "// gives whole numbers")
def whole_loss(model, batches, optimizer):
    return mean(loop(model, batches, optimizer)) // 1


@mistake("train_epoch", "round when you print it")
def rounded_loss(model, batches, optimizer):
    return round(mean(loop(model, batches, optimizer)), 4)


@mistake("train_epoch", "taken over the pictures")
def chances_by_column(model, batches, optimizer):
    def own(logits, labels):
        return -torch.log(logits.exp() / logits.exp().sum(0))[range(len(labels)), labels].mean()

    return mean(loop(model, batches, optimizer, own))


def look(model, batches):
    """(loss, right answers, size) of each batch, in eval mode."""
    was = model.training
    model.eval()
    found = []
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            loss = F.cross_entropy(logits, labels).item()
            found.append((loss, int((logits.argmax(1) == labels).sum()), len(labels)))
    model.train(was)
    return found


def of_all(found):
    n = sum(size for _, _, size in found)
    return sum(loss * size for loss, _, size in found) / n, sum(right for _, right, _ in found) / n


def judged_by(model, batches, loss=F.cross_entropy, answers=lambda logits: logits.argmax(1)):
    """`evaluate` with another loss, or other answers."""
    was = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            total += loss(logits, labels).item() * len(labels)
            right += (answers(logits) == labels).sum().item()
            n += len(labels)
    model.train(was)
    return total / n, right / n


@mistake("evaluate", "return loss, accuracy")
def two_numbers_swapped(model, batches):
    return of_all(look(model, batches))[::-1]


@mistake("evaluate", "return loss, accuracy")
def loss_alone(model, batches):
    return of_all(look(model, batches))[0]


@mistake("evaluate", "return loss, accuracy")
def by_name(model, batches):
    loss, accuracy = of_all(look(model, batches))
    return {"loss": loss, "accuracy": accuracy}


@mistake("evaluate", "Is there a `return` at the end?")
def nothing_returned(model, batches):
    look(model, batches)


@mistake("evaluate", "counts like 5")
def means_of_batch_means(model, batches):
    found = look(model, batches)
    return sum(loss for loss, _, _ in found) / len(found), sum(right / n for _, right, n in found) / len(found)


@mistake("evaluate", "Too small: the losses of the batches are means already")
def losses_divided_by_examples(model, batches):
    found = look(model, batches)
    return sum(loss for loss, _, _ in found) / sum(n for _, _, n in found), of_all(found)[1]


@mistake("evaluate", "the sum of the batches' losses")
def losses_added(model, batches):
    found = look(model, batches)
    return sum(loss for loss, _, _ in found), of_all(found)[1]


@mistake("evaluate", "the sum over all examples: divide")
def losses_of_all_examples_added(model, batches):
    found = look(model, batches)
    return sum(loss * n for loss, _, n in found), of_all(found)[1]


@mistake("evaluate", "over all examples, divided by the number of batches")
def weighted_losses_over_batches(model, batches):
    found = look(model, batches)
    return sum(loss * n for loss, _, n in found) / len(found), of_all(found)[1]


@mistake("evaluate", "as large as the first")
def all_as_large_as_the_first(model, batches):
    found = look(model, batches)
    n = sum(n for _, _, n in found)
    return sum(loss * found[0][2] for loss, _, _ in found) / n, of_all(found)[1]


@mistake("evaluate", "of the last batch alone")
def last_batch_alone(model, batches):
    return of_all(look(model, batches)[-1:])


@mistake("evaluate", "the loss of the first batch alone")
def first_batch_alone(model, batches):
    return of_all(look(model, batches)[:1])


@mistake("evaluate", "The short last batch is left out")
def last_batch_dropped(model, batches):
    found = look(model, batches)
    return of_all([one for one in found if one[2] == found[0][2]])


@mistake("evaluate", "if a softmax stands before cross_entropy")
def softmax_before_the_loss(model, batches):
    return judged_by(model, batches, lambda z, y: F.cross_entropy(z.softmax(1), y))


@mistake("evaluate", "it wants their logarithms")
def nll_of_probabilities_measured(model, batches):
    return judged_by(model, batches, lambda z, y: F.nll_loss(z.softmax(1), y))


@mistake("evaluate", "their softmax is missing")
def nll_of_logits_measured(model, batches):
    return judged_by(model, batches, F.nll_loss)


@mistake("evaluate", "Four classes and five pictures")
def argmax_over_the_pictures(model, batches):
    return judged_by(model, batches, answers=lambda logits: logits.argmax(0))


@mistake("evaluate", "how many are right")
def count_of_right_answers(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right for _, right, _ in found)


@mistake("evaluate", "right answers was divided by the number of batches")
def right_answers_over_batches(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right for _, right, _ in found) / len(found)


@mistake("evaluate", "That is a percentage")
def percent(model, batches):
    loss, accuracy = of_all(look(model, batches))
    return loss, 100 * accuracy


@mistake("evaluate", "counts like 5")
def mean_of_accuracies(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right / n for _, right, n in found) / len(found)


@mistake("evaluate", "the accuracies of the batches were added up")
def sum_of_accuracies(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right / n for _, right, n in found)


@mistake("evaluate", "of the last batch alone")
def accuracy_of_the_last_batch(model, batches):
    found = look(model, batches)
    return of_all(found)[0], found[-1][1] / found[-1][2]


@mistake("evaluate", "Only the last batch's right answers are counted")
def right_answers_overwritten(model, batches):
    found = look(model, batches)
    return of_all(found)[0], found[-1][1] / sum(n for _, _, n in found)


@mistake("evaluate", "as large as the first")
def batches_times_batch_size(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right for _, right, _ in found) / (len(found) * found[0][2])


@mistake("evaluate", "as small as the last one")
def batches_times_last_size(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right for _, right, _ in found) / (len(found) * found[-1][2])


@mistake("evaluate", "the share that is wrong")
def error_rate(model, batches):
    loss, accuracy = of_all(look(model, batches))
    return loss, 1 - accuracy


@mistake("evaluate", "No answer was counted as right")
def whole_number_division(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right for _, right, _ in found) // sum(n for _, _, n in found)


@mistake("evaluate", "No answer was counted as right")
def largest_logit_itself(model, batches):
    return judged_by(model, batches, answers=lambda logits: logits.max(1).values)


@mistake("evaluate", "No answer was counted as right")
def argmax_over_everything(model, batches):
    return judged_by(model, batches, answers=torch.argmax)


@mistake("evaluate", "smallest logit")
def argmin(model, batches):
    return judged_by(model, batches, answers=lambda logits: logits.argmin(1))


@mistake("evaluate", "return loss, accuracy")
def loss_twice(model, batches):
    loss, _ = of_all(look(model, batches))
    return loss, loss


@mistake("evaluate", "measured in train mode")
def eval_forgotten(model, batches):
    total, right, n = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            total += F.cross_entropy(logits, labels).item() * len(labels)
            right += (logits.argmax(1) == labels).sum().item()
            n += len(labels)
    return total / n, right / n


@mistake("evaluate", "measured in train mode")
def train_instead_of_eval(model, batches):
    was = model.training
    model.train()
    found = eval_forgotten(model, batches)
    model.train(was)
    return found


@mistake("evaluate", "was left in eval mode")
def left_in_eval_mode(model, batches):
    model.eval()
    return eval_forgotten(model, batches)


@mistake("evaluate", "was put into train mode")
def always_back_to_train_mode(model, batches):
    found = evaluate(model, batches)
    model.train()
    return found


@mistake("evaluate", "Each part should be in the mode")
def only_the_top_put_back(model, batches):
    was = model.training
    model.eval()
    found = eval_forgotten(model, batches)
    model.training = was
    return found


@mistake("evaluate", "Evaluating changed the weights")
def trains(model, batches):
    batches = list(batches)
    found = evaluate(model, batches)
    slopes = torch.autograd.grad(F.cross_entropy(model(batches[0][0]), batches[0][1]), list(model.parameters()))
    with torch.no_grad():
        for parameter, slope in zip(model.parameters(), slopes, strict=True):
            parameter -= 0.01 * slope
    return found


@mistake("evaluate", "Evaluating changed the weights")
def the_training_loop_again(model, batches):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    found = loop(model, batches, optimizer)
    return mean(found), 0.5


@mistake("evaluate", "Evaluating has nothing to clear")
def clears_gradients(model, batches):
    model.zero_grad()
    return evaluate(model, batches)


@mistake("evaluate", "under `with torch.no_grad():`")
def goes_backward(model, batches):
    was = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    for images, labels in batches:
        logits = model(images)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        total += loss.item() * len(labels)
        right += (logits.argmax(1) == labels).sum().item()
        n += len(labels)
    model.train(was)
    return total / n, right / n


@mistake("evaluate", "under `with torch.no_grad():`")
def graph_recorded(model, batches):
    was = model.training
    model.eval()
    total, right, n = 0.0, 0, 0
    for images, labels in batches:
        logits = model(images)
        total += F.cross_entropy(logits, labels).item() * len(labels)
        right += (logits.argmax(1) == labels).sum().item()
        n += len(labels)
    model.train(was)
    return total / n, right / n


@mistake("evaluate", "The accuracy came back as a tensor")
def accuracy_as_a_tensor(model, batches):
    loss, accuracy = evaluate(model, batches)
    return loss, torch.tensor(accuracy, dtype=torch.float64)


@mistake("evaluate", "The loss came back as a tensor")
def both_as_tensors(model, batches):
    return tuple(torch.tensor(one, dtype=torch.float64) for one in evaluate(model, batches))


@mistake("evaluate", "gone through twice")
def two_loops(model, batches):
    loss, _ = evaluate(model, batches)
    _, accuracy = evaluate(model, batches)
    return loss, accuracy


@mistake("evaluate", "gone through twice")
def right_answers_in_a_second_loop(model, batches):
    loss, n = 0.0, 0
    for one, _, size in look(model, batches):
        loss, n = loss + one * size, n + size
    return loss / n, sum(right for _, right, _ in look(model, batches)) / n


@mistake("evaluate", "gone through twice")
def examples_counted_first(model, batches):
    n = sum(len(labels) for _, labels in batches)
    found = look(model, batches)
    return sum(loss * size for loss, _, size in found) / n, sum(right for _, right, _ in found) / n


@mistake("evaluate", "has no length")
def length_of_batches(model, batches):
    found = look(model, batches)
    n = sum(size for _, _, size in found)
    mean_size = n / len(batches)
    return sum(loss * size for loss, _, size in found) / len(batches) / mean_size, of_all(found)[1]


@mistake("evaluate", "a list has no .dataset")
def dataset_of_the_loader(model, batches):
    found = look(model, batches)
    return of_all(found)[0], sum(right for _, right, _ in found) / len(batches.dataset)


def sums(model, batches, loss=F.cross_entropy):
    """Sum of the losses, right answers, examples, and the last batch's size; mode and recording as they should be."""
    was = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            total += float(loss(logits, labels)) * len(labels)
            right += int((logits.argmax(1) == labels).sum())
            count += len(labels)
    model.train(was)
    return total, right, count, len(labels)


@mistake("evaluate", "left switched off for the whole program")
def recording_switched_off_for_good(model, batches):
    total, right, count, _ = sums(model, batches)
    torch.set_grad_enabled(False)
    return total / count, right / count


@mistake("evaluate", "requires_grad was left False")
def frozen_instead_of_no_grad(model, batches):
    total, right, count, _ = sums(model.requires_grad_(False), batches)
    return total / count, right / count


@mistake("evaluate", "requires_grad was changed")
def all_thawed(model, batches):
    total, right, count, _ = sums(model.requires_grad_(False), batches)
    model.requires_grad_(True)
    return total / count, right / count


@mistake("evaluate", "Put the mode back after the loop")
def mode_put_back_in_the_loop(model, batches):
    was = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            total += F.cross_entropy(logits, labels).item() * len(labels)
            right += int((logits.argmax(1) == labels).sum())
            count += len(labels)
            model.train(was)
    return total / count, right / count


@mistake("evaluate", "The pictures were flattened")
def pictures_flattened_for_measuring(model, batches):
    total, right, count, _ = sums(model, [(images.flatten(1), labels) for images, labels in batches])
    return total / count, right / count


@mistake("evaluate", "divided by the size of the last batch")
def count_of_the_last(model, batches):
    total, right, _, last = sums(model, batches)
    return total / last, right / last


@mistake("evaluate", "mean squared error")
def squares_measured(model, batches):
    total, right, count, _ = sums(model, batches, lambda z, y: F.mse_loss(z, F.one_hot(y, z.shape[1]).to(z.dtype)))
    return total / count, right / count


@mistake("evaluate", "if its softmax is taken")
def measured_over_the_pictures(model, batches):
    total, right, count, _ = sums(model, batches, lambda z, y: F.nll_loss(z.log_softmax(0), y))
    return total / count, right / count


@mistake("evaluate", "round when you print it")
def both_rounded(model, batches):
    total, right, count, _ = sums(model, batches)
    return round(total / count, 4), round(right / count, 4)


def history_of(rows):
    return dict(zip(("train_loss", "val_loss", "val_accuracy"), map(list, zip(*rows, strict=True)), strict=True))


@mistake("fit", "came back without their names")
def three_lists(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)) for _ in range(epochs)]
    return tuple(map(list, zip(*rows, strict=True)))


@mistake("fit", "That is a list of epochs")
def list_of_epochs(model, train_batches, val_batches, optimizer, epochs):
    history = []
    for _ in range(epochs):
        row = {"train_loss": train_epoch(model, train_batches, optimizer)}
        row["val_loss"], row["val_accuracy"] = evaluate(model, val_batches)
        history.append(row)
    return history


@mistake("fit", "exactly these three keys")
def accuracy_left_out(model, train_batches, val_batches, optimizer, epochs):
    history = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["train_loss"].append(train_epoch(model, train_batches, optimizer))
        history["val_loss"].append(evaluate(model, val_batches)[0])
    return history


@mistake("fit", "It should have one number for each epoch")
def overwritten_each_epoch(model, train_batches, val_batches, optimizer, epochs):
    history = {}
    for _ in range(epochs):
        history["train_loss"] = train_epoch(model, train_batches, optimizer)
        history["val_loss"], history["val_accuracy"] = evaluate(model, val_batches)
    return history


@mistake("fit", "One epoch is missing")
def one_epoch_less(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)) for _ in range(1, epochs)]
    return history_of(rows)


@mistake("fit", "There is one too many")
def one_epoch_more(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)) for _ in range(epochs + 1)]
    return history_of(rows)


@mistake("fit", "There is one too many")
def measured_before_the_first_too(model, train_batches, val_batches, optimizer, epochs):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    for epoch in range(epochs + 1):
        if epoch:
            history["train_loss"].append(train_epoch(model, train_batches, optimizer))
        loss, accuracy = evaluate(model, val_batches)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return history


@mistake("fit", "That is one for each batch")
def one_for_each_batch(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        for batch in train_batches:
            rows.append((train_epoch(model, [batch], optimizer), *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "Only one epoch is in it")
def lists_made_in_the_loop(model, train_batches, val_batches, optimizer, epochs):
    for _ in range(epochs):
        history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
        history["train_loss"].append(train_epoch(model, train_batches, optimizer))
        loss, accuracy = evaluate(model, val_batches)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return history


@mistake("fit", "Only one epoch is in it")
def returned_in_the_loop(model, train_batches, val_batches, optimizer, epochs):
    return history_of([(train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches))])


@mistake("fit", "Train first, then measure")
def measured_before_training(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss, accuracy = evaluate(model, val_batches)
        rows.append((train_epoch(model, train_batches, optimizer), loss, accuracy))
    return history_of(rows)


@mistake("fit", "These were measured on the training batches")
def validated_on_the_training_batches(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(model, train_batches)) for _ in range(epochs)]
    return history_of(rows)


@mistake("fit", "training losses once more")
def training_loss_twice(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss = train_epoch(model, train_batches, optimizer)
        rows.append((loss, loss, evaluate(model, val_batches)[1]))
    return history_of(rows)


@mistake("fit", "`evaluate` gives the loss first")
def loss_and_accuracy_swapped(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        train_loss = train_epoch(model, train_batches, optimizer)
        accuracy, loss = evaluate(model, val_batches)
        rows.append((train_loss, loss, accuracy))
    return history_of(rows)


@mistake("fit", "The validation batches were trained on")
def trained_on_both(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss = train_epoch(model, train_batches, optimizer)
        train_epoch(model, val_batches, optimizer)
        rows.append((loss, *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "The validation batches were trained on")
def same_step_for_both(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        losses = train_epoch(model, train_batches, optimizer), train_epoch(model, val_batches, optimizer)
        rows.append((*losses, evaluate(model, val_batches)[1]))
    return history_of(rows)


@mistake("fit", "These were measured in train mode")
def validated_in_train_mode(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss = train_epoch(model, train_batches, optimizer)
        rows.append((loss, *eval_forgotten(model, val_batches)))
    return history_of(rows)


@mistake("fit", "each had a new optimizer")
def new_optimizer_each_epoch(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    group = optimizer.param_groups[0]
    for _ in range(epochs):
        anew = type(optimizer)(model.parameters(), lr=group["lr"], momentum=group["momentum"])
        rows.append((train_epoch(model, train_batches, anew), *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "which the measuring left behind")
def never_back_to_train_mode(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    model.train()
    for _ in range(epochs):
        loss = train_mode_forgotten(model, train_batches, optimizer)
        model.eval()
        rows.append((loss, *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "The loss stays what it was")
def measured_a_copy(model, train_batches, val_batches, optimizer, epochs):
    first = copy.deepcopy(model)
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(first, val_batches)) for _ in range(epochs)]
    return history_of(rows)


@mistake("fit", "All epochs have the loss of the last one")
def measured_at_the_end(model, train_batches, val_batches, optimizer, epochs):
    losses = [train_epoch(model, train_batches, optimizer) for _ in range(epochs)]
    return history_of([(loss, *evaluate(model, val_batches)) for loss in losses])


@mistake("fit", "as `evaluate` does")
def mean_of_validation_means(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss = train_epoch(model, train_batches, optimizer)
        found = [evaluate(model, [batch]) for batch in val_batches]
        rows.append((loss, sum(one for one, _ in found) / len(found), evaluate(model, val_batches)[1]))
    return history_of(rows)


@mistake("fit", "Those are losses of the last validation batch")
def last_validation_batch(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss = train_epoch(model, train_batches, optimizer)
        for batch in val_batches:
            val_loss, accuracy = evaluate(model, [batch])
        rows.append((loss, val_loss, accuracy))
    return history_of(rows)


@mistake("fit", "Those are measured after each epoch")
def training_loss_measured_again(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        train_epoch(model, train_batches, optimizer)
        rows.append((evaluate(model, train_batches)[0], *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "as `train_epoch` does")
def mean_of_training_means(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        found = loop(model, train_batches, optimizer)
        rows.append((sum(loss for loss, _ in found) / len(found), *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "the losses of the last training batch alone")
def last_training_batch(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        found = loop(model, train_batches, optimizer)
        rows.append((found[-1][0], *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "the validation losses once more. train_epoch")
def validation_loss_twice(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        train_epoch(model, train_batches, optimizer)
        loss, accuracy = evaluate(model, val_batches)
        rows.append((loss, loss, accuracy))
    return history_of(rows)


@mistake("fit", "Their accuracy is asked for on the validation batches")
def accuracy_on_the_training_batches(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        loss = train_epoch(model, train_batches, optimizer)
        rows.append((loss, evaluate(model, val_batches)[0], evaluate(model, train_batches)[1]))
    return history_of(rows)


@mistake("fit", "`evaluate` gives the accuracy second")
def validation_loss_as_accuracy(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        train_loss = train_epoch(model, train_batches, optimizer)
        loss = evaluate(model, val_batches)[0]
        rows.append((train_loss, loss, loss))
    return history_of(rows)


@mistake("fit", "another one was trained, a copy perhaps")
def trained_a_copy_of_the_model(model, train_batches, val_batches, optimizer, epochs):
    twin, rows = copy.deepcopy(model), []
    group = optimizer.param_groups[0]
    own = type(optimizer)(twin.parameters(), lr=group["lr"], momentum=group["momentum"])
    for _ in range(epochs):
        rows.append((train_epoch(twin, train_batches, own), *evaluate(twin, val_batches)))
    return history_of(rows)


@mistake("fit", "too many")
def one_more_epoch_at_the_end(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)) for _ in range(epochs)]
    train_epoch(model, train_batches, optimizer)
    return history_of(rows)


@mistake("fit", "the batches of the first were kept")
def batches_kept(model, train_batches, val_batches, optimizer, epochs):
    train_batches = list(train_batches)
    rows = [(train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)) for _ in range(epochs)]
    return history_of(rows)


@mistake("fit", "Keep numbers: loss.item()")
def tensors_in_the_history(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        model.train()
        total, n = 0.0, 0
        for images, labels in train_batches:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            total, n = total + loss * len(labels), n + len(labels)
        rows.append((total / n, *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "Is there a `return` at the end?")
def history_not_returned(model, train_batches, val_batches, optimizer, epochs):
    for _ in range(epochs):
        train_epoch(model, train_batches, optimizer)
        evaluate(model, val_batches)


@mistake("fit", "one list with several names")
def one_list_for_three(model, train_batches, val_batches, optimizer, epochs):
    history = dict.fromkeys(["train_loss", "val_loss", "val_accuracy"], [])  # noqa: RUF024
    for _ in range(epochs):
        history["train_loss"].append(train_epoch(model, train_batches, optimizer))
        loss, accuracy = evaluate(model, val_batches)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return history


@mistake("fit", "One epoch is missing")
def stopped_at_the_first_rise(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        rows.append((train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
        if len(rows) > 1 and rows[-1][1] > rows[-2][1]:
            break
    return history_of(rows)


@mistake("fit", "is empty after one epoch")
def iterator_kept(model, train_batches, val_batches, optimizer, epochs):
    batches = iter(train_batches)
    return history_of([(train_epoch(model, batches, optimizer), *evaluate(model, val_batches)) for _ in range(epochs)])


@mistake("fit", "The validation batches were trained on")
def trained_on_validation_only(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, val_batches, optimizer), *evaluate(model, val_batches)) for _ in range(epochs)]
    return history_of(rows)


@mistake("fit", "have changed places")
def parts_exchanged(model, train_batches, val_batches, optimizer, epochs):
    rows = [(train_epoch(model, val_batches, optimizer), *evaluate(model, train_batches)) for _ in range(epochs)]
    return history_of(rows)


@mistake("fit", "trained twice in an epoch")
def trained_again_for_the_history(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        train_epoch(model, train_batches, optimizer)
        rows.append((train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "trained twice in an epoch")
def trained_again_after_measuring(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        train_epoch(model, train_batches, optimizer)
        loss, accuracy = evaluate(model, val_batches)
        rows.append((train_epoch(model, train_batches, optimizer), loss, accuracy))
    return history_of(rows)


@mistake("fit", "for one epoch only")
def trained_before_the_loop(model, train_batches, val_batches, optimizer, epochs):
    loss = train_epoch(model, train_batches, optimizer)
    return history_of([(loss, *evaluate(model, val_batches)) for _ in range(epochs)])


@mistake("fit", "another one was trained, a copy perhaps")
def copy_with_the_old_optimizer(model, train_batches, val_batches, optimizer, epochs):
    twin = copy.deepcopy(model)
    rows = [(train_epoch(twin, train_batches, optimizer), *evaluate(twin, val_batches)) for _ in range(epochs)]
    return history_of(rows)


@mistake("fit", "The last epoch comes first")
def newest_first(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        rows.insert(0, (train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
    return history_of(rows)


@mistake("fit", "Those are percentages")
def percentages_kept(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        rows.append((train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
    return history_of([(train, val, 100 * accuracy) for train, val, accuracy in rows])


@mistake("fit", "the weights of an earlier one were put back")
def best_weights_put_back(model, train_batches, val_batches, optimizer, epochs):
    rows, best, kept = [], 0.0, None
    for _ in range(epochs):
        rows.append((train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
        if rows[-1][2] > best:
            best, kept = rows[-1][2], copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return history_of(rows)


@mistake("fit", "the seed is set anew")
def seeded_in_every_epoch(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        torch.manual_seed(0)
        rows.append((train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
    return history_of(rows)
