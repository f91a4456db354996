/**
 * One training step of the reference hourglass (forward, backward, Adam) on our engine and on PyTorch, batch 16 at
 * 128 × 128, in turns in the same run. On one thread processor time is compared, which neighbours disturb least; on two
 * cores, where waiting counts, wall time: PyTorch with two threads, ours with two replicas, exchange of gradients and
 * batch statistics and the optimiser included.
 */
import { type Benchmark, type Figure, throughput } from './figure.js';
import { openPyTorch } from './pytorch.js';
import { randomBatch, reference, referenceTrainer, stepFlops } from './reference-network.js';
import { type Clock, inTurns, timed } from './timing.js';

const stepsPerTurn = 4;

export const benchTrainingStep: Benchmark = (context) => compareSteps(1, 1.0, 'cpu', context);

export const benchTwoCores: Benchmark = (context) => compareSteps(2, 1.3, 'wall', context);

async function compareSteps(
  cores: number,
  target: number,
  clock: Clock,
  { quick, say }: Parameters<Benchmark>[0],
): Promise<Figure[]> {
  const trainer = await referenceTrainer(reference, cores);
  const pytorch = await openPyTorch(reference, cores);
  const batch = randomBatch(reference);
  try {
    const step = () => trainer.step(batch, { learningRate: 1e-3 });
    const { ours, theirs, ratio } = await inTurns(
      quick ? 4 : 10,
      () => timed(step, stepsPerTurn),
      pytorch && (() => pytorch.train(stepsPerTurn)),
    );
    const where = cores === 1 ? 'one thread' : `${cores} cores`;
    const conditions = `reference hourglass, batch ${reference.batch}, ${reference.size} px, ${where}`;
    say(
      `training step, ${where}: ${(1000 * ours.wall).toFixed(1)} ms (${(1000 * ours.cpu).toFixed(1)} of CPU time), ` +
        `${(stepFlops(reference) / ours.wall / 1e9).toFixed(0)} GFLOP/s`,
    );
    if (pytorch === undefined || theirs === undefined)
      say('PyTorch is missing, ours is measured alone (Debian: apt-get install python3-torch)');
    else
      say(
        `PyTorch ${pytorch.version}: ${(1000 * theirs.wall).toFixed(1)} ms (${(1000 * theirs.cpu).toFixed(1)} of CPU time); ` +
          `ratio ${ratio.wall!.toFixed(2)}, of CPU time ${ratio.cpu!.toFixed(2)}`,
      );
    return (['cpu', 'wall'] as const).map((each) => ({
      benchmark: 'training step',
      conditions,
      value: reference.batch / ours[each],
      unit: throughput('img/s', each),
      ...(pytorch !== undefined && {
        reference: { name: `PyTorch ${pytorch.version} channels-last`, ratio: ratio[each]! },
        ...(each === clock && { target: { text: `≥ ${target.toFixed(1)} × PyTorch`, ratio: target } }),
      }),
    }));
  } finally {
    pytorch?.close();
    await trainer.release();
  }
}
