"""Imports the PyTorch reference of TResNet from wherever it lies.

It has to offer VARIANTS (name -> variant), parameters(variant) -> {name: tensor},
forward(variant, parameters, images, training=False) -> (features, logits) and input_images(batch, size).
"""
import importlib.util
import sys

NEEDED = ("VARIANTS", "parameters", "forward", "input_images")


def load(path):
    spec = importlib.util.spec_from_file_location("tresnet_reference", path)
    if spec is None:
        sys.exit(f"{path}: not a Python file; give the PyTorch reference of TResNet as --reference")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module     # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except OSError as error:
        sys.exit(f"{path}: cannot be read ({error.strerror}); give the PyTorch reference of TResNet as --reference")
    missing = [name for name in NEEDED if not hasattr(module, name)]
    if missing:
        sys.exit(f"{path}: has no {', '.join(missing)}; give the PyTorch reference of TResNet as --reference")
    return module


def variant(reference, name):
    if name not in reference.VARIANTS:
        sys.exit(f"--model {name}: not in the reference, which has {', '.join(reference.VARIANTS)}")
    return reference.VARIANTS[name]


def trainable(parameters):
    """Names of what training changes: all but running statistics."""
    return [name for name in parameters if "running" not in name]
