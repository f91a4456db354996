/**
 * Head models by name. `cage` is embedded; the others are installed by the user into the assets folder:
 * `LINEAMENT_ASSETS`, or `.lineament/assets` in the home folder. Node only.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LineamentError, UsageError } from '../../core/errors.js';
import { exists } from '../../node/files.js';
import { createCageHead } from './cage/cage-head.js';
import type { HeadModel } from './head-model.js';
import { bakedFiles, readBaked } from './ict-facekit/baked.js';
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

/** Made once: a head is pure, and making it takes a second. */
let cage: HeadModel | undefined;

/** @param name – one of {@link headNames}. */
export async function loadHead(name: string, options: HeadOptions = {}): Promise<HeadModel> {
  await checkName(name, options);
  if (name !== 'cage') return loadIctFacekit(folderOf(name, options));
  cage ??= createCageHead();
  return cage;
}

/** Refuses a head that is unknown, not installed or damaged, without the second that making its model takes. */
export async function checkHead(name: string, options: HeadOptions = {}): Promise<void> {
  await checkName(name, options);
  if (name !== 'cage') await readBaked(folderOf(name, options));
}

async function checkName(name: string, options: HeadOptions): Promise<void> {
  if (!(headNames as readonly string[]).includes(name))
    throw new UsageError(`heads: there is no head '${name}'`, { hint: `one of ${headNames.join(', ')}` });
  if (name !== 'cage' && !(await isInstalled(name, options)))
    throw new LineamentError(`heads: '${name}' is not installed`, {
      file: folderOf(name, options),
      hint: `install it with: lineament assets install ${name}; or use --head cage, which needs nothing`,
    });
}

/** The scan-based head where it is installed, else the embedded one. */
export async function defaultHeadName(options: HeadOptions = {}): Promise<HeadName> {
  return (await isInstalled('ict-facekit', options)) ? 'ict-facekit' : 'cage';
}

/** Whether `loadHead` finds this head here. */
export async function isHeadInstalled(name: string, options: HeadOptions = {}): Promise<boolean> {
  return name === 'cage' || ((headNames as readonly string[]).includes(name) && isInstalled(name, options));
}

const folderOf = (name: string, { assets = assetsFolder() }: HeadOptions): string => join(assets, name);

async function isInstalled(name: string, options: HeadOptions): Promise<boolean> {
  const folder = folderOf(name, options);
  const found = await Promise.all(Object.values(bakedFiles).map((file) => exists(join(folder, file))));
  return found.every(Boolean);
}
