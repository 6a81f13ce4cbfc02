"""The networks of the benchmarks in PyTorch, layer by layer what `neocog` builds under the same names."""

from torch import nn


def mnist_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(7 * 7 * 64, 1024), nn.ReLU(), nn.Linear(1024, 10))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(5 * 5 * 16, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))


def vgg16():
    layers, channels = [], 3
    for filters, count in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(count):
            layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(inplace=True)]
            channels = filters
        layers.append(nn.MaxPool2d(2))
    classifier = [
        nn.Flatten(), nn.Linear(512 * 7 * 7, 4096), nn.ReLU(inplace=True), nn.Dropout(),
        nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Dropout(), nn.Linear(4096, 1000)]
    return nn.Sequential(*layers, *classifier)


def convolution(channels, filters, size, stride=1):
    """A convolution without bias and its batch normalisation."""
    return [nn.Conv2d(channels, filters, size, stride, size // 2, bias=False), nn.BatchNorm2d(filters)]


class Residual(nn.Module):
    """relu(body(x) + shortcut(x)); He et al. 2016."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body = nn.Sequential(*body)
        self.shortcut = nn.Sequential(*shortcut)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.relu(self.body(x) + self.shortcut(x))


def basic(channels, filters, stride):
    body = convolution(channels, filters, 3, stride) + [nn.ReLU(inplace=True)] + convolution(filters, filters, 3)
    same = stride == 1 and channels == filters
    return Residual(body, [] if same else convolution(channels, filters, 1, stride)), filters


def bottleneck(channels, filters, stride):
    body = (convolution(channels, filters, 1) + [nn.ReLU(inplace=True)]
            + convolution(filters, filters, 3, stride) + [nn.ReLU(inplace=True)]
            + convolution(filters, 4 * filters, 1))
    same = stride == 1 and channels == 4 * filters
    return Residual(body, [] if same else convolution(channels, 4 * filters, 1, stride)), 4 * filters


def stages(block, depths):
    layers, channels = [], 64
    for stage, depth in enumerate(depths):
        for i in range(depth):
            layer, channels = block(channels, 64 << stage, 2 if stage > 0 and i == 0 else 1)
            layers.append(layer)
    return layers, channels


def resnet18_cifar():
    layers, channels = stages(basic, [2, 2, 2, 2])
    return nn.Sequential(
        *convolution(3, 64, 3), nn.ReLU(inplace=True), *layers,
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def resnet50():
    layers, channels = stages(bottleneck, [3, 4, 6, 3])
    return nn.Sequential(
        *convolution(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1), *layers,
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))


class Net:
    """A network, what it takes, and what it is trained by."""

    def __init__(self, build, image, classes, optimizer):
        self.build = build
        self.image = image
        self.classes = classes
        self.optimizer = optimizer


MODELS = {
    "mnist-cnn": Net(mnist_cnn, (1, 28, 28), 10, "adam"),
    "lenet5": Net(lenet5, (1, 28, 28), 10, "adam"),
    "resnet18-cifar": Net(resnet18_cifar, (3, 32, 32), 10, "momentum"),
    "resnet50": Net(resnet50, (3, 224, 224), 1000, "momentum"),
    "vgg16": Net(vgg16, (3, 224, 224), 1000, "momentum"),
}
