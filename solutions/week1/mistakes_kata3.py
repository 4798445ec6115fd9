"""Known mistakes in training and judging a classifier, each with the words it must earn."""

import numpy as np

from kata import digits
from kata.known import mistake


def _logistic(seed=0):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000, random_state=seed)


@mistake("train", "the class itself")
def class_itself(X_train, y_train, seed=0):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression


@mistake("train", "not been fitted")
def fitted_on_nothing(X_train, y_train, seed=0):
    return _logistic(seed)


@mistake("train", "not been fitted")
def another_one_fitted(X_train, y_train, seed=0):
    _logistic(seed).fit(X_train, y_train)
    return _logistic(seed)


@mistake("train", "returned None")
def nothing_returned(X_train, y_train, seed=0):
    _logistic(seed).fit(X_train, y_train)


@mistake("train", "Return the model itself")
def predictions(X_train, y_train, seed=0):
    return _logistic(seed).fit(X_train, y_train).predict(X_train)


@mistake("train", "Return the model itself")
def training_score(X_train, y_train, seed=0):
    return float(_logistic(seed).fit(X_train, y_train).score(X_train, y_train))


@mistake("train", "fitted model alone")
def model_and_score(X_train, y_train, seed=0):
    model = _logistic(seed).fit(X_train, y_train)
    return model, model.score(X_train, y_train)


@mistake("train", "no method `predict_proba`")
def without_probabilities(X_train, y_train, seed=0):
    from sklearn.svm import LinearSVC

    return LinearSVC(random_state=seed).fit(X_train, y_train)


@mistake("train", "no method `predict_proba`")
def a_regression(X_train, y_train, seed=0):
    from sklearn.linear_model import LinearRegression

    return LinearRegression().fit(X_train, y_train)


@mistake("train", "no method `predict_proba`")
def a_clustering(X_train, y_train, seed=0):
    from sklearn.cluster import KMeans

    return KMeans(n_clusters=10, n_init=1, random_state=seed).fit(X_train, y_train)


@mistake("train", "two different models")
def seed_ignored(X_train, y_train, seed=0):
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_estimators=10).fit(X_train, y_train)


@mistake("train", "two different models")
def shuffled_without_the_seed(X_train, y_train, seed=0):
    order = np.random.default_rng().permutation(len(X_train))[:-20]
    return _logistic(seed).fit(X_train[order], y_train[order])


@mistake("train", "unseen digits; a guesser")
def majority(X_train, y_train, seed=0):
    from sklearn.dummy import DummyClassifier

    return DummyClassifier().fit(X_train, y_train)


@mistake("train", "unseen digits; a guesser")
def labels_out_of_step(X_train, y_train, seed=0):
    return _logistic(seed).fit(X_train, np.random.default_rng(seed).permutation(y_train))


@mistake("train", "unseen digits; a guesser")
def one_question_only(X_train, y_train, seed=0):
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(max_depth=1, random_state=seed).fit(X_train, y_train)


@mistake("train", "not its place among them")
def ten_digits_taken_for_granted(X_train, y_train, seed=0):
    class NearestMean:
        def __init__(self):
            self.labels = np.unique(y_train)
            self.means = np.array([X_train[y_train == label].mean(axis=0) for label in self.labels])

        def predict_proba(self, X):
            distances = np.linalg.norm(np.asarray(X)[:, None] - self.means, axis=2)
            weights = np.exp(-5 * distances)
            return weights / weights.sum(axis=1, keepdims=True)

        def predict(self, X):
            return self.predict_proba(X).argmax(axis=1)

    return NearestMean()


_shared = []


@mistake("train", "both are one object")
def one_model_for_all_calls(X_train, y_train, seed=0):
    if not _shared:
        _shared.append(_logistic(seed))
    return _shared[0].fit(X_train, y_train)


@mistake("train", "changed the `X_train`")
def scaled_in_place(X_train, y_train, seed=0):
    X_train -= X_train.mean(axis=0)
    return _logistic(seed).fit(X_train, y_train)


@mistake("train", "added up")
def probabilities_not_normalised(X_train, y_train, seed=0):
    model = _logistic(seed).fit(X_train, y_train)

    class Wrapped:
        def predict(self, X):
            return model.predict(X)

        def predict_proba(self, X):
            return np.exp(model.decision_function(X))

    return Wrapped()


@mistake("held_out_accuracy", "A perfect score")
def fitted_on_the_test_rows(model, X_test, y_test):
    model.fit(X_test, y_test)
    return model.score(X_test, y_test)


@mistake("held_out_accuracy", "A perfect score")
def fitted_and_compared(model, X_test, y_test):
    return float(np.mean(model.fit(X_test, y_test).predict(X_test) == y_test))


@mistake("held_out_accuracy", "A perfect score")
def compared_with_itself(model, X_test, y_test):
    return float(model.score(X_test, model.predict(X_test)))


@mistake("held_out_accuracy", "fitted again, on the test rows")
def fitted_afterwards(model, X_test, y_test):
    score = model.score(X_test, y_test)
    model.fit(X_test, y_test)
    return score


@mistake("held_out_accuracy", "as it was handed over")
def scored_on_training_data(model, X_test, y_test):
    X_train, y_train = digits()
    return float(np.mean(model.predict(X_train / 16) == y_train))


@mistake("held_out_accuracy", "how many are right")
def count(model, X_test, y_test):
    return int(np.sum(model.predict(X_test) == y_test))


@mistake("held_out_accuracy", "a percentage")
def percent(model, X_test, y_test):
    return 100 * model.score(X_test, y_test)


@mistake("held_out_accuracy", "share it gets wrong")
def error_rate(model, X_test, y_test):
    return 1 - model.score(X_test, y_test)


@mistake("held_out_accuracy", "how sure the model is")
def mean_confidence(model, X_test, y_test):
    return float(model.predict_proba(X_test).max(axis=1).mean())


@mistake("held_out_accuracy", "probability of the right label")
def mean_probability_of_the_truth(model, X_test, y_test):
    columns = np.searchsorted(model.classes_, y_test)
    return float(model.predict_proba(X_test)[np.arange(len(y_test)), columns].mean())


@mistake("held_out_accuracy", "places of the largest probability")
def places_for_labels(model, X_test, y_test):
    return float(np.mean(model.predict_proba(X_test).argmax(axis=1) == y_test))


@mistake("held_out_accuracy", "One value for each row")
def predictions_only(model, X_test, y_test):
    return model.predict(X_test)


@mistake("held_out_accuracy", "One value for each row")
def not_averaged(model, X_test, y_test):
    return model.predict(X_test) == y_test
