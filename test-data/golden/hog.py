"""Writes hog.json, the golden values of histograms of oriented gradients, with scikit-image's own hog.

python3 test-data/golden/hog.py > engine-core/src/test/resources/org/neocog/features/hog.json
"""
import json
import sys

import numpy
import skimage
from skimage.feature import hog


def image(channels, height, width):
    """Levels in 1/32, which are exact in single and double precision: the test makes the same."""
    c, y, x = numpy.meshgrid(range(channels), range(height), range(width), indexing="ij")
    return ((7 * x + 13 * y + 5 * c + x * y + c * x * x) % 33) / 32.0


def case(channels, height, width, cell, bins):
    pixels = image(channels, height, width).transpose(1, 2, 0)
    values = hog(
        pixels if channels == 3 else pixels[:, :, 0],
        orientations=bins,
        pixels_per_cell=(cell, cell),
        cells_per_block=(1, 1),
        block_norm="L2",
        channel_axis=-1 if channels == 3 else None,
    )
    return {
        "channels": channels, "height": height, "width": width, "cell": cell, "bins": bins,
        "values": [float("%.8g" % value) for value in values],
    }


cases = [case(1, 16, 24, 8, 9), case(3, 20, 17, 8, 9), case(1, 11, 10, 3, 6), case(3, 9, 9, 9, 12)]
json.dump({"made with": "scikit-image " + skimage.__version__, "cases": cases}, sys.stdout, indent=1)
print()
