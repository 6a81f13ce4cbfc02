#!/usr/bin/python3
"""Makes the golden files of movements, resampling and further activations with PyTorch; see goldenfile.py.

    /usr/bin/python3 test-data/golden/shape.py
"""
import torch
import torch.nn.functional as F

from goldenfile import Numbers, write

numbers = Numbers(20260711)


def shapes():
    a, b, c = numbers.eighths(2, 1, 2, 3), numbers.eighths(2, 3, 2, 3), numbers.eighths(2, 2, 2, 3)
    left, right = numbers.eighths(3, 2, 4), numbers.eighths(3, 5, 4)
    product = torch.bmm(left, right.transpose(1, 2))
    slopes, (da, db) = numbers.backward(product, left, right)
    adaptive = {
        f"adaptive-{h}x{w}-to-{p}x{q}": numbers.unary(
            numbers.eighths(2, 2, h, w), lambda x, p=p, q=q: F.adaptive_avg_pool2d(x, (p, q)))
        for h, w, p, q in [(7, 5, 1, 1), (7, 10, 3, 4), (3, 4, 5, 2)]}
    x = numbers.distinct(2, 2, 4, 6)
    _, places = F.max_pool2d(x, (2, 3), return_indices=True)
    values = numbers.eighths(2, 2, 2, 2)
    unpooled = F.max_unpool2d(values, places, (2, 3))
    dunpooled, (dvalues,) = numbers.backward(unpooled, values)
    write("shape", {
        "concat": dict(a=a, b=b, c=c, y=torch.cat([a, b, c], 1)),
        "slice": numbers.unary(numbers.eighths(2, 3, 5), lambda x: x[:, 1:3, 2:5]),
        "pad-reflect": numbers.unary(numbers.eighths(1, 2, 4, 5), lambda x: F.pad(x, (1, 3, 2, 1), mode="reflect")),
        "pad-reflect-row": numbers.unary(numbers.eighths(2, 3, 5), lambda x: F.pad(x, (3, 2), mode="reflect")),
        "permute": numbers.unary(numbers.eighths(2, 3, 2, 4), lambda x: x.permute(0, 2, 3, 1)),
        "bmm": dict(a=left, b=right, y=product, dy=slopes, da=da, db=db),
        **adaptive,
        "max-unpool": dict(x=x, values=values, y=unpooled, dy=dunpooled, dvalues=dvalues),
        "nearest": numbers.unary(
            numbers.eighths(2, 2, 3, 2), lambda x: F.interpolate(x, scale_factor=(2, 3), mode="nearest")),
    })


def units():
    def unit(f):
        return numbers.unary(numbers.eighths(4, 9, low=-6, high=6), f)

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
