#!/usr/bin/python3
"""Makes the golden files of org.neocog.testing with PyTorch.

Run from anywhere with PyTorch 1.13 (Debian 12: python3-torch) and NumPy:

    /usr/bin/python3 test-data/golden/make-golden.py

It writes test-data/src/main/resources/org/neocog/testing/golden/*.json. A file holds cases by name, a case tensors by
name, a tensor its shape and values (and "i32" as dtype if they are whole numbers). Everything is computed in float64 and
rounded to float32 at the end. Inputs are multiples of 1/8 where that suits the operation, so that the files stay small.
Attributes (strides, padding, coefficients) stand here and, as the engine writes them, in the Golden*Cases classes.
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/org/neocog/testing/golden"
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.Generator(np.random.PCG64(20260711))


def eighths(*shape, low=-2.0, high=2.0):
    """Multiples of 1/8 in [low, high]."""
    return torch.tensor(rng.integers(int(low * 8), int(high * 8) + 1, size=shape) / 8.0, requires_grad=True)


def distinct(*shape):
    """Multiples of 1/8 around 0, no two alike."""
    count = int(np.prod(shape))
    return torch.tensor((rng.permutation(count).reshape(shape) - count // 2) / 8.0, requires_grad=True)


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


def backward(y, *inputs):
    """Random dy and the gradients of sum(y * dy)."""
    dy = eighths(*y.shape).detach()
    return dy, torch.autograd.grad(y, inputs, dy)


def convolutions():
    def conv(n, c, h, w, k, r, s, stride=(1, 1), pad=(0, 0, 0, 0), dilation=(1, 1), groups=1):
        """pad: top, bottom, left, right."""
        x = eighths(n, c, h, w)
        weight = eighths(k, c // groups, r, s, low=-1, high=1)
        bias = eighths(k, low=-1, high=1)
        padded = F.pad(x, (pad[2], pad[3], pad[0], pad[1]))
        y = F.conv2d(padded, weight, bias, stride=stride, dilation=dilation, groups=groups)
        dy, (dx, dw, db) = backward(y, x, weight, bias)
        return dict(x=x, w=weight, b=bias, y=y, dy=dy, dx=dx, dw=dw, db=db)

    write("conv", {
        "3x3": conv(2, 3, 5, 6, 4, 3, 3),
        "same-5x5": conv(1, 2, 7, 7, 3, 5, 5, pad=(2, 2, 2, 2)),
        "stride-2": conv(2, 2, 7, 9, 3, 3, 3, stride=(2, 2), pad=(1, 1, 1, 1)),
        "stride-larger-than-kernel": conv(1, 2, 8, 8, 3, 2, 2, stride=(3, 3)),
        "asymmetric": conv(1, 3, 6, 5, 2, 4, 2, stride=(2, 1), pad=(2, 0, 0, 1)),
        "dilation": conv(1, 2, 9, 8, 3, 3, 2, pad=(2, 2, 1, 1), dilation=(2, 3)),
        "groups-2": conv(2, 4, 5, 5, 6, 3, 3, pad=(1, 1, 1, 1), groups=2),
        "depthwise": conv(1, 5, 6, 6, 5, 3, 3, stride=(1, 1), pad=(1, 1, 1, 1), groups=5),
        "1x1": conv(2, 5, 3, 4, 7, 1, 1),
        "kernel-is-image": conv(3, 2, 4, 3, 5, 4, 3),
        "remainder-drop": conv(1, 2, 8, 7, 2, 3, 3, stride=(2, 3)),
    })


def pools():
    def max_pool(n, c, h, w, kernel, stride, pad=(0, 0), dilation=(1, 1), ceil=False):
        x = distinct(n, c, h, w)
        y = F.max_pool2d(x, kernel, stride, pad, dilation, ceil)
        dy, (dx,) = backward(y, x)
        return dict(x=x, y=y, dy=dy, dx=dx)

    def avg_pool(n, c, h, w, kernel, stride, pad=(0, 0), ceil=False, include=True):
        x = eighths(n, c, h, w)
        y = F.avg_pool2d(x, kernel, stride, pad, ceil, include)
        dy, (dx,) = backward(y, x)
        return dict(x=x, y=y, dy=dy, dx=dx)

    write("max-pool", {
        "2x2": max_pool(2, 3, 4, 6, (2, 2), (2, 2)),
        "overlapping": max_pool(1, 2, 7, 7, (3, 3), (2, 2)),
        "padding": max_pool(1, 2, 7, 5, (3, 3), (2, 2), (1, 1)),
        "ceil-mode": max_pool(2, 2, 6, 7, (3, 3), (2, 2), (0, 0), (1, 1), True),
        "ceil-mode-padding": max_pool(1, 2, 6, 8, (3, 2), (2, 3), (1, 1), (1, 1), True),
        "rectangle": max_pool(1, 3, 6, 5, (3, 2), (1, 3)),
        "dilation": max_pool(1, 2, 7, 8, (3, 2), (1, 2), (0, 0), (2, 3)),
        "remainder-drop": max_pool(1, 2, 5, 6, (2, 4), (2, 3)),
    })
    write("avg-pool", {
        "2x2": avg_pool(2, 3, 4, 6, (2, 2), (2, 2)),
        "padding-counted": avg_pool(1, 2, 7, 5, (3, 3), (2, 2), (1, 1)),
        "padding-not-counted": avg_pool(1, 2, 7, 5, (3, 3), (2, 2), (1, 1), False, False),
        "ceil-mode": avg_pool(2, 2, 6, 7, (3, 3), (2, 2), (0, 0), True),
        "ceil-mode-padding-counted": avg_pool(1, 2, 6, 8, (3, 2), (2, 3), (1, 1), True),
        "ceil-mode-padding-not-counted": avg_pool(1, 2, 6, 8, (3, 2), (2, 3), (1, 1), True, False),
        "rectangle": avg_pool(1, 3, 6, 5, (3, 2), (1, 3)),
        "global": avg_pool(2, 3, 5, 4, (5, 4), (1, 1)),
    })


def linear_layers():
    def linear(n, inputs, outputs):
        x, weight, bias = eighths(n, inputs), eighths(outputs, inputs), eighths(outputs)
        product = F.linear(x, weight)
        y = F.linear(x, weight, bias)
        dy, (dx, dw, db) = backward(y, x, weight, bias)
        return dict(x=x, w=weight, b=bias, product=product, y=y, dy=dy, dx=dx, dw=dw, db=db)

    a, b = eighths(6, 3), eighths(5, 6)
    write("linear", {
        "small": linear(4, 7, 5),
        "one-image": linear(1, 9, 3),
        "both-transposed": dict(a=a, b=b, y=a.T @ b.T),
    })


def activations():
    def activation(f, x):
        y = f(x)
        dy, (dx,) = backward(y, x)
        return dict(x=x, y=y, dy=dy, dx=dx)

    def values():
        return torch.tensor(rng.uniform(-6, 6, size=(3, 7)).astype(np.float32).astype(np.float64), requires_grad=True)

    write("activation", {
        "relu": activation(F.relu, values()),
        "sigmoid": activation(torch.sigmoid, values()),
        "tanh": activation(torch.tanh, values()),
        "softmax": activation(lambda x: F.softmax(x, dim=1), values()),
    })


def losses():
    upstream = 1.5

    def loss(f, x, **others):
        value = f(x)
        (dx,) = torch.autograd.grad(value * upstream, x)
        return dict(x=x, **others, loss=value, dloss=torch.tensor(upstream), dx=dx)

    def hinge(scores, labels, margin):
        """CS231n's multiclass SVM loss, written out."""
        rows = torch.arange(len(labels))
        margins = torch.clamp(scores - scores[rows, labels][:, None] + margin, min=0)
        margins[rows, labels] = 0
        return margins.sum() / len(labels)

    def labels(n, classes):
        return torch.tensor(rng.integers(0, classes, size=n))

    def off_the_kink(n, classes):
        """Scores whose differences between classes are no multiples of 1/8, so that no margin is met exactly."""
        return (eighths(n, classes).detach() + torch.arange(classes) / 32).requires_grad_()

    few, many, svm = labels(4, 5), labels(3, 10), labels(5, 4)
    target = eighths(3, 4).detach()
    large = (eighths(3, 10).detach() * 20).requires_grad_()
    write("loss", {
        "cross-entropy": loss(lambda x: F.cross_entropy(x, few), eighths(4, 5), labels=few.numpy()),
        "cross-entropy-large-scores": loss(lambda x: F.cross_entropy(x, many), large, labels=many.numpy()),
        "hinge": loss(lambda x: hinge(x, svm, 1.0), off_the_kink(5, 4), labels=svm.numpy()),
        "hinge-margin": loss(lambda x: hinge(x, svm, 0.125), off_the_kink(5, 4), labels=svm.numpy()),
        "mean-squared-error": loss(lambda x: F.mse_loss(x, target), eighths(3, 4), target=target),
        "l2": loss(lambda x: 0.0625 * (x * x).sum(), eighths(4, 6)),
    })


def optimizers():
    rates = [f32(r) for r in (0.1, 0.1, 0.05, 0.05, 0.02, 0.02, 0.01)]

    def trajectory(make):
        w = torch.nn.Parameter(eighths(5).detach().clone())
        start = w.detach().clone()
        optimizer = make([w])
        gradients = eighths(len(rates), 5).detach()
        after = []
        for rate, gradient in zip(rates, gradients):
            optimizer.param_groups[0]["lr"] = rate
            w.grad = gradient.clone()
            optimizer.step()
            after.append(w.detach().clone())
        return dict(start=start, rates=torch.tensor(rates), gradients=gradients, after=torch.stack(after))

    o = torch.optim
    decay, mu, alpha, betas, rho = f32(0.05), f32(0.9), f32(0.99), (f32(0.9), f32(0.999)), f32(0.9)
    eps8, eps6 = f32(1e-8), f32(1e-6)
    write("optimizer", {
        "sgd": trajectory(lambda p: o.SGD(p, lr=1)),
        "sgd-decay": trajectory(lambda p: o.SGD(p, lr=1, weight_decay=decay)),
        "momentum": trajectory(lambda p: o.SGD(p, lr=1, momentum=mu)),
        "momentum-decay": trajectory(lambda p: o.SGD(p, lr=1, momentum=mu, weight_decay=decay)),
        "nesterov": trajectory(lambda p: o.SGD(p, lr=1, momentum=mu, nesterov=True)),
        "nesterov-decay": trajectory(lambda p: o.SGD(p, lr=1, momentum=mu, nesterov=True, weight_decay=decay)),
        "rmsprop": trajectory(lambda p: o.RMSprop(p, lr=1, alpha=alpha, eps=eps8)),
        "rmsprop-decay": trajectory(lambda p: o.RMSprop(p, lr=1, alpha=alpha, eps=eps8, weight_decay=decay)),
        "adam": trajectory(lambda p: o.Adam(p, lr=1, betas=betas, eps=eps8)),
        "adam-decay": trajectory(lambda p: o.Adam(p, lr=1, betas=betas, eps=eps8, weight_decay=decay)),
        "adamw": trajectory(lambda p: o.AdamW(p, lr=1, betas=betas, eps=eps8, weight_decay=decay)),
        "adadelta": trajectory(lambda p: o.Adadelta(p, lr=1, rho=rho, eps=eps6)),
        "adadelta-decay": trajectory(lambda p: o.Adadelta(p, lr=1, rho=rho, eps=eps6, weight_decay=decay)),
    })


if __name__ == "__main__":
    convolutions()
    pools()
    linear_layers()
    activations()
    losses()
    optimizers()
