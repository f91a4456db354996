/** The reference hourglass on one image, one thread: our exported model file against PyTorch, in turns. */
import { createInferenceSession } from '../src/nn/runtime/inference-session.js';
import { type Benchmark, throughput } from './figure.js';
import { openPyTorch } from './pytorch.js';
import { randomBatch, reference, referenceModel } from './reference-network.js';
import { inTurns, timed } from './timing.js';

const runsPerTurn = 20;

export const benchInference: Benchmark = async ({ quick, say }) => {
  const session = await createInferenceSession(referenceModel(reference), { threads: 1 });
  const pytorch = await openPyTorch(reference, 1);
  const { size } = reference;
  const image = { data: randomBatch({ ...reference, batch: 1 }).image!, shape: [1, 3, size, size] };
  try {
    const { ours, ratio } = await inTurns(
      quick ? 4 : 10,
      () => timed(() => session.run({ image }), runsPerTurn),
      pytorch && (() => pytorch.infer(runsPerTurn)),
    );
    const ratioText = pytorch && `; PyTorch takes ${ratio.cpu!.toFixed(2)} times as long`;
    say(`inference, one image: ${(1000 * ours.cpu).toFixed(2)} ms${ratioText ?? ''}`);
    return [
      {
        benchmark: 'inference',
        conditions: `reference hourglass, batch 1, ${size} px, one thread`,
        value: 1000 * ours.cpu,
        unit: throughput('ms', 'cpu'),
        ...(pytorch !== undefined && {
          reference: { name: `PyTorch ${pytorch.version} channels-last`, ratio: ratio.cpu! },
          target: { text: '≥ 2.0 × PyTorch', ratio: 2 },
        }),
      },
    ];
  } finally {
    pytorch?.close();
    await session.release();
  }
};
