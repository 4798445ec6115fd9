"""Fresh texts for the mission, run at grading only."""

import re

from kata import expect, expect_error, fixture, scratch
from week1.mission_corpus import corpus_problems, next_words, read_corpus, word_count

ALICE = fixture("alice_ch1.txt").read_text(encoding="utf-8")


def test_read_corpus_of_alice():
    expect(read_corpus(fixture("alice_ch1.txt")).splitlines(), want=ALICE.splitlines(), what="the lines of Alice")


def test_read_corpus_of_fresh_files():
    with scratch() as folder:
        text = "  “Žluťoučký kůň”\n\n pěl ďábelské ódy… \n"
        for number, start in enumerate((b"", b"\xef\xbb\xbf")):
            path = folder / f"{number}.txt"
            path.write_bytes(start + text.encode())
            expect(read_corpus(path), want=text)


def test_read_corpus_refuses_fresh_files():
    with scratch() as folder:
        path = folder / "old.txt"
        path.write_bytes("Dvořák says: où?".encode("cp1250", "replace"))
        expect_error(read_corpus, path, why="This file is not UTF-8, and no error said so.")
        expect_error(read_corpus, folder / "not" / "there.txt", error=OSError, why="There is no such file.")


def test_word_count_of_fresh_texts():
    expect(word_count("\n\n naïve co-operation\t\twon't  cost\n£5 \n"), want=5)
    expect(word_count("one"), want=1)
    expect(word_count("\t"), want=0)
    expect(word_count(ALICE + " " + ALICE), want=1528)


def test_corpus_problems_of_fresh_texts():
    for count, source, licence, wanted in (
        (301, "https://example.org/songs", "CC0", []),
        (300, "a", "b", []),
        (299, "a", "b", ["1"]),
        (120, "me", "", ["180", "licen"]),
        (0, "\n", "mine", ["300", "source"]),
        (999, "", "", ["source", "licen"]),
        (999, "a book", "  ", ["licen"]),
        (5, "", "\t\n", ["295", "source", "licen"]),
    ):
        found = corpus_problems("é \n" * count, source, licence)
        what = f"the problems of {count} words with the source {source!r} and the licence {licence!r}"
        expect(len(found), want=len(wanted), what=f"the number of {what}")
        for sentence, sign in zip(found, wanted, strict=True):
            said = re.findall(r"\d+|source|licen", sentence.lower())
            expect(sign if sign in said else sentence, want=sign, what=f"what must be found in one of {what}")


def test_next_words_of_a_fresh_text():
    expect(next_words("Ein Hut,\tein  Stock, ein\n\nHut, ein Hut, ein"), want={
        "Ein": {"Hut,": 1},
        "Hut,": {"ein": 3},
        "ein": {"Stock,": 1, "Hut,": 2},
        "Stock,": {"ein": 1},
    })
    expect(next_words("no no no no"), want={"no": {"no": 3}})
    expect(next_words(" \n"), want={})


def test_next_words_of_alice_agrees_with_a_slow_count():
    words = ALICE.split()
    slow = {
        word: {after: sum(words[i : i + 2] == [word, after] for i in range(763)) for after in
               {words[i + 1] for i in range(763) if words[i] == word}}
        for word in ("it", "as", "down", "Alice")
    }
    got = next_words(ALICE)
    expect({word: got[word] for word in slow}, want=slow, what="what follows it, as, down and Alice")
