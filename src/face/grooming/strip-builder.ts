/**
 * Collects thin ribbons (hairs, lashes, locks) into one mesh. Each ribbon is a row of cross-sections; what its painter
 * is given as rest coordinates is (across −1 to 1, along 0 to 1, the ribbon's own number).
 */
import { internalError } from '../../core/errors.js';
import type { DressedPart, SurfacePainter } from '../dressed-part.js';

export class StripBuilder {
  readonly #positions: Float32Array;
  readonly #normals: Float32Array;
  readonly #rest: Float32Array;
  readonly #triangles: Uint32Array;
  #vertex = 0;
  #corner = 0;
  /** Cross-sections of the ribbon being built. */
  #sections = 0;

  constructor(maximumSections: number) {
    this.#positions = new Float32Array(maximumSections * 6);
    this.#normals = new Float32Array(maximumSections * 6);
    this.#rest = new Float32Array(maximumSections * 6);
    this.#triangles = new Uint32Array(maximumSections * 6);
  }

  begin(): void {
    this.#sections = 0;
  }

  /**
   * Adds a cross-section: a middle point, half the ribbon's breadth as a vector, and the shading normal (need not be
   * of unit length).
   */
  section(
    x: number,
    y: number,
    z: number,
    sideX: number,
    sideY: number,
    sideZ: number,
    normalX: number,
    normalY: number,
    normalZ: number,
    along: number,
    strand: number,
  ): void {
    const v = this.#vertex;
    if (v * 3 + 6 > this.#positions.length) throw internalError('more hair sections than were reserved');
    const inverse = 1 / (Math.sqrt(normalX * normalX + normalY * normalY + normalZ * normalZ) || 1);
    for (let edge = 0; edge < 2; edge++) {
      const sign = edge === 0 ? -1 : 1;
      const at = (v + edge) * 3;
      this.#positions[at] = x + sign * sideX;
      this.#positions[at + 1] = y + sign * sideY;
      this.#positions[at + 2] = z + sign * sideZ;
      this.#normals[at] = normalX * inverse;
      this.#normals[at + 1] = normalY * inverse;
      this.#normals[at + 2] = normalZ * inverse;
      this.#rest[at] = sign;
      this.#rest[at + 1] = along;
      this.#rest[at + 2] = strand;
    }
    if (this.#sections > 0) {
      const corners = [v - 2, v - 1, v, v - 1, v + 1, v];
      this.#triangles.set(corners, this.#corner);
      this.#corner += 6;
    }
    this.#vertex += 2;
    this.#sections++;
  }

  get triangleCount(): number {
    return this.#corner / 3;
  }

  part(name: string, painter: SurfacePainter, castsShadow: boolean, isHead: boolean): DressedPart {
    return {
      name,
      positions: this.#positions.slice(0, this.#vertex * 3),
      normals: this.#normals.slice(0, this.#vertex * 3),
      rest: this.#rest.slice(0, this.#vertex * 3),
      triangles: this.#triangles.slice(0, this.#corner),
      painter,
      twoSided: true,
      castsShadow,
      isHead,
      follows: 'head',
    };
  }
}
