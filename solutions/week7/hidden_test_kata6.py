"""Fresh projects and fresh traps."""

import io
import json
import pickle
import stat
import zipfile

import torch
from PIL import Image

from kata import expect, expect_error, scratch
from nets import probes
from nets.architectures import build
from week7.kata6_share import cold_start, package_project

WORDS = {
    "config": {"architecture": "tiny"},
    "class_names": ["b", "a"],
    "preprocessing": {"image_size": 6, "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.4]},
}


def write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def photo(kind, colour, place=False):
    out, exif = io.BytesIO(), Image.Exif()
    if place:
        exif[0x0132] = "2026:03:28 10:00:00"
        exif.get_ifd(0x8825).update({1: "S", 2: (33.0, 51.0, 24.0), 3: "E", 4: (151.0, 12.0, 54.0)})
    Image.new("RGB", (6, 6), colour).save(out, kind, exif=exif)
    return out.getvalue()


def model(favourite):
    """A model that says the same to every photo, as the bytes of its file; and what it says."""
    from safetensors.torch import save

    network = build(WORDS["config"], 2)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
        network.linear.bias.copy_(torch.tensor([0.0, favourite]))
    share = 1 / (1 + 2.718281828459045**-favourite)
    data = save(network.state_dict(), metadata={key: json.dumps(value) for key, value in WORDS.items()})
    return data, sorted([("a", share), ("b", 1 - share)], key=lambda pair: -pair[1])


def test_package_project_of_a_project_with_all_that_there_is():
    keep = {
        "a.py": b"1",
        "models/old/x.safetensors": b"x",
        "deep/er/still/notes": b"",
        "old.zip": b"PK",
        "photos/ok.GIF": photo("GIF", "red"),
        "photos/Café.Jpeg": photo("JPEG", "blue"),
        "datasets.md": b"x",
        "date/a.txt": b"x",
    }
    away = {
        "a/b/c/dAtA/d/e.txt": b"x",
        "deep/.venv/lib/x.py": b"x",
        "deep/__pycache__/a.py": b"x",
        ".x.safetensors": b"x",
        "photos/1.WebP": photo("WEBP", "red", True),
        "photos/4.bmp": b"BM",
        "photos/2.PNG": photo("PNG", "red", True),
        "photos/3.jpg": photo("PNG", "red", True),
        "photos/5.tiff": b"II*\0",
    }
    with scratch() as folder:
        write(folder / "Data" / "p", {**keep, **away})
        out = folder / "Data" / "p" / "deep" / "er" / "p.zip"
        for _ in range(2):
            expect(package_project(folder / "Data" / "p", out), want=sorted(keep))
        with zipfile.ZipFile(out) as archive:
            expect(
                {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"},
                want=keep,
                what="the files in the zip",
            )


def test_package_project_knows_its_zip_by_any_path():
    """Now it is the project whose path is the longer one."""
    files = {"models/m_v1_2026-01-01.safetensors": b"x", "notes/a.txt": b"1"}
    with scratch() as folder:
        write(folder / "p", {**files, "p.zip": b"an older zip"})
        root = folder / "p" / "notes" / ".." / ".." / "p"
        expect(package_project(root, folder / "p" / "p.zip"), want=sorted(files), mistakes={
            "itself": (lambda got: "p.zip" in got, "The older p.zip is in the zip. This time `root` was given by a "
                       "longer path, p/notes/../../p, and it is the same file: both paths need their resolve()."),
        })  # fmt: skip


def test_package_project_leaves_a_model_and_photos_to_try():
    data, _ = model(1.5)
    with scratch() as folder:
        write(
            folder / "p",
            {
                "models/m_v1_2026-01-01.safetensors": data,
                "examples/ä.jpg": photo("JPEG", "green"),
                "data/a.png": photo("PNG", "red"),
                "examples/a.png": photo("PNG", "red", True),
            },
        )
        expect(
            package_project(folder / "p", folder / "p.zip"),
            want=["examples/ä.jpg", "models/m_v1_2026-01-01.safetensors"],
        )


def entries(data):
    return [("x/m.safetensors", data), ("x/y/1.jpg", photo("JPEG", "red"))]


def zipped(path, content):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content:
            archive.writestr(name, data)


def test_cold_start_of_a_zip_with_many_versions():
    versions = (99, 100, 7, 11)
    made = {version: model(float(version % 5) - 1.5) for version in versions}
    with scratch() as folder:
        zipped(
            folder / "z.zip",
            [
                ("pic.JPEG", photo("JPEG", "red")),
                *((f"m{v}/net5_v{v}_2026-0{i + 1}-01.safetensors", made[v][0]) for i, v in enumerate(versions)),
            ],
        )
        expect(cold_start(folder / "z.zip", folder / "new"), want=made[100][1], rtol=1e-4)


def test_cold_start_reads_the_version_in_the_file_name():
    """Its folders have numbers as well."""
    names = ("old_v12/net.safetensors", "in_v9/net_v3_2026-01-02.safetensors", "in_v8/net_v4_2026-01-01.safetensors")
    made = [model(favourite) for favourite in (2.0, 0.5, -1.0)]
    with scratch() as folder:
        zipped(folder / "z.zip", [("pic.JPEG", photo("JPEG", "red")),
                                  *((name, data) for name, (data, _) in zip(names, made, strict=True))])  # fmt: skip
        wrong = "its folder has a number after _v. Only that in the file's own name counts, the part after the last /."
        expect(cold_start(folder / "z.zip", folder / "new"), want=made[2][1], rtol=1e-4, mistakes={
            "12": (made[0][1], f"That is the answer of {names[0]}: {wrong}"),
            "9": (made[1][1], f"That is the answer of {names[1]}, and version 4 is newer: {wrong}"),
        })  # fmt: skip


def test_cold_start_takes_a_zip_that_is_just_small_enough():
    """The limit is lowered to the size of this zip; whoever looks at a gigabyte lets it through as well."""
    data, answer = model(1.0)
    content = entries(data)
    size = sum(len(one) for _, one in content)
    with scratch() as folder, probes.constant("week7.kata6_share", "MAX_BYTES", size):
        zipped(folder / "z.zip", content)
        try:
            got = cold_start(folder / "z.zip", folder / "new")
        except ValueError as error:
            raise AssertionError(f"It stopped with ValueError: {error}. The entries of this zip add up to MAX_BYTES, "
                                 "just as many. Refused is what has more.") from None  # fmt: skip
    expect(got, want=answer, rtol=1e-4)


def test_cold_start_refuses_fresh_traps():
    data, answer = model(-2.0)
    linked = zipfile.ZipInfo("x/passwords")
    linked.external_attr = stat.S_IFLNK << 16
    for trap in (
        "x/y/../../../out.txt",
        "/out.txt",
        "//host/out.txt",
        "d:\\out.txt",
        "\\x\\out.txt",
        "x\\..\\..\\out.txt",
        "../",
        "..",
        linked,
    ):
        name = trap if isinstance(trap, str) else trap.filename
        for content in ([(trap, b"y"), *entries(data)], [*entries(data), (trap, b"y"), ("z.txt", b"z")]):
            with scratch() as folder:
                zipped(folder / "z.zip", content)
                expect_error(cold_start, folder / "z.zip", folder / "new", why=f"There is an entry {name} in the zip.")
                left = [path.name for path in folder.rglob("*") if not path.is_dir()]
                assert left == ["z.zip"], f"The zip was refused, and this was written: {left}."
    with scratch() as folder:
        zipped(folder / "z.zip", entries(data))
        expect(cold_start(folder / "z.zip", folder / "new"), want=answer, rtol=1e-4)


class Trap:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_cold_start_runs_nothing_that_is_in_a_model():
    with scratch() as folder:
        was_run = folder / "was_run"
        zipped(folder / "z.zip", entries(pickle.dumps(Trap(str(was_run)))))
        expect_error(
            cold_start,
            folder / "z.zip",
            folder / "new",
            why="The model in the zip is a pickle, with code in it, and no safetensors file: load_checkpoint says so.",
        )
        assert not was_run.exists(), "The model in the zip is a pickle, and its code was run."


def test_cold_start_refuses_a_bomb_of_many_small_ones():
    with scratch() as folder:
        with zipfile.ZipFile(folder / "z.zip", "w") as archive:
            for name, content in [*entries(model(1.0)[0]), *((f"{i}.bin", b"0") for i in range(51))]:
                archive.writestr(name, content)
            for entry in archive.infolist()[2:]:
                entry.file_size = 20_000_000
        expect_error(cold_start, folder / "z.zip", folder / "new", why="51 entries of 20 MB are more than MAX_BYTES.")
        assert not (folder / "new").exists() or not list((folder / "new").iterdir()), "Something was unpacked."
