/**
 * Depth of field: what lies before or behind the plane of focus is spread over a disc whose width follows from the
 * lens's opening (thin lens). Gathers over a Vogel disc; a tap counts where its own disc reaches the pixel, so that a
 * sharp face does not bleed into what is behind it and a blurred ear does (after Potmesil & Chakravarty 1981). Limits: a
 * disc wider than {@link widest} is cut off, and nothing is known of what a blurred edge uncovers.
 */

/** Half the widest disc, pixels of a 128 px image. */
const widest = 6;
/** Below this, half the disc, pixels, nothing is done. */
const sharp = 0.45;
const taps = 20;
const golden = Math.PI * (3 - Math.sqrt(5));
const discX = Float64Array.from(
  { length: taps },
  (_, i) => Math.sqrt((i + 0.5) / taps) * Math.cos(i * golden),
);
const discY = Float64Array.from(
  { length: taps },
  (_, i) => Math.sqrt((i + 0.5) / taps) * Math.sin(i * golden),
);

export interface Lens {
  /** Width of the opening, centimetres. */
  aperture: number;
  /** Distance of what is sharp, centimetres. */
  focus: number;
  /** Focal length, pixels. */
  focal: number;
}

/** Half the width of the disc that a point at a distance is spread over, pixels. */
export function discRadius({ aperture, focus, focal }: Lens, distance: number): number {
  return Math.abs(1 / focus - 1 / distance) * focal * aperture * 0.5;
}

/**
 * @param light – `[H, W, 3]`, changed in place.
 * @param depth – `[H, W]` centimetres; 0 on the background, which comes blurred already.
 */
export function blurByDepth(
  light: Float32Array,
  depth: Float32Array,
  width: number,
  height: number,
  lens: Lens,
): void {
  const cap = (widest * width) / 128;
  const radii = new Float32Array(width * height);
  let reach = 0;
  for (let o = 0; o < radii.length; o++) {
    if (depth[o] === 0) continue;
    const radius = Math.min(cap, discRadius(lens, depth[o]!));
    radii[o] = radius;
    if (radius > reach) reach = radius;
  }
  if (reach < sharp) return;
  const source = light.slice();
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o++) {
      const behind = depth[o] === 0;
      const own = behind ? reach : radii[o]!;
      if (own < sharp) continue;
      let r = source[o * 3]!;
      let g = source[o * 3 + 1]!;
      let b = source[o * 3 + 2]!;
      let weight = 1;
      for (let tap = 0; tap < taps; tap++) {
        const dx = Math.round(discX[tap]! * own);
        const dy = Math.round(discY[tap]! * own);
        if (dx === 0 && dy === 0) continue;
        const column = x + dx;
        const row = y + dy;
        if (column < 0 || row < 0 || column >= width || row >= height) continue;
        const at = row * width + column;
        // What is further away lies under this pixel's own blur; what is nearer must reach here with its disc.
        const further = depth[at] === 0 || (!behind && depth[at]! >= depth[o]! - 0.5);
        if (!further && radii[at]! * radii[at]! < dx * dx + dy * dy) continue;
        r += source[at * 3]!;
        g += source[at * 3 + 1]!;
        b += source[at * 3 + 2]!;
        weight++;
      }
      light[o * 3] = r / weight;
      light[o * 3 + 1] = g / weight;
      light[o * 3 + 2] = b / weight;
    }
}
