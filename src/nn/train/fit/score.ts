/** What a validation measures: one number, and which way it gets better. */

export interface Score {
  /** Such as `nme`, `accuracy`. */
  readonly name: string;
  readonly value: number;
  readonly direction: 'lower' | 'higher';
}

/** @param margin – less than this is no improvement. */
export function isBetter({ value, direction }: Score, than: number, margin = 0): boolean {
  return direction === 'lower' ? value < than - margin : value > than + margin;
}
