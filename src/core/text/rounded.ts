/** A number for people: at most three places, without the noise of 32-bit numbers (`13.55`, not `13.550000190734863`). */
export function rounded(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(3))) : String(value);
}
