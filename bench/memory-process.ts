/** Trains the reference hourglass for some steps and prints the greatest resident memory, bytes: REPLICAS STEPS. */
import { randomBatch, reference, referenceTrainer } from './reference-network.js';

const [replicas, steps] = process.argv.slice(2).map(Number) as [number, number];
const trainer = await referenceTrainer(reference, replicas);
const batch = randomBatch(reference);
for (let step = 0; step < steps; step++) await trainer.step(batch, { learningRate: 1e-3 });
await trainer.release();
process.stdout.write(`${1024 * process.resourceUsage().maxRSS}\n`);
