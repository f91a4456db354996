/** Makes a landmark set of what a user's file says (`set-file.ts`): lays rows, takes parts of sets, finds mirror pairs. */

import { counted } from '../../core/text/counted.js';
import { distance, type Vector3 } from '../../core/vector.js';
import type { LandmarkDefinition, LandmarkSet, Region } from '../landmark-set.js';
import { type CurveName, curveNames } from '../surface.js';
import { isClosedCurve, mirrorCurve } from './curve-mirror.js';
import { mirrorImage, mirrorPairs } from './mirror-pairs.js';
import { landmarkSet, landmarkSetNames } from './registry.js';
import type { BetweenRow, CurveRow, HeadPoints, ParsedSetFile, SetMistake, SetPart } from './set-file.js';
import { mostPoints } from './set-schema.js';
import { curveLength, templatePosition } from './template.js';

/** Turns points of a named head's mesh into landmarks; the mistake in words where it cannot. */
export type HeadPointReader = (
  points: HeadPoints,
) => readonly LandmarkDefinition[] | { rule: string; hint: string };

/** On the mean face, centimetres: how far a point may lie from the mirror image of its partner. */
const mirrorTolerance = 0.15;

/** @param readHead – reads points given on a head. */
export function buildSet(
  { file, mistakes: found, lineOf }: ParsedSetFile,
  readHead: HeadPointReader,
): { set?: LandmarkSet; mistakes: SetMistake[] } {
  const mistakes = [...found];
  if (file === undefined) return { mistakes };
  const lines = new Map<LandmarkDefinition, number>();
  const points: LandmarkDefinition[] = [];
  if (landmarkSetNames.includes(file.name))
    mistakes.push({
      line: lineOf(['name']),
      where: 'name',
      rule: `'${file.name}' is a built-in set`,
      hint: 'give it a name of its own',
    });
  const complainOf =
    (i: number): Complain =>
    (key, rule, hint) => {
      mistakes.push({ line: lineOf(['points', i, key]), where: `points[${i}].${key}`, rule, hint });
      return [];
    };
  for (const { entry, key, names } of file.named)
    for (const name of names)
      if (key === 'set') checkSetName(name, complainOf(entry));
      else checkCurve(name, key, complainOf(entry));
  // Ends with the entry that makes too many.
  file.points.some((entry, i) => {
    if (entry === undefined) return false;
    const complain = complainOf(i);
    const laid =
      'set' in entry
        ? partOf(entry, complain)
        : 'head' in entry
          ? headPoints(entry, readHead, complain)
          : rowPoints(entry, complain);
    for (const point of laid) {
      lines.set(point, i);
      points.push(point);
    }
    if (points.length > mostPoints)
      complain('count', `makes ${counted(points.length, 'point')} in all`, `a set has at most ${mostPoints}`);
    return points.length > mostPoints;
  });
  if (points.length > mostPoints) return { mistakes: inOrder(mistakes) };
  const lineOfPoint = (point: LandmarkDefinition): number | undefined =>
    lineOf(['points', lines.get(point) ?? 0]);
  mistakes.push(...repeated(points, lineOfPoint));
  if (mistakes.length > 0) return { mistakes: inOrder(mistakes) };
  const mirror = completeMirror(points);
  points.forEach((point, i) => {
    if (mirror[i] === -1)
      mistakes.push({
        line: lineOfPoint(point),
        where: point.name,
        rule: 'has no mirror image in the set; training flips faces and needs one for every point',
        hint: `add ${mirroredPlace(point)}, or write * for the side`,
      });
  });
  return mistakes.length > 0 ? { mistakes } : { set: { name: file.name, points, mirror }, mistakes };
}

function inOrder(mistakes: readonly SetMistake[]): SetMistake[] {
  return [...mistakes].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

type Complain = (key: string, rule: string, hint: string) => LandmarkDefinition[];

function checkSetName(name: string, complain: Complain): boolean {
  if (landmarkSetNames.includes(name)) return true;
  complain('set', `no set is called '${name}'`, `the known sets are ${landmarkSetNames.join(', ')}`);
  return false;
}

function checkCurve(name: string, key: string, complain: Complain): boolean {
  if (isCurve(name)) return true;
  complain(key, `no curve is called '${name}'`, nearby(name));
  return false;
}

function partOf({ set: name, names, indices, regions }: SetPart, complain: Complain): LandmarkDefinition[] {
  if (!checkSetName(name, complain)) return [];
  const { points } = landmarkSet(name);
  if (names === undefined && indices === undefined && regions === undefined) return [...points];
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

function headPoints(entry: HeadPoints, readHead: HeadPointReader, complain: Complain): LandmarkDefinition[] {
  const laid = readHead(entry);
  return 'rule' in laid ? complain('head', laid.rule, laid.hint) : [...laid];
}

function rowPoints(entry: CurveRow | BetweenRow, complain: Complain): LandmarkDefinition[] {
  const key = 'curve' in entry ? 'curve' : 'between';
  const written = 'curve' in entry ? [entry.curve] : entry.between;
  if (!written.map((name) => checkCurve(name, key, complain)).every(Boolean)) return [];
  const bothSides = written.some((name) => name.includes('*'));
  const row = bothSides ? { ...entry, ...sided(entry, 'right') } : entry;
  const ways = [entry.count, entry.spacing, entry.at].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    const says = ways.length === 0 ? 'says not how many points' : 'says twice how many points';
    return complain(key, `the row ${says}`, 'give one of count, spacing, at');
  }
  if ((entry.from ?? 0) >= (entry.to ?? 1))
    return complain(
      'from',
      `the row runs from ${entry.from ?? 0} to ${entry.to ?? 1}`,
      'give a from below its to',
    );
  const right = rowOnSide(row);
  // On curves across the face the row may have no side of its own: its mirror image is another part of the same curve.
  return bothSides ? [...right, ...right.map((point) => renamed(mirrorImage(point), point))] : right;
}

function sided(entry: CurveRow | BetweenRow, side: 'right' | 'left'): Partial<CurveRow & BetweenRow> {
  const label = entry.name === undefined ? {} : { name: `${entry.name}.${side}` };
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

function rowOnSide(row: CurveRow | BetweenRow): LandmarkDefinition[] {
  const [first, second] = 'curve' in row ? [row.curve as CurveName] : (row.between as readonly CurveName[]);
  const places = fractionsOf(row, first!);
  if (second === undefined) {
    const curve = first!;
    const label = row.name ?? curve;
    return places.map((at, i) => ({
      name: `${label}.${i}`,
      region: row.region ?? regionOf(curve),
      curve,
      at,
    }));
  }
  const shares = 'between' in row ? (row.share ?? [0.5]) : [0.5];
  const label = row.name ?? `${first}-${second}`;
  return shares.flatMap((share, j) =>
    places.map((at, i) => ({
      name: shares.length > 1 ? `${label}.${j}.${i}` : `${label}.${i}`,
      region: row.region ?? ('skin' as const),
      blend: [
        { curve: first!, at, weight: 1 - share },
        { curve: second, at, weight: share },
      ],
    })),
  );
}

/** Where the points of a row lie on its curve: given, or even by arc length (a fraction is one of arc length). */
function fractionsOf(
  { at, count, spacing, from = 0, to = 1, ends = 'both' }: CurveRow | BetweenRow,
  curve: CurveName,
): number[] {
  if (at !== undefined) return [...at];
  const around = isClosedCurve(curve) && from === 0 && to === 1;
  const open = ends === 'none' ? 1 : ends === 'both' ? -1 : 0;
  const total =
    count ?? Math.max(1, Math.round(((to - from) * curveLength(curve)) / spacing!) - (around ? 0 : open));
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

function regionOf(curve: CurveName): Region {
  return regionStarts.find(([start]) => start.test(curve))?.[1] ?? 'skin';
}

function repeated(
  points: readonly LandmarkDefinition[],
  lineOf: (point: LandmarkDefinition) => number | undefined,
): SetMistake[] {
  const mistakes: SetMistake[] = [];
  const names = new Set<string>();
  const places = new Map<string, string>();
  for (const point of points) {
    const place = JSON.stringify(
      'curve' in point ? [point.curve, point.at, point.offset] : [point.blend, point.offset],
    );
    const before = places.get(place);
    if (before !== undefined)
      mistakes.push({
        line: lineOf(point),
        where: point.name,
        rule: `lies on '${before}'`,
        hint: "leave one of them out (a row's ends: first, last, none)",
      });
    else if (names.has(point.name))
      mistakes.push({
        line: lineOf(point),
        where: point.name,
        rule: 'the name is taken by another point',
        hint: 'give one of the rows a name',
      });
    names.add(point.name);
    places.set(place, point.name);
  }
  return mistakes;
}

/** Pairs by definition first; what is left, by place on the mean face: fractions written with few digits, mesh points. */
function completeMirror(points: readonly LandmarkDefinition[]): number[] {
  const mirror = mirrorPairs(points);
  const places = points.map(templatePosition);
  const open = new Set([...mirror.keys()].filter((i) => mirror[i] === -1));
  for (const i of open) {
    const [x, y, z] = places[i]!;
    const image: Vector3 = [-x, y, z];
    let best = -1;
    let least = mirrorTolerance;
    for (const j of open) {
      const away = distance(places[j]!, image);
      if (away < least && mayPair(points[i]!, points[j]!)) [least, best] = [away, j];
    }
    if (best < 0) continue;
    mirror[i] = best;
    mirror[best] = i;
    open.delete(i);
    open.delete(best);
  }
  return mirror;
}

/** On the mean face the lips touch: points of curves pair only along the mirrored curve. */
function mayPair(a: LandmarkDefinition, b: LandmarkDefinition): boolean {
  if (a.region !== b.region) return false;
  return 'curve' in a && 'curve' in b ? mirrorCurve(a.curve) === b.curve : 'curve' in a === 'curve' in b;
}

function mirroredPlace(point: LandmarkDefinition): string {
  const image = mirrorImage(point);
  if ('curve' in image) return `a point at ${Number(image.at.toFixed(4))} of ${image.curve}`;
  return `its mirror image '${image.name}'`;
}
