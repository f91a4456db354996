/**
 * The folder layout of Microsoft's FaceSynthetics (README of its repository): `000000.png`, `000000_seg.png` with its 19
 * classes, `000000_ldmks.txt` with 68 points and two pupils, `x y` a line. Its points are projections of 3D points, so the
 * surface convention is written.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeImage } from '../../../node/pictures/decode-image.js';
import { type ClassMapping, mapClasses } from '../map-classes.js';
import type { ExportSource, SampleWriter } from '../sample-writer.js';
import { allSixtyEightOf } from '../sixty-eight.js';

/** The classes of FaceSynthetics. */
export const faceSyntheticsClasses = {
  background: 0,
  skin: 1,
  nose: 2,
  rightEye: 3,
  leftEye: 4,
  rightBrow: 5,
  leftBrow: 6,
  rightEar: 7,
  leftEar: 8,
  mouthInterior: 9,
  topLip: 10,
  bottomLip: 11,
  neck: 12,
  hair: 13,
  beard: 14,
  clothing: 15,
  glasses: 16,
  headwear: 17,
  facewear: 18,
  ignore: 255,
} as const;

const theirs = faceSyntheticsClasses;

const mapping: ClassMapping = {
  background: theirs.background,
  skin: theirs.skin,
  brows: { right: theirs.rightBrow, left: theirs.leftBrow },
  sclera: { right: theirs.rightEye, left: theirs.leftEye },
  iris: { right: theirs.rightEye, left: theirs.leftEye },
  pupil: { right: theirs.rightEye, left: theirs.leftEye },
  lips: { top: theirs.topLip, bottom: theirs.bottomLip },
  innerMouth: theirs.mouthInterior,
  teeth: theirs.mouthInterior,
  tongue: theirs.mouthInterior,
  nose: theirs.nose,
  ears: { right: theirs.rightEar, left: theirs.leftEar },
  hair: theirs.hair,
  facialHair: theirs.beard,
  neck: theirs.neck,
  clothing: theirs.clothing,
  glasses: theirs.glasses,
  hat: theirs.headwear,
  occluder: theirs.ignore,
  lashes: theirs.skin,
};

export function createFaceSyntheticsWriter({ folder, set, layersOf }: ExportSource): SampleWriter {
  const sixtyEight = allSixtyEightOf(set);
  return {
    async write(sample, number) {
      const name = join(folder, String(number).padStart(6, '0'));
      const labels = sixtyEight(sample);
      const classes = mapClasses(await layersOf(sample), sample, labels, mapping);
      const { width, height } = sample;
      const picture = await decodeImage(sample.image, `sample ${sample.id}`);
      await writeFile(
        `${name}.png`,
        await sharp(picture.data, { raw: { width, height, channels: 3 } })
          .png()
          .toBuffer(),
      );
      await writeFile(
        `${name}_seg.png`,
        await sharp(classes, { raw: { width, height, channels: 1 } })
          .toColourspace('b-w')
          .png()
          .toBuffer(),
      );
      const points = [...(labels.surface ?? labels.points), ...(sample.pupils ?? [])];
      const lines = Array.from(
        { length: 70 },
        (_, k) => `${points[2 * k]!.toFixed(6)} ${points[2 * k + 1]!.toFixed(6)}`,
      );
      await writeFile(`${name}_ldmks.txt`, `${lines.join('\n')}\n`);
    },
    async finish() {},
  };
}
