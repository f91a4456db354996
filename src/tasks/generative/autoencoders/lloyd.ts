/** Codes of which each is the mean of the rows that are nearest to it: Lloyd's iteration ("Least squares quantization in PCM", 1982), k-means. */

/** A dozen rounds bring 0.1 dB more than half as many. */
export const lloydRounds = 10;

interface Lloyd {
  /** K. */
  count: number;
  /** D. */
  codeLength: number;
  /** @param codes – `[K, D]`. @returns the number of the nearest for each row. */
  nearest(codes: Float32Array): Promise<Float32Array>;
}

/** @param rows – `[faces, D]`; where they are fewer than codes, some codes are the same. @returns `[K, D]`. */
export async function lloyd(
  rows: Float32Array,
  { count, codeLength, nearest }: Lloyd,
): Promise<Float32Array> {
  const faces = rows.length / codeLength;
  const codes = new Float32Array(count * codeLength);
  const begin = (code: number, row: number): void => {
    codes.set(rows.subarray(row * codeLength, (row + 1) * codeLength), code * codeLength);
  };
  for (let code = 0; code < count; code++) begin(code, Math.floor((code * faces) / count));
  for (let round = 0; round < lloydRounds; round++) {
    const chosen = await nearest(codes);
    const counts = new Float64Array(count);
    const sums = new Float64Array(count * codeLength);
    for (let row = 0; row < faces; row++) {
      const code = chosen[row]!;
      counts[code]!++;
      for (let i = 0; i < codeLength; i++) sums[code * codeLength + i]! += rows[row * codeLength + i]!;
    }
    for (let code = 0; code < count; code++) {
      // One that no row chose begins anew, another row each round.
      if (counts[code] === 0) begin(code, (code * (2 * round + 3) + round) % faces);
      else
        for (let i = 0; i < codeLength; i++)
          codes[code * codeLength + i] = sums[code * codeLength + i]! / counts[code]!;
    }
  }
  return codes;
}
