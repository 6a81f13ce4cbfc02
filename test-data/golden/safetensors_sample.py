#!/usr/bin/env python3
"""A small file written by the safetensors library itself, for the tests of org.neocog.checkpoint.Safetensors.

    python3 test-data/golden/safetensors_sample.py engine-core/src/test/resources/golden/library.safetensors

Made with safetensors 0.8.0 and PyTorch 1.13.
"""
import sys

import torch
from safetensors.torch import save_file

save_file(
    {
        "conv1.weight": torch.tensor([1.5, -2.25, 3e-39, float("inf"), -0.0, 1e30]).reshape(2, 1, 1, 3),
        "labels": torch.tensor([0, -1, 2**31 - 1, -(2**31)], dtype=torch.int32),
        "half": torch.tensor([1.0, -65504.0, 6e-8], dtype=torch.float16),
        "brain": torch.tensor([1.5, -123.5], dtype=torch.bfloat16),
        "double": torch.tensor([0.1, -1e-300], dtype=torch.float64),
        "long": torch.tensor(-(2**31), dtype=torch.int64),
    },
    sys.argv[1],
    {"format": "pt", "note": 'äöü "quoted"'},
)
