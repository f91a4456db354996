/**
 * Reads an ONNX model back into plain data: the reverse of {@link encodeModel}, so that a finished file can be rewritten
 * at another precision. Runs in browsers.
 *
 * Limits: it reads what our own writer writes (static shapes, raw tensor data, no subgraphs) and refuses the rest by
 * name.
 */
import { LineamentError } from '../../core/errors.js';
import { checksumKey } from './checksum.js';
import { readMetadata } from './metadata.js';
import {
  type Attribute,
  attributeKind,
  type DataType,
  elementTypes,
  type OnnxInitialiser,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
} from './model.js';
import { fieldText, type ProtobufField, readFields } from './protobuf.js';

const dataTypes = new Map<number, DataType>(
  Object.entries(elementTypes).map(([name, code]) => [code, name as DataType]),
);

/** @param onnx – the bytes of a model file that `encodeModel` wrote. */
export function decodeModel(onnx: Uint8Array): OnnxModel {
  // The checksum is of the file, not of the model.
  const { [checksumKey]: _, ...metadata } = readMetadata(onnx);
  const graph = [...readFields(onnx)].findLast(({ field }) => field === 7);
  const fields = [...parts(graph)];
  const of = (number: number): ProtobufField[] => fields.filter(({ field }) => field === number);
  return {
    nodes: of(1).map(decodeNode),
    initialisers: of(5).map(decodeInitialiser),
    inputs: of(11).map(decodeValue),
    outputs: of(12).map(decodeValue),
    metadata,
  };
}

function decodeNode(message: ProtobufField): OnnxNode {
  const node = { type: '', domain: '', inputs: [] as string[], outputs: [] as string[] };
  const attributes: Record<string, Attribute> = {};
  let name = '';
  for (const part of parts(message)) {
    if (part.field === 1) node.inputs.push(fieldText(part));
    if (part.field === 2) node.outputs.push(fieldText(part));
    if (part.field === 3) name = fieldText(part);
    if (part.field === 4) node.type = fieldText(part);
    if (part.field === 5) {
      const [key, value] = decodeAttribute(part);
      attributes[key] = value;
    }
    if (part.field === 7) node.domain = fieldText(part);
  }
  const end = name.lastIndexOf('/');
  return { ...node, attributes, scope: end < 0 ? '' : name.slice(0, end) };
}

function decodeAttribute(message: ProtobufField): [string, Attribute] {
  let name = '';
  let kind = 0;
  let text = '';
  let integer = 0;
  let float = 0;
  const integers: number[] = [];
  for (const part of parts(message)) {
    if (part.field === 1) name = fieldText(part);
    if (part.field === 2) float = part.float ?? 0;
    if (part.field === 3) integer = signed(part);
    if (part.field === 4) text = fieldText(part);
    if (part.field === 8) integers.push(signed(part));
    if (part.field === 20) kind = signed(part);
  }
  if (kind === attributeKind.text) return [name, text];
  if (kind === attributeKind.integer) return [name, integer];
  if (kind === attributeKind.float) return [name, { float }];
  if (kind === attributeKind.integers) return [name, integers];
  throw foreign(`attribute '${name}' of kind ${kind}`);
}

function decodeInitialiser(message: ProtobufField): OnnxInitialiser {
  const shape: number[] = [];
  let name = '';
  let code = 0;
  let bytes: Uint8Array | undefined;
  for (const part of parts(message)) {
    if (part.field === 1) shape.push(signed(part));
    if (part.field === 2) code = signed(part);
    if (part.field === 8) name = fieldText(part);
    // A copy, for elements must start at a multiple of their size; `slice` of a Node Buffer would be a view.
    if (part.field === 9 && part.bytes !== undefined) bytes = Uint8Array.from(part.bytes);
  }
  if (bytes === undefined) throw foreign(`tensor '${name}' without raw data`);
  return { name, shape, dtype: dataTypeOf(code, name), bytes };
}

function decodeValue(message: ProtobufField): OnnxValue {
  let name = '';
  let code = 0;
  const shape: number[] = [];
  const free: Record<number, string> = {};
  for (const part of parts(message)) {
    if (part.field === 1) name = fieldText(part);
    if (part.field !== 2) continue;
    const tensor = [...parts(part)].find(({ field }) => field === 1);
    for (const property of parts(tensor)) {
      if (property.field === 1) code = signed(property);
      if (property.field !== 2) continue;
      for (const dimension of parts(property)) {
        const [size] = parts(dimension);
        if (size?.field === 2) free[shape.length] = fieldText(size);
        else if (size?.integer === undefined) throw foreign(`'${name}' of variable shape`);
        // Where the size is free the file names no number.
        shape.push(size?.integer === undefined ? 1 : signed(size));
      }
    }
  }
  const value = { name, shape, dtype: dataTypeOf(code, name) };
  return Object.keys(free).length === 0 ? value : { ...value, free };
}

function dataTypeOf(code: number, name: string): DataType {
  const dtype = dataTypes.get(code);
  if (dtype === undefined) throw foreign(`'${name}' of element type ${code}`);
  return dtype;
}

function parts(message: ProtobufField | undefined): Iterable<ProtobufField> {
  return readFields(message?.bytes ?? new Uint8Array());
}

/** ONNX keeps integers as 64 bits in two's complement. */
function signed({ integer = 0n }: ProtobufField): number {
  return Number(BigInt.asIntN(64, integer));
}

function foreign(what: string): LineamentError {
  return new LineamentError(`onnx: ${what} is beyond what Lineament writes`, {
    hint: 'give a model file that Lineament wrote',
  });
}
