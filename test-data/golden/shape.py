#!/usr/bin/python3
"""Makes the golden files of movements, resampling and further activations with PyTorch; see make-golden.py for the format.

    /usr/bin/python3 test-data/golden/shape.py
"""
import importlib.util
import pathlib

import torch
import torch.nn.functional as F

spec = importlib.util.spec_from_file_location("make_golden", pathlib.Path(__file__).with_name("make-golden.py"))
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)
eighths, distinct, backward, write = make.eighths, make.distinct, make.backward, make.write


def one(x, f):
    y = f(x)
    dy, (dx,) = backward(y, x)
    return dict(x=x, y=y, dy=dy, dx=dx)


def shapes():
    a, b, c = eighths(2, 1, 2, 3), eighths(2, 3, 2, 3), eighths(2, 2, 2, 3)
    left, right = eighths(3, 2, 4), eighths(3, 5, 4)
    product = torch.bmm(left, right.transpose(1, 2))
    slopes, (da, db) = backward(product, left, right)
    adaptive = {
        f"adaptive-{h}x{w}-to-{p}x{q}": one(eighths(2, 2, h, w), lambda x, p=p, q=q: F.adaptive_avg_pool2d(x, (p, q)))
        for h, w, p, q in [(7, 5, 1, 1), (7, 10, 3, 4), (3, 4, 5, 2)]}
    x = distinct(2, 2, 4, 6)
    _, places = F.max_pool2d(x, (2, 3), return_indices=True)
    values = eighths(2, 2, 2, 2)
    unpooled = F.max_unpool2d(values, places, (2, 3))
    dunpooled, (dvalues,) = backward(unpooled, values)
    write("shape", {
        "concat": dict(a=a, b=b, c=c, y=torch.cat([a, b, c], 1)),
        "slice": one(eighths(2, 3, 5), lambda x: x[:, 1:3, 2:5]),
        "pad-reflect": one(eighths(1, 2, 4, 5), lambda x: F.pad(x, (1, 3, 2, 1), mode="reflect")),
        "pad-reflect-row": one(eighths(2, 3, 5), lambda x: F.pad(x, (3, 2), mode="reflect")),
        "permute": one(eighths(2, 3, 2, 4), lambda x: x.permute(0, 2, 3, 1)),
        "bmm": dict(a=left, b=right, y=product, dy=slopes, da=da, db=db),
        **adaptive,
        "max-unpool": dict(x=x, values=values, y=unpooled, dy=dunpooled, dvalues=dvalues),
        "nearest": one(eighths(2, 2, 3, 2), lambda x: F.interpolate(x, scale_factor=(2, 3), mode="nearest")),
    })


def units():
    def unit(f):
        return one(eighths(4, 9, low=-6, high=6), f)

    write("units", {
        "leaky-relu": unit(lambda x: F.leaky_relu(x, 0.125)),
        "elu": unit(F.elu),
        "elu-alpha": unit(lambda x: F.elu(x, 0.75)),
        "gelu": unit(F.gelu),
        "softplus": unit(F.softplus),
        "log-softmax": unit(lambda x: F.log_softmax(x, 1)),
    })


shapes()
units()
