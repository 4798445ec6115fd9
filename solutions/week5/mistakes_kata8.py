"""Known mistakes in naming the best classes, each with the words it must earn."""

import math

import numpy as np
import torch

from kata.known import mistake
from week5.kata8_top_k import top_k


def _softmax(logits):
    return torch.softmax(torch.as_tensor(logits).detach().double(), dim=0)


def _checked(k):
    if k < 1:
        raise ValueError(f"k is {k}")
    return k


@mistake("top_k", "Those are the logits")
def logits_returned(logits, class_names, k=3):
    order = np.argsort(-np.asarray(torch.as_tensor(logits).detach()), kind="stable")[: _checked(k)]
    return [(class_names[i], float(logits[i])) for i in order]


@mistake("top_k", "powers of e")
def sum_forgotten(logits, class_names, k=3):
    powers = np.exp(np.asarray(torch.as_tensor(logits).detach()))
    return [(class_names[i], float(powers[i])) for i in np.argsort(-powers, kind="stable")[: _checked(k)]]


@mistake("top_k", "logarithms of probabilities")
def log_softmax(logits, class_names, k=3):
    return [(name, math.log(p)) for name, p in top_k(logits, class_names, k) if p]


@mistake("top_k", "as if there were no other classes")
def renormalised(logits, class_names, k=3):
    values, places = torch.as_tensor(logits).topk(min(_checked(k), len(class_names)))
    return [(class_names[i], p) for i, p in zip(places.tolist(), _softmax(values).tolist(), strict=True)]


@mistake("top_k", "sigmoid of each logit")
def sigmoid(logits, class_names, k=3):
    values = torch.as_tensor(logits).detach().sigmoid().tolist()
    return sorted(zip(class_names, values, strict=True), key=lambda pair: -pair[1])[: _checked(k)]


@mistake("top_k", "along an axis with one number in it")
def softmax_over_the_batch(logits, class_names, k=3):
    """5.56's kind: the axis of a batch of one."""
    ones = torch.softmax(torch.as_tensor(logits).detach().reshape(1, -1), dim=0)[0]
    return [(name, float(p)) for name, p in zip(class_names, ones, strict=True)][: _checked(k)]


@mistake("top_k", "Those are the least likely classes")
def ascending(logits, class_names, k=3):
    """5.55."""
    p = _softmax(logits)
    return [(class_names[i], float(p[i])) for i in np.argsort(p.numpy(), kind="stable")[: _checked(k)]]


@mistake("top_k", "with the best one last")
def best_last(logits, class_names, k=3):
    p = _softmax(logits)
    return [(class_names[i], float(p[i])) for i in np.argsort(p.numpy(), kind="stable")[-_checked(k) :]]


@mistake("top_k", "in no order yet")
def not_sorted(logits, class_names, k=3):
    """A5.10's trap: the right set, in the order of the classes."""
    best = {name for name, _ in top_k(logits, class_names, k)}
    p = _softmax(logits).tolist()
    return [(name, one) for name, one in zip(class_names, p, strict=True) if name in best]


@mistake("top_k", "first classes of the list")
def first_classes(logits, class_names, k=3):
    return [*zip(class_names, _softmax(logits).tolist(), strict=True)][: _checked(k)]


@mistake("top_k", "names were not, so each name has another's probability")
def names_left_behind(logits, class_names, k=3):
    p = sorted(_softmax(logits).tolist(), reverse=True)
    return [*zip(class_names, p, strict=True)][: _checked(k)]


@mistake("top_k", "probabilities were not, so each class has another's")
def probabilities_left_behind(logits, class_names, k=3):
    names = [name for name, _ in top_k(logits, class_names, k)]
    return [*zip(names, _softmax(logits).tolist(), strict=False)]


@mistake("top_k", "places of the classes")
def places(logits, class_names, k=3):
    return [(class_names.index(name), p) for name, p in top_k(logits, class_names, k)]


@mistake("top_k", "the wrong way round")
def turned(logits, class_names, k=3):
    return [(p, name) for name, p in top_k(logits, class_names, k)]


@mistake("top_k", "names alone")
def names_only(logits, class_names, k=3):
    return [name for name, _ in top_k(logits, class_names, k)]


@mistake("top_k", "probabilities alone")
def probabilities_only(logits, class_names, k=3):
    return [p for _, p in top_k(logits, class_names, k)]


@mistake("top_k", "That is a dict")
def as_a_dict(logits, class_names, k=3):
    return dict(top_k(logits, class_names, k))


@mistake("top_k", "Those are percentages")
def percent(logits, class_names, k=3):
    return [(name, 100 * p) for name, p in top_k(logits, class_names, k)]


@mistake("top_k", "rounded")
def rounded(logits, class_names, k=3):
    return [(name, round(p, 2)) for name, p in top_k(logits, class_names, k)]


@mistake("top_k", "All the classes are there")
def k_forgotten(logits, class_names, k=3):
    return top_k(logits, class_names, _checked(k) + 5)


@mistake("top_k", "It gives three, whatever k is")
def always_three(logits, class_names, k=3):
    return top_k(logits, class_names, 3 * _checked(k) // k)


@mistake("top_k", "there is one pair in a list")
def bare_pair(logits, class_names, k=3):
    best = top_k(logits, class_names, k)
    return best[0] if k == 1 else best


@mistake("top_k", "min(k, len(class_names)) helps")
def crashes_for_few_classes(logits, class_names, k=3):
    p, places = _softmax(logits).topk(_checked(k))
    return [(class_names[i], one) for i, one in zip(places.tolist(), p.tolist(), strict=True)]


@mistake("top_k", "min(k, len(class_names)) helps")
def crashes_in_a_loop(logits, class_names, k=3):
    best = top_k(logits, class_names, 5)
    return [best[i] for i in range(_checked(k))]


@mistake("top_k", "turning a sorted list round turns equal ones round")
def ties_turned(logits, class_names, k=3):
    p = _softmax(logits).numpy()
    return [(class_names[i], float(p[i])) for i in np.argsort(p, kind="stable")[::-1][: _checked(k)]]


@mistake("top_k", "were sorted by their names")
def ties_by_name(logits, class_names, k=3):
    p = _softmax(logits).tolist()
    return [(name, -one) for one, name in sorted((-one, name) for one, name in zip(p, class_names, strict=True))][
        : _checked(k)
    ]


@mistake("top_k", "Subtract the largest logit")
def overflow(logits, class_names, k=3):
    powers = torch.as_tensor(logits).detach().double().exp()
    p = (powers / powers.sum()).tolist()
    return sorted(zip(class_names, p, strict=True), key=lambda pair: -pair[1])[: _checked(k)]


@mistake("top_k", "Subtract the largest logit")
def overflow_by_hand(logits, class_names, k=3):
    powers = [math.exp(one) for one in logits]
    pairs = [(name, power / sum(powers)) for name, power in zip(class_names, powers, strict=True)]
    return sorted(pairs, key=lambda pair: pair[1], reverse=True)[: _checked(k)]


@mistake("top_k", "Write logits.detach() first")
def graph_not_cut(logits, class_names, k=3):
    scores = np.asarray(logits)
    return top_k(scores, class_names, k)


@mistake("top_k", "holds on to the whole computation")
def tensors_with_graph(logits, class_names, k=3):
    p = torch.softmax(torch.as_tensor(logits).double(), dim=0)
    order = p.detach().argsort(descending=True, stable=True)[: _checked(k)]
    return [(class_names[i], p[i]) for i in order]


@mistake("top_k", "a list does not work")
def tensors_only(logits, class_names, k=3):
    return top_k(logits - logits.max(), class_names, k)


@mistake("top_k", "There are no 0 best classes")
def any_k(logits, class_names, k=3):
    return top_k(logits, class_names, 5)[:k]


@mistake("top_k", "changed the `class_names`")
def names_sorted(logits, class_names, k=3):
    best = top_k(logits, class_names, k)
    class_names.sort()
    return best


@mistake("should_flag", "Those are the images it is sure of")
def inverted(probabilities, threshold=0.6):
    return max(probabilities) >= threshold


@mistake("should_flag", "Those are the images it is sure of")
def strictly_inverted(probabilities, threshold=0.6):
    return max(probabilities) > threshold


@mistake("should_flag", "< and not <=")
def at_most(probabilities, threshold=0.6):
    return max(probabilities) <= threshold


@mistake("should_flag", "Every image is flagged")
def any_below(probabilities, threshold=0.6):
    return any(p < threshold for p in probabilities)


@mistake("should_flag", "Every image is flagged")
def the_smallest(probabilities, threshold=0.6):
    return min(probabilities) < threshold


@mistake("should_flag", "Every image is flagged")
def the_mean(probabilities, threshold=0.6):
    return float(sum(probabilities)) / len(probabilities) < threshold


@mistake("should_flag", "No image is flagged")
def the_sum(probabilities, threshold=0.6):
    return bool(sum(probabilities) < threshold)


@mistake("should_flag", "depends on the first class alone")
def first_class(probabilities, threshold=0.6):
    return probabilities[0] < threshold


@mistake("should_flag", "depends on the last class alone")
def last_class(probabilities, threshold=0.6):
    return probabilities[-1] < threshold


@mistake("should_flag", "argmax gives the place")
def place(probabilities, threshold=0.6):
    return bool(np.argmax(probabilities) < threshold)


@mistake("should_flag", "distance between the best and the second best")
def margin(probabilities, threshold=0.6):
    best, second = sorted(probabilities, reverse=True)[:2]
    return best - second < threshold


@mistake("should_flag", "was rounded to 0.6")
def rounded_first(probabilities, threshold=0.6):
    return round(float(max(probabilities)), 1) < threshold


@mistake("should_flag", "1 minus the largest")
def doubt(probabilities, threshold=0.6):
    return 1 - max(probabilities) > threshold


@mistake("should_flag", "Is there a `return` at the end?")
def return_forgotten(probabilities, threshold=0.6):
    max(probabilities) < threshold  # noqa: B015


@mistake("should_flag", "the same at every threshold")
def fixed(probabilities, threshold=0.6):
    return max(probabilities) < 0.6


@mistake("top_k", "the softmax of the softmax")
def softmax_twice(logits, class_names, k=3):
    once = torch.softmax(torch.as_tensor(logits).detach().double(), 0)
    return top_k(once, class_names, k)


@mistake("top_k", "Each logit was divided by the sum")
def shares_of_the_logits(logits, class_names, k=3):
    values = np.asarray(torch.as_tensor(logits).detach(), dtype=float)
    return [(name, float(values[class_names.index(name)] / values.sum())) for name, _ in top_k(logits, class_names, k)]


@mistake("top_k", "largest logit and taking exp")
def not_divided_after_subtracting(logits, class_names, k=3):
    best = top_k(logits, class_names, k)
    return [(name, probability / best[0][1]) for name, probability in best]


@mistake("top_k", "Those are two lists")
def two_lists(logits, class_names, k=3):
    best = top_k(logits, class_names, k)
    return [name for name, _ in best], [probability for _, probability in best]


@mistake("top_k", "rounded")
def rounded_to_four_digits(logits, class_names, k=3):
    return [(name, round(probability, 4)) for name, probability in top_k(logits, class_names, k)]


@mistake("top_k", "index() finds the first of equal")
def looked_up_by_the_probability(logits, class_names, k=3):
    top_k(logits, class_names, k)
    probabilities = torch.softmax(torch.as_tensor(logits).detach().double(), 0).tolist()
    return [(class_names[probabilities.index(p)], p) for p in sorted(probabilities, reverse=True)[:k]]


@mistake("top_k", "a dict has each key")
def dict_of_probabilities(logits, class_names, k=3):
    top_k(logits, class_names, k)
    probabilities = torch.softmax(torch.as_tensor(logits).detach().double(), 0).tolist()
    names = dict(zip(probabilities, class_names, strict=True))
    return [(names[p], p) for p in sorted(names, reverse=True)[:k]]


@mistake("should_flag", "Flagged are those below 0.5")
def half_is_enough(probabilities, threshold=0.5):
    return bool(max(probabilities) < threshold)


@mistake("should_flag", "Is there a `return` at the end?")
def false_forgotten(probabilities, threshold=0.6):
    if max(probabilities) < threshold:
        return True
    return None


@mistake("should_flag", "Every image is flagged")
def softmax_once_more(probabilities, threshold=0.6):
    return bool(torch.softmax(torch.as_tensor(probabilities), 0).max() < threshold)


@mistake("should_flag", "1 minus the largest")
def doubt_below_the_threshold(probabilities, threshold=0.6):
    return bool(1 - max(probabilities) < threshold)
