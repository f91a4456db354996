/**
 * Whether the loader keeps up with the trainer: steps of the shipped detector's recipe with its loader, as training runs
 * them, and the share of the time that the trainer waits for a batch. The faces are the recipe's own where they lie in
 * `data/`, else generated ones. Also what one face costs: from a dataset, and made while training.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../src/core/numbers/statistics.js';
import { createFreshFaces } from '../src/dataset/fresh/fresh-faces.js';
import { freshFacesSchema } from '../src/dataset/fresh/settings.js';
import { generateDataset } from '../src/dataset/generate/generate-dataset.js';
import { createLoader } from '../src/dataset/load/loader.js';
import { openDataset } from '../src/dataset/store/store.js';
import { defaultHeadName } from '../src/face/heads/registry.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { Prefetch } from '../src/nn/train/fit/batches.js';
import { createTrainer } from '../src/nn/train/plan/trainer.js';
import { exists } from '../src/node/files.js';
import { faceSource } from '../src/tasks/landmarks/face-batches.js';
import { normalisation } from '../src/tasks/landmarks/normalisation.js';
import { buildObjective } from '../src/tasks/landmarks/objective.js';
import { type Recipe, readRecipe } from '../src/tasks/landmarks/recipe.js';
import { type Benchmark, throughput } from './figure.js';
import { timed } from './timing.js';

const recipeFile = 'recipes/ibug68-ict.yaml';
const limit = 2000;

export const benchLoader: Benchmark = async ({ quick, say }) => {
  const recipe = await readRecipe(recipeFile);
  const { folder, name, remove } = await facesOf(recipe);
  const dataset = await openDataset(folder);
  const loader = await createLoader([dataset], {
    ...cropOptions(recipe),
    split: recipe.data.trainSplit,
    seed: recipe.seed,
    workers: recipe.loaderWorkers,
    limit,
  });
  dataset.close();
  const batches = new Prefetch(faceSource(loader), 3, Number.POSITIVE_INFINITY);
  try {
    const cost = await timed(() => loader.batch(1000), quick ? 6 : 16);
    const perFace = (1000 * median(cost.slice(2).map(({ cpu }) => cpu))) / recipe.batch;
    say(`loader: ${perFace.toFixed(2)} ms of CPU time for a face with full augmentation`);
    const set = landmarkSet(recipe.data.landmarks);
    const trainer = await createTrainer(
      (batch) =>
        buildObjective({ model: recipe.model, landmarks: set.points.length, loss: recipe.loss }, batch),
      { batch: recipe.batch, replicas: recipe.replicas, seed: recipe.seed },
    );
    const waiting: number[] = [];
    const whole: number[] = [];
    try {
      for (let step = 0; step < (quick ? 15 : 60); step++) {
        const start = performance.now();
        const batch = await batches.batch(step);
        const got = performance.now();
        await trainer.step(batch, { learningRate: 1e-3 });
        if (step < 5) continue;
        waiting.push(got - start);
        whole.push(performance.now() - start);
      }
    } finally {
      await trainer.release();
    }
    const total = whole.reduce((sum, value) => sum + value, 0);
    const share = (100 * waiting.reduce((sum, value) => sum + value, 0)) / total;
    const rate = (1000 * recipe.batch * whole.length) / total;
    say(
      `loader: ${share.toFixed(2)} % of a step is spent waiting; ${rate.toFixed(1)} img/s with ${recipe.replicas} replicas`,
    );
    const conditions = `${recipe.name} on ${name}, batch ${recipe.batch}, ${recipe.replicas} replicas, ${recipe.loaderWorkers} loader worker`;
    return [
      {
        benchmark: 'loader',
        conditions: `${conditions}: waiting`,
        value: share,
        unit: '% of a step',
        target: { text: '< 5 %', atMost: 5 },
      },
      {
        benchmark: 'loader',
        conditions: `${conditions}: training`,
        value: rate,
        unit: throughput('img/s', 'wall'),
      },
      {
        benchmark: 'loader',
        conditions: `${recipe.name} on ${name}, full augmentation, cached images`,
        value: perFace,
        unit: throughput('ms/img', 'cpu'),
      },
    ];
  } finally {
    await loader.close();
    await remove();
  }
};

/** What one face costs that is made while training, and how many a second two workers make. */
export const benchFreshFaces: Benchmark = async ({ quick, say }) => {
  const recipe = await readRecipe(recipeFile);
  const head = await defaultHeadName();
  const faces = await createFreshFaces({
    ...freshFacesSchema.parse({ head, size: 160 }),
    ...cropOptions(recipe),
    part: 'training',
    landmarks: landmarkSet(recipe.data.landmarks),
    augmentationSeed: recipe.seed,
    workers: 2,
  });
  try {
    // Two batches warm up.
    let step = 0;
    const timings = await timed(() => faces.batch(step++), quick ? 4 : 8);
    const counted = timings.slice(2);
    const cpu = (1000 * median(counted.map((timing) => timing.cpu))) / recipe.batch;
    const rate = recipe.batch / median(counted.map((timing) => timing.wall));
    say(
      `fresh faces, ${head}, 160 px: ${cpu.toFixed(1)} ms of CPU time each, ${rate.toFixed(1)} img/s with 2 workers`,
    );
    const conditions = `${head}, 160 px, cropped and augmented to ${recipe.model.inputSize} px`;
    return [
      { benchmark: 'fresh faces', conditions, value: cpu, unit: throughput('ms/img', 'cpu') },
      {
        benchmark: 'fresh faces',
        conditions: `${conditions}, 2 workers`,
        value: rate,
        unit: throughput('img/s', 'wall'),
      },
    ];
  } finally {
    await faces.close();
  }
};

function cropOptions({ batch, model, augmentation, data }: Recipe) {
  return { batch, inputSize: model.inputSize, augmentation, convention: data.convention, normalisation };
}

/** The recipe's first dataset, or 200 faces made now. */
async function facesOf(
  recipe: Recipe,
): Promise<{ folder: string; name: string; remove: () => Promise<void> }> {
  const [folder] = recipe.data.train;
  if (folder !== undefined && (await exists(folder))) return { folder, name: folder, remove: async () => {} };
  const made = await mkdtemp(join(tmpdir(), 'lineament-bench-'));
  const head = await defaultHeadName();
  await generateDataset({
    head,
    count: 200,
    size: 160,
    landmarks: recipe.data.landmarks,
    seed: 1,
    out: join(made, 'faces'),
  });
  return {
    folder: join(made, 'faces'),
    name: `200 faces of ${head}`,
    remove: () => rm(made, { recursive: true, force: true }),
  };
}
