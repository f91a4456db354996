/** Fetches packs of small pictures and decodes them, away from the thread that the page scrolls in. */
import { ask } from '../api/ask.js';
import { unpack } from '../api/unpack.js';

export type PictureTask = { id: number; url: string } | { stop: number };
export type PictureAnswer =
  | { id: number; pictures: (ImageBitmap | undefined)[] }
  | { id: number; fault: string };

// The page's types are those of documents; a worker's own has no other use here.
const thread = self as unknown as {
  onmessage: (message: MessageEvent<PictureTask>) => void;
  postMessage(answer: PictureAnswer, moved?: Transferable[]): void;
};
const running = new Map<number, AbortController>();

thread.onmessage = ({ data }) => {
  if ('stop' in data) running.get(data.stop)?.abort();
  else void load(data.id, data.url);
};

async function load(id: number, url: string): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const files = await unpack(await ask(url, { signal: controller.signal }));
    const pictures = await Promise.all(files.map(decode));
    thread.postMessage(
      { id, pictures },
      pictures.filter((picture) => picture !== undefined),
    );
  } catch (error) {
    thread.postMessage({ id, fault: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}

/** Undefined of a row that has none, or one that no browser reads. */
async function decode(file: Uint8Array<ArrayBuffer>): Promise<ImageBitmap | undefined> {
  if (file.length === 0) return undefined;
  return createImageBitmap(new Blob([file])).catch((): undefined => undefined);
}
