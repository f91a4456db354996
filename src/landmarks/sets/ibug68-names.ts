/** The names of `ibug68` as a type, for editors and compilers; a test holds it against the set. */

type Side = 'left' | 'right';
type UpTo1 = 0 | 1;
type UpTo2 = UpTo1 | 2;
type UpTo3 = UpTo2 | 3;
type UpTo4 = UpTo3 | 4;
type UpTo6 = UpTo4 | 5 | 6;
type UpTo16 = UpTo6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16;

export type Ibug68Point =
  | `jaw.${UpTo16}`
  | `brow.${Side}.${UpTo4}`
  | `nose.bridge.${UpTo3}`
  | `nose.base.${UpTo4}`
  | `eye.${Side}.upper.${UpTo3}`
  | `eye.${Side}.lower.${UpTo1}`
  | `lip.outer.upper.${UpTo6}`
  | `lip.outer.lower.${UpTo4}`
  | `lip.inner.upper.${UpTo4}`
  | `lip.inner.lower.${UpTo2}`;
