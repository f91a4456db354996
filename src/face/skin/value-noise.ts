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

/** Places for {@link readNoise}, x, y and z each, and the noise found there. */
export const noisePlaces: Float64Array = new Float64Array(3 * 8);
export const noises: Float64Array = new Float64Array(8);

/**
 * Reads noise at the first `count` of {@link noisePlaces} into {@link noises}: for painters, which read several a pixel.
 * Numbers that pass through arrays need not be put on the heap for the call, as the arguments of {@link noise3} are.
 */
export function readNoise(count: number): void {
  for (let i = 0, at = 0; i < count; i++, at += 3)
    noises[i] = noise3(noisePlaces[at]!, noisePlaces[at + 1]!, noisePlaces[at + 2]!);
}

/** Sets one of {@link noisePlaces}. */
export function setNoisePlace(i: number, x: number, y: number, z: number): void {
  noisePlaces[3 * i] = x;
  noisePlaces[3 * i + 1] = y;
  noisePlaces[3 * i + 2] = z;
}

/** A random number in −1 to 1 that belongs to a lattice cell; x, y and z are whole numbers. */
export function cellNoise(x: number, y: number, z: number): number {
  return lattice[((z & mask) << (2 * bits)) + ((y & mask) << bits) + (x & mask)]!;
}

const ease = (t: number): number => t * t * (3 - 2 * t);
