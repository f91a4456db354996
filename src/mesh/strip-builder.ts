/**
 * Collects thin ribbons (hairs, lashes, locks) into one mesh. Each ribbon is a row of cross-sections; what its painter
 * is given as rest coordinates is (across −1 to 1, along 0 to 1, the ribbon's own number).
 */
import { internalError } from '../core/errors.js';
import type { DressedPart, SurfacePainter } from './dressed-part.js';

/** Room to build in; a finished builder leaves it to the next. */
interface Room {
  positions: Float32Array;
  normals: Float32Array;
  rest: Float32Array;
  triangles: Uint32Array;
}

const free: Room[] = [];

function makeRoom(length: number): Room {
  const room = free.pop();
  if (room !== undefined && room.positions.length >= length) return room;
  return {
    positions: new Float32Array(length),
    normals: new Float32Array(length),
    rest: new Float32Array(length),
    triangles: new Uint32Array(length),
  };
}

export class StripBuilder {
  readonly #room: Room;
  /** How much of the room's arrays may be filled. */
  readonly #length: number;
  #vertex = 0;
  #corner = 0;
  /** Cross-sections of the ribbon being built. */
  #sections = 0;

  constructor(maximumSections: number) {
    this.#length = maximumSections * 6;
    this.#room = makeRoom(this.#length);
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
    const { positions, normals, rest, triangles } = this.#room;
    if (v * 3 + 6 > this.#length) throw internalError('more hair sections than were reserved');
    const inverse = 1 / (Math.sqrt(normalX * normalX + normalY * normalY + normalZ * normalZ) || 1);
    for (let edge = 0; edge < 2; edge++) {
      const sign = edge === 0 ? -1 : 1;
      const at = (v + edge) * 3;
      positions[at] = x + sign * sideX;
      positions[at + 1] = y + sign * sideY;
      positions[at + 2] = z + sign * sideZ;
      normals[at] = normalX * inverse;
      normals[at + 1] = normalY * inverse;
      normals[at + 2] = normalZ * inverse;
      rest[at] = sign;
      rest[at + 1] = along;
      rest[at + 2] = strand;
    }
    if (this.#sections > 0) {
      const corner = this.#corner;
      triangles[corner] = v - 2;
      triangles[corner + 1] = v - 1;
      triangles[corner + 2] = v;
      triangles[corner + 3] = v - 1;
      triangles[corner + 4] = v + 1;
      triangles[corner + 5] = v;
      this.#corner = corner + 6;
    }
    this.#vertex += 2;
    this.#sections++;
  }

  get triangleCount(): number {
    return this.#corner / 3;
  }

  /** The finished mesh; nothing can be added after. */
  part(name: string, painter: SurfacePainter, castsShadow: boolean, isHead: boolean): DressedPart {
    const { positions, normals, rest, triangles } = this.#room;
    const end = this.#vertex * 3;
    free.push(this.#room);
    return {
      name,
      positions: positions.slice(0, end),
      normals: normals.slice(0, end),
      rest: rest.slice(0, end),
      triangles: triangles.slice(0, this.#corner),
      painter,
      twoSided: true,
      castsShadow,
      isHead,
      follows: 'head',
    };
  }
}
