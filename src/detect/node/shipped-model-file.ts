/** Where the shipped models lie on this machine. Node only. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineamentError, UsageError } from '../../core/errors.js';
import {
  defaultModel,
  type ShippedModelName,
  shippedClip,
  shippedClipVideo,
  shippedDalle,
  shippedEyes,
  shippedFinder,
  shippedModels,
  shippedTokens,
} from '../shipped-models.js';

/** @returns the path of the file; the default detector's where no name is given. */
export function shippedModelFile(name: ShippedModelName = defaultModel): string {
  return pathOf(shippedModels[name].file);
}

/** @returns the path of the shipped face finder. */
export function shippedFinderFile(): string {
  return pathOf(shippedFinder.file);
}

/** @returns the path of the shipped model that looks at eyes. */
export function shippedEyesFile(): string {
  return pathOf(shippedEyes.file);
}

/** @returns the path of the shipped model of pictures and sentences. */
export function shippedClipFile(): string {
  return pathOf(shippedClip.file);
}

/** @returns the path of the shipped model of clips and sentences. */
export function shippedClipVideoFile(): string {
  return pathOf(shippedClipVideo.file);
}

/** @returns the path of the shipped model of a face's tokens. */
export function shippedTokensFile(): string {
  return pathOf(shippedTokens.file);
}

/** @returns the path of the shipped model that draws faces to a sentence. */
export function shippedDalleFile(): string {
  return pathOf(shippedDalle.file);
}

/** Whether the eyes are looked at again where nothing else is said. @param model – a name or a path. */
export function looksAtEyes(model: string): boolean {
  return isShipped(model) && shippedModels[model].eyes === true;
}

/**
 * Whether the mirrored crops of still pictures are looked at, too, where nothing else is said: every shipped model knows which of its
 * points are mirror images. @param model – a name or a path.
 */
export function looksInMirror(model: string): boolean {
  return isShipped(model);
}

/** @returns the path of the correction model that lies beside a shipped model; undefined where there is none. */
export function shippedCorrectionsFile(model: string): string | undefined {
  const file = isShipped(model) ? shippedModels[model].corrections : undefined;
  return file === undefined ? undefined : pathOf(file);
}

function pathOf(file: string): string {
  // `models/` stands at the package's root, and builds lie at different depths below it.
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; ; folder = dirname(folder)) {
    const path = join(folder, 'models', file);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) break;
  }
  throw new LineamentError(`this copy of Lineament lacks its model models/${file}`, {
    file: here,
    hint: 'install the package again, or name a model file of your own',
  });
}

/**
 * @param model – the name of a shipped model, or a path. @returns the path of the file.
 * @throws UsageError where it looks like a name, but no shipped model is called so.
 */
export function modelFile(model: string): string {
  if (isShipped(model)) return shippedModelFile(model);
  if (/^[\w-]+$/.test(model) && !existsSync(model))
    throw new UsageError(`no shipped model is called ${model}, and no file either`, {
      hint: `one of ${Object.keys(shippedModels).join(', ')}, or the path of a model file`,
    });
  return model;
}

function isShipped(name: string): name is ShippedModelName {
  return Object.hasOwn(shippedModels, name);
}
