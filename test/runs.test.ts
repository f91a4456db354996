/** Trainings and evaluations on a server, through its client, on datasets and uploads that it knows by id alone. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '../src/client/client.js';
import { runsOn } from '../src/lab/runs/run-workshop.js';
import { folderStorage } from '../src/orders/storage/folder-storage.js';
import { datasetName } from '../src/orders/storage/storage.js';
import { pretend, type RealServer, realServer } from '../src/server/real-server.suite.js';
import { makeNoiseFaces } from '../src/tasks/landmarks/noise-faces.suite.js';

let server: RealServer;
let client: ReturnType<typeof openClient>;
let faces: string;
beforeAll(async () => {
  server = await realServer({
    handler: (storage) => {
      const runs = runsOn(storage);
      return (task, signal) => (runs[task.kind] ?? pretend(storage))(task, signal);
    },
  });
  client = openClient({ server: server.address });
  const { id } = await client.order({ count: 2, size: 32 });
  await client.wait(id);
  const folder = folderStorage(server.folder).pathOf(datasetName(id, 'order'));
  await rm(folder, { recursive: true, force: true });
  await makeNoiseFaces(folder);
  faces = `order:${id}`;
});
afterAll(() => server.close());

const recipe = (steps: number, more: object = {}): Record<string, unknown> => ({
  name: 'tiny',
  data: { train: faces, validation: [faces], landmarks: 'ibug68' },
  model: { depth: 2, width: 8, bottleneck: 4 },
  batch: 4,
  steps,
  learningRate: { warmUp: 1 },
  validation: { every: 2, faces: 4 },
  ...more,
});

describe('a training', () => {
  it('tells its log and its metrics, and gives a model that can be downloaded', async () => {
    const { id } = await client.startRun({ kind: 'train', recipe: recipe(4) });
    const seen = new Map<string, { step?: number; line?: string }[]>();
    const run = await client.waitForRun(id, {
      onEvent: (event, data) => seen.set(event, [...(seen.get(event) ?? []), JSON.parse(data)]),
    });
    expect(run).toMatchObject({ state: 'done', reason: null, summary: { finished: true } });
    expect(seen.get('metric')!.map(({ step }) => step)).toContain(4);
    const log = seen.get('log')!.map(({ line }) => line);
    expect(log.join('\n')).toMatch(/tiny: [\d,]+ parameters, 8 faces, validation of 4 faces/);
    expect(log.join('\n')).not.toContain(server.folder);
    const names = run.files.map(({ name }) => name);
    expect(names).toEqual(['best.onnx', 'model.onnx', 'metrics.jsonl', 'loss-curve.svg', 'recipe.json']);
    const bytes = Buffer.from(await (await client.send(run.files[0]!.link)).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(run.files[0]!.sha256);
    const kept = await (await client.send(run.files[4]!.link)).text();
    expect(kept).not.toContain(server.folder);
    // Whoever comes later gets the same events.
    const events = await (await client.send(`/v1/runs/${id}/events`)).text();
    expect(events.match(/^event: metric$/gm)).toHaveLength(seen.get('metric')!.length);
    await client.removeRun(id);
    await expect(client.getRun(id)).rejects.toMatchObject({ status: 404 });
  });

  it('is stopped in good order when it is cancelled', async () => {
    const { id } = await client.startRun({ kind: 'train', recipe: recipe(1_000_000) });
    let cancelled: Promise<unknown> | undefined;
    const run = await client.waitForRun(id, {
      onEvent: (event) => {
        if (event === 'metric') cancelled ??= client.cancelRun(id);
      },
    });
    await cancelled;
    expect(run.state).toBe('cancelled');
    await expect(client.cancelRun(id)).rejects.toThrow(/cannot cancel: it is cancelled/);
    await new Promise<void>((ended) => {
      const stop = server.queue.onEnd(() => {
        stop();
        ended();
      });
      void server.queue.state(`${id}.run`).then((state) => state === undefined && ended());
    });
    await client.removeRun(id);
  });
});

describe('an upload', () => {
  it('is evaluated; pictures outside of it are not read', async () => {
    const { id } = await client.startUpload({ title: 'mine' });
    const face = { left: 770, top: 0, width: 200, height: 180 };
    const photo = await sharp('docs/images/faces.jpg').extract(face).png().toBuffer();
    await client.addToUpload(id, 'a.png', photo);
    const points = Array.from({ length: 68 }, (_, k) => [60 + (k % 10) * 8, 50 + Math.floor(k / 10) * 11]);
    const lines = ['a.png', '../../tokens.json'].map((image, i) =>
      JSON.stringify({ id: `face ${i}`, image, points }),
    );
    await client.addToUpload(id, 'labelled.jsonl', Buffer.from(lines.join('\n')));
    await expect(client.addToUpload(id, '..%2fb.png', photo)).rejects.toThrow(/the file is called/);
    const settings = { normaliser: 'diagonal' as const };
    const started = await client.startRun({
      kind: 'evaluate',
      model: 'ibug68-ict',
      data: `upload:${id}`,
      settings,
    });
    const log: string[] = [];
    const run = await client.waitForRun(started.id, { onEvent: (_, data) => log.push(data) });
    expect(run).toMatchObject({ state: 'done', summary: { faces: 1, failures: 0 } });
    expect(log.join()).toMatch(/1 photograph imported, 1 refused/);
    expect(run.files.map(({ name }) => name)).toEqual(['evaluation.json', 'evaluation.html']);
    const evaluation = await (await client.send(run.files[0]!.link)).text();
    expect(evaluation).not.toContain(server.folder);
  });
});

it('refuses whatever is not of this server, by its field', async () => {
  const train = (more: object): object => ({ kind: 'train', recipe: { ...recipe(4), ...more } });
  const data = { train: faces, validation: faces, landmarks: 'ibug68' };
  const cases: [object, RegExp][] = [
    [{ kind: 'paint' }, /run: kind: "paint"; allowed: one of evaluate, train, study/],
    [
      train({ data: { ...data, train: '/etc' } }),
      /recipe\.data\.train: "\/etc"; allowed: a dataset of this server/,
    ],
    [train({ data: { ...data, validation: [faces, '../x'] } }), /recipe\.data\.validation\.1: "\.\.\/x"/],
    [
      train({ data: { ...data, landmarks: 'a.yaml' } }),
      /recipe\.data\.landmarks: "a\.yaml"; allowed: one of/,
    ],
    [train({ from: '/model.onnx' }), /recipe\.from: "\/model\.onnx"; allowed: dense1001/],
    [
      train({ adaptation: [{ method: 'dann', target: { data: 'photographs' } }] }),
      /recipe\.adaptation\.0\.target\.data: "photographs"/,
    ],
    [
      train({ adaptation: [{ method: 'label-transfer', real: { data: faces }, to: '/a.yaml' }] }),
      /recipe\.adaptation\.0\.to: "\/a\.yaml"/,
    ],
    [train({ stepz: 1 }), /stepz: no such key/],
    [train({ replicas: 64, batch: 64 }), /recipe\.replicas × threads: 64; allowed: at most/],
    [
      train({ data: { ...data, train: 'order:o00000000000000000000' } }),
      /there is no dataset order:o0+ of yours/,
    ],
    [
      { kind: 'evaluate', model: 'constructor', data: faces, settings: { normaliser: 'diagonal' } },
      /run: model: "constructor"; allowed/,
    ],
    [
      {
        kind: 'evaluate',
        model: 'run:r00000000000000000000',
        data: faces,
        settings: { normaliser: 'diagonal' },
      },
      /there is no training run:r0+ of yours/,
    ],
    [{ kind: 'study', recipe: '../case-study' }, /run: recipe: .*; allowed: one of case-study/],
  ];
  for (const [request, detail] of cases) {
    const asked = client.send('/v1/runs', {
      method: 'POST',
      body: JSON.stringify(request),
      headers: { 'content-type': 'application/json' },
    });
    await expect(asked).rejects.toMatchObject({ status: 422, message: expect.stringMatching(detail) });
  }
});
