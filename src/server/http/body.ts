/**
 * Bodies of requests, bounded in bytes, time, depth and number of values before anything is made of them, and over all requests at
 * once: many large bodies together do not hold the memory of the machine.
 */
import type { Context } from 'hono';
import { ProblemError } from './problem.js';

export interface BodyBounds {
  bytes: number;
  /** Milliseconds until all of it must be here. */
  time: number;
}

export const jsonBounds: BodyBounds = { bytes: 1024 * 1024, time: 10_000 };
const mostDepth = 32;
/** Commas and brackets: what a parser makes objects of. */
const mostValues = 100_000;

/** Bytes of all bodies that are held at once: those that came, since what is only announced costs nothing. */
const mostHeld = 256 * 1024 * 1024;
let held = 0;

/** @param run – what is done with the body; it counts as held until then. */
export async function withBody<T>(
  context: Context,
  bounds: BodyBounds,
  run: (body: Buffer) => Promise<T> | T,
  most: number = mostHeld,
): Promise<T> {
  let own = 0;
  const hold = (bytes: number): void => {
    if (held + bytes > most)
      throw new ProblemError(
        503,
        'too much is being sent to this server just now',
        'try again in a few seconds',
        {
          'retry-after': '5',
          connection: 'close',
        },
      );
    own += bytes;
    held += bytes;
  };
  try {
    return await run(await receive(context, bounds, hold));
  } finally {
    held -= own;
  }
}

/** The body, whole. A sender that is too slow or sends too much is refused without keeping what came. */
async function receive(
  context: Context,
  { bytes, time }: BodyBounds,
  hold: (bytes: number) => void,
): Promise<Buffer> {
  const tooLarge = (): ProblemError =>
    new ProblemError(413, `the body has more than ${bytes} bytes`, 'send less at once', {
      connection: 'close',
    });
  const stated = Number(context.req.header('content-length') ?? 0);
  if (stated > bytes) throw tooLarge();
  const reader = context.req.raw.body?.getReader();
  if (reader === undefined) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let length = 0;
  const end = setTimeout(() => void reader.cancel('too slow'), time);
  try {
    const until = performance.now() + time;
    for (;;) {
      const { done, value } = await reader.read();
      if (performance.now() >= until)
        throw new ProblemError(408, `the body did not arrive within ${time / 1000} s`, undefined, {
          connection: 'close',
        });
      if (done) return Buffer.concat(parts);
      length += value.length;
      if (length > bytes) throw tooLarge();
      hold(value.length);
      parts.push(value);
    }
  } finally {
    clearTimeout(end);
    void reader.cancel().catch(() => {});
  }
}

/** A JSON document. */
export async function readJsonBody(
  context: Context,
  bounds: BodyBounds = jsonBounds,
): Promise<{ content: unknown; bytes: Buffer }> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    throw new ProblemError(
      415,
      `the content-type is ${JSON.stringify(type.slice(0, 100))}; allowed: application/json`,
    );
  return withBody(context, bounds, parseJson);
}

function parseJson(bytes: Buffer): { content: unknown; bytes: Buffer } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError(400, 'the body is not UTF-8');
  }
  checkShape(text);
  try {
    return { content: JSON.parse(text), bytes };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : '';
    throw new ProblemError(400, `the body is not JSON: ${reason}`, 'check it with a JSON validator');
  }
}

/** Depth and number of values, counted without parsing. */
function checkShape(text: string): void {
  let [depth, values, inText] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inText) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x5b || code === 0x7b) {
      values++;
      if (++depth > mostDepth)
        throw new ProblemError(400, `the body is nested deeper than ${mostDepth} levels`);
    } else if (code === 0x5d || code === 0x7d) depth--;
    else if (code === 0x2c && ++values > mostValues)
      throw new ProblemError(400, `the body has more than ${mostValues} values`);
  }
}
