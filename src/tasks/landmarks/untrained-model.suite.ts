/** A model file of the smallest network there is, untrained: for tests of what trains it further. */
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { namedSet } from '../../landmarks/sets/named-set.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import { encodeModelFile } from '../../networks/model-file/model-file.js';
import { networkSchema } from '../../networks/registry.js';
import { compileTraining } from '../../nn/program/training-program.js';
import { writeFileWhole } from '../../node/files.js';
import { lossSchema } from './losses/registry.js';
import { normalisation } from './normalisation.js';
import { buildObjective } from './objective.js';

/** Of the 68 points of ibug68, on 64 pixels. */
export async function writeUntrainedModel(path: string): Promise<void> {
  const architecture = networkSchema.parse({ inputSize: 64, depth: 1, width: 8, bottleneck: 4 });
  const landmarks = ibug68.points.length;
  const { graph, loss } = buildObjective({ model: architecture, landmarks, loss: lossSchema.parse({}) }, 1);
  const { mean, deviation } = normalisation;
  const metadata = exampleMetadata({
    landmarks: namedSet(ibug68, 'contour'),
    architecture,
    input: { size: 64, mean: [...mean], deviation: [...deviation], enlarge: 1.3 },
  });
  await writeFileWhole(path, encodeModelFile(metadata, compileTraining(graph, { loss }).initialState(1)));
}
