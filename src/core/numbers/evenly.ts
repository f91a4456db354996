/** `some` of the numbers from 0 to `count` − 1, rising, as far apart as they can be. */
export function evenly(count: number, some: number): number[] {
  return Array.from({ length: some }, (_, i) => Math.floor((i * count) / some));
}
