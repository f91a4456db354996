/** A study's recipe at a scale: a patch laid over the rest of the file. */
import type { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { parseYaml, parseYamlAs } from '../../tasks/recipe-file.js';
import { mergeSettings } from './merge-settings.js';

/** @param yaml – the file's text. @param file – named in errors. */
export function parseScaled<Recipe>(
  schema: z.ZodType<Recipe, unknown>,
  yaml: string,
  { scale, file }: { scale: string; file: string },
): Recipe {
  const raw = parseYaml(yaml, file);
  const { scales, ...plain } = isRecord(raw) ? raw : {};
  if (isRecord(scales) && scales[scale] === undefined && scale !== 'full')
    throw new UsageError(`scales: no settings for ${scale}`, {
      file,
      hint: `its scales are ${[...Object.keys(scales), 'full'].join(', ')}`,
    });
  const patch = isRecord(scales) ? (scales[scale] ?? {}) : {};
  return parseYamlAs(schema, JSON.stringify(mergeSettings(plain, patch)), file);
}

/** A scale can be asked for only of a study that has some. @param yaml – the file's text. @throws UsageError */
export function checkHasScales(yaml: string, scale: string, file: string): void {
  const raw = parseYaml(yaml, file);
  if (scale === 'full' || !isRecord(raw) || (raw.scales !== undefined && raw.scales !== null)) return;
  throw new UsageError(`--scale ${scale}: this study has no scales`, {
    file,
    hint: 'leave --scale out, or give the recipe settings of that name under scales',
  });
}

/** What a study's recipe says under `study`; undefined for a case study, which says nothing. */
export function studyKind(yaml: string, file: string): unknown {
  const raw = parseYaml(yaml, file);
  return isRecord(raw) ? raw.study : undefined;
}
