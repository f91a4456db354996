/**
 * What every adaptation method must do, on made-up domains (`toy-domains.suite.ts`): lower its own discrepancy on the
 * target, leave the source's training alone until it begins, have the gradient of its loss, and go on after a stop as if
 * there had been none.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferenceNetwork } from '../../../networks/model-file/model-file.js';
import type { ParameterGroup } from '../../../nn/optimisers/parameter-groups.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { matchingState } from '../../../nn/program/matching-state.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import { averagedState, type TrainerState } from '../../../nn/program/trainer-state.js';
import { compileTraining, type TrainingProgram } from '../../../nn/program/training-program.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { createPlanTrainer, type PlanTrainer } from '../../../nn/train/plan/plan-trainer.js';
import { faceSource } from '../face-batches.js';
import { buildObjective } from '../objective.js';
import type { AdaptationContext, AdaptationPart } from './adaptation-method.js';
import { type ComposedPlan, composePlan, sourceFaces } from './compose-plan.js';
import { methodNamed } from './registry.js';
import { toyBatch, toyContext, toyFaces, toyObjective } from './toy-domains.suite.js';

export interface ConformanceCase {
  method: string;
  /** Keys that let it work at full strength. */
  keys: Record<string, unknown>;
  /** Those under which it measures its discrepancy and leaves the detector alone. */
  idle: Record<string, unknown>;
  /** How far apart the domains are, out of a step's metrics. */
  discrepancy: (metrics: Readonly<Record<string, number>>) => number;
  /** At most this share of the idle run's discrepancy is left. */
  left: number;
  /** At most this share of the idle run's error on target faces is left, where the method is right on these domains. */
  error?: number;
  /** Parameters whose gradient no cut or reversal keeps from being the loss's slope; default: all that it moves. */
  plain?: (parameter: string) => boolean;
  context?: () => AdaptationContext;
}

/** A trained detector that is adapted keeps its running statistics, see docs/adaptation.md. */
const fixedStatistics = ['mean', 'variance'].map((name) => ({ match: `**/${name}`, frozen: true }));

const trainers: PlanTrainer[] = [];
async function trainerOf({ plan }: ComposedPlan, groups: ParameterGroup[] = []): Promise<PlanTrainer> {
  const trainer = await createPlanTrainer(plan, { seed: 1, ema: 0.9, optimiser: { clipNorm: 20 }, groups });
  trainers.push(trainer);
  return trainer;
}

const sourceAlone = composePlan([], { objective: toyObjective, batch: toyBatch, accumulate: 1 });
let trained: Promise<TrainerState> | undefined;

/** A detector that has learnt the source. */
function sourceDetector(): Promise<TrainerState> {
  trained ??= (async () => {
    const trainer = await trainerOf(sourceAlone);
    await run(trainer, sourceAlone, 0, 200, (step) => (step < 100 ? 1e-2 : 1e-2 * (1 - (step - 100) / 105)));
    return trainer.state();
  })();
  return trained;
}

/** @returns the metrics' means over the last ten steps. */
async function run(
  trainer: PlanTrainer,
  { sources, sourceInputs, restyle }: ComposedPlan,
  from: number,
  to: number,
  rate: (step: number) => number = () => 1e-3,
): Promise<Readonly<Record<string, number>>> {
  const labelled = faceSource(
    { batch: async (number) => toyFaces('source', number), close: async () => {} },
    { more: sourceInputs, restyle },
  );
  const means: Record<string, number> = {};
  const counted = Math.min(10, to - from);
  for (let step = from; step < to; step++) {
    const data: Record<string, Record<string, Float32Array>> = {
      [sourceFaces]: await labelled.batch(step),
    };
    for (const [name, source] of Object.entries(sources))
      if (source.isTaken?.(step) ?? true) data[name] = await source.batch(step);
    const { metrics } = await trainer.step(data, { learningRate: rate(step) });
    if (step < to - counted) continue;
    for (const [name, value] of Object.entries(metrics)) means[name] = (means[name] ?? 0) + value / counted;
  }
  return means;
}

export function conformance(testCase: ConformanceCase): void {
  const { method, keys, idle, discrepancy, left, error, plain = () => true, context = toyContext } = testCase;
  const partOf = (more: Record<string, unknown>): Promise<AdaptationPart> =>
    methodNamed(method).create(
      methodNamed(method).schema.parse({ method, ...keys, ...more }) as never,
      context(),
    );
  const composed = async (more: Record<string, unknown> = {}): Promise<ComposedPlan> => {
    const { objective, batch, accumulate } = context();
    const start = typeof more.start === 'number' ? more.start : 0;
    return composePlan([{ start, part: await partOf(more) }], { objective, batch, accumulate });
  };

  describe(`adaptation: ${method}`, () => {
    let detector: TrainerState;
    beforeAll(async () => {
      detector = await sourceDetector();
    }, 600_000);
    afterAll(async () => {
      await Promise.all(trainers.splice(0).map((trainer) => trainer.release()));
    });

    it('lowers its own discrepancy', async () => {
      const adaptedBy = async (more: Record<string, unknown>): Promise<{ apart: number; error: number }> => {
        const plan = await composed(more);
        const trainer = await trainerOf(plan, fixedStatistics);
        trainer.restore(matchingState(trainer.state(), detector).state);
        const apart = discrepancy(await run(trainer, plan, 0, 50));
        return { apart, error: error === undefined ? 0 : await targetError(trainer.state()) };
      };
      const before = await adaptedBy(idle);
      const adapted = await adaptedBy({});
      expect(before.apart).toBeGreaterThan(0);
      expect(adapted.apart).toBeLessThan(left * before.apart);
      if (error !== undefined) expect(adapted.error).toBeLessThan(error * before.error);
    }, 600_000);

    it('is the training of the source alone, bit for bit, up to its start; then goes on after a stop as if without', async () => {
      const plan = await composed({ start: 2 });
      const both = await trainerOf(plan);
      const alone = await trainerOf(sourceAlone);
      const same = (): boolean => {
        const [own, expected] = [both.state(), alone.state()];
        return expected.parameterLayout.every((entry) => {
          const found = own.parameterLayout.find(({ name }) => name === entry.name)!;
          const values = entryValues(own.parameters, found);
          return entryValues(expected.parameters, entry).every((value, i) => Object.is(value, values[i]));
        });
      };
      await run(both, plan, 0, 2);
      await run(alone, sourceAlone, 0, 2);
      expect(same()).toBe(true);
      const { statistics } = alone.state();
      expect(both.state().statistics.slice(0, statistics.length)).toEqual(statistics);
      await run(both, plan, 2, 3);
      const saved = both.state();
      await run(alone, sourceAlone, 2, 3);
      expect(same()).toBe(false);

      const expected = await run(both, plan, 3, 5);
      const again = await composed({ start: 2 });
      const resumed = await trainerOf(again);
      resumed.restore(saved);
      expect(await run(resumed, again, 3, 5)).toEqual(expected);
      expect(resumed.state()).toEqual(both.state());
    }, 600_000);

    it('has the slope of its loss as gradient', async () => {
      const part = await partOf({});
      const frozen = (): boolean => false;
      const networks = Object.values(part.programs ?? {}).map(({ build }) => build(toyBatch, frozen));
      if (part.onSource) {
        const source = buildObjective({ ...toyContext().objective, frozen }, toyBatch);
        const { loss } = part.onSource.build(source, toyBatch);
        if (loss !== undefined) networks.push({ graph: source.graph, loss });
      }
      const data = toyFaces('target', 5);
      for (const { graph, loss } of networks) {
        if (loss === undefined) continue;
        const program = compileTraining(graph, { loss });
        const { relative, slope } = await slopeAlongGradient(program, detector, data, plain);
        expect(relative).toBeGreaterThan(0);
        expect(slope / relative).toBeGreaterThan(0.95);
        expect(slope / relative).toBeLessThan(1.05);
      }
    }, 600_000);
  });
}

/** Mean distance in pixels of the exported network's points, on target faces that no training saw. */
async function targetError(state: TrainerState): Promise<number> {
  const { model, landmarks } = toyObjective;
  const { graph, outputs } = inferenceNetwork(model, landmarks, toyBatch);
  const session = await createInferenceSession(
    exportInference(graph, { points: outputs.points }, averagedState(state), {}),
  );
  try {
    let sum = 0;
    const batches = [900, 901, 902].map((number) => toyFaces('target', number));
    for (const { images, points } of batches) {
      const shape = [toyBatch, 3, model.inputSize, model.inputSize];
      const found = (await session.run({ image: { data: images, shape } })).points!;
      for (let i = 0; i < found.length; i += 2)
        sum += Math.hypot(found[i]! - points[i]!, found[i + 1]! - points[i + 1]!);
    }
    return sum / (batches.length * toyBatch * landmarks);
  } finally {
    await session.release();
  }
}

/** The gradient's length over the plain parameters, and the loss's slope along it by central differences. */
async function slopeAlongGradient(
  program: TrainingProgram,
  detector: TrainerState,
  { images, points, weights }: ReturnType<typeof toyFaces>,
  plain: (parameter: string) => boolean,
): Promise<{ relative: number; slope: number }> {
  const { state } = matchingState(program.initialState(1), detector);
  const session = await createInferenceSession(program.onnx);
  const given: Record<string, Float32Array> = { image: images, points, weights };
  const evaluate = async (parameters: Float32Array) => {
    const inputs = program.inputs.map(({ name, shape }) => {
      const length = shape.reduce((product, count) => product * count, 1);
      // Reversed by −1 a gradient goes through as it is, so that the loss has one.
      const filled = new Float32Array(length).fill(name.endsWith('.coefficient') ? -1 : 1);
      if (name.endsWith('.landmarks')) for (let i = 0; i < length; i++) filled[i] = i % shape[1]!;
      return [name, { data: given[name]?.length === length ? given[name]! : filled, shape }] as const;
    });
    return session.run({
      ...Object.fromEntries(inputs),
      parameters: { data: parameters, shape: [parameters.length] },
      ...(program.readsStatistics && {
        statistics: { data: state.statistics, shape: [state.statistics.length] },
      }),
    });
  };
  try {
    const { gradient, loss } = await evaluate(state.parameters);
    const direction = new Float32Array(state.parameters.length);
    for (const entry of program.gradients)
      if (plain(entry.name))
        entryValues(direction, program.parameters.find(({ name }) => name === entry.name)!).set(
          entryValues(gradient!, entry),
        );
    const relative = Math.hypot(...direction);
    const reach = (1e-3 * Math.max(0.1, Math.abs(loss![0]!))) / relative;
    const at = async (sign: number): Promise<number> => {
      const moved = state.parameters.map((value, i) => value + (sign * reach * direction[i]!) / relative);
      return (await evaluate(moved)).loss![0]!;
    };
    return { relative, slope: ((await at(1)) - (await at(-1))) / (2 * reach) };
  } finally {
    await session.release();
  }
}
