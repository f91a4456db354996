/** `lineament landmarks select`: the points of dense1001 that serve a task best, as a set of one's own. */
import { type Command, Option } from 'commander';
import { sampleHeadPoints } from '../../detect/describe/head/sample-head-points.js';
import {
  type SelectionTask,
  selectionTasks,
  selectPoints,
} from '../../detect/describe/selection/select-points.js';
import { loadHead } from '../../face/heads/registry.js';
import { landmarkSet } from '../../landmarks/sets/registry.js';
import { writeFileWhole } from '../../node/files.js';
import { tableText } from '../../report/table.js';
import { exampleText } from '../command/example.js';
import { type OutputFlags, runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';

interface SelectFlags extends OutputFlags {
  task: SelectionTask;
  count: number;
  head: string;
  out?: string;
}

const from = 'dense1001';
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
    .option('--count <n>', 'how many points', wholeNumber, 68)
    .option('--head <name>', 'head model whose shapes are told apart', 'cage')
    .option('--out <file.yaml>', 'write the set, for --landmarks')
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
    name: 'landmarks select',
    flags,
    run: async () => {
      const set = landmarkSet(from);
      const head = sampleHeadPoints(await loadHead(named), set, 'surface');
      const { chosen, expected } = selectPoints(head, task, count);
      const names = chosen.map((k) => set.points[k]!.name);
      if (out !== undefined) await writeFileWhole(out, setFile(task, names));
      const steps = [5, 10, 20, 40, 68, 120, 243, 460, 490].filter((step) => step < chosen.length);
      const curve = [...steps, chosen.length].map((step) => ({
        points: 'chosen',
        count: step,
        expected: expected(chosen.slice(0, step)),
      }));
      const numbers = new Map(set.points.map(({ name }, k) => [name, k]));
      const builtIn = within.map((name) => {
        const points = landmarkSet(name).points.map((point) => numbers.get(point.name)!);
        return { points: name, count: points.length, expected: expected(points) };
      });
      return { names, curve: [...curve, ...builtIn] };
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
    `# ${names.length} points of ${from} that serve ${task} best, chosen by lineament landmarks select.`,
    `name: ${task}${names.length}`,
    'points:',
    `  - set: ${from}`,
    '    names:',
    ...names.map((name) => `      - ${name}`),
    '',
  ].join('\n');
}
