/**
 * Skin's colour from its two pigments. Diffuse reflectance falls roughly exponentially with each pigment's optical
 * depth (Tsumura et al. 1999, "Independent component analysis of skin color image"), so melanin interpolates the
 * logarithm of the albedo through three measured anchors (pale, olive, deep; after the linear-light ranges of the ISO
 * skin reflectance set, Xiao et al. 2017) and blood multiplies it by haemoglobin's absorption, strongest in green.
 */

const levels = 1024;
/** Linear RGB albedo of bloodless skin at melanin 0, ½ and 1. */
const pale = [0.66, 0.49, 0.4] as const;
const olive = [0.37, 0.215, 0.138] as const;
const deep = [0.07, 0.04, 0.028] as const;
/** Optical depth of haemoglobin at full redness, R, G, B. */
export const bloodDepth: readonly [number, number, number] = [0.06, 0.62, 0.5];

/** `[1024 + 1, 3]` albedo by melanin. */
export const melaninAlbedo: Float32Array = (() => {
  const table = new Float32Array((levels + 1) * 3);
  for (let i = 0; i <= levels; i++) {
    const t = i / levels;
    for (let c = 0; c < 3; c++) {
      const a = Math.log(pale[c]!);
      const b = Math.log(olive[c]!);
      const d = Math.log(deep[c]!);
      // The parabola through (0, a), (½, b), (1, d).
      table[i * 3 + c] = Math.exp(a + t * (4 * b - 3 * a - d) + t * t * (2 * a + 2 * d - 4 * b));
    }
  }
  return table;
})();

/** Offset into {@link melaninAlbedo} of an amount of melanin; amounts beyond 0 to 1 are clamped. */
export function melaninOffset(melanin: number): number {
  const level = melanin <= 0 ? 0 : melanin >= 1 ? levels : Math.round(melanin * levels);
  return level * 3;
}

/** Albedo of plain, moderately perfused skin. */
export function skinAlbedo(melanin: number): readonly [number, number, number] {
  const at = melaninOffset(melanin);
  const blood = 0.2;
  return [
    melaninAlbedo[at]! * Math.exp(-bloodDepth[0] * blood),
    melaninAlbedo[at + 1]! * Math.exp(-bloodDepth[1] * blood),
    melaninAlbedo[at + 2]! * Math.exp(-bloodDepth[2] * blood),
  ];
}
