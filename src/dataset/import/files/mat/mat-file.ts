/**
 * Reads MATLAB's MAT-files of level 5 (versions 5 to 7; MathWorks, "MAT-File Format", chapter 1): numeric and character
 * arrays, cells and structures, little- or big-endian, compressed or not. Sparse arrays, objects and functions are passed
 * over. Version 7.3 is another format (HDF5): it is refused by name, with the way to convert it. What a file says of
 * itself is checked before it decides how much is read: lengths, sizes, depth, and how far compressed data may grow.
 */
import { inflateSync } from 'node:zlib';
import { LineamentError, messageOf } from '../../../../core/errors.js';

/** An array in MATLAB's order: the first index runs fastest. */
export interface MatArray {
  readonly size: readonly number[];
  readonly data: Float64Array | Uint8Array;
}

export interface MatCell {
  readonly size: readonly number[];
  readonly cells: readonly MatValue[];
}

/** Fields of a structure of one element. */
export interface MatStructure {
  readonly fields: ReadonlyMap<string, MatValue>;
}

export type MatValue = MatArray | MatCell | MatStructure | string | null;

/** Numbers of data types. */
const int8 = 1;
const uint8 = 2;
const utf8 = 16;
const matrix = 14;
const compressed = 15;

type NumberReader = (view: DataView, at: number, little: boolean) => number;

const numbers: ReadonlyMap<number, { width: number; read: NumberReader }> = new Map([
  [int8, { width: 1, read: (view: DataView, at: number) => view.getInt8(at) }],
  [uint8, { width: 1, read: (view: DataView, at: number) => view.getUint8(at) }],
  [3, { width: 2, read: (view: DataView, at: number, little: boolean) => view.getInt16(at, little) }],
  [4, { width: 2, read: (view: DataView, at: number, little: boolean) => view.getUint16(at, little) }],
  [5, { width: 4, read: (view: DataView, at: number, little: boolean) => view.getInt32(at, little) }],
  [6, { width: 4, read: (view: DataView, at: number, little: boolean) => view.getUint32(at, little) }],
  [7, { width: 4, read: (view: DataView, at: number, little: boolean) => view.getFloat32(at, little) }],
  [9, { width: 8, read: (view: DataView, at: number, little: boolean) => view.getFloat64(at, little) }],
  [
    12,
    { width: 8, read: (view: DataView, at: number, little: boolean) => Number(view.getBigInt64(at, little)) },
  ],
  [
    13,
    {
      width: 8,
      read: (view: DataView, at: number, little: boolean) => Number(view.getBigUint64(at, little)),
    },
  ],
  [utf8, { width: 1, read: (view: DataView, at: number) => view.getUint8(at) }],
  [17, { width: 2, read: (view: DataView, at: number, little: boolean) => view.getUint16(at, little) }],
]);

/** Compressed data may grow to this many times their size; pictures and coordinates stay far below. */
const growth = 64;
/** Bytes that small compressed data may always grow to. */
const alwaysAllowed = 1 << 24;
/** Cells and structures within each other. */
const deepest = 32;

/** Classes of arrays. */
const classes = { cell: 1, structure: 2, character: 4, first: 6, last: 15 } as const;

/** One data element: its type and its bytes. */
interface Element {
  type: number;
  bytes: Uint8Array;
  /** Where the next one begins. */
  next: number;
}

/** @param file – the name for messages. @returns the variables by name. */
export function readMatFile(bytes: Uint8Array, file: string): Map<string, MatValue> {
  const header = Buffer.from(bytes.subarray(0, 128)).toString('latin1');
  if (header.startsWith('MATLAB 7.3') || header.startsWith('\u0089HDF'))
    throw new LineamentError('the file is a MAT-file of version 7.3 (HDF5), which is not read', {
      file,
      hint: "in MATLAB or Octave: s = load('FILE'); save('FILE-v7.mat', '-struct', 's', '-v7')",
    });
  const mark = header.slice(126, 128);
  if (bytes.length < 128 || (mark !== 'IM' && mark !== 'MI'))
    throw new LineamentError('the file is no MAT-file of level 5', {
      file,
      hint: 'give a .mat file of MATLAB',
    });
  const little = mark === 'IM';
  try {
    const variables = new Map<string, MatValue>();
    for (const element of elementsOf(bytes.subarray(128), little)) {
      const [inner] =
        element.type === compressed ? [...elementsOf(inflate(element.bytes), little)] : [element];
      if (inner?.type !== matrix) continue;
      const { name, value } = readMatrix(inner.bytes, little);
      variables.set(name, value);
    }
    return variables;
  } catch (cause) {
    throw new LineamentError(`the MAT-file cannot be read: ${messageOf(cause)}`, {
      file,
      hint: 'it may be cut off: fetch it again',
      cause,
    });
  }
}

function inflate(bytes: Uint8Array): Uint8Array {
  const maxOutputLength = Math.max(alwaysAllowed, growth * bytes.length);
  try {
    return inflateSync(bytes, { maxOutputLength });
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new Error(`${bytes.length} compressed bytes grow to more than ${maxOutputLength}`, { cause });
    throw cause;
  }
}

function* elementsOf(bytes: Uint8Array, little: boolean): Generator<Element> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const element = elementAt(bytes, at, little);
    yield element;
    at = element.next;
  }
}

/** A small element has its length in the upper half of its first word and at most four bytes in the second. */
function elementAt(bytes: Uint8Array, at: number, little: boolean): Element {
  const view = viewOf(bytes);
  const word = view.getUint32(at, little);
  const small = word >>> 16;
  if (small > 4) throw new Error(`a small element has ${small} bytes`);
  if (small > 0) return { type: word & 0xffff, bytes: bytes.subarray(at + 4, at + 4 + small), next: at + 8 };
  const length = view.getUint32(at + 4, little);
  const end = at + 8 + length;
  if (end > bytes.length) throw new Error(`an element of ${length} bytes ends after the file`);
  // Compressed elements are not padded to eight bytes; all others are.
  const next = word === compressed ? end : at + 8 + Math.ceil(length / 8) * 8;
  return { type: word, bytes: bytes.subarray(at + 8, end), next };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readMatrix(bytes: Uint8Array, little: boolean, depth = 0): { name: string; value: MatValue } {
  if (depth > deepest) throw new Error(`more than ${deepest} cells or structures lie within each other`);
  if (bytes.length === 0) return { name: '', value: { size: [0, 0], data: new Float64Array() } };
  const [flags, size, name, ...rest] = [...elementsOf(bytes, little)];
  if (flags === undefined || size === undefined || name === undefined)
    throw new Error('an array lacks its flags, its size or its name');
  const kind = viewOf(flags.bytes).getUint32(0, little) & 0xff;
  if (size.bytes.length > 4 * deepest) throw new Error('an array has too many dimensions');
  const dimensions = [...numbersOf(size, little)];
  if (!dimensions.every((length) => Number.isInteger(length) && length >= 0))
    throw new Error(`an array has the size ${dimensions.join(' × ')}`);
  return {
    name: Buffer.from(name.bytes).toString('latin1'),
    value: readContent(kind, dimensions, rest, little, depth),
  };
}

function readContent(
  kind: number,
  size: number[],
  rest: readonly Element[],
  little: boolean,
  depth: number,
): MatValue {
  const count = size.reduce((product, length) => product * length, 1);
  if (kind === classes.cell)
    return {
      size,
      cells: rest.slice(0, count).map(({ bytes }) => readMatrix(bytes, little, depth + 1).value),
    };
  if (kind === classes.structure) {
    const [length, names, ...values] = rest;
    if (length === undefined || names === undefined || count !== 1) return null;
    const width = numbersOf(length, little)[0] ?? 0;
    if (!(Number.isInteger(width) && width > 0)) throw new Error(`field names have the length ${width}`);
    if (names.bytes.length > width * values.length)
      throw new Error(`a structure has ${values.length} values and more names`);
    const fields = new Map<string, MatValue>();
    for (let i = 0; i * width < names.bytes.length; i++) {
      const name = Buffer.from(names.bytes.subarray(i * width, (i + 1) * width)).toString('latin1');
      const value = values[i];
      fields.set(name.replace(/\0.*$/s, ''), value ? readMatrix(value.bytes, little, depth + 1).value : null);
    }
    return { fields };
  }
  const [real] = rest;
  if (real === undefined) return null;
  if (kind === classes.character)
    return real.type === utf8 ? Buffer.from(real.bytes).toString('utf8') : textOf(numbersOf(real, little));
  if (kind < classes.first || kind > classes.last) return null;
  const data = numbersOf(real, little);
  if (data.length < count) throw new Error(`an array of ${size.join(' × ')} has ${data.length} numbers`);
  return { size, data: data.subarray(0, count) };
}

/** @param codes – of UTF-16, by pieces: a call takes only so many arguments. */
function textOf(codes: Float64Array | Uint8Array): string {
  let text = '';
  for (let at = 0; at < codes.length; at += 4096)
    text += String.fromCharCode(...codes.subarray(at, at + 4096));
  return text;
}

function numbersOf({ type, bytes }: Element, little: boolean): Float64Array | Uint8Array {
  if (type === uint8) return Uint8Array.from(bytes);
  const format = numbers.get(type);
  if (format === undefined) throw new Error(`data of type ${type} is unknown`);
  const view = viewOf(bytes);
  const { width, read } = format;
  const values = new Float64Array(Math.floor(bytes.length / width));
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * width, little);
  return values;
}

/** A numeric variable of a size (−1: any), or an error that names what is there. */
export function matArray(
  variables: ReadonlyMap<string, MatValue>,
  name: string,
  size: readonly number[],
  file: string,
): MatArray {
  const value = variables.get(name);
  const found = value !== null && typeof value === 'object' && 'data' in value ? value : undefined;
  const fits = found?.size.length === size.length && size.every((n, i) => n < 0 || n === found.size[i]);
  if (found !== undefined && fits) return found;
  const wanted = size.map((n) => (n < 0 ? 'any' : n)).join(' × ');
  throw new LineamentError(
    found === undefined
      ? `has no array ${name}; it has ${[...variables.keys()].join(', ')}`
      : `${name} is ${found.size.join(' × ')}, not ${wanted}`,
    { file, hint: 'give the file as it was published' },
  );
}

/** Row i of a matrix: MATLAB keeps columns together. */
export function matRow({ size, data }: MatArray, i: number): number[] {
  return Array.from({ length: size[1]! }, (_, column) => data[column * size[0]! + i]!);
}
