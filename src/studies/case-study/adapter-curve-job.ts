/**
 * The curve of the adapters over the number of labels, as one job: the model's points are predicted once, and adapters
 * are fitted on subsets of the labelled faces, which the model's training has not seen.
 */

import { join } from 'node:path';
import { freedAfter } from '../../core/opened-together.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { fitWay } from '../../evaluation/adapters/registry.js';
import { comparedFace } from '../../evaluation/figures/figures.js';
import { ownSet, predictPart } from '../../evaluation/rows/measure-row.js';
import { rowCell } from '../../evaluation/rows/row-cell.js';
import { fitFaceOf } from '../../evaluation/rows/row-fitter.js';
import {
  type CellFigures,
  type RowNormaliser,
  type RowSubset,
  rowSubsets,
} from '../../evaluation/rows/row-result.js';
import type { FacePart } from '../../evaluation/rows/row-settings.js';
import { createBootstrap } from '../../evaluation/tests/bootstrap.js';
import { defineJob, type Job } from '../../jobs/job.js';
import { defaultLandmarkSet, landmarkSet } from '../../landmarks/sets/registry.js';
import { datasetFolder } from '../job-kinds/dataset-job.js';
import { type ModelOutcome, runFolder } from '../job-kinds/training-job.js';
import { firstFaces } from './labelled-parts.js';
import type { Column } from './measuring-job.js';
import type { LabelledAdapter } from './study-recipe.js';

/** A fitted adapter on a part. */
export interface AdapterFigure {
  way: LabelledAdapter;
  /** Faces that it was fitted on. */
  labels: number;
  /** Of the subset. */
  seed: number;
  part: string;
  points: RowSubset;
  figures: Record<RowNormaliser, Pick<CellFigures, 'nme' | 'interval'> | null>;
}

export interface AdapterCurveOptions {
  name: string;
  training: Job<ModelOutcome>;
  columns: readonly Column[];
  fit: Column;
  ways: readonly LabelledAdapter[];
  counts: readonly number[];
  seeds: readonly number[];
  resamples: number;
  adapterSteps?: number | undefined;
  seconds: number;
}

/** Least faces that a ridge's strength can be chosen on. */
const leastLabels = 2;

export function adapterCurveJob(options: AdapterCurveOptions): Job<AdapterFigure[]> {
  const { name, training, columns, fit, ways, counts, seeds, resamples, adapterSteps, seconds } = options;
  const described = ({ name: of, split, limit }: Column): unknown => ({ of, split, limit });
  return defineJob<AdapterFigure[]>({
    name,
    kind: 'measuring',
    settings: {
      columns: columns.map(described),
      fit: described(fit),
      ...{ ways, counts, seeds, resamples, adapterSteps },
    },
    needs: [...new Set([training, fit.data, ...columns.map(({ data }) => data)])],
    seconds,
    run: (context) =>
      freedAfter(async (keep) => {
        const part = ({ name: of, split, limit, data }: Column): FacePart => ({
          name: of,
          data: datasetFolder(context, data),
          split,
          ...(limit !== undefined && { limit }),
        });
        const model = join(runFolder(context, training), 'model.onnx');
        const detector = await openLandmarkDetector(model, {}, keep);
        const to = landmarkSet(defaultLandmarkSet);
        const from = await ownSet(detector, { model, measure: columns.map(part) });
        const { convention } = detector.metadata.landmarks;
        const read = async (column: Column): ReturnType<typeof predictPart> =>
          predictPart(part(column), detector, { set: to, own: from, convention, seed: 1 }, context.work);
        const { faces: labelled } = await read(fit);
        const persons = labelled.map(({ id, person }) => ({ id, person }));
        const tests = await Promise.all(
          columns.map(async (column) => ({ column, faces: (await read(column)).faces })),
        );
        const figures: AdapterFigure[] = [];
        const wanted = counts.filter((count) => count >= leastLabels && count <= labelled.length);
        let done = 0;
        for (const labels of wanted)
          for (const seed of labels === labelled.length ? seeds.slice(0, 1) : seeds) {
            const ids = new Set(firstFaces(persons, labels, seed));
            const faces = labelled.filter(({ id }) => ids.has(id)).map(fitFaceOf);
            for (const way of ways) {
              const fittedOn = `${faces.length} faces of ${fit.name}`;
              const steps = adapterSteps === undefined ? {} : { steps: adapterSteps };
              const fitted = await fitWay(way, faces, { from, to, convention, seed, fittedOn, ...steps });
              for (const { column, faces: measured } of tests)
                figures.push(...figuresOn(column, measured, fitted.apply, { way, labels, seed, resamples }));
            }
            context.work.report(++done, wanted.length * seeds.length, 'adapters');
          }
        return figures;
      }),
  });

  function figuresOn(
    column: Column,
    measured: Awaited<ReturnType<typeof predictPart>>['faces'],
    apply: Awaited<ReturnType<typeof fitWay>>['apply'],
    { resamples: count, ...of }: { way: LabelledAdapter; labels: number; seed: number; resamples: number },
  ): AdapterFigure[] {
    const compared = measured.map((face) => comparedFace(face, face.labels, apply(face.predicted)));
    const bootstrap = createBootstrap(
      measured.map(({ person }) => person),
      { resamples: count, seed: of.seed },
    );
    return rowSubsets.flatMap((points): AdapterFigure[] => {
      const cell = rowCell(compared, {
        ...{ part: column.name, data: '', split: column.split, comparison: of.way, points },
        ...{ set: landmarkSet(defaultLandmarkSet), bootstrap, keepPoints: false },
      });
      if (cell === null) return [];
      const short = (normaliser: RowNormaliser): AdapterFigure['figures'][RowNormaliser] => {
        const own = cell.figures[normaliser];
        return own && { nme: own.nme, interval: own.interval };
      };
      return [
        {
          ...of,
          ...{ part: column.name, points },
          figures: { pupils: short('pupils'), 'outer-eye-corners': short('outer-eye-corners') },
        },
      ];
    });
  }
}
