/** A value and its standard deviation. */
export interface Measured {
  value: number;
  deviation: number;
}
