/** What the other entry points speak of: errors, work in progress, random numbers, vectors, images. Runs everywhere. */
export type { Affine } from './affine.js';
export { type ErrorDetails, LineamentError, StoppedError, UsageError } from './errors.js';
export type { Image } from './image.js';
export { type Log, silentLog } from './log.js';
export { Random, type SeedPart } from './random.js';
export type { Matrix3, Vector2, Vector3 } from './vector.js';
export { silentWork, type Work } from './work.js';
