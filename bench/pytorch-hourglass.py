"""Training steps of the reference hourglass in PyTorch, channels-last, one thread, for training-step.ts.

A line with a number on standard input asks for so many steps; each answer is a line of JSON with the processor seconds
that each step took and the last loss. The network, its batch and its loss are those of
src/nn/reference/hourglass.suite.ts with the settings given as arguments:
    pytorch-hourglass.py BATCH SIZE CHANNELS MIDDLE LANDMARKS DEPTH
Prints the version of PyTorch first. Needs python3-torch (Debian) or any CPU build of PyTorch.
"""
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

BATCH, SIZE, CHANNELS, MIDDLE, LANDMARKS, DEPTH = (int(argument) for argument in sys.argv[1:7])


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(CHANNELS, MIDDLE, 1, bias=False)
        self.n1 = nn.BatchNorm2d(MIDDLE)
        self.c2 = nn.Conv2d(MIDDLE, MIDDLE, 3, padding=1, bias=False)
        self.n2 = nn.BatchNorm2d(MIDDLE)
        self.c3 = nn.Conv2d(MIDDLE, CHANNELS, 1, bias=False)
        self.n3 = nn.BatchNorm2d(CHANNELS)

    def forward(self, x):
        h = F.relu(self.n1(self.c1(x)))
        h = F.relu(self.n2(self.c2(h)))
        return x + self.n3(self.c3(h))


def two():
    return nn.Sequential(Block(), Block())


class Hourglass(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.skip, self.low1 = two(), two()
        self.mid = Hourglass(depth - 1) if depth > 1 else two()
        self.low3 = two()

    def forward(self, x):
        low = self.low3(self.mid(self.low1(F.max_pool2d(x, 2))))
        return self.skip(x) + F.interpolate(low, scale_factor=2, mode="nearest")


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, CHANNELS, 7, stride=2, padding=3, bias=False)
        self.sn = nn.BatchNorm2d(CHANNELS)
        self.hg = Hourglass(DEPTH)
        self.head = nn.Conv2d(CHANNELS, LANDMARKS, 1)

    def forward(self, x):
        return self.head(self.hg(F.max_pool2d(F.relu(self.sn(self.stem(x))), 2)))


torch.set_num_threads(1)
torch.manual_seed(0)
layout = {"memory_format": torch.channels_last}
network = Network().to(**layout)
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
