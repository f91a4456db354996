import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ClipFacts, eventName } from '../../../captions/events.js';
import { clipTokenizer } from '../../../captions/words.js';
import type { Image } from '../../../core/image.js';
import { Random } from '../../../core/random.js';
import { generateDataset } from '../../../dataset/generate/generate-dataset.js';
import { encodeClipFile } from '../../../networks/clip/clip-file.js';
import { clipFormat } from '../../../networks/clip/clip-metadata.js';
import { createVideoEmbedder, fitOf } from '../../../networks/video/video-embedder.js';
import { encodeVideoFile } from '../../../networks/video/video-file.js';
import {
  readVideoMetadata,
  type VideoKind,
  type VideoMetadata,
  videoFormat,
  videoKinds,
} from '../../../networks/video/video-metadata.js';
import { fits, frameMaps } from '../../../networks/video/video-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import { reduceSum } from '../../../nn/operators/reductions/reduce-sum.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import type { ClipEvent } from '../../../render/sampling/clip-events.js';
import { clipPlaces, writeClipFacts } from '../text/clip-codes.js';
import { type Clip, loadClips, mirroredClip, reversedClip } from './clip-set.js';
import { buildVideoObjective } from './objective.js';
import { parseVideoRecipe, type VideoRecipe } from './recipe.js';
import { clipSource, readClips } from './sampled-clips.js';
import { embedClips, tellClips, twinsToldApart } from './validation.js';
import { encoderWeights, requireLevels, withFrozenLevels } from './warm-start.js';

const yaml = (kind: VideoKind, more = ''): string => `
task: clip-video
name: tiny
data: {datasets: [data/none], size: 16}
from: runs/none.bin
frozen: 1
model:
  kind: ${kind}
  frames: 3
  size: 16
  length: 12
  embedding: 8
  image: {channels: [8, 8], blocks: [0, 0]}
  text: {width: 8, blocks: 1, heads: 2}
  time: {blocks: 1, heads: 2}
captions: {drop: [0], dropEvents: [0], unknown: 0}
batch: 2
steps: 80
learningRate: {peak: 0.01, warmUp: 1}
${more}`;

/** A white bar that goes to the subject's left. */
function tinyClip(): Clip {
  const frames = [0, 1, 2].map((at): Image => {
    const data = new Uint8Array(16 * 16 * 3);
    for (let y = 0; y < 16; y++) data.fill(255, (y * 16 + 5 * at) * 3, (y * 16 + 5 * at + 5) * 3);
    return { width: 16, height: 16, channels: 3, data };
  });
  const events: ClipEvent[] = [{ part: 'turn', from: 'right', to: 'left', start: 0.1, end: 0.9 }];
  return {
    ...{ id: 'data/clips/0', frames, events, enlarge: 1, seconds: 1 },
    said: { facts: {}, events: events.map(eventName) },
  };
}

const clips = [tinyClip()];

function metadataOf({ model }: VideoRecipe): VideoMetadata {
  return {
    format: videoFormat,
    input: { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5], enlarge: 1.5, seconds: 2 },
    words: [...clipTokenizer().words],
    architecture: model,
    training: { recipe: 'tiny', seed: 0, steps: 60, data: 'Nothing.' },
    precision: 'float32',
    lineament: '0.1.0',
    licence: 'Apache-2.0',
  };
}

/** Of a model that has learnt nothing yet: how far a clip lies from the same backwards, and what its file says. */
async function apart(kind: VideoKind): Promise<{ distance: number; twins: number[] }> {
  const recipe = parseVideoRecipe(yaml(kind), 'tiny.yaml');
  const { model, frozen, loss } = recipe;
  const trunk = new Graph('training');
  const maps = frameMaps(trunk.input('image', [2, 3, 16, 16]), model, frozen);
  const clip = compileTraining(trunk, { loss: reduceSum(maps) }).initialState(1);
  const words = clipTokenizer().words.length;
  const own = compileTraining(...objectiveOf({ model, frozen, loss, words })).initialState(2);
  const metadata = metadataOf(recipe);
  const bytes = encodeVideoFile(metadata, withFrozenLevels(own, clip));
  expect(readVideoMetadata(bytes, 'clip-video.onnx')).toEqual(metadata);
  const session = await onnxRuntimeNode.createSession(bytes);
  const embedder = createVideoEmbedder(metadata, (inputs) => session.run(inputs));
  const shown = await embedClips(embedder, clips);
  const twins = twinsToldApart(shown, await tellClips(embedder, clipTokenizer(), clips));
  await session.release();
  const [ahead, back] = [shown.forwards[0]!, shown.backwards[0]!];
  return { distance: Math.hypot(...ahead.map((value, i) => value - back[i]!)), twins };
}

function objectiveOf(
  settings: Parameters<typeof buildVideoObjective>[0],
): Parameters<typeof compileTraining> {
  const { graph, loss } = buildVideoObjective(settings, 2);
  return [graph, { loss }];
}

describe('a model of clips and sentences', () => {
  it.each(['transformer', 'tokens'] as const)('of kind %s knows the order of the frames', async (kind) => {
    expect((await apart(kind)).distance).toBeGreaterThan(1e-4);
  });

  it('of the mean over frames knows no order, so it cannot tell a clip from the same backwards', async () => {
    const { distance, twins } = await apart('mean');
    expect(distance).toBeLessThan(1e-5);
    expect(twins.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('draws its batches from a clip, its mirror image and both backwards', async () => {
    const recipe = parseVideoRecipe(yaml('mean').replace('frozen: 1', 'frozen: 0'), 'tiny.yaml');
    const nothing = {
      ...{ parameterLayout: [], parameters: new Float32Array(0) },
      ...{ statisticLayout: [], statistics: new Float32Array(0) },
    };
    const read = await readClips(clips, recipe, nothing);
    expect(read.map(({ forwards, backwards }) => [forwards.events, backwards.events].flat())).toEqual([
      ['turns left', 'turns right'],
      ['turns right', 'turns left'],
    ]);
    const { shown, said, words, maps } = await clipSource(read, recipe, clipTokenizer()).batch(0);
    expect(said).toEqual(shown);
    expect(words).toHaveLength(2 * 2 * 12);
    expect(maps).toHaveLength(2 * 3 * 3 * 16 * 16);
  });

  it('begins with the weights of a model file, its own or that of a CLIP', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lineament-video-'));
    const recipe = parseVideoRecipe(yaml('transformer'), 'tiny.yaml');
    const { model, frozen, loss } = recipe;
    const words = clipTokenizer().words.length;
    const own = compileTraining(...objectiveOf({ model, frozen: 0, loss, words })).initialState(2);
    const fewer = { ...model, length: 7 };
    const shorter = compileTraining(...objectiveOf({ model: fewer, frozen: 0, loss, words })).initialState(2);
    const metadata = metadataOf(recipe);
    const { kind: _, frames: __, time: ___, ...architecture } = model;
    const files = {
      // With room for fewer words: only their first places are known.
      clip: encodeClipFile(
        { ...metadata, format: clipFormat, architecture: { ...architecture, length: 7 } },
        shorter,
      ),
      video: encodeVideoFile(metadata, own),
    };
    const wanted = own.parameterLayout.find(({ name }) => name === 'image.level1.down.weight')!;
    for (const [name, bytes] of Object.entries(files)) {
      const from = join(folder, `${name}.onnx`);
      writeFileSync(from, bytes);
      const known = await encoderWeights({ ...recipe, from }, clips);
      requireLevels(from, known, frozen);
      const entry = known.parameterLayout.find((one) => one.name === wanted.name)!;
      expect(entryValues(known.parameters, entry)).toHaveLength(entryValues(own.parameters, wanted).length);
      const hasTime = known.parameterLayout.some((one) => one.name.startsWith('time.'));
      expect(hasTime).toBe(name === 'video');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told which file to begin with where a checkpoint lacks what stays as it is', () => {
    const { model, frozen, loss } = parseVideoRecipe(yaml('mean'), 'tiny.yaml');
    const words = clipTokenizer().words.length;
    const trained = compileTraining(...objectiveOf({ model, frozen, loss, words })).initialState(1);
    expect(() => requireLevels('runs/a/best-checkpoint.bin', trained, frozen)).toThrow(
      /runs\/a\/best-checkpoint\.bin: from: no level 0 .*task: clip-video lacks .*name the best\.onnx of its run/,
    );
    const other = { ...trained, parameterLayout: [] };
    expect(() => requireLevels('runs/a/checkpoint.bin', other, frozen)).toThrow('a recipe with task: clip,');
  });

  it('compares in its graph as outside of it, and words that are not there say nothing', async () => {
    const random = new Random(1);
    const draw = (count: number): Float32Array =>
      Float32Array.from({ length: count }, () => random.uniform(-1, 1));
    const [clip, sentence] = [draw(2 * 3 * 4), draw(2 * 5 * 4)];
    const there = Float32Array.of(1, 1, 1, 0, 0, 1, 1, 1, 1, 0);
    for (let i = 0; i < there.length; i++) if (there[i] === 0) sentence.fill(0, i * 4, i * 4 + 4);
    const graph = new Graph('inference');
    const result = fits(
      graph.input('clip', [2, 3, 4]),
      graph.input('sentence', [2, 5, 4]),
      graph.input('there', [2, 5]),
    );
    const session = await onnxRuntimeNode.createSession(
      exportInference(
        graph,
        { result },
        {
          parameterLayout: [],
          parameters: new Float32Array(0),
          statisticLayout: [],
          statistics: new Float32Array(0),
        },
        {},
      ),
    );
    const { result: values } = await session.run({
      clip: { data: clip, shape: [2, 3, 4] },
      sentence: { data: sentence, shape: [2, 5, 4] },
      there: { data: there, shape: [2, 5] },
    });
    await session.release();
    for (const row of [0, 1])
      for (const column of [0, 1])
        expect(values![row * 2 + column]).toBeCloseTo(
          fitOf(clip.subarray(row * 12, row * 12 + 12), sentence.subarray(column * 20, column * 20 + 20), 4),
          4,
        );
  });
});

describe('clips', () => {
  it('backwards and in a mirror are described as they then look', () => {
    const clip = tinyClip();
    expect(clip.said.events).toEqual(['turns left']);
    expect(reversedClip(clip).said.events).toEqual(['turns right']);
    expect(mirroredClip(clip).said.events).toEqual(['turns right']);
    expect(mirroredClip(clip).frames[0]!.data[0]).toBe(clip.frames[0]!.data[15 * 3]);
  });

  it('are read from a dataset in their order, no more than are asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lineament-clips-'));
    const kind = { head: 'cage', size: 16, frames: 4, rate: 4, events: 1, landmarks: 'ibug68' } as const;
    await generateDataset({ ...kind, count: 3, seed: 1, validation: 0, test: 0, out: join(folder, 'clips') });
    const data = { datasets: [join(folder, 'clips')], size: 16 };
    const all = await loadClips(data, 'all');
    expect(all.map(({ id, frames }) => [id.at(-1), frames.length])).toEqual([
      ['0', 4],
      ['1', 4],
      ['2', 4],
    ]);
    const some = await loadClips({ ...data, limit: 2 }, 'all');
    expect(some).toEqual(all.slice(0, 2));
    await expect(loadClips({ ...data, size: 32 }, 'all')).rejects.toThrow(
      'data.size: 32; the pictures have 16 × 16 pixels',
    );
    rmSync(folder, { recursive: true, force: true });
  });

  it('make a sentence true if its events come in their order', () => {
    const covers = (shown: ClipFacts['events'], said: ClipFacts['events']): boolean => {
      const codes = new Float32Array(2 * clipPlaces);
      for (const [row, events] of [shown, said].entries()) writeClipFacts({ facts: {}, events }, codes, row);
      return codes.subarray(clipPlaces).every((value, i) => value <= codes[i]!);
    };
    expect(covers(['turns left', 'smiles', 'opens the mouth'], ['turns left', 'opens the mouth'])).toBe(true);
    expect(covers(['turns left', 'smiles', 'opens the mouth'], ['opens the mouth', 'turns left'])).toBe(
      false,
    );
    expect(covers(['turns left'], ['turns left', 'smiles'])).toBe(false);
  });
});

describe('a recipe of clips', () => {
  it('that comes with the package is accepted, one for each kind', () => {
    const folder = 'recipes/generative';
    const kinds = readdirSync(folder)
      .filter((file) => file.startsWith('video-'))
      .map((file) => parseVideoRecipe(readFileSync(join(folder, file), 'utf8'), file).model.kind);
    expect(kinds.sort()).toEqual([...videoKinds].sort());
  });

  it('is refused by key, value and what is allowed', () => {
    expect(() => parseVideoRecipe(yaml('mean', 'frozen_: 1'), 'r.yaml')).toThrow('frozen_');
    expect(() => parseVideoRecipe(yaml('mean').replace('frozen: 1', 'frozen: 3'), 'r.yaml')).toThrow(
      'frozen: 3; allowed: at most the levels, 2',
    );
  });
});
