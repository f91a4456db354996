/** Measurements on a head's mesh that the conformance suite is made of. Lengths are centimetres. */
import { add, distance, length, scale, subtract, type Vector3 } from '../../core/vector.js';
import type { Side } from '../../landmarks/surface.js';
import { MeanSurface } from './curves/curves.js';
import { type HeadModel, type HeadParameters, headMaterials } from './head-model.js';

const sides = ['right', 'left'] as const;

export const vertex = (positions: Float32Array, v: number): Vector3 => [
  positions[3 * v]!,
  positions[3 * v + 1]!,
  positions[3 * v + 2]!,
];

export const centroid = (places: readonly Vector3[]): Vector3 =>
  scale(places.reduce(add, [0, 0, 0]), 1 / places.length);

/** The largest movement of a vertex. */
export function furthest(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i += 3)
    most = Math.max(most, Math.hypot(a[i]! - b[i]!, a[i + 1]! - b[i + 1]!, a[i + 2]! - b[i + 2]!));
  return most;
}

export function curvePlaces(head: HeadModel, positions: Float32Array, name: string): Vector3[] {
  const surface = new MeanSurface(positions, head.topology.triangles);
  return head.curves.get(name)!.points.map((point) => surface.position(point));
}

/** The place at a fraction of a curve, on the chords between its points. */
export function along(head: HeadModel, positions: Float32Array, name: string, at: number): Vector3 {
  const curve = head.curves.get(name)!;
  const places = curvePlaces(head, positions, name);
  const fractions = curve.closed ? [...curve.fractions, 1] : curve.fractions;
  if (curve.closed) places.push(places[0]!);
  const next = Math.max(
    1,
    fractions.findIndex((fraction) => fraction >= at - 1e-12),
  );
  const t = (at - fractions[next - 1]!) / (fractions[next]! - fractions[next - 1]!);
  return add(scale(places[next - 1]!, 1 - t), scale(places[next]!, t));
}

export function trianglesOf(head: HeadModel, materials: readonly (typeof headMaterials)[number][]): number[] {
  const wanted = new Set(materials.map((material) => headMaterials.indexOf(material)));
  return Array.from(head.topology.materials.keys()).filter((t) => wanted.has(head.topology.materials[t]!));
}

/** Directed edges of the triangles: in a well-wound surface each occurs once. */
export function directedEdges(
  head: HeadModel,
  materials: readonly (typeof headMaterials)[number][],
): { edges: Map<string, [number, number]>; repeated: string[] } {
  const edges = new Map<string, [number, number]>();
  const repeated: string[] = [];
  for (const t of trianglesOf(head, materials)) {
    const corners = Array.from(head.topology.triangles.subarray(3 * t, 3 * t + 3));
    corners.forEach((a, k) => {
      const b = corners[(k + 1) % 3]!;
      const key = `${a} ${b}`;
      if (edges.has(key)) repeated.push(key);
      edges.set(key, [a, b]);
    });
  }
  return { edges, repeated };
}

/** Edges without a partner, chained. */
export function boundaryLoops(edges: ReadonlyMap<string, [number, number]>): number[][] {
  const next = new Map<number, number>();
  for (const [a, b] of edges.values()) if (!edges.has(`${b} ${a}`)) next.set(a, b);
  const loops: number[][] = [];
  while (next.size > 0) {
    const [start] = next.keys();
    const loop: number[] = [];
    let at = start;
    while (at !== undefined && next.has(at)) {
      loop.push(at);
      const following: number = next.get(at)!;
      next.delete(at);
      at = following;
    }
    loops.push(loop);
  }
  return loops;
}

export function openingOf(
  loop: readonly Vector3[],
  eyes: Readonly<Record<Side, { centre: Vector3; radius: number }>>,
  landmarks: readonly Vector3[],
): string {
  for (const side of sides)
    if (loop.every((place) => distance(place, eyes[side].centre) < 1.45 * eyes[side].radius))
      return `eye ${side}`;
  const chin = landmarks[8]!;
  if (loop.every(([, y]) => y < chin[1] - 1)) return 'neck';
  const [right, left] = [landmarks[48]!, landmarks[54]!];
  const inMouth = ([x, y]: Vector3): boolean =>
    x > right[0] - 0.5 && x < left[0] + 0.5 && Math.abs(y - right[1]) < 2.5;
  return loop.every(inMouth) ? 'mouth' : 'unknown';
}

/** How far skin in front of an eyeball's middle lies inside the ball, centimetres; 0 or less where it is outside. */
export function deepestLid(head: HeadModel, parameters: HeadParameters): number {
  const { positions, eyes } = head.shape(parameters);
  const { triangles } = head.topology;
  const skin = new Set(
    trianglesOf(head, ['skin']).flatMap((t) => Array.from(triangles.subarray(3 * t, 3 * t + 3))),
  );
  const balls = trianglesOf(head, ['sclera']);
  let deepest = Number.NEGATIVE_INFINITY;
  for (const side of sides) {
    const { centre, radius } = eyes[side];
    const own = new Set(
      balls.filter((t) => Math.sign(positions[3 * triangles[3 * t]!]!) === Math.sign(centre[0])),
    );
    const ball = new MeanSurface(positions, triangles, (t) => own.has(t));
    for (const v of skin) {
      const place = vertex(positions, v);
      const seen = subtract(place, centre);
      if (length(seen) > 1.3 * radius || seen[2] < 0.3 * radius) continue;
      const surface = distance(ball.position(ball.alongRay(centre, seen)), centre);
      deepest = Math.max(deepest, surface - length(seen));
    }
  }
  return deepest;
}
