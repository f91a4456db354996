"""The reference hourglass in PyTorch, channels-last, for pytorch.ts.

Each line on standard input is one request, each answer one line of JSON:
    train N        N training steps (forward, backward, Adam): {"wall": [s, …], "cpu": [s, …]}
    infer N        N forward passes of one image in evaluation mode without gradients: the same
    matmul S N     N products of two S × S float32 matrices: the same
    memory         the greatest resident memory so far: {"bytes": n}
The network is that of src/nn/reference/hourglass.py; its batch and its loss are those of hourglass.suite.ts there with
the settings given as arguments:
    pytorch-hourglass.py THREADS BATCH SIZE CHANNELS MIDDLE LANDMARKS DEPTH
Prints the version of PyTorch and its BLAS first. Needs python3-torch (Debian) or any CPU build of PyTorch.
"""
import pathlib
import resource
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "src" / "nn" / "reference"))
sys.dont_write_bytecode = True

from hourglass import Network  # noqa: E402
from pytorch_requests import serve, timed  # noqa: E402

THREADS, BATCH, SIZE, CHANNELS, MIDDLE, LANDMARKS, DEPTH = (int(argument) for argument in sys.argv[1:8])

torch.set_num_threads(THREADS)
torch.manual_seed(0)
layout = {"memory_format": torch.channels_last}
network = Network(CHANNELS, MIDDLE, LANDMARKS, DEPTH).to(**layout)
image = torch.randn(BATCH, 3, SIZE, SIZE).contiguous(**layout)
target = torch.rand(BATCH, LANDMARKS, SIZE // 4, SIZE // 4).contiguous(**layout)
optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)


def training_step():
    optimiser.zero_grad()
    loss = 100 * F.mse_loss(network(image), target)
    loss.backward()
    optimiser.step()
    return loss.item()


def answer(task, *numbers):
    if task == "train":
        network.train()
        return timed(training_step, numbers[0])
    if task == "infer":
        network.eval()
        one = image[:1].contiguous(**layout)
        with torch.inference_mode():
            return timed(lambda: network(one), numbers[0])
    if task == "matmul":
        a, b = torch.rand(numbers[0], numbers[0]), torch.rand(numbers[0], numbers[0])
        return timed(lambda: torch.mm(a, b), numbers[1])
    if task == "memory":
        return {"bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    raise ValueError(f"no task {task}")


serve(answer)
