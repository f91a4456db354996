/**
 * Label transfer in the background: a process of the lowest priority learns it, so that a hand on the page is never waited for.
 * Where it is killed, nothing is lost but what it has learnt. Node only.
 */
import { LineamentError } from '../../core/errors.js';
import { forkModule } from '../../node/child-module.js';
import type { TransferOrder, TransferOutcome } from './learn-transfer.js';

export type TransferMessage =
  | { kind: 'step'; step: number; steps: number }
  | { kind: 'done'; outcome: TransferOutcome }
  | { kind: 'failed'; reason: string };

export interface BackgroundTransfer {
  /** Undefined where it was stopped. */
  readonly outcome: Promise<TransferOutcome | undefined>;
  /** Ends it, wherever it is. */
  stop(): void;
}

export type StartTransfer = (
  order: TransferOrder,
  onStep: (step: number, steps: number) => void,
) => BackgroundTransfer;

export const startTransfer: StartTransfer = (order, onStep) => {
  const child = forkModule('./transfer-worker', import.meta.url);
  let stopped = false;
  const outcome = new Promise<TransferOutcome | undefined>((resolve, reject) => {
    let result: TransferOutcome | undefined;
    let reason: string | undefined;
    child.on('message', (message: TransferMessage) => {
      if (message.kind === 'step') onStep(message.step, message.steps);
      else if (message.kind === 'done') result = message.outcome;
      else reason = message.reason;
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said = `${said}${text.toString()}`.slice(-2000);
    });
    // Each of them: one that nobody listens to would end the server.
    child.on('error', reject);
    // The last message may come after the exit.
    const ended = new Promise<string>((end) => {
      child.once('exit', (code, signal) => end(signal ?? `code ${code}`));
    });
    child.once('disconnect', async () => {
      const how = await ended;
      if (stopped) resolve(undefined);
      else if (result !== undefined) resolve(result);
      else
        reject(
          new LineamentError(
            reason ?? `the process that learnt label transfer ended with ${how}. ${said.trim()}`.trim(),
          ),
        );
    });
  });
  child.send(order);
  return {
    outcome,
    stop() {
      stopped = true;
      child.kill('SIGKILL');
    },
  };
};
