import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineamentError } from '../../../core/errors.js';
import { silentWork } from '../../../core/work.js';
import { writeError } from '../../../node/files.js';
import { encodeCheckpoint, readCheckpoint } from './checkpoint.js';
import { fit as train } from './fit.js';
import type { FitEvent } from './fit-event.js';
import { options, records, stopAt, toyTrainer, watched } from './toy-training.suite.js';

describe('a resumed fit', () => {
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

  it('takes no step more where it was stopped while its batches were made', async () => {
    const controller = new AbortController();
    const stopped = await options({
      sources: {
        train: {
          batch: async () => {
            controller.abort();
            return { image: Float32Array.of(1) };
          },
        },
      },
    });
    const work = { ...silentWork, signal: controller.signal };
    await expect(train(stopped, work)).rejects.toThrow('stopped at step 0 of 20');
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

  it('refuses to resume with other settings, and says which may change', async () => {
    const resumed = await stopAt(4);
    await expect(train({ ...resumed, settings: { seed: 2, steps: 20 } })).rejects.toThrow(
      /made with other settings: seed \(1 → 2\).*only steps may change/,
    );
    // A run of another kind is told by that alone.
    await expect(train({ ...resumed, settings: { task: 'other', seed: 2, steps: 20 } })).rejects.toThrow(
      /made with other settings: task \(nothing → "other"\) \(put/,
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
});
