"""Makes hourglass.json: what PyTorch says about a small hourglass whose parameters and data follow formulas.

Run: python3 src/nn/reference/hourglass.py   (Debian package python3-torch; made with torch 1.13.1, CPU)
Everything is computed in float64. `gradients` and, after all steps, `statistics` give for each tensor its Euclidean
norm, its first and its last element. The running statistics have seen one forward pass more than there are steps.
The network also serves bench/pytorch-hourglass.py.
"""
import json
import math
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

BATCH, SIZE, CHANNELS, MIDDLE, LANDMARKS, DEPTH = 4, 64, 32, 16, 5, 3
STEPS, RATE = 10, 1e-4


class Block(nn.Module):
    def __init__(self, channels, middle):
        super().__init__()
        self.c1 = nn.Conv2d(channels, middle, 1, bias=False)
        self.n1 = nn.BatchNorm2d(middle)
        self.c2 = nn.Conv2d(middle, middle, 3, padding=1, bias=False)
        self.n2 = nn.BatchNorm2d(middle)
        self.c3 = nn.Conv2d(middle, channels, 1, bias=False)
        self.n3 = nn.BatchNorm2d(channels)

    def forward(self, x):
        h = F.relu(self.n1(self.c1(x)))
        h = F.relu(self.n2(self.c2(h)))
        return x + self.n3(self.c3(h))


def two(channels, middle):
    return nn.Sequential(Block(channels, middle), Block(channels, middle))


class Hourglass(nn.Module):
    def __init__(self, channels, middle, depth):
        super().__init__()
        self.skip, self.low1 = two(channels, middle), two(channels, middle)
        self.mid = Hourglass(channels, middle, depth - 1) if depth > 1 else two(channels, middle)
        self.low3 = two(channels, middle)

    def forward(self, x):
        low = self.low3(self.mid(self.low1(F.max_pool2d(x, 2))))
        return self.skip(x) + F.interpolate(low, scale_factor=2, mode="nearest")


class Network(nn.Module):
    def __init__(self, channels, middle, landmarks, depth):
        super().__init__()
        self.stem = nn.Conv2d(3, channels, 7, stride=2, padding=3, bias=False)
        self.sn = nn.BatchNorm2d(channels)
        self.hg = Hourglass(channels, middle, depth)
        self.head = nn.Conv2d(channels, landmarks, 1)

    def forward(self, x):
        return self.head(self.hg(F.max_pool2d(F.relu(self.sn(self.stem(x))), 2)))


def waves(count, seed):
    """sin(0.1 i² + seed), rounded to float32: the same in any language."""
    return torch.tensor([math.sin(0.1 * i * i + seed) for i in range(count)], dtype=torch.float64).float().double()


def fill(network):
    for index, (_, parameter) in enumerate(network.named_parameters()):
        values = waves(parameter.numel(), index)
        if parameter.dim() == 4:
            fan = parameter[0].numel()
            values = values * (2 / math.sqrt(fan))
        elif index < len(list(network.parameters())) - 1:  # γ and β of normalisations alternate
            values = 0.1 * values + (1 if index % 3 == 1 else 0)
        with torch.no_grad():
            parameter.copy_(values.float().double().reshape(parameter.shape))


def main():
    torch.set_num_threads(1)
    network = Network(CHANNELS, MIDDLE, LANDMARKS, DEPTH).double()
    fill(network)
    image = waves(BATCH * 3 * SIZE * SIZE, 0.5).reshape(BATCH, 3, SIZE, SIZE)
    side = SIZE // 4
    target = waves(BATCH * LANDMARKS * side * side, 0.25).reshape(BATCH, LANDMARKS, side, side)
    loss = lambda: ((network(image) - target) ** 2).mean() * 100
    first = loss()
    first.backward()
    numbers = lambda g: [g.norm().item(), g.flatten()[0].item(), g.flatten()[-1].item()]
    gradients = {name: numbers(parameter.grad) for name, parameter in network.named_parameters()}
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    losses = []
    for _ in range(STEPS):
        optimiser.zero_grad()
        step = loss()
        step.backward()
        optimiser.step()
        losses.append(step.item())
    statistics = {name: numbers(buffer) for name, buffer in network.named_buffers() if "running" in name}
    settings = dict(batch=BATCH, size=SIZE, channels=CHANNELS, middle=MIDDLE, landmarks=LANDMARKS, depth=DEPTH)
    result = dict(settings=settings, learningRate=RATE, loss=first.item(), losses=losses)
    rows = {"gradients": gradients, "statistics": statistics}
    lines = [f'  "{key}": {json.dumps(value)},' for key, value in result.items()]
    for title, values in rows.items():
        inner = ",\n".join(f'    "{name}": [{", ".join(f"{v:.9g}" for v in row)}]' for name, row in values.items())
        lines.append(f'  "{title}": {{\n{inner}\n  }},')
    text = "{\n" + "\n".join(lines).rstrip(",") + "\n}\n"
    json.loads(text)
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
