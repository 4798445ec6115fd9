"""Fresh curves, run at grading only."""

from kata import expect, expect_error
from week6.kata3_diagnose_curves import best_epoch, diagnose, generalization_gap


def test_generalization_gap_on_fresh_curves():
    expect(generalization_gap([1.8, 0.62, 0.31], [1.7, 1.05, 0.98]), want=0.67)
    expect(generalization_gap([3.0, 2.0], [2.5, 1.25]), want=-0.75)
    expect(generalization_gap([1.0, 0.25, 0.5], [1.25, 0.75, 0.875]), want=0.375)
    expect(generalization_gap([0.5], [0.75]), want=0.25)


def test_generalization_gap_refuses_lists_of_different_lengths():
    expect_error(generalization_gap, [2.0], [2.0, 1.0], why="One and two losses should be a ValueError.")


CURVES = [
    ([1.1, 0.8, 0.5, 0.2, 0.1], [1.2, 0.9, 0.8, 1.0, 1.3], "overfitting"),
    ([4.0, 3.0, 2.4, 1.9], [4.1, 2.0, 2.1, 2.5], "overfitting"),
    ([0.9, 0.5, 0.3, 0.3], [0.9, 0.4, 0.5, 0.45], "overfitting"),
    ([1.0, 0.95, 0.9], [1.0, 0.7, 0.8], "overfitting"),
    ([0.6, 0.58, 0.57, 0.56], [0.6, 0.59, 0.59, 0.58], "underfitting"),
    ([1.6, 1.1, 1.2, 1.5], [1.6, 1.2, 1.3, 1.7], "underfitting"),
    ([1.5], [1.75], "underfitting"),
    ([4.0, 3.6, 3.2], [4.0, 2.8, 2.4], "underfitting"),
    ([3.0, 1.0, 1.5, 0.5], [3.0, 1.0, 1.25, 1.5], "overfitting"),
    ([3.0, 1.0, 0.5, 0.53], [3.0, 1.0, 1.25, 1.5], "healthy"),
    ([8.0, 4.0, 2.0], [8.5, 5.5, 4.5], "healthy"),
    ([1.0, 0.4, 0.2, 0.1], [1.0, 0.5, 0.42, 0.44], "healthy"),
    ([1.0, 0.2, 0.6, 0.5], [1.1, 0.4, 0.8, 0.7], "healthy"),
]


def test_diagnose_on_fresh_curves():
    for train_losses, val_losses, want in CURVES:
        got = diagnose(train_losses, val_losses)
        expect(got.lower() if isinstance(got, str) else got, want=want, what=f"diagnose({train_losses}, {val_losses})")


def test_diagnose_refuses_lists_of_different_lengths():
    expect_error(diagnose, [2.0, 1.0], [2.0], why="Two and one losses should be a ValueError.")


def test_best_epoch_on_fresh_curves():
    for losses, want in [([0.9, 0.4, 0.6, 0.4, 0.3, 0.3], 4), ([7.5], 0), ([2.0, 2.0], 0), ([3.0, 2.5, 2.25], 2),
                         ([1.0, 0.125, 0.5, 0.25, 0.5], 1),
                         ([2100.0, 2000.5, 2000.25, 2050.0], 2), ([0.9, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.498], 7)]:
        expect(best_epoch(losses), want=want)
