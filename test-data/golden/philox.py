#!/usr/bin/env python3
"""First numbers of the engine's random streams, from a second implementation of Philox 4x32-10, in plain Python.

For the tests of org.neocog.random and org.neocog.nn.Initializer:

    python3 test-data/golden/philox.py > engine-core/src/test/resources/golden/philox.json

The generator is checked against the known answers that Random123 publishes (kat_vectors, philox4x32 with 10 rounds).
"""
import json
import math

import numpy as np

MASK = 0xFFFFFFFF
KNOWN_ANSWERS = [  # counter, key, result
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & MASK, (a >> 32) ^ c[3] ^ k[1], a & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def words(seed, stream, count):
    result = []
    for block in range((count + 3) // 4):
        halves = lambda x: [x & MASK, x >> 32]
        result += philox(halves(block) + halves(stream), halves(seed))
    return result


def uniform(seed, stream, count, low, high):
    low, high = np.float32(low), np.float32(high)
    return [low + (high - low) * np.float32((w >> 8) / 2**24) for w in words(seed, stream, count)[:count]]


def normal(seed, stream, count, deviation):
    w = words(seed, stream, count + 1)
    result = []
    for i in range(0, count, 2):
        radius = float(np.float32(deviation)) * math.sqrt(-2 * math.log((w[i] + 1) / 2**32))
        angle = 2 * math.pi * (w[i + 1] / 2**32)
        result += [np.float32(radius * math.cos(angle)), np.float32(radius * math.sin(angle))]
    return result[:count]


def fnv1a(name):
    value = 0xCBF29CE484222325
    for character in name:
        value = ((value ^ ord(character)) * 0x100000001B3) % 2**64
    return value


def permutation(seed, stream, size):
    order = []
    for i, word in enumerate(words(seed, stream, size)[:size]):
        j = word * (i + 1) >> 32
        order.append(i)
        order[i], order[j] = order[j], i
    return order


def main():
    hexes = lambda text: [int(word, 16) for word in text.split()]
    for counter, key, result in KNOWN_ANSWERS:
        assert philox(hexes(counter), hexes(key)) == hexes(result)
    seed, name = 0x123456789ABCDEF0, "conv1.weight"
    stream = fnv1a(name)
    floats = lambda values: [float(v) for v in values]
    print(json.dumps({
        "knownAnswers": [{"counter": c, "key": k, "result": r} for c, k, r in KNOWN_ANSWERS],
        "seed": seed,
        "name": name,
        "stream": "%016x" % stream,
        "words": ["%08x" % w for w in words(seed, stream, 8)],
        "uniform": floats(uniform(seed, stream, 7, -2.5, 1.5)),
        "normal": floats(normal(seed, stream, 7, 0.5)),
        "permutation": permutation(seed, stream, 11),
        "initializers": {  # the first numbers for weights of shape 4x3x5x5, fan-in 75 and fan-out 100
            "he fan-in": floats(normal(seed, stream, 5, math.sqrt(2 / 75))),
            "he fan-out": floats(normal(seed, stream, 5, math.sqrt(2 / 100))),
            "he uniform": floats(uniform(seed, stream, 5, -math.sqrt(6 / 75), math.sqrt(6 / 75))),
            "xavier normal": floats(normal(seed, stream, 5, math.sqrt(2 / 175))),
            "xavier uniform": floats(uniform(seed, stream, 5, -math.sqrt(6 / 175), math.sqrt(6 / 175))),
        },
    }, indent=2))


if __name__ == "__main__":
    main()
