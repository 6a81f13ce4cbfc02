"""Writes golden files of org.neocog.testing: cases by name, tensors by name in a case, a tensor its shape and
values (and "i32" as dtype if they are whole numbers). Everything is computed in float64 and rounded to float32 at the end.
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
