/** The events of a run as they come: its log, what is measured, its state; from the first, or from where a reader was. */
import { open } from 'node:fs/promises';
import type { Context } from 'hono';
import { eventsName, finalRunStates, type RunEvent } from '../../lab/runs/run.js';
import type { BookedRun } from '../../lab/runs/run-desk.js';
import type { FolderStorage } from '../../orders/storage/folder-storage.js';
import type { Storage } from '../../orders/storage/storage.js';
import { eventStream } from '../http/event-stream.js';
import type { RunView } from '../run-schemas.js';
import type { Service } from '../service.js';

/** Milliseconds between looks into the file: it is written by another thread or machine. */
const lookEvery = 500;
/** Bytes that are read at once. */
const most = 256 * 1024;

/** The last that was said of how far a run is: near the end of its events, which may be long. */
export async function lastProgress(storage: Storage, id: string): Promise<RunView['progress']> {
  const bytes = (await storage.stat(eventsName(id)))?.bytes ?? 0;
  const lines = await readEvents(storage, id, Math.max(0, bytes - most));
  for (const { event } of lines.reverse()) if (event.kind === 'progress') return shown(event);
  return null;
}

const shown = ({
  part,
  done,
  total,
  note,
}: RunEvent & { kind: 'progress' }): NonNullable<RunView['progress']> => ({
  part,
  done,
  total,
  note,
});

export interface EventLine {
  event: RunEvent;
  /** Where the next line begins: the id of the event, and where a reader who was cut off goes on. */
  next: number;
}

/** Whole lines from a place on, as many as fit into one look. */
export async function readEvents(storage: Storage, id: string, from: number): Promise<EventLine[]> {
  if (!('pathOf' in storage)) return [];
  const file = await open((storage as FolderStorage).pathOf(eventsName(id))).catch(() => undefined);
  if (file === undefined) return [];
  try {
    const buffer = Buffer.alloc(most);
    const { bytesRead } = await file.read(buffer, 0, most, from);
    const found: EventLine[] = [];
    let begin = 0;
    for (;;) {
      const end = buffer.subarray(0, bytesRead).indexOf(10, begin);
      if (end < 0) return found;
      const event = parsed(buffer.subarray(begin, end).toString('utf8'));
      begin = end + 1;
      if (event !== undefined) found.push({ event, next: from + begin });
    }
  } finally {
    await file.close();
  }
}

/** A line that a kill cut in the middle is none. */
function parsed(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}

export function streamRun(
  context: Context,
  { storage, bell, runs }: Pick<Service, 'storage' | 'bell' | 'runs'>,
  id: string,
  viewOf: (booked: BookedRun, progress: RunView['progress']) => Promise<RunView>,
): Response {
  const asked = Number(context.req.header('last-event-id') ?? 0);
  let from = Number.isSafeInteger(asked) && asked > 0 ? asked : 0;
  return eventStream(context, async (stream, gone) => {
    let [told, quiet] = ['', 0];
    let progress: RunView['progress'] = null;
    while (!gone.aborted && !bell.closed) {
      const changed = bell.wait(id, lookEvery, gone);
      const booked = runs.get(id);
      if (booked === undefined) return void (await stream.writeSSE({ event: 'removed', data: '{}' }));
      // Its state of before the lines are read: at the end all of them are told.
      const ended = finalRunStates.includes(booked.status.state);
      const lines = await readEvents(storage, id, from);
      for (const { event, next } of lines) {
        from = next;
        if (event.kind === 'progress') progress = shown(event);
        else await stream.writeSSE({ event: event.kind, id: String(next), data: JSON.stringify(event) });
      }
      const data = JSON.stringify(await viewOf(booked, progress));
      if (data !== told) await stream.writeSSE({ event: 'progress', data });
      else if (lines.length === 0 && ++quiet % 20 === 0) await stream.write(': still here\n\n');
      told = data;
      if (ended && lines.length === 0) return void (await stream.writeSSE({ event: 'end', data }));
      if (lines.length === 0) await changed;
    }
  });
}
