/**
 * `metrics.jsonl`: one JSON object a line, for machines and plots. Lines are appended as training goes; on resume the
 * lines after the checkpoint's step are dropped, so that the file reads as if the run had never stopped. A last line
 * that a kill or a full disk left half-written is dropped too.
 */
import { appendFile } from 'node:fs/promises';
import { exists, readFileOr, writeError, writeFileWhole } from '../../../node/files.js';
import type { Best } from './run-state.js';
import type { Score } from './score.js';

export interface TrainingRecord {
  kind: 'training';
  /** Steps done. */
  step: number;
  learningRate: number;
  /** Mean over the steps since the last record. */
  loss: number;
  /** Means of the loss's parts, by name, each over the steps at which it was computed. */
  parts: Record<string, number>;
  samplesPerSecond: number;
}

export interface ValidationRecord extends Score {
  kind: 'validation';
  step: number;
  /** Whatever else the validation says of itself. */
  details?: Readonly<Record<string, unknown>>;
}

/** Early stopping ended the run here. */
export interface StopRecord {
  kind: 'early-stop';
  step: number;
  /** Validations since the last improvement. */
  validations: number;
  best: Best | null;
}

export type MetricsRecord = TrainingRecord | ValidationRecord | StopRecord;

export class MetricsFile {
  readonly records: MetricsRecord[];
  readonly #path: string;

  private constructor(path: string, records: MetricsRecord[]) {
    this.#path = path;
    this.records = records;
  }

  /** Opens the file, keeping what was recorded up to `step`. */
  static async open(path: string, step: number): Promise<MetricsFile> {
    const old = step > 0 && (await exists(path)) ? (await readFileOr(path, 'the metrics')).toString() : '';
    const records = parseMetrics(old).filter((record) => record.step <= step);
    await writeFileWhole(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return new MetricsFile(path, records);
  }

  async append(record: MetricsRecord): Promise<void> {
    this.records.push(record);
    try {
      await appendFile(this.#path, `${JSON.stringify(record)}\n`);
    } catch (cause) {
      throw writeError(this.#path, cause);
    }
  }
}

/** Of a file's text; lines that are no records are passed over. */
export function parseMetrics(text: string): MetricsRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as MetricsRecord];
    } catch {
      return [];
    }
  });
}
