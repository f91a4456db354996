/** The benchmarks' own check: what it reads back from the history it wrote, and what it calls worse. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Figure, isMet, keepFigures, machine } from '../bench/figure.js';
import { regressions } from '../bench/regression.js';

const step = (ratio: number, value = 100): Figure => ({
  benchmark: 'training step',
  conditions: 'a "small" network, one thread',
  value,
  unit: 'img/s of CPU time',
  reference: { name: 'PyTorch 1.13', ratio },
  target: { text: '≥ 1.3 × PyTorch', ratio: 1.3 },
});
const plain = (value: number, unit: string): Figure => ({
  benchmark: 'plain',
  conditions: `in ${unit}`,
  value,
  unit,
});

describe('regressions', () => {
  let history: string;
  beforeAll(async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'bench-')), 'history.csv');
    const options = { date: '2026-01-01', note: 'quiet, "alone"' };
    await keepFigures(file, [step(1), step(1.4)], options);
    await keepFigures(
      file,
      [plain(10, 'ms'), plain(10, 'ms of CPU time'), plain(100, 'img/s'), plain(1, '% of a step')],
      options,
    );
    history = await readFile(file, 'utf8');
  });
  const worse = (...figures: Figure[]): string[] => regressions(history, figures, machine());

  it('compares ratios to the same reference with the last row, whatever the value', () => {
    expect(worse(step(1.4, 10), step(1.31))).toEqual([]);
    expect(worse(step(1.28))).toEqual([
      expect.stringMatching(
        /^training step, a "small" network, one thread: ratio 1\.28 to PyTorch 1\.13 after 1\.4.*, 9 % worse/,
      ),
    ]);
  });

  it('compares values where there is no such ratio: times by more, rates by less, shares by points', () => {
    const other = { ...step(1.4, 80), reference: { name: 'PyTorch 2', ratio: 3 } };
    expect(worse(other)).toHaveLength(1);
    expect(worse(plain(12, 'ms'), plain(11, 'ms of CPU time'), plain(85, 'img/s'))).toEqual([]);
    expect(worse(plain(13, 'ms'))).toHaveLength(1);
    expect(worse(plain(11.3, 'ms of CPU time'))).toHaveLength(1);
    expect(worse(plain(79, 'img/s'))).toHaveLength(1);
    expect(worse(plain(3.9, '% of a step'), plain(0.1, '% of a step'))).toEqual([]);
    expect(worse(plain(4.1, '% of a step'))).toHaveLength(1);
  });

  it('says nothing of other machines and of what was never measured', () => {
    expect(regressions(history, [step(0.1)], 'another machine')).toEqual([]);
    expect(worse(plain(1e9, 'h'))).toEqual([]);
    expect(regressions('', [step(0.1)], machine())).toEqual([]);
  });

  it('knows a target that is met by a ratio or a value from one that is not', () => {
    expect([isMet(step(1.3)), isMet(step(1.29)), isMet(plain(1, 'ms'))]).toEqual([true, false, undefined]);
    const limited = (value: number): Figure => ({
      ...plain(value, 'ms'),
      target: { text: '≤ 5', atMost: 5 },
    });
    expect([isMet(limited(5)), isMet(limited(5.1))]).toEqual([true, false]);
  });
});
