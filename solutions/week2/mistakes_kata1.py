"""Known mistakes in gradient descent, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week2.kata1_gradient_descent import gradient, predict


@mistake("predict", "weight is added")
def weight_added(w, x):
    return w + x


@mistake("predict", "one number for all inputs")
def summed_up(w, x):
    return float(np.sum(w * x))


@mistake("predict", "input itself")
def weight_forgotten(w, x):
    return x.copy()


@mistake("predict", "divided by the weight")
def divided(w, x):
    return x / w


@mistake("predict", "cut to whole numbers")
def whole_numbers(w, x):
    return [int(w * one) for one in x]


@mistake("predict", "Is there a `return` at the end?")
def return_forgotten(w, x):
    w * x


@mistake("mse", "one squared error for each example")
def mean_forgotten(w, x, y):
    return (predict(w, x) - y) ** 2


@mistake("mse", "forget to divide by n")
def sum_not_mean(w, x, y):
    return float(np.sum((predict(w, x) - y) ** 2))


@mistake("mse", "absolute errors")
def absolute_errors(w, x, y):
    return float(np.mean(np.abs(predict(w, x) - y)))


@mistake("mse", "root of the MSE")
def root(w, x, y):
    return float(np.sqrt(np.mean((predict(w, x) - y) ** 2)))


@mistake("mse", "some books define the cost with a ½")
def half(w, x, y):
    return float(np.mean((predict(w, x) - y) ** 2) / 2)


@mistake("mse", "Positive and negative errors cancel")
def not_squared(w, x, y):
    return float(np.mean(y - predict(w, x)))


@mistake("mse", "Positive and negative errors cancel")
def not_squared_the_other_way(w, x, y):
    return float(np.mean(predict(w, x) - y))


@mistake("mse", "squared the average")
def square_of_the_mean(w, x, y):
    return float(np.mean(predict(w, x) - y) ** 2)


@mistake("mse", "every target is compared with every prediction")
def column_against_row(w, x, y):
    return float(np.mean((y.reshape(-1, 1) - predict(w, x)) ** 2))


@mistake("mse", "n times too small")
def mean_divided_again(w, x, y):
    return float(np.mean((predict(w, x) - y) ** 2) / len(x))


@mistake("gradient", "one slope for each example")
def one_by_one(w, x, y):
    return 2 * (predict(w, x) - y) * x


@mistake("gradient", "Nearly right, but not exact")
def forward_difference(w, x, y, eps=1e-4):
    return (np.mean((predict(w + eps, x) - y) ** 2) - np.mean((predict(w, x) - y) ** 2)) / eps


@mistake("gradient", "n times too large")
def summed(w, x, y):
    return float(2 * np.sum((predict(w, x) - y) * x))


@mistake("gradient", "the 2 that comes down from the square")
def two_forgotten(w, x, y):
    return float(np.mean((predict(w, x) - y) * x))


@mistake("gradient", "n times too small")
def divided_twice(w, x, y):
    return float(np.mean(2 * (predict(w, x) - y) * x) / len(x))


@mistake("gradient", "slope for a bias")
def x_forgotten(w, x, y):
    return float(2 * np.mean(predict(w, x) - y))


@mistake("gradient", "wrong sign")
def target_minus_prediction(w, x, y):
    return float(2 * np.mean((y - predict(w, x)) * x))


@mistake("gradient", "product of two averages")
def means_multiplied(w, x, y):
    return float(2 * np.mean(predict(w, x) - y) * np.mean(x))


@mistake("gradient", "square is gone")
def squared_again(w, x, y):
    return float(2 * np.mean((predict(w, x) - y) ** 2 * x))


@mistake("gradient_step", "walked uphill")
def plus(w, x, y, learning_rate=0.05):
    return w + learning_rate * gradient(w, x, y)


@mistake("gradient_step", "how far to move")
def only_the_step(w, x, y, learning_rate=0.05):
    return -learning_rate * gradient(w, x, y)


@mistake("gradient_step", "does not depend on the learning rate")
def rate_forgotten(w, x, y, learning_rate=0.05):
    return w - gradient(w, x, y)


@mistake("gradient_step", "does not depend on the learning rate")
def rate_fixed(w, x, y, learning_rate=0.05):
    return w - 0.05 * gradient(w, x, y)


@mistake("gradient_step", "cut to a whole number")
def whole_number(w, x, y, learning_rate=0.05):
    weight = np.array([w])
    weight -= (learning_rate * np.array([gradient(w, x, y)])).astype(weight.dtype)
    return weight[0]


@mistake("gradient_step", "was rounded")
def rounded(w, x, y, learning_rate=0.05):
    return round(float(w - learning_rate * gradient(w, x, y)), 2)


@mistake("gradient_step", "weight of the next step")
def two_steps(w, x, y, learning_rate=0.05):
    w = w - learning_rate * gradient(w, x, y)
    return w - learning_rate * gradient(w, x, y)
