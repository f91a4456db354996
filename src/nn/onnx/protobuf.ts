/**
 * The protocol-buffer wire format (developers.google.com/protocol-buffers, "Encoding"): just what ONNX files need,
 * that is varints, length-delimited fields and 32-bit floats. No dependency; runs in browsers.
 */
import { LineamentError } from '../../core/errors.js';

const wireVarint = 0;
const wireBytes = 2;
const wireFloat = 5;

const textEncoder = new TextEncoder();
const textDecoder = new TextDecoder();

/** Collects the fields of one message. */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  integer(field: number, value: number | bigint): void {
    this.#tag(field, wireVarint);
    this.#varint(BigInt.asUintN(64, BigInt(value)));
  }

  float(field: number, value: number): void {
    this.#tag(field, wireFloat);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#append(bytes);
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, wireBytes);
    this.#varint(BigInt(value.length));
    this.#append(value);
  }

  text(field: number, value: string): void {
    this.bytes(field, textEncoder.encode(value));
  }

  message(field: number, value: ProtobufWriter): void {
    this.#tag(field, wireBytes);
    this.#varint(BigInt(value.#length));
    for (const chunk of value.#chunks) this.#append(chunk);
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, offset);
      offset += chunk.length;
    }
    return whole;
  }

  #tag(field: number, wire: number): void {
    this.#varint(BigInt((field << 3) | wire));
  }

  #varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.#append(Uint8Array.from(bytes));
  }

  #append(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }
}

/** One field as it stands on the wire; `bytes` for length-delimited ones, `integer` for varints, `float` for 32 bits. */
export interface ProtobufField {
  field: number;
  integer?: bigint;
  float?: number;
  bytes?: Uint8Array;
}

/** The fields of a message, in order. Fields of 64 fixed bits are skipped over: ONNX keeps nothing there that we read. */
export function* readFields(message: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw truncated();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new LineamentError('onnx: a number runs over ten bytes', { hint: 'is this an ONNX file?' });
  };
  while (at < message.length) {
    const tag = Number(varint());
    const field = tag >>> 3;
    const wire = tag & 7;
    if (wire === wireVarint) yield { field, integer: varint() };
    else if (wire === wireBytes) {
      const length = Number(varint());
      if (at + length > message.length) throw truncated();
      yield { field, bytes: message.subarray(at, at + length) };
      at += length;
    } else if (wire === wireFloat) {
      if (at + 4 > message.length) throw truncated();
      yield { field, float: new DataView(message.buffer, message.byteOffset + at, 4).getFloat32(0, true) };
      at += 4;
    } else if (wire === 1) at += 8;
    else throw new LineamentError(`onnx: wire type ${wire} at byte ${at}`, { hint: 'is this an ONNX file?' });
  }
}

export const fieldText = (field: ProtobufField): string => textDecoder.decode(field.bytes);

function truncated(): LineamentError {
  return new LineamentError('onnx: the file ends in the middle of a field', {
    hint: 'it is truncated or no ONNX file; fetch it again',
  });
}
