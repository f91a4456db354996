/** MAT-files, and the collections that come in them: AFLW2000-3D and COFW. */
import { describe, expect, it } from 'vitest';
import { visibility } from '../../landmarks/landmark-set.js';
import { cofw29 } from '../../landmarks/sets/annotated-sets.js';
import { decodeImage } from '../../node/pictures/decode-image.js';
import { useWorkplace } from './files/labelled-pictures.suite.js';
import {
  bytesArray,
  cells,
  compressed,
  doubles,
  matFile,
  singles,
  structure,
  text,
} from './files/mat/mat-bytes.suite.js';
import { readMatFile } from './files/mat/mat-file.js';
import { importAflw2000 } from './formats/aflw2000.js';
import { importCofw } from './formats/cofw.js';

const place = useWorkplace();

describe('readMatFile', () => {
  it('reads numbers, text, cells and structures, compressed or not, names short and long', () => {
    const read = readMatFile(
      matFile(
        doubles('a', [2, 2], [1, 2.5, -3, 4]),
        compressed(singles('long_name', [1, 3], [0.5, 1, 1.5])),
        compressed(text('title', 'Größe')),
        bytesArray('tiny', [1, 2], [7, 255]),
        cells('list', [1, 2], [doubles('', [1, 1], [9]), bytesArray('', [1, 1], [8])]),
        structure('s', { x: doubles('', [1, 1], [3]), name: text('', 'eye') }),
      ),
      'test.mat',
    );
    expect([...read.keys()]).toEqual(['a', 'long_name', 'title', 'tiny', 'list', 's']);
    expect(read.get('a')).toEqual({ size: [2, 2], data: Float64Array.from([1, 2.5, -3, 4]) });
    expect(read.get('long_name')).toEqual({ size: [1, 3], data: Float64Array.from([0.5, 1, 1.5]) });
    expect(read.get('title')).toBe('Größe');
    expect(read.get('tiny')).toEqual({ size: [1, 2], data: Uint8Array.from([7, 255]) });
    expect(read.get('list')).toEqual({
      size: [1, 2],
      cells: [
        { size: [1, 1], data: Float64Array.from([9]) },
        { size: [1, 1], data: Uint8Array.from([8]) },
      ],
    });
    const { fields } = read.get('s') as { fields: Map<string, unknown> };
    expect([...fields]).toEqual([
      ['x', { size: [1, 1], data: Float64Array.from([3]) }],
      ['name', 'eye'],
    ]);
  });

  it('reads big-endian files', () => {
    const file = matFile();
    file.write('MI', 126, 'latin1');
    const words = [14, 56, 6, 8, 6, 0, 5, 8, 1, 1, (1 << 16) | 1, 0x61 << 24, 9, 8];
    const body = Buffer.alloc(4 * words.length + 8);
    words.forEach((word, i) => void body.writeUInt32BE(word, 4 * i));
    // The small element of the name: length in the upper half, type in the lower.
    body.writeDoubleBE(6.25, 4 * words.length);
    expect(readMatFile(Buffer.concat([file, body]), 'big.mat').get('a')).toEqual({
      size: [1, 1],
      data: Float64Array.from([6.25]),
    });
  });

  it('refuses version 7.3 with the way to convert it, cut files and other files', () => {
    const header = Buffer.alloc(512, ' ');
    header.write('MATLAB 7.3 MAT-file, Platform: GLNXA64');
    expect(() => readMatFile(header, 'x.mat')).toThrow(/version 7\.3 \(HDF5\).*'-v7'/);
    const whole = matFile(doubles('a', [1, 4], [1, 2, 3, 4]));
    expect(() => readMatFile(whole.subarray(0, whole.length - 9), 'x.mat')).toThrow('cut off');
    expect(() => readMatFile(Buffer.from('not a file'), 'x.mat')).toThrow('no MAT-file');
  });
});

describe('AFLW2000-3D', () => {
  /** Point k at (5 + k, 10 + k/2, −k), counted from 1. */
  const points = Array.from({ length: 68 }, (_, k) => [5 + k, 10 + k / 2, -k]).flat();

  it('reads points counted from 1 on the surface, and the pose', async () => {
    place.write(
      'image1.mat',
      matFile(
        compressed(singles('pt3d_68', [3, 68], points)),
        singles('Pose_Para', [1, 7], [0.25, -0.5, 0.125, 1, 2, 3, 0.5]),
      ),
    );
    place.picture('image1.jpg');
    place.write('image2.mat', matFile(doubles('pt2d', [2, 21], new Array(42).fill(1))));
    place.picture('image2.jpg');
    place.write('Code/Model.mat', matFile(doubles('w', [1, 1], [1])));
    const before = place.fingerprint();
    const result = await importAflw2000({ folder: place.source, out: place.out });
    expect(place.fingerprint()).toBe(before);
    expect(result.failures.map(({ reason }) => reason)).toEqual([
      'has no array pt3d_68; it has pt2d (give the file as it was published)',
    ]);
    const sample = (await place.samples()).get('image1')!;
    expect([...sample.points.surface!.subarray(0, 4)]).toEqual([4, 9, 5, 9.5]);
    expect(sample.points.contour).toBeUndefined();
    expect(sample.attributes.pose_para).toEqual([0.25, -0.5, 0.125, 1, 2, 3, 0.5]);
    expect((await place.manifest()).conventions).toEqual(['surface']);
  });
});

describe('COFW', () => {
  it('reads pictures, boxes, 29 points and what hides them', async () => {
    // Two faces: column-major, so that the values of one column stand together.
    const phis = Array.from({ length: 87 }, (_, c) => [c + 1, c < 58 ? c + 2 : Number(c === 59)]).flat();
    // 60 × 64: the red channel counts its pixels in MATLAB's order, the others are 0; and one in grey.
    const red = Array.from({ length: 60 * 64 }, (_, i) => i % 251);
    const colour = [...red, ...new Array<number>(2 * 60 * 64).fill(0)];
    const file = place.write(
      'train.mat',
      matFile(
        compressed(
          cells('IsTr', [2, 1], [bytesArray('', [60, 64, 3], colour), bytesArray('', [60, 64], red)]),
        ),
        doubles('bboxesTr', [2, 4], [1, 11, 2, 12, 30, 31, 40, 41]),
        doubles('phisTr', [2, 87], phis),
      ),
    );
    await importCofw({ file, out: place.out });
    const [first, second] = [...(await place.samples()).values()];
    expect(first!.points.contour).toEqual(
      Float32Array.from({ length: 58 }, (_, i) => (i % 2) * 29 + (i >> 1)),
    );
    expect(second!.visibility![1]).toBe(visibility.hiddenByOther);
    expect(second!.visibility!.filter((value) => value !== visibility.visible)).toHaveLength(1);
    expect([first!.box, second!.box]).toEqual([
      { x: 0, y: 1, width: 30, height: 40 },
      { x: 10, y: 11, width: 31, height: 41 },
    ]);
    expect(first).toMatchObject({ width: 64, height: 60, split: 'train', landmarks: 'cofw29' });
    const { data } = await decodeImage(first!.image, 'first');
    // Row 1, column 2 is the pixel 121 of MATLAB's first channel.
    const at = 3 * (64 + 2);
    expect([...data.subarray(at, at + 3)]).toEqual([121, 0, 0]);
    const grey = await decodeImage(second!.image, 'second');
    expect([...grey.data.subarray(at, at + 3)]).toEqual([121, 121, 121]);
  });

  it('its mirror pairs are those of the published order', () => {
    const swapped = [1, 0, 3, 2, 6, 7, 4, 5, 9, 8, 11, 10, 14, 15, 12, 13, 17, 16, 19, 18, 20, 21, 23, 22];
    expect(cofw29.mirror).toEqual([...swapped, 24, 25, 26, 27, 28]);
  });
});
