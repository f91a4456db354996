/**
 * The eyelids: they turn about the horizontal axis through the eyeball's centre, so that they keep hugging it while they
 * open, close and follow the gaze. Worked out on the fine mesh, after identity and expression. The upper lid travels
 * most of the way in a blink; the upper lid follows vertical gaze by about three quarters, the lower by a third
 * (Becker & Fuchs 1988). In the end no skin is left inside the eyeball.
 */
import type { Side } from '../../../../landmarks/surface.js';
import type { Eyeball } from '../../head-model.js';
import { type CageTopology, ringSizes } from '../cage-topology.js';
import { applyScalar, type Subdivision } from '../subdivision.js';

/** What moves one eye's lids. */
export interface LidMovement {
  /** 0 to 1. */
  closed: number;
  /** Radians by which the middle of each lid turns towards the other before closing; negative opens. */
  upper: number;
  lower: number;
}

interface LidIntensities {
  closed: number;
  raised: number;
  tightened: number;
  cheekRaised: number;
  gazePitch: number;
}

export function lidMovement(action: LidIntensities): LidMovement {
  return {
    closed: action.closed,
    upper:
      -0.15 * action.raised +
      0.09 * action.tightened +
      0.02 * action.cheekRaised -
      (action.gazePitch > 0 ? 0.6 : 0.75) * action.gazePitch,
    lower: 0.12 * action.tightened + 0.07 * action.cheekRaised + 0.33 * action.gazePitch,
  };
}

/** The upper lid's share of a blink. */
const upperShare = 0.88;
/** How closely skin may come to the eyeball, centimetres. */
const clearance = 0.02;
/** How far each ring of the lid, from the socket's border to behind the margin, turns with the margin. */
const ringShares = [0, 0.38, 1, 1, 1, 0.4] as const;

const upperPlaces = [8, 9, 10, 11, 12, 13] as const;
const lowerPlaces = [6, 5, 4, 3, 2, 1] as const;
const columns = upperPlaces.length;

interface EyeLids {
  /** Fine vertices of the lids. */
  vertices: Uint32Array;
  /** `[n, 6]` share of the turn of each of the margin's six places, outer to inner, in each vertex's turn. */
  upper: Float64Array;
  lower: Float64Array;
  /** Fine vertices of the margin's outer edge: upper and lower, outer to inner, and the two corners. */
  upperEdge: readonly number[];
  lowerEdge: readonly number[];
}

export class Lids {
  readonly #eyes: Readonly<Record<Side, EyeLids>>;
  /** Skin vertices that may ever touch an eyeball. */
  readonly #near: Readonly<Record<Side, Uint32Array>>;

  constructor(cage: CageTopology, fine: Subdivision) {
    const make = (side: Side): EyeLids => lidsOf(cage, fine, side);
    this.#eyes = { right: make('right'), left: make('left') };
    const near = (side: Side): Uint32Array => eyeVertices(cage, fine, side);
    this.#near = { right: near('right'), left: near('left') };
  }

  /** Turns the lids of one eye. @param positions – `[V, 3]`, changed in place. */
  move(positions: Float32Array, side: Side, ball: Eyeball, movement: LidMovement): void {
    const lids = this.#eyes[side];
    const { upper, lower } = turns(positions, lids, ball, movement);
    const [, cy, cz] = ball.centre;
    lids.vertices.forEach((v, i) => {
      let angle = 0;
      for (let k = 0; k < columns; k++)
        angle += upper[k]! * lids.upper[columns * i + k]! - lower[k]! * lids.lower[columns * i + k]!;
      if (angle === 0) return;
      const y = positions[3 * v + 1]! - cy;
      const z = positions[3 * v + 2]! - cz;
      positions[3 * v + 1] = cy + y * Math.cos(angle) - z * Math.sin(angle);
      positions[3 * v + 2] = cz + y * Math.sin(angle) + z * Math.cos(angle);
    });
    keepOutside(positions, this.#near[side], ball);
  }
}

/** Radians by which each place of the margins turns: the upper lid down, the lower up. */
function turns(
  positions: Float32Array,
  { upperEdge, lowerEdge }: EyeLids,
  { centre }: Eyeball,
  movement: LidMovement,
): { upper: number[]; lower: number[] } {
  const elevation = (v: number): number =>
    Math.atan2(positions[3 * v + 1]! - centre[1], positions[3 * v + 2]! - centre[2]);
  const gaps = upperEdge.map((v) => {
    const x = positions[3 * v]!;
    return Math.max(0, elevation(v) - elevationAt(positions, lowerEdge, x, elevation));
  });
  const widest = Math.max(...gaps, 1e-6);
  const rest = 1 - movement.closed;
  const upper = gaps.map(
    (gap) => movement.closed * upperShare * gap + (rest * movement.upper * gap) / widest,
  );
  const lower = gaps.map(
    (gap) => movement.closed * (1 - upperShare) * gap + (rest * movement.lower * gap) / widest,
  );
  return {
    upper: upper.map((turn, k) => Math.min(turn, upperShare * gaps[k]!)),
    lower: lower.map((turn, k) => Math.min(turn, (1 - upperShare) * gaps[k]! + 0.1 * rest * gaps[k]!)),
  };
}

/** Elevation of the lower margin under a place of the upper one. */
function elevationAt(
  positions: Float32Array,
  edge: readonly number[],
  x: number,
  elevation: (v: number) => number,
): number {
  for (let i = 1; i < edge.length; i++) {
    const [x0, x1] = [positions[3 * edge[i - 1]!]!, positions[3 * edge[i]!]!];
    if ((x - x0) * (x - x1) > 0 || x0 === x1) continue;
    const t = (x - x0) / (x1 - x0);
    return elevation(edge[i - 1]!) * (1 - t) + elevation(edge[i]!) * t;
  }
  return elevation(edge[Math.abs(x) > Math.abs(positions[3 * edge[0]!]!) ? 0 : edge.length - 1]!);
}

function keepOutside(positions: Float32Array, vertices: Uint32Array, { centre, radius }: Eyeball): void {
  const least = radius + clearance;
  for (const v of vertices) {
    const x = positions[3 * v]! - centre[0];
    const y = positions[3 * v + 1]! - centre[1];
    const z = positions[3 * v + 2]! - centre[2];
    const distance = Math.sqrt(x * x + y * y + z * z);
    if (distance >= least || distance === 0) continue;
    const factor = least / distance;
    positions[3 * v] = centre[0] + x * factor;
    positions[3 * v + 1] = centre[1] + y * factor;
    positions[3 * v + 2] = centre[2] + z * factor;
  }
}

function lidsOf(cage: CageTopology, fine: Subdivision, side: Side): EyeLids {
  const edge = (places: readonly number[]): number[] =>
    places.map((place) => cage.index(`eye/2/${place}`, side));
  const upper = influences(cage, fine, side, upperPlaces);
  const lower = influences(cage, fine, side, lowerPlaces);
  const both = [...upper, ...lower];
  const vertices: number[] = [];
  for (let v = 0; v < fine.vertexCount; v++)
    if (both.some((influence) => Math.abs(influence[v]!) > 1e-4)) vertices.push(v);
  const pack = (list: readonly Float64Array[]): Float64Array =>
    Float64Array.from(vertices.flatMap((v) => list.map((influence) => influence[v]!)));
  return {
    vertices: Uint32Array.from(vertices),
    upper: pack(upper),
    lower: pack(lower),
    upperEdge: edge(upperPlaces),
    lowerEdge: edge([7, ...lowerPlaces, 0]),
  };
}

/**
 * For each place of a margin, how much every fine vertex turns when that place turns by 1 and the other places do not.
 * Subdivision smooths, so the values on the cage are sharpened until the fine margin turns as it should.
 */
function influences(
  cage: CageTopology,
  fine: Subdivision,
  side: Side,
  places: readonly number[],
): Float64Array[] {
  const edge = places.map((place) => cage.index(`eye/2/${place}`, side));
  const responses = places.map((place) => {
    const values = new Float64Array(cage.pointCount);
    for (let ring = 1; ring < ringShares.length; ring++)
      values[cage.index(`eye/${ring}/${place}`, side)] = ringShares[ring]!;
    return applyScalar(fine.matrix, values);
  });
  // All others stay where they are.
  const moved = Array.from({ length: fine.vertexCount }, (_, v) => v).filter((v) =>
    responses.some((response) => response[v] !== 0),
  );
  return places.map((_, wanted) => {
    const field = new Float64Array(fine.vertexCount);
    for (let round = 0; round < 25; round++) {
      const steps = edge.map((v, k) => (k === wanted ? 1 : 0) - field[v]!);
      responses.forEach((response, k) => {
        for (const v of moved) field[v]! += steps[k]! * response[v]!;
      });
    }
    return field;
  });
}

/** Fine vertices inside the socket's border. */
function eyeVertices(cage: CageTopology, fine: Subdivision, side: Side): Uint32Array {
  const inside = new Float64Array(cage.pointCount);
  for (let ring = 1; ring < ringShares.length; ring++)
    for (let place = 0; place < ringSizes.eye; place++) inside[cage.index(`eye/${ring}/${place}`, side)] = 1;
  const field = applyScalar(fine.matrix, inside);
  return Uint32Array.from(Array.from(field.keys()).filter((v) => field[v]! > 0.01));
}
