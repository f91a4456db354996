/**
 * Reads a YAML file against a zod schema and says of everything wrong: the file, the key's path, the value and what is
 * allowed there. In the schema, a field's message is its allowed values: `z.int('a whole number from 1 to 8')`.
 */
import { parse } from 'yaml';
import type { z } from 'zod';
import { messageOf, UsageError } from '../core/errors.js';
import { isRecord } from '../core/settings/is-record.js';
import { schemaFaults, valueAt } from '../core/settings/schema-faults.js';
import { inOurWords } from '../core/settings/schema-words.js';
import { nearest } from '../core/text/nearest.js';
import { readFileOr } from '../node/files.js';

/** The text of a recipe. */
export async function readRecipeFile(file: string): Promise<string> {
  return (await readFileOr(file, 'the recipe')).toString('utf8');
}

/** What a recipe is for; undefined where it does not say. */
export function taskOf(yaml: string, file: string): unknown {
  return valueAt(parseYaml(yaml, file), ['task']);
}

/**
 * What a recipe is for, by the name under `task`; undefined for landmarks, where none is named. Refuses a task that is not among `tasks`,
 * and a file that is no recipe of a training.
 */
export function knownTask(yaml: string, file: string, tasks: readonly string[]): string | undefined {
  const content = parseYaml(yaml, file);
  if (!isRecord(content)) throw noRecipe(`${kindOf(content)} instead of keys with values`, file);
  if (!('task' in content)) {
    if ('data' in content || 'steps' in content) return undefined;
    const hint = 'scales' in content ? `this is a study: lineament study ${file}` : undefined;
    throw noRecipe(`no task, no data and no steps, but ${Object.keys(content).join(', ')}`, file, hint);
  }
  const { task } = content;
  if (typeof task === 'string' && tasks.includes(task)) return task;
  const meant = typeof task === 'string' ? nearest(task, [...tasks, landmarks]) : undefined;
  throw new UsageError(
    `task: ${JSON.stringify(task)}; allowed: ${tasks.join(', ')}, or no task, for landmarks`,
    {
      file,
      ...(meant !== undefined && {
        hint: meant === landmarks ? 'leave `task` out' : `perhaps ${meant} is meant`,
      }),
    },
  );
}

/** What people call the task that has no name. */
const landmarks = 'landmarks';

function noRecipe(
  what: string,
  file: string,
  hint = 'recipes/README.md says what a recipe holds',
): UsageError {
  return new UsageError(`no recipe of a training: it holds ${what}`, { file, hint });
}

function kindOf(content: unknown): string {
  if (content === null || content === undefined) return 'nothing';
  return Array.isArray(content) ? 'a list' : `a ${typeof content === 'string' ? 'text' : typeof content}`;
}

/** @param text – YAML. @param file – named in errors. */
export function parseYamlAs<T>(schema: z.ZodType<T>, text: string, file: string): T {
  const content = parseYaml(text, file);
  const parsed = schema.safeParse(content ?? {}, inOurWords);
  if (parsed.success) return parsed.data;
  throw new UsageError(schemaFaults(schema, content, parsed.error).join('; '), {
    file,
    hint: 'change the recipe and run the command again',
  });
}

/** The file's content, not yet checked. */
export function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new UsageError(`not valid YAML: ${messageOf(cause).split('\n')[0]}`, {
      file,
      hint: 'look at the indentation near that line',
      cause,
    });
  }
}
