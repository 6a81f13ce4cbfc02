#!/usr/bin/python3
"""Makes the golden files of the basic layers, losses and optimizers with PyTorch; see goldenfile.py.

    /usr/bin/python3 test-data/golden/make-golden.py
"""
import numpy as np
import torch
import torch.nn.functional as F

from goldenfile import Numbers, f32, write

numbers = Numbers(20260711)


def convolutions():
    def conv(n, c, h, w, k, r, s, stride=(1, 1), pad=(0, 0, 0, 0), dilation=(1, 1), groups=1):
        """pad: top, bottom, left, right."""
        x = numbers.eighths(n, c, h, w)
        weight = numbers.eighths(k, c // groups, r, s, low=-1, high=1)
        bias = numbers.eighths(k, low=-1, high=1)
        padded = F.pad(x, (pad[2], pad[3], pad[0], pad[1]))
        y = F.conv2d(padded, weight, bias, stride=stride, dilation=dilation, groups=groups)
        dy, (dx, dw, db) = numbers.backward(y, x, weight, bias)
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
        return numbers.unary(numbers.distinct(n, c, h, w), lambda x: F.max_pool2d(x, kernel, stride, pad, dilation, ceil))

    def avg_pool(n, c, h, w, kernel, stride, pad=(0, 0), ceil=False, include=True):
        return numbers.unary(numbers.eighths(n, c, h, w), lambda x: F.avg_pool2d(x, kernel, stride, pad, ceil, include))

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
        x, weight, bias = numbers.eighths(n, inputs), numbers.eighths(outputs, inputs), numbers.eighths(outputs)
        product = F.linear(x, weight)
        y = F.linear(x, weight, bias)
        dy, (dx, dw, db) = numbers.backward(y, x, weight, bias)
        return dict(x=x, w=weight, b=bias, product=product, y=y, dy=dy, dx=dx, dw=dw, db=db)

    a, b = numbers.eighths(6, 3), numbers.eighths(5, 6)
    write("linear", {
        "small": linear(4, 7, 5),
        "one-image": linear(1, 9, 3),
        "both-transposed": dict(a=a, b=b, y=a.T @ b.T),
    })


def activations():
    def activation(f):
        x = numbers.rng.uniform(-6, 6, size=(3, 7)).astype(np.float32).astype(np.float64)
        return numbers.unary(torch.tensor(x, requires_grad=True), f)

    write("activation", {
        "relu": activation(F.relu),
        "sigmoid": activation(torch.sigmoid),
        "tanh": activation(torch.tanh),
        "softmax": activation(lambda x: F.softmax(x, dim=1)),
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

    def off_the_kink(n, classes):
        """Scores whose differences between classes are no multiples of 1/8, so that no margin is met exactly."""
        return (numbers.eighths(n, classes).detach() + torch.arange(classes) / 32).requires_grad_()

    few, many, svm = numbers.whole(0, 5, 4), numbers.whole(0, 10, 3), numbers.whole(0, 4, 5)
    target = numbers.eighths(3, 4).detach()
    large = (numbers.eighths(3, 10).detach() * 20).requires_grad_()
    write("loss", {
        "cross-entropy": loss(lambda x: F.cross_entropy(x, few), numbers.eighths(4, 5), labels=few.numpy()),
        "cross-entropy-large-scores": loss(lambda x: F.cross_entropy(x, many), large, labels=many.numpy()),
        "hinge": loss(lambda x: hinge(x, svm, 1.0), off_the_kink(5, 4), labels=svm.numpy()),
        "hinge-margin": loss(lambda x: hinge(x, svm, 0.125), off_the_kink(5, 4), labels=svm.numpy()),
        "mean-squared-error": loss(lambda x: F.mse_loss(x, target), numbers.eighths(3, 4), target=target),
        "l2": loss(lambda x: 0.0625 * (x * x).sum(), numbers.eighths(4, 6)),
    })


def optimizers():
    rates = [f32(r) for r in (0.1, 0.1, 0.05, 0.05, 0.02, 0.02, 0.01)]

    def trajectory(make):
        w = torch.nn.Parameter(numbers.eighths(5).detach().clone())
        start = w.detach().clone()
        optimizer = make([w])
        gradients = numbers.eighths(len(rates), 5).detach()
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


convolutions()
pools()
linear_layers()
activations()
losses()
optimizers()
