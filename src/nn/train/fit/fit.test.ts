import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineamentError, StoppedError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { writeError } from '../../../node/files.js';
import { encodeCheckpoint, readCheckpoint } from './checkpoint.js';
import { type FitOptions, type StepTrainer, fit as train } from './fit.js';
import type { FitEvent } from './fit-event.js';
import { learningRateAt } from './learning-rate.js';

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

/** Its score is the weight's size. */
const validation: NonNullable<FitOptions['validation']> = {
  every: 5,
  run: async ({ parameters }) => ({ name: 'size', value: Math.abs(parameters[0]!), direction: 'lower' }),
};

async function options(changes: Partial<FitOptions> = {}): Promise<FitOptions> {
  return {
    trainer: toyTrainer(),
    sources: { train: source },
    samplesPerStep: 1,
    steps: 20,
    learningRateAt: (step) => learningRateAt(step, 20, { peak: 0.05, final: 0.001, warmUp: 2 }),
    recordEvery: 3,
    validation,
    checkpointMinutes: 60,
    settings: { seed: 1, steps: 20 },
    out: await mkdtemp(join(tmpdir(), 'loop-')),
    ...changes,
  };
}

async function records(out: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(out, 'metrics.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { samplesPerSecond: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return rest;
    });
}

/** A work that remembers what it is told. */
function watched(): { work: Work; lines: string[]; reports: unknown[][] } {
  const lines: string[] = [];
  const reports: unknown[][] = [];
  const say = (line: string): void => void lines.push(line);
  const report = (...told: unknown[]): void => void reports.push(told);
  return { work: { ...silentWork, log: { info: say, warn: say }, report }, lines, reports };
}

async function stopAt(step: number, changes: Partial<FitOptions> = {}): Promise<FitOptions> {
  const controller = new AbortController();
  const stopped = await options({
    trainer: toyTrainer((done) => {
      if (done === step - 1) controller.abort();
    }),
    ...changes,
  });
  await expect(train(stopped, { ...silentWork, signal: controller.signal })).rejects.toThrow(StoppedError);
  return { ...stopped, trainer: toyTrainer(), resume: true };
}

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

  it.each([4, 5, 9, 13])('goes on from step %i exactly as an unbroken run', async (step) => {
    const unbroken = await options();
    const whole = await train(unbroken);
    const resumed = await stopAt(step);
    const result = await train(resumed);
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

  it('goes on from a checkpoint that holds sums of its parts without their steps', async () => {
    const unbroken = await options();
    await train(unbroken);
    const resumed = await stopAt(8);
    const path = join(resumed.out, 'checkpoint.bin');
    const { header, arrays } = await readCheckpoint(path);
    const { state } = header.run as { state: { pending: { parts: Record<string, { sum: number }> } } };
    expect(Object.keys(state.pending.parts)).toEqual(['half', 'gradientNorm']);
    const parts = Object.entries(state.pending.parts).map(([name, { sum }]) => [name, sum]);
    const pending = { ...state.pending, parts: Object.fromEntries(parts) };
    const run = { ...(header.run as object), state: { ...state, pending } };
    await writeFile(path, encodeCheckpoint({ header: { ...header, run }, arrays }));
    await train(resumed);
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
  });

  it('drops records that are later than the checkpoint, as after a kill', async () => {
    const unbroken = await options();
    await train(unbroken);
    const resumed = await stopAt(9);
    const path = join(resumed.out, 'metrics.jsonl');
    await writeFile(path, `${await readFile(path, 'utf8')}{"kind":"training","step":12}\n{"kind":"trai`);
    await train(resumed);
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
  });

  it('keeps the schedule when a time limit ends it, says so, and goes on as if unbroken', async () => {
    let clock = 0;
    const { work, lines } = watched();
    const limited = await options({ minutes: 1, now: () => (clock += 4) });
    const first = await train(limited, work);
    expect(first.finished).toBe(false);
    expect(first.step).toBeGreaterThan(0);
    expect(first.step).toBeLessThan(20);
    expect(lines.at(-1)).toContain(
      `the time limit of 1 min ended training at step ${first.step} of 20; the learning rate had come down only to `,
    );
    await train({ ...limited, trainer: toyTrainer(), minutes: undefined, resume: true });
    const unbroken = await options();
    await train(unbroken);
    expect(await records(limited.out)).toEqual(await records(unbroken.out));
  });

  /** Scores in turn, whatever the weights. */
  const scores = (
    direction: 'lower' | 'higher',
    ...list: number[]
  ): NonNullable<FitOptions['validation']> => ({
    every: 2,
    run: async (_, step) => ({ name: 'score', value: list[step / 2 - 1]!, direction }),
  });
  const patience = {
    validation: scores('lower', 5, 4, 4.5, 3.95, 3.97, 9, 9, 9, 9, 9),
    earlyStopping: { patience: 3, minimumChange: 0.1 },
  };

  it('stops when validation no longer improves, says so and keeps the best apart', async () => {
    const events: FitEvent[] = [];
    const { work, lines } = watched();
    const early = await options({ ...patience, on: (event) => void events.push(event) });
    const result = await train(early, work);
    // 4 at step 4 is the last real improvement; three validations later it is step 10. 3.95 is still the best.
    expect(result).toMatchObject({ step: 10, finished: true, stoppedEarly: true });
    expect(result.best).toEqual({ step: 8, value: 3.95 });
    const record = { kind: 'early-stop', step: 10, validations: 3, best: { step: 8, value: 3.95 } };
    expect(lines).toContain(
      'early stopping at step 10 of 20: 3 validations without an improvement; the best was 3.95 at step 8',
    );
    expect((await records(early.out)).at(-1)).toEqual(record);
    const best = await readCheckpoint(join(early.out, 'best-checkpoint.bin'));
    expect((best.header.trainer as { step: number }).step).toBe(8);
    const told = events.findLast((event) => event.kind === 'best')!;
    expect(told.state.parameters).toEqual(best.arrays.parameters);
    const last = await readCheckpoint(join(early.out, 'checkpoint.bin'));
    expect(last.arrays.parameters).not.toEqual(best.arrays.parameters);

    const exact = await options({ ...patience, steps: 10 });
    expect(await train(exact)).toMatchObject({ step: 10, stoppedEarly: false });
    expect((await records(exact.out)).filter(({ kind }) => kind === 'early-stop')).toEqual([]);

    const again = await train({ ...early, trainer: toyTrainer(), resume: true });
    expect(again).toMatchObject({ step: 10, stoppedEarly: true });
    expect((await records(early.out)).filter(({ kind }) => kind === 'early-stop')).toHaveLength(1);
  });

  it('takes the greatest for the best where a score is better the higher it is', async () => {
    const validation = scores('higher', 5, 4, 6, 6.05, 6.05, 1, 1, 1, 1, 1);
    const run = await options({ validation, earlyStopping: patience.earlyStopping });
    expect(await train(run)).toMatchObject({ step: 12, stoppedEarly: true, best: { step: 8, value: 6.05 } });
  });

  it('trains to the end without any validation', async () => {
    const { validation: _, ...run } = await options();
    expect(await train(run)).toMatchObject({ step: 20, finished: true, best: null, last: null });
  });

  it('counts the validations of early stopping over a resume', async () => {
    const unbroken = await options(patience);
    await train(unbroken);
    const resumed = await stopAt(7, patience);
    expect(await train(resumed)).toMatchObject({ step: 10, stoppedEarly: true });
    expect(await records(resumed.out)).toEqual(await records(unbroken.out));
    expect(await train(await options({ ...patience, earlyStopping: undefined }))).toMatchObject({
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

  it('refuses to resume with other settings, and says which may change', async () => {
    const resumed = await stopAt(4);
    await expect(train({ ...resumed, settings: { seed: 2, steps: 20 } })).rejects.toThrow(
      /made with other settings: seed \(1 → 2\).*only steps may change/,
    );
    const { work, lines } = watched();
    await train({ ...resumed, steps: 10, settings: { seed: 1, steps: 10 } }, work);
    expect(lines).toContain(
      'steps changed from 20 to 10: from step 4 on this is another run than an unbroken one',
    );
  });

  it('does not overwrite a run that was begun before', async () => {
    const resumed = await stopAt(4);
    const on = (): void => {
      throw new Error('touched');
    };
    const hints = { resume: 'go on with --resume' };
    await expect(train({ ...resumed, resume: false, on, hints })).rejects.toThrow(
      /a run was begun here before.*--resume/,
    );
  });

  it('refuses a folder in which another training works, and leaves it as it is', async () => {
    const run = await options();
    const second = { ...run, trainer: toyTrainer() };
    let refusal: unknown;
    await train({
      ...run,
      on: async ({ kind }) => {
        if (kind === 'begin') refusal = await train(second).catch((error: unknown) => error);
      },
    });
    expect(refusal).toBeInstanceOf(LineamentError);
    expect(String(refusal)).toMatch(/is working on this training/);
    const unbroken = await options();
    await train(unbroken);
    expect(await records(run.out)).toEqual(await records(unbroken.out));
  });

  it('removes what killed runs left half-written', async () => {
    const run = await options();
    await writeFile(join(run.out, 'checkpoint.bin.123.0123abcd.part'), 'half');
    await writeFile(join(run.out, 'mine.part'), 'not ours');
    await train(run);
    const names = await readdir(run.out);
    expect(names.filter((name) => name.endsWith('.part'))).toEqual(['mine.part']);
  });

  it('refuses a checkpoint of something else', async () => {
    const run = await options({ resume: true });
    await writeFile(join(run.out, 'checkpoint.bin'), encodeCheckpoint({ header: {}, arrays: {} }));
    await expect(train(run)).rejects.toThrow(/holds no training run/);
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

  it('on a full disk advises what is then taken: to resume', async () => {
    const run = await options({ hints: { resume: 'go on with --resume' } });
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const on = ({ kind, step }: FitEvent): void => {
      if (kind === 'checkpoint' && step === 10) throw writeError(join(run.out, 'best.onnx'), full);
    };
    await expect(train({ ...run, on, checkpointMinutes: 0 })).rejects.toThrow(
      /best\.onnx: cannot be written: no space left on the device \(free some space, then go on with --resume\)/,
    );
    const { header } = await readCheckpoint(join(run.out, 'checkpoint.bin'));
    expect((header.trainer as { step: number }).step).toBe(9);
    await train({ ...run, trainer: toyTrainer(), resume: true });
    const unbroken = await options();
    await train(unbroken);
    expect(await records(run.out)).toEqual(await records(unbroken.out));
  });

  it('stops at a loss that is not a number', async () => {
    const run = await options({
      trainer: { ...toyTrainer(), step: async () => ({ loss: Number.NaN, metrics: {}, gradientNorm: 0 }) },
    });
    await expect(train(run)).rejects.toThrow(/training diverged: the loss is NaN at step 0/);
  });
});
