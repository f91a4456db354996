/**
 * The style of one picture laid on another of the same size, in place: means and deviations of the colours, or the
 * amplitudes of the lowest spatial frequencies, whose phases (and so all edges) stay. S side; pictures are `[3, S, S]`.
 */
import type { Normalisation } from '../load/crop-batch.js';

/** Each channel of `image` gets mean and deviation of the channel of `style`. */
export function matchColours(image: Float32Array, style: Float32Array, side: number): void {
  const plane = side * side;
  for (let at = 0; at < 3 * plane; at += plane) {
    const own = spread(image.subarray(at, at + plane));
    const other = spread(style.subarray(at, at + plane));
    const factor = own.deviation < 1e-6 ? 1 : other.deviation / own.deviation;
    for (let i = at; i < at + plane; i++) image[i] = (image[i]! - own.mean) * factor + other.mean;
  }
}

function spread(values: Float32Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

export interface LowFrequencyOptions {
  side: number;
  /** Waves across the picture, along either axis, up to which amplitudes are taken over. */
  frequencies: number;
  /** Of the pictures: amplitudes are those of brightness, which is nowhere below 0. */
  normalisation: Normalisation;
}

/** The amplitudes of the frequencies up to `frequencies` of `image` become those of `style`. */
export function matchLowFrequencies(
  image: Float32Array,
  style: Float32Array,
  { side, frequencies, normalisation: { mean, deviation } }: LowFrequencyOptions,
): void {
  const plane = side * side;
  const waves = waveTable(side, frequencies);
  for (let channel = 0; channel < 3; channel++) {
    const own = image.subarray(channel * plane, (channel + 1) * plane);
    const other = style.subarray(channel * plane, (channel + 1) * plane);
    const [scale, offset] = [deviation[channel]!, mean[channel]!];
    const from = lowSpectrum(own, side, waves, { scale, offset });
    const to = lowSpectrum(other, side, waves, { scale, offset });
    for (let i = 0; i < from.length; i += 2) {
      const amplitude = Math.hypot(from[i]!, from[i + 1]!);
      // A frequency that is not there has no phase to keep.
      const factor = amplitude < 1e-9 ? 0 : Math.hypot(to[i]!, to[i + 1]!) / amplitude - 1;
      from[i]! *= factor;
      from[i + 1]! *= factor;
    }
    addWaves(own, from, side, waves, 1 / (plane * scale));
  }
}

/** Cosines and sines of 0 to F waves over S samples. */
interface Waves {
  count: number;
  cosine: Float64Array;
  sine: Float64Array;
}

function waveTable(side: number, frequencies: number): Waves {
  const [cosine, sine] = [
    new Float64Array((frequencies + 1) * side),
    new Float64Array((frequencies + 1) * side),
  ];
  for (let u = 0; u <= frequencies; u++)
    for (let i = 0; i < side; i++) {
      const angle = (2 * Math.PI * u * i) / side;
      cosine[u * side + i] = Math.cos(angle);
      sine[u * side + i] = Math.sin(angle);
    }
  return { count: frequencies, cosine, sine };
}

/**
 * The spectrum at v = 0…F across and u = −F…F down; the rest follows, for pictures are real. Only u ≥ 0 of v = 0 is used.
 * @returns real and imaginary parts, `[2F + 1][F + 1][2]`.
 */
function lowSpectrum(
  values: Float32Array,
  side: number,
  { count, cosine, sine }: Waves,
  { scale, offset }: { scale: number; offset: number },
): Float64Array {
  const columns = count + 1;
  const spectrum = new Float64Array((2 * count + 1) * columns * 2);
  for (let row = 0; row < side; row++)
    for (let v = 0; v <= count; v++) {
      let [re, im] = [0, 0];
      for (let column = 0; column < side; column++) {
        const value = values[row * side + column]! * scale + offset;
        re += value * cosine[v * side + column]!;
        im -= value * sine[v * side + column]!;
      }
      for (let u = -count; u <= count; u++) {
        const at = ((u + count) * columns + v) * 2;
        const wave = Math.abs(u) * side + row;
        const [c, s] = [cosine[wave]!, u < 0 ? sine[wave]! : -sine[wave]!];
        spectrum[at]! += re * c - im * s;
        spectrum[at + 1]! += re * s + im * c;
      }
    }
  return spectrum;
}

/** Adds the picture whose spectrum that is, times `factor`. */
function addWaves(
  values: Float32Array,
  spectrum: Float64Array,
  side: number,
  { count, cosine, sine }: Waves,
  factor: number,
): void {
  const columns = count + 1;
  for (let row = 0; row < side; row++)
    for (let v = 0; v <= count; v++) {
      let [re, im] = [0, 0];
      for (let u = -count; u <= count; u++) {
        const at = ((u + count) * columns + v) * 2;
        const wave = Math.abs(u) * side + row;
        const [c, s] = [cosine[wave]!, u < 0 ? -sine[wave]! : sine[wave]!];
        re += spectrum[at]! * c - spectrum[at + 1]! * s;
        im += spectrum[at]! * s + spectrum[at + 1]! * c;
      }
      // Frequencies v and −v are conjugate; those of v = 0 are all there.
      const twice = (v === 0 ? 1 : 2) * factor;
      for (let column = 0; column < side; column++)
        values[row * side + column]! +=
          twice * (re * cosine[v * side + column]! - im * sine[v * side + column]!);
    }
}
