/** From a step plan to compiled programs, the vectors that they share and what each update does to each parameter. */
import { LineamentError } from '../../../core/errors.js';
import { sameShape, shapeText } from '../../graph/shape.js';
import { listed, namePattern, requireMatches } from '../../optimisers/name-pattern.js';
import {
  type Frozen,
  frozenBy,
  type ParameterGroup,
  type Treatment,
  treatmentBy,
} from '../../optimisers/parameter-groups.js';
import type { ParameterLayout } from '../../program/parameter-layout.js';
import { compileForward, compileTraining, type TrainingProgram } from '../../program/training-program.js';
import { convolutionBlock } from '../../runtime/convolution-block.js';
import type { Runtime } from '../../runtime/runtime.js';
import type { RunTask } from '../replicas/replica-protocol.js';
import { type SharedLayout, uniteLayouts } from '../replicas/shared-layout.js';
import type { Phase, PlanProgram, StepPlan } from './step-plan.js';

export interface CompiledPhase {
  readonly name: string;
  readonly program: TrainingProgram;
  /** Index of the program. */
  readonly index: number;
  readonly batch: number;
  readonly data: string | undefined;
  readonly weight: (step: number) => number;
  readonly averaged: boolean;
  readonly feeds: RunTask['feeds'];
  readonly updatesStatistics: boolean;
}

export interface CompiledUpdate {
  readonly phases: readonly CompiledPhase[];
  /** For each entry of the shared parameters; undefined where it stays. */
  readonly treatments: readonly (Treatment | undefined)[];
}

export interface CompiledPlan {
  readonly programs: readonly { readonly program: TrainingProgram; readonly batch: number }[];
  readonly updates: readonly CompiledUpdate[];
  readonly parameters: SharedLayout;
  readonly statistics: ParameterLayout;
}

export interface PlanSettings {
  readonly runtime: Runtime;
  readonly replicas: number;
  readonly groups: readonly ParameterGroup[];
  readonly weightDecay: number;
  /** Whether moving averages are kept. */
  readonly averages: boolean;
}

export async function compilePlan(plan: StepPlan, settings: PlanSettings): Promise<CompiledPlan> {
  if (!plan.updates.some(({ phases }) => phases.length > 0))
    throw new LineamentError('trainer: the plan has no phase', { hint: 'give an update with a phase' });
  const frozen = frozenBy(settings.groups);
  const block = await convolutionBlock(settings.runtime);
  const programs: { key: string; program: TrainingProgram; batch: number }[] = [];
  const names = new Set<string>();

  const updates = plan.updates.map((update) => {
    const earlier = new Map<string, TrainingProgram>();
    const phases = update.phases.map((phase) => {
      const wrong = (what: string, hint: string): never => refuse(phase, what, hint);
      if (names.has(phase.name)) wrong('is there twice', 'name each phase of the plan once');
      names.add(phase.name);
      const source = plan.programs[phase.program];
      if (source === undefined)
        return wrong(
          `runs program '${phase.program}'; there are ${Object.keys(plan.programs).join(', ')}`,
          'name one of them',
        );
      const moves = (update.moves ?? []).map(({ match }) => match);
      // A program is compiled once for each set of parameters that it is to move.
      const key = JSON.stringify([phase.program, moves]);
      let index = programs.findIndex((known) => known.key === key);
      if (index < 0) {
        const samples = samplesOf(phase, source, settings.replicas);
        const program = compile(source, samples, { frozen, moves, block, phase });
        index = programs.push({ key, program, batch: source.batch }) - 1;
      }
      const { program } = programs[index]!;
      const forward = program.gradients.length === 0;
      if (phase.averaged && !settings.averages)
        wrong('runs with the averaged weights, which this training does not keep', 'set ema');
      if (phase.averaged && !forward)
        wrong('trains the averaged weights', 'only a network without loss can run with them');
      const feeds = feedsOf(phase, program, earlier);
      earlier.set(phase.name, program);
      const { data, weight = 1 } = phase;
      if (data === undefined && program.inputs.some(({ name }) => !feeds.some(({ input }) => input === name)))
        wrong('has inputs and no data', 'name its data');
      return {
        name: phase.name,
        program,
        index,
        batch: source.batch,
        data,
        weight: typeof weight === 'number' ? () => weight : weight,
        averaged: phase.averaged ?? false,
        feeds,
        updatesStatistics: phase.updatesStatistics ?? true,
      };
    });
    return { phases, moves: update.moves };
  });

  const parameters = uniteLayouts(programs.map(({ program }) => program.parameters));
  const statistics = uniteLayouts(programs.map(({ program }) => program.statistics)).layout;
  const parameterNames = parameters.layout.map(({ name }) => name);
  requireMatches(
    'groups',
    settings.groups.map(({ match }) => match),
    [...parameterNames, ...statistics.map(({ name }) => name)],
  );
  const treatment = treatmentBy(settings.groups, settings.weightDecay);
  return {
    programs,
    parameters,
    statistics,
    updates: updates.map(({ phases, moves }) => {
      const patterns = moves?.map(({ match }) => match);
      if (patterns !== undefined) requireMatches('moves', patterns, parameterNames);
      const tests = patterns?.map(namePattern);
      return {
        phases,
        treatments: parameterNames.map((name) => {
          const move = tests?.findIndex((test) => test(name));
          if (frozen(name) || move === -1) return undefined;
          const { rate, weightDecay } = treatment(name);
          return { rate: rate * (move === undefined ? 1 : (moves![move]!.rate ?? 1)), weightDecay };
        }),
      };
    }),
  };
}

function compile(
  { build }: PlanProgram,
  samples: number,
  context: { frozen: Frozen; moves: readonly string[]; block: number; phase: Phase },
): TrainingProgram {
  const { frozen, moves, block, phase } = context;
  const network = build(samples, frozen);
  const { graph } = network;
  const frozenNames = [...graph.parameters, ...graph.statistics].map(({ name }) => name).filter(frozen);
  // A network without loss trains nothing and may be in inference mode, which reads the running statistics anyway.
  if (network.loss !== undefined && frozenNames.some((name) => !graph.isFrozen(name)))
    throw new LineamentError(
      `trainer: groups freeze ${frozenNames[0]}, but the network was built without knowing it`,
      { hint: "build it on new Graph('training', frozen), with the function that build is given" },
    );
  const options = { convolutionBlock: block };
  const tests = moves.map(namePattern);
  const moved = (name: string): boolean => tests.length === 0 || tests.some((test) => test(name));
  if (network.loss !== undefined && !graph.parameters.some(({ name }) => moved(name) && !frozen(name)))
    refuse(
      phase,
      `has no parameter that may move; there are ${listed(graph.parameters.map(({ name }) => name))}`,
      moves.length === 0 ? 'freeze less' : 'change moves, or freeze less',
    );
  const program =
    network.loss === undefined
      ? compileForward(graph, network.outputs, options)
      : compileTraining(graph, network, {
          ...options,
          trains: moved,
        });
  for (const { name, shape } of program.inputs)
    if (shape[0] !== samples)
      throw new LineamentError(
        `trainer: input '${name}'${ofPhase(phase.name)} must have the batch, ${samples}, as first size; it has ${shape[0]}`,
      );
  return program;
}

function samplesOf(phase: Phase, { batch }: PlanProgram, replicas: number): number {
  if (Number.isInteger(replicas) && replicas >= 1 && batch >= 1 && batch % replicas === 0)
    return batch / replicas;
  throw new LineamentError(
    `trainer: a batch of ${batch}${ofPhase(phase.name)} cannot be shared by ${replicas} replicas`,
    { hint: 'make the batch a multiple of the replicas' },
  );
}

function feedsOf(
  phase: Phase,
  program: TrainingProgram,
  earlier: ReadonlyMap<string, TrainingProgram>,
): RunTask['feeds'] {
  return Object.entries(phase.feeds ?? {}).map(([input, source]) => {
    const [from = '', output = ''] = source.split('.');
    const value = earlier.get(from)?.outputs.find(({ name }) => name === output);
    const own = program.inputs.find(({ name }) => name === input);
    if (own === undefined)
      refuse(phase, `feeds input '${input}'; there are ${namesOf(program.inputs)}`, 'name one of them');
    if (value === undefined) {
      const known = [...earlier].flatMap(([name, { outputs }]) =>
        outputs.map((out) => `${name}.${out.name}`),
      );
      return refuse(
        phase,
        `takes '${source}' as input '${input}'; earlier phases of its update give ${known.join(', ') || 'nothing'}`,
        "name one of them as 'phase.output'",
      );
    }
    if (!sameShape(own!.shape, value.shape))
      refuse(
        phase,
        `takes '${source}' of ${shapeText(value.shape)} as input '${input}' of ${shapeText(own!.shape)}`,
        'make the shapes the same',
      );
    return { input, phase: from, output };
  });
}

/** For messages; the one phase of a training without a plan has an empty name. */
export function ofPhase(name: string): string {
  return name === '' ? '' : ` of phase '${name}'`;
}

function namesOf(values: readonly { name: string }[]): string {
  return values.map(({ name }) => name).join(', ');
}

function refuse(phase: Phase, what: string, hint: string): never {
  const subject = phase.name === '' ? 'the network' : `phase '${phase.name}'`;
  throw new LineamentError(`trainer: ${subject} ${what}`, { hint });
}
