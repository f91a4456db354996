"""Training steps of the reference hourglass in PyTorch, channels-last, one thread, for training-step.ts.

A line with a number on standard input asks for so many steps; each answer is a line of JSON with the processor seconds
that each step took and the last loss. The network is that of src/nn/reference/hourglass.py; its batch and its loss are
those of hourglass.suite.ts there with the settings given as arguments:
    pytorch-hourglass.py BATCH SIZE CHANNELS MIDDLE LANDMARKS DEPTH
Prints the version of PyTorch first. Needs python3-torch (Debian) or any CPU build of PyTorch.
"""
import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "src" / "nn" / "reference"))
sys.dont_write_bytecode = True

from hourglass import Network  # noqa: E402

BATCH, SIZE, CHANNELS, MIDDLE, LANDMARKS, DEPTH = (int(argument) for argument in sys.argv[1:7])

torch.set_num_threads(1)
torch.manual_seed(0)
layout = {"memory_format": torch.channels_last}
network = Network(CHANNELS, MIDDLE, LANDMARKS, DEPTH).to(**layout)
image = torch.randn(BATCH, 3, SIZE, SIZE).contiguous(**layout)
target = torch.rand(BATCH, LANDMARKS, SIZE // 4, SIZE // 4).contiguous(**layout)
optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
print(torch.__version__, flush=True)

for line in sys.stdin:
    seconds, loss = [], None
    for _ in range(int(line)):
        start = time.process_time()
        optimiser.zero_grad()
        loss = 100 * F.mse_loss(network(image), target)
        loss.backward()
        optimiser.step()
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds, "loss": loss.item()}), flush=True)
