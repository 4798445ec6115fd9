"""Fresh data for training, run at grading only."""

import numpy as np

from kata import digits28, each, expect
from week3.kata5_training import accuracy, minibatches, train_epoch, update


def test_update_on_fresh_data():
    network = [(np.arange(6.0).reshape(2, 3) - 2, np.array([0.5, -0.5])), (np.array([[3.0, -1.0]]), np.array([7.0]))]
    slopes = [(np.full((2, 3), 0.5), np.array([-2.0, 4.0])), (np.array([[1.0, 0.0]]), np.array([-0.25]))]
    want = [(np.arange(6.0).reshape(2, 3) - 2.15, np.array([1.1, -1.7])), (np.array([[2.7, -1.0]]), np.array([7.075]))]
    expect(update(network, slopes, 0.3), want=want)


def test_update_keeps_the_smallest_of_steps():
    """A gradient of a billionth still counts: the bottom of a valley is nearly flat."""
    network = update([(np.array([[0.0]]), np.array([0.0]))], [(np.array([[1e-9]]), np.array([-3e-9]))], 0.5)
    expect(network, want=[(np.array([[-5e-10]]), np.array([1.5e-9]))], atol=1e-15)


def test_minibatches_on_fresh_data():
    batches = minibatches(103, 10, np.random.default_rng(77))
    expect([len(batch) for batch in batches], want=[10] * 10 + [3], what="the sizes of the batches")
    flat = np.concatenate([np.ravel(batch) for batch in batches]).tolist()
    expect(sorted(flat), want=list(range(103)), what="the indices, sorted")
    assert flat != list(range(103)), "The batches follow the order of the data."


def test_minibatches_put_every_example_in_every_place():
    """In 300 deals of 4, each example comes first about 75 times."""
    first = [int(batches[0][0]) for batches in each(minibatches, [(4, 3, np.random.default_rng(9))] * 300)]
    assert all(first.count(i) > 20 for i in range(2)), f"Of 300 first places, 0 and 1 got {first.count(0)} and " \
                                                       f"{first.count(1)}: the order is not drawn at random."


def test_train_epoch_of_one_image_is_one_exact_step():
    W, b, x, t, rate = np.array([[0.3, -0.8]]), np.array([0.1]), np.array([[0.6, 0.9]]), np.array([[1.0]]), 0.7
    a = 1 / (1 + np.exp(-(x @ W.T + b)))
    slope = 2 * (a - t) * a * (1 - a)
    got = train_epoch([(W, b)], x, t, rate, batch_size=5, rng=np.random.default_rng(3))
    expect(got, want=[(W - rate * slope * x, b - rate * slope[0])])


def test_train_epoch_reads_digits_that_it_has_not_seen():
    """196-12-10 on 100 digits at half their size; the 300 after them are held out. By chance: one in ten."""
    images, labels = digits28(300, 700)
    images = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)
    rng = np.random.default_rng(8)
    network = [(rng.normal(0, 1 / 14, (12, 196)), np.zeros(12)), (rng.normal(0, 0.3, (10, 12)), np.zeros(10))]
    for _ in range(10):
        network = train_epoch(network, images[:100], np.eye(10)[labels[:100]], 2.0, batch_size=4, rng=rng)
    outputs = images[100:]
    for W, b in network:
        outputs = 1 / (1 + np.exp(-(outputs @ W.T + b)))
    right = float(np.mean(outputs.argmax(axis=1) == labels[100:]))
    assert right > 0.45, f"After 10 epochs it reads only {right:.0%} of 300 digits that it has not seen."


def test_accuracy_on_fresh_data():
    """One layer that passes on its three inputs: the largest input is the guess."""
    images = np.array([[0.1, 0.2, 0.9], [0.7, 0.1, 0.2], [0.3, 0.2, 0.1], [0.5, 0.6, 0.4], [0.0, 0.8, 0.9]])
    network = [(5 * np.eye(3), np.full(3, -4.0))]
    expect(accuracy(network, images, np.array([2, 0, 1, 1, 1])), want=0.6)
    expect(accuracy(network, images[2:3], np.array([0])), want=1.0)
