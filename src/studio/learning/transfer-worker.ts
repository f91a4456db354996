/** The process in which label transfer is learnt while a person annotates: see `background-transfer.ts`. */
import { messageOf } from '../../core/errors.js';
import { silentWork } from '../../core/work.js';
import { serveParent } from '../../node/child-module.js';
import type { TransferMessage } from './background-transfer.js';
import { learnTransfer, type TransferOrder } from './learn-transfer.js';

serveParent<TransferOrder, TransferMessage>(async (order, tell) => {
  try {
    const report = (step: number, steps: number): void => tell({ kind: 'step', step, steps });
    tell({ kind: 'done', outcome: await learnTransfer(order, { ...silentWork, report }) });
  } catch (error) {
    tell({ kind: 'failed', reason: messageOf(error) });
  }
});
