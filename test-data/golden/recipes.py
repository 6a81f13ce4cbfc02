#!/usr/bin/python3
"""Makes recipe.json with PyTorch, clipped gradients and mixup; see goldenfile.py.

    /usr/bin/python3 test-data/golden/recipes.py

Three gradients are clipped together; the file holds the middle one of them, the squares of the one before it, and what the
factor for all three makes of it. As the engine adds the squares up one gradient after the other, and a case has the sum up
to the middle one, the third is zero.
"""
import torch

from goldenfile import Numbers, write

numbers = Numbers(20260712)


def eighths(*shape):
    return numbers.eighths(*shape).detach()


def clip_norm(scale, max_norm):
    gradients = [eighths(3, 2) * scale, eighths(2, 5) * scale, torch.zeros(4)]
    parameters = [torch.zeros_like(g, requires_grad=True) for g in gradients]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    return {
        "gradient": gradients[1],
        "before": (gradients[0] ** 2).sum(),
        "squares": norm ** 2,
        "factor": torch.clamp(max_norm / (norm + 1e-6), max=1),
        "clipped": parameters[1].grad,
    }


def clip_value(limit):
    gradient = eighths(4, 4)
    parameter = torch.zeros_like(gradient, requires_grad=True)
    parameter.grad = gradient.clone()
    torch.nn.utils.clip_grad_value_([parameter], limit)
    return {"gradient": gradient, "clipped": parameter.grad}


def mixup(name, x):
    """As in the authors' code, github.com/facebookresearch/mixup-cifar10: lam * x + (1 - lam) * x[index]."""
    lam, index = 0.625, torch.tensor([3, 1, 0, 2])
    return {name: x, "partners": index, "share": torch.tensor(lam), "mixed": lam * x + (1 - lam) * x[index, :]}


write("recipe", {
    "norm-above": clip_norm(1, 1.5),
    "norm-below": clip_norm(0.0625, 1.5),
    "value": clip_value(0.75),
    "mixup": mixup("images", eighths(4, 2, 3, 3)),
    "mixup-targets": mixup("targets", torch.eye(5)[[4, 0, 0, 2]]),
})
