import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { silentWork, type Work } from '../../../core/work.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { type FaceRecord, FaceSet } from '../data/face-set.js';
import { autoencoderModelSchema, type ProductModel } from './architecture.js';
import { encodeAutoencoderFile } from './autoencoder-file.js';
import { buildAutoencoderObjective } from './objective.js';
import { openAutoencoder } from './open-autoencoder.js';
import { productStart } from './product-start.js';
import { autoencoderFigures } from './validation.js';

const [size, count] = [8, 6];
const model = autoencoderModelSchema.parse({
  kind: 'product',
  channels: [4, 4],
  blocks: 1,
  codes: count,
  codeLength: 2,
  block: 8,
}) as ProductModel;

/** Each corner of another grey in each face: four blocks of one token, or one block of four. */
function cornerFaces(seed = 'corners'): FaceSet {
  const random = new Random(seed);
  const bytes = new Uint8Array(count * 3 * size * size);
  for (let n = 0; n < count; n++) {
    const greys = [0, 1, 2, 3].map(() => Math.round(255 * random.uniform(0.2, 0.8)));
    for (let i = 0; i < 3 * size * size; i++) {
      const [x, y] = [i % size, Math.floor(i / size) % size];
      bytes[n * 3 * size * size + i] = greys[2 * Math.floor(y / 4) + Math.floor(x / 4)]!;
    }
  }
  const record = { id: 'a', facts: {}, attributes: {}, box: { x: 0, y: 0, width: 8, height: 8 } };
  return new FaceSet(size, new Array<FaceRecord>(count).fill(record as never), bytes);
}

it.each([
  ['blocks of one token', { ...model, block: 4 }],
  ['a block of several', model],
])('Faces that are as many as codes are told exactly: %s', async (_, own) => {
  const faces = cornerFaces();
  const { graph, loss, metrics } = buildAutoencoderObjective(own, size, 2);
  const before = compileTraining(graph, { loss, metrics }).initialState(3);
  const training = { recipe: 'tiny', seed: 1, steps: 0, data: '' };
  const metadata = { size, model: own, training, precision: 'float32', lineament: '0', licence: '' } as const;
  const psnr = async (state: typeof before): Promise<number> => {
    const autoencoder = await openAutoencoder(encodeAutoencoderFile(metadata, state), 'tiny.onnx');
    const { figures } = await autoencoderFigures(autoencoder, faces, count);
    await autoencoder.release();
    return figures.psnr;
  };
  expect(await psnr(before)).toBeLessThan(20);
  // The convolutions begin faintly, not at nothing.
  expect(await psnr(await productStart(own, faces, before))).toBeGreaterThan(35);
});

describe('What is done of a start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lineament-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const own = { ...model, block: 4 };
  const before = (() => {
    const { graph, loss, metrics } = buildAutoencoderObjective(own, size, 2);
    return compileTraining(graph, { loss, metrics }).initialState(3);
  })();

  /** A work that is stopped once it reports so much, and remembers what it is told. */
  function stopping(at?: { part: string; done: number }) {
    const reports: string[] = [];
    const lines: string[] = [];
    const controller = new AbortController();
    const log = { ...silentWork.log, info: (line: string) => lines.push(line) };
    const work: Work = {
      ...{ signal: controller.signal, log, report: () => {} },
      part: (part) => ({
        ...work,
        report: (done, total) => {
          reports.push(`${part} ${done} of ${total}`);
          if (part === at?.part && done >= at.done) controller.abort();
        },
      }),
    };
    return { work, reports, lines };
  }

  it('is kept where it is stopped: the next begins there, and comes to the same', async () => {
    const faces = cornerFaces();
    const file = join(folder, 'start.bin');
    const unbroken = await productStart(own, faces, before);
    const first = stopping({ part: 'codes', done: 2 });
    await expect(productStart(own, faces, before, first.work, file)).rejects.toThrow(
      'stopped before the first step (what was computed is kept: run the same command again)',
    );
    expect(first.reports.at(-1)).toBe('codes 2 of 4');

    const second = stopping();
    expect(await productStart(own, faces, before, second.work, file)).toEqual(unbroken);
    expect(second.lines).toEqual([
      `${file}: directions of 4 of 4 blocks, codes of 2 of 4 tokens were found before`,
    ]);
    expect(second.reports.filter((report) => report.startsWith('directions'))).toEqual([]);
    expect(second.reports.filter((report) => report.startsWith('codes'))).toEqual([
      'codes 3 of 4',
      'codes 4 of 4',
    ]);

    const third = stopping();
    expect(await productStart(own, faces, before, third.work, file)).toEqual(unbroken);
    expect(third.reports).toEqual([]);
    expect(readdirSync(folder)).toEqual(['start.bin']);
  });

  it('is not that of other faces, of another model, or of a damaged file', async () => {
    const file = join(folder, 'other.bin');
    await productStart(own, cornerFaces(), before, silentWork, file);
    const bytes = readFileSync(file);
    const others = cornerFaces('others');
    const { work, lines } = stopping();
    expect(await productStart(own, others, before, work, file)).toEqual(
      await productStart(own, others, before),
    );
    const fewer = { ...own, codes: 3 };
    const { graph, loss, metrics } = buildAutoencoderObjective(fewer, size, 2);
    const state = compileTraining(graph, { loss, metrics }).initialState(3);
    expect(await productStart(fewer, others, state, work, file)).toEqual(
      await productStart(fewer, others, state),
    );
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(await productStart(own, cornerFaces(), before, work, file)).toEqual(
      await productStart(own, cornerFaces(), before),
    );
    expect(lines).toEqual([]);
  });
});
