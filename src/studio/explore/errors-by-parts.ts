/**
 * Errors of the faces of a comparison, told over all, by region and by the parts of every column; and the same of two models' differences
 * on the same faces, where the spread of the faces themselves falls away.
 */
import { mean } from '../../core/numbers/statistics.js';
import { createBootstrap, groupsOf, sumByGroup } from '../../evaluation/tests/bootstrap.js';
import { signFlipTest } from '../../evaluation/tests/compare-paired.js';
import type { ErrorOf, ErrorsByParts, ModelPair } from './asked.js';
import type { ExploredDataset } from './explored-dataset.js';
import { partsOfRows } from './parts-of-rows.js';

/** Of one model; every list in the order of its faces. */
export interface FaceErrors {
  model: string;
  /** Of the dataset. */
  rows: readonly number[];
  persons: readonly string[];
  /** Over all points, % of the normaliser. */
  all: readonly number[];
  /** NaN where a face has no such point. */
  regions: readonly { region: string; errors: readonly number[] }[];
}

/** Resamples of an interval: there are hundreds of intervals. */
const resamples = 300;
const flips = 2000;
const seed = 0;

/** What is needed of a dataset. */
export type Columns = Pick<ExploredDataset, 'columnIndex' | 'addColumn'>;

/** Makes the errors a column of the dataset, too. */
export function toldByParts(
  explored: Columns,
  column: string,
  { rows, persons, all, regions }: Omit<FaceErrors, 'model'>,
): ErrorsByParts {
  const over = (places: readonly number[]): ErrorOf => {
    const errors = places.map((place) => all[place]!);
    const { low, high } = createBootstrap(
      places.map((place) => persons[place]!),
      { resamples, seed },
    ).interval(errors);
    return { faces: places.length, nme: mean(errors), low, high };
  };
  const { count, columns } = explored.columnIndex;
  const groups = [...columns.values()]
    .filter(({ name }) => !name.startsWith('error '))
    .flatMap((one) =>
      partsOfRows(one, rows).map(({ part, places }) => ({ column: one.name, part, ...over(places) })),
    );
  const values = new Float32Array(count).fill(Number.NaN);
  for (const [place, row] of rows.entries()) values[row] = all[place]!;
  explored.addColumn(column, values, '%');
  return {
    ...over([...all.keys()]),
    regions: regions.map(({ region, errors }) => ({
      region,
      nme: mean(errors.filter((error) => !Number.isNaN(error))),
    })),
    groups,
  };
}

/** Of each two models that measured a face in common. */
export function pairsOf(explored: Columns, models: readonly FaceErrors[]): ModelPair[] {
  return models.flatMap((first, i) =>
    models.slice(i + 1).flatMap((second) => {
      const places = new Map(second.rows.map((row, place) => [row, place]));
      const common = first.rows.flatMap((row, own) => {
        const other = places.get(row);
        return other === undefined ? [] : [{ row, own, other }];
      });
      if (common.length === 0) return [];
      const less = (a: readonly number[], b: readonly number[]): number[] =>
        common.map(({ own, other }) => a[own]! - b[other]!);
      const all = less(first.all, second.all);
      const persons = common.map(({ own }) => first.persons[own]!);
      const { groupOf, count } = groupsOf(persons);
      const { sums } = sumByGroup(all, groupOf, count);
      const column = `error ${first.model} − ${second.model}`;
      const regions = first.regions.flatMap(({ region, errors }) => {
        const others = second.regions.find((one) => one.region === region);
        return others === undefined ? [] : [{ region, errors: less(errors, others.errors) }];
      });
      const rows = common.map(({ row }) => row);
      return {
        first: first.model,
        second: second.model,
        column,
        ...toldByParts(explored, column, { rows, persons, all, regions }),
        firstBetter: mean(all.map((difference) => (difference < 0 ? 1 : 0))),
        pValue: signFlipTest(sums, { seed, flips }).pValue,
      };
    }),
  );
}
