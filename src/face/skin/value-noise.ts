/**
 * Value noise on a periodic lattice: random numbers at whole coordinates, smooth between them (Perlin 1985's ease curve,
 * without gradients). Cheap enough to be read several times a pixel. The lattice is the same for every face; a face's
 * seed shifts where it is read. Limits: it repeats every {@link noisePeriod} cells.
 */
import { Random } from '../../core/random.js';

const bits = 6;
export const noisePeriod: number = 1 << bits;
const mask = noisePeriod - 1;
const lattice: Float32Array = new Float32Array(noisePeriod ** 3);
const source = new Random('value-noise lattice');
for (let i = 0; i < lattice.length; i++) lattice[i] = source.uniform(-1, 1);

/** Noise in −1 to 1 at a point given in lattice cells. */
export function noise3(x: number, y: number, z: number): number {
  const floorX = Math.floor(x);
  const floorY = Math.floor(y);
  const floorZ = Math.floor(z);
  const tx = ease(x - floorX);
  const ty = ease(y - floorY);
  const tz = ease(z - floorZ);
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
  return low + (far + (farUp - far) * ty - low) * tz;
}

/** A random number in −1 to 1 that belongs to a lattice cell; x, y and z are whole numbers. */
export function cellNoise(x: number, y: number, z: number): number {
  return lattice[((z & mask) << (2 * bits)) + ((y & mask) << bits) + (x & mask)]!;
}

const ease = (t: number): number => t * t * (3 - 2 * t);
