"""Known mistakes."""

from kata.known import mistake


@mistake("double", "That is the square")
def squared(x):
    return x * x


@mistake("double", "cut to a whole one")
def whole(x):
    return 2 * int(x)


@mistake("double", "returned None")
def no_return(x):
    2 * x


@mistake("shift", "Only the first value")
def once(values, by=1.0):
    return [values[0] + by, *values[1:]]


@mistake("shift", "changed the `values`")
def in_place(values, by=1.0):
    for index in range(len(values)):
        values[index] += by
    return values


@mistake("shift", "The last one is missing")
def one_short(values, by=1.0):
    return [value + by for value in values[:-1]]
