"""Unusual and correct: every one of these must pass."""

from fractions import Fraction

import numpy as np

from kata.known import alternative


@alternative("train")
def neighbours(X_train, y_train, seed=0):
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(3).fit(X_train, y_train)


@alternative("train")
def a_tree(X_train, y_train, seed=0):
    from sklearn.tree import DecisionTreeClassifier

    model = DecisionTreeClassifier(random_state=seed)
    model.fit(X_train, y_train)
    return model


@alternative("train")
def a_small_forest(X_train, y_train, seed=0):
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_estimators=8, random_state=np.random.RandomState(seed)).fit(X_train, y_train)


@alternative("train")
def naive_bayes(X_train, y_train, seed=0):
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB().fit(X_train, y_train)


@alternative("train")
def a_small_network(X_train, y_train, seed=0):
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier((32,), max_iter=60, learning_rate_init=0.01, random_state=seed).fit(X_train, y_train)


@alternative("train")
def a_pipeline(X_train, y_train, seed=0):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, random_state=seed)).fit(X_train, y_train)


@alternative("train")
def a_class_of_ones_own(X_train, y_train, seed=0):
    class NearestMean:
        def __init__(self, X, y):
            self.labels = sorted(set(y.tolist()))
            self.means = [X[y == label].mean(axis=0) for label in self.labels]

        def predict_proba(self, X):
            weights = np.array([[np.exp(-((row - mean) ** 2).sum()) for mean in self.means] for row in X])
            return (weights / weights.sum(axis=1, keepdims=True)).tolist()

        def predict(self, X):
            return [self.labels[int(np.argmax(row))] for row in self.predict_proba(X)]

    return NearestMean(X_train, y_train)


@alternative("train")
def gaussian_process(X_train, y_train, seed=0):
    from sklearn.gaussian_process import GaussianProcessClassifier

    return GaussianProcessClassifier(random_state=seed).fit(X_train, y_train)


@alternative("held_out_accuracy")
def the_models_own_score(model, X_test, y_test):
    return model.score(X_test, y_test)


@alternative("held_out_accuracy")
def scikit_learns(model, X_test, y_test):
    from sklearn.metrics import accuracy_score

    return accuracy_score(y_test, model.predict(X_test))


@alternative("held_out_accuracy")
def row_by_row(model, X_test, y_test):
    right = sum(int(model.predict(X_test[i : i + 1])[0] == y_test[i]) for i in range(len(X_test)))
    return Fraction(right, len(y_test))


@alternative("held_out_accuracy")
def from_the_probabilities(model, X_test, y_test):
    return np.mean(model.classes_[np.argmax(model.predict_proba(X_test), axis=1)] == y_test, dtype=np.float32)
