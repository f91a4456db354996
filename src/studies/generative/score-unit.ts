/** What a training is validated by, as an axis says it. */

const units: Readonly<Record<string, string>> = { PSNR: 'dB', recall: 'share', 'balanced accuracy': 'share' };

/** @param name – of a score. @returns it with its unit where the name does not tell. */
export function withUnit(name: string): string {
  const unit = units[name];
  return unit === undefined ? name : `${name}, ${unit}`;
}
