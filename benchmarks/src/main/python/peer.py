"""Measures the PyTorch reference of TResNet, eager, for the suite: see the package org.tresnet4j.benchmarks.protocol.

Says "ready" when it has warmed up, then answers every line "measure UNTIMED TIMED" with a line of JSON.
"""
import argparse
import json
import resource
import statistics
import sys
import time

import torch
import torch.nn.functional as F

from reference import load, trainable, variant


def training(reference, model, batch, size):
    """One step of SGD with momentum, softmax and cross-entropy."""
    parameters = reference.parameters(model)
    optimizer = torch.optim.SGD([parameters[name].requires_grad_(True) for name in trainable(parameters)], 1e-6, 0.9)
    images, labels = reference.input_images(batch, size), torch.arange(batch)

    def step():
        optimizer.zero_grad()
        logits = reference.forward(model, parameters, images, training=True)[1]
        F.cross_entropy(logits, labels).backward()
        optimizer.step()

    return step


def inference(reference, model, batch, size):
    parameters = reference.parameters(model)
    images = reference.input_images(batch, size)

    def step():
        with torch.no_grad():
            reference.forward(model, parameters, images)

    return step


def millis(step):
    begun = time.perf_counter()
    step()
    return (time.perf_counter() - begun) * 1e3


def measurement(step, untimed, timed):
    for _ in range(untimed):
        step()
    median = statistics.median(millis(step) for _ in range(timed))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024    # kibibytes on Linux
    return {"millis": median, "peak_mebibytes": peak}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--mode", choices=("train", "infer"), required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm-up", type=int, default=3)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    reference = load(arguments.reference)
    model = variant(reference, arguments.model)
    work = {"train": training, "infer": inference}[arguments.mode]
    step = work(reference, model, arguments.batch, arguments.size)
    for _ in range(arguments.warm_up):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        _, untimed, timed = line.split()
        print(json.dumps(measurement(step, int(untimed), int(timed))), flush=True)


if __name__ == "__main__":
    main()
