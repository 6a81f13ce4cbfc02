#!/usr/bin/python3
"""Makes lstm-cells.json, lstm.json, token-linear.json, attention.json and transformer-block.json with PyTorch and
torchvision; see goldenfile.py.

    /usr/bin/python3 test-data/golden/sequences.py
"""
import torch
from torchvision.models.vision_transformer import EncoderBlock

from goldenfile import Numbers, write

numbers = Numbers(4003)


def filled(layer):
    """The layer with random parameters, drawn in the order in which PyTorch lists them."""
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(numbers.eighths(*parameter.shape, low=-1, high=1))
    return layer


def lstm(inputs, hidden):
    return filled(torch.nn.LSTM(inputs, hidden, batch_first=True))


def cells(n, steps, hidden):
    """With the identity as the input's weights and no biases, the input is what the gates get."""
    layer = lstm(4 * hidden, hidden)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(torch.eye(4 * hidden))
        layer.bias_ih_l0.zero_()
        layer.bias_hh_l0.zero_()
    gates = numbers.eighths(n, steps, 4 * hidden)
    h, _ = layer(gates)
    dh, (dgates, dweight) = numbers.backward(h, gates, layer.weight_hh_l0)
    return dict(gates=gates, weight=layer.weight_hh_l0, h=h, dh=dh, dgates=dgates, dweight=dweight)


def compare(layer, x, y):
    names, parameters = zip(*layer.named_parameters())
    dy, gradients = numbers.backward(y, x, *parameters)
    result = dict(x=x, y=y, dy=dy, dx=gradients[0])
    result.update(zip(names, parameters))
    result.update(("d." + name, gradient) for name, gradient in zip(names, gradients[1:]))
    return result


def linear(outputs, *shape):
    x, layer = numbers.eighths(*shape), filled(torch.nn.Linear(shape[-1], outputs))
    return compare(layer, x, layer(x))


def attention(n, tokens, width, heads):
    layer = filled(torch.nn.MultiheadAttention(width, heads, batch_first=True))
    x = numbers.eighths(n, tokens, width)
    return compare(layer, x, layer(x, x, x, need_weights=False)[0])


def block(n, tokens, width, heads, mlp):
    layer = filled(EncoderBlock(heads, width, mlp, dropout=0.0, attention_dropout=0.0))
    x = numbers.eighths(n, tokens, width)
    return compare(layer, x, layer(x))


def whole(n, steps, inputs, hidden):
    layer = lstm(inputs, hidden)
    x = numbers.eighths(n, steps, inputs)
    return compare(layer, x, layer(x)[0])


write("lstm-cells", {"few-steps": cells(2, 3, 2), "few-sequences": cells(1, 5, 3), "one-step": cells(3, 1, 2)})
write("lstm", {"small": whole(2, 4, 3, 5), "one-step": whole(2, 1, 3, 2)})
write("token-linear", {"sequence": linear(4, 2, 3, 5), "rows": linear(3, 4, 2)})
write("attention", {"2-heads": attention(2, 5, 6, 2), "one-head": attention(1, 3, 4, 1), "one-token": attention(3, 1, 4, 4)})
write("transformer-block", {"small": block(2, 3, 4, 2, 6)})
