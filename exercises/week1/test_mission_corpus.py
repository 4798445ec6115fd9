"""A corpus: read it, count it, check it, and let it say which word comes next.

The texts are full of é and ß on purpose: a program that reads only English has been tested on English only.
"""

import re

from kata import expect, expect_error, fixture, scratch
from week1.mission_corpus import corpus_problems, next_words, read_corpus, word_count

ALICE = fixture("alice_ch1.txt").read_text(encoding="utf-8")
SONG = "Olé! The señor's café\nis – naïvely – closed.\n\n\tGrüße aus Gent \n"
RHYME = "the cat saw the dog and the cat ran"


def in_other_encodings(text):
    """What the bytes of a text in UTF-8 look like to a computer that takes them for something else."""
    return [text.encode().decode(name) for name in ("latin-1", "cp1252", "cp850", "mac-roman")]


def with_holes(text):
    """What is left of the bytes of a text in UTF-8 when all characters beyond ASCII are dropped, or replaced."""
    return [text.encode().decode("ascii", errors) for errors in ("ignore", "replace", "backslashreplace")]


def test_read_corpus_is_the_text_of_a_file_in_utf8():
    with scratch() as folder:
        path = folder / "song.txt"
        path.write_bytes(SONG.encode())
        expect(read_corpus(path), want=SONG, mistakes={
            "bytes": (lambda got: isinstance(got, bytes), "Those are the bytes of the file: an encoding makes text of "
                      "them."),
            "lines": (lambda got: isinstance(got, list), "That is a list of lines. Give the whole text as one string."),
            "first line": (lambda got: got.strip() == "Olé! The señor's café", "That is the first line. Read the whole "
                           "file."),
            "stripped": (SONG.strip(), "White space at the ends is missing. Give the text as it stands in the file."),
            "one line": (" ".join(SONG.split()), "The ends of lines are gone. Give the text as it stands in the file."),
            "joined": (SONG.replace("\n", ""), "The ends of lines are gone. Give the text as it stands in the file."),
            "folded": (SONG.lower(), "The capitals are gone. Give the text as it stands in the file."),
            "encoding": (lambda got: got in in_other_encodings(SONG), "Two odd characters or three stand where one "
                         "was, é: UTF-8 was read as another encoding. Give the encoding by name when you open the "
                         "file."),
            "holes": (lambda got: got in with_holes(SONG), "Everything beyond plain English is lost: "
                      "errors=\"ignore\" or \"replace\" only hides that the file was not read as UTF-8."),
            "path": (lambda got: got.endswith("song.txt"), "That is the path itself. Open the file and read it."),
        })


def test_read_corpus_takes_the_path_as_text_too():
    with scratch() as folder:
        path = folder / "two words.txt"
        path.write_bytes("漢字 “and” ελληνικά\n".encode())
        expect(read_corpus(str(path)), want="漢字 “and” ελληνικά\n")


def test_read_corpus_leaves_the_byte_order_mark_out():
    """For many years Windows Notepad could only write UTF-8 with the mark: such files are everywhere."""
    with scratch() as folder:
        path = folder / "from_an_editor.txt"
        path.write_bytes(b"\xef\xbb\xbf" + "Été\n".encode())
        expect(read_corpus(path), want="Été\n", mistakes={
            "mark": (lambda got: got.startswith("\ufeff"), "The text begins with the invisible mark '\\ufeff', which "
                     "makes another word of its first one. encoding=\"utf-8-sig\" reads UTF-8 with and without the "
                     "mark, on every computer."),
            "short": ("té\n", "The first character of the text went with the mark, which is one character long."),
        })


def test_read_corpus_without_a_mark_keeps_the_first_character():
    with scratch() as folder:
        path = folder / "plain.txt"
        path.write_bytes("Été\n".encode())
        expect(read_corpus(path), want="Été\n", mistakes={
            "cut": ("té\n", "The first character is missing. Leave it out only where it is the mark, '\\ufeff'."),
        })


def test_read_corpus_refuses_what_is_not_utf8():
    with scratch() as folder:
        path = folder / "old.txt"
        path.write_bytes("Café".encode("latin-1"))
        expect_error(read_corpus, path, why="This file is not UTF-8, and no error said so.", mistakes={
            "holes": (lambda got: got in ("Caf", "Caf\ufffd", "Caf\\xe9", "Caf\udce9"), "The é is damaged, and no "
                      "error says so: errors=\"ignore\" or \"replace\" leaves holes in the text. Let the error "
                      "through."),
            "guessed": ("Café", "It was guessed as another encoding. The guess is right here and wrong elsewhere: "
                        "what is not UTF-8 is an error."),
            "nothing": (lambda got: got == "", "The error was caught, and nobody hears of it. Let it through."),
        })


def test_read_corpus_of_a_missing_file_is_an_error():
    with scratch() as folder:
        missing = folder / "no_such_file.txt"
        why = "There is no such file, and no OSError said so."
        expect_error(read_corpus, missing, error=OSError, why=why, mistakes={
            "nothing": (lambda got: got == "", "A missing file looks like an empty text: the error was caught, and "
                        "nobody hears of it. Let it through."),
        })


def test_word_count_counts_what_stands_between_white_space():
    text = "The rain and  the cold\n\nand the wind,\tthe wind.\nAnd rain,  and rain, and rain!\n"
    expect(word_count(text), want=16, mistakes={
        "characters": (79, "That is the number of characters. Cut the text into words first."),
        "letters": (lambda got: got in (55, 60, 65), "That is the number of letters. Cut the text into words first."),
        "one blank": (15, "That is what split(\" \") counts, or blanks plus one: two words with the end of a line "
                      "between them pass for one, and the gap between two blanks for a word. split() with nothing in "
                      "the brackets cuts at all white space."),
        "blanks": (14, "That is the number of blanks; or of words, when the ends of lines are deleted and two words "
                   "grow together."),
        "every sign": (lambda got: got in (19, 20), "Two blanks in a row, or two ends of lines, have no word between "
                       "them. split() with nothing in the brackets takes them as one."),
        "lines": (lambda got: got in (3, 4), "That is the number of lines. Cut the text into words."),
        "different": (lambda got: got in (5, 8, 10), "That is how many different words there are. Count every word, as "
                      "often as it comes."),
        "bare": (11, "The words with a comma or a full stop beside them are missing: they are words too."),
    })


def test_word_count_cuts_no_word_in_two():
    expect(word_count("It's 2, 3\nor 4 m\ndown\nthe\nrabbit-hole."), want=9, mistakes={
        "cut": (lambda got: got in (10, 11), "A word was cut at its apostrophe or its hyphen: only white space ends "
                "one."),
        "no digits": (lambda got: got in (6, 7, 8), "Numbers are words too: a word is whatever stands between white "
                      "space."),
    })


def test_word_count_of_a_page_and_a_half():
    expect(word_count(ALICE), want=764)


def test_word_count_of_nothing_is_zero():
    expect(word_count(""), want=0, mistakes={
        "one": (1, "There is no word in an empty text. split(\" \") finds one, and so does counting gaps plus one."),
    })
    expect(word_count(" \n\t "), want=0)


def text_of(count):
    """A text of so many words, seven a line."""
    lines = [" ".join(["Wörter"] * min(7, count - start)) for start in range(0, count, 7)]
    return "\n".join(lines)


def subjects(problems):
    """What each sentence is about; whatever is no list of sentences stays as it is."""
    if not isinstance(problems, list | tuple):
        return problems
    signs = {"source": "source", "licence": "licen[cs]e", "length": "[0-9]"}
    return [
        next((name for name, sign in signs.items() if isinstance(one, str) and re.search(sign, one, re.I)), one)
        for one in problems
    ]


def number_in(problems, wanted):
    """The wanted number where the first sentence has it, else the first number there is."""
    numbers = [int(number) for number in re.findall(r"-?\d+", problems[0])]
    return wanted if wanted in numbers else numbers[0]


NO_LIST = (lambda got: isinstance(got, bool | str), "Answer with a list of sentences, empty when the text is ready.")


def test_corpus_problems_finds_none_in_a_text_that_is_ready():
    expect(corpus_problems(ALICE, "Lewis Carroll, Alice's Adventures, 1865", "public domain"), want=[], mistakes={
        "no list": NO_LIST,
        "empty ones": (lambda got: got and not any(got), "For what is in order there is an empty entry. Add to the "
                       "list only what is wrong."),
        "praise": (lambda got: len(got) == 1, "A text that is ready gets no sentence at all: an empty list."),
        "turned": (lambda got: len(got) == 3, "All is in order, and all is complained of: look which way round the "
                   "questions are."),
    })


def test_corpus_problems_says_how_many_words_are_missing():
    found = corpus_problems(text_of(287), "my own diary", "my own")
    expect(subjects(found), want=["length"], what="what the problems of a text of 287 words are about", mistakes={
        "no list": NO_LIST,
        "unseen": ([], "287 words are too few, and nothing says so. Words are what counts, not characters."),
        "wording": (lambda got: len(got) == 1 and got != ["length"], "The sentence must say, in digits, how many "
                    "words are missing."),
    })
    expect(number_in(found, 13), want=13, what=f"the number of missing words in {found[0]!r}", mistakes={
        "there": (287, "That is how many words there are. Say how many are missing."),
        "wanted": (300, "That is how many words are wanted. Say how many are missing."),
        "one off": (lambda got: got in (12, 14), "One off: 287 and 13 make 300."),
        "minus": (-13, "The right number with a minus before it: subtract the other way round."),
        "blanks": (53, "The end of a line separates two words too: count with word_count."),
    })


def test_corpus_problems_is_content_with_300_words():
    what = "what the problems of a text of {} words are about"
    found = corpus_problems(text_of(300), "my own diary", "my own")
    expect(subjects(found), want=[], what=what.format(300), mistakes={
        "more than": (["length"], "300 words are enough: too short means fewer than 300."),
    })
    found = corpus_problems(text_of(299), "my own diary", "my own")
    expect(subjects(found), want=["length"], what=what.format(299), mistakes={
        "unseen": ([], "One word is missing, and nothing says so."),
    })


def test_corpus_problems_asks_for_a_source():
    found = corpus_problems(text_of(300), "", "CC BY 4.0")
    expect(subjects(found), want=["source"], what="what the problems of a text without a source are about", mistakes={
        "unseen": ([], "An empty text passes for a source."),
        "swapped": (["licence"], "The source is missing and the licence is there: the two are mixed up."),
        "wording": (lambda got: len(got) == 1 and got != ["source"], "One problem, rightly; its sentence must have "
                    "the word source in it."),
    })


def test_corpus_problems_takes_a_source_of_blanks_for_none():
    found = corpus_problems(text_of(300), " \n ", "CC BY 4.0")
    what = "what the problems of a text with the source ' \\n ' are about"
    expect(subjects(found), want=["source"], what=what, mistakes={
        "unseen": ([], "White space passes for a source. strip() takes it off both ends: ask whether anything is "
                   "left."),
    })


def test_corpus_problems_asks_for_a_licence():
    found = corpus_problems(text_of(300), "my own diary", "")
    expect(subjects(found), want=["licence"], what="what the problems of a text without a licence are about", mistakes={
        "unseen": ([], "An empty text passes for a licence. A source is none: to know where a text comes from is not "
                   "to be allowed to use it."),
        "swapped": (["source"], "The licence is missing and the source is there: the two are mixed up."),
        "wording": (lambda got: len(got) == 1 and got != ["licence"], "One problem, rightly; its sentence must have "
                    "the word licence in it."),
    })


def test_corpus_problems_takes_a_licence_of_blanks_for_none():
    found = corpus_problems(text_of(300), "my own diary", "\t ")
    what = "what the problems of a text with the licence '\\t ' are about"
    expect(subjects(found), want=["licence"], what=what, mistakes={
        "unseen": ([], "White space passes for a licence. strip() takes it off both ends: ask whether anything is "
                   "left."),
    })


def test_corpus_problems_tells_all_of_them_at_once():
    found = corpus_problems("Only four words here.", "", "")
    what = "what the problems of a short text without anything are about"
    expect(subjects(found), want=["length", "source", "licence"], what=what, mistakes={
        "first": (["length"], "That is the first problem only: with `elif`, or with a `return` in between, the rest is "
                  "not asked. Give every question an `if` of its own, and return at the end."),
        "two": (["length", "source"], "The licence is asked for only where the source is in order: give every "
                "question an `if` of its own."),
        "one text": (lambda got: len(got) == 1, "Everything is in one entry: give every problem an entry of its own, "
                     "in the order length, source, licence."),
        "order": (lambda got: got[0] != "length" and set(got) == {"length", "source", "licence"}, "All three, in "
                  "another order: length, source, licence."),
    })
    expect(number_in(found, 296), want=296, what=f"the number of missing words in {found[0]!r}")


def test_next_words_counts_what_follows_each_word():
    right = {"the": {"cat": 2, "dog": 1}, "cat": {"saw": 1, "ran": 1}, "saw": {"the": 1}, "dog": {"and": 1},
             "and": {"the": 1}}
    expect(next_words(RHYME), want=right, mistakes={
        "characters": (lambda got: "t" in got, "Those are characters. Cut the text into words first."),
        "pairs": (lambda got: ("the", "cat") in got, "The keys are pairs. The outer dict has a word for its key, the "
                  "inner dict the word after it."),
        "plain counts": (lambda got: isinstance(got["the"], int), "That is how often each word comes, and not what "
                         "comes after it."),
        "no counts": (lambda got: not hasattr(got["the"], "items"), "The words that follow are there, and not how "
                      "often each of them does: make it a dict of counts."),
        "last": ({**right, "ran": {}}, "Nothing follows the last word, ran, so it has no entry."),
        "last and None": (lambda got: {None, ""} & set(got["ran"]), "After the last word comes nothing, and nothing "
                          "is no word: stop one word before the end."),
        "round": ({**right, "ran": {"the": 1}}, "The last word is followed by the first, as in a circle: words[i - 1] "
                  "does that where i is 0."),
        "short": ({**right, "cat": {"saw": 1}}, "The last pair, cat and ran, is missing: n words make n - 1 pairs."),
        "late": ({**right, "the": {"cat": 1, "dog": 1}}, "Either the first pair is missing, or every count stays at "
                 "1: a pair that is met again counts one more."),
        "backwards": (lambda got: set(got["the"]) == {"saw", "and"}, "That says which word comes before. Turn the "
                      "pairs round."),
        "overwritten": ({**right, "the": {"cat": 1}, "cat": {"ran": 1}}, "Only the last follower of each word is "
                        "left: a word that is met again needs its old counts, and here it got a new dict."),
        "first found": ({**right, "the": {"cat": 3}, "cat": {"saw": 2}}, "Each time, what follows the first \"the\" is "
                        "counted: words.index(word) finds the first place only. Go by position."),
        "from zero": ({word: {after: n - 1 for after, n in counts.items()} for word, counts in right.items()},
                      "Every count is one too small: the first time counts 1."),
        "from one": ({word: {after: n + 1 for after, n in counts.items()} for word, counts in right.items()},
                     "Every count is one too large: the first time counts 1."),
        "one for all": (lambda got: len(got["the"]) > 2 and got["the"] == got["cat"], "All words share one inner dict: "
                        "make a new one, {}, for each word."),
        "shares": (lambda got: 0.6 < got["the"]["cat"] < 0.7, "Those are shares. Leave the counts as they are."),
        "two on": (lambda got: "saw" in got["the"], "The word after the next is counted: go one word on, no further."),
    })


def test_next_words_goes_across_the_ends_of_lines():
    right = {"go": {"on": 1, "up": 1}, "on": {"go": 1}, "up": {"now": 1}}
    expect(next_words("go  on\ngo up\n\nnow \n"), want=right, mistakes={
        "in lines": ({"go": {"on": 1, "up": 1}}, "The pairs across the end of a line are missing: cut the whole text "
                     "into words, not line by line."),
        "one blank": (lambda got: "" in got or any(len(word) > 1 and "\n" in word for word in got), "Some words are "
                      "empty or have an end of line in them: split() with nothing in the brackets cuts at all white "
                      "space."),
    })


def test_next_words_takes_words_as_they_are_written():
    right = {"Down,": {"down": 1}, "down": {"went": 1}, "went": {"the": 1}, "the": {"Cat.": 1}, "Cat.": {"The": 1},
             "The": {"cat": 1}}
    expect(next_words("Down, down went the Cat. The cat"), want=right, mistakes={
        "folded": (lambda got: all(word == word.lower() for word in got), "The capitals are gone: \"The\" and \"the\" "
                   "are two words here."),
        "bare": (lambda got: "Down" in got, "The commas and full stops are gone: they stay with their word here."),
        "sentences": (lambda got: "Down," in got and "Cat." not in got, "The pair across the end of a sentence is "
                      "missing: words follow one another to the end of the text."),
    })


def test_next_words_of_one_word_or_none_is_empty():
    expect(next_words("Alone"), want={}, mistakes={
        "last": ({"Alone": {}}, "Nothing follows this word, so it has no entry."),
    })
    expect(next_words(""), want={})


def test_next_words_of_a_page_and_a_half_loses_no_pair():
    followers = next_words(ALICE)
    total = sum(sum(counts.values()) for counts in followers.values())
    expect(total, want=763, what="all counts of Alice together; her 764 words make 763 pairs")
    expect(followers["I"], what="what follows \"I\" in Alice", want={
        "shall": 5, "think—”": 2, "wouldn’t": 1, "fell": 1, "wonder": 1})
