/** An ONNX model as plain data, and its encoding (onnx/onnx.proto, IR version 8). Runs in browsers. */
import { ProtobufWriter } from './protobuf.js';

/** Element types that we emit, by ONNX's TensorProto.DataType. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;
export type DataType = keyof typeof elementTypes;

/** A float attribute needs its own mark, since 1 could be an integer as well. */
export type Attribute = string | number | readonly number[] | { readonly float: number };
export type Attributes = Readonly<Record<string, Attribute>>;

export interface OnnxNode {
  readonly type: string;
  /** '' for the standard operators. */
  readonly domain: string;
  /** Names of values; '' leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
  /** Where in the network it stands, for people. */
  readonly scope: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /** Names of axes of any size, by their numbers; those of an input of the model, or of its outputs. */
  readonly free?: Readonly<Record<number, string>>;
}

export interface OnnxInitialiser extends OnnxValue {
  /** Little-endian elements. */
  readonly bytes: Uint8Array;
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxInitialiser[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Standard operators of this set; onnxruntime-web and every current runtime knows it. */
export const operatorSet = 17;
const irVersion = 8;
/** ONNX's AttributeProto.AttributeType. */
export const attributeKind = { float: 1, integer: 2, text: 3, integers: 7 } as const;

export function encodeModel(model: OnnxModel): Uint8Array {
  const graph = new ProtobufWriter();
  model.nodes.forEach((node, index) => {
    graph.message(1, encodeNode(node, index));
  });
  graph.text(2, 'lineament');
  for (const initialiser of model.initialisers) graph.message(5, encodeInitialiser(initialiser));
  for (const input of model.inputs) graph.message(11, encodeValue(input));
  for (const output of model.outputs) graph.message(12, encodeValue(output));

  const file = new ProtobufWriter();
  file.integer(1, irVersion);
  file.text(2, 'lineament');
  file.message(7, graph);
  for (const domain of new Set(['', ...model.nodes.map((node) => node.domain)])) {
    const set = new ProtobufWriter();
    set.text(1, domain);
    set.integer(2, domain === '' ? operatorSet : 1);
    file.message(8, set);
  }
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    const entry = new ProtobufWriter();
    entry.text(1, key);
    entry.text(2, value);
    file.message(14, entry);
  }
  return file.finish();
}

function encodeNode(node: OnnxNode, index: number): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  writer.text(3, `${node.scope === '' ? '' : `${node.scope}/`}${node.type}_${index}`);
  writer.text(4, node.type);
  for (const [name, value] of Object.entries(node.attributes))
    writer.message(5, encodeAttribute(name, value));
  if (node.domain !== '') writer.text(7, node.domain);
  return writer;
}

function encodeAttribute(name: string, value: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter();
  writer.text(1, name);
  let kind: number;
  if (typeof value === 'string') {
    writer.text(4, value);
    kind = attributeKind.text;
  } else if (typeof value === 'number') {
    writer.integer(3, value);
    kind = attributeKind.integer;
  } else if ('float' in value) {
    writer.float(2, value.float);
    kind = attributeKind.float;
  } else {
    for (const element of value) writer.integer(8, element);
    kind = attributeKind.integers;
  }
  writer.integer(20, kind);
  return writer;
}

function encodeInitialiser({ name, shape, dtype, bytes }: OnnxInitialiser): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const size of shape) writer.integer(1, size);
  writer.integer(2, elementTypes[dtype]);
  writer.text(8, name);
  writer.bytes(9, bytes);
  return writer;
}

function encodeValue({ name, shape, dtype, free = {} }: OnnxValue): ProtobufWriter {
  const sizes = new ProtobufWriter();
  for (const [axis, size] of shape.entries()) {
    const dimension = new ProtobufWriter();
    const freely = free[axis];
    if (freely === undefined) dimension.integer(1, size);
    else dimension.text(2, freely);
    sizes.message(1, dimension);
  }
  const tensor = new ProtobufWriter();
  tensor.integer(1, elementTypes[dtype]);
  tensor.message(2, sizes);
  const type = new ProtobufWriter();
  type.message(1, tensor);
  const writer = new ProtobufWriter();
  writer.text(1, name);
  writer.message(2, type);
  return writer;
}
