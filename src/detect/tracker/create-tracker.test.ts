import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import type { FaceBox } from '../../landmarks/face-crop.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import type { Detector } from '../landmarks/detector.js';
import { createTracker, type TrackerOptions } from './create-tracker.js';

const metadata = exampleMetadata({
  landmarks: {
    set: 'four',
    names: ['eye.right', 'eye.left', 'brow', 'chin'],
    mirror: [1, 0, 2, 3],
    convention: 'surface',
  },
});

/** A face in a frame: its centre, and the side of its box; the first in the list stands in front. */
interface Actor {
  x: number;
  y: number;
  size: number;
}

const picture: Image = { width: 640, height: 480, channels: 3, data: new Uint8Array(640 * 480 * 3) };

/** A stage: what stands on it in the frame of now is what detector and finder see. */
function createStage(options: Partial<TrackerOptions> = {}) {
  let actors: readonly Actor[] = [];
  const counts = { looks: 0, searches: 0 };
  const detector: Detector = {
    metadata,
    async detect(_image, box) {
      counts.looks++;
      const [x, y] = [box!.x + box!.width / 2, box!.y + box!.height / 2];
      // Whoever is nearest to the middle of the crop; of two almost as near the one in front.
      const seen = actors
        .filter((actor) => Math.hypot(actor.x - x, actor.y - y) < 0.6 * actor.size)
        .sort(
          (a, b) =>
            Math.round(Math.hypot(a.x - x, a.y - y) / 60) - Math.round(Math.hypot(b.x - x, b.y - y) / 60),
        )[0];
      const { x: cx, y: cy, size } = seen ?? { x, y, size: box!.width };
      const half = size / 2;
      return {
        points: Float32Array.of(
          cx - half,
          cy - size / 5,
          cx + half,
          cy - size / 5,
          cx,
          cy - half,
          cx,
          cy + half,
        ),
        uncertainty: new Float32Array(4).fill(seen === undefined ? size / 10 : size / 100),
        box: box!,
        usedWholeImage: false,
      };
    },
  };
  const finder = {
    async find(): Promise<{ box: FaceBox }[]> {
      counts.searches++;
      return actors.map(({ x, y, size }) => ({
        // As finders err.
        box: { x: x - 0.55 * size, y: y - 0.45 * size, width: size, height: size },
      }));
    },
  };
  const tracker = createTracker({ detector, finder, smooth: false, ...options });
  return {
    tracker,
    counts,
    async frame(...now: Actor[]): Promise<{ id: number; x: number }[]> {
      actors = now;
      const faces = await tracker.track(picture);
      return faces.map(({ id, points }) => ({ id, x: Math.round(points[3]!.x) }));
    },
  };
}

const still: Actor = { x: 200, y: 200, size: 100 };

describe('tracker', () => {
  it('finds a face once, looks twice at first, and follows it with one look a frame', async () => {
    const { frame, counts } = createStage();
    for (let i = 0; i < 30; i++)
      expect(await frame({ ...still, x: 200 + 5 * i })).toEqual([{ id: 1, x: 200 + 5 * i }]);
    expect(counts).toEqual({ looks: 2 + 29, searches: 1 });
  });

  it('searches for new faces now and then, and gives them ids of their own', async () => {
    const { frame, counts } = createStage({ searchEvery: 0.5 });
    const newcomer = { x: 450, y: 250, size: 120 };
    for (let i = 0; i < 10; i++) await frame(still);
    const seen = [];
    for (let i = 0; i < 15; i++) seen.push((await frame(still, newcomer)).length);
    expect(seen.indexOf(2)).toBe(5);
    expect(await frame(still, newcomer)).toEqual([
      { id: 1, x: 200 },
      { id: 2, x: 450 },
    ]);
    expect(counts.searches).toBe(2);
  });

  it('loses a face that is gone, and knows it again near where it was', async () => {
    const { frame, counts } = createStage();
    for (let i = 0; i < 5; i++) await frame(still);
    for (let i = 0; i < 20; i++) expect(await frame()).toEqual([]);
    expect(counts.searches).toBe(21);
    expect(await frame({ ...still, x: 230 })).toEqual([{ id: 1, x: 230 }]);
  });

  it('gives a new id to a face that comes back too late, too far away or of another size', async () => {
    for (const [wait, back] of [
      [70, still],
      [3, { ...still, x: 450 }],
      [3, { ...still, size: 260 }],
    ] as const) {
      const { frame } = createStage();
      for (let i = 0; i < 5; i++) await frame(still);
      for (let i = 0; i < wait; i++) await frame();
      expect((await frame(back)).map(({ id }) => id)).toEqual([2]);
    }
  });

  it('keeps the ids of two faces that cross, the hidden one lost in between', async () => {
    const { frame } = createStage();
    const seen: number[] = [];
    for (let i = 0; i <= 40; i++) {
      // The one in front goes to the right, the other to the left.
      const front = { x: 120 + 10 * i, y: 240, size: 120 };
      const behind = { x: 520 - 10 * i, y: 230, size: 115 };
      const apart = Math.abs(front.x - behind.x);
      const faces = apart < 70 ? await frame(front) : await frame(front, behind);
      seen.push(faces.length);
      for (const { id, x } of faces) {
        const isFront = Math.abs(x - front.x) < Math.abs(x - behind.x) || apart < 70;
        if (i > 0) expect({ i, id }).toEqual({ i, id: isFront ? first : 3 - first });
      }
      if (i === 0) first = faces.find(({ x }) => x === front.x)!.id;
    }
    expect(seen.filter((count) => count === 1).length).toBeLessThan(12);
    expect(seen.at(-1)).toBe(2);
  });
  let first = 0;

  it('does not follow one face twice', async () => {
    const { frame } = createStage({ searchEvery: 0 });
    for (let i = 0; i < 20; i++) expect(await frame(still)).toHaveLength(1);
  });

  it('lets a face go that leaves the picture', async () => {
    const { frame } = createStage();
    const seen: number[] = [];
    for (let i = 0; i < 30; i++) seen.push((await frame({ x: 500 + 10 * i, y: 200, size: 100 })).length);
    expect(seen.slice(0, 10)).toEqual(new Array(10).fill(1));
    expect(seen.slice(-10)).toEqual(new Array(10).fill(0));
  });

  it('looks through the turn that the finder tells', async () => {
    const rolls: (number | undefined)[] = [];
    const detector: Detector = {
      metadata,
      async detect(_image, box) {
        rolls.push(box?.roll);
        const points = Float32Array.of(200, 150, 200, 250, 250, 200, 150, 200);
        return { points, uncertainty: Float32Array.of(1, 1, 1, 1), box: box!, usedWholeImage: false };
      },
    };
    const box = { x: 150, y: 150, width: 100, height: 100 };
    const tracker = createTracker({ detector, finder: { find: async () => [{ box, roll: 80 }] } });
    expect(await tracker.track(picture)).toHaveLength(1);
    // Then by the eyes, which stand one above the other.
    expect(rolls).toEqual([80, 90]);
  });

  it('follows a face by its own box where the points are of a part of it', async () => {
    const boxes: FaceBox[] = [];
    const faceBox = { x: 150, y: 150, width: 100, height: 100 };
    const lips: Detector = {
      metadata,
      async detect(_image, box) {
        boxes.push(box!);
        const points = Float32Array.of(190, 220, 210, 220, 200, 215, 200, 225);
        return {
          points,
          uncertainty: Float32Array.of(1, 1, 1, 1),
          faceBox,
          box: box!,
          usedWholeImage: false,
        };
      },
    };
    const tracker = createTracker({ detector: lips, finder: { find: async () => [{ box: faceBox }] } });
    for (let i = 0; i < 5; i++) expect(await tracker.track(picture)).toHaveLength(1);
    expect(boxes).toEqual(new Array(6).fill(faceBox));
  });

  it('goes by the probability that a face is wrong where the model tells it', async () => {
    let wrong = 0.1;
    const telling: Detector = {
      metadata,
      async detect(_image, box) {
        const points = Float32Array.of(150, 180, 250, 180, 200, 150, 200, 250);
        // Unsure points are no matter then.
        const uncertainty = new Float32Array(4).fill(20);
        return { points, uncertainty, wrong, box: box!, usedWholeImage: false };
      },
    };
    const box = { x: 150, y: 150, width: 100, height: 100 };
    const tracker = createTracker({ detector: telling, finder: { find: async () => [{ box }] } });
    expect(await tracker.track(picture)).toHaveLength(1);
    wrong = 0.95;
    expect(await tracker.track(picture)).toEqual([]);
    wrong = 0.2;
    expect((await tracker.track(picture)).map(({ id }) => id)).toEqual([1]);
  });

  it('looks again, where the points lie, at a face of a sure box that the first look doubts', async () => {
    const points = Float32Array.of(150, 180, 250, 180, 200, 150, 200, 250);
    const doubting: Detector = {
      metadata,
      async detect(_image, box) {
        // Through a box that is off this model takes the face for none.
        const wrong = box!.x < 145 ? 0.95 : 0.1;
        return { points, uncertainty: new Float32Array(4).fill(1), wrong, box: box!, usedWholeImage: false };
      },
    };
    const box = { x: 120, y: 150, width: 100, height: 100 };
    const followed = async (score: number): Promise<number> => {
      const finder = { find: async () => [{ box, score }] };
      return (await createTracker({ detector: doubting, finder }).track(picture)).length;
    };
    expect(await followed(0.6)).toBe(1);
    expect(await followed(0.4)).toBe(0);
  });

  it('follows the largest faces where there are too many', async () => {
    const { frame } = createStage({ mostFaces: 2 });
    const faces = await frame(
      { x: 100, y: 100, size: 60 },
      { x: 300, y: 200, size: 120 },
      { x: 500, y: 300, size: 90 },
    );
    expect(faces).toEqual([
      { id: 1, x: 300 },
      { id: 2, x: 500 },
    ]);
  });

  it('begins anew with a frame of another size or an earlier time, and refuses a time that is none', async () => {
    const { frame, tracker } = createStage();
    await frame(still);
    expect((await tracker.track(picture, 5))[0]!.id).toBe(1);
    expect((await tracker.track(picture, 4))[0]!.id).toBe(2);
    const smaller = { ...picture, width: 480, height: 640 };
    expect((await tracker.track(smaller, 4.1))[0]!.id).toBe(3);
    await expect(tracker.track(smaller, Number.NaN)).rejects.toThrow('number of seconds, got NaN');
    expect((await tracker.track(smaller, 4.2))[0]!.id).toBe(3);
  });

  it('does one frame after another, whoever waits', async () => {
    const { tracker, frame } = createStage();
    await frame(still);
    const faces = await Promise.all([1, 2, 3].map((time) => tracker.track(picture, time)));
    expect(faces.map(([face]) => face!.id)).toEqual([1, 1, 1]);
  });

  it('smooths', async () => {
    const { frame, tracker } = createStage({ smooth: true });
    await frame(still);
    let furthest = 0;
    for (let i = 0; i < 60; i++) {
      // A point's uncertainty is 1 pixel; a third of that from frame to frame is noise.
      await frame({ ...still, x: 200 + (i % 2 === 0 ? 0.1 : -0.1) });
      const [face] = await tracker.track(picture);
      if (i > 30) furthest = Math.max(furthest, Math.abs(face!.point('chin').x - 200));
    }
    expect(furthest).toBeLessThan(0.03);
  });
});
