/**
 * A committed split of a collection that has no official one: which face is in which split, by id, and which pictures
 * without labels may be used for training. The file should say how it was made, so that it can be made again; only `splits` must be
 * there.
 *
 * @example
 * {"about": "…", "command": "…", "seed": 1, "splits": {"train": ["a"], "test": ["b"]}, "unlabelled": ["c"], "leftOut": ["b2"]}
 */
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { firstFault, inOurWords } from '../../../core/settings/schema-words.js';
import { readTextOr } from '../../../node/files.js';

export interface SplitFile {
  /** What was split, and by what rule. */
  about: string;
  /** The command that made the file. */
  command: string;
  seed: number;
  /** Ids of the labelled faces of each split. */
  splits: Record<string, string[]>;
  /** Ids of the pictures without labels that may be used for training. */
  unlabelled: string[];
  /** Ids of the pictures without labels that may not: they show persons who are held out. */
  leftOut: string[];
}

const ids = z.array(z.string().min(1));

const splitFileSchema: z.ZodType<SplitFile, unknown> = z.strictObject({
  about: z.string().default(''),
  command: z.string().default(''),
  seed: z.int().nonnegative().default(0),
  splits: z.record(z.string().min(1), ids.min(1)),
  unlabelled: ids.default([]),
  leftOut: ids.default([]),
});

export async function readSplitFile(file: string): Promise<SplitFile> {
  const text = await readTextOr(file, 'the split file');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new LineamentError('the split file is not JSON', { file, hint: 'restore the file', cause });
  }
  const parsed = splitFileSchema.safeParse(content, inOurWords);
  if (!parsed.success) {
    throw new LineamentError(`not a split file: ${firstFault(parsed.error, 'the file')}`, {
      file,
      hint: 'correct the file',
    });
  }
  const { splits, unlabelled, leftOut } = parsed.data;
  const first = new Map<string, string>();
  for (const [name, list] of [
    ...Object.entries(splits),
    ['unlabelled', unlabelled] as const,
    ['leftOut', leftOut] as const,
  ])
    for (const id of list) {
      const other = first.get(id);
      if (other !== undefined)
        throw new LineamentError(
          `the face '${id}' is in ${other === name ? `${name} twice` : `${other} and in ${name}`}`,
          {
            file,
            hint: 'keep it in one place',
          },
        );
      first.set(id, name);
    }
  return parsed.data;
}

/**
 * The split of each of a list's faces; every face must be in the file, and every face of the file in the list.
 * @param ids – of the list; undefined where a line has none that can be read. @param list – its name for messages.
 */
export function assignSplits(
  ids: readonly (string | undefined)[],
  lists: Readonly<Record<string, readonly string[]>>,
  { file, list }: { file: string; list: string },
): Map<string, string> {
  const splitOf = new Map(Object.entries(lists).flatMap(([name, of]) => of.map((id) => [id, name] as const)));
  const without = ids.filter((id) => id !== undefined && !splitOf.has(id));
  if (without.length > 0)
    throw new LineamentError(`the face '${without[0]}' of ${list} is in no split${others(without.length)}`, {
      file,
      hint: 'add it to a split, or use the split file that was made for this list',
    });
  const known = new Set(ids);
  const unknown = known.has(undefined) ? [] : [...splitOf.keys()].filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new LineamentError(
      `the split file names the face '${unknown[0]}', which ${list} does not have${others(unknown.length)}`,
      {
        file,
        hint: 'use the split file that was made for this list',
      },
    );
  return splitOf;
}

function others(count: number): string {
  return count === 1 ? '' : ` (and ${count - 1} more)`;
}
