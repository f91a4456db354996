/**
 * The coefficient of gradient reversal over the steps: 2 / (1 + e^(−i/L)) − 1 at step i, from 0 towards 1 (Ganin and
 * Lempitsky, ICML 2015; with L = 1000 steps in the code of Chen et al., CVPR 2022). Features that are torn apart at full
 * strength from the first step forget their task.
 */
export function ramp(step: number, length: number): number {
  return length === 0 ? 1 : 2 / (1 + Math.exp(-Math.max(0, step) / length)) - 1;
}
