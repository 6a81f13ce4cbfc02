#!/usr/bin/python3
"""Makes the golden files of the normalizations with PyTorch; see goldenfile.py.

    /usr/bin/python3 test-data/golden/normalization.py
"""
import torch
import torch.nn.functional as F

from goldenfile import Numbers, f32, write

numbers = Numbers(20261121)


def running_statistics():
    """Four steps of BatchNorm2d's running statistics, from the mean and the biased variance of each step's batch."""
    decay = f32(0.9)
    layer = torch.nn.BatchNorm2d(5, momentum=1 - decay)
    means, variances, running_means, running_variances = [], [], [], []
    for _ in range(4):
        x = numbers.eighths(3, 5, 2, 2) + 3
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


def batch_norms():
    eps = f32(1e-5)

    def batch_norm(*shape):
        channels = shape[1]
        axes = [axis for axis in range(len(shape)) if axis != 1]
        x, weight, bias = numbers.eighths(*shape), numbers.eighths(channels), numbers.eighths(channels)
        moments = torch.stack([x.mean(dim=axes), x.var(dim=axes, unbiased=False)])
        y = F.batch_norm(x, None, None, weight, bias, training=True, eps=eps)
        dy, (dx, dweight, dbias) = numbers.backward(y, x, weight, bias)
        mean, variance = numbers.eighths(channels).detach(), numbers.eighths(channels, low=0.125, high=3).detach()
        inferred = F.batch_norm(x, mean, variance, weight, bias, training=False, eps=eps)
        return dict(
            x=x, weight=weight, bias=bias, moments=moments, y=y, dy=dy, dx=dx, sums=torch.stack([dweight, dbias]),
            mean=mean, variance=variance, inferred=inferred)

    write("batch-norm", {
        "rows": batch_norm(5, 4),
        "lines": batch_norm(2, 3, 5),
        "images": batch_norm(2, 3, 4, 5),
        "one-image": batch_norm(1, 3, 3, 3),
        "one-channel": batch_norm(3, 1, 3, 4),
        "7x7": batch_norm(2, 3, 7, 7),
        "volumes": batch_norm(2, 2, 3, 2, 3),
    })


def layer_norms():
    def layer_norm(*shape):
        x, weight, bias = numbers.eighths(*shape), numbers.eighths(shape[-1]), numbers.eighths(shape[-1])
        y = F.layer_norm(x, shape[-1:], weight, bias, eps=f32(1e-5))
        dy, (dx, dweight, dbias) = numbers.backward(y, x, weight, bias)
        return dict(x=x, weight=weight, bias=bias, y=y, dy=dy, dx=dx, sums=torch.stack([dweight, dbias]))

    write("layer-norm", {
        "rows": layer_norm(5, 7),
        "tokens": layer_norm(2, 5, 9),
        "images": layer_norm(2, 2, 3, 4),
        "vector": layer_norm(6),
        "one-row": layer_norm(1, 33),
        "volumes": layer_norm(2, 1, 2, 3, 5),
    })


def response_norms():
    def response_norm(size, alpha, beta, k, *shape):
        alpha, beta, k = f32(alpha), f32(beta), f32(k)
        return numbers.unary(numbers.eighths(*shape), lambda x: F.local_response_norm(x, size, alpha, beta, k))

    write("local-response-norm", {
        "alexnet": response_norm(5, 5e-4, 0.75, 2, 2, 8, 3, 3),
        "strong": response_norm(5, 0.5, 0.75, 1, 2, 7, 3, 5),
        "even-window": response_norm(4, 0.5, 0.75, 1.5, 1, 6, 3, 3),
        "other-power": response_norm(3, 1, 1.5, 0.5, 2, 5, 2, 3),
        "window-beyond-channels": response_norm(9, 1, 0.5, 1, 1, 3, 3, 4),
        "one-channel": response_norm(1, 1, 0.75, 1, 3, 1, 2, 2),
        "lines": response_norm(2, 1, 0.75, 1, 2, 4, 7),
        "volumes": response_norm(3, 1, 0.75, 1, 2, 4, 2, 1, 3),
    })


def layer_in_use():
    """A BatchNorm2d as networks use it: three training steps, then inference."""
    layer = torch.nn.BatchNorm2d(3)
    with torch.no_grad():
        layer.weight.copy_(numbers.eighths(3))
        layer.bias.copy_(numbers.eighths(3))
    cases = {}
    for step in ("step-1", "step-2", "step-3"):
        x = numbers.eighths(4, 3, 3, 2) * 2 + 1
        y = layer(x)
        cases[step] = dict(x=x, y=y, mean=layer.running_mean.clone(), variance=layer.running_var.clone())
    layer.eval()
    x = numbers.eighths(2, 3, 3, 2)
    cases["inference"] = dict(x=x, y=layer(x), weight=layer.weight, bias=layer.bias)
    write("batch-norm-layer", cases)


def contrast_norm():
    """Local contrast normalization with a uniform window, channel by channel."""
    def around(x):
        return F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)

    def normalized(x):
        difference = x - around(x)
        return difference / torch.sqrt(around(difference ** 2) + f32(1e-5))

    write("local-contrast-norm", {"images": numbers.unary(numbers.eighths(2, 3, 5, 4), normalized)})


running_statistics()
batch_norms()
layer_norms()
response_norms()
layer_in_use()
contrast_norm()
