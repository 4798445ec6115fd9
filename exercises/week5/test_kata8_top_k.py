"""The likeliest classes of one image, and whether to ask a person.

e to the power of these logits is 2, 0.5, 8, 4 and 1.5, together 16: so the probabilities are 2/16, 0.5/16, and so on.
"""

import numpy as np
import torch

from kata import expect, expect_error
from nets import probes
from week5.kata8_top_k import should_flag, top_k

NAMES = ["tool", "animal", "fish", "building", "windmill"]
LOGITS = np.log([2, 0.5, 8, 4, 1.5])
BEST = [("fish", 0.5), ("building", 0.25), ("tool", 0.125)]


def best_three(values):
    """What comes out if these are taken for the probabilities of the five classes."""
    return [(NAMES[i], float(values[i])) for i in (2, 3, 0)]


def test_top_k_gives_the_likeliest_classes_with_their_probabilities():
    twice = np.exp(np.exp(LOGITS) / 16)
    expect(top_k(torch.tensor(LOGITS), NAMES), want=BEST, mistakes={
        "logits": ([("fish", 2.0794415), ("building", 1.3862944), ("tool", 0.6931472)], "Those are the logits. Softmax "
                   "makes probabilities of them, and the order stays."),
        "no sum": ([("fish", 8), ("building", 4), ("tool", 2)], "Those are the powers of e. Divide them by the sum "
                   "over all classes, and they add up to 1."),
        "no sum, stable": ([("fish", 1), ("building", 0.5), ("tool", 0.25)], "The largest is 1. After subtracting "
                           "the largest logit and taking exp, divide by the sum over all classes."),
        "twice": (best_three(twice / twice.sum()), "That is the softmax of the softmax: it makes all classes nearly "
                  "equal. Once is enough."),
        "shares": (best_three(LOGITS / LOGITS.sum()), "Each logit was divided by the sum of all. Take e to the power "
                   "of each logit first, as softmax does: a logit may be negative."),
        "logs": ([("fish", -0.6931472), ("building", -1.3862944), ("tool", -2.0794415)], "Those are logarithms of "
                 "probabilities, as log_softmax gives them. Leave the log out."),
        "renormalised": ([("fish", 4 / 7), ("building", 2 / 7), ("tool", 1 / 7)], "These three add up to 1, as if "
                         "there were no other classes. Do softmax over all classes first, and then take the best."),
        "sigmoid": ([("fish", 8 / 9), ("building", 4 / 5), ("tool", 2 / 3)], "That is the sigmoid of each logit by "
                    "itself. Softmax divides by the sum over all classes."),
        "axis": (lambda got: len(got) > 0 and all(float(p) == 1 for _, p in got), "Every probability is 1: softmax "
                 "went along an axis with one number in it. For a vector that axis is 0; a batch has its classes on "
                 "axis 1."),
        "worst": ([("animal", 0.03125), ("windmill", 0.09375), ("tool", 0.125)], "Those are the least likely classes: "
                  "sorting begins with the smallest. Sort from large to small."),
        "backwards": (BEST[::-1], "Those are the right classes with the best one last. Put the highest probability "
                      "first."),
        "unsorted": (lambda got: got[0][0] != "fish" and [(name, round(float(p), 5)) for p, name in
                                                  sorted(((p, name) for name, p in got), reverse=True)] == BEST,
                     "Those are the right three, in no order yet: np.argpartition, for one, leaves that open. Sort "
                     "them, best first."),
        "first three": ([("tool", 0.125), ("animal", 0.03125), ("fish", 0.5)], "Those are the first classes of the "
                        "list. Sort by probability before you take the first k."),
        "names stayed": ([("tool", 0.5), ("animal", 0.25), ("fish", 0.125)], "The probabilities were sorted and the "
                         "names were not, so each name has another's probability. Sort the places, and look both up."),
        "probabilities stayed": ([("fish", 0.125), ("building", 0.03125), ("tool", 0.5)], "The names were sorted and "
                                 "the probabilities were not, so each class has another's. Look both up at the same "
                                 "place."),
        "places": ([(2, 0.5), (3, 0.25), (0, 0.125)], "Those are the places of the classes in the list. Look up their "
                   "names: class_names[i]."),
        "turned": ([(p, name) for name, p in BEST], "The pairs are the wrong way round: the name comes first, then the "
                   "probability."),
        "names": ([name for name, _ in BEST], "Those are the names alone. Give each one with its probability, as a "
                  "pair."),
        "probabilities": ([p for _, p in BEST], "Those are the probabilities alone. Give each one with its name, as a "
                          "pair."),
        "two lists": (lambda got: len(got) == 2, "Those are two lists, names and probabilities. Put them together, "
                      "pair by pair: list(zip(names, probabilities))."),
        "dict": (lambda got: isinstance(got, dict), "That is a dict. Give a list of pairs: [(name, probability), …]."),
        "percent": ([("fish", 50), ("building", 25), ("tool", 12.5)], "Those are percentages. A probability lies "
                    "between 0 and 1; whoever shows it may multiply it by 100."),
        "rounded": (lambda got: [name for name, _ in got] == ["fish", "building", "tool"] and
                    all(abs(p - right) < 0.06 and abs(p - round(float(p), 2)) < 1e-6 for (_, p), (_, right) in
                        zip(got, BEST, strict=True)), "The "
                    "probabilities were rounded. Keep all their digits; rounding is for whoever shows them."),
        "all": (lambda got: len(got) == 5, "All the classes are there. Give the first k, and k is 3 unless the caller "
                "says otherwise."),
    })


def test_top_k_gives_as_many_as_asked_for():
    expect(top_k(torch.tensor(LOGITS), NAMES, k=1), want=BEST[:1], mistakes={
        "three": (lambda got: len(got) == 3, "It gives three, whatever k is."),
        "bare": (("fish", 0.5), "For k = 1 there is one pair in a list, so that callers need not ask which it is."),
    })
    expect(top_k(torch.tensor(LOGITS), NAMES, k=4), want=[*BEST, ("windmill", 0.09375)], mistakes={
        "three": (lambda got: len(got) == 3, "It gives three, whatever k is."),
        "rounded": (lambda got: len(got) == 4 and got[3][0] == "windmill" and
                    round(float(got[3][1]), 6) in (0.09, 0.094, 0.0937, 0.0938),
                    "The probabilities were rounded. Keep all their digits; rounding is for whoever shows them."),
        "without the last": (lambda got: len(got) == 4 and got[3][0] == "animal", "The last one should be the fourth "
                             "best, and this is the least likely class."),
    })


def test_top_k_gives_all_classes_where_there_are_fewer_than_k():
    want = [("fish", 0.75), ("tool", 0.25)]
    why = "There are 2 classes and k is 3: then give both. torch.topk refuses that; min(k, len(class_names)) helps."
    try:
        got = top_k(torch.tensor(np.log([1, 3])), ["tool", "fish"])
    except NotImplementedError:
        raise
    except (RuntimeError, IndexError, ValueError) as error:
        raise AssertionError(f"{why} It raised {type(error).__name__}: {error}") from None
    expect(got, want=want, mistakes={"short": (lambda got: len(got) < 2, why), "long": (lambda got: len(got) > 2, why)})


def test_top_k_leaves_equal_classes_in_their_order():
    """Equal logits, equal probabilities: whoever runs it tomorrow should get the same list."""
    logits = torch.tensor(np.log([1.0, 3.0, 3.0, 0.5]))
    expect(top_k(logits, ["zebra", "cat", "owl", "ant"], k=2), want=[("cat", 0.4), ("owl", 0.4)], mistakes={
        "turned": ([("owl", 0.4), ("cat", 0.4)], "`cat` and `owl` are equally likely, and came out in the reverse of "
                   "their order: turning a sorted list round turns equal ones round, too. Sort by the negative "
                   "probability instead."),
        "twice": ([("cat", 0.4), ("cat", 0.4)], "`cat` is there twice: index() finds the first of equal probabilities "
                  "each time. Sort the numbers 0, 1, 2, …, by their probabilities."),
        "dict": ([("owl", 0.4), ("zebra", 0.4 / 3)], "Of two equally likely classes one is lost: a dict "
                 "has each key, here each probability, only once. Sort the numbers 0, 1, 2, … by it instead."),
    })
    expect(top_k(logits, ["zebra", "owl", "cat", "ant"], k=2), want=[("owl", 0.4), ("cat", 0.4)], mistakes={
        "by name": ([("cat", 0.4), ("owl", 0.4)], "`owl` and `cat` are equally likely, and were sorted by their names: "
                    "comparing pairs goes on with the name where the numbers are equal. Sort by the probability "
                    "alone (key=…), and the order of the list decides."),
    })


def test_top_k_is_stable_for_huge_logits():
    """e to the power of 1,000 is too large for a number, and of -1,000 too small. Softmax needs only differences."""
    for logits in ([1000.0, 998.0, -1000.0], [-1000.0, -1002.0, -3000.0]):
        want = [("tool", 0.8807971), ("fish", 0.1192029), ("owl", 0.0)]
        why = (f"e to the power of {logits[0]:.0f} does not fit into a number. Subtract the largest logit from all "
               "of them first, which leaves the probabilities as they are, or take torch.softmax.")
        try:
            got = top_k(torch.tensor(logits, dtype=torch.float64), ["tool", "fish", "owl"])
        except (OverflowError, ZeroDivisionError):
            raise AssertionError(why) from None
        expect(got, want=want, mistakes={
            "nan": (lambda got: any(float(p) != float(p) for _, p in got), why),
            "nothing": (lambda got: all(float(p) == 0 for _, p in got), why),
        })


def test_top_k_takes_the_logits_as_a_model_gives_them():
    """With their graph, `grad_fn=<SelectBackward0>`: that is what hangs on to model(images)[0]."""
    layer = probes.filled(torch.nn.Linear(2, 5))
    logits = layer(torch.tensor([[3.0, -1.0], [0.5, 2.0]], dtype=torch.float64))[0]
    powers = np.exp(logits.detach().numpy())
    try:
        got = top_k(logits, NAMES, k=1)
    except RuntimeError as error:
        if "requires grad" not in str(error):
            raise
        raise AssertionError("These logits come straight from a model and hold on to its computation, so NumPy does "
                             "not take them. Write logits.detach() first.") from None
    expect(got, want=[(NAMES[int(powers.argmax())], float(powers.max() / powers.sum()))])
    assert not probes.has_graph(got[0][1]), ("The probability is a tensor that holds on to the whole computation of "
                                             "the model. Make a plain number of it: .item(), or .tolist() for all.")


def test_top_k_takes_an_array_and_a_list():
    for logits in (LOGITS, LOGITS.tolist(), LOGITS.astype(np.float32)):
        try:
            got = top_k(logits, NAMES)
        except (TypeError, AttributeError) as error:
            kind = type(logits).__name__
            raise AssertionError(f"The logits may also come as a list or an array, and a {kind} does not work: "
                                 f"{error}. torch.as_tensor(logits) makes a tensor of each kind.") from None
        expect(got, want=BEST)


def test_top_k_refuses_a_k_below_1():
    for k in (0, -2):
        expect_error(top_k, torch.tensor(LOGITS), NAMES, k=k, shows=k, why=f"There are no {k} best classes. `if k < "
                     "1:` raise a ValueError that shows k; a slice [:k] would not complain.")


IMAGES = {
    "sure of its second class": [0.05, 0.91, 0.04],
    "sure of its first class": [0.7, 0.2, 0.1],
    "sure of its last class": [0.02, 0.1, 0.88],
    "torn between two": [0.48, 0.07, 0.45],
    "just short of 0.6": [0.1, 0.301, 0.599],
    "hardly more than half": [0.2, 0.28, 0.52],
    "exactly 0.6": [0.3, 0.6, 0.1],
    "no idea": [0.3, 0.36, 0.34],
}


def answers(*flagged):
    """What comes out if just these images are sent to a person."""
    return {name: name in flagged for name in IMAGES}


def test_should_flag_sends_on_what_stays_below_the_threshold():
    got = {name: should_flag(probabilities) for name, probabilities in IMAGES.items()}
    sure = [name for name in IMAGES if name.startswith("sure")]
    unsure = ["torn between two", "just short of 0.6", "hardly more than half", "no idea"]
    expect(got, want=answers(*unsure), what="should_flag for eight images, with the threshold at 0.6", mistakes={
        "inverted": (answers(*sure, "exactly 0.6"), "Those are the images it is sure of. Flag the others: True means "
                     "that a person should look."),
        "strictly inverted": (answers(*sure), "Those are the images it is sure of. Flag the others: True means "
                              "that a person should look."),
        "at most": (answers(*unsure, "exactly 0.6"), "An image exactly at the threshold has reached it, and is not "
                    "flagged: < and not <=."),
        "everything": (answers(*IMAGES), "Every image is flagged. The smallest and the mean lie below the threshold in "
                       "any image, and after a second softmax the largest does as well. Only the largest, as it is, "
                       "says how sure the classifier is."),
        "nothing": (answers(), "No image is flagged. All probabilities together are always 1; only the largest says "
                    "how sure the classifier is."),
        "half": (answers("torn between two", "no idea"), "Flagged are those below 0.5. Compare with `threshold`, "
                 "which is 0.6 unless the caller says otherwise."),
        "None for False": ({name: name in unsure or None for name in IMAGES}, "The unsure images are right. For the "
                           "others None came back. Is there a `return` at the end?"),
        "None": (dict.fromkeys(IMAGES), "It returned None. Is there a `return` at the end?"),
        "first class": (answers(*[name for name in IMAGES if name != "sure of its first class"]), "The answer "
                        "depends on the first class alone. The probabilities stand in the order of the classes, so "
                        "look for the largest."),
        "last class": (answers(*[name for name in IMAGES if name != "sure of its last class"]), "The answer depends on "
                       "the last class alone. The probabilities stand in the order of the classes, so look for the "
                       "largest."),
        "place": (answers("sure of its first class", "torn between two"), "The place of the largest was compared with "
                  "the threshold, not the largest itself: argmax gives the place, max the value."),
        "margin": (answers("sure of its first class", "exactly 0.6", *unsure), "That is the distance between the best "
                   "and the second best. Compare the best itself with the threshold."),
        "rounded": (answers("torn between two", "hardly more than half", "no idea"), "0.599 was rounded to 0.6 before "
                    "it was compared. Compare it as it is."),
        "doubt below": (answers(*[name for name in IMAGES if name != "no idea"]), "1 minus the largest probability was "
                        "compared with the threshold. Compare the largest itself: it is below?"),
        "doubt": (answers("no idea"), "1 minus the largest probability was compared with the threshold. Compare the "
                  "largest itself: it is below?"),
    })


def test_should_flag_uses_the_threshold_it_is_given():
    # 0.75 is the same number in float32 and in float64, and 0.7 is not
    got = [should_flag([0.75, 0.2, 0.05], threshold=threshold) for threshold in (0.2, 0.65, 0.75, 0.8, 1.01)]
    what = "should_flag at the thresholds 0.2, 0.65, 0.75, 0.8 and 1.01, for a best guess of 0.75"
    expect(got, want=[False, False, False, True, True], what=what, mistakes={
        "fixed": ([False] * 5, "The answer is the same at every threshold: compare with the one that is given."),
    })


def test_should_flag_takes_an_array_and_a_tensor():
    for kind in (np.array, torch.tensor):
        what = f"should_flag of an {kind.__name__}" if kind is np.array else "should_flag of a tensor"
        expect(should_flag(kind([0.1, 0.5, 0.4])), want=True, what=what)
        expect(should_flag(kind([0.1, 0.15, 0.75])), want=False, what=what)
