"""Learning, and proof of it: a classifier is asked about digits that were kept from it.

Any sensible classifier passes, for each of them reads far more than half of the unseen digits; a guesser
would read a tenth. `held_out_accuracy` is tested with a small model of the tests' own.
"""

from functools import cache

import numpy as np

from kata import digits, expect
from week1.kata3_train_a_classifier import held_out_accuracy, train

FEATURES, Y = digits()
X = FEATURES / 16
X_TRAIN, Y_TRAIN = X[:300], Y[:300]
UNSEEN_X, UNSEEN_Y = X[300:500], Y[300:500]


def trained(X_train, y_train, seed=0):
    """What `train` returned, once it is clear that it is a model that can be asked."""
    model = train(X_train, y_train, seed=seed)
    assert model is not None, "`train` returned None. Is there a `return model` at the end?"
    assert not isinstance(model, type), (
        f"That is the class itself, the plan of a model. Make one from it, with brackets: {model.__name__}(…); fit it, "
        "and return that one."
    )
    assert not isinstance(model, tuple | list), "More than one thing came back. Return the fitted model alone."
    assert not isinstance(model, np.ndarray | float | int), (
        "Those are numbers: predictions, or a score. Return the model itself, so that others can ask it."
    )
    for method in ("predict", "predict_proba"):
        assert callable(getattr(model, method, None)), (
            f"A {type(model).__name__} came back, which has no method `{method}`. Choose a classifier that has both, "
            "`predict` and `predict_proba`: LogisticRegression, say."
        )
    return model


def ask(question, rows):
    """The answer of a model's method, as an array."""
    try:
        return np.asarray(question(rows))
    except Exception as error:
        assert type(error).__name__ != "NotFittedError", (
            "The model that came back has not been fitted: it has learned nothing yet. Call "
            "model.fit(X_train, y_train), and return that very model."
        )
        raise


@cache
def reader():
    """A model that has learned from 300 digits, trained once for the tests that only ask it."""
    return trained(X_TRAIN, Y_TRAIN)


def test_train_gives_a_fitted_classifier_the_same_for_the_same_seed():
    once = ask(trained(X_TRAIN[:100], Y_TRAIN[:100], seed=3).predict_proba, UNSEEN_X)
    again = ask(trained(X_TRAIN[:100], Y_TRAIN[:100], seed=3).predict_proba, UNSEEN_X)
    assert once.shape == again.shape and np.allclose(once, again), (
        "Two calls with the same seed and the same data gave two different models. Pass the seed on: random_state=seed."
    )


def test_train_learns_to_read_digits_it_has_never_seen():
    answers = ask(reader().predict, UNSEEN_X)
    assert answers.shape == UNSEEN_Y.shape, f"`predict` gave {answers.shape} for 200 rows: one label a row, (200,)."
    right = int(np.sum(answers == UNSEEN_Y))
    assert right > 100, (
        f"The model reads {right} of 200 unseen digits; a guesser reads about 20, an ordinary classifier 120 to 190. "
        "Does `fit` get all the rows of X_train, and the labels in the same order? Does the model look at both?"
    )


def test_train_gives_a_probability_for_every_label():
    probabilities = ask(reader().predict_proba, UNSEEN_X)
    assert probabilities.shape == (200, 10), (
        f"`predict_proba` gave the shape {probabilities.shape} for 200 rows and ten labels: a row each, a column each."
    )
    expect(probabilities.sum(axis=1), want=np.ones(200), rtol=1e-4, what="Each row of the probabilities, added up")
    assert probabilities.min() >= 0, f"A probability is {probabilities.min():.3g}, and none can be below 0."
    for_the_truth = float(probabilities[np.arange(200), UNSEEN_Y].mean())
    assert for_the_truth > 0.12, (
        f"The right label gets a probability of {for_the_truth:.3f} on average, and guessing would give it 0.1. "
        "Column 0 belongs to the smallest label, and so on in ascending order."
    )


def test_train_works_with_whatever_labels_there_are():
    """Only 3s and 8s, first all the 3s and then all the 8s. The labels stay 3 and 8."""
    rows = np.concatenate([np.flatnonzero(Y == 3)[:40], np.flatnonzero(Y == 8)[:40]])
    unseen = np.concatenate([np.flatnonzero(Y == 3)[40:80], np.flatnonzero(Y == 8)[40:80]])
    model = trained(X[rows], Y[rows])
    answers, probabilities = ask(model.predict, X[unseen]), ask(model.predict_proba, X[unseen])
    others = sorted(set(answers.tolist()) - {3, 8})
    assert not others, (
        f"Trained on the labels 3 and 8 only, the model answers {others}. An answer is one of the labels in y_train, "
        "not its place among them and no label from elsewhere."
    )
    assert probabilities.shape == (80, 2), (
        f"With two labels, 3 and 8, `predict_proba` has two columns for 80 rows; yours gave {probabilities.shape}."
    )
    right = int(np.sum(answers == Y[unseen]))
    assert right > 50, f"The model tells a 3 from an 8 in {right} of 80 cases; a coin would in 40. Are all rows used?"


def test_train_makes_a_new_model_each_time():
    first = trained(X_TRAIN[:50], Y_TRAIN[:50])
    before = ask(first.predict, UNSEEN_X)
    second = trained(X_TRAIN[:50], 9 - Y_TRAIN[:50])  # the second one learns to call a 2 a 7
    assert second is not first and np.array_equal(ask(first.predict, UNSEEN_X), before), (
        "Training a second model changed the first: both are one object. Make the model inside the function, so that "
        "each call has a new one."
    )


class SmallModel:
    """A model that is finished: it says 8 where a row's first number is above 0.5, and otherwise 3.

    If someone fits it again, it learns those rows by heart.
    """

    def __init__(self):
        self.classes_ = np.array([3, 8])
        self.by_heart = {}

    def fit(self, X, y):
        self.by_heart = {tuple(row): label for row, label in zip(np.asarray(X).tolist(), y, strict=True)}
        return self

    def predict(self, X):
        rows = np.asarray(X).tolist()
        return np.array([self.by_heart.get(tuple(row), 8 if row[0] > 0.5 else 3) for row in rows])

    def predict_proba(self, X):
        eight = np.asarray(X)[:, 0]
        return np.column_stack([1 - eight, eight])

    def score(self, X, y):
        return float(np.mean(self.predict(X) == y))


X_TEST = np.array([[0.9, 1.0], [0.1, 2.0], [0.7, 3.0], [0.2, 4.0], [0.6, 5.0], [0.3, 6.0], [0.8, 7.0], [0.45, 8.0]])
Y_TEST = np.array([8, 3, 3, 3, 8, 8, 8, 8])  # the small model says 8, 3, 8, 3, 8, 3, 8, 3: five are right


def test_held_out_accuracy_is_the_share_of_unseen_rows_it_gets_right():
    model = SmallModel()
    expect(held_out_accuracy(model, X_TEST, Y_TEST), want=0.625, mistakes={
        "knows the answers": (1.0, "A perfect score, and this model is no perfect one: it was fitted again on the rows "
                              "it is judged by, or its answers were compared with themselves. Only predict, and "
                              "compare with y_test."),
        "count": (5, "That is how many are right. Divide by how many there are."),
        "percent": (62.5, "That is a percentage. Return the fraction, 0.625."),
        "error": (0.375, "That is the share it gets wrong. Accuracy is the share it gets right."),
        "confidence": (0.74375, "That is how sure the model is, on average. How often it is right is another matter: "
                       "compare `predict` with y_test."),
        "probability": (0.63125, "That is the probability of the right label, on average. Only the answer counts here: "
                        "compare `predict` with y_test."),
        "places": (0.0, "Every answer counts as wrong. Are they places of the largest probability, 0 and 1, where the "
                   "labels are 3 and 8? `model.predict` gives the labels."),
        "predictions": (lambda got: np.shape(got) == (8,), "One value for each row. The accuracy is one number: the "
                        "share of rows where prediction and label are equal."),
    }, say="The accuracy comes from all of X_test and y_test, and from the model as it was handed over.")


def test_held_out_accuracy_leaves_the_model_as_it_came():
    model = SmallModel()
    expect(held_out_accuracy(model, X_TEST[:3], Y_TEST[:3]), want=2 / 3)
    assert not model.by_heart, (
        "The model was fitted again, on the test rows: now it knows the answers, and it is no longer the model that "
        "was to be judged. Only predict."
    )
