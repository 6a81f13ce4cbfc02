#!/usr/bin/env python3
"""Trains ResNet-20 for CIFAR-10 in PyTorch as `neocog train --model resnet20-cifar --augment flip,shift=4` does.

He et al. 2015, section 4.2: shortcuts without parameters, SGD with momentum 0.9, rate 0.1, decay 1e-4 of weights (not of
biases and norms, as Neocog), batches of 128, each image shifted by up to 4 pixels and mirrored every second time. Weights
begin as Neocog's do: He's normal ones by fan-out, the last layer Xavier's uniform ones. The folder is one of pictures,
train/CLASS/*.jpg and test/CLASS/*.jpg; the mean and the deviation of the training images normalise both.

    resnet20_cifar.py --data cifar10-jpeg --epochs 5 --seed 0

prints a line of JSON for each epoch, with the names of metrics.jsonl. For steps that differ by rounding alone, let both
begin with the same weights, take all images in one batch, and leave them as they are:

    resnet20_cifar.py --data few --epochs 10 --batch 500 --no-augment --save-initial first.safetensors
    neocog train --model resnet20-cifar --data few --epochs 10 --batch 500 --init-from first.safetensors
"""

import argparse
import json
import pathlib
import time

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.stride, self.missing = stride, filters - channels

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.missing:  # Option A: every second element, and channels of zeros around.
            before = self.missing // 2
            x = F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, before, self.missing - before))
        return F.relu(y + x)


class ResNet20(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(Block(16, 16, 1), Block(16, 16, 1), Block(16, 16, 1))
        self.layer2 = nn.Sequential(Block(16, 32, 2), Block(32, 32, 1), Block(32, 32, 1))
        self.layer3 = nn.Sequential(Block(32, 64, 2), Block(64, 64, 1), Block(64, 64, 1))
        self.fc = nn.Linear(64, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        nn.init.xavier_uniform_(self.fc.weight)
        nn.init.zeros_(self.fc.bias)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


def read(folder):
    """The pictures of a folder as bytes [N, 3, H, W], and their classes."""
    images, labels = [], []
    classes = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    for label, name in enumerate(classes):
        for file in sorted((folder / name).iterdir()):
            images.append(np.asarray(Image.open(file).convert("RGB")).transpose(2, 0, 1))
            labels.append(label)
    return np.stack(images), np.array(labels), len(classes)


def augmented(images, random, most=4):
    """Each image shifted by up to `most` pixels each way, black coming in, and mirrored every second time."""
    height, width = images.shape[2:]
    padded = np.pad(images, ((0, 0), (0, 0), (most, most), (most, most)))
    result = np.empty_like(images)
    for i, (top, left, mirror) in enumerate(zip(
            random.integers(0, 2 * most + 1, len(images)), random.integers(0, 2 * most + 1, len(images)),
            random.integers(0, 2, len(images)))):
        image = padded[i, :, top:top + height, left:left + width]
        result[i] = image[:, :, ::-1] if mirror else image
    return result


def save(net, file):
    """The parameters as a safetensors file, for `neocog train --init-from`."""
    header, start = {}, 0
    for name, parameter in net.named_parameters():
        end = start + 4 * parameter.numel()
        header[name] = {"dtype": "F32", "shape": list(parameter.shape), "data_offsets": [start, end]}
        start = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(len(text).to_bytes(8, "little") + text
                     + b"".join(p.detach().numpy().astype("<f4").tobytes() for p in net.parameters()))


def run(net, images, labels, order, batch, prepare, step=None):
    """Mean loss and accuracy over the images in this order; `step` is done with each batch's loss."""
    loss_sum, right = 0.0, 0
    for start in range(0, len(order), batch):
        chosen = order[start:start + batch]
        scores = net(prepare(images[chosen]))
        target = torch.from_numpy(labels[chosen])
        loss = F.cross_entropy(scores, target)
        if step:
            step(loss)
        loss_sum += loss.item() * len(chosen)
        right += (scores.argmax(1) == target).sum().item()
    return loss_sum / len(order), right / len(order)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of pictures")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-augment", action="store_true", help="the images as they are")
    parser.add_argument("--double", action="store_true", help="compute in float64, from the same first weights")
    parser.add_argument("--save-initial", type=pathlib.Path, help="write the first weights to this safetensors file")
    parser.add_argument("--threads", type=int, help="PyTorch's choice if not given")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    random = np.random.default_rng(arguments.seed)

    images, labels, classes = read(arguments.data / "train")
    test_images, test_labels, _ = read(arguments.data / "test")
    mean = images.mean((0, 2, 3), dtype=np.float64)
    deviation = images.std((0, 2, 3), dtype=np.float64)

    def prepare(batch):
        values = (batch - mean[:, None, None]) / deviation[:, None, None]
        return torch.from_numpy(values.astype(np.float64 if arguments.double else np.float32))

    net = ResNet20(classes)
    if arguments.save_initial:
        save(net, arguments.save_initial)
    if arguments.double:
        net.double()
    optimizer = torch.optim.SGD([
        {"params": [p for p in net.parameters() if p.dim() > 1], "weight_decay": 1e-4},
        {"params": [p for p in net.parameters() if p.dim() == 1], "weight_decay": 0.0},
    ], lr=arguments.lr, momentum=0.9)

    def step(loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    for epoch in range(1, arguments.epochs + 1):
        start = time.monotonic()
        net.train()
        train_loss, train_accuracy = run(
            net, images, labels, random.permutation(len(images)), arguments.batch,
            prepare if arguments.no_augment else lambda batch: prepare(augmented(batch, random)), step)
        seconds = time.monotonic() - start
        net.eval()
        with torch.no_grad():
            loss, accuracy = run(net, test_images, test_labels, np.arange(len(test_images)), arguments.batch, prepare)
        print(json.dumps({
            "epoch": epoch, "trainLoss": train_loss, "trainAccuracy": train_accuracy, "validationLoss": loss,
            "validationAccuracy": accuracy, "imagesPerSecond": len(images) / seconds}), flush=True)


if __name__ == "__main__":
    main()
