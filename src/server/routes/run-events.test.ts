import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventsName } from '../../lab/runs/run.js';
import { folderStorage } from '../../orders/storage/folder-storage.js';
import { lastProgress } from './run-events.js';

it('how far a run is stands near the end of its events, however many there are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lineament-events-'));
  try {
    const storage = folderStorage(folder);
    expect(await lastProgress(storage, 'r0')).toBeNull();
    const progress = (done: number): object => ({
      kind: 'progress',
      at: '',
      part: 'train',
      done,
      total: 9,
      note: '',
    });
    const line = { kind: 'log', at: '', level: 'info', line: 'x'.repeat(1000) };
    const events = [...Array(400).fill(line), progress(7), progress(8), line];
    await storage.write(eventsName('r0'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    expect(await lastProgress(storage, 'r0')).toEqual({ part: 'train', done: 8, total: 9, note: '' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
