/** A finder that holds its network until it is closed. */
import { openUntilClosed } from '../open-until-closed.js';
import type { FaceFinder } from './face-finder.js';

export interface OpenedFinder extends FaceFinder {
  close(): Promise<void>;
}

/** @param free – frees the finder's network. */
export function openedFinder(finder: FaceFinder, free: () => Promise<void>): OpenedFinder {
  const { ask, close } = openUntilClosed('find', 'face finder', free);
  return { ...finder, find: (image, asked) => ask(() => finder.find(image, asked)), close };
}
