/**
 * A model file beside the one that it was made from: size, latency and, on labelled faces, error and how far the points
 * moved. Latencies are taken in turns, so that other work on the machine slows both alike.
 */

import { affineScale } from '../core/affine.js';
import { internalError } from '../core/errors.js';
import { median } from '../core/numbers/statistics.js';
import { silentWork, type Work } from '../core/work.js';
import type { Dataset } from '../dataset/store/store.js';
import { createDetector } from '../detect/landmarks/create-detector.js';
import type { Normaliser } from '../landmarks/errors/normalisers.js';
import { faceCrop } from '../landmarks/face-crop.js';
import type { Precision } from '../networks/model-file/model-metadata.js';
import { readModelMetadata } from '../networks/model-file/read-model-metadata.js';
import { createInferenceSession } from '../nn/runtime/inference-session.js';
import { evaluateDetector } from './evaluate-model.js';
import type { PointSubset } from './figures/counted-points.js';
import type { FailedFace } from './predict/predict.js';

const warmUps = 10;
const timedRuns = 60;

export interface ComparedModel {
  precision: Precision;
  /** Bytes of the file. */
  size: number;
  /** Milliseconds for one crop on one thread, median. */
  latency: number;
  /** NME × 100 by subset of points; null without labelled faces. */
  nme: Partial<Record<PointSubset, number>> | null;
  /** Distances from the first model's points, pixels of the network's input; null for the first and without faces. */
  moved: { largest: number; mean: number } | null;
}

export interface Comparison {
  models: ComparedModel[];
  /** Faces that could not be measured; the figures are of the others. */
  failures: FailedFace[];
}

export interface CompareOptions {
  /** Labelled faces to measure on; without them only size and latency. */
  labelled?: { dataset: Dataset; split?: string; normaliser: Normaliser };
}

/** @param files – model files of the same landmarks and input; the others are compared with the first. */
export async function compareModels(
  files: readonly { name: string; bytes: Uint8Array }[],
  { labelled }: CompareOptions = {},
  work: Work = silentWork,
): Promise<Comparison> {
  const models = await Promise.all(
    files.map(async ({ name, bytes }) => ({
      name,
      size: bytes.length,
      metadata: readModelMetadata(bytes, name),
      session: await createInferenceSession(bytes, { threads: 1 }),
    })),
  );
  try {
    const latencies = await latenciesInTurns(
      models.map(({ session, metadata: { input } }) => {
        const data = Float32Array.from({ length: 3 * input.size ** 2 }, (_, i) => Math.sin(i) / 2);
        return () => session.run({ image: { data, shape: [1, 3, input.size, input.size] } });
      }),
    );
    const compared: ComparedModel[] = [];
    const failures = new Map<string, FailedFace>();
    let reference: Float64Array | undefined;
    for (const [i, { name, size, metadata, session }] of models.entries()) {
      const precision = metadata.precision ?? 'float32';
      const plain = { precision, size, latency: latencies[i]! };
      if (labelled === undefined) {
        compared.push({ ...plain, nme: null, moved: null });
        continue;
      }
      const { normaliser, dataset, split } = labelled;
      const {
        figures,
        faces,
        failures: failed,
      } = await evaluateDetector(
        createDetector(metadata, session),
        name,
        {
          dataset,
          normaliser,
          ...(split !== undefined && { split }),
        },
        {
          signal: work.signal,
          log: work.log,
          report: (done, total) => work.report(i * total + done, models.length * total),
        },
      );
      for (const face of failed) failures.set(face.id, face);
      const points = Float64Array.from(
        faces.flatMap((face) => {
          // From pixels of the photograph to those of the crop.
          const scale = affineScale(faceCrop(face.box, metadata.input));
          return face.points.map((value) => value / scale);
        }),
      );
      compared.push({
        ...plain,
        nme: Object.fromEntries(
          figures
            .filter(({ label }) => !label.includes('('))
            .map(({ label, nme }) => [label, nme[normaliser]]),
        ),
        moved: reference === undefined ? null : distances(points, reference),
      });
      reference ??= points;
    }
    return { models: compared, failures: [...failures.values()] };
  } finally {
    for (const { session } of models) await session.release();
  }
}

async function latenciesInTurns(runs: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times = runs.map((): number[] => []);
  for (let round = 0; round < warmUps + timedRuns; round++)
    for (const [i, run] of runs.entries()) {
      const began = performance.now();
      await run();
      if (round >= warmUps) times[i]!.push(performance.now() - began);
    }
  return times.map(median);
}

function distances(a: Float64Array, b: Float64Array): { largest: number; mean: number } {
  if (a.length !== b.length) throw internalError('compared models saw different faces');
  let [largest, sum] = [0, 0];
  for (let i = 0; i < a.length; i += 2) {
    const distance = Math.hypot(a[i]! - b[i]!, a[i + 1]! - b[i + 1]!);
    largest = Math.max(largest, distance);
    sum += distance;
  }
  return { largest, mean: sum / (a.length / 2) };
}
