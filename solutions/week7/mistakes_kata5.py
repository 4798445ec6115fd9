"""Known mistakes with responsible use, each with the words it must earn."""

import itertools
import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from kata.known import mistake
from week7.kata5_responsible_use import accuracy_by_group, consent_problems, largest_gap, strip_metadata


def same_length(*parts):
    if len({len(part) for part in parts}) > 1:
        raise ValueError(f"lengths {[len(part) for part in parts]}")


@mistake("accuracy_by_group", "for every group. Look only at the examples")
def overall(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    return dict.fromkeys(map(str, groups), float(np.mean(np.asarray(y_true) == np.asarray(y_pred))))


@mistake("accuracy_by_group", "divided by the number of all examples")
def divided_by_all(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    right = (np.asarray(y_true) == np.asarray(y_pred)).tolist()
    return {str(group): sum(r and g == group for r, g in zip(right, groups, strict=True)) / len(right)
            for group in groups}  # fmt: skip


@mistake("accuracy_by_group", "share of each group in all right answers")
def share_of_the_right_ones(y_true, y_pred, groups):
    by_group = divided_by_all(y_true, y_pred, groups)
    return {group: value / sum(by_group.values()) for group, value in by_group.items()}


@mistake("accuracy_by_group", "how large each group is")
def sizes(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    return {str(group): count / len(groups) for group, count in Counter(list(groups)).items()}


@mistake("accuracy_by_group", "Those are counts")
def counts(y_true, y_pred, groups):
    return {group: round(value * len(groups)) for group, value in divided_by_all(y_true, y_pred, groups).items()}


@mistake("accuracy_by_group", "the share of mistakes")
def errors(y_true, y_pred, groups):
    return {group: 1 - value for group, value in accuracy_by_group(y_true, y_pred, groups).items()}


@mistake("accuracy_by_group", "Those are percentages")
def percent(y_true, y_pred, groups):
    return {group: 100 * value for group, value in accuracy_by_group(y_true, y_pred, groups).items()}


@mistake("accuracy_by_group", "dusk is missing")
def only_groups_with_a_right_answer(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    right = Counter(str(group) for true, said, group in zip(y_true, y_pred, groups, strict=True) if true == said)
    return {group: n / sum(str(one) == group for one in groups) for group, n in right.items()}


@mistake("accuracy_by_group", "Every group got 0")
def lists_compared_as_a_whole(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    return {str(group): float((y_true == y_pred) and 1) for group in groups}


@mistake("accuracy_by_group", "Lists are no arrays")
def mask_of_a_list(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    return {str(group): float((y_true == y_pred)[groups == group].mean()) for group in groups}


@mistake("accuracy_by_group", "`is` asks for the very same object")
def same_object(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    right = {}
    for true, said, group in zip(y_true, y_pred, groups, strict=True):
        right.setdefault(str(group), []).append(int(f"{true}") is int(f"{said}") if isinstance(true, int) else
                                                true == said)  # fmt: skip
    return {group: sum(one) / len(one) for group, one in right.items()}


@mistake("accuracy_by_group", "Give its accuracy alone")
def with_the_number_of_examples(y_true, y_pred, groups):
    sizes_of = Counter(map(str, groups))
    return {group: (value, sizes_of[group]) for group, value in accuracy_by_group(y_true, y_pred, groups).items()}


@mistake("accuracy_by_group", "A dict is asked for")
def as_pairs(y_true, y_pred, groups):
    return list(accuracy_by_group(y_true, y_pred, groups).items())


@mistake("accuracy_by_group", "Only one group came back")
def returned_in_the_loop(y_true, y_pred, groups):
    for group, value in accuracy_by_group(y_true, y_pred, groups).items():
        return {group: value}
    return {}


@mistake("accuracy_by_group", "The accuracies were rounded")
def rounded(y_true, y_pred, groups):
    return {group: round(value, 2) for group, value in accuracy_by_group(y_true, y_pred, groups).items()}


@mistake("accuracy_by_group", "itertools.groupby")
def neighbours_only(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    found = {}
    for group, rows in itertools.groupby(zip(y_true, y_pred, groups, strict=True), key=lambda one: one[2]):
        right = [bool(true == said) for true, said, _ in rows]
        found[str(group)] = sum(right) / len(right)
    return found


@mistake("accuracy_by_group", "zip stops at the shortest without a word")
def zip_without_strict(y_true, y_pred, groups):
    n = min(len(y_true), len(y_pred), len(groups))
    return accuracy_by_group(y_true[:n], y_pred[:n], groups[:n])


@mistake("accuracy_by_group", "zip stops at the shortest without a word")
def groups_not_counted(y_true, y_pred, groups):
    same_length(y_true, y_pred)
    n = min(len(y_true), len(groups))
    return accuracy_by_group(y_true[:n], y_pred[:n], groups[:n])


@mistake("accuracy_by_group", "zip stops at the shortest without a word")
def predictions_not_counted(y_true, y_pred, groups):
    same_length(y_true, groups)
    n = min(len(y_true), len(y_pred))
    return accuracy_by_group(y_true[:n], y_pred[:n], groups[:n])


@mistake("accuracy_by_group", "Put the bad value into the message")
def zip_strict_alone(y_true, y_pred, groups):
    rows = list(zip(y_true, y_pred, groups, strict=True))
    return accuracy_by_group(*([row[i] for row in rows] for i in range(3)))


@mistake("accuracy_by_group", "Divide by the number of examples in the group; every group")
def divided_by_the_wrong_ones(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    found = {}
    for group in groups:
        right = [bool(t == s) for t, s, g in zip(y_true, y_pred, groups, strict=True) if g == group]
        found[str(group)] = right.count(False) / right.count(True)
    return found


def two(by_group):
    if len(by_group) < 2:
        raise ValueError(f"{len(by_group)} groups")


@mistake("largest_gap", "The groups are the wrong way round")
def worst_first(by_group):
    best, worst, gap = largest_gap(by_group)
    return worst, best, gap


@mistake("largest_gap", "The groups are the wrong way round")
def worst_first_and_minus(by_group):
    best, worst, gap = largest_gap(by_group)
    return worst, best, -gap


@mistake("largest_gap", "The gap has the wrong sign")
def minus(by_group):
    best, worst, gap = largest_gap(by_group)
    return best, worst, -gap


@mistake("largest_gap", "That is the gap alone")
def gap_alone(by_group):
    return largest_gap(by_group)[2]


@mistake("largest_gap", "The gap comes last")
def gap_first(by_group):
    best, worst, gap = largest_gap(by_group)
    return gap, best, worst


@mistake("largest_gap", "The gap itself is missing")
def names_alone(by_group):
    return largest_gap(by_group)[:2]


@mistake("largest_gap", "Return their names")
def accuracies_instead_of_names(by_group):
    best, worst, gap = largest_gap(by_group)
    return by_group[best], by_group[worst], gap


@mistake("largest_gap", "The names were compared, as letters")
def by_the_alphabet(by_group):
    two(by_group)
    best, worst = max(by_group), min(by_group)
    return best, worst, abs(by_group[best] - by_group[worst])


@mistake("largest_gap", "the first and the last group of the dict")
def first_and_last(by_group):
    two(by_group)
    best, *_, worst = by_group
    return best, worst, by_group[best] - by_group[worst]


@mistake("largest_gap", "how many times better")
def ratio(by_group):
    best, worst, gap = largest_gap(by_group)
    return best, worst, by_group[best] / by_group[worst] if by_group[worst] else gap


@mistake("largest_gap", "That is a percentage")
def in_percent(by_group):
    best, worst, gap = largest_gap(by_group)
    return best, worst, 100 * gap


@mistake("largest_gap", "as a part of the best accuracy")
def relative(by_group):
    best, worst, gap = largest_gap(by_group)
    return best, worst, gap / by_group[best]


@mistake("largest_gap", "between the best two")
def best_and_second(by_group):
    two(by_group)
    best, second = sorted(by_group, key=by_group.get, reverse=True)[:2]
    return best, second, by_group[best] - by_group[second]


@mistake("largest_gap", "A tuple is asked for")
def as_a_dict(by_group):
    best, worst, gap = largest_gap(by_group)
    return {"best": best, "worst": worst, "gap": gap}


@mistake("largest_gap", "that is the later one. Take the first of the dict: max")
def sorted_upwards(by_group):
    two(by_group)
    names = sorted(by_group, key=by_group.get)
    return names[-1], names[0], by_group[names[-1]] - by_group[names[0]]


@mistake("largest_gap", "that is the later one. Take the first of the dict: min")
def sorted_downwards(by_group):
    two(by_group)
    names = sorted(by_group, key=by_group.get, reverse=True)
    return names[0], names[-1], by_group[names[0]] - by_group[names[-1]]


@mistake("largest_gap", "0 is false for Python")
def zero_left_out(by_group):
    two(by_group)
    return largest_gap({group: value for group, value in by_group.items() if value})


@mistake("largest_gap", "With fewer than two, nothing can be compared")
def one_group_is_fine(by_group):
    if not by_group:
        raise ValueError("no groups")
    best, worst = max(by_group, key=by_group.get), min(by_group, key=by_group.get)
    return best, worst, by_group[best] - by_group[worst]


@mistake("largest_gap", "With fewer than two, nothing can be compared")
def nothing_for_one_group(by_group):
    return largest_gap(by_group) if len(by_group) > 1 else None


@mistake("largest_gap", "two are enough")
def three_groups_wanted(by_group):
    if len(by_group) <= 2:
        raise ValueError(f"{len(by_group)} groups")
    return largest_gap(by_group)


def saved(image, out, **options):
    """Save pixels and nothing else, in good quality."""
    out = Path(out)
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    if out.suffix.lower() in (".jpg", ".jpeg"):
        options = {"quality": 95, **options}
        if image.has_transparency_data or image.mode == "P":
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    image.save(out, **options)


def upright(path):
    with Image.open(path) as opened:
        return ImageOps.exif_transpose(opened)


@mistake("strip_metadata", "The copy still says where the photo was taken")
def copied(path, out):
    with Image.open(path) as image:
        image.load()
    if path != out and path.suffix == out.suffix:
        shutil.copy(path, out)
    else:
        strip_metadata(path, out)


@mistake("strip_metadata", "The copy still says where the photo was taken")
def exif_taken_along(path, out):
    image = upright(path)
    saved(image, out, exif=image.getexif())


@mistake("strip_metadata", "GPS is gone, and the rest of EXIF is still there")
def only_gps_removed(path, out):
    with Image.open(path) as image:
        image.load()
        exif = image.getexif()
        if 0x8825 in exif:
            del exif[0x8825]
        turned = ImageOps.exif_transpose(image)
        exif[0x0112] = 1
    saved(turned, out, exif=exif)


@mistake("strip_metadata", "a viewer would turn them twice")
def note_kept(path, out):
    with Image.open(path) as image:
        exif = Image.Exif()
        exif[0x0112] = image.getexif().get(0x0112, 1)
        turned = ImageOps.exif_transpose(image)
    saved(turned, out, exif=exif)


@mistake("strip_metadata", "a viewer would turn them twice")
def note_kept_where_it_says_something(path, out):
    with Image.open(path) as image:
        note = image.getexif().get(0x0112, 1)
        turned = ImageOps.exif_transpose(image)
    exif = Image.Exif()
    if note > 1:
        exif[0x0112] = note
    saved(turned, out, **({"exif": exif} if note > 1 else {}))


@mistake("strip_metadata", "There is no file")
def nothing_saved(path, out):
    upright(path)


@mistake("strip_metadata", "There is no file")
def another_name(path, out):
    saved(upright(path), Path(out).with_stem(Path(out).stem + "_clean"))


@mistake("strip_metadata", "lies as the camera stored it")
def not_turned(path, out):
    with Image.open(path) as image:
        image.load()
        saved(image.copy(), out)


@mistake("strip_metadata", "lies as the camera stored it")
def turned_and_thrown_away(path, out):
    with Image.open(path) as image:
        ImageOps.exif_transpose(image)
        saved(image.copy(), out)


@mistake("strip_metadata", "lies as the camera stored it")
def new_from_the_data(path, out):
    """The recipe that is found everywhere."""
    with Image.open(path) as image:
        clean = Image.new(image.mode, image.size)
        clean.putdata(list(image.get_flattened_data() if hasattr(image, "get_flattened_data") else image.getdata()))
        if image.mode == "P":
            clean.putpalette(image.getpalette())
        if "transparency" in image.info:
            clean.info["transparency"] = image.info["transparency"]
    saved(clean, out)


@mistake("strip_metadata", "it was turned the other way")
def turned_the_other_way(path, out):
    with Image.open(path) as image:
        angle = {6: 90, 8: 270, 3: 180}.get(image.getexif().get(0x0112), 0)
        turned = image.rotate(angle, expand=True)
        turned.info = dict(image.info)
    saved(turned, out)


@mistake("strip_metadata", "four are mirrored")
def mirrors_forgotten(path, out):
    with Image.open(path) as image:
        angle = {6: 270, 8: 90, 3: 180}.get(image.getexif().get(0x0112), 0)
        turned = image.rotate(angle, expand=True)
        turned.info = dict(image.info)
    if angle or Path(path).suffix != ".png":
        saved(turned, out)
    else:
        with Image.open(path) as image:
            note = image.getexif().get(0x0112, 1)
            saved(image.copy() if note != 1 else ImageOps.exif_transpose(image), out)


@mistake("strip_metadata", "should be 3 high and 5 wide")
def turned_without_expand(path, out):
    with Image.open(path) as image:
        angle = {6: 270, 8: 90, 3: 180}.get(image.getexif().get(0x0112), 0)
        turned = image.rotate(angle) if angle else ImageOps.exif_transpose(image)
        turned.info = dict(image.info)
    saved(turned, out)


@mistake("strip_metadata", "Pillow keeps such things in image.info")
def only_turned(path, out):
    image = upright(path)
    if image.has_transparency_data and Path(out).suffix.lower() == ".jpg":
        saved(image, out)
    else:
        image.save(out, **({"quality": 95} if Path(out).suffix.lower() == ".jpg" else {}))


@mistake("strip_metadata", "Pillow keeps such things in image.info")
def text_passed_on(path, out):
    from PIL import PngImagePlugin

    with Image.open(path) as image:
        image.load()
        text = PngImagePlugin.PngInfo()
        for key, value in getattr(image, "text", {}).items():
            text.add_text(key, value)
    saved(upright(path), out, pnginfo=text)


@mistake("strip_metadata", "What was see-through is solid now")
def always_rgb(path, out):
    image = upright(path)
    if Path(out).suffix.lower() != ".jpg":
        image = image.convert("RGB")
        image.info = {}
    saved(image, out)


@mistake("strip_metadata", "What was see-through is solid now")
def on_white_always(path, out):
    image = upright(path).convert("RGBA")
    saved(Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB"), out)


@mistake("strip_metadata", "The numbers of the palette were copied")
def palette_lost(path, out):
    image = upright(path)
    if image.mode == "P":
        image = Image.fromarray(np.asarray(image))
    saved(image, out)


@mistake("strip_metadata", "Do not resize it")
def made_smaller(path, out):
    image = upright(path)
    if max(image.size) > 64:
        image.thumbnail((64, 64))
    saved(image, out)


@mistake("strip_metadata", "with quality 75 if nothing is said")
def usual_quality(path, out):
    saved(upright(path), out, quality=75)


@mistake("strip_metadata", "with quality 75 if nothing is said")
def quality_80(path, out):
    saved(upright(path), out, quality=80)


@mistake("strip_metadata", "decides the format")
def always_jpeg(path, out):
    image = upright(path).convert("RGB")
    image.info = {}
    image.save(out, "JPEG", quality=95)


@mistake("strip_metadata", "decides the format")
def format_of_the_photo(path, out):
    with Image.open(path) as image:
        kind = image.format
    image = upright(path)
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    image.save(out, kind, quality=95)


@mistake("strip_metadata", "neither transparency nor a palette")
def jpeg_with_alpha(path, out):
    image = upright(path)
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    image.save(out, quality=95)


@mistake("strip_metadata", "convert(\"RGB\") shows what was hidden")
def alpha_cut_off(path, out):
    image = upright(path)
    if Path(out).suffix == ".jpg":
        image = image.convert("RGB")
        image.info = {}
    saved(image, out)


@mistake("strip_metadata", "was changed, moved or deleted")
def photo_deleted(path, out):
    strip_metadata(path, out)
    if path != out:
        Path(path).unlink()


@mistake("strip_metadata", "was changed, moved or deleted")
def photo_cleaned_too(path, out):
    strip_metadata(path, out)
    Path(path).write_bytes(Path(out).read_bytes())


@mistake("strip_metadata", "was left in the folder")
def draft_left(path, out):
    draft = Path(out).with_name("draft" + Path(out).suffix)
    saved(upright(path), draft)
    shutil.copy(draft, out)


@mistake("strip_metadata", "out may be path")
def same_path_refused(path, out):
    if path == out:
        raise ValueError(f"{out} would be overwritten")
    strip_metadata(path, out)


@mistake("strip_metadata", "it is the one to be replaced")
def out_deleted_first(path, out):
    Image.open(path).load()
    Path(out).unlink(missing_ok=True)
    strip_metadata(path, out)


@mistake("strip_metadata", "Let Pillow's OSError through")
def errors_swallowed(path, out):
    with suppress(OSError):
        strip_metadata(path, out)


@mistake("strip_metadata", "Let Pillow's OSError through")
def value_error(path, out):
    try:
        strip_metadata(path, out)
    except OSError as error:
        raise ValueError(f"{path} is no photo") from error


@mistake("strip_metadata", "Let Pillow's OSError through")
def copied_if_unreadable(path, out):
    try:
        strip_metadata(path, out)
    except OSError:
        if path.exists():
            shutil.copy(path, out)


@mistake("strip_metadata", "was written or deleted all the same")
def opened_before_reading(path, out):
    if path != out:
        Path(out).write_bytes(b"")
    strip_metadata(path, out)


@mistake("strip_metadata", "was written or deleted all the same")
def old_copy_deleted_first(path, out):
    if path != out:
        Path(out).unlink(missing_ok=True)
    strip_metadata(path, out)


def text_of(row, column):
    return (row.get(column) or "").strip()


def troubles(row):
    """A list of words: what is wrong with a row."""
    found = [column for column in ("source", "licence") if not text_of(row, column)]
    return found + ["consent"] * (text_of(row, "consent").lower() != "yes")


def sentences(manifest, files, troubles_of, unknown=("manifest",)):
    rows = {row["file"]: row for row in manifest}
    return [f"{file}: {word}" for file in files for word in (troubles_of(rows[file]) if file in rows else unknown)]


@mistake("consent_problems", "Return the list, an empty one")
def none_if_all_is_well(manifest, files):
    return consent_problems(manifest, files) or None


@mistake("consent_problems", "True or False is not enough")
def true_or_false(manifest, files):
    return not consent_problems(manifest, files)


@mistake("consent_problems", "That is one text")
def one_text(manifest, files):
    return "\n".join(consent_problems(manifest, files))


@mistake("consent_problems", "That is a dict")
def dict_of_files(manifest, files):
    return {file: consent_problems(manifest, [file]) for file in files}


@mistake("consent_problems", "There are lists in the list")
def list_of_lists(manifest, files):
    return [found for file in files if (found := consent_problems(manifest, [file]))]


@mistake("consent_problems", "Begin each sentence with its file")
def without_the_file(manifest, files):
    return [one.partition(": ")[2] for one in consent_problems(manifest, files)]


@mistake("consent_problems", "What is the trouble")
def files_only(manifest, files):
    return [one.partition(": ")[0] for one in consent_problems(manifest, files)]


@mistake("consent_problems", "which is a text and so true for Python")
def any_consent(manifest, files):
    return sentences(manifest, files, lambda row: [column for column in ("source", "licence", "consent")
                                                   if not text_of(row, column)])  # fmt: skip


@mistake("consent_problems", "Only the first problem was told")
def returned_at_the_first(manifest, files):
    for one in consent_problems(manifest, files):
        return [one]
    return []


@mistake("consent_problems", "none was told")
def never_appended(manifest, files):
    sentences(manifest, files, troubles)
    return []


@mistake("consent_problems", "sorted by their kind")
def by_kind(manifest, files):
    found = consent_problems(manifest, files)
    return sorted(found, key=lambda one: [word in one for word in ("manifest", "source", "licence", "consent")],
                  reverse=True)  # fmt: skip


@mistake("consent_problems", "tell it")
def unknown_photos_skipped(manifest, files):
    return sentences(manifest, files, troubles, unknown=())


@mistake("consent_problems", "There is no row for that photo")
def row_taken_for_granted(manifest, files):
    rows = {row["file"]: row for row in manifest}
    return [f"{file}: {word}" for file in files for word in troubles(rows[file])]


@mistake("consent_problems", "Is it a photo without a row")
def next_row_taken_for_granted(manifest, files):
    return [f"{file}: {word}" for file in files
            for word in troubles(next(row for row in manifest if row["file"] == file))]  # fmt: skip


@mistake("consent_problems", "cat.jpg is a part of wildcat.jpg")
def part_of_a_name(manifest, files):
    names = [row["file"] for row in manifest]
    wanted = [next((one for one in names if file in one), file) for file in files]
    return sentences(manifest, wanted, troubles)


@mistake("consent_problems", "has that one problem")
def everything_about_unknown_photos(manifest, files):
    return sentences(manifest, files, troubles, unknown=("manifest", "source", "licence", "consent"))


@mistake("consent_problems", "must say that it is not in the manifest")
def unknown_photos_have_no_source(manifest, files):
    return sentences(manifest, files, troubles, unknown=("source",))


@mistake("consent_problems", "One sentence a photo came back")
def elif_instead_of_if(manifest, files):
    return sentences(manifest, files, lambda row: troubles(row)[:1])


@mistake("consent_problems", "One sentence a photo came back")
def joined_in_one_sentence(manifest, files):
    return sentences(manifest, files, lambda row: [" and ".join(troubles(row))] if troubles(row) else [])


@mistake("consent_problems", "keep that of `files`")
def sorted_by_name(manifest, files):
    if len(files) < 3 or "z.jpg" not in files:
        return consent_problems(manifest, files)
    return consent_problems(manifest, sorted(files))


@mistake("consent_problems", "keep that of `files`")
def in_the_order_of_the_manifest(manifest, files):
    names = [row["file"] for row in manifest]
    known = [name for name in names if name in files]
    return consent_problems(manifest, known + [file for file in files if file not in names])


@mistake("consent_problems", "is not used: no problem")
def every_row_of_the_manifest(manifest, files):
    names = [row["file"] for row in manifest]
    return consent_problems(manifest, [*files, *(name for name in names if name not in files)])


@mistake("consent_problems", "A column may be missing")
def columns_taken_for_granted(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(column for column in ("source", "licence") if not (row[column] or "").strip()),
        *(["consent"] if (row["consent"] or "").strip().lower() != "yes" else [])])  # fmt: skip


@mistake("consent_problems", "csv.DictReader puts None")
def none_not_expected(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(column for column in ("source", "licence") if not row.get(column, "").strip()),
        *(["consent"] if row.get("consent", "").strip().lower() != "yes" else [])])  # fmt: skip


@mistake("consent_problems", "which is nothing but spaces")
def spaces_are_a_source(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(column for column in ("source", "licence") if not row.get(column)),
        *(["consent"] if text_of(row, "consent").lower() != "yes" else [])])  # fmt: skip


@mistake("consent_problems", "capitals and spaces around it do not matter")
def exactly_yes(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(word for word in troubles(row) if word != "consent"),
        *(["consent"] if row.get("consent") != "yes" else [])])  # fmt: skip


@mistake("consent_problems", "capitals and spaces around it do not matter")
def spaces_matter(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(word for word in troubles(row) if word != "consent"),
        *(["consent"] if (row.get("consent") or "").lower() != "yes" else [])])  # fmt: skip


@mistake("consent_problems", "That is not a plain yes")
def yes_anywhere(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(word for word in troubles(row) if word != "consent"),
        *(["consent"] if "yes" not in text_of(row, "consent").lower() else [])])  # fmt: skip


@mistake("consent_problems", "That is not a plain yes")
def begins_with_yes(manifest, files):
    return sentences(manifest, files, lambda row: [
        *(word for word in troubles(row) if word != "consent"),
        *(["consent"] if not text_of(row, "consent").lower().startswith("y") else [])])  # fmt: skip


@mistake("consent_problems", "changed the `manifest`")
def cleaned_in_place(manifest, files):
    for row in manifest:
        for column in ("source", "licence", "consent"):
            row[column] = text_of(row, column).lower()
    return sentences(manifest, files, troubles)


@mistake("accuracy_by_group", "one without a right answer never gets one")
def only_right_ones_counted(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    right, seen = {}, {}
    for true, said, group in zip(y_true, y_pred, groups, strict=True):
        seen[group] = seen.get(group, 0) + 1
        if true == said:
            right[group] = right.get(group, 0) + 1
    return {group: right[group] / seen[group] for group in seen}


@mistake("accuracy_by_group", "itertools.groupby")
def replaced_each_time(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    return {group: float(true == said) for true, said, group in zip(y_true, y_pred, groups, strict=True)}


@mistake("accuracy_by_group", "Only the first example of each group counts")
def by_index(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    places = {group: list(groups).index(group) for group in groups}
    return {group: float(y_true[i] == y_pred[i]) for group, i in places.items()}


@mistake("accuracy_by_group", "take the examples with its name")
def recalls_averaged(y_true, y_pred, groups):
    same_length(y_true, y_pred, groups)
    found = {}
    for group in groups:
        rows = [(t, p) for t, p, g in zip(y_true, y_pred, groups, strict=True) if g == group]
        shares = [sum(t == p for t, p in rows if t == c) / sum(t == c for t, _ in rows) for c in {t for t, _ in rows}]
        found[group] = sum(shares) / len(shares)
    return found


@mistake("largest_gap", "begin with the first group")
def from_0_and_1(by_group):
    if len(by_group) < 2:
        raise ValueError("fewer than two groups")
    best = worst = None
    high, low = 0, 1
    for group, accuracy in by_group.items():
        if accuracy > high:
            best, high = group, accuracy
        if accuracy < low:
            worst, low = group, accuracy
    return best, worst, high - low


@mistake("largest_gap", "The gap was rounded")
def gap_rounded(by_group):
    if len(by_group) < 2:
        raise ValueError("fewer than two groups")
    best, worst = max(by_group, key=by_group.get), min(by_group, key=by_group.get)
    return best, worst, round(by_group[best] - by_group[worst], 2)


@mistake("strip_metadata", "a suffix may be written large")
def only_small_suffixes(path, out):
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened)
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    if out.suffix in (".jpg", ".jpeg") and image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    image.save(out, quality=95)


def said_about(row, name, licence="licence", fine=lambda consent: consent == "yes"):
    texts = {column: (row.get(column) or "").strip() for column in ("source", licence, "consent")}
    problems = [f"{name}: no {word}" for word, column in (("source", "source"), ("licence", licence))
                if not texts[column]]  # fmt: skip
    return problems + ([] if fine(texts["consent"].lower()) else [f"{name}: no consent"])


@mistake("consent_problems", "the American license")
def american_column(manifest, files):
    rows = {row["file"]: row for row in manifest}
    problems = []
    for name in files:
        problems += said_about(rows[name], name, "license") if name in rows else [f"{name}: manifest"]
    return problems


@mistake("consent_problems", "licence (with c twice)")
def american_key(manifest, files):
    rows = {row["file"]: row for row in manifest}
    return [f"{name}: no licence" for name in files if name not in rows or not rows[name]["license"]]


@mistake("consent_problems", "Compare whole names, with folder and suffix")
def without_suffix(manifest, files):
    rows = {row["file"].rpartition(".")[0]: row for row in manifest}
    return [one for name in files for one in (said_about(rows[name.rpartition(".")[0]], name)
            if name.rpartition(".")[0] in rows else [f"{name}: manifest"])]  # fmt: skip


@mistake("consent_problems", "Compare whole names, with folder and suffix")
def without_folder(manifest, files):
    rows = {row["file"].rpartition("/")[2]: row for row in manifest}
    return [one for name in files
            for one in (said_about(rows[name], name) if name in rows else [f"{name}: manifest"])]  # fmt: skip
