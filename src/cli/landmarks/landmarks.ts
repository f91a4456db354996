/** `lineament landmarks`: the built-in landmark sets, and sets of one's own: list, show, draw, check. */
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { counted } from '../../core/text/counted.js';
import { neutralParameters } from '../../face/heads/head-model.js';
import { loadHead } from '../../face/heads/registry.js';
import { checkLandmarkSet, openLandmarkSet } from '../../face/landmark-set-file.js';
import { sampleFace } from '../../face/person/distributions.js';
import { correspondences } from '../../landmarks/correspondence.js';
import { type Convention, conventions, type LandmarkSet, regions } from '../../landmarks/landmark-set.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { landmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import type { SetMistake } from '../../landmarks/sets/set-file.js';
import { writeFileWhole } from '../../node/files.js';
import { markOf } from '../../node/refuse-overwriting.js';
import { type SetViewOptions, viewSet } from '../../render/set-view.js';
import { drawSet, layOutDrawings, type SetMarks, setMarks } from '../../report/set-drawing.js';
import { exampleText } from '../command/example.js';
import { refuseForeign } from '../command/own-files.js';
import { type OutputFlags, runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';
import { addEditCommand } from './edit.js';
import { addMapCommand } from './map.js';
import { addSelectCommand } from './select.js';

interface ShowFlags extends OutputFlags {
  out?: string;
  head: string[];
  marks: SetMarks;
  convention: Convention;
  yaw: string[];
  seed: number;
}

export function addLandmarksCommand(program: Command): void {
  const landmarks = program
    .command('landmarks')
    .summary('the points of sets, and maps between them')
    .description(
      'Landmark sets: list the built-in ones, show one, edit or check one of your own, map a model to one, select points for a task.',
    )
    .addHelpText('after', exampleText('lineament landmarks show dense490 --out dense490.svg'));
  landmarks
    .command('list')
    .summary('the built-in landmark sets and their sizes')
    .description('Lists the built-in landmark sets and their sizes.')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', exampleText('lineament landmarks list'))
    .action(list);
  landmarks
    .command('show')
    .summary('the points of a set, or a drawing of them')
    .description('Prints the points of a set: region, place, mirror image. With --out, draws them.')
    .argument('<set>', `one of ${landmarkSetNames.join(', ')}, or a .yaml file of your own`)
    .option('--json', 'print the result as JSON and nothing else')
    .option(
      '--out <file.svg>',
      'draw the set: on each mean face, and on sampled faces until there are three more',
    )
    .option('--head <names...>', 'head models to draw on: cage, ict-facekit', ['cage'])
    .addOption(
      new Option('--marks <what>', 'written at each point')
        .choices([...setMarks])
        .default('none' satisfies SetMarks),
    )
    .addOption(
      new Option('--convention <name>', 'of the drawn points').choices([...conventions]).default('surface'),
    )
    .option('--yaw <degrees...>', 'views of each mean face', ['0'])
    .option('--seed <n>', 'of the sampled faces', wholeNumber, 1)
    .addHelpText(
      'after',
      exampleText('lineament landmarks show dense490 --out dense490.svg --head cage ict-facekit'),
    )
    .action(show);
  landmarks
    .command('check')
    .summary('every mistake in a set of your own, explained')
    .description('Explains every mistake in a set of your own.')
    .argument('<file.yaml>', 'the set (format: docs/landmarks.md)')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText('after', exampleText('lineament landmarks check my-set.yaml'))
    .action(check);
  addEditCommand(landmarks);
  addMapCommand(landmarks);
  addSelectCommand(landmarks);
}

function countRegions(set: LandmarkSet): Record<string, number> {
  return Object.fromEntries(
    regions
      .map((region) => [region, set.points.filter((point) => point.region === region).length] as const)
      .filter(([, count]) => count > 0),
  );
}

function describeCounts(set: LandmarkSet): string {
  const counts = Object.entries(countRegions(set)).map(([region, count]) => `${count} ${region}`);
  return `${counted(set.points.length, 'point')}: ${counts.join(', ')}`;
}

async function list(flags: OutputFlags): Promise<void> {
  await runCommand({
    name: 'landmarks list',
    flags,
    run: async () => landmarkSetNames.map(landmarkSet),
    json: (sets) =>
      sets.map((set) => ({ name: set.name, points: set.points.length, regions: countRegions(set) })),
    text: (sets) => sets.map((set) => `${set.name}  ${describeCounts(set)}\n`).join(''),
  });
}

async function show(name: string, flags: ShowFlags): Promise<void> {
  const { out } = flags;
  if (out !== undefined && extname(out).toLowerCase() !== '.svg')
    throw new UsageError('landmarks show: the drawing is an SVG', {
      file: out,
      hint: 'give a name that ends in .svg',
    });
  await runCommand({
    name: 'landmarks show',
    flags,
    run: async () => {
      if (out !== undefined) await refuseForeign('landmarks show', out);
      const set = await openLandmarkSet(name);
      if (out !== undefined) await writeFileWhole(out, await draw(set, flags));
      return set;
    },
    json: (set) => (out === undefined ? set : { set: set.name, points: set.points.length, file: out }),
    text: (set) => (out === undefined ? pointTable(set) : `${out}: ${set.name}, ${describeCounts(set)}\n`),
  });
}

function pointTable(set: LandmarkSet): string {
  const rows = set.points.map((point, i) =>
    [
      String(i).padStart(4),
      point.name.padEnd(18),
      point.region.padEnd(8),
      ...('curve' in point
        ? [point.curve.padEnd(17), point.at.toFixed(3).padStart(6)]
        : [
            `between ${point.blend.map(({ curve, at, weight }) => `${curve} ${at.toFixed(3)} (${weight.toFixed(2)})`).join(' and ')}`,
          ]),
      String(set.mirror[i]).padStart(6),
    ].join(' '),
  );
  return [
    `${set.name}: ${counted(set.points.length, 'point')}. Sides are the subject's: right is on the left of the image.`,
    '   # name               region   curve             length mirror',
    ...rows,
    '',
  ].join('\n');
}

/** The mean face of each head, then three sampled faces of the first. */
async function draw(
  set: LandmarkSet,
  { head: names, marks, convention, yaw, seed }: ShowFlags,
): Promise<string> {
  const drawings: Parameters<typeof layOutDrawings>[1][number][] = [];
  const add = async (title: string, head: Awaited<ReturnType<typeof loadHead>>, options: SetViewOptions) => {
    drawings.push({
      title,
      drawing: await drawSet(set, viewSet(set, head, { convention, ...options }), marks),
    });
  };
  const angles = yaw.map(Number);
  if (!angles.every((angle) => Math.abs(angle) <= 180))
    throw new UsageError(`landmarks show: yaw is ${yaw.join(' ')}`, {
      hint: 'give degrees from -180 to 180',
    });
  const heads = await Promise.all(names.map((name) => loadHead(name)));
  for (const head of heads)
    for (const angle of angles)
      await add(`${set.name} on ${head.name}${angle === 0 ? '' : `, ${angle}°`}`, head, { yaw: angle });
  const [first] = heads;
  for (let i = 1; i <= 3 && first !== undefined; i++) {
    const { identity } = sampleFace(new Random(seed, 'show', i), first);
    const { positions } = first.shape({ ...neutralParameters(first), identity });
    await add(`${first.name}, face ${i}`, first, { positions });
  }
  return `<!-- ${markOf('landmarks show')} -->\n${layOutDrawings(set.name, drawings)}`;
}

/** More than these are not read by anybody; two rows on each other alone make hundreds. */
const shownMistakes = 40;

async function check(file: string, flags: OutputFlags): Promise<void> {
  await runCommand({
    name: 'landmarks check',
    flags,
    run: () => checkLandmarkSet(file),
    json: ({ set, mistakes }) => ({
      file,
      ok: set !== undefined,
      points: set?.points.length ?? 0,
      mistakes,
    }),
    text: ({ set, mistakes }) => (set === undefined ? mistakeLines(file, mistakes) : praise(file, set)),
    wrong: ({ set, mistakes }) =>
      set === undefined
        ? new UsageError(`landmarks check: ${counted(mistakes.length, 'mistake')}`, {
            file,
            hint: 'correct them and check again',
          })
        : undefined,
  });
}

function mistakeLines(file: string, mistakes: readonly SetMistake[]): string {
  const lines = mistakes
    .slice(0, shownMistakes)
    .map((mistake) => `${file}${lineOf(mistake)}: ${mistake.where}: ${mistake.rule}\n    ${mistake.hint}\n`);
  const more = mistakes.length - shownMistakes;
  return [...lines, ...(more > 0 ? [`and ${more} more (--json lists them all)\n`] : [])].join('');
}

function praise(file: string, set: LandmarkSet): string {
  const middle = set.mirror.filter((other, i) => other === i).length;
  const far = correspondences(set, ibug68).filter(({ distance }) => distance > 0.5).length;
  return [
    `${file}: ${set.name}, ${describeCounts(set)}`,
    `  ${counted((set.points.length - middle) / 2, 'mirror pair')}, ${counted(middle, 'point')} on the midline`,
    `  stands for ${68 - far} of the 68 iBUG points within 5 mm on the mean face`,
    '',
  ].join('\n');
}

function lineOf({ line }: SetMistake): string {
  return line === undefined ? '' : `:${line}`;
}
