/**
 * The ICT-FaceKit head (MIT licence, scan-based, 100 identity modes). `loadIctFacekit` reads the baked data and makes
 * a {@link HeadModel}; curves come from the 68 published landmark vertices (`feature-curves.ts`).
 * Axes are the published ones (x to the subject's left, y up, z out of the face), the origin is moved midway between
 * the eyeballs' centres. Limits: the lids follow the gaze by published shapes made for one rate of travel.
 */

import { halfFloatTable } from '../../../core/bytes/half-float.js';
import { LineamentError } from '../../../core/errors.js';
import type { Vector3 } from '../../../core/vector.js';
import type { ContourPath, Side, SurfaceCurve, SurfacePoint } from '../../../landmarks/surface.js';
import { movedEyeCorner } from '../after-photographs.js';
import type { EyeSizes } from '../eye-sizes.js';
import type { FacialAction } from '../facial-actions.js';
import type {
  Eyeball,
  Gaze,
  HeadModel,
  HeadParameters,
  HeadShape,
  HeadTopology,
  IdentityTraits,
} from '../head-model.js';
import { headMaterials } from '../head-model.js';
import { alongTongue, tongueActions, tongueMove } from '../tongue.js';
import { actionShapes } from './action-shapes.js';
import { type BakedFacekit, readBaked } from './baked.js';
import { type BallMesh, ballMesh, placeBall } from './eyes.js';
import { featureCurves } from './feature-curves.js';
import { facekitTraits, ownModes } from './identity-modes.js';
import { guardLids, keepLidsOut, type LidGuard, type SparseShape, swingLids } from './lids.js';
import { mirrorOf } from './mirror.js';
import { ModeSum } from './mode-sum.js';
import { type FacekitParts, selectParts } from './parts.js';

const sides = ['right', 'left'] as const;

/** Radians of gaze at which the published eyeLook shapes have their full strength: their lids travel about 30°. */
const fullLook = 0.5;
/** How far the published mean's upper lids are raised, against all that they can be: photographs have them 0.6 mm higher. */
const lidsAtRest = 0.2;
/** Offsets below this (centimetres) are rounding. */
const still = 5e-4;

export interface IctFacekitHead extends HeadModel {
  /** The 68 published landmark vertices, as vertices of this head. */
  readonly publishedLandmarks: readonly number[];
}

/** @param folder – holds the baked header and data. */
export async function loadIctFacekit(folder: string): Promise<IctFacekitHead> {
  return new FacekitHead(await readBaked(folder));
}

class FacekitHead implements IctFacekitHead {
  readonly name = 'ict-facekit';
  readonly topology: HeadTopology;
  readonly identityNames: readonly string[];
  readonly identityTraits: IdentityTraits;
  readonly actions: readonly FacialAction[];
  readonly mirrorVertices: Uint32Array;
  readonly curves: ReadonlyMap<string, SurfaceCurve>;
  readonly contourPaths: readonly ContourPath[];
  readonly closestSkin: (place: Vector3) => SurfacePoint;
  readonly publishedLandmarks: readonly number[];

  /** `[V, 3]` published mean, moved to the origin; eyeballs as published. */
  readonly #base: Float32Array;
  readonly #identity: ModeSum;
  readonly #shapes: ReadonlyMap<string, SparseShape>;
  readonly #balls: Readonly<Record<Side, BallMesh>>;
  readonly #guards: Readonly<Record<Side, LidGuard>>;

  constructor(baked: BakedFacekit) {
    const parts = selectParts(baked);
    this.actions = [...actionShapes.keys()];
    this.publishedLandmarks = baked.header.landmarks68.map(parts.keptVertex);
    this.#base = keepVertices(baked.base, 0, parts.vertices);
    const modes = decodeModes(baked.identity, baked.header.vertices, parts.vertices);
    this.#shapes = new Map([...sparseShapes(baked, parts), ...tongueShapes(this.#base, parts)]);
    this.#balls = {
      right: ballMesh(this.#base, parts.balls.right),
      left: ballMesh(this.#base, parts.balls.left),
    };
    this.#moveOrigin();
    this.#moveEyeCorners();
    for (const side of sides) this.#raiseLids(this.#base, side, lidsAtRest);
    const own = ownModes(this.#base, [this.#balls.right, this.#balls.left]);
    this.#identity = new ModeSum(this.#base, [...modes, ...own.modes]);
    this.identityNames = [...baked.header.identityNames, ...own.names];
    this.identityTraits = facekitTraits(this.#base, modes, this.publishedLandmarks, own.names);
    const rest = this.#base.slice();
    const eyes = this.#placeBalls(rest, { right: { yaw: 0, pitch: 0 }, left: { yaw: 0, pitch: 0 } });
    this.topology = {
      vertexCount: parts.vertices.length,
      triangles: parts.triangles,
      materials: parts.materials,
      rest,
    };
    const skin = verticesOf(parts, 'skin');
    this.#guards = { right: guardLids(rest, skin, eyes.right), left: guardLids(rest, skin, eyes.left) };
    for (const side of sides) keepLidsOut(rest, this.#guards[side], eyes[side]);
    this.mirrorVertices = mirrorOf(rest);
    const features = featureCurves(this.topology, parts, this.publishedLandmarks, eyes);
    this.curves = features.curves;
    this.contourPaths = features.contourPaths;
    this.closestSkin = features.closestSkin;
  }

  shape(parameters: HeadParameters): HeadShape {
    const positions = this.#identity.at(parameters.identity);
    const { gaze } = parameters;
    // Expressions do not move the eyeballs, so the lids can swing about them before they are turned.
    const balls = this.#placeBalls(positions, gaze, parameters.eyes);
    for (const side of sides) {
      const closed = parameters.actions[`eyesClosed.${side}`] ?? 0;
      for (const [shape, weight] of Object.entries(actionShapes.get(`eyesClosed.${side}`) ?? {}))
        if (closed !== 0) swingLids(positions, this.#shape(shape), weight * closed, balls[side]);
      this.#raiseLids(positions, side, -lidsAtRest * closed);
      for (const [shape, weight] of lidsFollow(gaze[side], side))
        swingLids(positions, this.#shape(shape), weight * (1 - closed), balls[side]);
    }
    for (const [action, intensity] of Object.entries(parameters.actions) as [FacialAction, number][]) {
      if (action === 'eyesClosed.right' || action === 'eyesClosed.left') continue;
      for (const [shape, weight] of Object.entries(actionShapes.get(action) ?? {}))
        addShape(positions, this.#shape(shape), weight * intensity);
    }
    for (const side of sides) keepLidsOut(positions, this.#guards[side], balls[side]);
    return { positions, eyes: balls };
  }

  #shape(name: string): SparseShape {
    const shape = this.#shapes.get(name);
    if (!shape)
      throw new LineamentError(`ict-facekit: expression '${name}' is missing from the installed data`);
    return shape;
  }

  #placeBalls(
    positions: Float32Array,
    gaze: Readonly<Record<Side, Gaze>>,
    sizes?: EyeSizes,
  ): Record<Side, Eyeball> {
    return {
      right: placeBall(this.#balls.right, positions, gaze.right, sizes),
      left: placeBall(this.#balls.left, positions, gaze.left, sizes),
    };
  }

  #raiseLids(positions: Float32Array, side: Side, intensity: number): void {
    for (const [shape, weight] of Object.entries(actionShapes.get(`upperLidRaiser.${side}`) ?? {}))
      if (intensity !== 0) addShape(positions, this.#shape(shape), weight * intensity);
  }

  #moveEyeCorners(): void {
    const balls = new Set([...this.#balls.right.vertices, ...this.#balls.left.vertices]);
    for (let v = 0; v < this.#base.length / 3; v++) {
      if (balls.has(v)) continue;
      const [x, y, z] = this.#base.subarray(3 * v, 3 * v + 3);
      movedEyeCorner(x!, y!, z!).forEach((amount, axis) => {
        this.#base[3 * v + axis]! += amount;
      });
    }
  }

  #moveOrigin(): void {
    const eyes = this.#placeBalls(this.#base.slice(), {
      right: { yaw: 0, pitch: 0 },
      left: { yaw: 0, pitch: 0 },
    });
    for (let k = 0; k < 3; k++) {
      const middle = (eyes.right.centre[k as 0 | 1 | 2] + eyes.left.centre[k as 0 | 1 | 2]) / 2;
      for (let i = k; i < this.#base.length; i += 3) this.#base[i]! -= middle;
    }
  }
}

/** The eyeLook shapes of a side, and how strongly the lids follow the gaze. */
function lidsFollow({ yaw, pitch }: Gaze, side: Side): [string, number][] {
  const outwards = side === 'left' ? yaw : -yaw;
  const share = (angle: number): number => Math.min(1, Math.abs(angle) / fullLook);
  const suffix = side === 'right' ? 'R' : 'L';
  const result: [string, number][] = [];
  if (pitch !== 0) result.push([`eyeLook${pitch > 0 ? 'Up' : 'Down'}_${suffix}`, share(pitch)]);
  if (outwards !== 0) result.push([`eyeLook${outwards > 0 ? 'Out' : 'In'}_${suffix}`, share(outwards)]);
  return result;
}

function addShape(positions: Float32Array, { vertices, offsets }: SparseShape, weight: number): void {
  if (weight === 0) return;
  for (let i = 0; i < vertices.length; i++) {
    const v = 3 * vertices[i]!;
    positions[v] = positions[v]! + weight * offsets[3 * i]!;
    positions[v + 1] = positions[v + 1]! + weight * offsets[3 * i + 1]!;
    positions[v + 2] = positions[v + 2]! + weight * offsets[3 * i + 2]!;
  }
}

/** @param source – `[…, V, 3]`. @param start – index of the first number. */
function keepVertices(source: Float32Array, start: number, vertices: Uint32Array): Float32Array {
  const result = new Float32Array(3 * vertices.length);
  for (let i = 0; i < vertices.length; i++)
    for (let k = 0; k < 3; k++) result[3 * i + k] = source[start + 3 * vertices[i]! + k]!;
  return result;
}

/** @param bits – `[M, V, 3]` half floats. */
function decodeModes(bits: Uint16Array, vertexCount: number, vertices: Uint32Array): Float32Array[] {
  const values = halfFloatTable();
  return Array.from({ length: bits.length / (3 * vertexCount) }, (_, mode) => {
    const start = mode * 3 * vertexCount;
    const result = new Float32Array(3 * vertices.length);
    for (let i = 0; i < vertices.length; i++) {
      const from = start + 3 * vertices[i]!;
      result[3 * i] = values[bits[from]!]!;
      result[3 * i + 1] = values[bits[from + 1]!]!;
      result[3 * i + 2] = values[bits[from + 2]!]!;
    }
    return result;
  });
}

/** The vertices that each expression moves; eyeballs are left out, we turn them ourselves. */
function sparseShapes(baked: BakedFacekit, parts: FacekitParts): Map<string, SparseShape> {
  const ofBalls = new Set([...parts.balls.right, ...parts.balls.left]);
  const dense = decodeModes(baked.expression, baked.header.vertices, parts.vertices);
  return new Map(
    dense.map((mode, e) => {
      const vertices: number[] = [];
      for (let v = 0; v < mode.length / 3; v++) {
        const size = Math.max(Math.abs(mode[3 * v]!), Math.abs(mode[3 * v + 1]!), Math.abs(mode[3 * v + 2]!));
        if (size > still && !ofBalls.has(v)) vertices.push(v);
      }
      const kept = Uint32Array.from(vertices);
      return [baked.header.expressionNames[e]!, { vertices: kept, offsets: keepVertices(mode, 0, kept) }];
    }),
  );
}

/** Shapes of our own for the tongue, which the published ones leave still. */
function tongueShapes(base: Float32Array, parts: FacekitParts): [string, SparseShape][] {
  const vertices = verticesOf(parts, 'tongue');
  const rest = keepVertices(base, 0, vertices);
  const along = alongTongue(rest);
  return tongueActions.map((action) => {
    const offsets = new Float32Array(rest.length);
    along.forEach((place, i) => {
      offsets.set(tongueMove(action, place, rest[3 * i]!), 3 * i);
    });
    return [action, { vertices, offsets }];
  });
}

function verticesOf(parts: FacekitParts, material: (typeof headMaterials)[number]): Uint32Array {
  const wanted = headMaterials.indexOf(material);
  const found = new Set<number>();
  parts.materials.forEach((value, t) => {
    if (value === wanted) for (let k = 0; k < 3; k++) found.add(parts.triangles[3 * t + k]!);
  });
  return Uint32Array.from(found).sort();
}
