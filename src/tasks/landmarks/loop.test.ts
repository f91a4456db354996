import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoppedError } from '../../core/errors.js';
import { silentLog } from '../../core/log.js';
import { encodeCheckpoint, readCheckpoint } from '../../nn/train/checkpoint.js';
import { learningRateAt } from './learning-rate.js';
import { type LoopOptions, runLoop, type StepTrainer } from './loop.js';

/** A "network" of one weight w with momentum: its losses depend on every step before. */
function toyTrainer(onStep: (step: number) => void = () => {}): StepTrainer {
  let weight = Math.fround(1);
  let velocity = Math.fround(0);
  let steps = 0;
  return {
    async step({ train }, { learningRate }) {
      onStep(steps++);
      const image = train![0]!.image;
      const loss = Math.fround((weight - image![0]!) ** 2);
      velocity = Math.fround(0.9 * velocity + 2 * (weight - image![0]!));
      weight = Math.fround(weight - learningRate * velocity);
      return { loss, metrics: { half: loss / 2 }, gradientNorm: 1 };
    },
    state: () => ({
      step: steps,
      parameterLayout: [],
      statisticLayout: [],
      parameters: Float32Array.of(weight),
      firstMoments: Float32Array.of(velocity),
      secondMoments: new Float32Array(1),
      statistics: new Float32Array(0),
    }),
    restore(state) {
      weight = state.parameters[0]!;
      velocity = state.firstMoments[0]!;
      steps = state.step;
    },
  };
}

const source = {
  batch: async (step: number) => ({ image: Float32Array.of(Math.sin(step)) }),
};

async function options(changes: Partial<LoopOptions> = {}): Promise<LoopOptions> {
  return {
    name: 'toy',
    trainer: toyTrainer(),
    sources: { train: source },
    imagesPerStep: 1,
    steps: 20,
    learningRateAt: (step) => learningRateAt(step, 20, { peak: 0.05, final: 0.001, warmUp: 2 }),
    recordEvery: 3,
    validateEvery: 5,
    validate: async ({ parameters }) => ({ nme: Math.abs(parameters[0]!), normaliser: 'box', faces: 1 }),
    exportModel: ({ parameters }) => new Uint8Array(parameters.buffer.slice(0)),
    checkpointMinutes: 60,
    settings: { seed: 1, steps: 20 },
    out: await mkdtemp(join(tmpdir(), 'loop-')),
    resume: false,
    log: silentLog,
    progress: 'none',
    ...changes,
  };
}

async function records(out: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(out, 'metrics.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { imagesPerSecond: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return rest;
    });
}

async function stopAt(step: number, changes: Partial<LoopOptions> = {}): Promise<LoopOptions> {
  const controller = new AbortController();
  const stopped = await options({
    trainer: toyTrainer((done) => {
      if (done === step - 1) controller.abort();
    }),
    signal: controller.signal,
    ...changes,
  });
  await expect(runLoop(stopped)).rejects.toThrow(StoppedError);
  return { ...stopped, trainer: toyTrainer(), signal: undefined, resume: true };
}

describe('training loop', () => {
  it('records means over its intervals, validates, and ends with a model and a curve', async () => {
    const run = await options();
    const result = await runLoop(run);
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
    expect(await readFile(join(run.out, 'loss-curve.svg'), 'utf8')).toMatch(
      /<polyline[\s\S]*<polyline[\s\S]*<\/svg>/,
    );
    const { arrays } = await readCheckpoint(join(run.out, 'checkpoint.bin'));
    expect(new Float32Array(new Uint8Array(await readFile(result.model)).buffer)).toEqual(arrays.parameters);
  });

  it.each([4, 5, 9, 13])('goes on from step %i exactly as an unbroken run', async (step) => {
    const unbroken = await options();
    const whole = await runLoop(unbroken);
    const resumed = await stopAt(step);
    const result = await runLoop(resumed);
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
    expect((await readCheckpoint(join(resumed.out, 'checkpoint.bin'))).arrays).toEqual(
      (await readCheckpoint(join(unbroken.out, 'checkpoint.bin'))).arrays,
    );
    expect(result.best).toEqual(whole.best);
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
    await runLoop(run);
    const parts = (lines: Record<string, unknown>[]): unknown[] =>
      lines.flatMap(({ kind, parts }) => (kind === 'training' ? [parts] : []));
    const expected = [
      { transfer: (2 + 4) / 2, gradientNorm: 1 },
      { transfer: (6 + 8 + 10) / 3, gradientNorm: 1 },
    ];
    expect(parts(await records(run.out))).toEqual(expected);

    const controller = new AbortController();
    const stopped = await options({ recordEvery: 5, steps: 10, signal: controller.signal });
    const trainer = odd();
    const stopping: StepTrainer = {
      ...trainer,
      step: (batches, rate) => {
        if (trainer.state().step === 7) controller.abort();
        return trainer.step(batches, rate);
      },
    };
    await expect(runLoop({ ...stopped, trainer: stopping })).rejects.toThrow(/stopped at step 8/);
    await runLoop({ ...stopped, trainer: odd(), signal: undefined, resume: true });
    expect(await records(stopped.out)).toEqual(await records(run.out));
  });

  it('goes on from a checkpoint that holds sums of its parts without their steps', async () => {
    const unbroken = await options();
    await runLoop(unbroken);
    const resumed = await stopAt(8);
    const path = join(resumed.out, 'checkpoint.bin');
    const { header, arrays } = await readCheckpoint(path);
    const { state } = header.run as { state: { pending: { parts: Record<string, { sum: number }> } } };
    expect(Object.keys(state.pending.parts)).toEqual(['half', 'gradientNorm']);
    const parts = Object.entries(state.pending.parts).map(([name, { sum }]) => [name, sum]);
    const pending = { ...state.pending, parts: Object.fromEntries(parts) };
    const run = { ...(header.run as object), state: { ...state, pending } };
    await writeFile(path, encodeCheckpoint({ header: { ...header, run }, arrays }));
    await runLoop(resumed);
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
  });

  it('drops records that are later than the checkpoint, as after a kill', async () => {
    const unbroken = await options();
    await runLoop(unbroken);
    const resumed = await stopAt(9);
    const path = join(resumed.out, 'metrics.jsonl');
    await writeFile(path, `${await readFile(path, 'utf8')}{"kind":"training","step":12}\n{"kind":"trai`);
    await runLoop(resumed);
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
  });

  it('keeps the schedule when a time limit ends it, and says so', async () => {
    let clock = 0;
    const warnings: string[] = [];
    const limited = await options({
      timeLimitMinutes: 1,
      now: () => (clock += 4),
      log: { info: () => {}, warn: (line) => warnings.push(line) },
    });
    const first = await runLoop(limited);
    expect(first.finished).toBe(false);
    expect(first.step).toBeGreaterThan(0);
    expect(first.step).toBeLessThan(20);
    expect(warnings.join()).toMatch(/time limit of 1 min ended training at step \d+ of 20/);
    await runLoop({ ...limited, trainer: toyTrainer(), timeLimitMinutes: undefined, resume: true });
    const unbroken = await options();
    await runLoop(unbroken);
    expect(await records(limited.out)).toEqual(await records(unbroken.out));
  });

  it('names the last model as the best where the time was too short for a validation', async () => {
    let clock = 0;
    const limited = await options({ timeLimitMinutes: 0.01, now: () => (clock += 1) });
    const { bestModel, best } = await runLoop(limited);
    expect(best).toBe(null);
    expect(await readFile(bestModel)).toEqual(await readFile(join(limited.out, 'model.onnx')));
    expect((await runLoop(await options())).bestModel).toMatch(/best\.onnx$/);
  });

  /** Validation errors in turn, whatever the weights. */
  const errors =
    (...list: number[]): LoopOptions['validate'] =>
    async (_, step) => ({ nme: list[step / 2 - 1]!, normaliser: 'box', faces: 1 });
  const patience = {
    validateEvery: 2,
    validate: errors(5, 4, 4.5, 3.95, 3.97, 9, 9, 9, 9, 9),
    earlyStopping: { patience: 3, minimumChange: 0.1 },
  };

  it('stops when validation no longer improves, says so and keeps the best apart', async () => {
    const lines: string[] = [];
    const early = await options({ ...patience, log: { info: (line) => lines.push(line), warn: () => {} } });
    const result = await runLoop(early);
    // 4 at step 4 is the last real improvement; three validations later it is step 10. 3.95 is still the best.
    expect(result).toMatchObject({ step: 10, finished: true, stoppedEarly: true });
    expect(result.best).toEqual({ step: 8, nme: 3.95 });
    expect(lines.join('\n')).toContain(
      'early stopping at step 10 of 20: 3 validations without an improvement',
    );
    expect((await records(early.out)).at(-1)).toEqual({
      kind: 'early-stop',
      step: 10,
      validations: 3,
      best: { step: 8, nme: 3.95 },
    });
    const best = await readCheckpoint(join(early.out, 'best-checkpoint.bin'));
    expect((best.header.trainer as { step: number }).step).toBe(8);
    expect(new Float32Array(new Uint8Array(await readFile(result.bestModel)).buffer)).toEqual(
      best.arrays.parameters,
    );
    expect(await readFile(result.model)).not.toEqual(await readFile(result.bestModel));

    const exact = await options({ ...patience, steps: 10 });
    expect(await runLoop(exact)).toMatchObject({ step: 10, stoppedEarly: false });
    expect((await records(exact.out)).filter(({ kind }) => kind === 'early-stop')).toEqual([]);

    const again = await runLoop({ ...early, trainer: toyTrainer(), resume: true });
    expect(again).toMatchObject({ step: 10, stoppedEarly: true });
    expect((await records(early.out)).filter(({ kind }) => kind === 'early-stop')).toHaveLength(1);
  });

  it('counts the validations of early stopping over a resume', async () => {
    const unbroken = await options(patience);
    await runLoop(unbroken);
    const resumed = await stopAt(7, patience);
    expect(await runLoop(resumed)).toMatchObject({ step: 10, stoppedEarly: true });
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
    expect(await runLoop(await options({ ...patience, earlyStopping: undefined }))).toMatchObject({
      step: 20,
      stoppedEarly: false,
    });
  });

  it('hands several batches of several sources to a step, those that follow each other', async () => {
    const seen: unknown[] = [];
    const toy = toyTrainer();
    const numbered = (offset: number): typeof source => ({
      ...source,
      batch: async (step) => ({ image: Float32Array.of(offset + step) }),
    });
    await runLoop(
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
        validateEvery: 3,
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

  it('refuses to resume with other settings, and says which may change', async () => {
    const resumed = await stopAt(4);
    await expect(runLoop({ ...resumed, settings: { seed: 2, steps: 20 } })).rejects.toThrow(
      /made with other settings: seed \(1 → 2\).*steps, learningRate, schedule, data/,
    );
    const warnings: string[] = [];
    await runLoop({
      ...resumed,
      steps: 10,
      settings: { seed: 1, steps: 10 },
      log: { info: () => {}, warn: (line) => warnings.push(line) },
    });
    expect(warnings.join()).toMatch(/steps changed from 20 to 10: from step 4 on/);
  });

  it('does not overwrite a run that was begun before', async () => {
    const resumed = await stopAt(4);
    const begin = async (): Promise<void> => {
      throw new Error('touched');
    };
    await expect(runLoop({ ...resumed, resume: false, begin })).rejects.toThrow(
      /a run was begun here before.*--resume/,
    );
  });

  it('refuses a checkpoint of something else', async () => {
    const run = await options({ resume: true });
    await writeFile(join(run.out, 'checkpoint.bin'), encodeCheckpoint({ header: {}, arrays: {} }));
    await expect(runLoop(run)).rejects.toThrow(/holds no training run/);
  });

  it('records the speed of training alone, without the time of validations', async () => {
    let clock = 0;
    const run = await options({
      trainer: toyTrainer(() => {
        clock += 0.5;
      }),
      now: () => clock,
      imagesPerStep: 4,
      validate: async () => {
        clock += 100;
        return { nme: 1, normaliser: 'box', faces: 1 };
      },
    });
    await runLoop(run);
    const lines = (await readFile(join(run.out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const speeds = lines.flatMap((line) => JSON.parse(line).imagesPerSecond ?? []);
    expect(speeds).toEqual(new Array(7).fill(8));
  });

  it('stops at a validation that is not a number and keeps the last checkpoint', async () => {
    const run = await options({
      checkpointMinutes: 0,
      validate: async (_, step) => ({ nme: step < 10 ? 1 : Number.NaN, normaliser: 'box', faces: 1 }),
    });
    await expect(runLoop(run)).rejects.toThrow(/validation at step 10 gave NME NaN/);
    const { header } = await readCheckpoint(join(run.out, 'checkpoint.bin'));
    expect((header.trainer as { step: number }).step).toBe(9);
  });

  it('stops at a loss that is not a number', async () => {
    const run = await options({
      trainer: { ...toyTrainer(), step: async () => ({ loss: Number.NaN, metrics: {}, gradientNorm: 0 }) },
    });
    await expect(runLoop(run)).rejects.toThrow(/training diverged: the loss is NaN at step 0/);
  });
});
