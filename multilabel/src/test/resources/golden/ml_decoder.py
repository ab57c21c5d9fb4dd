"""Golden numbers of ML-Decoder (arXiv 2111.12933), computed with PyTorch's own modules in double precision.

    python3 ml_decoder.py > ml_decoder.json

Parameters, maps and labels are not random: SplitMix64 over crc32(name) and index, which any language can reproduce.
"""
import json
import math
import zlib

import numpy as np
import torch
from torch import nn

CASES = {
    # the last group has one class of its own and two that are of no use
    "uneven": dict(features=6, width=8, heads=2, hidden=10, groups=4, classes=10, images=2, height=2, width_px=3),
    # more groups asked for than there are classes
    "full": dict(features=5, width=6, heads=3, hidden=7, groups=9, classes=5, images=3, height=1, width_px=2),
}


def hashed(name, n):
    with np.errstate(over="ignore"):
        z = (np.uint64(zlib.crc32(name.encode())) << np.uint64(32)) + np.arange(n, dtype=np.uint64)
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) / float(1 << 53) * 2.0 - 1.0


def tensor(name, shape, scale, shift):
    values = hashed(name, int(np.prod(shape))) * scale + shift
    return torch.from_numpy(values.astype(np.float32).astype(np.float64).reshape(shape))


class Head(nn.Module):
    """With the names of the authors' files."""

    def __init__(self, features, width, heads, hidden, groups, classes):
        super().__init__()
        self.classes = classes
        groups = min(groups, classes)
        each = math.ceil(classes / groups)
        layer = nn.Module()
        layer.norm1 = nn.LayerNorm(width)
        layer.multihead_attn = nn.MultiheadAttention(width, heads)
        layer.norm2 = nn.LayerNorm(width)
        layer.linear1 = nn.Linear(width, hidden)
        layer.linear2 = nn.Linear(hidden, width)
        layer.norm3 = nn.LayerNorm(width)
        self.decoder = nn.Module()
        self.decoder.layers = nn.ModuleList([layer])
        self.decoder.embed_standart = nn.Linear(features, width)
        self.decoder.query_embed = nn.Embedding(groups, width)
        self.decoder.query_embed.requires_grad_(False)
        self.decoder.duplicate_pooling = nn.Parameter(torch.zeros(groups, width, each))
        self.decoder.duplicate_pooling_bias = nn.Parameter(torch.zeros(classes))

    def forward(self, maps):
        d, layer = self.decoder, self.decoder.layers[0]
        memory = torch.relu(d.embed_standart(maps.flatten(2).permute(2, 0, 1)))  # [HW,B,D]
        target = d.query_embed.weight[:, None, :].repeat(1, maps.shape[0], 1)  # [G,B,D]
        target = layer.norm1(target + target)
        target = layer.norm2(target + layer.multihead_attn(target, memory, memory)[0])
        target = layer.norm3(target + layer.linear2(torch.relu(layer.linear1(target))))
        logits = []
        each = d.duplicate_pooling.shape[2]
        for c in range(self.classes):
            column = d.duplicate_pooling[c // each, :, c % each]
            logits.append(target[c // each] @ column + d.duplicate_pooling_bias[c])
        return torch.stack(logits, 1)


def scale_and_shift(name):
    if ".norm" in name and name.endswith("weight"):
        return 0.3, 1.0
    return (1.0, 0.0) if "query_embed" in name else (0.5, 0.0)


def numbers(array):
    return [float("%.12g" % value) for value in array.detach().flatten().tolist()]


def golden(case):
    size = dict(CASES[case])
    images, height, width_px = size.pop("images"), size.pop("height"), size.pop("width_px")
    head = Head(**size).double()
    with torch.no_grad():
        for name, parameter in head.named_parameters():
            scale, shift = scale_and_shift(name)
            parameter.copy_(tensor(f"{case}.head.{name}", tuple(parameter.shape), scale, shift))
    maps = tensor(f"{case}.maps", (images, size["features"], height, width_px), 1.0, 0.0).requires_grad_()
    labels = (tensor(f"{case}.labels", (images, size["classes"]), 1.0, 0.0) > 0).double()
    logits = head(maps)
    nn.functional.binary_cross_entropy_with_logits(logits, labels, reduction="sum").backward()
    gradients = {f"head.{name}": numbers(p.grad) for name, p in head.named_parameters() if p.requires_grad}
    return dict(CASES[case], logits=numbers(logits), mapsGradient=numbers(maps.grad), gradients=gradients)


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(json.dumps({case: golden(case) for case in CASES}))
