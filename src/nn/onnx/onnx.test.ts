import { describe, expect, it } from 'vitest';
import { readMetadata } from './metadata.js';
import { encodeModel } from './model.js';
import { ProtobufWriter, readFields } from './protobuf.js';

describe('ProtobufWriter', () => {
  it('writes the bytes of the encoding guide', () => {
    // protobuf.dev, "Encoding": field 1 = 150 is 08 96 01; field 2 = "testing" is 12 07 74 65 73 74 69 6e 67.
    const message = new ProtobufWriter();
    message.integer(1, 150);
    message.text(2, 'testing');
    const whole = new ProtobufWriter();
    whole.message(3, message);
    const hex = Buffer.from(whole.finish()).toString('hex');
    expect(hex).toBe('1a0c08960112077465 7374696e67'.replace(' ', ''));
  });

  it('writes negative integers in two’s complement and floats little-endian', () => {
    const message = new ProtobufWriter();
    message.integer(1, -1);
    message.float(2, 1);
    expect(Buffer.from(message.finish()).toString('hex')).toBe('08ffffffffffffffffff01150000803f');
  });
});

describe('readFields', () => {
  it('gives back what was written and steps over floats', () => {
    const message = new ProtobufWriter();
    message.float(5, 2);
    message.integer(1, 300);
    message.text(2, 'größer');
    const fields = [...readFields(message.finish())];
    expect(fields[0]).toEqual({ field: 1, integer: 300n });
    expect(new TextDecoder().decode(fields[1]?.bytes)).toBe('größer');
  });
});

describe('readMetadata', () => {
  const model = (metadata: Record<string, string>): Uint8Array =>
    encodeModel({ nodes: [], initialisers: [], inputs: [], outputs: [], metadata });

  it('gives back what was written', () => {
    const metadata = { landmarks: '["ä", "b"]', empty: '' };
    expect(readMetadata(model(metadata))).toEqual(metadata);
    expect(readMetadata(model({}))).toEqual({});
  });

  it('refuses a truncated file at any length, and what is none', () => {
    const whole = model({ key: 'value' });
    const cut = whole.subarray(0, whole.length - 3);
    expect(() => readMetadata(cut)).toThrow('the file ends in the middle of a field');
    expect(() => readMetadata(new Uint8Array())).toThrow('onnx: no model in these 0 bytes');
    expect(() => readMetadata(new TextEncoder().encode('<html></html>'))).toThrow('onnx:');
  });
});
