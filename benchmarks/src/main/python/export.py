"""Exports the PyTorch reference of TResNet for the engines that read files.

    export.py --reference FILE --model NAME --kind torchscript           --out model.pt    (inference, frozen)
    export.py --reference FILE --model NAME --kind torchscript-training  --out model.pt    (batch statistics)
    export.py --reference FILE --model NAME --kind onnx                  --out model.onnx  (inference, any batch)
"""
import argparse
import contextlib
import os

import torch

from reference import load, trainable, variant

OPSET = 13


class Network(torch.nn.Module):
    """The reference's forward pass with its parameters as a module's, so that the exporters find them."""

    def __init__(self, reference, model, training):
        super().__init__()
        self.reference, self.model, self.batch_statistics = reference, model, training
        parameters = reference.parameters(model)
        learnt = set(trainable(parameters))
        self.names = list(parameters)
        for name, value in parameters.items():
            if name in learnt:
                self.register_parameter(key(name), torch.nn.Parameter(value))
            else:
                self.register_buffer(key(name), value)

    def forward(self, images):
        parameters = {name: getattr(self, key(name)) for name in self.names}
        return self.reference.forward(self.model, parameters, images, training=self.batch_statistics)[1]


def key(name):
    """Modules have no dots in the names of their parameters."""
    return name.replace(".", "_")


def torchscript(network, images, out):
    with torch.no_grad():
        traced = torch.jit.trace(network.eval(), images, check_trace=False)
    torch.jit.freeze(traced).save(out)


def torchscript_training(network, images, out):
    torch.jit.trace(network.train(), images, check_trace=False).save(out)


def onnx(network, images, out):
    axes = {"images": {0: "batch"}, "logits": {0: "batch"}}
    with constant_repeats():
        torch.onnx.export(network.eval(), images, out, opset_version=OPSET,
                          input_names=["images"], output_names=["logits"], dynamic_axes=axes)


@contextlib.contextmanager
def constant_repeats():
    """The filter of the blur is repeated for every channel; ONNX needs its shape, and so a number that is no variable."""
    repeat = torch.Tensor.repeat
    torch.Tensor.repeat = lambda tensor, *counts: repeat(tensor, *(int(count) for count in counts))
    try:
        yield
    finally:
        torch.Tensor.repeat = repeat


KINDS = {"torchscript": (torchscript, False), "torchscript-training": (torchscript_training, True),
         "onnx": (onnx, False)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()

    reference = load(arguments.reference)
    export, training = KINDS[arguments.kind]
    network = Network(reference, variant(reference, arguments.model), training)
    unfinished = arguments.out + ".part"
    export(network, reference.input_images(2, arguments.size), unfinished)
    os.replace(unfinished, arguments.out)


if __name__ == "__main__":
    main()
