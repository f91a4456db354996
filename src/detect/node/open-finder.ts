/** Opens the shipped face finder, or one of your own, in Node. */
import { readFinderMetadata } from '../../networks/finder/finder-metadata.js';
import { readFileOr } from '../../node/files.js';
import { createFinder } from '../finder/create-finder.js';
import type { FaceFinder } from '../finder/face-finder.js';
import { type OpenModelOptions, openSession } from './open-landmark-detector.js';
import { shippedFinderFile } from './shipped-model-file.js';

/** A finder that holds its network until it is closed. */
export interface OpenedFinder extends FaceFinder {
  close(): Promise<void>;
}

/** @param model – the path of a finder's file, or its bytes; the shipped one without. */
export async function openFinder(
  model: string | Uint8Array = shippedFinderFile(),
  options: Pick<OpenModelOptions, 'threads' | 'provider'> = {},
): Promise<OpenedFinder> {
  const file = typeof model === 'string' ? model : 'the model';
  const bytes = typeof model === 'string' ? await readFileOr(model, 'model') : model;
  const metadata = readFinderMetadata(bytes, file);
  const session = await openSession(bytes, file, options);
  return { ...createFinder(metadata, session), close: () => session.release() };
}
