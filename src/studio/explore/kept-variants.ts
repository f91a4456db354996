/** Variants of rows that a person keeps: in memory until they are written as a dataset of their own, with the scenes that made them. */
import { UsageError } from '../../core/errors.js';
import type { GeneratedSample } from '../../dataset/generate/encode-shot.js';
import { type SceneOrder, sceneOrderOf } from '../../dataset/generate/scene-order.js';
import { createDataset } from '../../dataset/store/create-dataset.js';
import type { KeptView } from './asked.js';
import type { ExploredDataset } from './explored-dataset.js';

/** Of one dataset: some tens of megabytes. */
const mostKept = 1000;

export class KeptVariants {
  readonly #kept: GeneratedSample[] = [];

  /** @param made – a row rendered again, in the dataset's own landmarks. @param of – that row's id. */
  keep(made: GeneratedSample, of: string): KeptView {
    if (this.#kept.length >= mostKept)
      throw new UsageError(`variants: ${mostKept} are kept already`, {
        hint: 'write them as a dataset first',
      });
    const id = `${of}-again-${String(this.#kept.length).padStart(4, '0')}`;
    this.#kept.push({ ...made, id, attributes: { ...made.attributes, again: of } });
    return this.view();
  }

  view(): KeptView {
    return { kept: this.#kept.length };
  }

  /** What is kept, as an order for `generate`. It stays kept. */
  order({ set }: Pick<ExploredDataset, 'set'>): SceneOrder {
    if (this.#kept.length === 0) throw new UsageError('variants: none is kept', { hint: 'keep one first' });
    return sceneOrderOf(this.#kept, set);
  }

  /** Writes all that is kept and begins anew. @param folder – new or empty. */
  async write({ dataset }: ExploredDataset, folder: string): Promise<{ count: number }> {
    const samples = [...this.#kept];
    if (samples.length === 0) throw new UsageError('variants: none is kept', { hint: 'keep one first' });
    const { landmarks, pointCount, landmarkDefinition, conventions, missingPoints, origin } =
      dataset.manifest;
    const made = await createDataset(folder, {
      landmarks,
      pointCount,
      ...(landmarkDefinition && { landmarkDefinition }),
      conventions,
      layers: [],
      missingPoints,
      count: samples.length,
      origin: { ...origin, variants: samples.length },
    });
    try {
      await made.append(samples.map((sample) => ({ ...sample, split: 'train' })));
      await made.finish();
    } finally {
      made.close();
    }
    this.#kept.splice(0, samples.length);
    return { count: samples.length };
  }
}
