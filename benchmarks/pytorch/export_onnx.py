#!/usr/bin/env python3
"""Writes a network of nets.py, with random weights, as an ONNX file for a fixed batch.

    export_onnx.py MODEL BATCH FILE
"""

import sys
import warnings

import torch

from nets import MODELS


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in MODELS:
        sys.exit(f"usage: export_onnx.py MODEL BATCH FILE, with one of {', '.join(MODELS)}")
    name, batch, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    torch.manual_seed(0)
    net = MODELS[name].build().eval()
    # With the softmax, as `neocog` predicts: probabilities.
    net = torch.nn.Sequential(net, torch.nn.Softmax(1)).eval()
    warnings.simplefilter("ignore")
    torch.onnx.export(
        net, torch.zeros(batch, *MODELS[name].image), file, input_names=["images"], output_names=["probabilities"],
        opset_version=14)


if __name__ == "__main__":
    main()
