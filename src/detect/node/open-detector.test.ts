import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Face } from '../face.js';
import { parseAdapter } from '../landmarks/adapter-text.js';
import { decodeImage } from './decode-picture.js';
import { type NodeDetector, openDetector } from './open-detector.js';
import { shippedModelFile } from './shipped-model-file.js';

const side = 180;
/** The first face of the picture in the README, taken whole. */
const picture = (): Sharp =>
  sharp('docs/images/faces.jpg').extract({ left: 0, top: 0, width: side, height: side });
const box = { x: 35, y: 40, width: 110, height: 115 };

describe('openDetector', () => {
  let detector: Awaited<ReturnType<typeof open>>;
  let png: Buffer;
  const open = () => openDetector({ landmarks: 'ibug68' });

  beforeAll(async () => {
    detector = await open();
    png = await picture().png().toBuffer();
  });

  it('gives named points that the compiler knows, and JSON that says what they are', async () => {
    const [face] = await detector.detect(png, { boxes: [box] });
    const { x, y, uncertainty } = face!.point('nose.bridge.3');
    expect(face!.points[30]).toEqual({
      name: 'nose.bridge.3',
      x,
      y,
      uncertainty,
      visibility: expect.anything(),
    });
    // @ts-expect-error a name that the set lacks
    expect(() => face!.point('nose.tip')).toThrow("ibug68 has no point 'nose.tip'");
    const { points, wrong, ...rest } = JSON.parse(JSON.stringify(face));
    expect(rest).toEqual({
      ...{ set: 'ibug68', convention: 'contour', unit: 'pixel', box, usedWholeImage: false },
      picture: { width: side, height: side },
    });
    expect(points).toHaveLength(68);
    expect(wrong).toBe(face!.wrong);
    expect(wrong).toBeLessThan(0.5);
    // A corner with no face in it.
    const [nothing] = await detector.detect(png, { boxes: [{ x: 0, y: 0, width: 24, height: 24 }] });
    expect(nothing!.wrong).toBeGreaterThan(0.5);
  });

  it('takes a path, the bytes of a file and decoded pixels alike', async () => {
    const image = await decodeImage(png);
    const whole = { boxes: 'whole' } as const;
    const [fromBytes, fromPixels] = [await detector.detect(png, whole), await detector.detect(image, whole)];
    expect(fromPixels[0]!.points).toEqual(fromBytes[0]!.points);
    expect(fromBytes[0]!.usedWholeImage).toBe(true);
    const [focused] = await detector.detect({ ...image, focal: 210 }, whole);
    expect(focused!.picture).toEqual({ width: side, height: side, focal: 210 });
    const [face] = await detector.detect('docs/images/faces.jpg', { boxes: [box] });
    expect(distance(face!, (await detector.detect(png, { boxes: [box] }))[0]!)).toBeLessThan(0.01);
  });

  it('gives the points of an adapter, from its file or what it holds, and refuses landmarks beside it', async () => {
    const file = 'models/dense490-synthetic-to-ibug68.json';
    const read = parseAdapter(await readFile(file, 'utf8'), file);
    const points: unknown[] = [];
    for (const adapter of [file, read]) {
      const adapted = await openDetector('dense490-synthetic', { adapter });
      const [face] = await adapted.detect(png, { boxes: [box] });
      expect(adapted.names).toEqual(detector.names);
      points.push(face!.points);
      await adapted.close();
    }
    expect(points[0]).toHaveLength(68);
    expect(points[1]).toEqual(points[0]);
    const both = openDetector('dense490-synthetic', { adapter: file, landmarks: 'ibug68' });
    await expect(both).rejects.toThrow('an adapter gives the points of its own set');
  });

  it.each([90, 180, 270])('is right on a face that is turned by %i°, given its roll', async (roll) => {
    const [upright] = await detector.detect(png, { boxes: [box] });
    const turned = await sharp(png).rotate(roll).png().toBuffer();
    const [x, y] = turn(box.x + box.width / 2, box.y + box.height / 2, roll);
    const about = {
      x: x! - box.width / 2,
      y: y! - box.height / 2,
      width: box.width,
      height: box.height,
      roll,
    };
    const [face] = await detector.detect(turned, { boxes: [about] });
    upright!.points.forEach((point, k) => {
      const [u, v] = turn(point.x, point.y, roll);
      expect(Math.hypot(face!.points[k]!.x - u!, face!.points[k]!.y - v!)).toBeLessThan(1);
    });
  });

  it('gives the same for detections that overlap as for one after another', async () => {
    const boxes = [box, { ...box, x: 45 }, { ...box, y: 30 }];
    const alone: Face[] = [];
    for (const one of boxes) alone.push(...(await detector.detect(png, { boxes: [one] })));
    const together = await Promise.all(boxes.map((one) => detector.detect(png, { boxes: [one] })));
    expect(together.flat().map(({ points }) => points)).toEqual(alone.map(({ points }) => points));
    expect((await detector.detect(png, { boxes })).map(({ points }) => points)).toEqual(
      alone.map(({ points }) => points),
    );
  });

  it('opens other shipped models by name, and bytes', async () => {
    const dense = await openDetector('dense490-label-transfer');
    const [face] = await dense.detect(png, { boxes: [box] });
    expect(face!.points).toHaveLength(490);
    expect(face!.transferred).toMatchObject({ set: 'ibug68', unit: 'pixel' });
    expect(face!.transferred!.points[0]!.name).toBe('jaw.0');
    await dense.close();
    const own: NodeDetector = await openDetector(await readFile(shippedModelFile()));
    expect(own.names).toHaveLength(1001);
    await own.close();
    const small = await openDetector('ibug68-ict');
    expect((await small.detect(png, { boxes: [box] }))[0]!.point('jaw.8').y).toBeGreaterThan(box.y);
    await small.close();
  });

  it('refuses what is no picture, no options and no box, by name', async () => {
    const untyped: { detect(picture: unknown, options?: unknown): Promise<unknown> } = detector as never;
    await expect(untyped.detect('missing.jpg')).rejects.toThrow(
      'missing.jpg: image cannot be read: no such file',
    );
    await expect(untyped.detect(null)).rejects.toThrow('an image is needed, got null');
    for (const options of [null, [box]])
      await expect(untyped.detect(png, options)).rejects.toThrow('allowed: an object of boxes, threshold');
    await expect(untyped.detect(png, box)).rejects.toThrow('detect: x, y, width, height: no such option');
    for (const options of [{ boxes: box }, { boxes: [null] }, { boxes: [undefined] }])
      await expect(untyped.detect(png, options)).rejects.toThrow('{ boxes: [{ x, y, width, height }] }');
    await expect(openDetector('missing.onnx')).rejects.toThrow('missing.onnx: model cannot be read');
  });

  it('finds the faces where no boxes are given', async () => {
    const [face, ...others] = await detector.detect('docs/images/faces.jpg', { mostFaces: 3 });
    expect(others.length).toBeGreaterThan(0);
    expect(face!.usedWholeImage).toBe(false);
    expect(face!.score).toBeGreaterThan(0.5);
    const grey = { width: 64, height: 64, channels: 3, data: new Uint8Array(64 * 64 * 3).fill(120) } as const;
    expect(await detector.detect(grey)).toEqual([]);
  });

  it('stops between faces', async () => {
    const signal = AbortSignal.abort();
    await expect(detector.detect(png, { boxes: [box, box], signal })).rejects.toThrow('after 0 faces');
  });
});

/** Where a pixel goes when the square picture is turned clockwise. */
function turn(x: number, y: number, degrees: number): number[] {
  const last = side - 1;
  if (degrees === 90) return [last - y, x];
  return degrees === 180 ? [last - x, last - y] : [y, last - x];
}

function distance(a: Face, b: Face): number {
  return a.points.reduce(
    (most, { x, y }, k) => Math.max(most, Math.hypot(x - b.points[k]!.x, y - b.points[k]!.y)),
    0,
  );
}
