/**
 * A part of the head as a height field over directions: for each direction from a centre inside the head, the outermost
 * skin. Hair and beards are designed in directions and heights and laid on any shape of the head. Directions are
 * longitudes and latitudes about a pole in the plane of symmetry.
 */
import { cross, normalise, type Vector3 } from '../../../core/vector.js';
import { type HeadTopology, headMaterials } from '../../heads/head-model.js';
import type { RestFeatures } from '../skin/rest-features.js';

export interface GridLayout {
  centre: Vector3;
  /** Unit direction of latitude's pole; x is 0. */
  pole: Vector3;
  /** Colatitude of the last row, radians. */
  lowest: number;
  /** Longitudes (the first is repeated at the end) and colatitudes. */
  columns: number;
  rows: number;
}

/** The whorl, the point near the crown from which hair grows outwards, lies this far behind straight up, radians. */
const whorlTilt = 0.4;
export const whorl: Vector3 = [0, Math.cos(whorlTilt), -Math.sin(whorlTilt)];

/** The cranium, about the whorl. */
export function scalpLayout(features: RestFeatures): GridLayout {
  return {
    centre: [0, (features.foreheadFoot + features.crownHeight) / 2 - 2.5, (features.backDepth + 1) / 2],
    pole: whorl,
    lowest: 2.45,
    columns: 72,
    rows: 36,
  };
}

/** Jaw, cheeks and upper lip, about the chin. */
export function jawLayout({ mouth, chin }: RestFeatures): GridLayout {
  return {
    centre: [0, mouth[1] - 0.6, chin[2] - 5.6],
    pole: normalise([0, -0.45, 0.9]),
    lowest: 2.2,
    columns: 56,
    rows: 38,
  };
}

export class DirectionGrid {
  readonly layout: GridLayout;
  readonly centre: Vector3;
  /** Number of nodes, and of nodes in a row. */
  readonly nodes: number;
  readonly stride: number;
  /** `[nodes, 3]` rest positions. */
  readonly rest: Float32Array;
  /** Longitude 0: square to the pole, in the plane of symmetry. */
  readonly #forward: Vector3;
  readonly #corners: Int32Array;
  readonly #weights: Float32Array;
  /** `[nodes, 3]` unit directions from the centre. */
  readonly #directions: Float32Array;

  constructor(topology: HeadTopology, layout: GridLayout) {
    const { pole, columns, rows, lowest } = layout;
    this.layout = layout;
    this.centre = layout.centre;
    this.stride = columns + 1;
    this.nodes = this.stride * (rows + 1);
    this.#forward = cross([1, 0, 0], pole);
    this.#corners = new Int32Array(this.nodes * 3).fill(-1);
    this.#weights = new Float32Array(this.nodes * 3);
    this.#directions = new Float32Array(this.nodes * 3);
    for (let row = 0; row <= rows; row++) {
      for (let column = 0; column <= columns; column++) {
        const longitude = ((column / columns) * 2 - 1) * Math.PI;
        const colatitude = (row / rows) * lowest;
        const sine = Math.sin(colatitude);
        const side = sine * Math.sin(longitude);
        const ahead = sine * Math.cos(longitude);
        const out = Math.cos(colatitude);
        const at = (row * this.stride + column) * 3;
        this.#directions[at] = side;
        this.#directions[at + 1] = out * pole[1] + ahead * this.#forward[1];
        this.#directions[at + 2] = out * pole[2] + ahead * this.#forward[2];
      }
    }
    this.#cast(topology);
    this.rest = this.place(topology.rest);
  }

  /** `[nodes, 3]` where the grid lies for given vertex positions `[V, 3]`. */
  place(positions: Float32Array): Float32Array {
    const placed = new Float32Array(this.nodes * 3);
    for (let i = 0; i < this.nodes * 3; i += 3) {
      for (let corner = 0; corner < 3; corner++) {
        const vertex = this.#corners[i + corner]! * 3;
        const weight = this.#weights[i + corner]!;
        placed[i] = placed[i]! + weight * positions[vertex]!;
        placed[i + 1] = placed[i + 1]! + weight * positions[vertex + 1]!;
        placed[i + 2] = placed[i + 2]! + weight * positions[vertex + 2]!;
      }
    }
    return placed;
  }

  /** The unit direction of a node. */
  direction(node: number, into: Float32Array): void {
    into[0] = this.#directions[node * 3]!;
    into[1] = this.#directions[node * 3 + 1]!;
    into[2] = this.#directions[node * 3 + 2]!;
  }

  /**
   * Writes the place on a laid grid in a unit direction, bilinearly; also reads a value kept per node.
   *
   * @param values – `[nodes]`. @returns the value there, 0 without values.
   */
  sample(
    placed: Float32Array,
    x: number,
    y: number,
    z: number,
    into: Float32Array,
    values?: Float32Array,
  ): number {
    const { pole, columns, rows, lowest } = this.layout;
    const out = y * pole[1] + z * pole[2];
    const ahead = y * this.#forward[1] + z * this.#forward[2];
    const u = ((Math.atan2(x, ahead) / Math.PI + 1) / 2) * columns;
    const v = (Math.acos(out < -1 ? -1 : Math.min(out, 1)) / lowest) * rows;
    const i = Math.min(columns - 1, Math.floor(u));
    const j = Math.min(rows - 1, Math.floor(v));
    const tu = u - i;
    const tv = Math.min(1, v - j);
    const node = j * this.stride + i;
    const under = node + this.stride;
    const a = node * 3;
    const b = under * 3;
    for (let axis = 0; axis < 3; axis++) {
      const top = placed[a + axis]! * (1 - tu) + placed[a + 3 + axis]! * tu;
      const low = placed[b + axis]! * (1 - tu) + placed[b + 3 + axis]! * tu;
      into[axis] = top * (1 - tv) + low * tv;
    }
    if (values === undefined) return 0;
    const top = values[node]! * (1 - tu) + values[node + 1]! * tu;
    return top * (1 - tv) + (values[under]! * (1 - tu) + values[under + 1]! * tu) * tv;
  }

  /** For each node, the outermost skin triangle that its direction pierces. */
  #cast(topology: HeadTopology): void {
    const reach = new Float32Array(this.nodes).fill(-1);
    const { triangles, materials, rest } = topology;
    const skin = headMaterials.indexOf('skin');
    for (let t = 0; t < materials.length; t++)
      if (materials[t] === skin) this.#castOn(triangles, t * 3, rest, reach);
    this.#fillHoles(reach);
  }

  #castOn(triangles: Uint32Array, at: number, rest: Float32Array, reach: Float32Array): void {
    const corner = (k: number): Vector3 => {
      const v = triangles[at + k]! * 3;
      return [rest[v]! - this.centre[0], rest[v + 1]! - this.centre[1], rest[v + 2]! - this.centre[2]];
    };
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    const { pole, columns, rows, lowest } = this.layout;
    const middle = normalise([a[0] + b[0] + c[0], a[1] + b[1] + c[1], a[2] + b[2] + c[2]]);
    // All corners lie within this angle of the middle.
    let cosine = 1;
    for (const p of [a, b, c]) {
      const unit = normalise(p);
      cosine = Math.min(cosine, unit[0] * middle[0] + unit[1] * middle[1] + unit[2] * middle[2]);
    }
    const spread = Math.acos(Math.max(-1, cosine)) + 1e-4;
    const colatitude = Math.acos(Math.min(1, Math.max(-1, middle[1] * pole[1] + middle[2] * pole[2])));
    const firstRow = Math.max(0, Math.ceil(((colatitude - spread) / lowest) * rows));
    const lastRow = Math.min(rows, Math.floor(((colatitude + spread) / lowest) * rows));
    const longitude = Math.atan2(middle[0], middle[1] * this.#forward[1] + middle[2] * this.#forward[2]);
    for (let row = firstRow; row <= lastRow; row++) {
      const sine = Math.sin(Math.max(1e-3, Math.min((row / rows) * lowest, colatitude)));
      const turn = Math.min(Math.PI, (spread * 1.6) / Math.max(1e-3, sine));
      const from = Math.ceil(((longitude - turn + Math.PI) / (2 * Math.PI)) * columns);
      const to = Math.floor(((longitude + turn + Math.PI) / (2 * Math.PI)) * columns);
      for (let column = from; column <= to; column++) {
        const wrapped = ((column % columns) + columns) % columns;
        this.#hit(row * this.stride + wrapped, triangles, at, a, b, c, reach);
        if (wrapped === 0) this.#hit(row * this.stride + columns, triangles, at, a, b, c, reach);
      }
    }
  }

  /** Ray against triangle (Möller & Trumbore 1997), the ray starting at the centre. */
  #hit(
    node: number,
    triangles: Uint32Array,
    at: number,
    a: Vector3,
    b: Vector3,
    c: Vector3,
    reach: Float32Array,
  ): void {
    const [dx, dy, dz] = this.#directions.subarray(node * 3, node * 3 + 3) as unknown as [
      number,
      number,
      number,
    ];
    const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
    const px = dy * vz - dz * vy;
    const py = dz * vx - dx * vz;
    const pz = dx * vy - dy * vx;
    const determinant = ux * px + uy * py + uz * pz;
    if (Math.abs(determinant) < 1e-12) return;
    const wb = -(a[0] * px + a[1] * py + a[2] * pz) / determinant;
    const qx = -(a[1] * uz - a[2] * uy);
    const qy = -(a[2] * ux - a[0] * uz);
    const qz = -(a[0] * uy - a[1] * ux);
    const wc = (dx * qx + dy * qy + dz * qz) / determinant;
    const distance = (vx * qx + vy * qy + vz * qz) / determinant;
    if (wb < -1e-5 || wc < -1e-5 || wb + wc > 1 + 1e-5 || distance <= reach[node]!) return;
    reach[node] = distance;
    this.#corners.set([triangles[at]!, triangles[at + 1]!, triangles[at + 2]!], node * 3);
    this.#weights.set([1 - wb - wc, wb, wc], node * 3);
  }

  /** A head may be open below the neck: such nodes take the nearest hit above them. */
  #fillHoles(reach: Float32Array): void {
    for (let node = 0; node < this.nodes; node++) {
      if (reach[node]! >= 0) continue;
      let from = node - this.stride;
      if (from < 0 || this.#corners[from * 3]! < 0) from = reach.findIndex((distance) => distance >= 0);
      this.#corners.copyWithin(node * 3, from * 3, from * 3 + 3);
      this.#weights.copyWithin(node * 3, from * 3, from * 3 + 3);
      reach[node] = reach[from]!;
    }
  }
}
