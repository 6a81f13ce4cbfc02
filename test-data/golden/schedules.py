#!/usr/bin/env python3
"""Learning rates of PyTorch's lr_scheduler, for the tests of org.neocog.train.Schedule.

Each case is a schedule in Neocog's text form and the rates that PyTorch's counterpart gives, step by step. A warm-up over W
steps is LinearLR from 1/W with W - 1 iterations, chained with the schedule by epoch.

    python3 test-data/golden/schedules.py > engine-core/src/test/resources/golden/schedules.json

Made with PyTorch 1.13.
"""
import json
import warnings

import torch
from torch.optim import lr_scheduler as s

warnings.filterwarnings("ignore")
LOSSES = [2.0, 1.5, 1.5, 1.49999, 1.6, 1.2, 1.3, float("nan"), 1.21, 1.1999, 1.0, 1.1, 1.1, 1.1, 1.1, 1.1]


def case(schedule, lr, steps, epochs, per_epoch=None, per_step=None, losses=None):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    by_epoch = per_epoch(optimizer) if per_epoch else None
    by_step = [make(optimizer) for make in (per_step or [])]
    rates = []
    for epoch in range(epochs):
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            for scheduler in by_step:
                scheduler.step()
        if isinstance(by_epoch, s.ReduceLROnPlateau):
            by_epoch.step(losses[epoch])
        elif by_epoch:
            by_epoch.step()
    return {
        "schedule": schedule, "lr": lr, "stepsPerEpoch": steps, "epochs": epochs,
        "losses": ["NaN" if x != x else str(x) for x in losses or []], "rates": rates,
    }


def warmup(steps):
    return lambda o: s.LinearLR(o, start_factor=1 / steps, total_iters=steps - 1)


def main():
    cases = [
        case("constant", 0.1, 3, 2),
        case("constant:warmup=5", 0.1, 4, 3, per_step=[warmup(5)]),
        case("constant:warmup=1.5e", 0.1, 4, 3, per_step=[warmup(6)]),
        case("step:every=3,factor=0.5", 0.05, 2, 10, lambda o: s.StepLR(o, 3, 0.5)),
        case("step:every=2", 0.05, 2, 7, lambda o: s.StepLR(o, 2, 0.1)),
        case("step:at=1/4/5,factor=0.2", 0.3, 2, 8, lambda o: s.MultiStepLR(o, [1, 4, 5], 0.2)),
        case("step:at=2,warmup=3", 0.3, 2, 4, lambda o: s.MultiStepLR(o, [2], 0.1), [warmup(3)]),
        case("exponential:factor=0.6", 0.01, 3, 12, lambda o: s.ExponentialLR(o, 0.6)),
        case("exponential:factor=0.6,warmup=2e", 0.01, 3, 5, lambda o: s.ExponentialLR(o, 0.6), [warmup(6)]),
        case("cosine", 0.1, 5, 4, per_step=[lambda o: s.CosineAnnealingLR(o, 20)]),
        case("cosine:min=0.001", 0.1, 7, 3, per_step=[lambda o: s.CosineAnnealingLR(o, 21, 0.001)]),
        case("cosine:warmup=1e", 0.1, 5, 4, per_step=[lambda o: s.CosineAnnealingLR(o, 20), warmup(5)]),
        case("plateau:factor=0.5,patience=1", 0.1, 2, 16,
             lambda o: s.ReduceLROnPlateau(o, factor=0.5, patience=1), losses=LOSSES),
        case("plateau:patience=0,min=0.0002,threshold=0.01", 0.1, 1, 16,
             lambda o: s.ReduceLROnPlateau(o, factor=0.1, patience=0, min_lr=0.0002, threshold=0.01), losses=LOSSES),
        case("plateau:patience=2,warmup=3", 0.1, 2, 16,
             lambda o: s.ReduceLROnPlateau(o, factor=0.1, patience=2), [warmup(3)], losses=LOSSES),
    ]
    print("[")
    print(",\n".join("  " + json.dumps(c) for c in cases))
    print("]")


main()
