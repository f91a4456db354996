/** The metadata entries of an ONNX file whose bytes are those that were written. Safe in browsers. */
import type { z } from 'zod';
import { LineamentError, messageOf } from '../../core/errors.js';
import { firstFault, inOurWords } from '../../core/settings/schema-words.js';
import { verifyChecksum } from '../../nn/onnx/checksum.js';
import { readMetadata } from '../../nn/onnx/metadata.js';
import { isCheckpoint } from '../../nn/train/fit/checkpoint-magic.js';

/** Refuses a checkpoint of a training, a file that is not ONNX, one that is cut short, and one that is damaged. @param file – named in errors. */
export function readModelEntries(bytes: Uint8Array, file: string): Record<string, string> {
  const entries = entriesOf(bytes, file);
  if (verifyChecksum(bytes) === 'damaged')
    throw new LineamentError('the model file is damaged: its bytes do not fit its checksum', {
      file,
      hint: 'get the file again',
    });
  return entries;
}

function entriesOf(bytes: Uint8Array, file: string): Record<string, string> {
  if (isCheckpoint(bytes))
    throw new LineamentError('a checkpoint, which holds weights to train on with, and no model', {
      file,
      hint: 'give best.onnx or model.onnx, which the training writes beside it',
    });
  try {
    return readMetadata(bytes);
  } catch (cause) {
    throw new LineamentError(`not an ONNX file, or cut short (${bytes.length} bytes): ${messageOf(cause)}`, {
      file,
      hint: 'get the file again',
      cause,
    });
  }
}

interface ModelEntry<Metadata> {
  key: string;
  schema: z.ZodType<Metadata>;
  /** Of what model, for messages: "the face finder's". */
  whose: string;
  /** What is said of a file without the entry. */
  missing: string;
  hint: string;
}

/** What a file of one kind says about itself; refuses, by name, any other. @param file – named in errors. */
export function readModelEntry<Metadata>(
  bytes: Uint8Array,
  file: string,
  { key, schema, whose, missing, hint }: ModelEntry<Metadata>,
): Metadata {
  const text = readModelEntries(bytes, file)[key];
  if (text === undefined) throw new LineamentError(missing, { file, hint });
  return parseModelEntry(text, schema, whose, file);
}

/** What a model says about itself in one of its entries. @param whose – of what model, for messages: "the face finder's". */
export function parseModelEntry<Metadata>(
  text: string,
  schema: z.ZodType<Metadata>,
  whose: string,
  file: string,
): Metadata {
  const parsed = schema.safeParse(parsedJson(text), inOurWords);
  if (parsed.success) return parsed.data;
  throw new LineamentError(
    `${whose} metadata is damaged, or of another version, at ${firstFault(parsed.error, 'its root')}`,
    { file, hint: 'get the file again, or use the Lineament that wrote it' },
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
