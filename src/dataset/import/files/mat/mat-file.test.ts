/** What a MAT-file says of itself does not decide how long reading takes or how much memory it needs. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LineamentError } from '../../../../core/errors.js';
import { Random } from '../../../../core/random.js';
import { bytesArray, cells, compressed, doubles, matFile, structure, text } from './mat-bytes.suite.js';
import { readMatFile } from './mat-file.js';

const read = (bytes: Uint8Array): Map<string, unknown> => readMatFile(bytes, 'test.mat');

/** The structure of `mat-bytes.suite.ts` with another length of names. */
function withNameLength(length: number): Buffer {
  const bytes = matFile(structure('s', { x: doubles('', [1, 1], [3]) }));
  const at = bytes.indexOf(Buffer.from([32, 0, 0, 0]), 128 + 8 + 16);
  bytes.writeInt32LE(length, at);
  return bytes;
}

describe('readMatFile', () => {
  it.each([0, -1, -32, 1])('refuses structures whose field names have the length %i', (length) => {
    expect(() => read(withNameLength(length))).toThrow(
      /cannot be read: (field names have the length|a structure has)/,
    );
  });

  it('refuses compressed data that grow without measure, and takes those that do not', () => {
    const zeros = Buffer.alloc(1 << 25);
    const bytes = deflateSync(zeros);
    const tag = Buffer.alloc(8);
    tag.writeUInt32LE(15, 0);
    tag.writeUInt32LE(bytes.length, 4);
    expect(() => read(matFile(Buffer.concat([tag, bytes])))).toThrow(
      /compressed bytes grow to more than 16777216/,
    );
    const plain = matFile(compressed(bytesArray('a', [1, 1000], new Array<number>(1000).fill(0))));
    expect(read(plain).get('a')).toEqual({ size: [1, 1000], data: new Uint8Array(1000) });
  });

  it('refuses cells within cells without end', () => {
    let inner = doubles('', [1, 1], [1]);
    for (let depth = 0; depth < 2000; depth++) inner = cells('', [1, 1], [inner]);
    expect(() => read(matFile(inner))).toThrow(/lie within each other/);
  });

  it('refuses negative sizes', () => {
    expect(() => read(matFile(doubles('a', [-1, -4], [1, 2, 3, 4])))).toThrow(/has the size -1 × -4/);
  });

  it('reads long texts', () => {
    const long = 'ab'.repeat(200_000);
    expect(read(matFile(text('t', long))).get('t')).toBe(long);
  });

  it('ends at every mutation of a file, with variables or with an error of ours', () => {
    const whole = matFile(
      structure('s', { x: doubles('', [2, 2], [1, 2, 3, 4]), name: text('', 'eye') }),
      compressed(cells('c', [1, 2], [doubles('', [1, 1], [9]), bytesArray('', [1, 1], [8])])),
    );
    const random = new Random(1, 'mutations');
    for (let round = 0; round < 2000; round++) {
      const bytes = Uint8Array.from(whole);
      for (let n = 0; n < 3; n++)
        bytes[128 + Math.floor(random.uniform(0, bytes.length - 128))] = Math.floor(random.uniform(0, 256));
      try {
        read(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(LineamentError);
      }
    }
  });
});
