/**
 * Noise of a digital sensor on linear light: shot noise, whose variance grows with the light, and read noise, which does
 * not (Foi et al. 2008, "Practical Poissonian-Gaussian noise modeling"). Both grow with sensitivity. Colour noise comes in
 * blotches twice as coarse, as demosaicing and noise reduction leave it. The constants give about 6 % of noise on middle
 * grey at ISO 1600, a telephone's sensor seen at the image's own pixels.
 */
import { Random } from '../../core/random.js';

const shot = 0.0055;
const read = 0.00009;
const tableSize = 4096;
/** Normal values that every picture draws from by its own stream. */
const table = normalTable();

function normalTable(): Float32Array {
  const random = new Random('sensor noise');
  return Float32Array.from({ length: tableSize }, () => random.normal());
}

/** @param light – `[H, W, 3]`, changed in place; may fall below 0. @param colour – share left in colour, 0 to 1. */
export function addSensorNoise(
  light: Float32Array,
  width: number,
  height: number,
  iso: number,
  colour: number,
  random: Random,
): void {
  const gain = iso / 100;
  const variance = shot * shot * gain;
  const floor = (read * gain) ** 2;
  const coarse = (width >> 1) + 1;
  const row = new Float32Array(coarse * 2);
  const fine = 0.55 * colour;
  const blotch = 0.75 * colour;
  for (let y = 0, o = 0; y < height; y++) {
    if ((y & 1) === 0)
      for (let i = 0; i < row.length; i++) row[i] = table[random.uint32() & (tableSize - 1)]! * blotch;
    for (let x = 0; x < width; x++, o += 3) {
      const bits = random.uint32();
      const shared = table[bits & 4095]!;
      const cell = x & ~1;
      for (let c = 0; c < 3; c++) {
        const value = light[o + c]!;
        const deviation = Math.sqrt(variance * (value > 0 ? value : 0) + floor);
        // Red and blue sites are fewer and amplified more than green ones.
        const own =
          c === 1
            ? 0
            : fine * table[(bits >>> (c === 0 ? 10 : 20)) & 4095]! + row[c === 0 ? cell : cell + 1]!;
        light[o + c] = value + deviation * (shared + own * 1.4);
      }
    }
  }
}
