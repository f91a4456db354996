/** `lineament dataset generate --order FILE`: renders scenes, or answers a job file of the Human API field by field and renders it. */
import { join } from 'node:path';
import { LineamentError, messageOf, UsageError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { counted } from '../../core/text/counted.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { isSceneOrder } from '../../dataset/generate/scene-order.js';
import { readTextOr } from '../../node/files.js';
import type { OrderAnswer, OrderPart } from '../../orders/human-api/order-answer.js';
import { translateHumanOrder } from '../../orders/human-api/translate-order.js';
import { runCommand } from '../command/run-command.js';
import { generateScenes } from './generate-scenes.js';
import type { OrderFlags } from './order-flags.js';
import { refuseForeignSheet, shownDataset } from './shown-dataset.js';

interface RenderedPart {
  name: string;
  folder: string;
  count: number;
  contactSheet: string | null;
}

export async function generateOrder(flags: OrderFlags): Promise<void> {
  const { file, out, dryRun, withoutRefused, contactSheet, typed, output } = flags;
  if (out === undefined && !dryRun)
    throw new UsageError("required option '--out <folder>' not specified", {
      hint: 'or --dry-run, to see the answer alone',
    });
  const content = await readOrder(file);
  if (isSceneOrder(content)) return generateScenes(content, flags);
  await runCommand({
    name: 'dataset generate',
    flags: output,
    run: async (work) => {
      const answer = answerOrder(content, typed);
      if (!output.json && !output.quiet) sayAnswer(answer, work.log);
      const stopped = answer.refused.length > 0 && !withoutRefused;
      const rendered: RenderedPart[] = [];
      if (out === undefined || dryRun || stopped) return { answer, rendered, stopped: stopped && !dryRun };
      await refuseForeignSheet('dataset generate', contactSheet);
      const { workers } = typed;
      for (const { name, settings } of limited(answer.parts, typed.count)) {
        const folder = answer.parts.length === 1 ? out : join(out, name);
        const { count } = await generateDataset(
          { ...settings, out: folder, ...(workers !== undefined && { workers }) },
          work,
        );
        const { contactSheet: sheet } = await shownDataset(folder, contactSheet);
        rendered.push({ name, folder, count, contactSheet: sheet });
      }
      return { answer, rendered, stopped: false };
    },
    json: ({ answer: { parts, ...answer }, rendered }) => ({
      ...answer,
      parts: parts.map(({ name, settings }) => ({ name, settings })),
      rendered,
    }),
    say: ({ rendered }, log) => {
      for (const { folder, count, contactSheet: sheet } of rendered) {
        if (sheet !== null) log.info(`contact sheet: ${sheet}`);
        log.info(`${folder}: ${counted(count, 'picture')}`);
      }
    },
    wrong: ({ answer, stopped }) =>
      stopped
        ? new UsageError(`${file}: ${counted(answer.refused.length, 'field')} of the order cannot be had`, {
            hint: 'change them, or give --without-refused to render the order without them',
          })
        : undefined,
  });
}

async function readOrder(file: string): Promise<unknown> {
  const text = await readTextOr(file, 'the order');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LineamentError(`the order is not JSON: ${messageOf(cause)}`, {
      file,
      hint: 'give scenes saved by `lineament explore`, or a job file of the Human API',
      cause,
    });
  }
}

function answerOrder(content: unknown, typed: OrderFlags['typed']): OrderAnswer {
  const { count: _, workers: __, size, ...settings } = typed;
  const answer = translateHumanOrder(content, size === undefined ? {} : { size });
  // What is typed beside an order is a setting like any other: what it has no use for is refused by the generator.
  const parts = answer.parts.map((part) => ({ ...part, settings: { ...part.settings, ...settings } }));
  return { ...answer, parts };
}

/** The first pictures of an order. */
function limited(parts: readonly OrderPart[], count: number | undefined): OrderPart[] {
  let left = count ?? Number.POSITIVE_INFINITY;
  return parts.flatMap((part) => {
    const own = Math.min(left, part.settings.count);
    left -= own;
    return own === 0 ? [] : [{ ...part, settings: { ...part.settings, count: own } }];
  });
}

function sayAnswer({ pictures, honoured, mapped, refused }: OrderAnswer, log: Log): void {
  log.info(
    `the order: ${counted(pictures, 'picture')}; of its fields ${honoured.length} honoured, ${mapped.length} mapped, ${refused.length} refused`,
  );
  const alike = new Map<string, number>();
  const add = (line: string): void => void alike.set(line, (alike.get(line) ?? 0) + 1);
  for (const { path, to, reason } of mapped) add(`mapped ${everyOne(path)}: ${to} (${reason})`);
  for (const { path, reason, hint } of refused) add(`refused ${everyOne(path)}: ${reason} (${hint})`);
  for (const [line, times] of alike) log.info(times === 1 ? line : `${line} [${times} fields]`);
}

/** Humans and shares are many: what is answered alike is said once. */
function everyOne(path: string): string {
  return path.replace(/\[\d+\]/g, '[]');
}
