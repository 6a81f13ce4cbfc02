#!/usr/bin/python3
"""Makes conv-nd.json, convolutions of sequences and volumes and transposed convolutions, with PyTorch; see goldenfile.py.

    /usr/bin/python3 test-data/golden/make-conv-golden.py

Attributes stand here, in GoldenConvNdCases and in ConvolutionLayersTest.
"""
import torch
import torch.nn.functional as F

from goldenfile import Numbers, write

numbers = Numbers(20260712)


def results(x, weight, bias, y):
    dy, (dx, dw, db) = numbers.backward(y, x, weight, bias)
    return dict(x=x, w=weight, b=bias, y=y, dy=dy, dx=dx, dw=dw, db=db)


def conv(shape, k, kernel, stride=1, pad=None, dilation=1, groups=1):
    """pad: before and after for each axis, from the first axis on."""
    dims = len(kernel)
    x = numbers.eighths(*shape)
    weight = numbers.eighths(k, shape[1] // groups, *kernel, low=-1, high=1)
    bias = numbers.eighths(k, low=-1, high=1)
    pad = pad or ((0, 0),) * dims
    padded = F.pad(x, [p for axis in reversed(pad) for p in axis])
    f = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[dims]
    return results(x, weight, bias, f(padded, weight, bias, stride=stride, dilation=dilation, groups=groups))


def transposed(shape, k, kernel, stride=1, pad=None, output_padding=0, dilation=1, groups=1):
    """Padding cuts the output: done here by cutting, so that both sides may differ. The product is y without the bias."""
    dims = len(kernel)
    x = numbers.eighths(*shape)
    weight = numbers.eighths(shape[1], k // groups, *kernel, low=-1, high=1)
    bias = numbers.eighths(k, low=-1, high=1)
    f = {1: F.conv_transpose1d, 2: F.conv_transpose2d}[dims]
    y = f(x, weight, bias, stride=stride, output_padding=output_padding, dilation=dilation, groups=groups)
    for axis, (before, after) in enumerate(pad or ((0, 0),) * dims):
        y = y.narrow(2 + axis, before, y.shape[2 + axis] - before - after)
    if pad and all(before == after for before, after in pad):
        direct = f(x, weight, bias, stride=stride, padding=[before for before, _ in pad], output_padding=output_padding,
                   dilation=dilation, groups=groups)
        assert torch.allclose(y, direct)
    return dict(product=y - bias.reshape(-1, *[1] * dims), **results(x, weight, bias, y))


write("conv-nd", {
    "conv1d-plain": conv((2, 3, 10), 4, (3,)),
    "conv1d-same-even-kernel": conv((2, 2, 7), 3, (4,), pad=((1, 2),)),
    "conv1d-stride-larger-than-kernel": conv((1, 2, 11), 3, (2,), stride=3),
    "conv1d-dilation-groups": conv((2, 4, 12), 6, (3,), stride=2, pad=((3, 0),), dilation=3, groups=2),
    "conv1d-depthwise": conv((1, 5, 6), 5, (3,), pad=((1, 1),), groups=5),
    "conv1d-remainder-drop": conv((1, 2, 9), 2, (2,), stride=3),
    "conv3d-plain": conv((2, 2, 4, 5, 4), 3, (3, 3, 3)),
    "conv3d-same": conv((1, 2, 3, 4, 3), 2, (3, 3, 3), pad=((1, 1), (1, 1), (1, 1))),
    "conv3d-asymmetric": conv((1, 2, 4, 5, 3), 2, (2, 3, 1), stride=(1, 2, 1), pad=((0, 1), (2, 0), (1, 1))),
    "conv3d-stride-larger-than-kernel": conv((1, 2, 5, 8, 5), 3, (2, 2, 2), stride=3),
    "conv3d-dilation": conv((1, 1, 7, 6, 5), 2, (3, 2, 2), stride=(2, 1, 1), pad=((2, 2), (0, 0), (1, 1)), dilation=(2, 3, 2)),
    "conv3d-groups-2": conv((2, 4, 3, 3, 4), 4, (2, 2, 3), groups=2),
    "conv3d-1x1x1": conv((2, 3, 2, 3, 2), 4, (1, 1, 1)),
    "transposed1d-stride-2": transposed((2, 3, 5), 2, (4,), stride=2, pad=((1, 1),)),
    "transposed1d-groups-output-padding": transposed((2, 4, 4), 6, (3,), stride=3, pad=((1, 1),), output_padding=2, groups=2),
    "transposed1d-asymmetric": transposed((1, 2, 6), 3, (5,), stride=2, pad=((2, 1),), dilation=2),
    "transposed1d-output-padding-below-dilation": transposed((1, 2, 3), 2, (2,), output_padding=2, dilation=3),
    "transposed2d-2x2-stride-2": transposed((2, 3, 3, 4), 2, (2, 2), stride=2),
    "transposed2d-output-padding": transposed((1, 2, 2, 3), 3, (3, 3), stride=2, pad=((1, 1), (1, 1)), output_padding=1),
    "transposed2d-groups-2": transposed((2, 4, 3, 2), 6, (3, 2), groups=2),
    "transposed2d-dilation": transposed((1, 2, 3, 4), 2, (2, 3), stride=(3, 2), pad=((1, 1), (0, 0)), output_padding=(2, 0),
                                        dilation=(2, 3)),
    "transposed2d-stride-larger-than-kernel": transposed((1, 3, 3, 2), 2, (2, 1), stride=(3, 2), output_padding=(1, 1)),
    "transposed2d-asymmetric": transposed((1, 2, 4, 3), 3, (4, 3), stride=(2, 1), pad=((2, 0), (0, 2))),
})
