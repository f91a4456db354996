import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '../dataset/sample.js';
import { createBareDataset } from '../dataset/store/bare-dataset.suite.js';
import { createDataset } from '../dataset/store/create-dataset.js';
import type { Dataset } from '../dataset/store/store.js';
import type { Detector } from '../detect/landmarks/detector.js';
import { openLandmarkDetector } from '../detect/node/open-landmark-detector.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import { exampleMetadata } from '../networks/model-file/metadata-example.suite.js';
import { refuseOverwriting } from '../node/refuse-overwriting.js';
import { type Evaluation, evaluateDetector } from './evaluate-model.js';
import type { FigureRow } from './figures/figure-rows.js';
import { evaluationFiles, writeEvaluation } from './report.js';
import { evaluationText } from './table.js';

const metadata = exampleMetadata();

const box: FaceBox = { x: 10, y: 12, width: 60, height: 50 };

/** Anywhere, but with 40 pixels between the outer eye corners (36 and 45). */
function template({ x, y }: FaceBox): Float32Array {
  const points = new Float32Array(136);
  for (let k = 0; k < 68; k++) points.set([x + 10 + (k % 10) * 4, y + 10 + Math.floor(k / 10) * 4], 2 * k);
  points.set([x + 5, y + 20], 2 * 36);
  points.set([x + 45, y + 20], 2 * 45);
  return points;
}

/** Lays the template into the box, with a deviation of 1.5 pixels. */
const detector: Detector = {
  metadata,
  detect: async (_, given = box) => ({
    points: template(given),
    uncertainty: new Float32Array(68).fill(1.5),
    box: given,
    usedWholeImage: false,
  }),
};

/** Labels moved against the template: all by dx to the right, the jaw (labelled weakly) by 3 pixels down as well. */
async function sample(id: string, dx: number): Promise<Sample> {
  const labels = template(box);
  for (let k = 0; k < 68; k++) {
    labels[2 * k]! += dx;
    if (k < 17) labels[2 * k + 1]! += 3;
  }
  const image = sharp({ create: { width: 80, height: 70, channels: 3, background: '#888' } });
  return {
    id,
    image: await image.jpeg().toBuffer(),
    width: 80,
    height: 70,
    landmarks: 'ibug68',
    points: { contour: labels },
    points3d: null,
    visibility: null,
    labelQuality: Uint8Array.from({ length: 68 }, (_, k) => (k < 17 ? 2 : 0)),
    box,
    split: 'test',
    pupils: null,
    attributes: {},
  };
}

let folder: string;
let dataset: Dataset;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluation-'));
  dataset = await createBareDataset(join(folder, 'data'), { made: 'by a test' });
  const truncated = await sample('truncated', 0);
  truncated.image = truncated.image.slice(0, truncated.image.length >> 1);
  const blind = await sample('without eye corner', 0);
  blind.points.contour!.fill(Number.NaN, 72, 74);
  await dataset.append([await sample('exact', 0), truncated, await sample('off by <4>', 4), blind]);
  await dataset.append([{ ...(await sample('other', 9)), split: 'other' }]);
  await dataset.finish();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const evaluate = (options: Partial<Parameters<typeof evaluateDetector>[2]> = {}): Promise<Evaluation> =>
  evaluateDetector(detector, 'fake.onnx', {
    dataset,
    split: 'test',
    normaliser: 'outer-eye-corners',
    ...options,
  });
const rowOf = (figures: readonly FigureRow[], label: string): FigureRow => {
  const row = figures.find((figure) => figure.label === label);
  if (row === undefined) throw new Error(`no row ${label}`);
  return row;
};

describe('evaluateDetector', () => {
  it('measures all, direct and weak points by hand-worked figures', async () => {
    const { figures, faces } = await evaluate();
    // Direct points are off by 0 and 4 px, the 17 weak ones by 3 and 5 px, over 40 px.
    expect(faces.map(({ error }) => error)).toEqual([expect.closeTo(1.875, 4), expect.closeTo(10.625, 4)]);
    const all = rowOf(figures, 'all');
    expect(all.nme['outer-eye-corners']).toBeCloseTo(6.25, 4);
    expect(all.nme.box).toBeCloseTo((6.25 * 40) / Math.sqrt(3000), 4);
    expect(all.nme['true-pupils']).toBeUndefined();
    expect(all.median).toBeCloseTo(6.25, 4);
    expect(all.failureRate).toBe(0.5);
    expect(all.areaUnderCurve).toBeCloseTo((1 - 1.875 / 8) / 2, 5);
    expect(rowOf(figures, 'direct').nme['outer-eye-corners']).toBeCloseTo(5, 4);
    expect(rowOf(figures, 'direct').points).toBe(51);
    expect(rowOf(figures, 'weak').nme['outer-eye-corners']).toBeCloseTo(10, 4);
    expect(rowOf(figures, 'contour (all)').nme['outer-eye-corners']).toBeCloseTo(10, 4);
    expect(rowOf(figures, 'eyes (all)').points).toBe(12);
    expect(figures.map(({ label }) => label)).not.toContain('visible');
  });

  it('measures only the faces that a condition selects, and names it', async () => {
    const { figures, faces, data } = await evaluate({ where: "id LIKE 'off%'" });
    expect(faces.map(({ id }) => id)).toEqual(['off by <4>']);
    expect(rowOf(figures, 'direct').nme['outer-eye-corners']).toBeCloseTo(10, 4);
    expect(data.where).toBe("id LIKE 'off%'");
    await expect(evaluate({ where: 'age > 90' })).rejects.toThrow(
      "split 'test' holds no faces with age > 90",
    );
    // A condition cannot leave the split.
    await expect(evaluate({ where: 'true) OR (true' })).rejects.toThrow('closes a bracket');
  });

  it('puts the leave-one-out mean shape beside it', async () => {
    const { baseline } = await evaluate();
    expect(baseline?.source).toContain('leave-one-out');
    // Each face is predicted from the other, 4 pixels aside; the jaw's 3 pixels are the same in both.
    expect(rowOf(baseline!.figures, 'all').nme['outer-eye-corners']).toBeCloseTo(10, 4);
  });

  it('takes the mean shape from training data if they are given', async () => {
    // All five faces, the one without an eye corner included: (0 + 0 + 4 + 0 + 9) / 5 = 2.6 px to the right.
    const { baseline } = await evaluate({ training: dataset });
    expect(baseline?.source).toContain('mean shape of 5 faces');
    const enlarged = await evaluate({ training: dataset, boxes: { enlargement: 2 } });
    expect(rowOf(enlarged.baseline!.figures, 'all').nme.box).toBeCloseTo(
      rowOf(baseline!.figures, 'all').nme.box!,
      4,
    );
    expect(rowOf(baseline!.figures, 'direct').nme['outer-eye-corners']).toBeCloseTo(
      // Point 36 has one face fewer: (0 + 0 + 4 + 9) / 4 = 3.25.
      (100 / 40) * ((50 * (2.6 + 1.4) + 3.25 + 0.75) / 51 / 2),
      3,
    );
  });

  it('tells how many points lie within two of their own standard deviations', async () => {
    // Of the two faces: all 68 points (0 or 3 px), and none (4 or 5 px), against 3 px.
    expect((await evaluate()).withinTwoSigma).toBe(0.5);
  });

  it('lists faces that fail and goes on', async () => {
    const { failures, faces } = await evaluate();
    expect(faces.map(({ id }) => id)).toEqual(['exact', 'off by <4>']);
    expect(failures.map(({ id }) => id)).toEqual(['truncated', 'without eye corner']);
    expect(failures[0]!.reason).toContain('the image cannot be read');
    expect(failures[1]!.reason).toContain("'outer-eye-corners' needs points");
  });

  it('lists faces whose labels are not of their picture, and takes no mean shape from them', async () => {
    const { manifest } = dataset;
    const broken = await createDataset(join(folder, 'broken'), { ...manifest, count: null });
    const far = await sample('far', 0);
    far.points.contour![2] = 1e8;
    await broken.append([await sample('exact', 0), { ...far, split: 'test' }]);
    await broken.append([{ ...(await sample('beside', 0)), box: { ...box, x: 300 } }]);
    await broken.finish();
    const { faces, failures, baseline } = await evaluate({ dataset: broken, training: broken });
    expect(faces.map(({ id }) => id)).toEqual(['exact']);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('far: point 1 (contour, counted from 0)'),
      expect.stringContaining('beside: the box'),
    ]);
    expect(baseline!.source).toContain('mean shape of 1 faces');
    broken.close();
  });

  it('counts a chosen subset', async () => {
    const { faces, figures } = await evaluate({ points: 'direct' });
    expect(faces[0]!.error).toBeCloseTo(0, 5);
    expect(figures.map(({ label }) => label)).not.toContain('contour (direct)');
    await expect(evaluate({ points: 'hidden' })).rejects.toThrow("no face has points of the subset 'hidden'");
  });

  it('enlarges boxes about their centres', async () => {
    const { faces } = await evaluate({ boxes: { enlargement: 2 } });
    expect(faces[0]!.box).toEqual({ x: -20, y: -13, width: 120, height: 100 });
  });

  it('jitters boxes within the share, each face always alike', async () => {
    const { faces, baseline } = await evaluate({ boxes: { jitter: 0.1 } });
    const again = await evaluate({ boxes: { jitter: 0.1 } });
    expect(again.faces.map(({ box: given }) => given)).toEqual(faces.map(({ box: given }) => given));
    for (const { box: given } of faces) {
      const dx = given.x + given.width / 2 - (box.x + box.width / 2);
      expect(Math.abs(dx)).toBeLessThanOrEqual(6);
      expect(dx).not.toBe(0);
      expect(Math.abs(given.width / box.width - 1)).toBeLessThanOrEqual(0.1);
    }
    // The mean shape is laid into the same jittered boxes, so it loses too.
    expect(rowOf(baseline!.figures, 'all').nme['outer-eye-corners']).not.toBeCloseTo(10, 1);
  });

  it('refuses an unnamed normaliser, an unknown split and another landmark set', async () => {
    await expect(evaluate({ normaliser: undefined })).rejects.toThrow('none is named');
    await expect(evaluate({ split: 'tset' })).rejects.toThrow(
      "split 'tset' holds no faces (its splits are test (4), other (1))",
    );
    const other = { ...detector, metadata: structuredClone(metadata) };
    other.metadata.landmarks.set = 'dense490';
    await expect(evaluateDetector(other, 'fake.onnx', { dataset, normaliser: 'box' })).rejects.toThrow(
      'the model predicts dense490, the dataset has labels of ibug68',
    );
  });
});

describe('a model with label transfer', () => {
  const two = { set: 'two', names: ['a', 'b'], mirror: [1, 0], convention: 'contour' as const };
  const transfer = {
    ...metadata.landmarks,
    network: 'unet' as const,
    nearest: Array.from({ length: 68 }, (_, k) => k % 2),
  };
  const dense: Detector = {
    metadata: { ...metadata, landmarks: two, transfer },
    async detect(image, given) {
      const { points, uncertainty, ...rest } = await detector.detect(image, given);
      const own = { points: new Float32Array(4), uncertainty: new Float32Array(2) };
      return { ...own, transferred: points, transferredUncertainty: uncertainty, ...rest };
    },
  };

  it('is measured through its transferred points where the labels are of their set, and says so', async () => {
    const direct = await evaluate();
    const evaluation = await evaluateDetector(dense, 'fake.onnx', {
      dataset,
      split: 'test',
      normaliser: 'outer-eye-corners',
    });
    expect(direct.model.output).toBe('points');
    expect(evaluation.model.output).toBe('transferred');
    expect(evaluation.figures).toEqual(direct.figures);
    expect(evaluation.model.metadata.landmarks.set).toBe('two');
    const sentence = "measured through the model's label transfer (unet): two to ibug68";
    expect(evaluationText(evaluation)).toContain(sentence);
    expect(evaluationText(direct)).not.toContain('transfer');
    const { html } = await writeEvaluation(evaluation, dataset, join(folder, 'transferred'));
    expect(await readFile(html, 'utf8')).toContain('label transfer (unet)');
  });

  it('is refused where neither set is that of the labels', async () => {
    const other = structuredClone(dense.metadata);
    other.transfer!.names[0] = 'somewhere else';
    await expect(
      evaluateDetector({ ...dense, metadata: other }, 'fake.onnx', { dataset, normaliser: 'box' }),
    ).rejects.toThrow(
      'the model predicts two and ibug68, the dataset has labels of another set of that name',
    );
  });
});

describe('reports', () => {
  it('print figures of model and baseline, and the failures', async () => {
    const text = evaluationText(await evaluate());
    expect(text).toMatch(/^all, 68 +model +2 +6\.25/m);
    expect(text).toMatch(/^ +mean shape +2 +10\.00/m);
    expect(text).toContain('NME ioc *');
    expect(text).not.toContain('does not beat');
    expect(evaluationText(await evaluate({ points: 'weak', training: dataset }))).toContain(
      'does not beat the mean shape',
    );
    expect(text).toContain('2 faces failed:\n  truncated: ');
  });

  it('write JSON with everything and a page that fetches nothing', async () => {
    const evaluation = await evaluate();
    const paths = await writeEvaluation(evaluation, dataset, join(folder, 'report'));
    // Another evaluation may take its place.
    await refuseOverwriting('model evaluate', [], evaluationFiles(join(folder, 'report')));
    const json: Evaluation = JSON.parse(await readFile(paths.json, 'utf8'));
    expect(json.faces[1]!.error).toBeCloseTo(10.625, 4);
    const html = await readFile(paths.html, 'utf8');
    expect(html.match(/data:image\/jpeg/g)).toHaveLength(2);
    // What the dataset says of itself, in words.
    expect(html).toContain('>made by a test<');
    expect(html).toContain('off by &lt;4&gt;');
    // The curve has a drawing of its own for narrow pages.
    expect(html).toMatch(/<div class="narrow"><svg [^>]*viewBox="0 0 360 /);
    expect(html).not.toMatch(/src="http|href="http/);
    // The one that sorts tables; nothing of what faces are called.
    expect(html.match(/<script/g)).toHaveLength(1);
    // The worst comes first.
    expect(html.indexOf('10.63 –')).toBeLessThan(html.indexOf('1.88 –'));
  });
});

describe('openLandmarkDetector', () => {
  it('says plainly what is no model', async () => {
    await expect(openLandmarkDetector(join(folder, 'missing.onnx'))).rejects.toThrow('no such file');
    await expect(openLandmarkDetector(join(folder, 'data', 'dataset.json'))).rejects.toThrow(
      'not an ONNX file',
    );
  });
});
