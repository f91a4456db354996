/** What one entry of a user's file means (`set-file.ts`): the points of rows, parts of sets and places on meshes. */
import { counted } from '../../core/text/counted.js';
import type { LandmarkDefinition, Region } from '../landmark-set.js';
import { type CurveName, curveNames } from '../surface.js';
import { isClosedCurve } from './curve-mirror.js';
import { mirrorImage } from './mirror-pairs.js';
import { landmarkSet, landmarkSetNames } from './registry.js';
import type {
  BetweenRow,
  CurveRow,
  DrawnRow,
  HeadPoints,
  Row,
  RowKeys,
  SetEntry,
  SetPart,
} from './set-file.js';
import { curveLength } from './template.js';

/** Of a curve that is drawn on a head. */
export interface DrawnCurve {
  closed: boolean;
  /** Arc length on the mean face, centimetres. */
  length: number;
  /** The point of the mesh at a fraction of its length, as a landmark. */
  point(at: number, named: { name: string; region: Region }): LandmarkDefinition;
}

/** Reads what a file says of a named head's mesh; a mistake is told in words. */
export interface HeadPointReader {
  points(entry: HeadPoints): readonly LandmarkDefinition[] | Refusal;
  curve(entry: Pick<DrawnRow, 'through' | 'closed'>): DrawnCurve | Refusal;
}

interface Refusal {
  rule: string;
  hint: string;
}

export type HeadReaders = (head: string) => HeadPointReader;

export function layEntry(entry: SetEntry, heads: HeadReaders, complain: Complain): LandmarkDefinition[] {
  if ('set' in entry) return partOf(entry, complain);
  if ('head' in entry) {
    const laid = heads(entry.head).points(entry);
    return 'rule' in laid ? complain('head', laid.rule, laid.hint) : [...laid];
  }
  return 'drawn' in entry ? drawnPoints(entry, heads, complain) : rowPoints(entry, complain);
}

/** Says what is wrong with a key of an entry; nothing is laid then. */
export type Complain = (key: string, rule: string, hint: string) => LandmarkDefinition[];

export function checkSetName(name: string, complain: Complain): boolean {
  if (landmarkSetNames.includes(name)) return true;
  complain('set', `no set is called '${name}'`, `the known sets are ${landmarkSetNames.join(', ')}`);
  return false;
}

export function checkCurve(name: string, key: string, complain: Complain): boolean {
  if (isCurve(name)) return true;
  complain(key, `no curve is called '${name}'`, nearby(name));
  return false;
}

function partOf(part: SetPart, complain: Complain): LandmarkDefinition[] {
  const { as: names, region } = part;
  const chosen = chosenOf(part, complain);
  if (names !== undefined && names.length !== chosen.length)
    return complain('as', ...miscounted(names.length, chosen.length));
  return chosen.map((point, i) => ({
    ...point,
    name: names?.[i] ?? point.name,
    region: region ?? point.region,
  }));
}

const miscounted = (names: number, points: number): [rule: string, hint: string] => [
  `gives ${counted(names, 'name')} to ${counted(points, 'point')}`,
  'give each point one',
];

/** Indices in its set of the points that a part takes, in their order; of one that is right. */
export function partIndices(part: SetPart): number[] {
  const { points } = landmarkSet(part.set);
  return chosenOf(part, () => []).map((point) => points.indexOf(point));
}

function chosenOf(
  { set: name, names, indices, regions }: SetPart,
  complain: Complain,
): readonly LandmarkDefinition[] {
  if (!checkSetName(name, complain)) return [];
  const { points } = landmarkSet(name);
  if (names === undefined && indices === undefined && regions === undefined) return points;
  const chosen = new Set<LandmarkDefinition>();
  for (const pattern of names ?? []) {
    const matched = points.filter((point) => matchesPattern(pattern, point.name));
    if (matched.length === 0)
      complain(
        'names',
        `${name} has no point '${pattern}'`,
        `its names are listed by: lineament landmarks show ${name}`,
      );
    for (const point of matched) chosen.add(point);
  }
  for (const item of indices ?? []) {
    const [first, last = first] = String(item).split('-').map(Number) as [number, number?];
    if (last >= points.length || first >= points.length)
      complain('indices', `${item} is out of range`, `${name} has the points 0 to ${points.length - 1}`);
    else if (first > last) complain('indices', `${item} runs backwards`, `write ${last}-${first}`);
    for (const point of points.slice(first, last + 1)) chosen.add(point);
  }
  for (const region of regions ?? []) {
    const matched = points.filter((point) => point.region === region);
    if (matched.length === 0)
      complain('regions', `${name} has no points of '${region}'`, 'leave that region out');
    for (const point of matched) chosen.add(point);
  }
  return points.filter((point) => chosen.has(point));
}

/** `*` stands for anything. Not a regular expression: many stars would take it for ever. */
function matchesPattern(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.split('*') as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

function rowPoints(entry: CurveRow | BetweenRow, complain: Complain): LandmarkDefinition[] {
  const key = 'curve' in entry ? 'curve' : 'between';
  const written = 'curve' in entry ? [entry.curve] : entry.between;
  if (!written.map((name) => checkCurve(name, key, complain)).every(Boolean)) return [];
  const bothSides = written.some((name) => name.includes('*'));
  const row = bothSides ? { ...entry, ...sided(entry, 'right') } : entry;
  if (!saysHowMany(entry, key, complain)) return [];
  const right = rowOnSide(row, complain);
  // On curves across the face the row may have no side of its own: its mirror image is another part of the same curve.
  return bothSides ? [...right, ...right.map((point) => renamed(mirrorImage(point), point))] : right;
}

function saysHowMany(entry: Row, key: string, complain: Complain): boolean {
  const ways = [entry.count, entry.spacing, entry.at].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    const says = ways.length === 0 ? 'says not how many points' : 'says twice how many points';
    complain(key, `the row ${says}`, 'give one of count, spacing, at');
  }
  const { from = 0, to = 1 } = entry;
  if (from >= to) complain('from', `the row runs from ${from} to ${to}`, 'give a from below its to');
  return ways.length === 1 && from < to;
}

function drawnPoints(entry: DrawnRow, heads: HeadReaders, complain: Complain): LandmarkDefinition[] {
  if (!saysHowMany(entry, 'drawn', complain)) return [];
  const curve = heads(entry.drawn).curve(entry);
  if ('rule' in curve) return complain('drawn', curve.rule, curve.hint);
  const places = fractionsOf(entry, curve.closed, () => curve.length);
  const { names, name = 'drawn', region = 'skin' } = entry;
  if (names !== undefined && names.length !== places.length)
    return complain('names', ...miscounted(names.length, places.length));
  return places.map((at, i) => curve.point(at, { name: names?.[i] ?? `${name}.${i}`, region }));
}

function sided(entry: CurveRow | BetweenRow, side: 'right' | 'left'): Partial<CurveRow & BetweenRow> {
  const label = {
    ...(entry.name !== undefined && { name: `${entry.name}.${side}` }),
    ...(entry.names !== undefined && { names: entry.names.map((name) => name.replace('*', side)) }),
  };
  if ('curve' in entry) return { curve: entry.curve.replace('*', side), ...label };
  return {
    between: [entry.between[0].replace('*', side), entry.between[1].replace('*', side)],
    ...label,
  };
}

/** The mirror image's name must tell it from the point even where no side is in it. */
function renamed(image: LandmarkDefinition, point: LandmarkDefinition): LandmarkDefinition {
  return image.name === point.name ? { ...image, name: `left.${image.name}` } : image;
}

function rowOnSide(row: CurveRow | BetweenRow, complain: Complain): LandmarkDefinition[] {
  const [first, second] = 'curve' in row ? [row.curve as CurveName] : (row.between as readonly CurveName[]);
  const curve = first!;
  const places = fractionsOf(row, isClosedCurve(curve), () => curveLength(curve));
  const shares = 'between' in row ? (row.share ?? [0.5]) : [0];
  const { names } = row;
  if (names !== undefined && names.length !== shares.length * places.length)
    return complain('names', ...miscounted(names.length, shares.length * places.length));
  const label = row.name ?? (second === undefined ? curve : `${curve}-${second}`);
  return shares.flatMap((share, j) =>
    places.map((at, i): LandmarkDefinition => {
      const name =
        names?.[j * places.length + i] ?? (shares.length > 1 ? `${label}.${j}.${i}` : `${label}.${i}`);
      if (second === undefined) return { name, region: row.region ?? regionOf(curve), curve, at };
      const blend = [
        { curve, at, weight: 1 - share },
        { curve: second, at, weight: share },
      ];
      return { name, region: row.region ?? 'skin', blend };
    }),
  );
}

/**
 * Where the points of a row lie on its curve: given, or even by arc length (a fraction is one of arc length).
 * @param length – of the curve, centimetres; asked for where a row says a spacing.
 */
export function fractionsOf(
  { at, count, spacing, from = 0, to = 1, ends = 'both' }: Omit<RowKeys, 'name' | 'names' | 'region'>,
  closed: boolean,
  length: () => number,
): number[] {
  if (at !== undefined) return [...at];
  const around = closed && from === 0 && to === 1;
  const open = ends === 'none' ? 1 : ends === 'both' ? -1 : 0;
  const total = count ?? Math.max(1, Math.round(((to - from) * length()) / spacing!) - (around ? 0 : open));
  if (around) return Array.from({ length: total }, (_, i) => i / total);
  if (total === 1) return [(from + to) / 2];
  const steps = total + open;
  const skip = ends === 'both' || ends === 'first' ? 0 : 1;
  return Array.from({ length: total }, (_, i) => from + ((to - from) * (i + skip)) / steps);
}

function isCurve(name: string): boolean {
  return (curveNames as readonly string[]).includes(name.replace('*', 'right'));
}

/** Names that share a word with the wrong one; all names where none does. */
function nearby(name: string): string {
  const words = name
    .split(/[.\s_-]/)
    .filter((word) => word.length > 2 && word !== 'right' && word !== 'left');
  const like = curveNames.filter((known) => words.some((word) => known.includes(word)));
  return `${like.length > 0 ? 'did you mean' : 'the curves are'} ${(like.length > 0 ? like : curveNames).join(', ')}`;
}

const regionStarts: readonly (readonly [RegExp, Region])[] = [
  [/^(jaw|oval)/, 'contour'],
  [/^brow/, 'brows'],
  [/^(lid|lash|crease|socket|iris|pupil)/, 'eyes'],
  [/^(nose|flank|wing|nostril)/, 'nose'],
  [/^(lip|philtrum)/, 'mouth'],
  [/^ear/, 'ears'],
];

/** Of points that a row lays along a curve, unless it says otherwise. */
export function regionOf(curve: CurveName): Region {
  return regionStarts.find(([start]) => start.test(curve))?.[1] ?? 'skin';
}
