import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import {
  defaultModel,
  type ShippedModelName,
  shippedClip,
  shippedClipVideo,
  shippedDalle,
  shippedEyes,
  shippedFinder,
  shippedModels,
  shippedTokens,
} from '../shipped-models.js';
import { decodeImage } from './decode-picture.js';
import { openDetector } from './open-detector.js';
import { type OpenModelOptions, openLandmarkDetector } from './open-landmark-detector.js';
import { modelFile, shippedModelFile } from './shipped-model-file.js';

const names = Object.keys(shippedModels) as ShippedModelName[];

describe('the shipped models', () => {
  it('are named to whoever asks for one that is not there; a path is a path', () => {
    expect(() => modelFile('dense1000')).toThrow(
      /no shipped model is called dense1000, and no file either \(one of .*dense1001.*, or the path/,
    );
    expect(modelFile('runs/mine')).toBe('runs/mine');
    expect(modelFile('mine.onnx')).toBe('mine.onnx');
    expect(modelFile('models')).toBe('models');
    expect(modelFile('dense1001')).toBe(shippedModelFile('dense1001'));
  });

  it('are the files of models/, one list for both', async () => {
    const files = (await readdir('models')).filter((file) => file.endsWith('.onnx'));
    const others = [shippedFinder, shippedEyes, shippedClip, shippedClipVideo, shippedTokens, shippedDalle];
    const listed = [...names.map((name) => shippedModels[name].file), ...others.map(({ file }) => file)];
    expect(files.sort()).toEqual(listed.sort());
  });

  it.each(names)('%s opens, and is what its file says', async (name) => {
    const path = shippedModelFile(name);
    const { training } = readModelMetadata(await readFile(path), path);
    expect(training.recipe).toContain(name);
  });

  it('detect by default with the one that the README promises', async () => {
    expect(defaultModel).toBe('dense1001');
    const { metadata } = await openLandmarkDetector();
    const dense = await openLandmarkDetector('dense490-synthetic');
    expect(dense.metadata.landmarks.set).toBe('dense490');
    expect(metadata.landmarks.set).toBe('dense1001');
    expect(metadata.training.recipe).toContain('dense1001');
  });

  it('look at still pictures in a mirror, too, and not where that is declined or the model is a file', async () => {
    const image = await decodeImage('docs/images/faces.jpg');
    const boxes = [{ x: 35, y: 40, width: 110, height: 115 }];
    const chin = async (model: string, mirror?: boolean): Promise<number> => {
      const detector = await openDetector(model, { mirror });
      const [face] = await detector.detect(image, { boxes });
      await detector.close();
      return face!.points[8]!.x;
    };
    const [file, once] = [await chin(shippedModelFile('ibug68-ict')), await chin('ibug68-ict', false)];
    expect(file).toBe(once);
    expect(await chin('ibug68-ict')).toBe(await chin(shippedModelFile('ibug68-ict'), true));
    expect(await chin('ibug68-ict')).not.toBe(once);
  });

  it('look at the eyes again by default, and not where that is declined or the model is a file', async () => {
    const image = await decodeImage('docs/images/faces.jpg');
    const box = { x: 35, y: 40, width: 110, height: 115 };
    const pupils = async (model: string, options: OpenModelOptions = {}): Promise<number[]> => {
      const { points } = await (await openLandmarkDetector(model, options)).detect(image, box);
      return [...points.subarray(2 * 339, 2 * 343)];
    };
    const once = await pupils('dense1001', { eyes: false });
    expect(await pupils('dense1001')).not.toEqual(once);
    expect(await pupils(shippedModelFile())).toEqual(once);
    await expect(openLandmarkDetector('ibug68-ict', { eyes: true })).rejects.toThrow('leave eyes out');
    await expect(openLandmarkDetector('dense1001', { eyes: shippedModelFile() })).rejects.toThrow(
      'not those of eye151',
    );
  });
});
