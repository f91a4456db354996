/**
 * How fast faces are made: the whole of `lineament generate` (scene, render, JPEG, five PNG layers, store) for one and
 * two workers, and where one image's time goes. The head is ict-facekit where it is installed, else the cage.
 *
 * Two rates of one run: from the call to its return, start-up and compilation included, as a user waits for it; and of
 * the run's second half, which a large dataset tends to. The aims are held against the first, of 1,000 faces.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../src/core/random.js';
import { silentWork } from '../src/core/work.js';
import { encodeShot } from '../src/dataset/generate/encode-shot.js';
import { generateDataset } from '../src/dataset/generate/generate-dataset.js';
import { generationDefaults } from '../src/dataset/generate/settings.js';
import { layerNames } from '../src/dataset/layers/registry.js';
import { createDresser, type Dresser } from '../src/face/dress/dress-head.js';
import type { HeadModel, HeadShape } from '../src/face/heads/head-model.js';
import { defaultHeadName, loadHead } from '../src/face/heads/registry.js';
import type { FaceDescription } from '../src/face/person/description.js';
import { landmarkSet } from '../src/landmarks/sets/registry.js';
import { sampleScene } from '../src/render/sampling/scene-sampling.js';
import { createSoftwareRenderer } from '../src/render/software/software-renderer.js';
import { createStudio } from '../src/render/studio.js';
import type { Benchmark, Figure, RunContext } from './figure.js';

const landmarks = 'ibug68';
const sizes = [128, 256] as const;

/** Images a second on two cores that the project aims for. */
const targets: Record<number, number> = { 128: 40, 256: 15 };

export const benchGeneration: Benchmark = async (context) => {
  const head = await defaultHeadName();
  const figures: Figure[] = [];
  for (const size of sizes) {
    figures.push(...(await benchStages(head, size, context)));
    for (const workers of [1, 2]) figures.push(...(await benchDataset(head, size, workers, context)));
  }
  return figures;
};

/** Faces of a run: on one worker fewer, which has no aim. */
const faces = (workers: number, quick: boolean): number => (quick ? 80 : workers === 1 ? 300 : 1000);

async function benchDataset(
  head: string,
  size: number,
  workers: number,
  { quick, say }: RunContext,
): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lineament-bench-'));
  const count = faces(workers, quick);
  const halfway = count / 2;
  const start = performance.now();
  let middle = start;
  let end = start;
  let used = process.cpuUsage();
  try {
    await generateDataset(
      {
        head,
        count,
        size,
        landmarks,
        seed: 1,
        workers,
        layers: layerNames,
        out: join(folder, 'faces'),
      },
      {
        ...silentWork,
        report: (done) => {
          if (done !== halfway) return;
          middle = performance.now();
          used = process.cpuUsage();
        },
      },
    );
    end = performance.now();
    used = process.cpuUsage(used);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const whole = (count / (end - start)) * 1000;
  const steady = (halfway / (end - middle)) * 1000;
  const perCore = (halfway / milliseconds(used)) * 1000;
  const conditions = `${head}, ${size} px, all layers, ${workers} worker${workers === 1 ? '' : 's'}, ${count} faces`;
  say(
    `generation, ${conditions}: ${whole.toFixed(1)} img/s with start-up; second half ${steady.toFixed(1)} img/s, ${perCore.toFixed(1)} for each second of a core`,
  );
  const target = targets[size];
  return [
    {
      benchmark: 'generation',
      conditions: `${conditions} with start-up`,
      value: whole,
      unit: 'img/s',
      ...(workers === 2 &&
        target !== undefined && { target: { text: `≥ ${target} img/s`, atLeast: target } }),
    },
    { benchmark: 'generation', conditions: `${conditions}, second half`, value: steady, unit: 'img/s' },
    // Where other work shares the cores, this is the figure to compare.
    {
      benchmark: 'generation',
      conditions: `${conditions}, second half`,
      value: perCore,
      unit: 'img/s of CPU time',
    },
  ];
}

type Stage = 'scene' | 'shape' | 'dress' | 'render' | 'labels, background, finish' | 'encode';

/** Milliseconds of processor time that each stage of one image takes, on one thread. */
async function benchStages(headName: string, size: number, { quick, say }: RunContext): Promise<Figure[]> {
  const spent = new Map<Stage, number>();
  const add = (stage: Stage, milliseconds: number): void => {
    spent.set(stage, (spent.get(stage) ?? 0) + milliseconds);
  };
  const timed = <Result>(stage: Stage, work: () => Result): Result => {
    const start = process.cpuUsage();
    const result = work();
    add(stage, milliseconds(process.cpuUsage(start)));
    return result;
  };
  const head = await loadHead(headName);
  let shape: HeadShape | undefined;
  let shaping = 0;
  const watchedHead: HeadModel = Object.assign(Object.create(head) as HeadModel, {
    shape: (parameters: Parameters<HeadModel['shape']>[0]) => {
      const start = process.cpuUsage();
      shape = head.shape(parameters);
      shaping = milliseconds(process.cpuUsage(start));
      return shape;
    },
  });
  const renderer = createSoftwareRenderer();
  const studio = createStudio({ head: watchedHead, set: landmarkSet(landmarks) });
  const dress: Dresser = createDresser(head);

  const shoot = async (index: number): Promise<void> => {
    const scene = timed('scene', () =>
      sampleScene(new Random(1, 'sample', index), head, { ...generationDefaults, backgrounds: [] }),
    );
    const start = process.cpuUsage();
    const shot = studio.shoot(scene, { size });
    const whole = milliseconds(process.cpuUsage(start));
    const shapingOfShot = shaping;
    add('shape', shapingOfShot);
    // The studio dresses and renders by itself; the same work is done once more to time it.
    const dressing = timeOfDressing(dress, shape, scene.face);
    add('dress', dressing);
    const composed = studio.compose(scene, { size });
    const rendering = process.cpuUsage();
    renderer.render(composed);
    const drawing = milliseconds(process.cpuUsage(rendering));
    add('render', drawing);
    add('labels, background, finish', Math.max(0, whole - shapingOfShot - drawing - dressing));
    const encoding = process.cpuUsage();
    await encodeShot(shot, scene, { id: 'bench', split: 'train', landmarks, layers: layerNames });
    add('encode', milliseconds(process.cpuUsage(encoding)));
  };
  // Until code is compiled a face takes three times as long: that is start-up, not a stage's cost.
  const [warmUp, count] = quick ? [10, 10] : [100, 60];
  for (let i = 0; i < warmUp; i++) await shoot(i);
  spent.clear();
  for (let i = warmUp; i < warmUp + count; i++) await shoot(i);
  return [...spent].map(([stage, total]) => {
    const value = total / count;
    say(`generation, ${size} px, one thread: ${stage} ${value.toFixed(1)} ms`);
    return {
      benchmark: 'generation stage',
      conditions: `${headName}, ${size} px, ${stage}`,
      value,
      unit: 'ms CPU/img',
    };
  });
}

function timeOfDressing(dress: Dresser, shape: HeadShape | undefined, face: FaceDescription): number {
  const start = process.cpuUsage();
  if (shape !== undefined) dress(shape, face);
  return milliseconds(process.cpuUsage(start));
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;
