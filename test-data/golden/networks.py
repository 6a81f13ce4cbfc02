#!/usr/bin/python3
"""Scores and gradients of whole networks, as torchvision computes them, for org.neocog.testing.NetworkGolden.

    /usr/bin/python3 test-data/golden/networks.py              # every small case
    /usr/bin/python3 test-data/golden/networks.py resnet50     # this one
    /usr/bin/python3 test-data/golden/networks.py --large      # the cases of 224 x 224 (4 GB of memory, a few minutes)
    /usr/bin/python3 test-data/golden/networks.py --search 50 resnet50   # looks for seeds far from kinks

It writes network-*.json beside the files that goldenfile.py tells of, with the same versions and in float64 too, but in a
form of their own. Weights are not in the files: both sides draw them from the engine's random streams (Philox, see
philox.py), one for each parameter by its name.

A gradient is kept as its norm and a sketch of 16 numbers: each element is added to one of them, with a sign, both drawn
from a random stream. The squared distance of two sketches is, on average over the draws, that of the two gradients.

ReLU and max pooling have kinks: where an element comes out near zero, or the two largest of a window nearly alike, any
rounding may send the gradient another way, which moves it by far more than rounding does. The seeds are those for which no
element is nearer to its kink than the case's margin says, in units of the rounding errors of its channel in float32.
"""
import json
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.models as models

from goldenfile import OUT
from philox import fnv1a

SKETCH = 16
CHUNK = 1 << 18  # blocks of four words


# The engine's random streams, as in philox.py, for whole arrays.

def philox(seed, stream, first, blocks):
    """The words of some blocks, as uint32 of shape blocks x 4."""
    mask, half = np.uint64(0xFFFFFFFF), np.uint64(32)
    index = np.arange(first, first + blocks, dtype=np.uint64)
    c0, c1 = index & mask, index >> half
    c2 = np.full(blocks, stream & 0xFFFFFFFF, np.uint64)
    c3 = np.full(blocks, stream >> 32, np.uint64)
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        a, b = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1 = (b >> half) ^ c1 ^ np.uint64(k0), b & mask
        c2, c3 = (a >> half) ^ c3 ^ np.uint64(k1), a & mask
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], 1).astype(np.uint32)


def words(seed, name, count):
    """The first words of the stream of this name, some blocks at a time: (position, words)."""
    stream, blocks = fnv1a(name), (count + 3) // 4
    for first in range(0, blocks, CHUNK):
        some = philox(seed, stream, first, min(CHUNK, blocks - first)).reshape(-1)
        yield 4 * first, some[: count - 4 * first]


def uniform(seed, name, shape, low, high):
    low, high = np.float32(low), np.float32(high)
    result = np.empty(int(np.prod(shape)), np.float32)
    for at, some in words(seed, name, result.size):
        values = low + (high - low) * ((some >> np.uint32(8)).astype(np.float32) * np.float32(2**-24))
        result[at : at + some.size] = np.minimum(values, np.nextafter(high, np.float32(-np.inf)))
    return torch.from_numpy(result.reshape(tuple(shape)).astype(np.float64))


def value(seed, name, shape):
    """What a parameter or buffer holds; the Java side is NetworkWeights."""
    if len(shape) >= 2:
        bound = math.sqrt(6 / np.prod(shape[1:]))
        return uniform(seed, name, shape, -bound, bound)
    if name.endswith("running_var"):
        return uniform(seed, name, shape, 1.5, 3.5)
    if name.endswith("weight"):
        return uniform(seed, name, shape, 0.75, 1.25)
    return uniform(seed, name, shape, -0.125, 0.125)


def sketch(seed, name, tensor):
    flat, result = tensor.detach().reshape(-1).numpy(), np.zeros(SKETCH)
    for at, some in words(seed, "sketch/" + name, flat.size):
        signs = 1.0 - 2.0 * ((some >> np.uint32(4)) & np.uint32(1))
        result += np.bincount(some & np.uint32(15), signs * flat[at : at + some.size], SKETCH)
    return result


# The cases.

def without_dropout(net):
    for module in net.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return net


def vgg16_narrow():
    """VGG-16 with 64 units in place of 4096, which leaves out only numbers."""
    net = models.vgg16(weights=None, init_weights=False)
    net.classifier[0] = torch.nn.Linear(512 * 7 * 7, 64)
    net.classifier[3] = torch.nn.Linear(64, 64)
    net.classifier[6] = torch.nn.Linear(64, 1000)
    return net


def googlenet():
    return models.googlenet(weights=None, aux_logits=False, init_weights=False)


class AlexNet(torch.nn.Module):
    """The paper's, with Caffe's names; 5 times its alpha, since PyTorch divides that by the channels summed."""

    def __init__(self):
        super().__init__()
        conv, linear = torch.nn.Conv2d, torch.nn.Linear
        self.conv1, self.conv2 = conv(3, 96, 11, 4), conv(96, 256, 5, padding=2, groups=2)
        self.conv3, self.conv4 = conv(256, 384, 3, padding=1), conv(384, 384, 3, padding=1, groups=2)
        self.conv5 = conv(384, 256, 3, padding=1, groups=2)
        self.fc6, self.fc7, self.fc8 = linear(256, 4096), linear(4096, 4096), linear(4096, 1000)
        self.norm = torch.nn.LocalResponseNorm(5, 5e-4, 0.75, 2)

    def forward(self, x):
        x = F.max_pool2d(self.norm(F.relu(self.conv1(x))), 3, 2, 0, 1)
        x = F.max_pool2d(self.norm(F.relu(self.conv2(x))), 3, 2, 0, 1)
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        x = F.max_pool2d(F.relu(self.conv5(x)), 3, 2, 0, 1).flatten(1)
        return self.fc8(F.relu(self.fc7(F.relu(self.fc6(x)))))


class BlockA(torch.nn.Module):
    """A residual block whose shortcut has no parameters."""

    def __init__(self, inputs, width):
        super().__init__()
        self.missing, self.stride = width - inputs, width // inputs
        self.conv1 = torch.nn.Conv2d(inputs, width, 3, self.stride, 1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(width)
        self.conv2 = torch.nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = torch.nn.BatchNorm2d(width)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        shortcut = x[:, :, :: self.stride, :: self.stride]
        return F.relu(y + F.pad(shortcut, (0, 0, 0, 0, self.missing // 2, self.missing - self.missing // 2)))


class ResNet20(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = torch.nn.Conv2d(3, 16, 3, 1, 1, bias=False), torch.nn.BatchNorm2d(16)
        self.layer1 = torch.nn.Sequential(*[BlockA(16, 16) for _ in range(3)])
        self.layer2 = torch.nn.Sequential(BlockA(16, 32), BlockA(32, 32), BlockA(32, 32))
        self.layer3 = torch.nn.Sequential(BlockA(32, 64), BlockA(64, 64), BlockA(64, 64))
        self.fc = torch.nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


class UNet(torch.nn.Module):
    """Three classes, 8 filters at the top and 2 levels; gives a row of scores for each pixel."""

    class Two(torch.nn.Module):
        def __init__(self, inputs, width):
            super().__init__()
            self.conv1 = torch.nn.Conv2d(inputs, width, 3, padding=1)
            self.conv2 = torch.nn.Conv2d(width, width, 3, padding=1)

        def forward(self, x):
            return F.relu(self.conv2(F.relu(self.conv1(x))))

    def __init__(self):
        super().__init__()
        self.down0, self.down1, self.bottom = UNet.Two(3, 8), UNet.Two(8, 16), UNet.Two(16, 32)
        self.up1, self.up0, self.head = UNet.Two(32, 16), UNet.Two(16, 8), torch.nn.Conv2d(8, 3, 1)
        self.up1.upconv = torch.nn.ConvTranspose2d(32, 16, 2, 2)
        self.up0.upconv = torch.nn.ConvTranspose2d(16, 8, 2, 2)

    def forward(self, x):
        a = self.down0(x)
        b = self.down1(F.max_pool2d(a, 2, 2, 0, 1))
        x = self.bottom(F.max_pool2d(b, 2, 2, 0, 1))
        x = self.up1(torch.cat([b, self.up1.upconv(x)], 1))
        x = self.up0(torch.cat([a, self.up0.upconv(x)], 1))
        return self.head(x).permute(0, 2, 3, 1).reshape(-1, 3)


def vit_tiny():
    return models.VisionTransformer(
        image_size=48, patch_size=16, num_layers=12, num_heads=3, hidden_dim=192, mlp_dim=768)


# file: (network, images, side, whether it trains, seed, margin)
SMALL = {
    "resnet18": (lambda: models.resnet18(weights=None), 2, 64, True, 3, 8),
    "resnet18-inference": (lambda: models.resnet18(weights=None), 2, 64, False, 11, 30),
    "resnet50": (lambda: models.resnet50(weights=None), 2, 64, False, 15, 6),
    "vgg16-narrow": (vgg16_narrow, 2, 32, False, 29, 0),
    "alexnet-torchvision": (lambda: models.alexnet(weights=None), 2, 64, False, 38, 0),
    "alexnet": (AlexNet, 2, 67, False, 16, 70),
    "resnet20-cifar": (ResNet20, 4, 32, True, 14, 11),
    "unet": (UNet, 2, 16, False, 13, 500),
    "vit-tiny": (vit_tiny, 2, 48, False, 1, 1e9),
    "googlenet": (googlenet, 2, 64, False, 2, 5),
}
LARGE = {  # the larger the maps, the more elements come near a kink: for deeper networks no seed is far enough
    "resnet18-large": (lambda: models.resnet18(weights=None), 1, 224, False, 5, 4),
    "vgg16-large": (lambda: models.vgg16(weights=None, init_weights=False), 1, 224, False, 1, 1),
    "alexnet-torchvision-large": (lambda: models.alexnet(weights=None), 1, 224, False, 4, 9),
}


class Kinks:
    """Keeps, while it is entered, how far ReLU's inputs are from zero and max pooling's two largest from each other."""

    def __init__(self):
        self.seen = []  # (inputs, distances), N x C x anything

    def __enter__(self):
        self.relu, self.pool = F.relu, F.max_pool2d
        F.relu = self.see_relu
        F.max_pool2d = self.see_pool
        return self

    def __exit__(self, *_):
        F.relu, F.max_pool2d = self.relu, self.pool

    def see_relu(self, x, inplace=False):
        self.seen.append((x.detach().clone(), x.detach().abs()))
        return self.relu(x)

    def see_pool(self, x, kernel, stride, padding, dilation, ceil_mode=False, return_indices=False):
        with torch.no_grad():
            n, c, h, w = x.shape
            padded = F.pad(x, (padding, padding + kernel, padding, padding + kernel), value=-1e30)
            windows = F.unfold(padded.reshape(n * c, 1, *padded.shape[2:]), kernel, stride=stride)
            first, second = windows.topk(2, 1).values.unbind(1)
            # Windows beyond the image hold nothing, and no gradient passes a ReLU's zeros. Equal ones are copies of one
            # element, which a pooling with overlapping windows has made, and whichever wins, that element gets the gradient.
            real = (first > 0) & (second > -1e29) & (first > second)
            distances = torch.where(real, first - second, torch.full_like(first, math.inf))
            self.seen.append((x.detach().clone(), distances.reshape(n, c, -1)))
        return self.pool(x, kernel, stride, padding, dilation, ceil_mode, return_indices)

    def margin(self, rounded):
        """The least distance, in units of its channel's rounding: the root mean square of what float32 makes of it."""
        least = math.inf
        for (x, distances), (other, _) in zip(self.seen, rounded.seen):
            rounding = (x - other).square().transpose(0, 1).flatten(1).mean(1).sqrt()
            nearest = distances.transpose(0, 1).flatten(1).min(1).values
            least = min(least, float((nearest / rounding).min()))
        return least


def prepared(case, seed):
    """The network with its weights, and images."""
    build, count, side, training, _, _ = case
    net = without_dropout(build()).train(training)
    with torch.no_grad():
        for name, tensor in list(net.named_parameters()) + list(net.named_buffers()):
            if not name.endswith("num_batches_tracked"):
                tensor.copy_(value(seed, name, tensor.shape))
    return net, uniform(seed, "images", (count, 3, side, side), -2, 2)


def margin(case, seed):
    net, images = prepared(case, seed)
    with torch.no_grad():
        with Kinks() as exact:
            net(images)
        net, images = prepared(case, seed)  # anew, since training has moved the statistics
        with Kinks() as rounded:
            net.float()(images.float())
    return exact.margin(rounded)


def short(number):
    return float(f"{number:.10g}")


def kept(seed, name, tensor):
    return {"norm": short(tensor.norm().item()), "sketch": [short(v) for v in sketch(seed, name, tensor)]}


def write(name, case):
    _, count, side, training, seed, least = case
    net, images = prepared(case, seed)
    logits = net(images)
    labels = [(7 * i + 3) % logits.shape[1] for i in range(logits.shape[0])]
    found = margin(case, seed)
    assert found >= least, f"{name}: seed {seed} comes within {found} roundings of a kink"
    loss = F.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    result = {
        "seed": seed,
        "training": training,
        "images": list(images.shape),
        "labels": labels,
        "loss": short(loss.item()),
        "logits": [short(v) for v in logits.detach().reshape(-1)],
        "gradients": {key: kept(seed, key, parameter.grad) for key, parameter in net.named_parameters()},
    }
    if training:  # what the running statistics have become
        result["buffers"] = {
            key: kept(seed, key, tensor)
            for key, tensor in net.named_buffers()
            if not key.endswith("num_batches_tracked")
        }
    (OUT / f"network-{name}.json").write_text(json.dumps(result, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    print(f"{name}: loss {loss.item():.6f}, margin {found:.3g}", flush=True)


def main():
    arguments = sys.argv[1:]
    cases = LARGE if "--large" in arguments else SMALL
    seeds = int(arguments[arguments.index("--search") + 1]) if "--search" in arguments else 0
    wanted = [argument for argument in arguments if argument in cases] or list(cases)
    for name in wanted:
        if seeds:
            found = [(margin(cases[name], seed), seed) for seed in range(1, seeds + 1)]
            print(name, sorted(found, reverse=True)[:3], flush=True)
        else:
            write(name, cases[name])


main()
