/** The batches of one step, checked and dealt to the phases that take them. */
import { LineamentError } from '../../../core/errors.js';
import { sizeOf } from '../../graph/shape.js';
import { type CompiledPhase, type CompiledPlan, ofPhase } from './compile-plan.js';

/** For each input its values, the whole batch's samples one behind the other. */
export type Batch = Readonly<Record<string, Float32Array>>;

/** By data source: a batch, or several whose gradients are averaged. */
export type StepData = Readonly<Record<string, Batch | readonly Batch[]>>;

/** @returns for each phase that runs, by name, its batches: the inputs that nothing feeds. */
export function checkedBatches(
  running: readonly CompiledPhase[],
  data: StepData,
  { updates }: CompiledPlan,
): ReadonlyMap<string, readonly Batch[]> {
  const all = updates.flatMap(({ phases }) => phases);
  const lists = new Map(
    Object.entries(data).map(([name, given]) => [name, isList(given) ? given : [given]] as const),
  );
  for (const [source, batches] of lists) {
    if (batches.length === 0)
      throw new LineamentError(`trainer: data '${source}' is an empty list of batches`, {
        hint: 'give at least one batch',
      });
    const takers = all.filter((phase) => phase.data === source);
    if (takers.length === 0)
      throw new LineamentError(
        `trainer: no phase takes data '${source}'; there are ${[...new Set(all.flatMap((phase) => phase.data ?? []))].join(', ')}`,
      );
    const known = [...new Set(takers.flatMap(({ program }) => program.inputs.map(({ name }) => name)))];
    for (const name of batches.flatMap((batch) => Object.keys(batch)))
      if (!known.includes(name))
        throw new LineamentError(`trainer: no input is named '${name}'; there are ${known.join(', ')}`);
  }
  const count = Math.max(...running.map(({ data: source }) => lists.get(source ?? '')?.length ?? 1));
  return new Map(
    running.map((phase) => {
      if (phase.data === undefined) return [phase.name, new Array<Batch>(count).fill({})];
      const batches = lists.get(phase.data);
      if (batches?.length !== count)
        throw new LineamentError(
          `trainer: data '${phase.data}' must have ${count} batches, got ${batches?.length ?? 0}`,
          { hint: 'give each data source of the step as many' },
        );
      return [phase.name, batches.map((batch) => ownInputs(phase, batch))];
    }),
  );
}

function ownInputs(phase: CompiledPhase, batch: Batch): Batch {
  const fed = new Set(phase.feeds.map(({ input }) => input));
  const own = phase.program.inputs.filter(({ name }) => !fed.has(name));
  return Object.fromEntries(
    own.map(({ name, shape }) => {
      const values = batch[name];
      const whole = (sizeOf(shape) / shape[0]!) * phase.batch;
      if (values?.length !== whole || !(values instanceof Float32Array))
        throw new LineamentError(
          `trainer: input '${name}'${ofPhase(phase.name)} takes a Float32Array of ${whole} values, got ${values === undefined ? 'none' : `${values.length} in ${values.constructor.name}`}`,
        );
      return [name, values];
    }),
  );
}

function isList(given: Batch | readonly Batch[]): given is readonly Batch[] {
  return Array.isArray(given);
}
