/**
 * `cage`, the embedded default head: our own quad control cage of about 1000 points, subdivided by Catmull–Clark
 * through one sparse matrix, with eyeballs, teeth and tongue of our own. Needs no download.
 * Teeth and tongue are set behind each face's own mouth, and keep their size.
 * Limits: no hair of its own and no skin detail below about 3 mm; the back of the head and the neck are plain.
 */
import type { Vector3 } from '../../../core/vector.js';
import type { ContourPath, Side, SurfaceCurve, SurfacePoint } from '../../../landmarks/surface.js';
import type { FacialAction } from '../facial-actions.js';
import type { IdentityTraits } from '../head-model.js';
import {
  type HeadMaterial,
  type HeadModel,
  type HeadParameters,
  type HeadShape,
  type HeadTopology,
  headMaterials,
  neutralParameters,
} from '../head-model.js';
import { alongTongue, tongueActions, tongueMove } from '../tongue.js';
import { BrowSkin } from './brow-skin.js';
import { cageCurves } from './cage-curves.js';
import { type CageTopology, createCageTopology } from './cage-topology.js';
import { cageActions, Expression, jawOf, lidsOfActions } from './expression/expression.js';
import { moveWithJaw } from './expression/jaw.js';
import { Lids } from './expression/lids.js';
import { placeEyeball, unitEyeball } from './eyeballs.js';
import { Identity, identityNames } from './identity.js';
import { describePoints, meanCage } from './mean-cage.js';
import { lowerArch, teethRow, tongue, upperArch } from './mouth-parts.js';
import type { PartMesh } from './part-mesh.js';
import { applyRows, type Subdivision, subdivide } from './subdivision.js';

let made: HeadModel | undefined;

/** Always the same, and seconds of work: one for each thread. */
export function createCageHead(): HeadModel {
  made ??= new CageHead();
  return made;
}

const sides: readonly Side[] = ['left', 'right'];

class CageHead implements HeadModel {
  readonly name = 'cage';
  readonly identityNames = identityNames;
  readonly actions: readonly FacialAction[] = cageActions;
  readonly topology: HeadTopology;
  readonly mirrorVertices: Uint32Array;
  readonly curves: ReadonlyMap<string, SurfaceCurve>;
  readonly contourPaths: readonly ContourPath[];
  readonly closestSkin: (place: Vector3) => SurfacePoint;
  readonly #cage: CageTopology = createCageTopology();
  readonly #fine: Subdivision = subdivide(this.#cage);
  readonly #mean: Float64Array = meanCage(this.#cage, this.#fine.matrix);
  readonly #described = describePoints(this.#cage, this.#mean);
  readonly #identity = new Identity(this.#cage, this.#fine.matrix, this.#mean, this.#described);
  readonly identityTraits: IdentityTraits = this.#identity.traits;
  readonly #expression = new Expression(this.#described);
  readonly #lids = new Lids(this.#cage, this.#fine);
  /** Control points of the edges on which the lips meet. */
  readonly #lipEdge: readonly number[] = [...this.#described.keys()].filter((point) => {
    const { patch, ring } = this.#described[point]!;
    return patch === 'mouth' && ring === 3;
  });
  /** Null while the mean head is made. */
  #brows: BrowSkin | null = null;
  readonly #parts: readonly HeadPart[] = headParts(this.#fine.vertexCount);
  readonly #alongTongue: Float64Array = alongTongue(this.#part('tongue').mesh.positions);

  constructor() {
    const { triangles, materials, mirror, vertexCount } = assemble(this.#cage, this.#fine, this.#parts);
    this.mirrorVertices = mirror;
    const rest = new Float32Array(3 * vertexCount);
    this.topology = { vertexCount, triangles, materials, rest };
    const mean = this.shape(neutralParameters(this));
    rest.set(mean.positions);
    this.#brows = new BrowSkin(rest.subarray(0, 3 * this.#fine.vertexCount));
    const start = (name: PartName): number => this.#part(name).first;
    const eyeStart = { right: start('eye.right'), left: start('eye.left') };
    const made = cageCurves(this.topology, this.#cage, this.#fine, eyeStart, mean.eyes);
    this.curves = made.curves;
    this.contourPaths = made.contourPaths;
    this.closestSkin = made.closestSkin;
  }

  shape(parameters: HeadParameters): HeadShape {
    const positions = new Float32Array(3 * this.topology.vertexCount);
    const points = this.#mean.slice();
    const centres = this.#identity.apply(points, parameters.identity);
    const mouth = this.#mouthShift(points);
    this.#expression.apply(points, parameters.actions);
    applyRows(this.#fine.matrix, points, positions);
    this.#brows?.move(positions, parameters.identity);
    const eye = (side: Side) => {
      const { mesh, first } = this.#part(`eye.${side}`);
      const ball = placeEyeball(
        mesh,
        side,
        centres[side],
        { gaze: parameters.gaze[side], sizes: parameters.eyes },
        positions,
        first,
      );
      this.#lids.move(positions, side, ball, lidsOfActions(parameters, side));
      return ball;
    };
    const eyes = { right: eye('right'), left: eye('left') };
    for (const name of ['teeth.upper', 'teeth.lower', 'tongue'] as const) {
      const { mesh, first } = this.#part(name);
      for (let i = 0; i < mesh.positions.length; i++)
        positions[3 * first + i] = mesh.positions[i]! + mouth[i % 3]!;
      if (name === 'tongue') this.#moveTongue(positions, first, parameters.actions);
      if (name === 'teeth.upper') continue;
      const jaw = jawOf(parameters.actions);
      for (let v = first; v < first + mesh.positions.length / 3; v++) moveWithJaw(positions, v, 1, jaw);
    }
    return { positions, eyes };
  }

  #moveTongue(positions: Float32Array, first: number, actions: HeadParameters['actions']): void {
    for (const action of tongueActions) {
      const intensity = actions[action] ?? 0;
      if (intensity === 0) continue;
      this.#alongTongue.forEach((along, i) => {
        const v = 3 * (first + i);
        const move = tongueMove(action, along, positions[v]!);
        for (let axis = 0; axis < 3; axis++) positions[v + axis]! += intensity * move[axis]!;
      });
    }
  }

  /** How far identity moved the meeting edges of the lips, the mean over their control points: x, y, z. */
  #mouthShift(points: Float64Array): [number, number, number] {
    const shift: [number, number, number] = [0, 0, 0];
    for (const point of this.#lipEdge)
      for (let axis = 0; axis < 3; axis++)
        shift[axis]! += (points[3 * point + axis]! - this.#mean[3 * point + axis]!) / this.#lipEdge.length;
    return shift;
  }

  #part(name: PartName): HeadPart {
    return this.#parts.find((part) => part.name === name)!;
  }
}

type PartName = 'eye.left' | 'eye.right' | 'teeth.upper' | 'teeth.lower' | 'tongue';

interface HeadPart {
  name: PartName;
  mesh: PartMesh;
  material: HeadMaterial;
  /** Number of its first vertex in the head. */
  first: number;
}

function headParts(skinVertices: number): HeadPart[] {
  const ball = unitEyeball();
  const listed: Omit<HeadPart, 'first'>[] = [
    ...sides.map((side) => ({ name: `eye.${side}` as const, mesh: ball, material: 'sclera' as const })),
    { name: 'teeth.upper', mesh: teethRow(upperArch), material: 'teeth' },
    { name: 'teeth.lower', mesh: teethRow(lowerArch), material: 'teeth' },
    { name: 'tongue', mesh: tongue(), material: 'tongue' },
  ];
  let first = skinVertices;
  return listed.map((part) => {
    const placed = { ...part, first };
    first += part.mesh.positions.length / 3;
    return placed;
  });
}

/** Joins skin and parts into one numbering. */
function assemble(cage: CageTopology, fine: Subdivision, parts: readonly HeadPart[]) {
  const triangles = [...fine.triangles];
  const materials = Array.from(fine.polygons, (polygon) =>
    headMaterials.indexOf(cage.polygons[polygon]!.material === 'gums' ? 'gums' : 'skin'),
  );
  const mirror = [...fine.mirror];
  const other = (name: PartName): PartName =>
    name === 'eye.left' ? 'eye.right' : name === 'eye.right' ? 'eye.left' : name;
  for (const { name, mesh, material, first } of parts) {
    for (let t = 0; t < mesh.triangles.length; t += 3) {
      const [a, b, c] = [mesh.triangles[t]!, mesh.triangles[t + 1]!, mesh.triangles[t + 2]!];
      triangles.push(first + a, ...(name === 'eye.right' ? [first + c, first + b] : [first + b, first + c]));
      materials.push(headMaterials.indexOf(material));
    }
    const opposite = parts.find((part) => part.name === other(name))!;
    const image = opposite === undefined || opposite.name !== name ? identityImage(mesh) : mirrorImage(mesh);
    mirror.push(...image.map((v) => opposite.first + v));
  }
  return {
    vertexCount: mirror.length,
    triangles: Uint32Array.from(triangles),
    materials: Uint8Array.from(materials),
    mirror: Uint32Array.from(mirror),
  };
}

function identityImage(mesh: PartMesh): number[] {
  return Array.from({ length: mesh.positions.length / 3 }, (_, v) => v);
}

/** For a mesh that is its own mirror image: the vertex opposite to each. */
function mirrorImage({ positions }: PartMesh): number[] {
  const key = (v: number, sign: number): string =>
    [sign * positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!]
      .map((value) => Math.round(value * 1e5))
      .map((value) => (value === 0 ? 0 : value))
      .join(' ');
  const places = new Map(
    identityImage({ positions, triangles: new Uint32Array() }).map((v) => [key(v, 1), v]),
  );
  return Array.from({ length: positions.length / 3 }, (_, v) => places.get(key(v, -1))!);
}
