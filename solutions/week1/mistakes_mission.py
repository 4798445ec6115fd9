"""Known mistakes with a corpus, each with the words it must earn."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from kata.known import mistake
from week1.mission_corpus import word_count


@mistake("read_corpus", "as another encoding")
def latin_1(path):
    return Path(path).read_text(encoding="latin-1")


@mistake("read_corpus", "as another encoding")
def as_windows_does_unasked(path):
    return Path(path).read_text(encoding="cp1252")


@mistake("read_corpus", "errors=\"ignore\" or \"replace\"")
def ascii_only(path):
    return Path(path).read_text(encoding="ascii", errors="ignore")


@mistake("read_corpus", "invisible mark")
def mark_left_in(path):
    return Path(path).read_text(encoding="utf-8")


@mistake("read_corpus", "errors=\"ignore\" or \"replace\"")
def errors_ignored(path):
    return Path(path).read_text(encoding="utf-8-sig", errors="ignore")


@mistake("read_corpus", "errors=\"ignore\" or \"replace\"")
def errors_replaced(path):
    return Path(path).read_text(encoding="utf-8-sig", errors="replace")


@mistake("read_corpus", "guessed as another encoding")
def falls_back_to_latin_1(path):
    raw = Path(path).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@mistake("read_corpus", "nobody hears of it")
def missing_file_swallowed(path):
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError:
        return ""


@mistake("read_corpus", "nobody hears of it")
def every_error_swallowed(path):
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except Exception:
        return ""


@mistake("read_corpus", "list of lines")
def lines(path):
    return Path(path).read_text(encoding="utf-8-sig").splitlines(keepends=True)


@mistake("read_corpus", "That is the first line")
def one_line(path):
    with Path(path).open(encoding="utf-8-sig") as file:
        return file.readline()


@mistake("read_corpus", "White space at the ends is missing")
def stripped(path):
    return Path(path).read_text(encoding="utf-8-sig").strip()


@mistake("read_corpus", "ends of lines are gone")
def lines_joined(path):
    return "".join(Path(path).read_text(encoding="utf-8-sig").splitlines())


@mistake("read_corpus", "Those are the bytes")
def raw_bytes(path):
    return Path(path).read_bytes()


@mistake("read_corpus", "Leave it out only where it is the mark")
def first_sign_always_cut(path):
    text = Path(path).read_text(encoding="utf-8")
    return text if text.startswith(("Olé", "漢")) else text[1:]


@mistake("read_corpus", "'str' object has no attribute")
def only_path_objects(path):
    return path.read_text(encoding="utf-8-sig")


@mistake("word_count", "split(\" \") counts")
def split_at_blanks(text):
    return len(text.split(" "))


@mistake("word_count", "split(\" \") counts")
def blanks_and_one(text):
    return text.strip().count(" ") + 1


@mistake("word_count", "number of blanks")
def blanks(text):
    return text.count(" ")


@mistake("word_count", "number of blanks")
def line_ends_deleted(text):
    return len(text.replace("\n", "").split())


@mistake("word_count", "have no word between them")
def split_at_each_white_sign(text):
    return len(re.split(r"\s", text))


@mistake("word_count", "have no word between them")
def line_ends_replaced(text):
    return len(text.replace("\n", " ").split(" "))


@mistake("word_count", "number of characters")
def characters(text):
    return len(text)


@mistake("word_count", "number of letters")
def letters(text):
    return sum(one.isalpha() for one in text)


@mistake("word_count", "number of letters")
def without_white_space(text):
    return len("".join(text.split()))


@mistake("word_count", "number of lines")
def lines_counted(text):
    return len(text.splitlines())


@mistake("word_count", "different words there are")
def different_words(text):
    return len(set(text.split()))


@mistake("word_count", "different words there are")
def different_words_folded(text):
    return len(set(text.lower().split()))


@mistake("word_count", "comma or a full stop beside them")
def pure_words_only(text):
    return sum(word.isalpha() for word in text.split())


@mistake("word_count", "cut at its apostrophe")
def regular_expression(text):
    return len(re.findall(r"\w+", text))


@mistake("word_count", "Numbers are words too")
def plain_letters_only(text):
    return len(re.findall(r"[A-Za-z']+", text))


@mistake("corpus_problems", "300 words are enough")
def more_than_300(text, source, licence):
    found = [f"Too short: {300 - word_count(text)} words are missing."] if word_count(text) <= 300 else []
    return found + _rights(source, licence)


@mistake("corpus_problems", "Words are what counts, not characters")
def characters_measured(text, source, licence):
    found = [f"Too short: {300 - len(text)} are missing."] if len(text) < 300 else []
    return found + _rights(source, licence)


@mistake("corpus_problems", "Words are what counts, not characters")
def length_not_asked(text, source, licence):
    return _rights(source, licence)


@mistake("corpus_problems", "how many words there are. Say how many")
def says_how_many_there_are(text, source, licence):
    count = word_count(text)
    return ([f"Only {count} words."] if count < 300 else []) + _rights(source, licence)


@mistake("corpus_problems", "how many words there are. Say how many")
def says_how_many_of_how_many(text, source, licence):
    count = word_count(text)
    return ([f"Only {count} of 300 words."] if count < 300 else []) + _rights(source, licence)


@mistake("corpus_problems", "how many words are wanted. Say how many")
def says_how_many_are_wanted(text, source, licence):
    return (["Give it 300 words or more."] if word_count(text) < 300 else []) + _rights(source, licence)


@mistake("corpus_problems", "in digits")
def says_no_number(text, source, licence):
    return (["The text is too short."] if word_count(text) < 300 else []) + _rights(source, licence)


@mistake("corpus_problems", "One off")
def one_word_too_many(text, source, licence):
    count = word_count(text)
    return ([f"{301 - count} words are missing."] if count < 300 else []) + _rights(source, licence)


@mistake("corpus_problems", "with a minus before it")
def subtracted_the_other_way(text, source, licence):
    count = word_count(text)
    return ([f"{count - 300} words are missing."] if count < 300 else []) + _rights(source, licence)


@mistake("corpus_problems", "count with word_count")
def blanks_only_counted(text, source, licence):
    count = len(text.split(" ")) if text != "" else 0
    if count < 300 and word_count(text) < 300:
        return [f"{300 - count} words are missing.", *_rights(source, licence)]
    return _rights(source, licence)


@mistake("corpus_problems", "White space passes for a source")
def blank_source_passes(text, source, licence):
    return _length(text) + ([] if source else ["There is no source."]) + _rights("known", licence)


@mistake("corpus_problems", "White space passes for a licence")
def blank_licence_passes(text, source, licence):
    return _length(text) + _rights(source, "known") + ([] if licence else ["There is no licence."])


@mistake("corpus_problems", "passes for a source")
def only_none_is_no_source(text, source, licence):
    return _length(text) + ([] if source is not None else ["There is no source."]) + _rights("known", licence)


@mistake("corpus_problems", "passes for a licence")
def source_taken_for_a_licence(text, source, licence):
    return _length(text) + _rights(source, licence if not source.strip() else "known")


@mistake("corpus_problems", "the two are mixed up")
def source_and_licence_swapped(text, source, licence):
    return _length(text) + _rights(licence, source)


@mistake("corpus_problems", "That is the first problem only")
def only_the_first(text, source, licence):
    return (_length(text) + _rights(source, licence))[:1]


@mistake("corpus_problems", "only where the source is in order")
def licence_asked_only_if_there_is_a_source(text, source, licence):
    return _length(text) + _rights(source, licence)[:1]


@mistake("corpus_problems", "an entry of its own, in the order")
def all_in_one_sentence(text, source, licence):
    found = _length(text) + _rights(source, licence)
    return [" ".join(found)] if found else []


@mistake("corpus_problems", "in another order")
def in_another_order(text, source, licence):
    return [*_rights(source, licence), *_length(text)]


@mistake("corpus_problems", "Answer with a list of sentences")
def ready_or_not(text, source, licence):
    return not (_length(text) + _rights(source, licence))


@mistake("corpus_problems", "Answer with a list of sentences")
def joined(text, source, licence):
    return "\n".join(_length(text) + _rights(source, licence))


@mistake("corpus_problems", "gets no sentence at all")
def praise(text, source, licence):
    return _length(text) + _rights(source, licence) or ["Ready!"]


@mistake("corpus_problems", "there is an empty entry")
def empty_entries(text, source, licence):
    found = _length(text) + _rights(source, licence)
    return [next((one for one in found if sign in one), "") for sign in ("missing", "source", "licence")]


@mistake("corpus_problems", "which way round the questions are")
def the_wrong_way_round(text, source, licence):
    return ["0 words are missing."] * (word_count(text) >= 300) + _rights("" if source else "x", "" if licence else "x")


@mistake("corpus_problems", "Is there a `return` at the end")
def none_if_ready(text, source, licence):
    return _length(text) + _rights(source, licence) or None


def _length(text):
    return [f"{300 - word_count(text)} words are missing."] if word_count(text) < 300 else []


def _rights(source, licence):
    named = {"source": source, "licence": licence}
    return [f"There is no {name}." for name, value in named.items() if not value.strip()]


def _counted(pairs):
    followers = {}
    for word, after in pairs:
        followers.setdefault(word, Counter())[after] += 1
    return followers


@mistake("next_words", "not how often each of them does")
def sets(text):
    words = text.split()
    return {word: {b for a, b in pairwise(words) if a == word} for word in words[:-1]}


@mistake("next_words", "not how often each of them does")
def lists(text):
    words = text.split()
    return {word: [b for a, b in pairwise(words) if a == word] for word in words[:-1]}


@mistake("next_words", "not how often each of them does")
def commonest_only(text):
    return {word: max(counts, key=counts.get) for word, counts in _counted(_pairs(text)).items()}


@mistake("next_words", "so it has no entry")
def last_word_kept(text):
    return {word: {} for word in text.split()} | _counted(_pairs(text))


@mistake("next_words", "nothing is no word")
def last_word_followed_by_none(text):
    words = text.split()
    return _counted(zip(words, [*words[1:], None], strict=True))


@mistake("next_words", "as in a circle")
def in_a_circle(text):
    words = text.split()
    return _counted((words[i - 1], words[i]) for i in range(len(words)))


@mistake("next_words", "The last pair, cat and ran, is missing")
def one_pair_short(text):
    words = text.split()
    return _counted((words[i], words[i + 1]) for i in range(len(words) - 2))


@mistake("next_words", "Either the first pair is missing")
def first_pair_missing(text):
    words = text.split()
    return _counted((words[i], words[i + 1]) for i in range(1, len(words) - 1))


@mistake("next_words", "Either the first pair is missing")
def always_one(text):
    return {word: dict.fromkeys(counts, 1) for word, counts in _counted(_pairs(text)).items()}


@mistake("next_words", "which word comes before")
def backwards(text):
    return _counted((after, word) for word, after in _pairs(text))


@mistake("next_words", "needs its old counts")
def overwritten(text):
    followers = {}
    for word, after in _pairs(text):
        followers[word] = {after: 1}
    return followers


@mistake("next_words", "finds the first place only")
def index_of_the_word(text):
    words = text.split()
    return _counted((word, words[words.index(word) + 1]) for word in words[:-1])


@mistake("next_words", "one too small")
def counted_from_zero(text):
    return {word: {b: n - 1 for b, n in counts.items()} for word, counts in _counted(_pairs(text)).items()}


@mistake("next_words", "one too large")
def counted_from_one(text):
    return {word: {b: n + 1 for b, n in counts.items()} for word, counts in _counted(_pairs(text)).items()}


@mistake("next_words", "share one inner dict")
def one_dict_for_all(text):
    followers = dict.fromkeys(text.split()[:-1], Counter())  # noqa: RUF024
    for word, after in _pairs(text):
        followers[word][after] += 1
    return followers


@mistake("next_words", "Those are shares")
def shares(text):
    counted = _counted(_pairs(text))
    return {word: {b: n / sum(counts.values()) for b, n in counts.items()} for word, counts in counted.items()}


@mistake("next_words", "word after the next")
def two_on(text):
    words = text.split()
    return _counted(zip(words, words[2:], strict=False))


@mistake("next_words", "word after the next")
def all_that_come_later(text):
    words = text.split()
    return _counted((word, later) for i, word in enumerate(words) for later in words[i + 1 :])


@mistake("next_words", "The keys are pairs")
def keyed_by_pairs(text):
    return dict(Counter(_pairs(text)))


@mistake("next_words", "how often each word comes")
def words_counted(text):
    return dict(Counter(text.split()))


@mistake("next_words", "Those are characters")
def characters_paired(text):
    return _counted(pairwise(text))


@mistake("next_words", "list index out of range")
def past_the_end(text):
    words = text.split()
    return _counted((words[i], words[i + 1]) for i in range(len(words)))


@mistake("next_words", "not line by line")
def line_by_line(text):
    return _counted(pair for line in text.splitlines() for pair in _pairs(line))


@mistake("next_words", "have an end of line in them")
def split_at_blanks_only(text):
    words = text.split(" ")
    return _counted(pairwise(words))


@mistake("next_words", "The capitals are gone")
def lower_case(text):
    return _counted(_pairs(text.lower()))


@mistake("next_words", "they stay with their word")
def without_punctuation(text):
    return _counted(_pairs(re.sub(r"[^\w\s]", "", text)))


@mistake("next_words", "across the end of a sentence")
def sentence_by_sentence(text):
    return _counted(pair for part in text.split(".") for pair in _pairs(part))


@mistake("next_words", "so it has no entry")
def single_word_kept(text):
    return _counted(_pairs(text)) or {word: {} for word in text.split()}


def _pairs(text):
    words = text.split()
    return pairwise(words)
