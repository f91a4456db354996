/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) out of an answer's body. */
import { LineamentError, messageOf } from '../core/errors.js';
import { NoServerError } from './refusal.js';

export interface ServerEvent {
  event: string;
  data: string;
}

/** Characters of one event: a server of ours sends a few thousand. */
const longest = 1 << 20;

export interface EventsOptions {
  /** Milliseconds without a byte after which the stream is taken for dead; the server says something every ten seconds. */
  silence?: number;
}

/** @throws NoServerError where the stream breaks or falls silent. */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  { silence = 30_000 }: EventsOptions = {},
): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), silence);
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A line end of two characters may be cut in the middle: the second comes with the next part.
      const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
      rest = blocks.pop() ?? '';
      if (rest.length > longest) throw new LineamentError('the server sent an event without end');
      for (const block of blocks) {
        const event = parse(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parse(block: string): ServerEvent | undefined {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value = ''] = /^([^:]+)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 ? undefined : { event, data: data.join('\n') };
}

async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new NoServerError(`the server said nothing for ${milliseconds / 1000} s`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } catch (cause) {
    if (cause instanceof NoServerError) throw cause;
    throw new NoServerError(`the connection broke: ${messageOf(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
