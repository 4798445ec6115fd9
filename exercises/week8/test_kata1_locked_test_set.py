"""One score, once, and the labels stay in there.

Eight images of 2×3 numbers, with the classes 0, 1 and 2. A made-up `predict` gives answers of which five are right.
What can be seen of a set from outside is looked for in everything that Python shows of an object.
"""

from contextlib import suppress

import numpy as np
import torch

from kata import expect, expect_error
from nets import probes
from week8.kata1_locked_test_set import LockedTestSet

LABELS = [2, 0, 1, 2, 2, 0, 2, 1]
ANSWERS = [2, 0, 0, 2, 1, 1, 2, 1]  # five of them are right
REVERSED = LABELS[::-1]  # the same classes, as often as before, for other images
FIVE_EITHER_WAY = [1, 0, 0, 2, 2, 0, 2, 2]  # five are right with LABELS, and five others with REVERSED


def images():
    return np.arange(48.0).reshape(8, 2, 3)


def new(labels=LABELS):
    return LockedTestSet(images(), np.array(labels))


def answering(answers, seen=None):
    """A `predict` that gives these answers, and writes down what it was given."""
    def predict(*given):
        if seen is not None:
            seen.append(given)
        return answers

    return predict


def first_score(test_set, answers=ANSWERS, refused=(
        "A new set refused its first evaluate, because another set was opened before. Every set has a lock of its own: "
        "set it with self.… or as a variable in __init__, not in the body of the class and not as a global.")):
    """What the first evaluate tells; `refused` is the sentence for a set that thinks it was opened."""
    try:
        return test_set.evaluate(answering(answers))
    except NotImplementedError:
        raise
    except RuntimeError as error:
        if any(words in str(error) for words in ("dtype", "tensor", "Boolean")):
            raise
        raise AssertionError(refused) from None


def told_after(test_set, answers=ANSWERS):
    """The score that is told by a set that was opened before, or None where it refuses."""
    try:
        return test_set.evaluate(answering(answers))
    except NotImplementedError:
        raise
    except RuntimeError:
        return None


def from_outside(test_set):
    """name → what it shows, for the set as a whole and for each of its attributes and other methods."""
    return probes.from_outside(test_set, called="test_set", but="evaluate")


def test_LockedTestSet_hands_all_images_to_predict_and_nothing_else():
    seen = []
    for kept in (images(), torch.from_numpy(images())):
        try:
            LockedTestSet(kept, np.array(LABELS)).evaluate(answering(ANSWERS, seen))
        except NotImplementedError:
            raise
        except AttributeError as error:
            if "'function' object has no attribute" in str(error):
                raise AssertionError(f"It stops: {error}. `predict` is a function, and not always a network. All that "
                                     "can be done with it is to call it: predict(images).") from None
            if "'Tensor' object has no attribute" not in str(error):
                raise
            raise AssertionError(f"The images may be a tensor, and then: {error}. copy.deepcopy copies an array and a "
                                 "tensor alike.") from None
        except UnboundLocalError as error:
            raise AssertionError(f"It stops: {error}. An inner function that gives a variable of `__init__` a new "
                                 "value has to say so, in its first line: nonlocal, and the name.") from None
        except IndexError as error:  # NumPy's AxisError is one, too
            if not seen or not any(words in str(error) for words in ("axis", "Dimension", "dimension")):
                raise
            raise AssertionError(f"It stops: {error}. `predict` gives class numbers, one for each image, and no "
                                 "logits: they are compared with the labels as they are.") from None
        except RuntimeError:  # what predict was given is the question here
            first_score(new())
        except (ValueError, TypeError) as error:
            if not seen and isinstance(error, TypeError) and "'function'" not in str(error):
                raise
        assert seen, "`evaluate` has not called `predict`. Call it with the images, and count its right answers."
        given = seen.pop(0)
        assert len(given) == 1, (
            f"`predict` was given {len(given)} things, and it gets the images alone. Whoever gets the labels as well "
            "can just give them back.")
        assert np.shape(given[0]) != (2, 3), (
            "`predict` was given one image. It takes all of them in one go: predict(images).")
        assert type(given[0]) is type(kept), (
            f"The images came as {type(kept).__name__}, and `predict` was given {type(given[0]).__name__}. Hand them "
            "on as they were given: a network wants its tensor.")
        expect(given[0], want=images(), what="the images that `predict` is given")
        assert not seen, "`predict` was called more than once in one evaluate. A network may need an hour for it."


def test_LockedTestSet_tells_the_share_of_right_answers():
    score = first_score(new())
    assert not hasattr(score, "detach"), f"The score is {score!r}. A plain number is asked for: float(…) makes one."
    expect(score, want=0.625, what="the score of 5 right answers of 8", mistakes={
        "count": (5, "That is how many answers are right. Divide by the number of images."),
        "percent": (62.5, "That is a percentage. An accuracy goes from 0 to 1."),
        "errors": (0.375, "That is the share of wrong answers. Count where answer and label are equal."),
        "by class": (7 / 12, "That is the mean over the classes, each counted alike. Accuracy counts images: 5 of 8."),
        "rounded": (lambda got: got != 0.625 and abs(got - 0.625) <= 0.05, "The score was rounded. Keep all its "
                    "digits; round where it is printed."),
        "each": (lambda got: len(got) == 8, "That says of each image whether its answer is right, and whoever knows "
                 "that knows most of the labels. Return one number, their mean."),
        "with more": (lambda got: isinstance(got, tuple | dict), "One number is asked for, and nothing beside it."),
        "lists": (0, "0 is what you get if two lists, or a list and something else, are compared as a whole, or with "
                  "`is` (np.asarray(answers) == np.asarray(labels) compares one by one), or if int(…) or // cuts the "
                  "fraction off."),
    })  # fmt: skip


def test_LockedTestSet_takes_lists_arrays_and_tensors():
    for labels in (LABELS, torch.tensor(LABELS), np.array(LABELS)):
        for answers in (ANSWERS, np.array(ANSWERS), torch.tensor(ANSWERS)):
            what = f"labels as {type(labels).__name__}, answers as {type(answers).__name__}"
            test_set = LockedTestSet(images(), labels)
            try:
                score = first_score(test_set, answers)
            except (RuntimeError, TypeError, AttributeError) as error:
                raise AssertionError(f"With {what}, it stops: {error}. np.asarray(…) makes an array of each.") from None
            expect(score, want=0.625, what=f"the score with {what}", mistakes={
                "whole": (lambda got: got in (0, 0.125, 1), "That comes of comparing two lists as a whole, or a list "
                          "and a tensor. np.asarray(answers) == np.asarray(labels) compares one by one."),
            })  # fmt: skip


def test_LockedTestSet_tells_a_score_once():
    test_set = new()
    first_score(test_set)
    message = ""
    try:
        again = test_set.evaluate(answering(ANSWERS))
    except RuntimeError as error:
        message = str(error)
        assert message.strip(), "The RuntimeError has no message. Say in it that the test set was opened before."
    except AssertionError:
        raise AssertionError("An `assert` raises an AssertionError, and `python -O` skips it. Write: if …: raise "
                             "RuntimeError(…).") from None
    except Exception as error:
        raise AssertionError(f"The second evaluate is refused, rightly, with a {type(error).__name__}. It should be a "
                             "RuntimeError: nothing is wrong with what was given, it is only too late.") from None
    else:
        assert again is not None, ("The second evaluate returned None, and goes unnoticed. It should raise a "
                                   "RuntimeError that says that the set was opened before.")
        raise AssertionError(f"The second evaluate told a score, {again!r}. Only the winner may see the test set, and "
                             "once: remember that it was opened, and raise a RuntimeError from then on.")


def test_LockedTestSet_stays_closed_for_every_other_model():
    """Three models, "for information": the second has every answer right, the third none."""
    test_set = new()
    first_score(test_set)
    score = told_after(test_set)
    assert score is None, f"The same model got a score for the second time, {score!r}."
    test_set = new()
    first_score(test_set)
    for answers in (LABELS, [0, 1, 2, 0, 0, 1, 0, 2]):
        score = told_after(test_set, answers)
        assert score is None, (
            f"Another model got a score, {score!r}, from a set that was opened before. The lock is the set's, "
            "whichever model comes: one score in all. The best of several test scores is only the luckiest.")
    assert told_after(test_set) is None, "After two refusals it told a score again: once opened, it stays so."


def test_LockedTestSet_stays_closed_after_a_score_of_0():
    expect(first_score(new()), want=0.625, what="the score of 5 right answers of 8")
    assert told_after_first(ANSWERS) is None, "A set told a score twice."
    score = told_after_first([(label + 1) % 3 for label in LABELS])
    assert score is None, (
        f"After a score of 0.0, a second one was told, {score!r}. 0.0 counts as False in an `if`: ask whether the "
        "score is None, or keep a True of its own for “opened”.")


def told_after_first(answers):
    """What is told to a second model, after a first one with these answers."""
    test_set = new()
    first_score(test_set, answers)
    return told_after(test_set, LABELS)


def test_LockedTestSet_is_not_opened_by_a_predict_that_fails():
    test_set = new()

    def failing(*given):
        raise KeyError("the weights of this model are missing")

    try:
        score = test_set.evaluate(failing)
    except KeyError:
        pass
    except NotImplementedError:
        raise
    except Exception as error:
        first_score(new())
        if "weights of this model" not in f"{error} {error.__context__}":
            raise
        raise AssertionError(f"`predict` failed with a KeyError, and `evaluate` raised another error, {error!r}. Let "
                             "that of `predict` through as it is: it tells best what is wrong with the model."
                             ) from None
    else:
        raise AssertionError(f"`predict` failed with a KeyError, and `evaluate` returned {score!r} as if nothing had "
                             "happened. Let the error through.")
    score = first_score(test_set, refused=(
        "`predict` had failed, no score was told, and now the set refuses. It counts as opened once the score is "
        "known, after `predict` has been called."))
    expect(score, want=0.625, what="the score after a predict that failed")


def test_LockedTestSet_refuses_another_number_of_answers():
    first_score(new())
    locks = locked_by_an_error()
    for answers in (ANSWERS + LABELS[:5], ANSWERS[:3]):
        why = (f"`predict` gave {len(answers)} answers for 8 images: which belongs to which is not known. Raise a "
               "ValueError that shows both numbers.")
        for number in (len(answers), 8):
            try:
                expect_error(new().evaluate, answering(answers), shows=number, why=why, mistakes={
                    "zero": (0, "A wrong number of answers got the score 0. Raise a ValueError that shows both numbers."
                                ""),
                })  # fmt: skip
            except IndexError:
                raise AssertionError(why) from None
        test_set = new()
        try:
            test_set.evaluate(answering(np.array(answers)))
        except Exception as error:
            numbers = "".join(character if character.isdigit() else " " for character in str(error)).split()
            assert " ".join(map(str, LABELS)) not in " ".join(numbers), (
                f"The message shows the labels: {str(error)!r}. Show how many there are, and not what they are.")
    score = first_score(test_set, refused=(
        "After any error the set refuses." if locks else
        "`predict` gave a wrong number of answers, no score was told, and now the set refuses. It counts as opened "
        "only after the answers have been counted."))
    expect(score, want=0.625, what="the score after a predict that gave too few answers")


def locked_by_an_error():
    """Whether a predict that fails locks the set."""
    test_set = new()
    with suppress(ZeroDivisionError):
        test_set.evaluate(lambda images: 1 / 0)
    return told_after(test_set) is None


def test_LockedTestSet_gives_predict_a_copy_of_the_images():
    """The first predict spoils what it is given, and fails. The second sees the images as they were."""
    for kept in (images(), torch.from_numpy(images())):
        test_set, seen = LockedTestSet(kept, np.array(LABELS)), []

        def spoiling(given):
            given[:] = -1
            raise KeyError("out of memory")

        try:
            test_set.evaluate(spoiling)
        except KeyError:
            pass
        except NotImplementedError:
            raise
        except RuntimeError:
            first_score(new())
            raise
        test_set.evaluate(answering(ANSWERS, seen))
        expect(seen[0][0], want=images(), what="the images that the second predict is given", mistakes={
            "spoilt": (np.full((8, 2, 3), -1.0), "The first `predict` wrote into its images, and the set has kept "
                       "that. Give it a copy: copy.deepcopy(images)."),
        })  # fmt: skip


def test_LockedTestSet_keeps_labels_of_its_own():
    """The caller "corrects" his labels."""
    kept = torch.from_numpy(images())
    test_set = probes.overwritten(LockedTestSet, kept, torch.tensor(LABELS), then=(kept, torch.tensor(ANSWERS)))
    expect(first_score(test_set), want=0.625, what="the score after the caller has changed his own labels", mistakes={
        "shared": (1.0, "The set works with the caller's own labels, and those have changed: np.asarray(labels), "
                   "labels.numpy() and plain = copy nothing. np.asarray(labels).copy() does."),
    })  # fmt: skip


def test_LockedTestSet_keeps_the_images_as_they_were_given():
    """The caller uses their memory for something else."""
    own, labels, seen = torch.from_numpy(images()), torch.tensor(LABELS), []
    test_set = probes.overwritten(LockedTestSet, own, labels, then=(torch.full_like(own, -1), labels))
    test_set.evaluate(answering(ANSWERS, seen))
    expect(seen[0][0], want=images(), what="the images after the caller has changed his own", mistakes={
        "shared": (np.full((8, 2, 3), -1.0), "The set works with the caller's own images, and those have changed. Copy "
                   "them in `__init__` already: images = copy.deepcopy(images)."),
    })  # fmt: skip


def test_LockedTestSet_has_a_lock_of_its_own():
    one = new()
    expect(first_score(one), want=0.625, what="the score of the first set")
    assert [told_after(one), told_after(one)] == [None, None], "A set told its score twice."
    one = new()
    first_score(one)
    other = LockedTestSet(images()[:5], np.array(LABELS[:5]))
    assert told_after(one) is None, (
        "After a second set was made, the first told its score again. Every set has a lock of its own, and keeps it: "
        "set it with self.…, not in the body of the class.")
    expect(first_score(other, ANSWERS[:5]), want=0.6, what="the score of a second set, of five images", mistakes={
        "the first": (0.625, "That is the score of the first set. What belongs to one set is kept in it, not in the "
                             "body of the class."),
    })  # fmt: skip


def what_shows_labels(after=lambda test_set: None):
    """Where two sets that differ in their labels alone look different: (name, what it shows), or None.

    And a third set, with the labels of the first: what differs between these two (a random number, say) shows nothing.
    """
    looks = []
    for labels in (LABELS, REVERSED, LABELS):
        test_set = new(labels)
        after(test_set)
        looks.append(from_outside(test_set))
    for name, text in looks[0].items():
        if looks[1].get(name) != text and looks[2].get(name) == text:
            return name, text if len(text) < 60 else f"{text[:58]}…"
    return None


def test_LockedTestSet_shows_its_labels_nowhere():
    """Whatever is printed, and whatever an attribute holds, is the same for other labels."""
    expect(first_score(new()), want=0.625, what="the score that it does tell")
    name, text = what_shows_labels() or ("", "")
    assert not name, (
        f"{name} shows the labels, or something made of them: {text}. Let a function that is defined in __init__ do "
        "the counting: it can use the labels, and keeps them to itself.")


def test_LockedTestSet_shows_them_nowhere_after_it_was_opened():
    """With either labels, five of these answers are right."""
    assert not what_shows_labels(), "Labels can be seen from outside, even before the set is opened."
    name, text = what_shows_labels(lambda test_set: first_score(test_set, FIVE_EITHER_WAY)) or ("", "")
    assert not name, (
        f"Once the set has been opened, {name} tells more than one score: {text}. From what was right for which image, "
        "or for which class, the labels can be worked out. Keep that in a local variable.")


def test_LockedTestSet_cannot_be_locked_anew():
    test_set = new()
    first_score(test_set)
    assert told_after(test_set) is None, "It told its score twice, without any other call in between."
    test_set = new()
    first_score(test_set)
    methods = [name for name in from_outside(test_set) if name.endswith("()")]  # and so each of them was called
    assert told_after(test_set) is None, (
        f"After {', '.join(methods) or 'a look at its attributes'}, a second score was told. A lock with a way round "
        "it is none: leave that out.")
    for name in probes.optional(test_set.evaluate):
        with suppress(RuntimeError):
            score = test_set.evaluate(answering(ANSWERS), **{name: True})
            raise AssertionError(f"With {name}=True a second score was told, {score!r}. A lock with a way round it is "
                                 "none: `evaluate` takes `predict` and nothing else.")


def test_LockedTestSet_needs_a_label_for_each_image():
    for n in (7, 11):
        labels = np.arange(n) % 3
        why = f"8 images came with {n} labels. Raise a ValueError that shows both numbers, in __init__ already."
        for number in (8, n):
            expect_error(LockedTestSet, images(), labels, shows=number, why=why)


def test_LockedTestSet_does_not_compare_each_answer_with_every_label():
    column = np.array(ANSWERS).reshape(8, 1)
    try:
        score = first_score(new(), column)
    except (ValueError, TypeError):
        return  # refusing is as good
    score = float(np.ravel(score)[0]) if np.size(score) == 1 else score
    expect(score, want=0.625, what="the score with answers as a column, (8, 1)", mistakes={
        "broadcast": (float(np.mean(column == np.array(LABELS))), "A column (8, 1) was compared with a row (8,): that "
                      "makes 64 comparisons. Raise a ValueError unless the answers have the shape (n,), or flatten "
                      "them."),
    }, say="Raise a ValueError unless the answers have the shape (n,), or flatten them.")  # fmt: skip
