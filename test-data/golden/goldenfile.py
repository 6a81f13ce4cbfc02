"""Random inputs for the golden files of org.neocog.testing, and the writing of them; for the scripts beside this one.

They run from anywhere with PyTorch 1.13, torchvision 0.14 (Debian 12: python3-torch, python3-torchvision) and NumPy:

    /usr/bin/python3 test-data/golden/make-golden.py

and write test-data/src/main/resources/org/neocog/testing/golden/*.json. A file holds cases by name, a case tensors by name,
a tensor its shape and values (and "i32" as dtype if they are whole numbers). Everything is computed in float64, which
importing this module makes PyTorch's default, on one thread, and rounded to float32 at the end. Inputs are multiples of 1/8
where that suits the operation, so that the files stay small. Attributes (strides, padding, coefficients) stand in the
scripts and, as the engine writes them, in the Golden*Cases classes.

A script draws all its numbers from one generator: a case that is inserted, not appended, changes all those after it.
"""
import json
import pathlib

import numpy as np
import torch

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/org/neocog/testing/golden"
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Numbers:
    """Random numbers that are the same in every run of a script."""

    def __init__(self, seed):
        self.rng = np.random.Generator(np.random.PCG64(seed))

    def eighths(self, *shape, low=-2.0, high=2.0):
        """Multiples of 1/8 in [low, high]: short in the file, exact in float32."""
        return torch.tensor(self.rng.integers(int(low * 8), int(high * 8) + 1, size=shape) / 8.0, requires_grad=True)

    def distinct(self, *shape):
        """Multiples of 1/8 around 0, no two alike."""
        count = int(np.prod(shape))
        return torch.tensor((self.rng.permutation(count).reshape(shape) - count // 2) / 8.0, requires_grad=True)

    def whole(self, low, high, *shape):
        """Whole numbers in [low, high)."""
        return torch.tensor(self.rng.integers(low, high, size=shape))

    def backward(self, y, *inputs):
        """Random dy and the gradients of sum(y * dy)."""
        dy = self.eighths(*y.shape).detach()
        return dy, torch.autograd.grad(y, inputs, dy)

    def unary(self, x, f):
        """The case of a function of one tensor."""
        y = f(x)
        dy, (dx,) = self.backward(y, x)
        return dict(x=x, y=y, dy=dy, dx=dx)


def f32(value):
    """The double that a float32 attribute holds."""
    return float(np.float32(value))


def tensor(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    value = np.asarray(value)
    result = {"shape": list(value.shape)}
    if value.dtype.kind == "i":
        result["dtype"] = "i32"
        result["values"] = [int(v) for v in value.flatten()]
    else:
        result["values"] = [number(v) for v in value.astype(np.float32).flatten()]
    return result


def number(value):
    short = float(f"{value:.9g}")
    return int(short) if short == int(short) else short


def write(name, cases):
    OUT.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(
        f'"{case}": {{\n' + ",\n".join(
            f'  "{key}": {json.dumps(tensor(value), separators=(",", ":"))}' for key, value in tensors.items()) + "\n}"
        for case, tensors in cases.items())
    (OUT / f"{name}.json").write_text("{\n" + lines + "\n}\n", encoding="ascii")
