/**
 * Maps between sets, fitted once on this machine and kept below the assets folder (`LINEAMENT_ASSETS`). Node only.
 * A map depends on both sets' definitions, the conventions, the head and this version of Lineament alone.
 */

import { join } from 'node:path';
import { lineamentVersion } from '../../core/version.js';
import { assetsFolder, isHeadInstalled, loadHead } from '../../face/heads/registry.js';
import { type PointMap, parsePointMap, pointMapText } from '../../landmarks/point-map.js';
import { digestOf } from '../../node/digest.js';
import { readTextOr, writeFileWhole } from '../../node/files.js';
import type { ConventionSet } from '../point-maps/map-shapes.js';
import type { MapFitter } from '../point-maps/wanted-landmarks.js';

/** @param head – of the model's training faces; where it is unknown or not installed, the embedded one is taken. */
export function cachedFitter(head: string | undefined): MapFitter {
  return async (from, to) => {
    const name = head !== undefined && (await isHeadInstalled(head)) ? head : 'cage';
    const file = join(assetsFolder(), 'point-maps', `${keyOf(from, to, name)}.json`);
    const known = await cached(file);
    if (known !== undefined) return known;
    const map = await fitOn(name, from, to);
    // Where nothing can be kept it is fitted again.
    await writeFileWhole(file, pointMapText(map)).catch(() => undefined);
    return map;
  };
}

/** Without looking at what is kept. @param head – name of an installed head. */
export async function fitOn(head: string, from: ConventionSet, to: ConventionSet): Promise<PointMap> {
  // Hundreds of modules that a detector of its model's own points does without.
  const { fitPointMap } = await import('../point-maps/fit-point-map.js');
  return fitPointMap({ from, to, head: await loadHead(head) });
}

async function cached(file: string): Promise<PointMap | undefined> {
  try {
    return parsePointMap(await readTextOr(file, 'point map'), file);
  } catch {
    return undefined;
  }
}

function keyOf(from: ConventionSet, to: ConventionSet, head: string): string {
  const content = JSON.stringify([lineamentVersion, head, from, to]);
  return digestOf(content).slice(0, 32);
}
