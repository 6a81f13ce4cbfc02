#!/usr/bin/python3
"""Makes embedding.json, roi.json and nms.json with PyTorch and torchvision; see goldenfile.py.

    /usr/bin/python3 test-data/golden/detection.py
"""
import torch
import torch.nn.functional as F
from torchvision import ops

from goldenfile import Numbers, write

numbers = Numbers(4002)


def embedding(rows, width, *shape):
    ids, table = numbers.whole(0, rows, *shape), numbers.eighths(rows, width)
    y = F.embedding(ids, table)
    dy, (dtable,) = numbers.backward(y, table)
    return dict(ids=ids, table=table, y=y, dy=dy, dtable=dtable)


def region(f, x, scale, count):
    """Regions reach a little outside; the last is inside out."""
    n, _, h, w = x.shape
    boxes = []
    for i in range(count):
        left, right = sorted(numbers.rng.integers(-4, int(4 * (w + 1) / scale), 2) / 4)
        top, bottom = sorted(numbers.rng.integers(-4, int(4 * (h + 1) / scale), 2) / 4)
        boxes.append([i % n, left, top, right, bottom] if i + 1 < count else [0, right, bottom, left, top])
    regions = torch.tensor(boxes, dtype=torch.float64)
    y = f(x, regions)
    dy, (dx,) = numbers.backward(y, x)
    return dict(x=x, regions=regions, y=y, dy=dy, dx=dx)


def nms(count, threshold):
    corners = numbers.rng.integers(0, 80, (count, 2)) / 4
    sizes = numbers.rng.integers(8, 60, (count, 2)) / 4
    boxes = torch.tensor([[x, y, x + w, y + h] for (x, y), (w, h) in zip(corners, sizes)])
    scores = torch.tensor(numbers.rng.permutation(count) / count)
    return dict(boxes=boxes, scores=scores, threshold=torch.tensor(threshold), kept=ops.nms(boxes, scores, threshold))


write("embedding", {"words": embedding(6, 3, 2, 5), "one": embedding(4, 5, 1)})
write("roi", {
    "max": region(lambda x, r: ops.roi_pool(x, r, (3, 2), 0.5), numbers.distinct(2, 2, 6, 5), 0.5, 5),
    "max-whole": region(lambda x, r: ops.roi_pool(x, r, (2, 2), 1.0), numbers.distinct(1, 2, 7, 8), 1, 4),
    "align": region(lambda x, r: ops.roi_align(x, r, (3, 2), 0.5, 2, False), numbers.eighths(2, 2, 6, 5), 0.5, 5),
    "align-adaptive": region(lambda x, r: ops.roi_align(x, r, (2, 3), 0.25, -1, False), numbers.eighths(2, 2, 9, 8), 0.25, 5),
    "align-aligned": region(lambda x, r: ops.roi_align(x, r, (3, 3), 0.5, -1, True), numbers.eighths(1, 2, 7, 6), 0.5, 5),
    "align-aligned-ratio": region(lambda x, r: ops.roi_align(x, r, (2, 2), 1.0, 3, True), numbers.eighths(2, 1, 6, 6), 1, 5),
})
write("nms", {"few": nms(12, 0.5), "many": nms(60, 0.3), "strict": nms(40, 0.7), "none": nms(20, 0.0)})
