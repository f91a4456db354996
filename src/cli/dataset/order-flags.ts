/** What was typed beside an order. */
import type { GenerationInput } from '../../dataset/generate/settings.js';
import type { OutputFlags } from '../command/run-command.js';

export interface OrderFlags {
  file: string;
  out: string | undefined;
  dryRun: true | undefined;
  withoutRefused: true | undefined;
  contactSheet: string | true | undefined;
  /** Settings that were typed; they go before the order's. */
  typed: Partial<GenerationInput> & { workers?: number };
  output: OutputFlags;
}
