/** What a figure was measured on: beside every figure that another machine would give differently. */
import { availableParallelism, cpus } from 'node:os';
import { lineamentVersion } from '../core/version.js';

export interface Machine {
  processor: string;
  /** That this process may use. */
  cores: number;
  /** Version of Node. */
  node: string;
  lineament: string;
  /** ISO 8601, when it was measured. */
  date: string;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    lineament: lineamentVersion,
    date: new Date().toISOString(),
  };
}
