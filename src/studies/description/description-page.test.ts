import { expect, it } from 'vitest';
import { createFatigueMonitor } from '../../detect/describe/fatigue/fatigue-monitor.js';
import type { Description } from './description.js';
import { descriptionPage } from './description-page.js';
import type { FaceRecord } from './face-record.js';

const record = (frame: number, face = 1): FaceRecord => ({
  file: 'clip.mp4',
  frame,
  seconds: frame / 10,
  face,
  box: { x: 0, y: 0, width: 9, height: 9 },
  described: {
    camera: { focal: 99, focalDeviation: 0, cx: 49, cy: 49 },
    misfit: 1,
    pose: {
      yaw: 0.1,
      pitch: 0.2,
      roll: 0.3,
      position: [0, 0, -50],
      rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      covariance: [],
      deviation: 0.1,
    },
  },
});

/** Nine pictures that gave nothing. */
const nothing: Description = {
  ...{ records: [], faces: new Set<string>(), shown: [], heads: [], empty: [], failed: [] },
  ...{ looked: 9, total: 9, lookedAt: 'picture' },
};

/** Points of each line that the wide charts of a page draw. */
function linesOf(records: FaceRecord[]): number[] {
  const description = { ...nothing, records };
  const [, chart] = /<svg([\s\S]*?)<\/svg>/.exec(descriptionPage(description, { set: 'ibug68' }))!;
  return [...chart!.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points!.split(' ').length);
}

it('draws no line over frames of a video in which the face is hidden, also where another one is seen', () => {
  // Yaw, pitch and roll.
  expect(linesOf([0, 1, 2, 3].map((frame) => record(frame)))).toEqual([4, 4, 4]);
  const hidden = [record(0), record(1), record(2, 2), record(3), record(4), record(5)];
  expect(linesOf(hidden)).toEqual([2, 3, 2, 3, 2, 3]);
});

const page = (description: Partial<Parameters<typeof descriptionPage>[0]>): string =>
  descriptionPage({ ...nothing, ...description }, { set: 'ibug68' });

it('names files from the folder on that was asked for', () => {
  const at = (name: string): string => `/home/me/photos/${name}`;
  const records = [
    { ...record(0), file: at('a.jpg') },
    { ...record(1), file: at('clips/b.mp4') },
  ].map(({ seconds, ...one }, i) => (i === 0 ? one : { ...one, seconds: seconds! }));
  const html = page({
    records,
    shown: [{ record: records[0]!, picture: new Uint8Array() }],
    empty: [at('empty.jpg')],
    failed: [{ id: at('broken.jpg'), reason: `${at('broken.jpg')}: the image cannot be read` }],
  });
  expect(html).not.toContain('/home');
  for (const said of [
    'a.jpg, face 1: expression unknown; mouth unknown; eyes right unknown, left unknown; gaze unknown; head yaw 6°',
    'clips/b.mp4, face 1',
    'in: empty.jpg',
    'failed: broken.jpg: the image cannot be read',
    '>a.jpg<',
  ])
    expect(html).toContain(said);
  // In the table, too, what a face looks like comes first.
  const places = ['emotion', 'mouth', 'right eye', 'gaze state', 'yaw deg', 'misfit'].map((head) =>
    html.indexOf(`>${head}<`),
  );
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('calls standard input by its name, and leaves the reasons of its failures as they are', () => {
  const html = page({
    records: [{ ...record(0), file: '-' }],
    failed: [{ id: '-', reason: 'standard input: the image cannot be read: no end-of-image' }],
  });
  expect(html).toContain('>standard input');
  expect(html).toContain('failed: standard input: the image cannot be read: no end-of-image');
});

it('says what the curves of fatigue are, and their units', () => {
  const fatigue = createFatigueMonitor().update({}, 0);
  const html = page({ records: [{ ...record(0), fatigue: { ...fatigue, closure: 0.5, perclos: 0.1 } }] });
  expect(html).toContain('Lids closed: how far the lids are down, as a share from 0');
  expect(html).toContain('of the last 60 seconds in which the lids were at least 80 % closed');
  expect(html).toContain('open by 20 mm and more for 1.5 seconds');
});

it('says why heads cannot be turned where this copy is built without its pages', () => {
  const html = page({ records: [record(0)], heads: [{ record: record(0), glb: new Uint8Array() }] });
  expect(html).toContain('npm run build:web');
  expect(page({ records: [record(0)] })).not.toContain('npm run build:web');
});

it('counts frames only where there are videos', () => {
  expect(page({ records: [record(0)] })).toContain('1 description from 9 pictures, by');
  expect(page({ looked: 1, lookedAt: 'frame' })).toContain('0 descriptions from 1 frame, by');
  expect(page({ lookedAt: 'both' })).toContain('from 9 pictures and frames, by');
});

it('rounds what the table says to what can be told', () => {
  const { seconds: _, ...still } = record(0);
  const eye = { aperture: 9.123, deviation: 0.5, seen: 1, state: 'open' } as const;
  const described = {
    ...{ ...still.described, misfit: 0.987, pose: { ...still.described.pose!, pitch: -0.0005 } },
    eyes: { right: eye, left: eye, mouth: { opening: 15.546, deviation: 1, state: 'open' as const } },
  };
  const html = page({ records: [{ ...still, described }] });
  // Mouth, an eye, yaw (0.1 radians), pitch, misfit.
  for (const cell of ['15.5', '9.1', '5.7', '0.0', '0.99']) expect(html).toContain(`>${cell}<`);
  expect(html).not.toContain('15.546');
});

it('says why nothing is told of fatigue, and how long it takes', () => {
  const fatigue = createFatigueMonitor().update({}, 0);
  const eye = { aperture: 9, deviation: 0.5, seen: 1, state: 'open' } as const;
  const seen = (frame: number): FaceRecord => {
    const one = record(frame);
    return { ...one, fatigue, described: { ...one.described, eyes: { right: eye, left: eye } } };
  };
  const short = Array.from({ length: 20 }, (_, frame) => seen(frame));
  expect(page({ records: short })).toContain(
    'Fatigue: unknown, for the lids were seen for 1.9 seconds only. How far they are down is told once they were seen for 3 seconds, PERCLOS after 30.',
  );
  // Long enough, but of lids that say nothing.
  const long = page({ records: Array.from({ length: 50 }, (_, frame) => seen(frame)) });
  expect(long).toContain(
    'Fatigue: unknown, for the lids were not seen well enough to tell how far they are down.',
  );
  expect(long).not.toContain('seconds only');
  expect(page({ records: [record(0), record(1)] })).toContain(
    'Fatigue: unknown, for the lids were not seen.',
  );
});
