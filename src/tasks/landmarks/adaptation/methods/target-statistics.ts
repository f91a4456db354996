/**
 * Statistics of the target pictures in place of the source's (AdaBN: Li et al., "Revisiting Batch Normalization For Practical
 * Domain Adaptation", ICLR workshops 2017): before the first step, what batch normalisation has kept of the source faces is
 * replaced by what it measures on target faces. No weight moves and no step costs more.
 *
 * A training goes on measuring the source faces: a recipe that is to keep the target's statistics freezes them (`groups`).
 */
import { whole } from '../../../../core/settings/value-kinds.js';
import { buildNetwork } from '../../../../networks/network.js';
import { Graph } from '../../../../nn/graph/graph.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { matchingState } from '../../../../nn/program/matching-state.js';
import { entryValues } from '../../../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../../../nn/program/trainer-state.js';
import { createPlanTrainer } from '../../../../nn/train/plan/plan-trainer.js';
import {
  type AdaptationContext,
  type AdaptationMethod,
  adaptationMethod,
  type OpenFaces,
} from '../adaptation-method.js';
import { checkTarget, targetKeys } from '../target-images.js';

const name = 'target-statistics';

export const targetStatistics: AdaptationMethod = adaptationMethod({
  name,
  // From the source's statistics, 0, to the target's, 1.
  weight: 1,
  stepCost: 0,
  keys: {
    ...targetKeys,
    /** That are looked at. A running mean forgets all but the last twenty. */
    batches: whole(1, 10_000).default(60),
  },
  check: (settings, recipe) =>
    checkTarget(settings, recipe) ??
    (settings.weight > 1
      ? {
          what: `weight: ${settings.weight}; allowed: up to 1, all of the target's statistics`,
          hint: 'leave it out',
        }
      : undefined),
  async create({ weight, target, batch, batches }, context) {
    const own = batch ?? context.batch;
    // Cropped as detection does: what the exported model will see.
    const faces = await context.open(target, { name, batch: own, augmentation: null });
    return {
      faces: faces.size,
      beginsWith: (state) => withTargetStatistics(state, { weight, batches, batch: own, faces, context }),
      close: () => faces.close(),
    };
  },
});

interface TargetOptions {
  weight: number;
  batches: number;
  batch: number;
  faces: OpenFaces;
  context: AdaptationContext;
}

async function withTargetStatistics(
  state: TrainerState,
  { weight, batches, batch, faces, context: { objective, seed } }: TargetOptions,
): Promise<TrainerState> {
  const { model, landmarks } = objective;
  const trainer = await createPlanTrainer(
    {
      programs: {
        [name]: {
          batch,
          build: (samples) => {
            const graph = new Graph('training');
            const image = graph.input('image', [samples, 3, model.inputSize, model.inputSize]);
            // Any loss will do: at a rate of 0 nothing moves but what the batches are normalised by.
            const loss = reduceMean(square(buildNetwork(image, landmarks, model).at(-1)!.features));
            return { graph, loss, metrics: {} };
          },
        },
      },
      updates: [{ phases: [{ name, program: name, data: name }] }],
    },
    { seed },
  );
  try {
    trainer.restore(matchingState(trainer.state(), state).state);
    for (let number = 0; number < batches; number++)
      await trainer.step({ [name]: { image: (await faces.batch(number)).images } }, { learningRate: 0 });
    const measured = trainer.state();
    const statistics = Float32Array.from(state.statistics);
    for (const entry of measured.statisticLayout) {
      const kept = state.statisticLayout.find((other) => other.name === entry.name);
      if (kept === undefined) continue;
      const values = entryValues(statistics, kept);
      entryValues(measured.statistics, entry).forEach((value, i) => {
        values[i] = values[i]! + weight * (value - values[i]!);
      });
    }
    return { ...state, statistics };
  } finally {
    await trainer.release();
  }
}
