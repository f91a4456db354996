import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from './checkpoint.js';
import { type FitOptions, fit as train } from './fit.js';
import type { FitEvent } from './fit-event.js';
import { options, records, stopAt, toyTrainer, watched } from './toy-training.suite.js';

describe('early stopping of a fit', () => {
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
});
