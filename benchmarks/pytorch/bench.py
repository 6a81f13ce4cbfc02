#!/usr/bin/env python3
"""Measures PyTorch on the networks, the steps and with the JSON of `neocog bench`.

A step copies a batch of random images to the device, runs, and fetches the loss or the probabilities, which waits for the
device. Steps run for 2 seconds, and 20 times if that takes no more than 10, before timing starts. Training is forward,
backward and the network's optimizer: Adam, or momentum for the residual networks and VGG. Everything is float32, and TF32 is off unless --precision tf32 is given. PyTorch's own options for more
speed are off unless given, and the result names those that were on.

    bench.py --model mnist-cnn --batch 100 --mode train --device cuda --json
    bench.py --model lenet5 --batch 128 --mode infer --device cuda --channels-last --cudnn-benchmark --compile
"""

import argparse
import json
import math
import platform
import sys
import time

import torch
from torch import nn

from nets import MODELS

LEARNING_RATE = 1e-12  # The weights stay where they are: numbers that grow or fade away would change the speed.


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--model", choices=list(MODELS), required=True)
    parser.add_argument("--batch", type=positive(int), default=100, help="images in a step")
    parser.add_argument("--mode", choices=["train", "infer"], default="train")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:1, cpu")
    parser.add_argument("--seconds", type=positive(float), default=5.0, help="how long to time")
    parser.add_argument("--precision", choices=["fp32", "tf32"], default="fp32", help="of products on a GPU")
    parser.add_argument("--threads", type=positive(int), help="threads that compute on the CPU; PyTorch's choice if not given")
    parser.add_argument("--channels-last", action="store_true", help="images and filters as NHWC")
    parser.add_argument("--cudnn-benchmark", action="store_true", help="let cuDNN measure its algorithms first")
    parser.add_argument("--compile", action="store_true", help="torch.compile, of PyTorch 2")
    parser.add_argument("--fused", action="store_true", help="the optimizer as one kernel, of PyTorch 2")
    parser.add_argument(
        "--serve", action="store_true",
        help="time when told to: for each line on stdin, a number of seconds, write the milliseconds of each step")
    parser.add_argument("--json", action="store_true", help="the result as one line of JSON")
    return parser.parse_args()


def positive(kind):
    def parse(text):
        value = kind(text)
        if not value > 0 or math.isinf(value):
            raise argparse.ArgumentTypeError(f"must be more than 0, not {text}")
        return value
    parse.__name__ = kind.__name__
    return parse


def open_device(options):
    """The device, with the settings made; ends the program with one line if it cannot serve."""
    try:
        device = torch.device(options.device)
    except RuntimeError:
        sys.exit(f"bench.py: --device {options.device}: must be cuda, cuda:NUMBER or cpu")
    if device.type == "cuda" and not torch.cuda.is_available():
        sys.exit(f"bench.py: --device {options.device}: this PyTorch ({torch.__version__}) finds no GPU")
    if options.compile and not hasattr(torch, "compile"):
        sys.exit(f"bench.py: --compile needs PyTorch 2; this is {torch.__version__}")
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = options.precision == "tf32"
    torch.backends.cudnn.allow_tf32 = options.precision == "tf32"
    torch.backends.cudnn.benchmark = options.cudnn_benchmark
    return device


def multiply_adds(net, image, batch, training):
    """Multiply-adds of convolutions and products in a step, counted as `neocog bench` does.

    Training computes a gradient of the weights and one of the input, each as much as the forward pass; the first layer
    needs none of its input.
    """
    layers = []

    def count(layer, _inputs, output):
        layers.append(output.numel() * layer.weight[0].numel())

    handles = [
        layer.register_forward_hook(count) for layer in net.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]
    was_training = net.training
    net.eval()
    with torch.no_grad():
        net(torch.zeros(1, *image))
    net.train(was_training)
    for handle in handles:
        handle.remove()
    return batch * (3 * sum(layers) - layers[0] if training else sum(layers))


def make_step(net, model, device, options):
    """A function without arguments that makes a step and returns when it is done."""
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(options.batch, *model.image, generator=generator)
    labels = torch.arange(options.batch) % model.classes
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    images = images.contiguous(memory_format=layout)
    if device.type == "cuda":
        images, labels = images.pin_memory(), labels.pin_memory()
    net = net.to(device, memory_format=layout)
    run = torch.compile(net) if options.compile else net
    if options.mode == "infer":
        net.eval()

        @torch.no_grad()
        def infer():
            return torch.softmax(run(images.to(device, non_blocking=True)), 1).cpu()

        return infer

    net.train()
    loss_of = nn.CrossEntropyLoss()
    fused = {"fused": True} if options.fused else {}
    if model.optimizer == "adam":
        optimizer = torch.optim.Adam(net.parameters(), lr=LEARNING_RATE, **fused)
    else:
        optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, momentum=0.9, **fused)

    def train():
        optimizer.zero_grad(set_to_none=True)
        scores = run(images.to(device, non_blocking=True))
        loss = loss_of(scores, labels.to(device, non_blocking=True))
        loss.backward()
        optimizer.step()
        return loss.item()  # Waits for all that was queued before it, the update included.

    return train


def warm_up(step):
    step()  # Compiles and allocates, which may take longer than all of the rest.
    start = time.perf_counter()
    taken, steps = 0.0, 0
    while (steps < 20 or taken < 2) and taken < 10:
        step()
        steps += 1
        taken = time.perf_counter() - start


def measure(step, seconds):
    """The seconds of each step, in increasing order, and of all together."""
    warm_up(step)
    times = []
    start = before = time.perf_counter()
    while not times or before - start < seconds:
        step()
        now = time.perf_counter()
        times.append(now - before)
        before = now
    return sorted(times), before - start


def serve(step, net, work, device):
    """Warms up, says what it is, then times on demand; how engines take turns in one comparison."""
    warm_up(step)
    about = {"parameters": sum(p.numel() for p in net.parameters()), "multiplyAdds": work, "versions": versions(device)}
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        end = time.perf_counter() + float(line)
        times = []
        before = time.perf_counter()
        while not times or before < end:
            step()
            now = time.perf_counter()
            times.append(1e3 * (now - before))
            before = now
        print(json.dumps({"times": times}), flush=True)


def versions(device):
    found = {"python": platform.python_version(), "torch": torch.__version__}
    if device.type == "cuda":
        found["cuda"] = torch.version.cuda
        found["cudnn"] = torch.backends.cudnn.version()
        found["gpu"] = torch.cuda.get_device_name(device)
    else:
        found["threads"] = torch.get_num_threads()
    return found


def main():
    options = arguments()
    device = open_device(options)
    torch.manual_seed(0)
    model = MODELS[options.model]
    net = model.build()
    work = multiply_adds(net, model.image, options.batch, options.mode == "train")
    step = make_step(net, model, device, options)
    if options.serve:
        serve(step, net, work, device)
        return
    times, total = measure(step, options.seconds)

    def millis(share):
        # Half a step up, as neocog rounds.
        return times[math.floor(share * (len(times) - 1) + 0.5)] * 1e3

    per_second = len(times) / total
    names = ["channels_last", "cudnn_benchmark", "compile", "fused"]
    result = {
        "engine": "pytorch",
        "model": options.model,
        "mode": options.mode,
        "device": str(device),
        "batch": options.batch,
        "steps": len(times),
        "seconds": total,
        "imagesPerSecond": options.batch * per_second,
        "msPerStepMedian": millis(0.5),
        "msPerStepP10": millis(0.1),
        "msPerStepP90": millis(0.9),
        "gflops": 2e-9 * work * per_second,
        "peakGflops": None,
        "peakFraction": None,
        "precision": options.precision,
        "options": [name for name in names if getattr(options, name)],
        "versions": versions(device),
    }
    if options.json:
        print(json.dumps(result))
        return
    print(f"model        {options.model}, {options.mode}, batch {options.batch}, on {device}, {options.precision}")
    print(f"options      {', '.join(result['options']) or 'none'}")
    print(f"versions     {', '.join(f'{name} {version}' for name, version in result['versions'].items())}")
    print(f"images/s     {result['imagesPerSecond']:,.0f}")
    print(f"ms per step  {millis(0.5):.2f} median, {millis(0.1):.2f} p10, {millis(0.9):.2f} p90"
          f" ({len(times):,} steps in {total:.1f} s)")
    print(f"GFLOP/s      {result['gflops']:.1f}")


if __name__ == "__main__":
    main()
