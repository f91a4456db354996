import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flat } from '../annotation/annotated-face.js';
import { nearnessModel } from '../annotation/nearness-model.js';
import { frontalFace, missedFaces } from '../annotation/simulated-faces.suite.js';
import { silentWork } from '../core/work.js';
import { openDataset } from '../dataset/store/store.js';
import { ibug68 } from '../landmarks/sets/ibug68.js';
import { AnnotationDesk } from './annotation-desk.js';
import { writeProject } from './annotation-files.js';
import { FaceSource, type SeenFace } from './face-source.js';
import { importAnnotations } from './import-annotations.js';
import { openStartingLabels } from './starting-labels/open-starting-labels.js';

const set = ibug68;
let root: string;
let pictures: string;
const box = { x: 80, y: 80, width: 240, height: 240 };
const seen: SeenFace[] = missedFaces(set, 20).map(({ points, uncertainty }) => ({
  points,
  uncertainty,
  box,
}));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lineament-desk-'));
  pictures = join(root, 'photos');
  await mkdir(pictures);
  await sharp({ create: { width: 400, height: 400, channels: 3, background: '#888' } })
    .png()
    .toFile(join(pictures, 'a.png'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const open = async (out: string, faces: readonly SeenFace[], annotator?: string, labels?: string) => {
  const source = new FaceSource({
    pictures,
    seer: { find: async () => [...faces], look: async () => faces[0]! },
    ...(labels !== undefined && { labels: await openStartingLabels(labels, set) }),
  });
  const folder = join(root, out);
  const model = nearnessModel(set);
  const desk = await AnnotationDesk.open(
    { folder, set, model, source, ...(annotator !== undefined && { annotator }) },
    silentWork,
  );
  await desk.look(silentWork);
  return { desk, source, folder, ids: desk.state().faces.map(({ id }) => id) };
};

test('an edit is on disk before it is answered, and who knows an old face is told the new one', async () => {
  const { desk, folder, ids } = await open('one', seen.slice(0, 1));
  const [id] = ids as [string];
  const put = { kind: 'points' as const, places: [[30, 201.5, 222.25] as [number, number, number]] };
  const first = await desk.edit(id, { revision: 0, cursor: 0, edit: put });
  expect(first).toMatchObject({ conflict: false, face: { revision: 1, cursor: 1, fixed: [30] } });
  const kept = JSON.parse(await readFile(join(folder, 'faces', `${id}.json`), 'utf8'));
  expect(kept.points[30]).toEqual([201.5, 222.25]);
  // The other window still knows revision 0.
  const late = await desk.edit(id, { revision: 0, cursor: 0, edit: { kind: 'done', value: true } });
  expect(late).toMatchObject({ conflict: true, face: { revision: 1, done: false } });
  await desk.edit(id, { revision: 1, cursor: 0 });
  // Another process, later: undone, and there to be redone.
  const again = await open('one', []);
  expect(await again.desk.face(id)).toMatchObject({ revision: 2, cursor: 0, fixed: [], edits: [put] });
  await expect(
    again.desk.edit(id, { revision: 2, cursor: 9, edit: { kind: 'release', point: 99 } }),
  ).rejects.toThrow(/not of this face/);
  expect(await again.desk.edit('../../etc/passwd', { revision: 0, cursor: 0 })).toBeUndefined();
});

test('from twenty faces that are done the next ones learn; two annotators are compared; faces become a dataset', async () => {
  const extra = missedFaces(set, 30).slice(-1)[0]!;
  const { desk, folder } = await open('many', [...seen, { ...extra, box }]);
  const truth = frontalFace(set, 100);
  const all = {
    kind: 'points' as const,
    places: Array.from({ length: 68 }, (_, k): [number, number, number] => [
      k,
      truth[2 * k]!,
      truth[2 * k + 1]!,
    ]),
  };
  const ids = Array.from(
    { length: 21 },
    (_, i) => desk.state().faces.find(({ id }) => id.endsWith(`-${i + 1}`))!.id,
  );
  const shown = (await desk.face(ids[20]!))!;
  for (const id of ids.slice(0, 20)) {
    await desk.edit(id, { revision: 0, cursor: 0, edit: all });
    await desk.edit(id, { revision: 1, cursor: 1, edit: { kind: 'done', value: true } });
  }
  expect(desk.state()).toMatchObject({ learning: { uses: 'ridge', from: 20 }, gain: [1], waiting: 0 });
  // What is corrected is what was seen, whatever was learnt since.
  const stale = await desk.edit(ids[20]!, { revision: 9, cursor: 0 });
  expect(stale).toMatchObject({ conflict: true, face: { base: shown.base } });
  const last = (await desk.face(ids[20]!))!;
  const off = (points: Float32Array): number =>
    Math.hypot(points[114]! - truth[114]!, points[115]! - truth[115]!);
  expect(off(flat(last.points))).toBeLessThan(off(flat(last.detected.points)));

  const second = await open('many', seen.slice(0, 1), 'ann');
  expect(await second.desk.others()).toEqual([undefined]);
  const [own] = second.ids as [string];
  await second.desk.edit(own, { revision: 0, cursor: 0, edit: all });
  await second.desk.edit(own, { revision: 1, cursor: 1, edit: { kind: 'done', value: true } });
  expect(await second.desk.agreementWith(undefined)).toMatchObject({ faces: 1, all: 0 });

  await writeProject(folder, {
    pictures,
    landmarks: set.name,
    setFile: null,
    names: set.points.map(({ name }) => name),
    convention: 'contour',
    model: 'none',
  });
  const result = await importAnnotations({ folder, out: join(root, 'dataset') }, silentWork);
  expect(result).toMatchObject({ count: 21, failures: [] });
  expect(result.notes).toContainEqual(expect.stringContaining('one without a name: 20, ann: 1'));
  const one = { folder, out: join(root, 'dataset-ann'), annotator: 'ann' };
  expect(await importAnnotations(one, silentWork)).toMatchObject({ count: 1 });
  await expect(importAnnotations({ ...one, annotator: 'bob' }, silentWork)).rejects.toThrow(
    "nobody called 'bob' has annotated here",
  );
  const dataset = await openDataset(result.folder);
  const [sample] = await dataset.read([0]);
  expect([...sample!.points.contour!.slice(0, 2)]).toEqual(
    [...truth.slice(0, 2)].map((v) => Math.fround(Math.round(v * 1000) / 1000)),
  );
  dataset.close();
});

const truth = frontalFace(set, 90);
const places = Array.from({ length: 68 }, (_, k): [number, number] => [truth[2 * k]!, truth[2 * k + 1]!]);
test.each([
  [
    'points.xml',
    `<annotations><image name="a.png"><points label="face" points="${places.map((p) => p.join(',')).join(';')}"/></image></annotations>`,
  ],
  [
    'skeleton.xml',
    `<annotations><image name="sub/a.png"><skeleton label="face">${places.map((p, k) => `<points label="${k + 1}" points="${p.join(',')}"/>`).join('')}</skeleton></image></annotations>`,
  ],
  [
    'coco.json',
    JSON.stringify({
      images: [{ id: 1, file_name: 'images/a.png' }],
      annotations: [{ image_id: 1, keypoints: places.flatMap(([x, y]) => [x, y, 2]) }],
    }),
  ],
  [
    'studio.json',
    JSON.stringify([
      {
        data: { img: '/data/upload/1/0123abcd-a.png' },
        annotations: [
          {
            result: places.map(([x, y], k) => ({
              type: 'keypointlabels',
              value: { x: (x + 0.5) / 4, y: (y + 0.5) / 4, keypointlabels: [set.points[k]!.name] },
            })),
          },
        ],
      },
    ]),
  ],
  [
    'each-point.xml',
    `<annotations><image name="a.png">${places.map((p, k) => `<points label="${k}" points="${p.join(',')}"/>`).join('')}</image></annotations>`,
  ],
  [
    'other-order.json',
    JSON.stringify({
      images: [{ id: 1, file_name: 'a.png' }],
      annotations: [
        { image_id: 1, category_id: 3, keypoints: places.toReversed().flatMap(([x, y]) => [x, y, 2]) },
      ],
      categories: [{ id: 3, keypoints: set.points.map((point) => point.name).toReversed() }],
    }),
  ],
  [
    'studio-min.json',
    JSON.stringify([
      {
        note: 'of 100%',
        image: '/data/local-files/?d=faces/a.png',
        kp: places.map(([x, y], k) => ({
          x: (x + 0.5) / 4,
          y: (y + 0.5) / 4,
          keypointlabels: [String(k + 1)],
        })),
      },
    ]),
  ],
  ['a.pts', `version: 1\nn_points: 68\n{\n${places.map(([x, y]) => `${x + 1} ${y + 1}`).join('\n')}\n}`],
])('labels of %s are where annotation begins', async (name, text) => {
  const folder = join(root, `labels-${name}`);
  await mkdir(folder);
  await writeFile(join(folder, name), text);
  const { desk, ids } = await open(
    `from-${name}`,
    seen.slice(0, 1),
    undefined,
    name.endsWith('.pts') ? folder : join(folder, name),
  );
  const face = (await desk.face(ids[0]!))!;
  expect(face).toMatchObject({ from: 'labels', fixed: [] });
  for (const [k, [x, y]] of face.points.entries()) {
    expect(x).toBeCloseTo(places[k]![0], 2);
    expect(y).toBeCloseTo(places[k]![1], 2);
  }
});

test('labels of several faces in one picture of Label Studio are told apart by their boxes', async () => {
  const file = join(root, 'two-faces.json');
  const mark = (parentID: string, shift: number) => (_: unknown, k: number) => ({
    type: 'keypointlabels',
    parentID,
    value: { x: k / 2 + shift, y: 10, keypointlabels: [String(k)] },
  });
  const result = [
    { type: 'rectanglelabels', value: {} },
    ...places.map(mark('one', 0)),
    ...places.map(mark('two', 50)),
  ];
  await writeFile(
    file,
    JSON.stringify([{ data: { image: 'http://host/a.png?x=1' }, annotations: [{ result }] }]),
  );
  const labels = await openStartingLabels(file, set);
  const faces = labels.of('photos/a.png', { width: 200, height: 100 });
  expect(faces.map(({ points }) => [points[0], points[2]])).toEqual([
    [-0.5, 0.5],
    [99.5, 100.5],
  ]);
});

test('labels of other pictures, or of a video, are refused by name', async () => {
  const file = join(root, 'others.json');
  await writeFile(
    file,
    JSON.stringify({
      images: ['x/b.png', 'y/b.png'].map((file_name, id) => ({ id, file_name })),
      annotations: [0, 1].map((image_id) => ({ image_id, keypoints: places.flatMap((p) => [...p, 2]) })),
    }),
  );
  const labels = await openStartingLabels(file, set);
  expect(() => labels.check(['a.png'])).toThrow(/x\/b.png, y\/b.png; none of these pictures/);
  expect(() => labels.check(['a.png', 'y/b.png'])).not.toThrow();
  // Which of two of the same name is meant is not guessed.
  expect(labels.of('z/b.png', { width: 1, height: 1 })).toEqual([]);
  const video = join(root, 'video.xml');
  await writeFile(
    video,
    '<annotations><track label="face"><points frame="0" points="1,2"/></track></annotations>',
  );
  await expect(openStartingLabels(video, set)).rejects.toThrow(/of a video/);
});
