/** Server-sent events, to a reader who may leave at any moment. */
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';

/**
 * @param tell – writes events until there are none left or `gone` says that nobody reads them. `gone` is set at the end as well,
 *   so that what waits by it ends.
 */
export function eventStream(
  context: Context,
  tell: (stream: SSEStreamingApi, gone: AbortSignal) => Promise<void>,
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    try {
      await tell(stream, gone.signal);
    } finally {
      gone.abort();
    }
  });
}
