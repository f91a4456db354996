/**
 * Head models by name. `cage` is embedded; the others are installed by the user into the assets folder:
 * `LINEAMENT_ASSETS`, or `.lineament/assets` in the home folder. Node only.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LineamentError, UsageError } from '../core/errors.js';
import { exists } from '../core/files.js';
import { createCageHead } from './cage/cage-head.js';
import type { HeadModel } from './head-model.js';
import { bakedFiles } from './ict-facekit/baked.js';
import { loadIctFacekit } from './ict-facekit/load.js';

export const headNames = ['cage', 'ict-facekit'] as const;
export type HeadName = (typeof headNames)[number];

export interface HeadOptions {
  /** Where installed heads lie, a folder for each. */
  assets?: string;
}

export function assetsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.LINEAMENT_ASSETS || join(homedir(), '.lineament', 'assets');
}

/** @param name – one of {@link headNames}. */
export async function loadHead(name: string, options: HeadOptions = {}): Promise<HeadModel> {
  if (name === 'cage') return createCageHead();
  if (name !== 'ict-facekit')
    throw new UsageError(`heads: there is no head '${name}'`, { mend: `one of ${headNames.join(', ')}` });
  const folder = join(options.assets ?? assetsFolder(), name);
  if (!(await isInstalled(name, options)))
    throw new LineamentError(`heads: '${name}' is not installed`, {
      file: folder,
      mend: `install it with: lineament assets install ${name}; or use --head cage, which needs nothing`,
    });
  return loadIctFacekit(folder);
}

/** The scan-based head where it is installed, else the embedded one. */
export async function defaultHeadName(options: HeadOptions = {}): Promise<HeadName> {
  return (await isInstalled('ict-facekit', options)) ? 'ict-facekit' : 'cage';
}

async function isInstalled(name: HeadName, options: HeadOptions): Promise<boolean> {
  const folder = join(options.assets ?? assetsFolder(), name);
  const found = await Promise.all(Object.values(bakedFiles).map((file) => exists(join(folder, file))));
  return found.every(Boolean);
}
