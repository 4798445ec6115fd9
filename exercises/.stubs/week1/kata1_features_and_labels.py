"""Features and labels

A model never sees a picture. It gets a row of numbers, the features, and during training the answer
that belongs to it, the label. Here are 1,797 handwritten digits in that form, a look at one of them as
a picture again, and the habit of bringing every number into the range 0 to 1.
"""

import numpy as np


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """The handwritten digits that come with scikit-learn, as features and labels.

    Nearly every data set of this course has this form: a table with one row for each example, and a
    list with the answer for each row. Here an example is a picture of 8 × 8 pixels, laid out as a row
    of 64 numbers: 0 is paper, 16 is the darkest ink.

    `sklearn.datasets.load_digits` has the data. It bears the name of this very function, so import
    the module inside the body (`from sklearn import datasets`) and call `datasets.load_digits`.

    Returns:
        features: shape (1797, 64), float64, values 0.0 to 16.0, as scikit-learn delivers them.
        labels: shape (1797,), int: the digit 0 to 9 that each row shows, in the same order.

    Example:
        >>> features, labels = load_digits()
        >>> features.shape, labels[:5]
        ((1797, 64), array([0, 1, 2, 3, 4]))
    """
    raise NotImplementedError


def as_image(row: np.ndarray) -> np.ndarray:
    """One row of features as the picture that it came from.

    The row was made by reading the picture as you read a page: the top line from left to right, then
    the next line. To see the picture again, cut the row into 8 lines of 8, in the same order.

    Args:
        row: the features of one picture, shape (64,).

    Returns:
        The picture, shape (8, 8), first the line and then the column, with the same values as in the
        row. (An array or a list of 8 lists, as you like.)

    Example:
        >>> as_image(np.arange(64.0))[1]   # the second line from the top
        array([ 8.,  9., 10., 11., 12., 13., 14., 15.])
    """
    raise NotImplementedError


def scale(features: np.ndarray) -> np.ndarray:
    """The features brought into the range 0 to 1.

    Many models learn faster and more steadily from small numbers of like size. Divide by the top of
    the scale, 16, which the *camera* fixed, and not by the largest number that happens to be in the
    data: then a picture gets the same features whichever pictures stand beside it, today and next year.

    Args:
        features: shape (n, n_features), values 0 to 16, whole numbers or floats.

    Returns:
        New features of the same shape, float64, values 0.0 to 1.0.

    Example:
        >>> scale(np.array([[0.0, 4.0, 8.0]]))
        array([[0.  , 0.25, 0.5 ]])
    """
    raise NotImplementedError
