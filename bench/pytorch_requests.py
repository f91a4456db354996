"""What the scripts of this folder share: requests on standard input, answers and timings on standard output."""
import json
import pathlib
import sys
import time

import torch


def timed(work, times):
    wall, cpu = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
    return {"wall": wall, "cpu": cpu}


def blas():
    """Debian's PyTorch takes whatever libblas is installed; small images and matrix products go through it."""
    maps = pathlib.Path("/proc/self/maps")
    text = maps.read_text() if maps.exists() else ""
    return next((name for name in ("openblas", "mkl", "blis", "atlas") if name in text), "reference BLAS")


def serve(answer):
    """Prints the version of PyTorch and its BLAS, then one answer for each line."""
    print(f"{torch.__version__} ({blas()})", flush=True)
    for line in sys.stdin:
        name, *arguments = line.split()
        print(json.dumps(answer(name, *map(int, arguments))), flush=True)
