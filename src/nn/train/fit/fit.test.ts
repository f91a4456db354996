import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentWork } from '../../../core/work.js';
import { exists } from '../../../node/files.js';
import { readCheckpoint } from './checkpoint.js';
import { type StepTrainer, fit as train } from './fit.js';
import type { FitEvent } from './fit-event.js';
import { options, records, source, toyTrainer, watched } from './toy-training.suite.js';

describe('fit', () => {
  it('records means over its intervals, validates, and tells its caller of all that it writes', async () => {
    const events: FitEvent[] = [];
    const run = await options({ on: (event) => void events.push(event) });
    const { work, lines: said, reports } = watched();
    const result = await train(run, work);
    expect(result).toMatchObject({ step: 20, finished: true });
    const lines = await records(run.out);
    expect(lines.filter(({ kind }) => kind === 'training').map(({ step }) => step)).toEqual([
      3, 6, 9, 12, 15, 18, 20,
    ]);
    expect(lines.filter(({ kind }) => kind === 'validation').map(({ step }) => step)).toEqual([
      5, 10, 15, 20,
    ]);
    const first = lines[0] as { loss: number; parts: { half: number } };
    expect(first.parts.half).toBeCloseTo(first.loss / 2, 12);
    expect(reports.map(([step, steps]) => [step, steps])).toEqual(
      [0, 3, 6, 9, 12, 15, 18, 20].map((step) => [step, 20]),
    );
    expect(reports.slice(0, 2)).toEqual([
      [0, 20],
      [3, 20, `loss ${first.loss.toFixed(3)}`],
    ]);
    const { value } = lines.findLast(({ kind }) => kind === 'validation') as { value: number };
    expect(String(reports.at(-1)![2])).toMatch(/^loss [0-9.]+, validation size [0-9.]+$/);
    expect(said.filter((line) => line.startsWith('step '))).toHaveLength(4);
    expect(said.findLast((line) => line.startsWith('step '))).toContain(`step 20: validation size ${value}`);
    expect(said.at(-1)).toMatch(/^done: 20 steps in /);
    const kinds = events.map(({ kind }) => kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['begin', 'checkpoint']);
    const { arrays } = await readCheckpoint(join(run.out, 'checkpoint.bin'));
    const saved = events.findLast((event) => event.kind === 'checkpoint')!;
    expect(saved.state.parameters).toEqual(arrays.parameters);
    expect(saved.records).toHaveLength(11);
  });

  it('says a score in the words of its caller, and that there was nothing to go on from', async () => {
    const words = (value: number): string => `${Math.round(value)} cm`;
    const { work, lines } = watched();
    const run = await options({
      validation: { every: 20, words, run: async () => ({ name: 'size', value: 2.3, direction: 'lower' }) },
      resume: true,
    });
    await train(run, work);
    expect(lines[0]).toBe(`no checkpoint in ${run.out}: beginning at step 0`);
    expect(lines).toContain('step 20: validation 2 cm, the best so far');
    await train({ ...run, trainer: toyTrainer() }, work);
    expect(lines).toContain('going on at step 20 of 20');
  });

  it('averages the parts of phases that do not run at every step over the steps at which they ran', async () => {
    const odd = (): StepTrainer => {
      const toy = toyTrainer();
      let step = 0;
      return {
        state: toy.state,
        restore(state) {
          toy.restore(state);
          step = state.step;
        },
        async step(batches, rate) {
          const metrics = step++ % 2 === 1 ? { transfer: step } : {};
          return { ...(await toy.step(batches, rate)), metrics };
        },
      };
    };
    const run = await options({ trainer: odd(), recordEvery: 5, steps: 10 });
    await train(run);
    const parts = (lines: Record<string, unknown>[]): unknown[] =>
      lines.flatMap(({ kind, parts }) => (kind === 'training' ? [parts] : []));
    const expected = [
      { transfer: (2 + 4) / 2, gradientNorm: 1 },
      { transfer: (6 + 8 + 10) / 3, gradientNorm: 1 },
    ];
    expect(parts(await records(run.out))).toEqual(expected);

    const controller = new AbortController();
    const stopped = await options({ recordEvery: 5, steps: 10 });
    const trainer = odd();
    const stopping: StepTrainer = {
      ...trainer,
      step: (batches, rate) => {
        if (trainer.state().step === 7) controller.abort();
        return trainer.step(batches, rate);
      },
    };
    const work = { ...silentWork, signal: controller.signal };
    await expect(train({ ...stopped, trainer: stopping }, work)).rejects.toThrow(/stopped at step 8/);
    await train({ ...stopped, trainer: odd(), resume: true });
    expect(await records(stopped.out)).toEqual(await records(run.out));
  });

  it('leaves no folder behind where it fails before anything is written, and any that has something in it', async () => {
    const run = await options();
    const refused = async (out: string): Promise<boolean[]> => {
      const initialState = (): Promise<never> => Promise.reject(new Error('no such weights'));
      await expect(train({ ...run, out, initialState })).rejects.toThrow('no such weights');
      return Promise.all([exists(out), exists(dirname(out)), exists(run.out)]);
    };
    expect(await refused(join(run.out, 'runs', 'first'))).toEqual([false, false, true]);
    await writeFile(join(run.out, 'notes'), '');
    expect(await refused(join(run.out, 'second'))).toEqual([false, true, true]);
    await mkdir(join(run.out, 'third'));
    expect(await refused(join(run.out, 'third'))).toEqual([true, true, true]);
    expect(await readdir(run.out)).toEqual(['notes', 'third']);
    expect(await readdir(join(run.out, 'third'))).toEqual([]);
  });

  it('trains to the end without any validation', async () => {
    const { validation: _, ...run } = await options();
    expect(await train(run)).toMatchObject({ step: 20, finished: true, best: null, last: null });
  });

  it('hands several batches of several sources to a step, those that follow each other', async () => {
    const seen: unknown[] = [];
    const toy = toyTrainer();
    const numbered = (offset: number): typeof source => ({
      ...source,
      batch: async (step) => ({ image: Float32Array.of(offset + step) }),
    });
    await train(
      await options({
        trainer: {
          ...toy,
          step: (batches, rate) => {
            seen.push(Object.values(batches).map((list) => list.map(({ image }) => image![0])));
            return toy.step(batches, rate);
          },
        },
        sources: { train: numbered(0), other: numbered(100) },
        accumulate: 2,
        steps: 3,
      }),
    );
    expect(seen).toEqual([
      [
        [0, 1],
        [100, 101],
      ],
      [
        [2, 3],
        [102, 103],
      ],
      [
        [4, 5],
        [104, 105],
      ],
    ]);
  });

  it('records the speed of training alone, without the time of validations', async () => {
    let clock = 0;
    const run = await options({
      trainer: toyTrainer(() => {
        clock += 0.5;
      }),
      now: () => clock,
      samplesPerStep: 4,
      validation: {
        every: 5,
        run: async () => {
          clock += 100;
          return { name: 'score', value: 1, direction: 'lower' };
        },
      },
    });
    await train(run);
    const lines = (await readFile(join(run.out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const speeds = lines.flatMap((line) => JSON.parse(line).samplesPerSecond ?? []);
    expect(speeds).toEqual(new Array(7).fill(8));
  });

  it('stops at a validation that is not a number and keeps the last checkpoint', async () => {
    const run = await options({
      checkpointMinutes: 0,
      validation: {
        every: 5,
        run: async (_, step) => ({ name: 'score', value: step < 10 ? 1 : Number.NaN, direction: 'lower' }),
      },
    });
    await expect(train(run)).rejects.toThrow(/validation at step 10 gave score NaN/);
    const { header } = await readCheckpoint(join(run.out, 'checkpoint.bin'));
    expect((header.trainer as { step: number }).step).toBe(9);
  });

  it('stops at a loss that is not a number', async () => {
    const run = await options({
      trainer: { ...toyTrainer(), step: async () => ({ loss: Number.NaN, metrics: {}, gradientNorm: 0 }) },
    });
    await expect(train(run)).rejects.toThrow(/training diverged: the loss is NaN at step 0/);
  });
});
