import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import { faceOf } from '../face.js';
import { createDetector } from './create-detector.js';
import type { DetectionSession } from './detector.js';
import { transferredDetector } from './transferred-detector.js';

const size = 32;
const metadata = exampleMetadata({
  landmarks: { set: 'spots', names: ['brightest', 'middle'], mirror: [0, 1], convention: 'surface' },
  input: { size, mean: [0, 0, 0], deviation: [1, 1, 1], enlarge: 1.3 },
});

/** Stands in for a trained model: point 0 is the centre of brightness, point 1 the middle of the crop. */
const session: DetectionSession = {
  async run({ image }) {
    expect(image?.shape).toEqual([1, 3, size, size]);
    let sum = 0;
    let x = 0;
    let y = 0;
    for (let i = 0; i < size * size; i++) {
      const value = image!.data[i]!;
      sum += value;
      x += value * (i % size);
      y += value * Math.floor(i / size);
    }
    const middle = (size - 1) / 2;
    return { points: Float32Array.of(x / sum, y / sum, middle, middle), sigma: Float32Array.of(1, 2) };
  },
};

function spot(width: number, height: number, x: number, y: number): Image {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const dx = (i % width) - x;
    const dy = Math.floor(i / width) - y;
    data.fill(250 * Math.exp(-(dx * dx + dy * dy) / 32), i * 3, i * 3 + 3);
  }
  return { width, height, channels: 3, data };
}

describe('detect', () => {
  const image = spot(200, 150, 93.4, 61.7);

  it('gives points in pixels of the image, wherever the box is', async () => {
    const detector = createDetector(metadata, session);
    for (const box of [
      { x: 60, y: 30, width: 60, height: 70 },
      { x: 80, y: 20, width: 80, height: 50 },
    ]) {
      const { points, usedWholeImage } = await detector.detect(image, box);
      expect(Math.abs(points[0]! - 93.4)).toBeLessThan(0.15);
      expect(Math.abs(points[1]! - 61.7)).toBeLessThan(0.15);
      expect(points[2]).toBeCloseTo(box.x + box.width / 2, 3);
      expect(points[3]).toBeCloseTo(box.y + box.height / 2, 3);
      expect(usedWholeImage).toBe(false);
    }
  });

  it('gives uncertainties in pixels of the image', async () => {
    const { uncertainty } = await createDetector(metadata, session).detect(image, {
      x: 60,
      y: 30,
      width: 50,
      height: 64,
    });
    // A crop of 64 · 1.3 pixels is drawn on 32.
    expect(uncertainty[0]).toBeCloseTo(2.6, 5);
    expect(uncertainty[1]).toBeCloseTo(5.2, 5);
  });

  it('says what can be seen of each point where the model does', async () => {
    const shares = Float32Array.of(0.7, 0.2, 0.1, 0, 0, 0, 0.25, 0.75);
    const seeing: DetectionSession = {
      run: async (feeds) => ({ ...(await session.run(feeds)), visibility: shares }),
    };
    expect(await createDetector(metadata, seeing).detect(image)).not.toHaveProperty('visibility');
    const architecture = { ...metadata.architecture, visibility: true };
    const detection = await createDetector({ ...metadata, architecture }, seeing).detect(image);
    // Both points lie in the picture, whatever the crop shows of it.
    const seen = [0.7, 0.2, 0.1, 0, 0, 0, 1, 0];
    seen.forEach((share, i) => {
      expect(detection.visibility![i]).toBeCloseTo(share, 2);
    });
    const [, middle] = faceOf(detection, metadata.landmarks, metadata.landmarks.names).points;
    expect(Object.keys(middle!.visibility!)).toEqual(['visible', 'hiddenBySelf', 'hiddenByOther', 'outside']);
    expect(middle!.visibility!.hiddenByOther).toBe(detection.visibility![6]);
    const without = createDetector({ ...metadata, architecture }, session);
    await expect(without.detect(image)).rejects.toThrow("must give 8 numbers as 'visibility'");
  });

  it('widens its error bars and says how probably a face is wrong where the file was calibrated', async () => {
    const reliability = {
      uncertainty: { scale: [2, 0], floor: [0, 0.125] },
      wrong: { intercept: 4, distance: 2, deviation: 1 },
      wrongAbove: 8,
      fittedOn: 'nothing',
    };
    const telling: DetectionSession = {
      run: async (feeds) => ({ ...(await session.run(feeds)), distance: Float32Array.of(3) }),
    };
    const detector = createDetector({ ...metadata, reliability }, telling);
    const { uncertainty, wrong } = await detector.detect(image, { x: 60, y: 30, width: 50, height: 64 });
    // A crop of 64 · 1.3 pixels is drawn on 32; the floor is an eighth of it.
    expect(uncertainty[0]).toBeCloseTo(2 * 2.6, 5);
    expect(uncertainty[1]).toBeCloseTo((64 * 1.3) / 8, 5);
    const argument = 4 + 2 * Math.log(3) + (Math.log(1 / size) + Math.log(2 / size)) / 2;
    expect(wrong).toBeCloseTo(1 / (1 + Math.exp(-argument)), 6);
    const silent = createDetector({ ...metadata, reliability }, session);
    await expect(silent.detect(image)).rejects.toThrow("must give 1 numbers as 'distance'");
    // Where the distance counts for nothing the model need not give it.
    const eyes = { ...reliability, wrong: { intercept: -20, distance: 0, deviation: 0 } };
    const plain = await createDetector({ ...metadata, reliability: eyes }, session).detect(image);
    expect(plain.wrong).toBeCloseTo(1 / (1 + Math.exp(20)), 12);
  });

  it('gives the points of a second set where the model has one, and is a detector of that set alone', async () => {
    const transfer = {
      set: 'corner',
      names: ['corner'],
      mirror: [0],
      convention: 'contour' as const,
      network: 'unet' as const,
      nearest: [1],
    };
    const transferring: DetectionSession = {
      run: async (feeds) => ({
        ...(await session.run(feeds)),
        transferred: Float32Array.of(-0.5, -0.5),
        transferredSigma: Float32Array.of(3),
      }),
    };
    const box = { x: 60, y: 30, width: 50, height: 64 };
    const detector = createDetector({ ...metadata, transfer }, transferring);
    const plain = await createDetector(metadata, session).detect(image, box);
    expect(plain).not.toHaveProperty('transferred');
    const { points, transferred, transferredUncertainty } = await detector.detect(image, box);
    expect(points).toEqual(plain.points);
    // The crop's top left corner: half of 64 · 1.3 pixels from the box's centre.
    expect(transferred![0]).toBeCloseTo(85 - 41.6, 4);
    expect(transferred![1]).toBeCloseTo(62 - 41.6, 4);
    expect(transferredUncertainty![0]).toBeCloseTo(7.8, 5);
    const second = transferredDetector(detector);
    expect(second.metadata.landmarks.set).toBe('corner');
    expect((await second.detect(image, box)).points).toEqual(transferred);
    await expect(createDetector({ ...metadata, transfer }, session).detect(image, box)).rejects.toThrow(
      "2 numbers as 'transferred', got only points, sigma",
    );
    expect(() => transferredDetector(createDetector(metadata, session))).toThrow('spots only');
  });

  it('takes the whole image for the face without a box, and says so', async () => {
    const { points, usedWholeImage, box } = await createDetector(metadata, session).detect(image);
    expect(usedWholeImage).toBe(true);
    expect(points[2]).toBeCloseTo(99.5, 3);
    expect(points[3]).toBeCloseTo(74.5, 3);
    expect(box.width * 1.3).toBeCloseTo(200, 6);
  });

  it('refuses pixels that do not fit the size', async () => {
    const wrong: Image = { width: 4, height: 4, channels: 3, data: new Uint8Array(64) };
    await expect(createDetector(metadata, session).detect(wrong)).rejects.toThrow(
      '4 × 4 needs 48 RGB bytes, got 64',
    );
  });

  it('refuses a box beside the image or without an area', async () => {
    const detector = createDetector(metadata, session);
    await expect(detector.detect(image, { x: 210, y: 10, width: 40, height: 40 })).rejects.toThrow(
      'lies outside the image of 200 × 150',
    );
    await expect(detector.detect(image, { x: 10, y: 10, width: 0, height: 40 })).rejects.toThrow(
      'a box needs a finite place and a size above 0',
    );
  });

  it('refuses a box in shares, and one that lost its decimal point', async () => {
    const detector = createDetector(metadata, session);
    const share = { x: 0.1, y: 0.1, width: 0.8, height: 0.8 };
    await expect(detector.detect(image, share)).rejects.toThrow('multiply shares of 0 to 1');
    const lost = { x: 0, y: 0, width: 1e7, height: 1e7 };
    await expect(detector.detect(image, lost)).rejects.toThrow('was a decimal point lost?');
  });

  it('takes bytes only: floats, and what is no image or box, are refused by name', async () => {
    const detector = createDetector(metadata, session);
    const floats = { ...image, data: Float32Array.from(image.data, (value) => value / 255) };
    const untyped: { detect(image: unknown, box?: unknown): Promise<unknown> } = detector as never;
    await expect(untyped.detect(floats)).rejects.toThrow('bytes in a Uint8Array, got Float32Array');
    await expect(untyped.detect({ ...image, data: [...image.data] })).rejects.toThrow('got Array');
    await expect(untyped.detect(null)).rejects.toThrow('an image is needed, got null');
    await expect(untyped.detect('photo.jpg')).rejects.toThrow('an image is needed, got photo.jpg');
    await expect(untyped.detect(image, null)).rejects.toThrow('a box is needed, got null');
    await expect(untyped.detect(image, [1, 2, 30, 40])).rejects.toThrow('a box needs a finite place');
  });

  it.each([90, 180, -135, 30])('stands a face upright that is rolled by %i°', async (roll) => {
    const box = { x: 60, y: 30, width: 60, height: 70, roll };
    const seen: Float32Array[] = [];
    const watching: DetectionSession = {
      run(feeds) {
        seen.push(feeds.image!.data);
        return session.run(feeds);
      },
    };
    const found = await createDetector(metadata, watching).detect(image, box);
    // The point stays where it is in the picture, the crop is turned against the face.
    expect(Math.abs(found.points[0]! - 93.4)).toBeLessThan(0.3);
    expect(Math.abs(found.points[1]! - 61.7)).toBeLessThan(0.3);
    expect(found.box).toEqual(box);
    const turn = (roll * Math.PI) / 180;
    const [dx, dy] = [93.4 - 90, 61.7 - 65];
    const step = (70 * 1.3) / size;
    const x = (Math.cos(turn) * dx + Math.sin(turn) * dy) / step;
    const y = (Math.cos(turn) * dy - Math.sin(turn) * dx) / step;
    const brightest = seen[0]!
      .subarray(0, size * size)
      .indexOf(Math.max(...seen[0]!.subarray(0, size * size)));
    expect(Math.abs((brightest % size) - 15.5 - x)).toBeLessThan(1.2);
    expect(Math.abs(Math.floor(brightest / size) - 15.5 - y)).toBeLessThan(1.2);
  });

  it('refuses outputs that do not fit the metadata', async () => {
    const run = (outputs: Record<string, Float32Array>): Promise<unknown> =>
      createDetector(metadata, { run: async () => outputs }).detect(image);
    await expect(run({ points: new Float32Array(4) })).rejects.toThrow(
      "2 numbers as 'sigma', got only points",
    );
    await expect(run({ points: new Float32Array(6), sigma: new Float32Array(2) })).rejects.toThrow(
      "4 numbers as 'points', got 6",
    );
    await expect(
      run({ points: Float32Array.of(1, 2, Number.NaN, 0), sigma: new Float32Array(2) }),
    ).rejects.toThrow("in 'points' that is not a number");
  });
});
