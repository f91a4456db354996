/** What tests of importers need: a folder of their own, small pictures, `.pts` texts, and what was imported. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach } from 'vitest';
import type { LayeredSample } from '../../store/columns.js';
import type { DatasetManifest } from '../../store/manifest.js';
import { openDataset } from '../../store/store.js';

export interface Workplace {
  /** Where the test puts what is imported. */
  source: string;
  /** A dataset folder to make. */
  out: string;
  /** Writes a file below the source. @returns its path. */
  write(name: string, content: string | Uint8Array): string;
  /** Writes an 80 × 60 JPEG below the source. */
  picture(name: string): void;
  /** The imported samples by id. */
  samples(): Promise<Map<string, LayeredSample>>;
  manifest(): Promise<DatasetManifest>;
  /** All of the source: must not change. */
  fingerprint(): string;
}

/** A fresh workplace for each test. */
export function useWorkplace(): Workplace {
  let folder = '';
  let jpeg: Buffer;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lineament-import-'));
    mkdirSync(join(folder, 'source'));
    const raw = { width: 80, height: 60, channels: 3 as const };
    jpeg ??= await sharp(new Uint8Array(80 * 60 * 3).fill(120), { raw })
      .jpeg()
      .toBuffer();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, 'source', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  return {
    get source() {
      return join(folder, 'source');
    },
    get out() {
      return join(folder, 'data');
    },
    write,
    picture: (name) => void write(name, jpeg),
    async samples() {
      const dataset = await openDataset(join(folder, 'data'));
      const rows = await dataset.read(await dataset.indices());
      dataset.close();
      return new Map(rows.map((row) => [row.id, row]));
    },
    async manifest() {
      const dataset = await openDataset(join(folder, 'data'));
      dataset.close();
      return dataset.manifest;
    },
    fingerprint() {
      const hash = createHash('sha256');
      const entries = readdirSync(join(folder, 'source'), { recursive: true, withFileTypes: true });
      for (const file of entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort())
        hash.update(file).update(readFileSync(file));
      return hash.digest('hex');
    },
  };
}

/** @param rows – as they are to stand in the file. */
export function ptsText(rows: readonly (readonly number[])[]): string {
  return `version: 1\nn_points: ${rows.length}\n{\n${rows.map((row) => row.join(' ')).join('\n')}\n}\n`;
}

/** Row k is (5 + k/2, 10 + (k mod 20)). */
export function rowsOf(count: number): number[][] {
  return Array.from({ length: count }, (_, k) => [5 + k / 2, 10 + (k % 20)]);
}
