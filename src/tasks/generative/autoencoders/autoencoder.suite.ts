/** What every autoencoder must do, on pictures of 8 pixels. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { compileTraining } from '../../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../../nn/runtime/onnxruntime-node.js';
import { type AutoencoderModel, codeCount } from './architecture.js';
import { encodeAutoencoderFile } from './autoencoder-file.js';
import { buildAutoencoderObjective, chanceInputs } from './objective.js';
import { openAutoencoder } from './open-autoencoder.js';

const [size, batch] = [8, 2];
const random = new Random('autoencoder');
const image = Float32Array.from({ length: batch * 3 * size * size }, () => random.uniform(-1, 1));
const training = { recipe: 'tiny', seed: 1, steps: 0, data: '' };

export function checkAutoencoder(model: AutoencoderModel, name: string = model.kind): void {
  describe(`autoencoder ${name}`, () => {
    const { graph, loss, metrics } = buildAutoencoderObjective(model, size, batch);
    const program = compileTraining(graph, { loss, metrics });
    // As after some steps: before the first, the codes of running means are all zero.
    const state = program.initialState(3);
    for (const i of state.statistics.keys()) state.statistics[i] = random.uniform(0.5, 1.5);

    const step = async (): Promise<Record<string, Float32Array>> => {
      const session = await onnxRuntimeNode.createSession(program.onnx, { optimise: false });
      const inputs = {
        image: { data: image, shape: [batch, 3, size, size] },
        seed: { data: Float32Array.of(4, 5), shape: [batch] },
        temperature: { data: Float32Array.of(0.5, 0.5), shape: [batch, 1, 1, 1] },
        parameters: { data: state.parameters, shape: [state.parameters.length] },
        statistics: { data: state.statistics, shape: [state.statistics.length] },
      };
      const wanted = ['image', ...chanceInputs(model), 'parameters'];
      if (program.readsStatistics) wanted.push('statistics');
      const result = await session.run(
        Object.fromEntries(Object.entries(inputs).filter(([name]) => wanted.includes(name))),
      );
      await session.release();
      return result;
    };

    it('sends a gradient to every layer, the same each time', async () => {
      const [first, second] = [await step(), await step()];
      expect(second).toEqual(first);
      const still = program.gradients
        .filter(({ offset, shape }) => {
          const length = shape.reduce((product, side) => product * side, 1);
          return first.gradient!.subarray(offset, offset + length).every((value) => value === 0);
        })
        .map(({ name }) => name);
      expect(still).toEqual([]);
    });

    it('gives codes within its book, and pictures for them, however many at once', async () => {
      const metadata = { size, model, training, precision: 'float32', lineament: '0', licence: '' } as const;
      const open = (pictures: number) =>
        openAutoencoder(encodeAutoencoderFile(metadata, state, pictures), 'tiny.onnx', { batch: pictures });
      const [one, two] = [await open(1), await open(2)];
      const { codes, logVariances } = await one.encode(image);
      expect(codes).toHaveLength(batch * one.codeLength);
      expect((await two.encode(image)).codes).toEqual(codes);
      if (model.kind === 'vae') expect(logVariances).toHaveLength(codes.length);
      else
        expect(
          [...codes].every((code) => Number.isInteger(code) && code >= 0 && code < codeCount(model)),
        ).toBe(true);
      const pictures = await one.decode(codes);
      expect(pictures).toHaveLength(image.length);
      expect(Math.max(...pictures.map(Math.abs))).toBeLessThanOrEqual(1);
      expect(one.metadata.model).toEqual(model);
      await Promise.all([one.release(), two.release()]);
    });
  });
}
