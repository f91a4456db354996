import { describe, expect, it } from 'vitest';
import { verifyChecksum, withChecksum } from './checksum.js';
import { decodeModel } from './decode-model.js';
import { readMetadata } from './metadata.js';
import { encodeModel } from './model.js';

const value = { name: 'x', shape: [4], dtype: 'float32' as const };
const model = {
  nodes: [{ type: 'Add', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {}, scope: '' }],
  initialisers: [{ ...value, name: 'w', bytes: new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer) }],
  inputs: [value],
  outputs: [{ ...value, name: 'y' }],
  metadata: { about: 'a sum' },
};
const plain = encodeModel(model);
const sealed = withChecksum(plain);

describe('the checksum of a model file', () => {
  it('is the CRC-32 of all bytes before it, as metadata', () => {
    expect(readMetadata(sealed)).toEqual({
      about: 'a sum',
      'lineament.checksum': expect.stringMatching(/^crc32:[0-9a-f]{8}$/),
    });
    expect(verifyChecksum(sealed)).toBe('whole');
    expect(verifyChecksum(plain)).toBe('none');
  });

  it('finds a flipped bit anywhere before it', () => {
    for (let at = 0; at < plain.length; at++) {
      const flipped = Uint8Array.from(sealed);
      flipped[at]! ^= 1 << (at % 8);
      expect(verifyChecksum(flipped)).toBe('damaged');
    }
  });

  it('is of the file, not of the model: reading the model leaves it out', () => {
    expect(decodeModel(sealed)).toEqual(decodeModel(plain));
    expect(encodeModel(decodeModel(sealed))).toEqual(plain);
  });
});
