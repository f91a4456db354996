/** Reads an adapter's file in Node. */
import { readTextOr } from '../../node/files.js';
import { parseAdapter } from '../landmarks/adapter-text.js';
import type { PointAdapter } from '../landmarks/point-adapter.js';

/** @param file – that `lineament model adapt` wrote. */
export async function openAdapter(file: string): Promise<PointAdapter> {
  return parseAdapter(await readTextOr(file, 'adapter'), file);
}
