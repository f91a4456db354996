/** The sRGB transfer curve (IEC 61966-2-1) by table. */

const steps = 4096;
const encoded = Uint8Array.from({ length: steps + 1 }, (_, i) => {
  const linear = i / steps;
  return Math.round(255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055));
});

/** Linear light, 0 to 1 (clamped), to an sRGB byte; exact to one byte above the darkest tones. */
export function linearToSrgb(linear: number): number {
  if (!(linear > 0)) return 0;
  return linear >= 1 ? 255 : encoded[Math.round(linear * steps)]!;
}
