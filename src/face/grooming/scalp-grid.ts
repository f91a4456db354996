/**
 * The cranium as a height field over directions: for each direction from a centre inside the skull, the outermost skin.
 * Hair is designed in directions and heights and laid on any shape of the head. Directions are longitudes and latitudes
 * about the whorl, the point near the crown from which hair grows outwards.
 */
import { normalise, type Vector3 } from '../../core/vector.js';
import { type HeadTopology, headMaterials } from '../head-model.js';
import type { RestFeatures } from '../skin/rest-features.js';

/** Longitudes (the first repeated at the end) and colatitudes 0 to `lowest`. */
export const scalpColumns = 72;
export const scalpRows = 36;
const lowest = 2.45;
/** The whorl lies this far behind straight up, radians. */
const whorlTilt = 0.4;

export const whorl: Vector3 = [0, Math.cos(whorlTilt), -Math.sin(whorlTilt)];
const forward: Vector3 = [0, Math.sin(whorlTilt), Math.cos(whorlTilt)];
const nodes = (scalpColumns + 1) * (scalpRows + 1);

export class ScalpGrid {
  readonly centre: Vector3;
  /** `[nodes, 3]` rest positions. */
  readonly rest: Float32Array;
  readonly #corners = new Int32Array(nodes * 3).fill(-1);
  readonly #weights = new Float32Array(nodes * 3);
  /** `[nodes, 3]` unit directions from the centre. */
  readonly #directions = new Float32Array(nodes * 3);

  constructor(topology: HeadTopology, features: RestFeatures) {
    this.centre = [0, (features.browHeight + features.crownHeight) / 2 - 2.5, (features.backDepth + 1) / 2];
    for (let row = 0; row <= scalpRows; row++) {
      for (let column = 0; column <= scalpColumns; column++) {
        const longitude = ((column / scalpColumns) * 2 - 1) * Math.PI;
        const colatitude = (row / scalpRows) * lowest;
        const sine = Math.sin(colatitude);
        const side = sine * Math.sin(longitude);
        const ahead = sine * Math.cos(longitude);
        const out = Math.cos(colatitude);
        const at = (row * (scalpColumns + 1) + column) * 3;
        this.#directions[at] = side;
        this.#directions[at + 1] = out * whorl[1] + ahead * forward[1];
        this.#directions[at + 2] = out * whorl[2] + ahead * forward[2];
      }
    }
    this.#cast(topology);
    this.rest = this.place(topology.rest);
  }

  /** `[nodes, 3]` where the grid lies for given vertex positions `[V, 3]`. */
  place(positions: Float32Array): Float32Array {
    const placed = new Float32Array(nodes * 3);
    for (let i = 0; i < nodes * 3; i += 3) {
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
    const out = y * whorl[1] + z * whorl[2];
    const ahead = y * forward[1] + z * forward[2];
    const u = ((Math.atan2(x, ahead) / Math.PI + 1) / 2) * scalpColumns;
    const v = (Math.acos(out < -1 ? -1 : Math.min(out, 1)) / lowest) * scalpRows;
    const i = Math.min(scalpColumns - 1, Math.floor(u));
    const j = Math.min(scalpRows - 1, Math.floor(v));
    const tu = u - i;
    const tv = Math.min(1, v - j);
    const node = j * (scalpColumns + 1) + i;
    const under = node + scalpColumns + 1;
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
    const reach = new Float32Array(nodes).fill(-1);
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
    const middle = normalise([a[0] + b[0] + c[0], a[1] + b[1] + c[1], a[2] + b[2] + c[2]]);
    // All corners lie within this angle of the middle.
    let cosine = 1;
    for (const p of [a, b, c]) {
      const unit = normalise(p);
      cosine = Math.min(cosine, unit[0] * middle[0] + unit[1] * middle[1] + unit[2] * middle[2]);
    }
    const spread = Math.acos(Math.max(-1, cosine)) + 1e-4;
    const colatitude = Math.acos(Math.min(1, Math.max(-1, middle[1] * whorl[1] + middle[2] * whorl[2])));
    const firstRow = Math.max(0, Math.ceil(((colatitude - spread) / lowest) * scalpRows));
    const lastRow = Math.min(scalpRows, Math.floor(((colatitude + spread) / lowest) * scalpRows));
    const longitude = Math.atan2(middle[0], middle[1] * forward[1] + middle[2] * forward[2]);
    for (let row = firstRow; row <= lastRow; row++) {
      const sine = Math.sin(Math.max(1e-3, Math.min((row / scalpRows) * lowest, colatitude)));
      const turn = Math.min(Math.PI, (spread * 1.6) / Math.max(1e-3, sine));
      const from = Math.ceil(((longitude - turn + Math.PI) / (2 * Math.PI)) * scalpColumns);
      const to = Math.floor(((longitude + turn + Math.PI) / (2 * Math.PI)) * scalpColumns);
      for (let column = from; column <= to; column++) {
        const wrapped = ((column % scalpColumns) + scalpColumns) % scalpColumns;
        this.#hit(row * (scalpColumns + 1) + wrapped, triangles, at, a, b, c, reach);
        if (wrapped === 0) this.#hit(row * (scalpColumns + 1) + scalpColumns, triangles, at, a, b, c, reach);
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
    for (let node = 0; node < nodes; node++) {
      if (reach[node]! >= 0) continue;
      let from = node - (scalpColumns + 1);
      if (from < 0 || this.#corners[from * 3]! < 0) from = reach.findIndex((distance) => distance >= 0);
      this.#corners.copyWithin(node * 3, from * 3, from * 3 + 3);
      this.#weights.copyWithin(node * 3, from * 3, from * 3 + 3);
      reach[node] = reach[from]!;
    }
  }
}
