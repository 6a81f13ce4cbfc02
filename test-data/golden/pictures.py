#!/usr/bin/env python3
"""Odd picture files with the pixels that Pillow reads from them; scaled pictures; changed colours.

For the tests of org.neocog.data and org.neocog.data.augment, with Pillow, torch and torchvision:

    python3 test-data/golden/pictures.py > engine-core/src/test/resources/golden/pictures.json
"""
import base64
import io
import json

import numpy as np
import torch
from PIL import Image, ImageOps
from torchvision.transforms import functional

RANDOM = np.random.default_rng(4)


def smooth(channels, height=12, width=16):
    """Levels that JPEG keeps well."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [127 + 100 * np.sin(0.2 * (c + 1) * x + 0.15 * y + c) for c in range(channels)]
    return np.stack(planes, -1).clip(0, 255).astype(np.uint8)


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=97, subsampling=0, **options)
    return out.getvalue()


def file(data):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    rgb = np.asarray(image.convert("RGB"))
    return {
        "base64": base64.b64encode(data).decode(),
        "width": image.width,
        "height": image.height,
        "rgb": rgb.transpose(2, 0, 1).flatten().tolist(),
    }


def turned(image, orientation, endian="<"):
    """A picture that Exif data say is to be turned: 6, by 90 degrees clockwise, say."""
    exif = Image.Exif()
    exif.endian = endian
    exif[0x010F] = "maker"
    exif[0x0112] = orientation
    return jpeg(image, exif=exif.tobytes())


def as_ycck(data):
    """Says of the same samples that they are YCCK: the last byte of Adobe's segment, the transform, becomes 2."""
    at = data.index(b"Adobe") + 11
    assert data[at] == 0, data[at]
    return data[:at] + b"\x02" + data[at + 1:]


def animated_png():
    out = io.BytesIO()
    frames = [Image.fromarray(np.full((12, 16, 3), level, np.uint8)) for level in (10, 200)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def gif():
    out = io.BytesIO()
    Image.fromarray(smooth(1)[:, :, 0]).save(out, "GIF")
    return base64.b64encode(out.getvalue()).decode()


def files():
    rgb = Image.fromarray(smooth(3))
    cmyk = jpeg(Image.fromarray(smooth(4), "CMYK"))
    return {
        "plain.jpg": file(jpeg(rgb)),
        "progressive.jpg": file(jpeg(rgb, progressive=True)),
        **{"turned%d.jpg" % way: file(turned(rgb, way)) for way in range(1, 9)},
        "turned-motorola.jpg": file(turned(rgb, 6, ">")),
        "turned-grey.jpg": file(turned(rgb.convert("L"), 7)),
        "turned-cmyk.jpg": file(turned(Image.fromarray(smooth(4), "CMYK"), 8)),
        "grey.jpg": file(jpeg(rgb.convert("L"))),
        "cmyk.jpg": file(cmyk),
        "ycck.jpg": file(as_ycck(cmyk)),
        "animated.png": file(animated_png()),
    }


def resized(height, width, to_height, to_width):
    levels = RANDOM.integers(0, 256, (3, height, width), dtype=np.uint8)
    image = torch.from_numpy(levels / np.float32(255)).unsqueeze(0)
    exact = torch.nn.functional.interpolate(image, (to_height, to_width), mode="bilinear", antialias=True)
    pillow = Image.fromarray(levels.transpose(1, 2, 0)).resize((to_width, to_height), Image.BILINEAR)
    return {
        "size": [height, width],
        "levels": levels.flatten().tolist(),
        "to": [to_height, to_width],
        "torch": [float("%.8g" % v) for v in exact.flatten()],
        "pillow": np.asarray(pillow).transpose(2, 0, 1).flatten().tolist(),
    }


def jittered():
    image = torch.from_numpy(RANDOM.integers(0, 256, (3, 4, 5)).astype(np.float32) / 255)
    values = lambda tensor: [float("%.8g" % v) for v in tensor.flatten()]
    result = {"size": [4, 5], "image": values(image), "cases": []}
    for factor in (0, 0.4, 1, 1.7):
        for name in ("brightness", "contrast", "saturation"):
            changed = getattr(functional, "adjust_" + name)(image, factor)
            result["cases"].append({"change": name, "factor": factor, "values": values(changed)})
    return result


print(json.dumps({
    "files": files(),
    "gif": gif(),
    "resized": [
        resized(9, 7, 4, 3), resized(5, 6, 11, 13), resized(8, 8, 8, 3), resized(1, 1, 3, 2), resized(17, 23, 5, 23)
    ],
    "jittered": jittered(),
}))
