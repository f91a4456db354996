/** Renders rows again in a thread of its own: with changes, or for layers that are not stored. */
import { performance } from 'node:perf_hooks';
import { LineamentError, UsageError } from '../../core/errors.js';
import { isGenerated, sceneOf } from '../../dataset/attributes.js';
import type { GeneratedSample } from '../../dataset/generate/encode-shot.js';
import { decodeLayer, type EncodedLayers, type LayerName } from '../../dataset/layers/registry.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { StandingPool } from '../../node/standing-pool.js';
import type { RenderedView, SceneChanges } from './asked.js';
import type { ExploredDataset } from './explored-dataset.js';
import { colourLayer } from './layer-colours.js';
import type { SceneTask } from './make-again.js';
import { packFiles } from './packs.js';
import { labelledView } from './sample-view.js';
import { checkChanges, sceneChoices } from './scene-changes.js';

export { sceneChoices };

export interface SceneRenderer {
  render(explored: ExploredDataset, row: number, changes: SceneChanges): Promise<RenderedView>;
  /** Of a row, stored or rendered, as a PNG for people. */
  layer(explored: ExploredDataset, row: number, name: LayerName): Promise<Uint8Array>;
  /** A pack: width and height, then depth in centimetres and normals as 32-bit floats. */
  relief(explored: ExploredDataset, row: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The sample itself, with its layers. */
  make(
    explored: ExploredDataset,
    row: number,
    changes: SceneChanges,
    layers: readonly LayerName[],
  ): Promise<GeneratedSample>;
  close(): Promise<void>;
}

/** Pictures that wait for the thread: more are refused. */
const mostWaiting = 16;
/** Samples of a dataset that are not drawn twice: some hundred kilobytes each. */
const mostKept = 4;

export function openSceneRenderer(): SceneRenderer {
  // Begun with the first picture: most visits render nothing.
  const pool = new StandingPool<SceneTask, GeneratedSample>('./scene-worker', import.meta.url, {
    workers: 1,
    interruptible: true,
  });
  let waiting = 0;
  /** Of each dataset what was made last: what is seen is kept or ordered without being drawn again. */
  const lately = new WeakMap<ExploredDataset, Map<string, Promise<GeneratedSample>>>();

  const make: SceneRenderer['make'] = (explored, row, changes, layers) => {
    const made = lately.get(explored) ?? new Map<string, Promise<GeneratedSample>>();
    lately.set(explored, made);
    const key = JSON.stringify([row, changes, layers]);
    const sample = made.get(key) ?? draw(explored, row, changes, layers);
    made.delete(key);
    made.set(key, sample);
    if (made.size > mostKept) made.delete(made.keys().next().value!);
    sample.catch(() => made.delete(key));
    return sample;
  };

  const draw: SceneRenderer['make'] = async (explored, row, changes, layers) => {
    if (waiting >= mostWaiting)
      throw new UsageError('render: too many pictures are waiting', { hint: 'try again in a few seconds' });
    checkChanges(changes);
    const sample = await explored.sample(row);
    const scene = sceneFor(sample);
    waiting++;
    try {
      return await pool.run({
        scene,
        changes,
        set: changes.landmarks === undefined ? explored.set : landmarkSet(changes.landmarks),
        size: changes.size ?? sample.width,
        samples: isGenerated(sample.attributes) && sample.attributes.samples === 1 ? 1 : 2,
        layers,
      });
    } catch (error) {
      // A scene that cannot be drawn is the request's fault, not the server's.
      throw error instanceof LineamentError ? new UsageError(error.message) : error;
    } finally {
      waiting--;
    }
  };

  /** Those that are stored, or all that are wanted, rendered. */
  const layersOf = async (
    explored: ExploredDataset,
    row: number,
    names: readonly LayerName[],
  ): Promise<{ layers: EncodedLayers; width: number; height: number }> => {
    const { layers = {}, width, height } = await explored.sample(row);
    if (names.every((name) => layers[name] !== undefined)) return { layers, width, height };
    const made = await make(explored, row, {}, names);
    return { layers: made.layers ?? {}, width: made.width, height: made.height };
  };

  return {
    make,
    async render(explored, row, changes) {
      const began = performance.now();
      const sample = await make(explored, row, changes, []);
      return {
        ...labelledView(sample),
        image: Buffer.from(sample.image).toString('base64'),
        landmarks: sample.landmarks,
        points3d: Array.from(sample.points3d ?? []),
        scene: sample.attributes.scene,
        seconds: (performance.now() - began) / 1000,
      };
    },
    async layer(explored, row, name) {
      const { layers, width, height } = await layersOf(explored, row, [name]);
      return (await colourLayer(name, layers[name]!, { width, height }))
        .png({ compressionLevel: 3 })
        .toBuffer();
    },
    async relief(explored, row) {
      const { layers, width, height } = await layersOf(explored, row, ['depth', 'normals']);
      const depth = await decodeLayer('depth', layers.depth!);
      const normals = await decodeLayer('normals', layers.normals!);
      return packFiles([
        new Uint8Array(Uint32Array.of(width, height).buffer),
        new Uint8Array(depth.buffer, depth.byteOffset, depth.byteLength),
        new Uint8Array(normals.buffer, normals.byteOffset, normals.byteLength),
      ]);
    },
    close: () => pool.close(),
  };
}

function sceneFor(sample: LayeredSample): ReturnType<typeof sceneOf> {
  try {
    return sceneOf(sample);
  } catch (error) {
    throw error instanceof LineamentError ? new UsageError(error.message) : error;
  }
}
