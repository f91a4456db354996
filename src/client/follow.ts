/** Waits for something that is at work on a server: by server-sent events, and by asking again where these do not come through. */
import { StoppedError } from '../core/errors.js';
import { type Connection, type Patience, pauseFor, withPatience } from './connection.js';
import { eventsOf } from './events.js';
import { isPassing } from './refusal.js';

export interface FollowOptions<Brief> extends Patience {
  /** Told of each state that is seen. */
  onProgress?: (state: Brief) => void;
  /** Told of each event but those of progress. */
  onEvent?: (event: string, data: string) => void;
  /** Milliseconds between questions where events do not come (2000 by default). */
  every?: number;
  /** False: asks again and again from the start. */
  events?: boolean;
}

export interface Followed<State> {
  /** Of the stream of events, from the server's root. */
  path: string;
  ask(): Promise<State>;
  isAtEnd(state: State): boolean;
}

/** @returns the state at the end. @throws StoppedError, and what {@link withPatience} gives up at. */
export async function follow<Brief, State extends Brief>(
  connection: Connection,
  { path, ask, isAtEnd }: Followed<State>,
  { onProgress, onEvent, every = 2000, events = true, ...patience }: FollowOptions<Brief>,
): Promise<State> {
  const { signal } = patience;
  let streams = events;
  return withPatience(async (gotOn) => {
    for (;;) {
      if (signal?.aborted) throw new StoppedError('stopped while it waited for the server');
      const state = await ask();
      gotOn();
      onProgress?.(state);
      if (isAtEnd(state)) return state;
      if (!streams) {
        await pauseFor(every, signal);
        continue;
      }
      let seen = 0;
      try {
        for await (const { event, data } of await open(connection, path, signal)) {
          seen++;
          if (event === 'progress' || event === 'end') onProgress?.(JSON.parse(data) as Brief);
          else onEvent?.(event, data);
        }
      } catch (error) {
        if (signal?.aborted) throw new StoppedError('stopped while it waited for the server');
        if (!isPassing(error) && !(error instanceof NoEventsError)) throw error;
      }
      // A proxy that keeps events back, or a server without them.
      if (seen === 0) streams = false;
    }
  }, patience);
}

class NoEventsError extends Error {}

async function open(
  connection: Connection,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ReturnType<typeof eventsOf>> {
  const response = await connection.send(path, {
    headers: { accept: 'text/event-stream' },
    ...(signal && { signal }),
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || response.body === null) {
    await response.body?.cancel();
    throw new NoEventsError();
  }
  return eventsOf(response.body);
}
