/** Linear red, green and blue, 0 to 1 where it is a reflectance. */
export type Rgb = readonly [number, number, number];
