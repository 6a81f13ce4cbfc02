#!/usr/bin/python3
"""Makes target-loss.json with PyTorch, losses against targets of the scores' shape; see goldenfile.py.

    /usr/bin/python3 test-data/golden/target_losses.py
"""
import torch
import torch.nn.functional as F

from goldenfile import Numbers, write

numbers = Numbers(4001)
UPSTREAM = 1.5


def loss(f, x, target, **others):
    value = f(x, target)
    (dx,) = torch.autograd.grad(value * UPSTREAM, x)
    return dict(x=x, target=target, **others, loss=value, dloss=torch.tensor(UPSTREAM), dx=dx)


def shares(n, classes):
    return numbers.eighths(n, classes, low=0, high=1).detach()


labels = numbers.whole(0, 5, 4)
smoothed = loss(lambda x, t: F.cross_entropy(x, labels, label_smoothing=0.1), numbers.eighths(4, 5), None)
smoothed["target"] = F.one_hot(labels, 5) * 0.9 + 0.1 / 5
smoothed["labels"] = labels
large = (numbers.eighths(3, 10).detach() * 20).requires_grad_()
write("target-loss", {
    "soft-targets": loss(F.cross_entropy, numbers.eighths(4, 5), shares(4, 5)),
    "soft-targets-large-scores": loss(F.cross_entropy, large, shares(3, 10)),
    "label-smoothing": smoothed,
    "binary": loss(F.binary_cross_entropy_with_logits, numbers.eighths(3, 5, low=-6, high=6), shares(3, 5)),
    "smooth-l1": loss(F.smooth_l1_loss, numbers.eighths(4, 4), numbers.eighths(4, 4).detach()),
    "smooth-l1-beta": loss(lambda x, t: F.smooth_l1_loss(x, t, beta=0.125), numbers.eighths(4, 4, low=-1, high=1),
                           numbers.eighths(4, 4, low=-1, high=1).detach()),
})
