"""Fresh data for dropout and early stopping, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week6.kata5_regularization import EarlyStopping, dropout


def test_dropout_on_fresh_data():
    """A third of 9000 is 3000; five standard deviations are 224."""
    x = np.cos(np.arange(9000.0)).reshape(30, 20, 15)
    got = np.asarray(dropout(x, 1 / 3, np.random.default_rng(21), training=True))
    expect(got, want=np.where(got == 0, 0, x * 1.5), what="dropout with p=1/3")
    off = int((got == 0).sum())
    assert 2776 <= off <= 3224, f"{off} of 9000 values were switched off with p=1/3, where about 3000 should be."
    expect(dropout(x, 1 / 3, np.random.default_rng(21), training=False), want=x)


def test_dropout_with_a_large_p():
    """Nine in ten of 4000 are 3600; five standard deviations are 95."""
    x = np.arange(1.0, 4001.0)
    got = np.asarray(dropout(x, 0.9, np.random.default_rng(22), training=True))
    expect(got, want=np.where(got == 0, 0, x * 10), what="dropout with p=0.9")
    off = int((got == 0).sum())
    assert 3505 <= off <= 3695, f"{off} of 4000 values were switched off with p=0.9, where about 3600 should be."


def test_dropout_keeps_zeros_and_refuses_what_is_no_share():
    x = np.zeros((3, 7))
    expect(dropout(x, 0.4, np.random.default_rng(23), training=True), want=x)
    expect_error(dropout, x, 1.5, np.random.default_rng(0), True, shows="1.5", why="1.5 is no share: a ValueError that "
                                                                                   "shows it.")


def answers(stopper, losses):
    import torch

    return [bool(stopper.update(loss, {"bias": torch.tensor([loss])})) for loss in losses]


def test_EarlyStopping_on_fresh_losses():
    stopper = EarlyStopping(patience=4)
    losses = [2.0, 2.5, 2.4, 2.3, 1.9, 1.95, 1.9, 2.2, 2.1]
    expect(answers(stopper, losses), want=[False] * 8 + [True], what="the answers with patience 4")
    expect(stopper.best_epoch, want=4, what="best_epoch")
    expect(stopper.best_weights, want={"bias": np.array([1.9])}, what="best_weights")


def test_EarlyStopping_never_stops_while_the_loss_falls():
    stopper = EarlyStopping(patience=1)
    expect(answers(stopper, [-0.1 * epoch for epoch in range(20)]), want=[False] * 20, what="the answers to a falling "
                                                                                            "loss")
    expect(stopper.best_epoch, want=19, what="best_epoch")


def test_EarlyStopping_of_a_loss_that_is_always_nan():
    stopper = EarlyStopping(patience=2)
    expect(answers(stopper, [float("nan")] * 2), want=[False, True], what="the answers to nan with patience 2")
    assert stopper.best_weights is None and stopper.best_epoch is None, "nan was never an improvement: nothing is best."


def test_EarlyStopping_brings_back_the_lowest_validation_loss():
    """Six noisy points for training, six for validation: the validation loss falls, and then rises."""
    stopper = EarlyStopping(patience=3)

    import torch
    from torch import nn

    from nets import probes

    def network():
        return probes.filled(nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1)), seed=5)

    model = network()
    x = torch.linspace(-1, 1, 12, dtype=torch.float64).reshape(-1, 1)
    y = (3 * x).sin() + torch.tensor([0.5, -0.5] * 6, dtype=torch.float64).reshape(-1, 1)
    train_x, train_y, val_x, val_y = x[::2], y[::2], x[1::2], y[1::2]
    seen = []
    for _ in range(200):
        loss = ((model(train_x) - train_y) ** 2).mean()
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= 0.1 * gradient
            seen.append(float(((model(val_x) - val_y) ** 2).mean()))
        if stopper.update(seen[-1], model.state_dict()):
            break
    expect(len(seen) - 1 - int(np.argmin(seen)), want=3, what="epochs after the lowest validation loss")
    restored = network()
    restored.load_state_dict(stopper.best_weights)
    with torch.no_grad():
        found = float(((restored(val_x) - val_y) ** 2).mean())
    expect(found, want=min(seen), rtol=1e-9, what="the validation loss with best_weights put back")
    expect(stopper.best_epoch, want=int(np.argmin(seen)), what="best_epoch")
