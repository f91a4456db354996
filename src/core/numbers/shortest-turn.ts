/** The same turn the short way round. @param degrees – any. @returns degrees, −180 to below 180. */
export function shortestTurn(degrees: number): number {
  return (((degrees % 360) + 540) % 360) - 180;
}
