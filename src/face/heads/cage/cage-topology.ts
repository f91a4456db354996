/**
 * The layout of our control cage: which control points exist, how they are called, and which polygons join them.
 * A grid of rows (neck to crown) and columns (front midline to back midline) wraps the head; holes in it are filled
 * with concentric rings for the eye, the ear, the mouth and the nostril, so that lid edges, lip borders and the
 * helix are loops of the cage. Only the left half is laid out; the right half is its mirror image.
 *
 * Names of control points (left half): `grid/row/column`, `eye/ring/place`, `mouth/ring/place`, `ear/ring/place`,
 * `nostril/ring/place`, `crown/row/column`. Ring 0 of each is the border of its hole in the grid.
 */
import { internalError } from '../../../core/errors.js';
import type { Side } from '../../../landmarks/surface.js';

/** Rows of the grid: 0 at the collar, 21 around the crown. */
const rowCount = 22;
/** Columns of the half grid: 0 the front midline, 14 the back midline. */
const columnCount = 15;

/** Rings inside each hole, the border (ring 0) not counted. */
const ringCounts = { eye: 5, mouth: 5, ear: 5, nostril: 2 } as const;
type RingPatch = keyof typeof ringCounts;

/** Points along each ring: the eye, ear and nostril are closed, the mouth is an open chain from midline to midline. */
export const ringSizes: Readonly<Record<RingPatch, number>> = { eye: 14, mouth: 11, ear: 16, nostril: 6 };

/** First and last row and column of each hole. */
const holes = {
  eye: { rows: [14, 16], columns: [2, 7] },
  mouth: { rows: [6, 8], columns: [0, 4] },
  ear: { rows: [10, 15], columns: [9, 12] },
  nostril: { rows: [9, 11], columns: [1, 2] },
} as const;

/** `collar`: closes the neck for subdivision and is not drawn. */
type CageMaterial = 'skin' | 'gums' | 'collar';

interface CagePolygon {
  /** Control points, counter-clockwise seen from outside. */
  readonly corners: readonly number[];
  readonly material: CageMaterial;
  /** Whether the polygon lies on the face, where a second round of subdivision pays. */
  readonly fine: boolean;
}

export interface CageTopology {
  /** Control points of the whole cage. The left half and the midline come first, in the order of `names`. */
  readonly pointCount: number;
  /** Names of the points of the left half. */
  readonly names: readonly string[];
  readonly polygons: readonly CagePolygon[];
  /** `[pointCount]` mirror image of each control point; a midline point is its own. */
  readonly mirror: Uint32Array;
  /** The control point of that name on that side. */
  index(name: string, side?: Side): number;
}

/** Lays out the cage. Pure and cheap; the positions are in `cage-points.ts`. */
export function createCageTopology(): CageTopology {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const add = (name: string): void => {
    numbers.set(name, names.length);
    names.push(name);
  };
  for (let row = 0; row < rowCount; row++)
    for (let column = 0; column < columnCount; column++)
      if (!insideHole(row, column)) add(`grid/${row}/${column}`);
  for (const patch of ringPatches)
    for (let ring = 1; ring <= ringCounts[patch]; ring++)
      for (let place = 0; place < ringSizes[patch]; place++) add(`${patch}/${ring}/${place}`);
  for (let row = 1; row < crownRows; row++)
    for (let column = 0; column < crownColumns; column++) add(`crown/${row}/${column}`);

  const half: { corners: string[]; material: CageMaterial; fine: boolean }[] = [];
  const polygon = (corners: string[], material: CageMaterial, fine: boolean): void => {
    half.push({ corners, material, fine });
  };
  layGrid(polygon);
  for (const patch of ringPatches) layRings(patch, polygon);
  layCrown(polygon);

  const onMidline = names.map(isMidline);
  const mirror = mirrorNumbers(onMidline);
  const find = (name: string): number => {
    const number = numbers.get(canonical(name));
    if (number === undefined) throw internalError(`the cage has no control point '${name}'`);
    return number;
  };
  const polygons: CagePolygon[] = [];
  for (const { corners, material, fine } of half) {
    const left = corners.map(find);
    polygons.push({ corners: left, material, fine });
    polygons.push({ corners: left.map((point) => mirror[point]!).reverse(), material, fine });
  }
  polygons.push({ corners: collarLoop(find, mirror), material: 'collar', fine: false });
  return {
    pointCount: mirror.length,
    names,
    polygons,
    mirror,
    index: (name, side = 'left') => (side === 'left' ? find(name) : mirror[find(name)]!),
  };
}

const ringPatches = Object.keys(ringCounts) as RingPatch[];
/** The crown is a patch of 6 × 4 quads in the half, so that no pole gathers all columns. */
const crownRows = 6;
const crownColumns = 4;

type AddPolygon = (corners: string[], material: CageMaterial, fine: boolean) => void;

function insideHole(row: number, column: number): boolean {
  return Object.entries(holes).some(([patch, { rows, columns }]) => {
    const afterFirst = patch === 'mouth' ? column >= columns[0] : column > columns[0];
    return row > rows[0] && row < rows[1] && afterFirst && column < columns[1];
  });
}

function layGrid(polygon: AddPolygon): void {
  for (let row = 0; row + 1 < rowCount; row++)
    for (let column = 0; column + 1 < columnCount; column++) {
      const inHole = Object.values(holes).some(
        ({ rows, columns }) => row >= rows[0] && row < rows[1] && column >= columns[0] && column < columns[1],
      );
      if (inHole) continue;
      const corners = [
        `grid/${row}/${column}`,
        `grid/${row}/${column + 1}`,
        `grid/${row + 1}/${column + 1}`,
        `grid/${row + 1}/${column}`,
      ];
      polygon(corners, 'skin', row >= 1 && row < 18 && column < 9);
    }
}

/** Joins the rings of a hole from its border inwards and closes the innermost ring. */
function layRings(patch: RingPatch, polygon: AddPolygon): void {
  const size = ringSizes[patch];
  const closed = patch !== 'mouth';
  const last = ringCounts[patch];
  const bag = { eye: 4, mouth: 3, ear: 9, nostril: 1 }[patch];
  for (let ring = 0; ring < last; ring++)
    for (let place = 0; place < (closed ? size : size - 1); place++) {
      const next = (place + 1) % size;
      const corners = [
        `${patch}/${ring}/${place}`,
        `${patch}/${ring}/${next}`,
        `${patch}/${ring + 1}/${next}`,
        `${patch}/${ring + 1}/${place}`,
      ];
      polygon(corners, patch === 'mouth' && ring >= bag ? 'gums' : 'skin', ring < bag);
    }
  const inner = (place: number): string => `${patch}/${last}/${place}`;
  for (const corners of capStrips[patch])
    polygon(corners.map(inner), patch === 'mouth' ? 'gums' : 'skin', false);
}

/** How the innermost ring is closed: strips of quads between its opposite sides. */
const capStrips: Readonly<Record<RingPatch, readonly (readonly number[])[]>> = {
  eye: [
    [0, 1, 13],
    [1, 2, 12, 13],
    [2, 3, 11, 12],
    [3, 4, 10, 11],
    [4, 5, 9, 10],
    [5, 6, 8, 9],
    [6, 7, 8],
  ],
  mouth: [
    [0, 1, 9, 10],
    [1, 2, 8, 9],
    [2, 3, 7, 8],
    [3, 4, 6, 7],
    [4, 5, 6],
  ],
  ear: [
    [0, 1, 14, 15],
    [1, 2, 13, 14],
    [2, 3, 4, 13],
    [4, 5, 12, 13],
    [5, 6, 11, 12],
    [6, 7, 10, 11],
    [7, 8, 9, 10],
  ],
  nostril: [
    [0, 1, 2, 5],
    [5, 2, 3, 4],
  ],
};

function layCrown(polygon: AddPolygon): void {
  for (let row = 0; row < crownRows; row++)
    for (let column = 0; column < crownColumns; column++) {
      const corners = [
        `crown/${row}/${column}`,
        `crown/${row}/${column + 1}`,
        `crown/${row + 1}/${column + 1}`,
        `crown/${row + 1}/${column}`,
      ];
      polygon(corners, 'skin', false);
    }
}

/** Borders of the ring patches and of the crown are points of the grid: gives such a name its grid name. */
function canonical(name: string): string {
  const [patch, first, second] = name.split('/') as [string, string, string];
  const a = Number(first);
  const b = Number(second);
  if (patch === 'crown') {
    const top = rowCount - 1;
    if (a === 0) return `grid/${top}/${b}`;
    if (b === crownColumns) return `grid/${top}/${crownColumns + a}`;
    if (a === crownRows) return `grid/${top}/${columnCount - 1 - b}`;
    return name;
  }
  return patch !== 'grid' && a === 0 ? borderName(patch as RingPatch, b) : name;
}

/** Walks the border of a hole counter-clockwise: along the bottom, up the far side, back along the top, down. */
function borderName(patch: RingPatch, place: number): string {
  const { rows, columns } = holes[patch];
  const border: string[] = [];
  for (let column: number = columns[0]; column <= columns[1]; column++)
    border.push(`grid/${rows[0]}/${column}`);
  for (let row = rows[0] + 1; row < rows[1]; row++) border.push(`grid/${row}/${columns[1]}`);
  for (let column: number = columns[1]; column >= columns[0]; column--)
    border.push(`grid/${rows[1]}/${column}`);
  if (patch !== 'mouth')
    for (let row = rows[1] - 1; row > rows[0]; row--) border.push(`grid/${row}/${columns[0]}`);
  // The eye's places start at the inner corner, not at the hole's lower corner.
  const start = patch === 'eye' ? border.length - 1 : 0;
  return border[(start + place) % border.length]!;
}

function isMidline(name: string): boolean {
  const [patch, first, second] = name.split('/') as [string, string, string];
  if (patch === 'grid') return second === '0' || Number(second) === columnCount - 1;
  if (patch === 'mouth') return second === '0' || Number(second) === ringSizes.mouth - 1;
  return patch === 'crown' && Number(first) > 0 && second === '0';
}

function mirrorNumbers(onMidline: readonly boolean[]): Uint32Array {
  const half = onMidline.length;
  const sided = onMidline.filter((midline) => !midline).length;
  const mirror = new Uint32Array(half + sided);
  let next = half;
  onMidline.forEach((midline, point) => {
    const other = midline ? point : next++;
    mirror[point] = other;
    mirror[other] = point;
  });
  return mirror;
}

/** The open neck is closed by one polygon, seen from below. */
function collarLoop(find: (name: string) => number, mirror: Uint32Array): number[] {
  const left = Array.from({ length: columnCount }, (_, column) => find(`grid/0/${column}`));
  const right = left.slice(1, -1).map((point) => mirror[point]!);
  return [...left.reverse(), ...right];
}
