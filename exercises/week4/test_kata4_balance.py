"""Counting the classes, and weighing them.

The counts are small and all different, and one class has no photo at all: what is counted or divided in
another way shows at once.
"""

import math
from pathlib import Path

import numpy as np

from kata import expect, fixture
from week4.kata4_balance import class_weights, count_by_class, imbalance_ratio

NAMES = ["Stockente", "Höckerschwan", "Blässhuhn", "Ente"]  # in no order; the last one is a part of the first
# Label by label: 3 photos, 1, none, 2. They come mixed, and lie in folders that are called otherwise.
LABELS = [3, 0, 0, 1, 3, 0]
SAMPLES = [(Path(f"Teich im März/Blässhuhn? {i}.jpg"), label) for i, label in enumerate(LABELS)]


def test_count_by_class_counts_the_photos_of_each_name():
    want = {"Stockente": 3, "Höckerschwan": 1, "Blässhuhn": 0, "Ente": 2}
    present = {"Stockente": 3, "Höckerschwan": 1, "Ente": 2}
    expect(count_by_class(SAMPLES, NAMES), want=want, mistakes={
        "empty class": (present, "“Blässhuhn” has no photos and must be listed, with 0: that is the most important "
                        "imbalance of all. Begin with a 0 for every name."),
        "labels": (lambda got: isinstance(got, dict) and set(got) <= {0, 1, 2, 3}, "The keys are labels. Use the "
                   "names: label 0 is called names[0]."),
        "bare counts": ([3, 1, 0, 2], "Those are the right counts without the names. Return a dict: {name: count}."),
        "bare counts, present": ([3, 1, 2], "Those are counts without the names, and the class without photos is "
                                 "missing. Return a dict: {name: count}."),
        "sorted": ({"Blässhuhn": 3, "Ente": 1, "Höckerschwan": 0, "Stockente": 2}, "The counts belong to other names: "
                   "the names were sorted. Label 0 is names[0], in whatever order the names stand."),
        "zip": (lambda got: got != want and sorted(got.values()) in ([0, 1, 2, 3], [1, 2, 3]), "The right "
                "counts, with other names. Label 0 is names[0], label 1 is names[1], and so on."),
        "path": (lambda got: got.get("Blässhuhn") == 6, "That is what you get if the name is looked for in the path. "
                 "The class of a photo is its label; its path may say anything."),
        "folder": (lambda got: "Teich im März" in got, "Those are the folders that the photos lie in. The class of a "
                   "photo is its label: names[label]."),
        "enumerated from one": ({"Stockente": 1, "Höckerschwan": 0, "Blässhuhn": 2, "Ente": 0}, "The labels were taken "
                                "to begin at 1. Label 0 is names[0]: enumerate(names) counts from 0."),
        "nothing counted": (lambda got: got and sum(got.values()) == 0, "No photo was counted. A label is a number and "
                            "never equals a name: label 0 is names[0]."),
        "one photo": (lambda got: sorted(got.values()) == [0, 0, 0, 1], "One photo of the six was counted. Does the "
                      "`return` stand inside the loop, or the line that sets the counts to 0? Both belong outside."),
        "shares": (lambda got: 0 < sum(got.values()) <= 1.000001, "Those are shares. Return counts: whole numbers."),
        "once": (lambda got: max(got.values()) == 1 and sum(got.values()) > 2, "Each class that occurs counts as 1. "
                 "Count its photos: counts[name] += 1."),
        "one too many": ({name: n + 1 for name, n in want.items()}, "Each count is one too large: begin at 0."),
        "beginning at one": ({"Stockente": 3, "Höckerschwan": 1, "Blässhuhn": 1, "Ente": 2}, "“Blässhuhn” has no "
                             "photos, and should have 0."),
    })  # fmt: skip


def test_count_by_class_lists_the_names_in_their_order():
    """The names in another order now: the dict follows them, not the photos, and not the alphabet."""
    names = ["Reiher", "Gans", "Kormoran"]
    counts = count_by_class([(Path("1.jpg"), 2), (Path("2.jpg"), 0), (Path("3.jpg"), 2)], names)
    expect(counts, want={"Reiher": 1, "Gans": 0, "Kormoran": 2}, mistakes={
        "remembered": (lambda got: "Stockente" in got, "Names and counts of an earlier call are still in it. Begin "
                       "with a new dict inside the function: one made outside, or as a default argument, is made only "
                       "once."),
    })
    expect(list(counts), want=names, what="The names in the dict, in order", say="The names stand in another order "
           "than in `names`. A dict keeps the order in which its keys are put in: put in the names first, each with 0.")


def test_count_by_class_of_no_photos_at_all():
    expect(count_by_class([], ["Reiher", "Gans"]), want={"Reiher": 0, "Gans": 0}, mistakes={
        "empty": ({}, "Two classes without photos are two zeros. Begin with a 0 for every name."),
    })


def test_count_by_class_of_the_real_photos():
    names = ["animal", "building", "fish", "tool"]
    samples = [(path, i) for i, name in enumerate(names) for path in fixture(f"photos/{name}").glob("*.jpg")]
    expect(count_by_class(samples, names), want={"animal": 29, "building": 70, "fish": 28, "tool": 38})


def test_imbalance_ratio_is_the_largest_against_the_smallest():
    counts = {"Höckerschwan": 20, "Stockente": 12, "Gans": 30, "Reiher": 8, "Ente": 16}
    try:
        ratio = imbalance_ratio(counts)
    except TypeError as error:
        if "'str'" not in str(error):
            raise
        raise AssertionError(
            "That is an attempt to divide a name by a name: max(counts) compares names, the keys of the dict, and "
            "gives one. Compare the counts: max(counts.values())."
        ) from None
    expect(ratio, want=3.75, mistakes={
        "upside down": (8 / 30, "That is smallest / largest, the ratio upside down. Divide the largest count by the "
                        "smallest."),
        "whole": (lambda got: got in (3, 4), "That was cut or rounded to a whole number: 30 / 8 is 3.75. Divide with "
                  "/, not //."),
        "difference": (22, "That is the difference. A ratio is a quotient: largest / smallest."),
        "share": (30 / 86, "That is the share of the largest class. Divide it by the smallest count."),
        "mean": (30 / 17.2, "That is the largest against the mean. Divide it by the smallest count."),
        "first": (20 / 16, "That is the first count against the last one. The largest and the smallest may stand "
                  "anywhere: max(…) and min(…)."),
        "last": (16 / 20, "That is the last count against the first one. The largest and the smallest may stand "
                 "anywhere: max(…) and min(…)."),
        "by name": (12 / 16, "That is the count of the last name in the alphabet by that of the first: max(counts) "
                    "compares names. Compare the counts: max(counts.values())."),
        "two largest": (1.5, "That is the largest against the second largest. Divide it by the smallest."),
        "percent": (375, "That is a percentage. Return the ratio, 3.75: leave out the factor 100."),
        "more": (2.75, "That is how much more the largest has. The ratio is largest / smallest."),
        "two numbers": ([30, 8], "Those are the two counts. Divide the first by the second."),
    })  # fmt: skip


def test_imbalance_ratio_is_1_where_all_classes_are_even():
    expect(imbalance_ratio({"Reiher": 7, "Gans": 7, "Ente": 7}), want=1.0)
    expect(imbalance_ratio({"Reiher": 7}), want=1.0)


def test_imbalance_ratio_is_endless_where_a_class_has_no_photos():
    """First with two photos of the rarest bird, then without them."""
    counts = {"Stockente": 5, "Blässhuhn": 2, "Höckerschwan": 12}
    expect(imbalance_ratio(counts), want=6.0)
    counts["Blässhuhn"] = 0
    try:
        ratio = imbalance_ratio(counts)
    except ZeroDivisionError:
        raise AssertionError(
            "“Blässhuhn” has no photos, and 12 / 0 is an error in Python. Where the smallest count is 0, return "
            "math.inf."
        ) from None
    expect(ratio, want=math.inf, mistakes={
        "left out": (2.4, "That is the ratio without the class that has no photos, the most uneven one of all. Where "
                     "the smallest count is 0, return math.inf."),
        "zero": (0, "0 would be more even than even (1). Where the smallest count is 0, return math.inf."),
        "one": (12, "That is what you get if 0 is replaced by 1. Where the smallest count is 0, return math.inf."),
        "huge": (lambda got: 1e3 < got < math.inf, "A huge number, and not endless: add nothing to the divisor. Where "
                 "the smallest count is 0, return math.inf."),
    }, say="Where the smallest count is 0, return math.inf.")  # fmt: skip


def test_imbalance_ratio_keeps_all_its_digits():
    """A real collection: hundreds and thousands of photos, and a ratio that does not come out even."""
    counts = {"Haussperling": 700, "Stadttaube": 5000, "Seeadler": 300}
    expect(imbalance_ratio(counts), want=5000 / 300, mistakes={
        "begun too small": (lambda got: got != 0 and 5000 / got in (1, 10, 50, 99, 100), "The smallest count, 300, was "
                            "not found. A search for the smallest must not begin with a small number: begin with the "
                            "first count, or use min(…)."),
        "whole": (lambda got: got in (16, 17), "That was cut or rounded to a whole number. Divide with /, not //."),
        "rounded": (lambda got: 1e-4 < abs(got - 5000 / 300) < 0.7, "The ratio was rounded. Leave all its digits."),
    })  # fmt: skip


def test_class_weights_are_n_over_k_times_the_count():
    """Ten photos in three classes: five with label 0, one with label 1, four with label 2."""
    labels = np.array([2, 0, 0, 2, 1, 0, 2, 0, 0, 2])
    expect(class_weights(labels, 3), want=np.array([2 / 3, 10 / 3, 5 / 6]), dtype="float", mistakes={
        "proportional": (np.array([0.5, 0.1, 0.4]), "Those are the shares of the classes, so the common class would "
                         "count more still. A rare class needs the larger weight: divide by the count."),
        "counts": (np.array([5, 1, 4]), "Those are the counts. A rare class needs the larger weight: n / (k · count)."),
        "upside down": (np.array([1.5, 0.3, 1.2]), "That is k · count / n, the right weights upside down: the common "
                        "class would count more still. n / (k · count)."),
        "reciprocal": (np.array([1 / 5, 1, 1 / 4]), "That is 1 / count. The proportions are right, but the loss would "
                       "shrink with every photo more: multiply by n / k."),
        "k forgotten": (np.array([2, 10, 2.5]), "That is n / count, k times too large: divide by the number of classes "
                        "too, so that a photo counts 1 on average."),
        "n forgotten": (np.array([1 / 15, 1 / 3, 1 / 12]), "That is 1 / (k · count), n times too small: multiply by "
                        "the number of photos."),
        "sum to one": (np.array([0.2, 1, 0.25]) / 1.45, "These weights add up to 1. The field's “balanced” weights do "
                       "not: n / (k · count), where a photo counts 1 on average."),
        "sum to k": (np.array([0.2, 1, 0.25]) / 1.45 * 3, "These weights have the mean 1 over the classes. The field's "
                     "“balanced” weights have it over the photos: n / (k · count)."),
        "largest": (np.array([1, 5, 1.25]), "That is largest count / count. The proportions are right; the field's "
                    "“balanced” weights are n / (k · count)."),
        "smallest": (np.array([0.2, 1, 0.25]) * 1.0001, "That is smallest count / count. Take n / (k · count)."),
        "no brackets": (10 / 3 * np.array([5, 1, 4]), "That is n / k · count: / and * are done from left to right, so "
                        "this multiplies by the count. Put brackets around what you divide by: n / (k * count)."),
        "k or whole n / k": (3 / np.array([5, 1, 4]), "That is 3 / count: what comes of k / count, and also of n // k, "
                             "which cuts 10 / 3 down to 3. Take n / (k · count), with /."),
        "one minus": (np.array([0.5, 0.9, 0.6]), "That is 1 minus the share. Weight times count should be the same for "
                      "every class: n / (k · count)."),
        "whole": (np.array([0, 3, 0]), "The weights were cut to whole numbers. Divide with /, and keep floats."),
        "root": (np.sqrt([2 / 3, 10 / 3, 5 / 6]), "Those are the roots of the right weights."),
        "one by one": (lambda got: np.shape(got) == (10,), "That is one weight for each photo. Return one for each "
                       "class."),
        "appearance": (np.array([5 / 6, 2 / 3, 10 / 3]), "The right weights in the order in which the labels first "
                       "occur. Entry 0 belongs to label 0."),
        "by size": (lambda got: got[1] < 3 and np.allclose(np.sort(got), [2 / 3, 5 / 6, 10 / 3]), "The right weights "
                    "in another order. Entry 0 belongs to label 0, entry 1 to label 1."),
        "dict": (lambda got: isinstance(got, dict), "Return an array, one weight for each class in the order of the "
                 "labels, not a dict."),
    })  # fmt: skip


def test_class_weights_of_a_class_without_photos_is_zero():
    """First two classes; then four, with the same photos, so none with label 2 or 3. The labels are a list here."""
    labels = [1, 0, 1, 1, 0, 1]
    expect(class_weights(labels, 2), want=np.array([1.5, 0.75]), mistakes={
        "list compared": (np.zeros(2), "No photo was counted. The labels are a list here, and `labels == 0` asks "
                          "whether the whole list is 0. np.asarray(labels) == 0 asks it of each label."),
    })
    try:
        weights = class_weights(labels, 4)
    except ZeroDivisionError:
        raise AssertionError(
            "Classes 2 and 3 have no photos, and dividing by 0 is an error. They have nothing to weigh: 0.0."
        ) from None
    expect(weights, want=np.array([0.75, 0.375, 0, 0]), mistakes={
        "present only": (lambda got: len(got) == 2, "Classes 2 and 3 have no photos, and no weight either. There must "
                         "be n_classes weights: np.bincount(labels, minlength=n_classes)."),
        "up to the last": (lambda got: len(got) == 3, "There must be one weight for each of the four classes: "
                           "np.bincount(labels, minlength=n_classes)."),
        "present counted": (np.array([1.5, 0.75, 0, 0]), "That was divided by 2, the number of classes that have "
                            "photos. k is n_classes, 4."),
        "inf": (lambda got: np.isinf(got).any(), "inf is what n / 0 gives, and one inf spoils every loss. A class "
                "without photos gets 0.0."),
        "nan": (lambda got: np.isnan(got).any(), "nan is what comes of dividing by a count of 0. A class without "
                "photos gets 0.0."),
        "one": (np.array([0.75, 0.375, 1, 1]), "A class without photos got the weight 1. It has nothing to weigh: "
                "0.0."),
        "as if one": (lambda got: got[2] == got[3] > 1, "A class without photos got a weight as if it had one (or part "
                      "of one). It has nothing to weigh: 0.0."),
    })  # fmt: skip


def test_class_weights_let_every_class_count_the_same():
    """Weight times count is n / k for every class, so the weights of all photos together are n."""
    labels = np.repeat([0, 1, 2, 3], [29, 70, 28, 38])  # the real photos: animals, buildings, fish, tools
    weights = np.asarray(class_weights(labels, 4))
    expect(weights, want=165 / (4 * np.array([29, 70, 28, 38])))
    expect(float(weights[labels].sum()), want=165.0, what="The weights of all 165 photos together")
