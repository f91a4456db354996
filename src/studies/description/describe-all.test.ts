import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { silentWork } from '../../core/work.js';
import type { FaceFinder } from '../../detect/finder/face-finder.js';
import { openLandmarkDetector } from '../../detect/node/open-landmark-detector.js';
import { exampleFinder } from '../../networks/finder/finder-metadata.suite.js';
import { describeAll, type PictureToDescribe } from './describe-all.js';
import type { Description } from './description.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'describe-all-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const grey: Image = { width: 120, height: 120, channels: 3, data: new Uint8Array(3 * 120 ** 2).fill(90) };
const finder: FaceFinder = { metadata: exampleFinder, find: async () => [] };

/** Stopped once so many of five pictures are described. */
async function stopped(wanted: number, out?: string): Promise<Description> {
  const stop = new AbortController();
  const pictures = Array.from(
    { length: 5 },
    (_, i): PictureToDescribe => ({
      path: `${i}.jpg`,
      boxes: [{ x: 20, y: 20, width: 80, height: 80 }],
      read: async () => grey,
    }),
  );
  if (wanted === 0) stop.abort();
  const detector = await openLandmarkDetector('ibug68-ict', { mirror: false });
  return describeAll(
    { pictures, videos: [], detector, finder, out },
    { ...silentWork, signal: stop.signal, report: (done) => done === wanted && stop.abort() },
  );
}

function stoppedAfter(wanted: number, out: string): Promise<string> {
  return stopped(wanted, out).then(
    () => 'not stopped',
    (error: Error) => error.message,
  );
}

it('gives back what was described before it is stopped, where no folder is given', async () => {
  const description = await stopped(2);
  expect(description).toMatchObject({ stopped: true, looked: 2, total: 5, shown: [], heads: [] });
  expect(description.records.map(({ file }) => file)).toEqual(['0.jpg', '1.jpg']);
  expect(description.faces.size).toBe(2);
  expect(await stopped(9)).not.toHaveProperty('stopped');
});

it('keeps what was described before it is stopped, and says that it is a part', async () => {
  const out = join(folder, 'two');
  expect(await stoppedAfter(2, out)).toBe(`after 2 pictures, which are in ${join(out, 'description.html')}`);
  const { faces, whole } = JSON.parse(await readFile(join(out, 'description.json'), 'utf8'));
  expect(whole).toBe(false);
  expect(faces.map(({ file }: { file: string }) => file)).toEqual(['0.jpg', '1.jpg']);
  const page = await readFile(join(out, 'description.html'), 'utf8');
  expect(page).toContain('It was stopped: 2 of 5 pictures are here.');
});

it('says of a face of a video, too, how probable it is that it is none', async () => {
  const detector = await openLandmarkDetector('ibug68-ict', { mirror: false });
  const box = { x: 20, y: 20, width: 80, height: 80 };
  const points = new Float32Array(136).map((_, i) => (i % 2 === 0 ? 25 + (i % 60) : 25 + ((7 * i) % 70)));
  const seen = {
    ...{ points, uncertainty: new Float32Array(68).fill(0.5), box, faceBox: box },
    ...{ usedWholeImage: false, wrong: 0.3141 },
  };
  const video = {
    path: 'clip.mp4',
    open: async () => ({
      total: 1,
      async *frames() {
        yield { index: 0, seconds: 0, image: grey };
        return [];
      },
    }),
  };
  const { records } = await describeAll(
    {
      ...{ pictures: [], videos: [video] },
      detector: { ...detector, detect: async () => seen },
      finder: { ...finder, find: async () => [{ box, roll: 0, score: 1 }] },
    },
    silentWork,
  );
  expect(records).toMatchObject([{ frame: 0, wrong: 0.31 }]);
});

it('leaves an earlier report as it was', async () => {
  const out = join(folder, 'earlier');
  expect(await stoppedAfter(5, out)).toBe('not stopped');
  const whole = await readFile(join(out, 'description.json'), 'utf8');
  expect(JSON.parse(whole)).toMatchObject({ whole: true });
  expect(await stoppedAfter(2, out)).toContain(`the report that is in ${out} already is as it was`);
  expect(await readFile(join(out, 'description.json'), 'utf8')).toBe(whole);
});

it('writes nothing where nothing was described', async () => {
  expect(await stoppedAfter(0, join(folder, 'none'))).toBe('after 0 pictures; nothing was written');
  expect(await readdir(folder)).not.toContain('none');
});

it('names a video without a face beside pictures', async () => {
  const detector = await openLandmarkDetector('ibug68-ict', { mirror: false });
  async function* frames() {
    for (const index of [0, 1]) yield { index, seconds: index / 2, image: grey };
    return [];
  }
  const videos = [{ path: 'wall.mp4', open: async () => ({ total: 2, frames }) }];
  const pictures = [{ path: '0.jpg', boxes: [], read: async () => grey }];
  const { empty, looked } = await describeAll({ pictures, videos, detector, finder }, silentWork);
  expect(empty).toEqual(['0.jpg', 'wall.mp4']);
  expect(looked).toBe(3);
});
