/** Labelled faces as training takes them: a dataset's loader, or arrays in memory. B batch, K landmarks, S side. */
import type { StepSource } from '../../nn/train/fit/batches.js';

export interface LandmarkBatch {
  /** `[B, 3, S, S]`, normalised. */
  images: Float32Array;
  /** `[B, K, 2]`, pixels of the crop. */
  points: Float32Array;
  /** `[B, K]`: 0 where a point has no label. */
  weights: Float32Array;
}

export interface BatchSource {
  /** The batch of a step: a pure function of the step, whatever was asked for before. */
  batch(step: number): Promise<LandmarkBatch>;
  close(): Promise<void>;
}

/** The faces of a source as the network's inputs. @param more – further inputs, by the batch's number. */
export function faceSource(
  faces: BatchSource,
  more: (number: number) => Record<string, Float32Array> = () => ({}),
): StepSource {
  return {
    async batch(number) {
      const { images, points, weights } = await faces.batch(number);
      return { image: images, points, weights, ...more(number) };
    },
  };
}
