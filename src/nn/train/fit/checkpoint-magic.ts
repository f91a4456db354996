/** The bytes that a checkpoint begins with. Safe in browsers. */
export const checkpointMagic = 'LNMTCKPT';

/** Whether a file is a checkpoint of ours, whole or not. */
export function isCheckpoint(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, checkpointMagic.length)) === checkpointMagic;
}
