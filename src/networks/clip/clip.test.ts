import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { createClipEmbedder } from './clip-embedder.js';
import { readClipMetadata } from './clip-metadata.js';
import { tinyClip, tinyClipFile } from './tiny-clip.suite.js';

const picture = (shade: number): Image => ({
  width: 16,
  height: 16,
  channels: 3,
  data: Uint8Array.from({ length: 768 }, (_, i) => (i * shade) % 256),
});

describe('a file of pictures and sentences', () => {
  it('says what it is, embeds any number of pictures, and padding says nothing', async () => {
    const bytes = tinyClipFile();
    const metadata = readClipMetadata(bytes, 'clip.onnx');
    expect(metadata).toEqual(tinyClip);
    const session = await onnxRuntimeNode.createSession(bytes);
    const embedder = createClipEmbedder(metadata, (inputs) => session.run(inputs));
    const [one] = [await embedder.pictures([picture(7)])];
    const many = await embedder.pictures(Array.from({ length: 33 }, (_, i) => picture(i === 32 ? 7 : 11)));
    expect(many).toHaveLength(33 * 8);
    for (const [i, value] of one!.entries()) expect(many[32 * 8 + i]).toBeCloseTo(value, 5);
    expect(Math.hypot(...one!)).toBeCloseTo(1, 4);
    const said = await embedder.sentence([1, 4, 5, 2, 0, 0, 0, 0]);
    const other = await embedder.sentence([1, 4, 6, 2, 0, 0, 0, 0]);
    expect(Math.hypot(...said)).toBeCloseTo(1, 4);
    expect(Math.max(...said.map((value, i) => Math.abs(value - other[i]!)))).toBeGreaterThan(0.01);
    await expect(embedder.pictures([{ ...picture(1), width: 8 }])).rejects.toThrow('16 × 16, got 8 × 16');
    await session.release();
  });

  it('is refused where it is another', () => {
    expect(() => readClipMetadata(Uint8Array.of(1, 2), 'x.onnx')).toThrow(/x\.onnx/);
  });
});
