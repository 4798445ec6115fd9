"""A zoo of submissions, hostile and broken, each with what a grader must make of it.

    animal            what an animal is; the neighbour's folder, which none may touch
    stage             the katas where they play, and honest answers to them
    exits … names     the animals, by kind
    catalogue         all of them
    guard             runs a command so that nothing of it survives
    naive, plain      a grader of the usual kind and tests of the usual kind: what the animals are known to fool
    control           shows that they do

Nothing of an animal runs by being imported here or built: it is text until a grader imports it.
"""
