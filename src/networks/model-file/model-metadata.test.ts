import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyChecksum } from '../../nn/onnx/checksum.js';
import { networkSchema } from '../registry.js';
import {
  type ModelMetadata,
  metadataEntries,
  metadataKey,
  modelFormat,
  parseMetadata,
} from './model-metadata.js';
import { readModelMetadata } from './read-model-metadata.js';

const metadata: ModelMetadata = {
  format: modelFormat,
  landmarks: { set: 'three', names: ['a', 'b', 'c'], mirror: [1, 0, 2], convention: 'contour' },
  input: { size: 128, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], enlarge: 1.3 },
  decoding: 'integral',
  architecture: networkSchema.parse({}),
  training: { recipe: 'toy', seed: 3, steps: 10, data: 'toys' },
  lineament: '0.1.0',
  licence: 'Apache-2.0',
};

const changed = (change: object): Record<string, string> => ({
  [metadataKey]: JSON.stringify({ ...metadata, ...change }),
});

describe('model metadata', () => {
  it('comes back as it was', () => {
    expect(parseMetadata(metadataEntries(metadata), 'm.onnx')).toEqual(metadata);
  });

  it('refuses files of another version, of someone else, and damaged ones', () => {
    expect(() => parseMetadata(changed({ format: 9 }), 'm.onnx')).toThrow(
      `m.onnx: a model file of another version: format 9; this Lineament reads format ${modelFormat}`,
    );
    expect(() => parseMetadata({ author: 'x' }, 'm.onnx')).toThrow(/m\.onnx: .*not a Lineament model/);
    expect(() => parseMetadata({ [metadataKey]: '{' }, 'm.onnx')).toThrow(/metadata is not JSON/);
    expect(() => parseMetadata(changed({ decoding: 'peak' }), 'm.onnx')).toThrow(/damaged at decoding/);
  });

  it('reads files of format 1, in which every network was an hourglass with heatmaps', () => {
    const { backbone, head: _, ...settings } = networkSchema.parse({ width: 16 });
    const old = { format: 1, architecture: { kind: backbone, ...settings } };
    expect(parseMetadata(changed(old), 'm.onnx')).toEqual({
      ...metadata,
      architecture: networkSchema.parse({ width: 16 }),
    });
    expect(() => parseMetadata(changed({ format: 1, architecture: { kind: 'x' } }), 'm.onnx')).toThrow(
      /damaged at architecture\.backbone: one of hourglass/,
    );
  });

  it('reads files of format 2, in which no network said what can be seen', () => {
    expect(parseMetadata(changed({ format: 2 }), 'm.onnx')).toEqual(metadata);
  });

  it('of the shipped models can be read, and their networks are known', async () => {
    // Models of other tasks have metadata of their own kinds.
    const others = ['face-finder.onnx', 'clip.onnx', 'clip-video.onnx', 'face-tokens.onnx', 'dalle.onnx'];
    const files = (await readdir('models')).filter(
      (file) => file.endsWith('.onnx') && !others.includes(file),
    );
    expect(files).toContain('dense1001.onnx');
    for (const file of files) {
      const bytes = await readFile(join('models', file));
      const { architecture } = readModelMetadata(bytes, file);
      expect(verifyChecksum(bytes)).toBe('whole');
      const lowRank = (anchors: number): object => ({
        head: { kind: 'low-rank', anchors },
        visibility: true,
      });
      const settings =
        file === 'eyes.onnx'
          ? { inputSize: 64, stacks: 2, depth: 3, width: 96, bottleneck: 48, ...lowRank(56) }
          : {
              ...{ stacks: 2, width: 96, bottleneck: 48 },
              ...(file === 'dense1001.onnx' && { ...lowRank(96), context: 256 }),
            };
      expect(architecture).toEqual(networkSchema.parse(settings));
    }
  });

  it.each([
    [{ size: 100_000 }, 'input.size'],
    [{ size: 192 }, 'input.size must be the inputSize of the architecture'],
    [{ enlarge: 1e9 }, 'input.enlarge'],
    [{ enlarge: 1e-9 }, 'input.enlarge'],
  ])('refuses numbers that no model has, before anything is made of that size: %j', (change, place) => {
    const input = { ...metadata.input, ...change };
    expect(() => parseMetadata(changed({ input }), 'm.onnx')).toThrow(place);
  });

  it('may name a second set, whose points come from those of the first', () => {
    const transfer = {
      set: 'two',
      names: ['d', 'e'],
      mirror: [1, 0],
      convention: 'contour',
      network: 'unet',
      nearest: [2, 0],
    };
    expect(parseMetadata(changed({ transfer }), 'm.onnx').transfer).toEqual(transfer);
    const wrong = (change: object): (() => unknown) => {
      const entries = changed({ transfer: { ...transfer, ...change } });
      return () => parseMetadata(entries, 'm.onnx');
    };
    expect(wrong({ nearest: [2, 3] })).toThrow(/transfer\.nearest must name one of the K points/);
    expect(wrong({ nearest: [2] })).toThrow(/transfer\.nearest/);
    expect(wrong({ mirror: [0] })).toThrow(/transfer\.mirror must pair/);
    expect(wrong({ network: 'magic' })).toThrow(/damaged at transfer\.network/);
  });

  it('refuses mirror pairs that are no pairs', () => {
    const landmarks = { ...metadata.landmarks, mirror: [1, 2, 0] };
    expect(() => parseMetadata(changed({ landmarks }), 'm.onnx')).toThrow(/mirror must pair/);
  });
});
