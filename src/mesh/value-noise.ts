/**
 * Value noise on a periodic lattice: random numbers at whole coordinates, smooth between them (Perlin 1985's ease curve,
 * without gradients). Cheap enough to be read several times a pixel. The lattice is the same for every face; a face's
 * seed shifts where it is read. Limits: it repeats every {@link noisePeriod} cells, in steps of 1/127.
 */
import { Random } from '../core/random.js';

const bits = 6;
export const noisePeriod: number = 1 << bits;
const mask = noisePeriod - 1;
/** Bytes, since readings jump about: a quarter of a megabyte stays in a core's own cache, floats would not. */
const lattice: Int8Array = new Int8Array(noisePeriod ** 3);
const step = 1 / 127;
const source = new Random('value-noise lattice');
for (let i = 0; i < lattice.length; i++) lattice[i] = Math.round(source.uniform(-1, 1) / step);

/** Noise in −1 to 1 at a point given in lattice cells. */
export function noise3(x: number, y: number, z: number): number {
  place[0] = x;
  place[1] = y;
  place[2] = z;
  readNoise(place, value, 1);
  return value[0]!;
}

const place = new Float64Array(3);
const value = new Float64Array(1);

/**
 * Noise at several places: in a painter, which runs for every pixel, numbers handed over in arrays need not be put on
 * the heap one by one.
 * @param places – `[N, 3]` in lattice cells.
 * @param values – `[N]`, filled.
 */
export function readNoise(places: Float64Array, values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const x = places[3 * i]!;
    const y = places[3 * i + 1]!;
    const z = places[3 * i + 2]!;
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const floorZ = Math.floor(z);
    const fx = x - floorX;
    const fy = y - floorY;
    const fz = z - floorZ;
    const tx = fx * fx * (3 - 2 * fx);
    const ty = fy * fy * (3 - 2 * fy);
    const tz = fz * fz * (3 - 2 * fz);
    const x0 = floorX & mask;
    const x1 = (floorX + 1) & mask;
    const y0 = (floorY & mask) << bits;
    const y1 = ((floorY + 1) & mask) << bits;
    const z0 = (floorZ & mask) << (2 * bits);
    const z1 = ((floorZ + 1) & mask) << (2 * bits);
    const a = lattice[z0 + y0 + x0]!;
    const b = lattice[z0 + y1 + x0]!;
    const c = lattice[z1 + y0 + x0]!;
    const d = lattice[z1 + y1 + x0]!;
    const near = a + (lattice[z0 + y0 + x1]! - a) * tx;
    const nearUp = b + (lattice[z0 + y1 + x1]! - b) * tx;
    const far = c + (lattice[z1 + y0 + x1]! - c) * tx;
    const farUp = d + (lattice[z1 + y1 + x1]! - d) * tx;
    const low = near + (nearUp - near) * ty;
    values[i] = (low + (far + (farUp - far) * ty - low) * tz) * step;
  }
}

/** A random number in −1 to 1 that belongs to a lattice cell; x, y and z are whole numbers. */
export function cellNoise(x: number, y: number, z: number): number {
  return lattice[((z & mask) << (2 * bits)) + ((y & mask) << bits) + (x & mask)]! * step;
}
