/**
 * Catmull–Clark subdivision (Catmull & Clark 1978) of the control cage as one sparse matrix: each vertex of the fine
 * mesh is a fixed weighted sum of control points, so shaping a head is one product. The whole cage is subdivided once;
 * polygons marked `fine` a second time. A coarse quad beside fine ones takes their edge points in, so the surface has
 * no gaps. N control points, V fine vertices, T triangles; fine vertex i < N is where control point i ends up.
 */
import { internalError } from '../../../core/errors.js';
import type { CageTopology } from './cage-topology.js';

export interface Subdivision {
  readonly vertexCount: number;
  /** `[T, 3]`. */
  readonly triangles: Uint32Array;
  /** `[T]` the cage polygon of each triangle. */
  readonly polygons: Uint32Array;
  /** `[V]` mirror image of each vertex. */
  readonly mirror: Uint32Array;
  readonly matrix: SparseRows;
  /** Fine vertices along the cage edge between two control points, both ends included. */
  alongEdge(from: number, to: number): number[];
}

/** A sparse matrix by rows: row r holds `columns` and `weights` from `starts[r]` to `starts[r + 1]`. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly weights: Float64Array;
}

type Stencil = Map<number, number>;

interface Level {
  /** Stencils over the points of the level before: old vertices, then edges, then faces. */
  stencils: Stencil[];
  quads: number[][];
  /** For each quad, the polygon it came from. */
  parents: number[];
  edge(a: number, b: number): number | undefined;
  face(polygon: number): number;
  mirror: Uint32Array;
}

export function subdivide(cage: CageTopology): Subdivision {
  const first = refine(
    cage.polygons.map(({ corners }) => corners),
    cage.pointCount,
    cage.mirror,
  );
  const second = refine(first.quads, first.stencils.length, first.mirror);
  const isFine = first.parents.map((polygon) => cage.polygons[polygon]!.fine);

  const triangles: number[] = [];
  const polygons: number[] = [];
  const polygon = (quad: number): number => first.parents[quad]!;
  const refinedEdges = new Set<number>();
  second.quads.forEach((corners, i) => {
    const quad = second.parents[i]!;
    if (!isFine[quad]) return;
    const [a, b, c, d] = corners as [number, number, number, number];
    refinedEdges.add(b).add(d);
    triangles.push(a, b, c, a, c, d);
    polygons.push(polygon(quad), polygon(quad));
  });
  first.quads.forEach((corners, quad) => {
    if (isFine[quad] || cage.polygons[polygon(quad)]!.material === 'collar') return;
    const border = corners.flatMap((corner, i) => {
      const middle = second.edge(corner, corners[(i + 1) % 4]!)!;
      return refinedEdges.has(middle) ? [corner, middle] : [corner];
    });
    // Two triangles, split like the fine quads from the old vertex; a fan where edge points join in.
    const centre = border.length === 4 ? border[0]! : second.face(quad);
    for (let i = border.length === 4 ? 1 : 0; i < (border.length === 4 ? 3 : border.length); i++) {
      triangles.push(centre, border[i]!, border[(i + 1) % border.length]!);
      polygons.push(polygon(quad));
    }
  });

  const used = new Map<number, number>();
  for (const v of [...new Set(triangles)].sort((a, b) => a - b)) used.set(v, used.size);
  const renumber = (v: number): number => used.get(v) ?? -1;
  const kept = [...used.keys()];
  return {
    vertexCount: kept.length,
    triangles: Uint32Array.from(triangles, renumber),
    polygons: Uint32Array.from(polygons),
    mirror: Uint32Array.from(kept, (v) => renumber(second.mirror[v]!)),
    matrix: composedRows(
      kept.map((v) => second.stencils[v]!),
      first.stencils,
      cage.pointCount,
    ),
    alongEdge(from, to) {
      const middle = first.edge(from, to);
      if (middle === undefined) throw internalError(`control points ${from} and ${to} share no edge`);
      const chain = [from, second.edge(from, middle), middle, second.edge(middle, to), to];
      return chain.map((v) => renumber(v ?? -1)).filter((v) => v >= 0);
    },
  };
}

/**
 * Multiplies control points by the subdivision matrix.
 * @param points – `[N, 3]`. @param out – `[≥ V, 3]`, its first V rows are overwritten.
 */
export function applyRows(
  { starts, columns, weights }: SparseRows,
  points: Float64Array,
  out: Float32Array,
): void {
  for (let row = 0; row + 1 < starts.length; row++) {
    let x = 0;
    let y = 0;
    let z = 0;
    for (let k = starts[row]!; k < starts[row + 1]!; k++) {
      const weight = weights[k]!;
      const at = 3 * columns[k]!;
      x += weight * points[at]!;
      y += weight * points[at + 1]!;
      z += weight * points[at + 2]!;
    }
    out[3 * row] = x;
    out[3 * row + 1] = y;
    out[3 * row + 2] = z;
  }
}

/** The same for one number a control point: `[N]` in, `[V]` out. */
export function applyScalar(
  { starts, columns, weights }: SparseRows,
  values: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(starts.length - 1);
  for (let row = 0; row < out.length; row++)
    for (let k = starts[row]!; k < starts[row + 1]!; k++) out[row]! += weights[k]! * values[columns[k]!]!;
  return out;
}

/** One round of Catmull–Clark on a closed surface of polygons. */
function refine(polygons: readonly (readonly number[])[], count: number, mirror: Uint32Array): Level {
  const edges = new Map<number, { number: number; ends: [number, number]; faces: number[] }>();
  const key = (a: number, b: number): number => Math.min(a, b) * count + Math.max(a, b);
  const facesOf: number[][] = Array.from({ length: count }, () => []);
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  polygons.forEach((corners, face) => {
    corners.forEach((a, i) => {
      const b = corners[(i + 1) % corners.length]!;
      facesOf[a]!.push(face);
      const edge = edges.get(key(a, b));
      if (edge) edge.faces.push(face);
      else {
        edges.set(key(a, b), { number: count + edges.size, ends: [a, b], faces: [face] });
        neighbours[a]!.push(b);
        neighbours[b]!.push(a);
      }
    });
  });
  const firstFace = count + edges.size;
  const facePoints = polygons.map((corners) => new Map(corners.map((v) => [v, 1 / corners.length])));

  const stencils: Stencil[] = [];
  for (let v = 0; v < count; v++) {
    const valence = facesOf[v]!.length;
    const stencil: Stencil = new Map([[v, (valence - 2) / valence]]);
    for (const face of facesOf[v]!) accumulate(stencil, facePoints[face]!, 1 / valence ** 2);
    for (const other of neighbours[v]!) add(stencil, other, 1 / valence ** 2);
    stencils.push(stencil);
  }
  for (const { ends, faces } of edges.values()) {
    if (faces.length !== 2)
      throw internalError(`the cage's edge ${ends.join('–')} has ${faces.length} faces`);
    const stencil: Stencil = new Map([
      [ends[0], 0.25],
      [ends[1], 0.25],
    ]);
    for (const face of faces) accumulate(stencil, facePoints[face]!, 0.25);
    stencils.push(stencil);
  }
  stencils.push(...facePoints);

  const edge = (a: number, b: number): number | undefined => edges.get(key(a, b))?.number;
  const quads: number[][] = [];
  const parents: number[] = [];
  polygons.forEach((corners, face) => {
    corners.forEach((a, i) => {
      const after = corners[(i + 1) % corners.length]!;
      const before = corners.at(i - 1)!;
      quads.push([a, edge(a, after)!, firstFace + face, edge(before, a)!]);
      parents.push(face);
    });
  });

  const faceKey = (corners: readonly number[]): string => [...corners].sort((a, b) => a - b).join(' ');
  const faceNumbers = new Map(polygons.map((corners, face) => [faceKey(corners), face]));
  const next = new Uint32Array(stencils.length);
  next.set(mirror);
  for (const { number, ends } of edges.values()) next[number] = edge(mirror[ends[0]]!, mirror[ends[1]]!)!;
  polygons.forEach((corners, face) => {
    next[firstFace + face] = firstFace + faceNumbers.get(faceKey(corners.map((v) => mirror[v]!)))!;
  });
  return { stencils, quads, parents, edge, face: (polygon) => firstFace + polygon, mirror: next };
}

function add(stencil: Stencil, point: number, weight: number): void {
  stencil.set(point, (stencil.get(point) ?? 0) + weight);
}

function accumulate(stencil: Stencil, part: Stencil, weight: number): void {
  for (const [point, share] of part) add(stencil, point, share * weight);
}

/** A row for each stencil, over the points that the stencils `before` are over. @param count – of these points. */
function composedRows(stencils: readonly Stencil[], before: readonly Stencil[], count: number): SparseRows {
  const starts = new Uint32Array(stencils.length + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  const sums = new Float64Array(count);
  const isMet = new Uint8Array(count);
  stencils.forEach((stencil, row) => {
    for (const [point, weight] of stencil)
      for (const [column, share] of before[point]!) {
        if (isMet[column] === 0) columns.push(column);
        isMet[column] = 1;
        sums[column]! += share * weight;
      }
    for (let k = starts[row]!; k < columns.length; k++) {
      const column = columns[k]!;
      weights.push(sums[column]!);
      sums[column] = 0;
      isMet[column] = 0;
    }
    starts[row + 1] = columns.length;
  });
  return { starts, columns: Uint32Array.from(columns), weights: Float64Array.from(weights) };
}
