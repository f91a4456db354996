import { describe, expect, it } from 'vitest';
import { exampleMetadata } from '../../networks/model-file/metadata-example.suite.js';
import { adaptedDetector } from './adapted-detector.js';
import { createDetector } from './create-detector.js';
import type { DetectionSession } from './detector.js';
import { faceRoll, levelBox } from './points-box.js';
import { transferredDetector } from './transferred-detector.js';

const size = 8;
const metadata = exampleMetadata({
  landmarks: {
    set: 'three',
    names: ['eye.right', 'eye.left', 'chin'],
    mirror: [1, 0, 2],
    convention: 'surface',
  },
  input: { size, mean: [0, 0, 0], deviation: [1, 1, 1], enlarge: 1 },
});
/** A grey picture with a white column at x = 2: the session below tells by it which way round it sees the crop. */
const image = { width: size, height: size, channels: 3 as const, data: new Uint8Array(size * size * 3) };
for (let y = 0; y < size; y++) image.data.fill(255, (y * size + 2) * 3, (y * size + 3) * 3);
const wholeBox = { x: -0.5, y: -0.5, width: size, height: size };

/** Answers the crop as it is and the mirrored crop with what is given. */
function session(plain: number[], mirrored: number[], sigmas = [1, 2, 3]): DetectionSession {
  return {
    async run({ image: input }) {
      const isPlain = input!.data[2]! > 0.5;
      expect(input!.data[isPlain ? 5 : 2]).toBe(0);
      expect(input!.data[size * size + (isPlain ? 2 : 5)]).toBeCloseTo(1);
      return {
        points: Float32Array.from(isPlain ? plain : mirrored),
        sigma: Float32Array.from(sigmas),
        // Hidden is what is the right eye in this crop.
        visibility: Float32Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0.75, 0.25, 0, 0),
        other: Float32Array.of(isPlain ? 1 : 2),
      };
    },
  };
}

it('refuses a look that is none', () => {
  expect(() => createDetector(metadata, session([], []), { look: 2 } as object)).toThrow(
    'createDetector: look: no such option; allowed: mirror, looks, anyRoll (perhaps looks is meant)',
  );
});

describe('any roll', () => {
  /** Surer, the more of the white column lies in the crop's last row. */
  const turning: DetectionSession = {
    async run({ image: input }) {
      let last = 0;
      for (let x = 0; x < size; x++) last += input!.data[size * (size - 1) + x]!;
      return { points: Float32Array.of(2, 3, 5, 3, 4, 7), sigma: new Float32Array(3).fill(9 - last) };
    },
  };
  const edge = { width: size, height: size, channels: 3 as const, data: new Uint8Array(size * size * 3) };
  for (let y = 0; y < size; y++) edge.data.fill(255, y * size * 3, (y * size + 1) * 3);

  it.each([
    [undefined, true],
    [wholeBox, false],
    [{ ...wholeBox, roll: -45 }, false],
  ])('keeps the turn of which the model is surest: %#', async (box, usedWholeImage) => {
    const face = await createDetector(metadata, turning, { anyRoll: true }).detect(edge, box);
    expect(face.box).toEqual({ ...wholeBox, roll: 90 });
    expect(face.usedWholeImage).toBe(usedWholeImage);
    expect(face.uncertainty[0]).toBeCloseTo(1, 3);
  });

  it('goes on with it, where it looks again', async () => {
    const detector = createDetector(metadata, turning, { anyRoll: true, looks: 2 });
    const { box } = await detector.detect(edge, wholeBox);
    expect(box.roll).toBeCloseTo(90, 3);
  });
});

describe('mirror', () => {
  it('averages with what is said of the mirrored crop, mirrored back', async () => {
    // The mirrored crop shows the right eye (x 2) at x 5, and there it is the left one.
    const detector = createDetector(metadata, session([2, 3, 5, 3, 4, 7], [2, 4, 5, 5, 3, 7]), {
      mirror: true,
    });
    const { points, uncertainty } = await detector.detect(image, wholeBox);
    // Right eye: (2, 3) and 7 − 5 = 2, 5. Left eye: (5, 3) and 7 − 2 = 5, 4. Chin: (4, 7) and 7 − 3 = 4, 7.
    expect([...points].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([2, 4, 5, 3.5, 4, 7]);
    // Mean of the variances 1 and 4, and for the right eye a quarter of 2² / 2, the mean of both axes.
    expect(uncertainty[0]).toBeCloseTo(Math.sqrt(2.5 + 0.5), 5);
    expect(uncertainty[1]).toBeCloseTo(Math.sqrt(2.5 + 0.125), 5);
    expect(uncertainty[2]).toBeCloseTo(3, 5);
  });

  it('averages what is said to be seen, each point by its name', async () => {
    const seeing = { ...metadata, architecture: { ...metadata.architecture, visibility: true } };
    const answers = session([2, 3, 5, 3, 4, 7], [2, 4, 5, 5, 3, 7]);
    const { visibility } = await createDetector(seeing, answers, { mirror: true }).detect(image, wholeBox);
    // How far the place lies in the picture is told apart.
    const proportions = [0, 1, 2].map((k) => {
      const [visible, bySelf, byOther] = visibility!.subarray(4 * k, 4 * k + 3) as unknown as [
        number,
        number,
        number,
      ];
      return Math.round((100 * visible) / (visible + bySelf + byOther)) / 100;
    });
    expect(proportions).toEqual([0.5, 0.5, 0.75]);
  });

  it('changes nothing where both answers are the same', async () => {
    const same = session([2, 3, 5, 3, 4, 7], [2, 3, 5, 3, 3, 7], [1, 1, 1]);
    const plain = await createDetector(metadata, same).detect(image, wholeBox);
    const mirrored = await createDetector(metadata, same, { mirror: true }).detect(image, wholeBox);
    expect(mirrored.points).toEqual(plain.points);
    expect(mirrored.uncertainty).toEqual(plain.uncertainty);
  });

  it('refuses a set without mirror pairs, and answers that do not fit', async () => {
    const { landmarks } = metadata;
    const oneSided = { ...metadata, landmarks: { ...landmarks, mirror: [0, 1, 2] } };
    expect(() => createDetector(oneSided, session([], []), { mirror: true })).toThrow(
      'three has no pairs (leave mirroring out',
    );
    const short = createDetector(metadata, session([1, 2], [1, 2]), { mirror: true });
    await expect(short.detect(image, wholeBox)).rejects.toThrow("must give 6 numbers as 'points', got 2");
  });

  it('refuses another number of looks', () => {
    // As plain JavaScript may call it.
    const untyped = createDetector as unknown as (m: unknown, s: unknown, o: unknown) => unknown;
    expect(() => untyped(metadata, session([], []), { looks: 3 })).toThrow(
      'detect: looks: 3; allowed: 1, or 2 for a second look',
    );
  });
});

describe('a second look', () => {
  /** Finds the same three points of the image whatever it is given, and keeps the boxes. */
  const large = {
    width: 200,
    height: 200,
    channels: 3 as const,
    data: new Uint8Array(200 * 200 * 3).fill(9),
  };

  it('goes through the box of the first points, with level eyes', async () => {
    let looks = 0;
    const detector = createDetector(
      metadata,
      {
        async run() {
          looks++;
          // In the crop the eyes are turned by 45°, the first time; the second time they are level.
          return looks === 1
            ? { points: Float32Array.of(2, 2, 5, 5, 2, 5), sigma: Float32Array.of(1, 1, 1) }
            : { points: Float32Array.of(2, 2, 5, 2, 3.5, 5), sigma: Float32Array.of(1, 1, 1) };
        },
      },
      { looks: 2 },
    );
    const { box, usedWholeImage } = await detector.detect(large);
    expect(looks).toBe(2);
    expect(usedWholeImage).toBe(true);
    expect(box.roll).toBeCloseTo(45, 4);
    // 3 · √2 crop pixels between the eyes, 25 image pixels each; the chin lies half as far below them.
    expect(box.width).toBeCloseTo(3 * Math.SQRT2 * 25, 3);
    expect(box.height).toBeCloseTo((3 / Math.SQRT2) * 25, 3);
    // The box's centre in the crop, along its own axes: under the middle of the eyes by a quarter of their distance.
    const [x, y] = [3.5 - 0.75, 3.5 + 0.75].map((place) => (place + 0.5) * 25 - 0.5);
    expect(box.x + box.width / 2).toBeCloseTo(x!, 3);
    expect(box.y + box.height / 2).toBeCloseTo(y!, 3);
  });

  it('keeps the first answer where its points span nothing, or lie beside the image', async () => {
    for (const points of [
      [3, 3, 3, 3, 3, 3],
      [50, 50, 60, 50, 55, 60],
    ]) {
      let looks = 0;
      const detector = createDetector(
        metadata,
        {
          async run() {
            looks++;
            return { points: Float32Array.from(points), sigma: Float32Array.of(1, 1, 1) };
          },
        },
        { looks: 2 },
      );
      const box = { x: 20, y: 30, width: 100, height: 90 };
      expect((await detector.detect(large, box)).box).toEqual(box);
      expect(looks).toBe(1);
    }
  });
});

describe('levelBox', () => {
  const { landmarks } = metadata;
  const upright = Float32Array.of(10, 20, 50, 20, 30, 70);

  it('is the tight box of an upright face, without a roll', () => {
    expect(levelBox(upright, landmarks)).toEqual({ x: 10, y: 20, width: 40, height: 50 });
  });

  it.each([30, -80, 150])('turns with the face: %d°', (degrees) => {
    const radians = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    const turned = upright.map((_, i) => {
      const [x, y] = [upright[i - (i % 2)]!, upright[i - (i % 2) + 1]!];
      return i % 2 === 0 ? cos * x - sin * y : sin * x + cos * y;
    });
    // Which side is which is known to less than 90°.
    const box = levelBox(turned, landmarks, degrees + 60)!;
    expect(box.roll).toBeCloseTo(degrees, 4);
    expect(box.width).toBeCloseTo(40, 3);
    expect(box.height).toBeCloseTo(50, 3);
    expect(box.x + 20).toBeCloseTo(cos * 30 - sin * 45, 3);
    expect(box.y + 25).toBeCloseTo(sin * 30 + cos * 45, 3);
  });

  it('leaves out the forehead and the ears, which boxes of faces do not hold', () => {
    const points = Float32Array.of(10, 20, 50, 20, 30, 70, 30, -40, 0, 30);
    const names = ['eye.right', 'eye.left', 'chin', 'oval.upper.500', 'ear.right.rim.000'];
    expect(levelBox(points, { names, mirror: [1, 0, 2, 3, 4] })).toEqual({
      x: 10,
      y: 20,
      width: 40,
      height: 50,
    });
    const ears = { names: ['ear.left', 'ear.right', 'forehead'], mirror: [1, 0, 2] };
    expect(levelBox(points.slice(0, 6), ears)).toEqual({ x: 10, y: 20, width: 40, height: 50 });
  });

  it('knows no roll without mirror pairs, and goes by all pairs of a set without eyes', () => {
    const points = Float32Array.of(0, 0, 10, 10, 5, 20);
    expect(faceRoll(points, { ...landmarks, mirror: [0, 1, 2] })).toBeNull();
    expect(levelBox(points, { ...landmarks, mirror: [0, 1, 2] }, 10)!.roll).toBe(10);
    expect(faceRoll(points, { ...landmarks, names: ['brow.right', 'brow.left', 'chin'] })).toBeCloseTo(45);
  });
});

describe('the box of the face', () => {
  const points = Float32Array.of(10, 20, 50, 20, 30, 70);
  const faceBox = { x: 10, y: 20, width: 40, height: 50 };
  const detection = {
    points,
    uncertainty: Float32Array.of(1, 1, 1),
    transferred: Float32Array.of(30, 60),
    transferredUncertainty: Float32Array.of(2),
    faceBox,
    box: wholeBox,
    usedWholeImage: false,
  };
  const lips = { set: 'lip', names: ['lip'], mirror: [0], convention: 'contour' as const };

  it('is the one of the own points, whatever other set is made of them', async () => {
    const model = {
      metadata: { ...metadata, transfer: { ...lips, network: 'mlp' as const, nearest: [2] } },
      detect: async () => detection,
    };
    const adapter = {
      kind: 'nearest-subset' as const,
      from: metadata.landmarks,
      to: lips,
      template: Float32Array.of(-1, -1, 1, -1, 0, 2),
      subset: [2],
      layers: [],
      fittedOn: 'nothing',
      lineament: '0',
    };
    for (const detector of [adaptedDetector(model, adapter), transferredDetector(model)]) {
      const adapted = await detector.detect(image, wholeBox);
      expect(adapted.points).toHaveLength(2);
      expect(adapted.faceBox).toEqual(faceBox);
    }
  });

  it('is told by the model, and left out where points span nothing', async () => {
    const spread = createDetector(metadata, session([2, 3, 5, 3, 4, 7], []));
    expect((await spread.detect(image, wholeBox)).faceBox).toEqual({ x: 2, y: 3, width: 3, height: 4 });
    const heap = createDetector(metadata, session([2, 3, 2, 3, 2, 3], []));
    expect(await heap.detect(image, wholeBox)).not.toHaveProperty('faceBox');
  });
});
