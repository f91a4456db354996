/**
 * Where orders and what is made for them lie: whole objects by name, in a folder or in S3-compatible storage. Names are
 * ours (`orders/<id>/shards/000012.arrow`), never a request's. An object is whole or absent, and writing it twice changes nothing.
 */
import { internalError } from '../../core/errors.js';
import type { Dataset } from '../../dataset/store/store.js';

export interface StoredObject {
  name: string;
  bytes: number;
}

export interface ByteRange {
  /** First byte. */
  start: number;
  /** Last byte, inclusive. */
  end: number;
}

export interface Storage {
  /** For people: the folder or address. */
  readonly place: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** An empty folder of this machine to make files in; see {@link adopt}. */
  scratch(): Promise<string>;
  /** Takes over a file or a folder from {@link scratch}, whole. A folder that is there already stays as it is. */
  adopt(name: string, path: string): Promise<void>;
  /** Undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Undefined where there is none. */
  stat(name: string): Promise<StoredObject | undefined>;
  stream(name: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Everything below a prefix that ends with a slash, in order of the names. */
  list(prefix: string): Promise<StoredObject[]>;
  /** Names right below a prefix. */
  children(prefix: string): Promise<string[]>;
  /** One object, or with a slash at the end everything below; what is not there is no fault. */
  remove(name: string): Promise<void>;
  /** Opens a dataset that was adopted, where it lies; undefined where there is none that is complete. */
  dataset(name: string): Promise<Dataset | undefined>;
}

const nameForm = /^(?:[\w-][\w.-]*\/)*(?:[\w-][\w.-]*)?$/;

/** Own names only: a broken one is a fault of ours. */
export function checkName(name: string): string {
  if (name === '' || name.length > 400 || !nameForm.test(name)) throw internalError(`stored object ${name}`);
  return name;
}

export const orderPrefix = (id: string): string => `orders/${id}/`;
export const orderName = (id: string): string => `${orderPrefix(id)}order.json`;
export const statusName = (id: string): string => `${orderPrefix(id)}status.json`;
export const datasetName = (id: string, part: string): string => `${orderPrefix(id)}datasets/${part}`;
/** Says that all datasets are there, and what they hold. */
export const assembledName = (id: string): string => `${orderPrefix(id)}assembled.json`;
export const fileName = (id: string, file: string): string => `${orderPrefix(id)}files/${file}`;
/** Says which files a delivery has. */
export const deliveryName = (id: string, delivery: string): string =>
  `${orderPrefix(id)}deliveries/${delivery}.json`;
/** Says that a word reached the order's webhook. */
export const toldName = (id: string, word: string): string => `${orderPrefix(id)}webhooks/${word}.json`;
export const shardPrefix = (id: string): string => `${orderPrefix(id)}shards/`;
export const shardName = (id: string, shard: number): string =>
  `${shardPrefix(id)}${String(shard).padStart(7, '0')}.arrow`;
