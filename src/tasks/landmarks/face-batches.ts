/** Labelled faces as training takes them: a dataset's loader, or arrays in memory. B batch, K landmarks, S side. */
import type { StepSource } from '../../nn/train/fit/batches.js';

export interface LandmarkBatch {
  /** `[B, 3, S, S]`, normalised. */
  images: Float32Array;
  /** `[B, K, 2]`, pixels of the crop. */
  points: Float32Array;
  /** `[B, K]`: 0 where a point has no label. */
  weights: Float32Array;
  /** `[B, K]`, see `visibility` in landmarks/; absent: nobody says. */
  visibility?: Uint8Array | undefined;
}

export interface BatchSource {
  /** The batch of a step: a pure function of the step, whatever was asked for before. */
  batch(step: number): Promise<LandmarkBatch>;
  close(): Promise<void>;
}

interface SourceOptions {
  /** Further inputs, by the batch's number. */
  readonly more?: ((number: number) => Record<string, Float32Array>) | undefined;
  /** What the losses need beside images, points and weights. */
  readonly inputs?: ((batch: LandmarkBatch) => Record<string, Float32Array>) | undefined;
  /** Changes the images, in place. */
  readonly restyle?: ((images: Float32Array, number: number) => Promise<void>) | undefined;
}

/** The faces of a source as the network's inputs. */
export function faceSource(
  faces: BatchSource,
  { more = () => ({}), inputs = () => ({}), restyle }: SourceOptions = {},
): StepSource {
  return {
    async batch(number) {
      const batch = await faces.batch(number);
      await restyle?.(batch.images, number);
      const { images: image, points, weights } = batch;
      return { image, points, weights, ...inputs(batch), ...more(number) };
    },
  };
}
