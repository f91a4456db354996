import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { defaultModel, type ShippedModelName, shippedFinder, shippedModels } from '../shipped-models.js';
import { openLandmarkDetector } from './open-landmark-detector.js';
import { shippedModelFile } from './shipped-model-file.js';

const names = Object.keys(shippedModels) as ShippedModelName[];

describe('the shipped models', () => {
  it('are the files of models/, one list for both', async () => {
    const files = (await readdir('models')).filter((file) => file.endsWith('.onnx'));
    const listed = [...names.map((name) => shippedModels[name].file), shippedFinder.file];
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
});
