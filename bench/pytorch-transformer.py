"""The transformer of DALL·E in PyTorch, for transformer.ts: the same width, blocks, heads, length and batch, written out as ours is.

Each line on standard input is one request, each answer one line of JSON:
    train N     N training steps (forward, backward, Adam): {"wall": [s, …], "cpu": [s, …]}
    sample N    N times all codes of ROWS pictures, one token after the other with kept keys and values: the same
Arguments: pytorch-transformer.py THREADS BATCH WIDTH BLOCKS HEADS LENGTH WORDS CODES TOKENS ROWS
Needs python3-torch (Debian) or any CPU build of PyTorch.
"""
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.dont_write_bytecode = True

from pytorch_requests import serve, timed  # noqa: E402

THREADS, BATCH, WIDTH, BLOCKS, HEADS, LENGTH, WORDS, CODES, TOKENS, ROWS = (int(argument) for argument in sys.argv[1:11])
DEPTH = WIDTH // HEADS
SEEN = LENGTH + TOKENS - 1

torch.set_num_threads(THREADS)
torch.manual_seed(0)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, hidden, memory):
        """@param hidden: True where a token may not look. @param memory: keys and values of the tokens before."""
        rows, tokens, _ = x.shape
        y = self.first(x)
        split = lambda part: part(y).view(rows, tokens, HEADS, DEPTH).transpose(1, 2)
        query, key, value = split(self.query) * DEPTH**-0.5, split(self.key), split(self.value)
        if memory is not None:
            key, value = torch.cat((memory[0], key), 2), torch.cat((memory[1], value), 2)
        scores = query @ key.transpose(2, 3)
        if hidden is not None:
            scores = scores.masked_fill(hidden, -1e9)
        mixed = (torch.softmax(scores, 3) @ value).transpose(1, 2).reshape(rows, tokens, WIDTH)
        x = x + self.output(mixed)
        return x + self.narrow(F.gelu(self.widen(self.second(x)))), (key, value)


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(WORDS + CODES, WIDTH)
        self.places = nn.Embedding(LENGTH + TOKENS, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.norm = nn.LayerNorm(WIDTH)
        self.words, self.codes = nn.Linear(WIDTH, WORDS), nn.Linear(WIDTH, CODES)

    def forward(self, numbers, places, hidden=None, memory=None):
        x = self.tokens(numbers) + self.places(places)
        after = []
        for block, before in zip(self.blocks, memory or [None] * BLOCKS):
            x, kept = block(x, hidden, before)
            after.append(kept)
        return self.norm(x), after


network = Transformer()
optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
row = torch.cat((torch.randint(WORDS, (BATCH, LENGTH)), WORDS + torch.randint(CODES, (BATCH, TOKENS))), 1)
causal = torch.triu(torch.ones(SEEN, SEEN, dtype=torch.bool), 1)


def training_step():
    optimiser.zero_grad()
    x, _ = network(row[:, :-1], torch.arange(SEEN), causal)
    words = network.words(x[:, : LENGTH - 1]).reshape(-1, WORDS)
    codes = network.codes(x[:, LENGTH - 1 :]).reshape(-1, CODES)
    loss = F.cross_entropy(codes, row[:, LENGTH:].reshape(-1) - WORDS)
    loss = loss + 0.1 * F.cross_entropy(words, row[:, 1:LENGTH].reshape(-1))
    loss.backward()
    optimiser.step()
    return loss.item()


def sample():
    sentence = row[:1, :LENGTH].expand(ROWS, LENGTH)
    _, memory = network(sentence, torch.arange(LENGTH), causal[:LENGTH, :LENGTH])

    def codes():
        known, numbers = memory, row[:1, LENGTH : LENGTH + 1].expand(ROWS, 1)
        for token in range(TOKENS - 1):
            x, known = network(numbers, torch.tensor([LENGTH + token]), None, known)
            numbers = WORDS + network.codes(x).argmax(2)

    return codes


def answer(task, times):
    if task == "train":
        return timed(training_step, times)
    if task == "sample":
        with torch.inference_mode():
            return timed(sample(), times)
    raise ValueError(f"no task {task}")


serve(answer)
