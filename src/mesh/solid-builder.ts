/**
 * Builds the small meshes of worn things and props: swept bars, sheets, balls and boxes. What a painter is given as rest
 * coordinates is the position unless a shape says otherwise.
 */
import { add, cross, dot, normalise, scale, subtract, type Vector3 } from '../core/vector.js';
import type { DressedPart, SurfacePainter } from './dressed-part.js';

export interface PartOptions {
  twoSided?: boolean;
  castsShadow?: boolean;
  follows?: DressedPart['follows'];
}

/** One cross-section of a swept bar: its middle and half its extents along two axes square to the path. */
export interface BarSection {
  at: Vector3;
  /** Half extents along `up` and square to it. */
  half: readonly [up: number, aside: number];
}

export class SolidBuilder {
  readonly #positions: number[] = [];
  readonly #rest: number[] = [];
  readonly #triangles: number[] = [];

  /** Adds a vertex; returns its number. */
  vertex(at: Vector3, rest: Vector3 = at): number {
    this.#positions.push(at[0], at[1], at[2]);
    this.#rest.push(rest[0], rest[1], rest[2]);
    return this.#positions.length / 3 - 1;
  }

  triangle(a: number, b: number, c: number): void {
    this.#triangles.push(a, b, c);
  }

  /** Corners counter-clockwise as seen from outside. */
  quad(a: number, b: number, c: number, d: number): void {
    this.#triangles.push(a, b, c, a, c, d);
  }

  get triangleCount(): number {
    return this.#triangles.length / 3;
  }

  /**
   * Sweeps a rounded bar along a path.
   *
   * @param up – direction of the sections' first axis, made square to the path; or one for each section.
   * @param sides – corners of a section. @param closed – the path is a ring; else both ends get caps.
   */
  bar(sections: readonly BarSection[], up: Vector3 | readonly Vector3[], sides = 4, closed = false): void {
    const count = sections.length;
    const first = this.#positions.length / 3;
    for (let i = 0; i < count; i++) {
      const { at, half } = sections[i]!;
      const before = sections[closed ? (i + count - 1) % count : Math.max(0, i - 1)]!.at;
      const after = sections[closed ? (i + 1) % count : Math.min(count - 1, i + 1)]!.at;
      const along = normalise(subtract(after, before));
      const wanted = (typeof up[0] === 'number' ? up : up[i]!) as Vector3;
      const upward = normalise(subtract(wanted, scale(along, dot(wanted, along))));
      const aside = cross(along, upward);
      for (let k = 0; k < sides; k++) {
        const angle = ((k + 0.5) / sides) * 2 * Math.PI;
        // A square's corners lie outside the circle by √2; rounder sections by less.
        const out = 1 / Math.cos(Math.PI / sides);
        const a = Math.cos(angle) * half[1] * out;
        const u = Math.sin(angle) * half[0] * out;
        this.vertex(add(at, add(scale(aside, a), scale(upward, u))));
      }
    }
    const rings = closed ? count : count - 1;
    for (let i = 0; i < rings; i++) {
      const low = first + i * sides;
      const high = first + ((i + 1) % count) * sides;
      for (let k = 0; k < sides; k++) {
        const next = (k + 1) % sides;
        this.quad(low + k, high + k, high + next, low + next);
      }
    }
    if (closed) return;
    this.#cap(first, sides, sections[0]!.at, true);
    this.#cap(first + (count - 1) * sides, sides, sections[count - 1]!.at, false);
  }

  #cap(first: number, sides: number, middle: Vector3, start: boolean): void {
    const centre = this.vertex(middle);
    for (let k = 0; k < sides; k++) {
      const [a, b] = [first + k, first + ((k + 1) % sides)];
      if (start) this.triangle(centre, a, b);
      else this.triangle(centre, b, a);
    }
  }

  /**
   * A sheet of rows and columns of points; `rows` run so that right × down points inwards, out of the outside.
   * @param wrap – the last column joins the first.
   */
  sheet(rows: readonly (readonly Vector3[])[], wrap = false, rest?: readonly (readonly Vector3[])[]): void {
    const first = this.#positions.length / 3;
    const columns = rows[0]!.length;
    for (let r = 0; r < rows.length; r++)
      for (let c = 0; c < columns; c++) this.vertex(rows[r]![c]!, rest?.[r]?.[c]);
    const last = wrap ? columns : columns - 1;
    for (let r = 0; r + 1 < rows.length; r++)
      for (let c = 0; c < last; c++) {
        const a = first + r * columns + c;
        const b = first + r * columns + ((c + 1) % columns);
        this.quad(a, a + columns, b + columns, b);
      }
  }

  /** An ellipsoid by its middle and three half axes, which must be right-handed. */
  ball(middle: Vector3, axes: readonly [Vector3, Vector3, Vector3], columns = 12, rows = 7): void {
    const points: Vector3[][] = [];
    for (let r = 0; r <= rows; r++) {
      const ring: Vector3[] = [];
      for (let c = 0; c < columns; c++) {
        const [u, w] = [(c / columns) * 2 * Math.PI, (r / rows) * Math.PI];
        const [x, y, z] = [Math.sin(w) * Math.sin(u), Math.cos(w), Math.sin(w) * Math.cos(u)];
        ring.push(add(middle, add(scale(axes[0], x), add(scale(axes[1], y), scale(axes[2], z)))));
      }
      points.push(ring);
    }
    this.sheet(points, true);
  }

  /** A box with flat sides by its middle and three half axes, which must be right-handed. */
  box(middle: Vector3, [x, y, z]: readonly [Vector3, Vector3, Vector3]): void {
    const face = (out: Vector3, right: Vector3, up: Vector3): void => {
      const corner = (a: number, b: number): number =>
        this.vertex(add(middle, add(out, add(scale(right, a), scale(up, b)))));
      this.quad(corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1));
    };
    face(z, x, y);
    face(scale(z, -1), scale(x, -1), y);
    face(x, scale(z, -1), y);
    face(scale(x, -1), z, y);
    face(y, x, scale(z, -1));
    face(scale(y, -1), x, z);
  }

  part(name: string, painter: SurfacePainter, options: PartOptions = {}): DressedPart {
    return {
      name,
      positions: Float32Array.from(this.#positions),
      normals: null,
      rest: Float32Array.from(this.#rest),
      triangles: Uint32Array.from(this.#triangles),
      painter,
      twoSided: options.twoSided ?? false,
      castsShadow: options.castsShadow ?? true,
      isHead: false,
      follows: options.follows ?? 'head',
      clings: true,
    };
  }
}
