/** What a person does to points of a draft, on a head: moved along their curve or over the skin, added, mirrored, with their partners. */
import type { Vector3 } from '../../../../src/core/vector.js';
import {
  addPoints,
  type DraftPoint,
  type DrawnStrand,
  freeName,
  movedTo,
  namesOf,
  replacePoints,
  type SetDraft,
} from '../../../../src/landmarks/editing/set-draft.js';
import { type PointMaker, type Strand, strandKey } from '../../../../src/landmarks/editing/strands.js';
import type { LandmarkDefinition, Region } from '../../../../src/landmarks/landmark-set.js';
import { curveKind, mirrorCurve } from '../../../../src/landmarks/sets/curve-mirror.js';
import { fractionsOf, regionOf } from '../../../../src/landmarks/sets/lay-entry.js';
import { mirrorImage } from '../../../../src/landmarks/sets/mirror-pairs.js';
import { completeMirror } from '../../../../src/landmarks/sets/point-faults.js';
import type { CurveName, SurfacePoint } from '../../../../src/landmarks/surface.js';
import type { EditorHead } from './editor-head.js';

export interface MoveOptions {
  /** Whether mirror images go with it. */
  both: boolean;
  /** Whether points stay on their curves. */
  keep: boolean;
}

/** Centimetres: an added point so near to a feature curve lies on it. */
const catching = 0.25;
/** Centimetres from the midline: a point that is nearer lies on it. */
const onMidline = 0.12;

const partners = new WeakMap<SetDraft, readonly number[]>();

/** `[K]` the mirror image of each point; −1 where it has none. */
export function partnersOf(draft: SetDraft): readonly number[] {
  const known = partners.get(draft);
  if (known !== undefined) return known;
  const found = completeMirror(draft.points.map(({ definition }) => definition));
  partners.set(draft, found);
  return found;
}

/** @param place – on the head, where the point is wanted. */
export function movePoint(
  draft: SetDraft,
  index: number,
  place: Vector3,
  head: EditorHead,
  { both, keep }: MoveOptions,
): SetDraft {
  const point = draft.points[index];
  if (point === undefined) return draft;
  const partner = both ? partnersOf(draft)[index]! : -1;
  const isMiddle = partner === index;
  const moved = movedPoint(draft, point, isMiddle ? [0, place[1], place[2]] : place, head, keep, isMiddle);
  const changes = new Map([[index, moved]]);
  const other = draft.points[partner];
  if (other !== undefined && !isMiddle) changes.set(partner, imageAs(draft, moved, other, head));
  return replacePoints(draft, changes);
}

function movedPoint(
  draft: SetDraft,
  point: DraftPoint,
  place: Vector3,
  head: EditorHead,
  keep: boolean,
  isMiddle: boolean,
): DraftPoint {
  const { definition, drawn } = point;
  if (keep && drawn !== undefined) {
    const strand = draft.drawn.get(drawn.curve)!;
    if (strand.head === head.name) {
      const at = nearestOnDrawn(strand, place, head);
      return { ...movedTo(point, drawnPoint(strand, at, head)), drawn: { curve: drawn.curve, at } };
    }
  }
  if (keep && 'curve' in definition) {
    const { at } = head.nearestOn(definition.curve, place);
    const middle = isMiddle && curveKind(definition.curve) === 'across' ? 0.5 : at;
    const { name, region, curve } = definition;
    return movedTo(point, { name, region, curve, at: middle });
  }
  return movedTo(point, head.skinPoint(place, definition));
}

/** The mirror image of one point, in place of another. */
function imageAs(draft: SetDraft, of: DraftPoint, point: DraftPoint, head: EditorHead): DraftPoint {
  if (of.drawn !== undefined && point.drawn !== undefined) {
    const strand = draft.drawn.get(point.drawn.curve)!;
    if (strand.head === head.name && point.drawn.curve !== of.drawn.curve) {
      const { at } = of.drawn;
      return { ...movedTo(point, drawnPoint(strand, at, head)), drawn: { curve: point.drawn.curve, at } };
    }
  }
  return movedTo(point, mirroredDefinition(of.definition, head));
}

export function mirroredDefinition(definition: LandmarkDefinition, head: EditorHead): LandmarkDefinition {
  if ('curve' in definition || definition.exact === undefined) return mirrorImage(definition);
  const { name } = mirrorImage(definition);
  const own = head.resolve(definition);
  const { triangle, weights } = head.mirrored(own);
  const made = head.reader.points({
    head: head.name,
    points: [{ name, region: definition.region, triangle, weights }],
  });
  return 'rule' in made ? mirrorImage(definition) : made[0]!;
}

function drawnPoint({ through, closed }: DrawnStrand, at: number, head: EditorHead): LandmarkDefinition {
  const curve = head.reader.curve({ through, closed });
  if ('rule' in curve) throw new Error(curve.rule);
  return curve.point(at, { name: '', region: 'skin' });
}

function nearestOnDrawn({ through, closed }: DrawnStrand, place: Vector3, head: EditorHead): number {
  const curve = head.reader.curve({ through, closed });
  if ('rule' in curve) return 0;
  const away = (at: number): number => {
    const found = head.place(curve.point(at, { name: '', region: 'skin' }));
    return Math.hypot(...found.map((value, k) => value - place[k]!));
  };
  let best = 0;
  for (let i = 1; i <= 32; i++) if (away(i / 32) < away(best)) best = i / 32;
  for (let step = 1 / 64; step > 1 / 2000; step /= 2)
    for (const at of [best - step, best + step]) if (at >= 0 && at <= 1 && away(at) < away(best)) best = at;
  return Math.round(best * 1e4) / 1e4;
}

/** The side in a name: of the person who is looked at. */
function sideOf([x]: Vector3): string {
  return Math.abs(x) < onMidline ? 'middle' : x < 0 ? 'right' : 'left';
}

/** @returns the draft, and the index of the point that was added. */
export function addPoint(
  draft: SetDraft,
  place: Vector3,
  head: EditorHead,
  { both, keep }: MoveOptions,
  after?: number,
): { draft: SetDraft; index: number } {
  const curve = keep ? head.nearestCurve(place) : undefined;
  const taken = namesOf(draft);
  const isMiddle = both && Math.abs(place[0]) < onMidline;
  let definition: LandmarkDefinition;
  if (curve !== undefined && curve.distance < catching) {
    const name = freeName(taken, `${curve.curve}.0`);
    definition = { name, region: regionOf(curve.curve), curve: curve.curve, at: curve.at };
    if (isMiddle && curveKind(curve.curve) === 'across') definition = { ...definition, at: 0.5 };
  } else {
    const name = freeName(taken, `skin.${sideOf(place)}.0`);
    definition = head.skinPoint(isMiddle ? [0, place[1], place[2]] : place, { name, region: 'skin' });
  }
  const added: DraftPoint[] = [{ definition }];
  if (both && !isMiddle) {
    const image = mirroredDefinition(definition, head);
    taken.add(definition.name);
    added.push({ definition: { ...image, name: freeName(taken, image.name) } });
  }
  const index = after === undefined ? draft.points.length : after + 1;
  return { draft: addPoints(draft, added, after), index };
}

/** Gives points the mirror images that they lack, and puts those that they have in their exact places. */
export function mirrorPoints(draft: SetDraft, indices: readonly number[], head: EditorHead): SetDraft {
  const pairs = partnersOf(draft);
  const wanted = new Set(indices);
  let made = draft;
  const added: DraftPoint[] = [];
  const taken = namesOf(draft);
  for (const index of indices) {
    const point = draft.points[index]!;
    const partner = pairs[index]!;
    if (partner === index) continue;
    const other = draft.points[partner];
    if (other === undefined) {
      const image = mirroredDefinition(point.definition, head);
      const name = freeName(taken, image.name);
      taken.add(name);
      added.push({ definition: { ...image, name } });
    } else if (!wanted.has(partner) || partner > index)
      made = replacePoints(made, new Map([[partner, imageAs(draft, point, other, head)]]));
  }
  return addPoints(made, added, Math.max(...indices));
}

/** What lays points along a strand's curve. */
export function makerOf(
  draft: SetDraft,
  strand: Strand,
  head: EditorHead,
): { make: PointMaker; closed: boolean } | undefined {
  const first = draft.points[strand.points[0] ?? -1];
  if (first === undefined) return undefined;
  if (first.drawn !== undefined) {
    const { curve: number } = first.drawn;
    const drawn = draft.drawn.get(number)!;
    if (drawn.head !== head.name) return undefined;
    return {
      closed: drawn.closed,
      make: (at) => ({ definition: drawnPoint(drawn, at, head), drawn: { curve: number, at } }),
    };
  }
  const { definition } = first;
  if (!('curve' in definition)) return undefined;
  const { curve } = definition;
  return {
    closed: head.curvePlaces(curve).closed,
    make: (at) => ({ definition: { name: '', region: definition.region, curve, at } }),
  };
}

/** The strand on the other side; undefined for one that has no other. */
export function mirrorStrand(
  draft: SetDraft,
  strand: Strand,
  strands: readonly Strand[],
): Strand | undefined {
  const partner = partnersOf(draft)[strand.points[0]!] ?? -1;
  const byPoint = draft.points[partner];
  const key = byPoint === undefined ? mirrorCurve(strand.key as CurveName) : strandKey(byPoint);
  return key === strand.key ? undefined : strands.find((one) => one.key === key);
}

/** Points along a feature curve, on both sides where it has a twin. */
export function addCurve(draft: SetDraft, curve: CurveName, count: number, both: boolean): SetDraft {
  const curves = both && mirrorCurve(curve) !== curve ? [curve, mirrorCurve(curve)] : [curve];
  const taken = namesOf(draft);
  const added = curves.flatMap((name) =>
    fractionsOf({ count }, /^(iris|pupil|nostril)\.(right|left)$/.test(name), () => 1).map(
      (at, i): DraftPoint => {
        const free = freeName(taken, `${name}.${i}`);
        taken.add(free);
        return { definition: { name: free, region: regionOf(name), curve: name, at } };
      },
    ),
  );
  return addPoints(draft, added);
}

export interface Drawing {
  through: readonly SurfacePoint[];
  closed: boolean;
}

/** A curve of one's own with points on it; on both sides where it lies on one. */
export function addDrawn(
  draft: SetDraft,
  { through, closed }: Drawing,
  count: number,
  both: boolean,
  head: EditorHead,
): SetDraft {
  const places = through.map((point) => placeOf(point, head));
  const last = places.at(-1)!;
  const isOneSided = places.every(([x]) => Math.abs(x) > onMidline && x > 0 === places[0]![0] > 0);
  const endsInMiddle = !closed && Math.abs(last[0]) < 3 * onMidline && places.length > 1;
  const strands: DrawnStrand[] = [];
  if (both && isOneSided) {
    const mirrored = through.map((point) => head.mirrored(point));
    strands.push({ head: head.name, through, closed }, { head: head.name, through: mirrored, closed });
  } else if (both && endsInMiddle) {
    const half = through.slice(0, -1);
    const middle = head.skinPlace([0, last[1], last[2]]);
    const other = half.map((point) => head.mirrored(point)).reverse();
    strands.push({ head: head.name, through: [...half, middle, ...other], closed });
  } else strands.push({ head: head.name, through, closed });
  const stem = freeStem(draft);
  let number = Math.max(-1, ...draft.drawn.keys());
  const drawn = new Map(draft.drawn);
  const added = strands.flatMap((strand) => {
    const curve = ++number;
    drawn.set(curve, strand);
    const side = sideOf(placeOf(strand.through[0]!, head));
    const label = strands.length > 1 ? `${stem}.${side}` : stem;
    return fractionsOf({ count }, closed, () => 1).map(
      (at, i): DraftPoint => ({
        definition: { ...drawnPoint(strand, at, head), name: `${label}.${i}`, region: 'skin' },
        drawn: { curve, at },
      }),
    );
  });
  return addPoints({ ...draft, drawn }, added);
}

/** One of the places that a drawn curve runs through is moved, and its mirror image; the points stay where they are along it. */
export function moveGuide(
  draft: SetDraft,
  curve: number,
  guide: number,
  place: Vector3,
  head: EditorHead,
  both: boolean,
): SetDraft {
  const strand = draft.drawn.get(curve);
  if (strand === undefined) return draft;
  const through = strand.through.map((point, i) => (i === guide ? head.skinPlace(place) : point));
  const drawn = new Map(draft.drawn).set(curve, { ...strand, through });
  const twin = both ? twinOf(draft, curve) : undefined;
  const other = twin === undefined ? undefined : draft.drawn.get(twin);
  if (twin !== undefined && other?.through.length === through.length)
    drawn.set(twin, {
      ...other,
      through: other.through.map((point, i) => (i === guide ? head.mirrored(through[guide]!) : point)),
    });
  else if (both && twin === undefined && isAcross(strand, head)) {
    const opposite = through.length - 1 - guide;
    const image =
      opposite === guide ? head.skinPlace([0, place[1], place[2]]) : head.mirrored(through[guide]!);
    drawn.set(curve, { ...strand, through: through.map((point, i) => (i === opposite ? image : point)) });
  }
  const points = draft.points.map((point) => {
    if (point.drawn === undefined || (point.drawn.curve !== curve && point.drawn.curve !== twin))
      return point;
    return {
      ...movedTo(point, drawnPoint(drawn.get(point.drawn.curve)!, point.drawn.at, head)),
      drawn: point.drawn,
    };
  });
  return { ...draft, drawn, points };
}

/** The drawn curve on the other side. */
function twinOf(draft: SetDraft, curve: number): number | undefined {
  const index = draft.points.findIndex(({ drawn }) => drawn?.curve === curve);
  const twin = draft.points[partnersOf(draft)[index] ?? -1]?.drawn?.curve;
  return twin === curve ? undefined : twin;
}

function isAcross({ through }: DrawnStrand, head: EditorHead): boolean {
  return placeOf(through[0]!, head)[0] * placeOf(through.at(-1)!, head)[0] < 0;
}

function placeOf(point: SurfacePoint, head: EditorHead): Vector3 {
  const { rest, triangles } = head.mesh;
  return [0, 1, 2].map((axis) =>
    point.weights.reduce(
      (sum, weight, corner) => sum + weight * rest[3 * triangles[3 * point.triangle + corner]! + axis]!,
      0,
    ),
  ) as [number, number, number];
}

function freeStem(draft: SetDraft): string {
  const names = [...namesOf(draft)];
  for (let i = 1; ; i++) if (!names.some((name) => name.startsWith(`curve${i}.`))) return `curve${i}`;
}

/** The points of a region, or of another. */
export function withRegion(draft: SetDraft, indices: readonly number[], region: Region): SetDraft {
  return replacePoints(
    draft,
    new Map(
      indices.map((i) => {
        const { written: _, ...point } = draft.points[i]!;
        return [i, { ...point, definition: { ...point.definition, region } }];
      }),
    ),
  );
}
