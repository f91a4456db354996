/** `lineament landmarks select`: the points of dense1001 that serve a task best, as a set of one's own. */
import { type Command, Option } from 'commander';
import { whole } from '../../core/settings/value-kinds.js';
import { inSteps } from '../../core/steps.js';
import { counted } from '../../core/text/counted.js';
import { partOf } from '../../core/work.js';
import { sampleHeadPoints } from '../../detect/describe/head/sample-head-points.js';
import {
  type SelectionTask,
  selectionSteps,
  selectionTasks,
} from '../../detect/describe/selection/select-points.js';
import { loadHead } from '../../face/heads/registry.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { writeFileWhole } from '../../node/files.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { tableText } from '../../report/table.js';
import { exampleText } from '../command/example.js';
import { refuseForeign } from '../command/own-files.js';
import { type OutputFlags, runCommand } from '../command/run-command.js';
import { settingNumber } from '../command/setting-number.js';

const name = 'landmarks select';

interface SelectFlags extends OutputFlags {
  task: SelectionTask;
  count: number;
  head: string;
  out?: string;
}

const from = 'dense1001';
const available = landmarkSet(from).points.length;
/** Built-in sets that lie within it. */
const within = ['dense243', 'dense460', 'dense490', from];

export function addSelectCommand(landmarks: Command): void {
  landmarks
    .command('select')
    .summary(`the points of ${from} that serve a task best`)
    .description(
      `Chooses points of ${from}, with their mirror images, one after another so that a task's answer is as sure as can be, and prints what to expect of so many of them beside the built-in sets.`,
    )
    .addOption(
      new Option('--task <name>', 'what the points are for')
        .choices([...selectionTasks])
        .default('reconstruction'),
    )
    .option(
      '--count <n>',
      `how many points, of the ${available} that there are`,
      settingNumber(whole(1, available)),
      68,
    )
    .option('--head <name>', 'head model whose shapes are told apart', 'cage')
    .option('--out <file.yaml>', 'write the set, for --landmarks (over its own only)')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', exampleText('lineament landmarks select --task pose --count 20 --out pose20.yaml'))
    .action(select);
}

interface Selected {
  names: string[];
  curve: { points: string; count: number; expected: number }[];
}

async function select({ task, count, head: named, out, ...flags }: SelectFlags): Promise<void> {
  await runCommand<Selected>({
    name,
    flags,
    run: async (work) => {
      if (out !== undefined) await refuseForeign(name, out);
      const set = landmarkSet(from);
      const head = sampleHeadPoints(await loadHead(named), set, 'surface');
      const { chosen, expected } = await inSteps(
        selectionSteps(head, task, count),
        name,
        partOf(work, 'select', '%'),
      );
      const names = chosen.map((k) => set.points[k]!.name);
      if (out !== undefined) await writeFileWhole(out, setFile(task, names));
      const steps = [5, 10, 20, 40, 68, 120, 243, 460, 490].filter((step) => step < chosen.length);
      const curve = [...steps, chosen.length].map((step) => ({
        points: 'chosen',
        count: step,
        expected: expected(chosen.slice(0, step)),
      }));
      const numbers = new Map(set.points.map((point, k) => [point.name, k]));
      const builtIn = within.map((builtInSet) => {
        const points = landmarkSet(builtInSet).points.map((point) => numbers.get(point.name)!);
        return { points: builtInSet, count: points.length, expected: expected(points) };
      });
      return { names, curve: [...curve, ...builtIn] };
    },
    say: ({ names }, log) => {
      if (names.length < count)
        log.info(`${counted(names.length, 'point')} of ${count}: the others lie too near to these`);
    },
    text: ({ names, curve }) =>
      `${tableText({
        head: [
          'points',
          'count',
          task === 'reconstruction' ? 'expected error, mm' : 'expected error, degrees',
        ],
        rows: curve.map(({ points, count, expected }) => [points, String(count), expected.toFixed(3)]),
      })}\n${names.join('\n')}\n`,
  });
}

function setFile(task: SelectionTask, names: readonly string[]): string {
  return [
    `# ${names.length} points of ${from} that serve ${task} best, chosen by ${markOf(name)}.`,
    `name: ${task}${names.length}`,
    'points:',
    `  - set: ${from}`,
    '    names:',
    ...names.map((name) => `      - ${name}`),
    '',
  ].join('\n');
}
