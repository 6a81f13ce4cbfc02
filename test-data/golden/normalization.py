#!/usr/bin/python3
"""Makes the golden files of the normalizations with PyTorch, as make-golden.py does for the rest (see there).

    /usr/bin/python3 test-data/golden/normalization.py
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/org/neocog/testing/golden"
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.Generator(np.random.PCG64(20261121))


def eighths(*shape, low=-2.0, high=2.0):
    """Multiples of 1/8 in [low, high]."""
    return torch.tensor(rng.integers(int(low * 8), int(high * 8) + 1, size=shape) / 8.0, requires_grad=True)


def f32(value):
    """The double that a float32 attribute holds."""
    return float(np.float32(value))


def number(value):
    short = float(f"{value:.9g}")
    return int(short) if short == int(short) else short


def tensor(value):
    value = np.asarray(value.detach().numpy() if isinstance(value, torch.Tensor) else value)
    if value.dtype.kind == "i":
        return {"shape": list(value.shape), "dtype": "i32", "values": [int(v) for v in value.flatten()]}
    return {"shape": list(value.shape), "values": [number(v) for v in value.astype(np.float32).flatten()]}


def write(name, cases):
    lines = ",\n".join(
        f'"{case}": {{\n' + ",\n".join(
            f'  "{key}": {json.dumps(tensor(value), separators=(",", ":"))}' for key, value in tensors.items()) + "\n}"
        for case, tensors in cases.items())
    (OUT / f"{name}.json").write_text("{\n" + lines + "\n}\n", encoding="ascii")


def running_statistics():
    """Four steps of BatchNorm2d's running statistics, from the mean and the biased variance of each step's batch."""
    decay = f32(0.9)
    layer = torch.nn.BatchNorm2d(5, momentum=1 - decay)
    means, variances, running_means, running_variances = [], [], [], []
    for _ in range(4):
        x = eighths(3, 5, 2, 2) + 3
        layer(x)
        means.append(x.mean(dim=(0, 2, 3)))
        variances.append(x.var(dim=(0, 2, 3), unbiased=False))
        running_means.append(layer.running_mean.clone())
        running_variances.append(layer.running_var.clone())
    write("moving-average", {
        "running-mean": dict(start=torch.zeros(5), values=torch.stack(means), after=torch.stack(running_means)),
        "running-variance-of-12": dict(
            start=torch.ones(5), values=torch.stack(variances), after=torch.stack(running_variances)),
    })


running_statistics()
