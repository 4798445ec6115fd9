"""The commonest kinds of mistake, the examples behind one of them, and a model that says nearly always the same.

MATRIX is made up, and lopsided on purpose: two of its commonest mistakes stand in one row and two in one column, and
more bats went astray than were found.
"""

import numpy as np

from kata import expect
from week6.kata2_read_the_mistakes import collapsed_class, error_patterns, examples_of

NAMES = ["plane", "bird", "kite", "bat"]
MATRIX = np.array([
    [30, 2, 7, 0],
    [14, 25, 0, 10],  # 14 birds were called "plane", and ten "bat"
    [5, 1, 40, 9],
    [0, 8, 3, 6],
])  # fmt: skip

# Ten examples and one more. The 2s that were called 0 are the examples 1, 4 and 9.
Y_TRUE = np.array([1, 2, 0, 2, 2, 0, 2, 1, 0, 2, 2])
Y_PRED = np.array([2, 0, 2, 2, 0, 0, 2, 0, 2, 0, 1])

# 43 of 50 predictions are in column 2, though most examples belong to class 0.
COLLAPSED = np.array([[4, 2, 35], [0, 1, 2], [0, 0, 6]])
HEALTHY = np.array([[18, 1, 2], [3, 9, 1], [1, 0, 15]])

LISTS = (
    "The labels are lists here, and a list compared with a number is one False for the whole list. Turn them into "
    "arrays first, np.asarray(y_true), or go through them with zip."
)


def test_error_patterns_are_the_largest_cells_beside_the_diagonal():
    """The row says what it was, the column what it was called."""
    diagonal = (
        "The diagonal holds the right answers, and they are among these, or took the places of the mistakes. Leave "
        "every cell out whose row and column are the same."
    )
    expect(error_patterns(MATRIX, NAMES), want=[("bird", "plane", 14), ("bird", "bat", 10), ("kite", "bat", 9)],
           what=f"error_patterns({MATRIX.tolist()}, {NAMES})", mistakes={
        "one name twice": (lambda got: [row[2] for row in got] == [14, 10, 9] and all(row[0] == row[1] for row in got),
                           "The counts are right, and both names of a mistake are the same. The first is names[row], "
                           "the second names[column]."),
        "diagonal cut out": ([("bird", "plane", 14), ("bird", "kite", 10), ("kite", "kite", 9)],
                             "The counts are right, and names are out of step: with the diagonal cut out, the cells "
                             "right of it move one column to the left. Leave the matrix whole, and skip the diagonal."),
        "diagonal": (lambda got: any(true == said for true, said, *_ in got), diagonal),
        "diagonal cut away too late": ([], diagonal),
        "diagonal taken for the largest": ([("bird", "bat", 10), ("kite", "bat", 9), ("bat", "bird", 8)], "The "
                                           "commonest is missing: the largest cells were taken for the diagonal. Right "
                                           "answers stand at matrix[i, i], however few they are."),
        "said first": ([("plane", "bird", 14), ("bat", "bird", 10), ("bat", "kite", 9)], "The right cells, with the "
                       "names exchanged: 14 birds were called plane. The row is the truth and comes first."),
        "both directions": (lambda got: any(row[2] in (16, 18) for row in got), "That adds up both directions, birds "
                            "called bat and bats called bird. Each is a kind of its own, with another remedy."),
        "ascending": (lambda got: [row[2] for row in got] in ([1, 2, 3], [9, 10, 14]), "The rarest comes first. Sort "
                      "from the largest count down, and then take `top`."),
        "zeros": (lambda got: any(row[2] == 0 for row in got), "A count of 0 is no mistake at all: leave the zeros "
                  "out, and put the commonest first."),
        "unsorted": ([("plane", "bird", 2), ("plane", "kite", 7), ("bird", "plane", 14)], "Those are the first "
                     "mistakes in the matrix. Sort all of them by their count first, then take `top`."),
        "cut before sorted": ([("bird", "plane", 14), ("plane", "kite", 7), ("plane", "bird", 2)], "Those are the "
                              "first mistakes in the matrix, sorted. Sort all of them first, then take `top`."),
        "one a row": ([("bird", "plane", 14), ("kite", "bat", 9), ("bat", "bird", 8)], "That is the commonest mistake "
                      "of each class. One class may have several of the commonest: compare all cells."),
        "one a column": ([("bird", "plane", 14), ("bird", "bat", 10), ("bat", "bird", 8)], "Only one mistake was taken "
                         "for each answer. Compare all cells: two of the commonest were called bat."),
        "upper half": ([("bird", "bat", 10), ("kite", "bat", 9), ("plane", "kite", 7)], "The cells below the diagonal "
                       "are missing. A bird called plane is a mistake as well as a plane called bird."),
        "lower half": ([("bird", "plane", 14), ("bat", "bird", 8), ("kite", "plane", 5)], "The cells above the "
                       "diagonal are missing. A plane called bird is a mistake as well as a bird called plane."),
        "by shares": (lambda got: [tuple(row)[:2] for row in got] == [("bat", "bird"), ("bird", "plane"),
                                                                      ("bird", "bat")],
                      "These are sorted by their share of the row. Sort by the count itself."),
        "shares": (lambda got: 0 < got[0][2] < 1, "Those are shares. Give the counts as they are."),
        "numbers": ([(1, 0, 14), (1, 3, 10), (2, 3, 9)], "Those are the numbers of the classes. Say their names: "
                    "names[row] and names[column]."),
        "count first": ([(14, "bird", "plane"), (10, "bird", "bat"), (9, "kite", "bat")], "The order is (true name, "
                        "said name, count)."),
        "names alone": ([("bird", "plane"), ("bird", "bat"), ("kite", "bat")], "The counts are missing: (true name, "
                        "said name, count)."),
        "counts alone": ([14, 10, 9], "Those are the counts alone. Say also what was called what: (true name, said "
                         "name, count)."),
        "first alone": (("bird", "plane", 14), "That is the commonest alone. Return a list of `top` of them."),
        "dict": (lambda got: isinstance(got, dict), "Return a list, commonest first, not a dict."),
        "nested": ([(("bird", "plane"), 14), (("bird", "bat"), 10), (("kite", "bat"), 9)], "Each entry is a pair in a "
                   "pair. Write the three side by side: (true name, said name, count)."),
        "all": (lambda got: len(got) == 9, "Those are all the kinds there are. Return only the first `top`."),
    }, say="Collect (true name, said name, count) of every cell beside the diagonal, sort by the count, largest first, "
           "and keep the first `top`.")


def test_error_patterns_returns_as_many_as_asked_for():
    expect(error_patterns(MATRIX, NAMES, top=1), want=[("bird", "plane", 14)], mistakes={
        "bare": (("bird", "plane", 14), "Return a list, even if there is one entry in it."),
        "three": (lambda got: len(got) == 3, "Three came back, and `top` says how many."),
    })
    expect(error_patterns(MATRIX, NAMES, top=5), want=[
        ("bird", "plane", 14), ("bird", "bat", 10), ("kite", "bat", 9), ("bat", "bird", 8), ("plane", "kite", 7),
    ], mistakes={"three": (lambda got: len(got) == 3, "Three came back, and `top` says how many.")})


def test_error_patterns_keeps_equals_in_the_order_of_the_matrix():
    """Four kinds came four times each, and one came once. (Four planes were called plane: that is no mistake.)"""
    names, matrix = ["plane", "bat", "kite"], np.array([[4, 4, 4], [4, 7, 1], [0, 4, 9]])
    want = [("plane", "bat", 4), ("plane", "kite", 4), ("bat", "plane", 4), ("kite", "bat", 4)]
    order = "Of equals, the one that stands first in the matrix comes first, read row by row from the left. "
    expect(error_patterns(matrix, names, top=4), want=want, mistakes={
        "diagonal": ([("plane", "plane", 4), *want[:3]], "Four planes were called plane, and that is no mistake: "
                     "whoever looks for the cells with a 4 finds one on the diagonal, too."),
        "reversed": (want[::-1], order + "Equals are turned round if the sorted list is reversed as a whole: sort by "
                     "minus the count instead."),
        "alphabet, backwards": ([want[1], want[0], want[3], want[2]], order + "Here the names decide: tuples with "
                                "equal counts are compared by what comes next in them. Sort with a key, the count "
                                "alone."),
        "alphabet": (sorted(want), order + "Here the names decide, in the order of the alphabet. Sort with a key, the "
                     "count alone."),
        "column by column": ([want[2], want[0], want[3], want[1]], order + "Here it was read column by column."),
        "lost": (lambda got: [row[2] for row in got] == [4, 1], "Some were lost: several kinds may have the same "
                 "count, so the count cannot be the key of a dict."),
        "the same again": (lambda got: len(set(map(tuple, got))) < len(got) and got[0][0] != got[0][1],
                           "One kind comes more than once: where several have the same count, a search for the count "
                           "finds the first of them each time."),
    })
    expect(error_patterns(matrix, names, top=2), want=want[:2], mistakes={
        "all equals": (want, "All four are equally common, but `top` is 2: keep the two that come first."),
    }, say=order + "So the first two of them are kept.")


def test_error_patterns_may_be_fewer_than_asked_for():
    matrix = np.array([[5, 0, 0], [0, 0, 1], [3, 0, 0]])
    fewer = "Only two kinds of mistake were made, so return two, without asking for a third."
    try:
        got = error_patterns(matrix, ["plane", "bird", "kite"])
    except (IndexError, ValueError):
        raise AssertionError(fewer) from None
    expect(got, want=[("kite", "plane", 3), ("bird", "kite", 1)], mistakes={
        "ones": ([("kite", "plane", 3)], "What happened once has happened: only the cells of 0 are left out."),
        "zeros": (lambda got: any(row[2] == 0 for row in got), "A cell of 0 is a mistake that never happened. "
                  "Leave it out, even if the list becomes shorter than `top`."),
    })


def test_error_patterns_of_a_perfect_model_is_empty():
    try:
        got = error_patterns(np.diag([4, 9]), ["plane", "bird"])
    except (IndexError, ValueError):
        raise AssertionError("No mistake was made, so there is nothing to look for: return an empty list.") from None
    expect(got, want=[], mistakes={
        "zeros": (lambda got: len(got) > 0, "No mistake was made, so there is nothing to list: return an empty list."),
        "none": (None, "Where no mistake was made, return an empty list: []."),
    })


def test_examples_of_finds_the_examples_behind_one_cell():
    """The 2s that were called 0."""
    subset = (
        "These numbers count within a part of the examples: a part was taken out, and its positions start from 0 "
        "again. Count through all the examples."
    )
    expect(examples_of(Y_TRUE, Y_PRED, true=2, said=0), want=[1, 4, 9], mistakes={
        "swapped": ([2, 8], "Those are the 0s that were called 2. `true` is what they really are."),
        "truth alone": ([1, 3, 4, 6, 9, 10], "Those are all the 2s. Keep the ones that were called 0."),
        "answer alone": ([1, 4, 5, 7, 9], "Those are all that were called 0. Keep the ones that are 2s."),
        "either": ([1, 3, 4, 5, 6, 7, 9, 10], "Those are all the 2s, and all that were called 0. Both must hold: "
                   "`and`, or & between masks."),
        "one of the two": ([3, 5, 6, 7, 10], "That is one or the other, and not both. Both must hold: `and`, or & "
                           "between masks."),
        "all wrong 2s": ([1, 4, 9, 10], "Those are all 2s that were called something else. Keep the ones that were "
                         "called 0."),
        "all wrong 0s": ([1, 4, 7, 9], "Those are all that were wrongly called 0. Keep the ones that are 2s."),
        "all wrong": ([0, 1, 2, 4, 7, 8, 9, 10], "Those are all the mistakes. Keep the ones behind this one cell."),
        "both directions": ([1, 2, 4, 8, 9], "Those are both directions, 2s called 0 and 0s called 2. Keep the 2s that "
                            "were called 0."),
        "within the 2s": ([0, 2, 4], subset),
        "within the 0s": ([0, 1, 4], subset),
        "within the mistakes": ([1, 3, 6], subset),
        "from 1": ([2, 5, 10], "Every number is 1 too large: examples count from 0."),
        "mask": (lambda got: np.shape(got) == (11,), "That says yes or no for each example. Give the positions of "
                 "those with yes: np.flatnonzero."),
        "tuple of where": (lambda got: np.shape(got) == (1, 3), "np.where gives a tuple with an array in it. Take what "
                           "is inside: np.where(…)[0], or np.flatnonzero(…)."),
        "argwhere": (lambda got: np.shape(got) == (3, 1), "np.argwhere gives a column. Make it flat: np.flatnonzero."),
        "labels": (lambda got: list(got) in ([2, 2, 2], [0, 0, 0]), "Those are labels. Give the positions of the "
                   "examples."),
        "pairs": (lambda got: np.shape(got) in ((3, 2), (3, 3)), "Give the positions alone: which label they have and "
                  "got is known."),
        "count": (3, "That is how many there are, as in the matrix. Which ones are they?"),
        "first": (1, "That is the first of them. Return all, in a list."),
        "first, again and again": ([1, 1, 1], "`index` finds the first of equals each time. Count the positions while "
                                   "you go through: enumerate."),
        "first in a list": ([1], "That is the first of them. Return all."),
        "backwards": ([9, 4, 1], "The right examples, the last one first. Keep them in increasing order."),
        "set": (lambda got: got == {1, 4, 9}, "The right examples, in a set, which has no order. Return a list, in "
                "increasing order."),
        "none": ([], "None was found. Keep the positions where the truth is `true` and the prediction is `said`, and "
                 "return them after the loop, not in its first round."),
    })


def test_examples_of_may_be_asked_for_the_right_answers():
    expect(examples_of(Y_TRUE, Y_PRED, true=2, said=2), want=[3, 6], mistakes={
        "mistakes only": ([], "`true` and `said` may be the same: then the right answers are asked for."),
    })


def test_examples_of_may_be_the_first_or_the_last():
    """Example 0 is a 1 that was called 2, example 10 a 2 that was called 1."""
    expect(examples_of(Y_TRUE, Y_PRED, true=1, said=2), want=[0], mistakes={
        "not the first": ([], "Example 0 takes part in the search: positions count from 0."),
    })
    expect(examples_of(Y_TRUE, Y_PRED, true=2, said=1), want=[10], mistakes={
        "not the last": ([], "The last example takes part in the search: range(len(y_true)) gives its position, too."),
    })


def test_examples_of_an_empty_cell_is_an_empty_list():
    try:
        got = examples_of(Y_TRUE, Y_PRED, true=1, said=1)
    except (IndexError, ValueError):
        raise AssertionError("No 1 was called 1, so there is nothing to find: return an empty list.") from None
    expect(got, want=[], mistakes={"none": (None, "Where nothing is found, return an empty list: [].")})


def test_examples_of_takes_lists_as_well():
    of_arrays = list(examples_of(Y_TRUE, Y_PRED, 0, 2))
    try:
        got = examples_of(Y_TRUE.tolist(), Y_PRED.tolist(), 0, 2)
    except (AttributeError, TypeError, IndexError):
        raise AssertionError(LISTS) from None
    expect(got, want=[2, 8], mistakes={"not the same": (lambda got: list(got) != of_arrays, LISTS)})


def test_collapsed_class_is_the_class_that_is_said_nearly_always():
    """Class 2 takes 43 of 50 predictions, six of them rightly."""
    what = f"collapsed_class({COLLAPSED.tolist()}): the columns add up to 4, 3 and 43"
    expect(collapsed_class(COLLAPSED), want=2, what=what, mistakes={
        "row": (0, "41 of the 50 examples are really of class 0: that is its row. What the model SAID stands in the "
                "columns: add up along axis 0."),
        "none": (None, "Column 2 takes 43 of 50, which is 86 %. It holds less if its right answers are left out, or if "
                 "its largest cell stands for all of it: add up the whole column, and look at every column before you "
                 "return None."),
        "least": (1, "That is the emptiest column. Look for the fullest."),
        "share": (0.86, "That is the share that class 2 takes. Return the number of the class."),
        "count": (43, "That is how often class 2 was said. Return the number of the class."),
        "yes": (lambda got: isinstance(got, bool | np.bool_), "Return which class it is, or None: not True or False."),
        "from 1": (3, "Classes count from 0: column 2 is the third."),
        "in a list": (lambda got: np.ravel(got).tolist() == [2] and np.ndim(got) == 1, "Return the number itself, "
                      "without a list or array around it."),
        "where": (lambda got: len(got) == 1, "np.where gives a tuple with an array in it. Return the number itself."),
        "pair": (lambda got: len(got) == 2, "Return the number of the class alone."),
        "columns": (lambda got: len(got) == 3, "That is one value for each class. Which class is it?"),
    })


def test_collapsed_class_is_none_for_a_healthy_model():
    """The columns take 22, 10 and 18 of 50."""
    expect(collapsed_class(HEALTHY), want=None, mistakes={
        "fullest": (0, "Column 0 is the fullest, with 22 of 50 predictions, but that is 44 %. Return None where no "
                    "class reaches the share."),
        "its own share": (lambda got: got in (1, 2), "Divide by the number of ALL predictions: here no class takes "
                          "80 % of them."),
        "yes or no": (lambda got: isinstance(got, bool | np.bool_), "Return which class it is, or None: not True or "
                      "False."),
        "no class": (lambda got: got in (-1, "", [], "None"), "Where no class takes that much, return "
                     "None itself."),
    }, say="No class takes 80 % of all predictions here: return None.")


def test_collapsed_class_looks_at_what_was_said_and_not_at_what_is_true():
    """90 % of the examples are of class 1. The model spreads its answers: 20, 17 and 13 of 50."""
    expect(collapsed_class(np.array([[3, 0, 0], [17, 17, 11], [0, 0, 2]])), want=None, mistakes={
        "row": (1, "Row 1 holds 45 of the 50 examples, so they ARE of class 1. What the model said stands in the "
                "columns."),
    }, say="The columns add up to 20, 17 and 13 of 50, so none is said nearly always: return None.")


def test_collapsed_class_counts_the_right_answers_too():
    """28 of 31 predictions are class 1, and 26 of these are right."""
    expect(collapsed_class(np.array([[0, 1, 1], [0, 26, 0], [1, 1, 1]])), want=1, mistakes={
        "mistakes only": (None, "28 of 31 predictions are in column 1. The share is that of all predictions, right or "
                          "wrong: leave the diagonal in, and count predictions, not shares of rows. (And once a class "
                          "is found, no later column may replace it.)"),
        "no axis": (4, "np.argmax of a table without an axis numbers its cells one after the other: 4 is the cell in "
                    "row 1, column 1. Add up the columns first."),
    })


def test_collapsed_class_may_be_class_0():
    expect(collapsed_class(np.array([[2, 0], [14, 1]])), want=0, mistakes={
        "false": (None, "Class 0 takes 16 of 17 predictions. In Python 0 counts as false, so `if label` and `label or "
                  "None` lose it: compare with `is None`, or compare the share."),
        "row": (1, "Row 1 holds most examples. What the model said stands in the columns."),
    })


def test_collapsed_class_counts_a_share_that_is_just_reached():
    """Column 1 takes 12 of 16 predictions, exactly three quarters."""
    matrix = np.array([[4, 0], [0, 12]])
    expect(collapsed_class(matrix), want=None, mistakes={
        "half": (1, "12 of 16 is 0.75, less than 0.8, which is the share if none is given: None."),
    })
    expect(collapsed_class(matrix, share=0.7), want=1, mistakes={
        "fixed": (None, "12 of 16 is 0.75, more than the share of 0.7 that is given. Compare with `share`, not with a "
                  "fixed number."),
    })
    expect(collapsed_class(matrix, share=0.75), want=1, mistakes={
        "strictly more": (None, "12 of 16 is exactly 0.75, and `share` says at least: >=."),
    })
    expect(collapsed_class(matrix, share=0.76), want=None, mistakes={
        "less": (1, "12 of 16 is 0.75, less than the share of 0.76 that is given: None."),
    })


def test_collapsed_class_adds_up_whole_columns():
    """Column 0 takes 22 of 32. The largest single cell stands in column 2."""
    expect(collapsed_class(np.array([[8, 0, 0], [7, 0, 0], [7, 1, 9]]), share=0.6), want=0,
           what="collapsed_class([[8, 0, 0], [7, 0, 0], [7, 1, 9]], share=0.6): the columns add up to 22, 1 and 9",
           mistakes={
        "largest cell": (2, "The largest cell, 9, stands in column 2, but column 0 adds up to 22 of 32. Add up the "
                         "columns first, then look for the fullest."),
    })


def test_collapsed_class_of_no_predictions_is_none():
    empty = "There are no predictions here, so nothing has collapsed: return None before you divide or compare."
    try:
        got = collapsed_class(np.zeros((3, 3), dtype=int))
    except (ZeroDivisionError, ValueError, IndexError):
        raise AssertionError(empty) from None
    expect(got, want=None, mistakes={"a class": (lambda got: got is not False and got in (0, 1, 2), empty)})
