import { describe, expect, it } from 'vitest';
import { decodeModel } from './decode-model.js';
import { readMetadata } from './metadata.js';
import { encodeModel, type OnnxModel } from './model.js';
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
  it('gives back what was written', () => {
    const message = new ProtobufWriter();
    message.float(5, 2);
    message.integer(1, 300);
    message.text(2, 'größer');
    const fields = [...readFields(message.finish())];
    expect(fields.slice(0, 2)).toEqual([
      { field: 5, float: 2 },
      { field: 1, integer: 300n },
    ]);
    expect(new TextDecoder().decode(fields[2]?.bytes)).toBe('größer');
  });
});

describe('decodeModel', () => {
  const value = { name: 'x', shape: [2, 3], dtype: 'float32' as const };
  const model: OnnxModel = {
    nodes: [
      {
        type: 'Mystery',
        domain: 'com.example',
        inputs: ['x', '', 'c'],
        outputs: ['y'],
        attributes: { axis: -1, name: 'ä', alpha: { float: 0.5 }, pads: [0, -3], one: { float: 1 } },
        scope: 'stem.first',
      },
      { type: 'Identity', domain: '', inputs: ['y'], outputs: ['z'], attributes: {}, scope: '' },
    ],
    initialisers: [
      { name: 'c', shape: [], dtype: 'int64', bytes: new Uint8Array(BigInt64Array.of(-7n).buffer) },
      { name: 'h', shape: [3], dtype: 'float16', bytes: new Uint8Array(6).fill(60) },
    ],
    inputs: [value],
    outputs: [{ ...value, name: 'z', shape: [] }],
    metadata: { key: 'value' },
  };

  it('gives back what encodeModel wrote', () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it('knows which axes are free; the file has no size for them', () => {
    const free = { ...value, free: { 1: 'width' } };
    const [input] = decodeModel(encodeModel({ ...model, inputs: [free] })).inputs;
    expect(input).toEqual({ ...free, shape: [2, 1] });
  });

  it('refuses a truncated file, and what we do not write', () => {
    const whole = encodeModel(model);
    expect(() => decodeModel(whole.subarray(0, 40))).toThrow('the file ends in the middle of a field');
    // A tensor of bfloat16 (element type 16) named w, as other writers may store it.
    const [tensor, graph, file] = [new ProtobufWriter(), new ProtobufWriter(), new ProtobufWriter()];
    tensor.integer(2, 16);
    tensor.text(8, 'w');
    tensor.bytes(9, new Uint8Array(2));
    graph.message(5, tensor);
    file.integer(1, 8);
    file.message(7, graph);
    expect(() => decodeModel(file.finish())).toThrow(
      "onnx: 'w' of element type 16 is beyond what Lineament writes",
    );
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
