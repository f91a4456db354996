/** MAT-files of level 5 for tests, byte by byte as MathWorks describes them. */
import { deflateSync } from 'node:zlib';

type Content = { class: number; type: number; bytes: Buffer };

/** An element: a tag of eight bytes, the data, padded to eight. */
function element(type: number, bytes: Buffer): Buffer {
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(type, 0);
  tag.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([tag, bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}

/** The short form: at most four bytes of data within the tag. */
function smallElement(type: number, bytes: Buffer): Buffer {
  const tag = Buffer.alloc(8);
  tag.writeUInt16LE(type, 0);
  tag.writeUInt16LE(bytes.length, 2);
  bytes.copy(tag, 4);
  return tag;
}

const words = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => void bytes.writeInt32LE(value, 4 * i));
  return bytes;
};

/** An array with its flags, size and name, then its content. */
function matrix(kind: number, size: readonly number[], name: string, content: Buffer): Buffer {
  const title = Buffer.from(name, 'latin1');
  return element(
    14,
    Buffer.concat([
      element(6, words([kind, 0])),
      element(5, words(size)),
      title.length > 0 && title.length <= 4 ? smallElement(1, title) : element(1, title),
      content,
    ]),
  );
}

function numeric({ class: kind, type, bytes }: Content, size: readonly number[], name: string): Buffer {
  return matrix(kind, size, name, bytes.length <= 4 ? smallElement(type, bytes) : element(type, bytes));
}

/** A double array; data in MATLAB's order. */
export function doubles(name: string, size: readonly number[], values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => void bytes.writeDoubleLE(value, 8 * i));
  return numeric({ class: 6, type: 9, bytes }, size, name);
}

/** A single array. */
export function singles(name: string, size: readonly number[], values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => void bytes.writeFloatLE(value, 4 * i));
  return numeric({ class: 7, type: 7, bytes }, size, name);
}

/** A byte array. */
export function bytesArray(name: string, size: readonly number[], values: readonly number[]): Buffer {
  return numeric({ class: 9, type: 2, bytes: Buffer.from(values) }, size, name);
}

/** A cell array of arrays without names. */
export function cells(name: string, size: readonly number[], inside: readonly Buffer[]): Buffer {
  return matrix(1, size, name, Buffer.concat(inside));
}

/** A structure of one element. */
export function structure(name: string, fields: Readonly<Record<string, Buffer>>): Buffer {
  const names = Buffer.alloc(32 * Object.keys(fields).length);
  Object.keys(fields).forEach((field, i) => void names.write(field, 32 * i, 'latin1'));
  return matrix(
    2,
    [1, 1],
    name,
    Buffer.concat([smallElement(5, words([32])), element(1, names), ...Object.values(fields)]),
  );
}

/** Text of one row. */
export function text(name: string, value: string): Buffer {
  const bytes = Buffer.from(value, 'utf16le');
  return matrix(4, [1, value.length], name, element(17, bytes));
}

/** A compressed variable: the data follow their tag without padding. */
export function compressed(variable: Buffer): Buffer {
  const bytes = deflateSync(variable);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15, 0);
  tag.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([tag, bytes]);
}

export function matFile(...variables: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126, 'latin1');
  return Buffer.concat([header, ...variables]);
}
