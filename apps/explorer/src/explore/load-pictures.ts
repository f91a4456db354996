/** Packs of pictures from the thread that fetches and decodes them: one for the whole page, begun with the first. */
import type { PictureAnswer, PictureTask } from './picture-worker.js';

interface Waiting {
  done(pictures: (ImageBitmap | undefined)[]): void;
  failed(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let last = 0;

export function loadPictures(url: string, signal: AbortSignal): Promise<(ImageBitmap | undefined)[]> {
  worker ??= begin();
  const thread = worker;
  const tell = (task: PictureTask): void => thread.postMessage(task);
  const id = ++last;
  signal.addEventListener('abort', () => tell({ stop: id }), { once: true });
  return new Promise((done, failed) => {
    waiting.set(id, { done, failed });
    tell({ id, url });
  });
}

function begin(): Worker {
  const begun = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' });
  begun.onmessage = ({ data }: MessageEvent<PictureAnswer>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('pictures' in data) one?.done(data.pictures);
    else one?.failed(new Error(data.fault));
  };
  begun.onerror = ({ message }) => {
    for (const { failed } of waiting.values()) failed(new Error(message || 'pictures: the thread ended'));
    waiting.clear();
    worker = undefined;
  };
  return begun;
}
