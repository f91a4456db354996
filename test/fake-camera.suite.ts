/** Generated frames as a photograph and as what Chromium's stand-in for a camera shows. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { Random } from '../src/core/random.js';
import { createCageHead } from '../src/face/heads/cage/cage-head.js';
import { ibug68 } from '../src/landmarks/sets/ibug68.js';
import { anyScene } from '../src/render/sampling/scene-options.suite.js';
import { sampleScene } from '../src/render/sampling/scene-sampling.js';
import { createStudio } from '../src/render/studio.js';

/** Pixels. */
interface Size {
  width: number;
  height: number;
}

/** What the browser needs to take the frames for those of a camera. */
export function cameraArguments(folder: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`,
  ];
}

/**
 * `photograph.png` and `camera.y4m`: a face made here, that moves a little from frame to frame.
 * @param rate – frames a second.
 */
export async function writeFrames(
  folder: string,
  { frame, face, rate }: { frame: Size; face: { left: number; top: number; size: number }; rate: number },
): Promise<void> {
  const studio = createStudio({ head: createCageHead(), set: ibug68 });
  const scene = sampleScene(new Random(7, 1), studio.head, { ...anyScene, pose: 'frontal' });
  const { rgb } = studio.shoot(scene, { size: face.size });
  const raw = { width: face.size, height: face.size, channels: 3 as const };
  const tile = await sharp(Buffer.from(rgb), { raw }).png().toBuffer();
  const frames: Buffer[] = [];
  for (let i = 0; i < 8; i++) {
    const picture = sharp({ create: { ...frame, channels: 3, background: { r: 90, g: 100, b: 110 } } });
    const left = face.left + Math.round(6 * Math.sin((i * Math.PI) / 4));
    const whole = picture.composite([{ input: tile, left, top: face.top }]).removeAlpha();
    if (i === 0) await whole.clone().png().toFile(join(folder, 'photograph.png'));
    frames.push(await whole.raw().toBuffer());
  }
  await writeFile(join(folder, 'camera.y4m'), y4m(frames, frame, rate));
}

/** YUV4MPEG2, as Chromium's stand-in for a camera reads it: planes of luma and of halved chroma (BT.601). */
function y4m(frames: readonly Buffer[], { width, height }: Size, rate: number): Buffer {
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`)];
  for (const rgb of frames) {
    const [y, u, v] = [width * height, (width * height) / 4, (width * height) / 4].map((size) =>
      Buffer.alloc(size),
    );
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const i = row * width + column;
        const [r, g, b] = [rgb[3 * i]!, rgb[3 * i + 1]!, rgb[3 * i + 2]!];
        y![i] = 0.299 * r + 0.587 * g + 0.114 * b;
        if (row % 2 === 0 && column % 2 === 0) {
          const j = ((row / 2) * width) / 2 + column / 2;
          u![j] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
          v![j] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
        }
      }
    parts.push(Buffer.from('FRAME\n'), y!, u!, v!);
  }
  return Buffer.concat(parts);
}
