/** `lineament study`: every row of a study trained and measured, and a report written. */
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { readTextOr } from '../../node/files.js';
import { applicationsStudy } from '../../studies/applications/applications-recipe.js';
import { runApplications } from '../../studies/applications/run-applications.js';
import { runStudy } from '../../studies/case-study/study.js';
import { scaleNamed, scaleNames } from '../../studies/case-study/study-recipe.js';
import { generativeStudy } from '../../studies/generative/generative-recipe.js';
import { runGenerative } from '../../studies/generative/run-generative.js';
import { checkHasScales, studyKind } from '../../studies/job-kinds/scaled-recipe.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';

interface StudyFlags {
  real?: string;
  unlabelled?: string;
  simulated?: true;
  scale: string;
  landmarks?: string;
  rows?: string[];
  out?: string;
  dryRun?: true;
  reportOnly?: true;
  json?: true;
}

export function addStudyCommand(program: Command): void {
  program
    .command('study')
    .summary('every row of a study trained and measured, with a report')
    .description(
      'Says first what it will do and how long that will take; then does it. What is done is never repeated: the same command goes on where a stopped one was.',
    )
    .argument('<recipe>', "a study's recipe in YAML")
    .option(
      '--real <folder>',
      'photographs: 300-W, a folder with labelled.jsonl, or a dataset (without: a simulated domain)',
    )
    .option('--unlabelled <path>', 'pictures without labels for adaptation: a dataset, a folder or a list')
    .option('--simulated', 'measure on the simulated domain too')
    .option(
      '--scale <name>',
      `how much of it: ${scaleNames.join(', ')}, or what else its recipe has; tiny shows that everything runs, small takes half an hour`,
      'full',
    )
    .option(
      '--landmarks <set>',
      `set of the synthetic labels: ${landmarkSetNames.join(', ')}, or a .yaml file`,
    )
    .option('--rows <names...>', 'only these of its rows, and its reference')
    .option('--out <folder>', 'everything it makes (default: runs/study-SCALE)')
    .option('--dry-run', 'only say what would be done and how long it would take')
    .option('--report-only', 'run nothing: write the report of what is done so far')
    .option('--json', 'print the result as JSON and nothing else')
    .addHelpText(
      'after',
      exampleText('lineament study recipes/case-study.yaml --real ../shared/faces --scale small'),
    )
    .action(study);
}

async function study(file: string, flags: StudyFlags): Promise<void> {
  const yaml = await readTextOr(file, 'the study');
  const kind = studyKind(yaml, file);
  checkHasScales(yaml, flags.scale, file);
  if (kind === applicationsStudy) return applications(file, flags);
  if (kind === generativeStudy) return generative(file, flags);
  await runCommand({
    name: 'study',
    flags,
    run: (work) =>
      runStudy(
        {
          file,
          scale: scaleNamed(flags.scale),
          out: flags.out ?? `runs/study-${flags.scale}`,
          real: flags.real,
          unlabelled: flags.unlabelled,
          simulated: flags.simulated ?? false,
          ...(flags.landmarks !== undefined && { overrides: { landmarks: flags.landmarks } }),
          rows: flags.rows,
          dryRun: flags.dryRun ?? false,
          reportOnly: flags.reportOnly ?? false,
          command: commandLine(file, flags),
        },
        work,
      ),
    failures: ({ failed, refused, jobs, samples }) => ({
      failed: [...failed.map(({ job, reason }) => ({ id: job, reason })), ...refused],
      ...(refused.length === 0
        ? { total: jobs, items: 'jobs' }
        : failed.length === 0
          ? { total: samples, items: 'photographs' }
          : { total: jobs + samples, items: 'jobs and photographs' }),
      hint: [...(failed.length > 0 ? [failedHint] : []), ...(refused.length > 0 ? [refusedHint] : [])].join(
        '; ',
      ),
    }),
  });
}

const failedHint =
  'the report says which rows are missing; when what is wrong there is mended, the same command tries them once more';
/** Photographs are read once: what decides whether they are read again is what is said of them, not their pixels. */
const refusedHint =
  'figures are without the photographs that could not be read; leave them out of the labels, or mend them and give another --out';

async function applications(file: string, { scale, out, json, ...others }: StudyFlags): Promise<void> {
  const [flag] = Object.keys(others);
  if (flag !== undefined)
    throw new UsageError(`study: --${flag} means nothing to a study of applications`, {
      file,
      hint: 'it takes --scale, --out and --json; the rest stands in the recipe',
    });
  await runCommand({
    name: 'study',
    flags: { ...(json && { json }) },
    run: (work) => runApplications({ file, scale, out: out ?? `runs/applications-${scale}` }, work),
    json: ({ files }) => files,
    text: ({ files }) => `${files.html}\n`,
  });
}

async function generative(file: string, { scale, out, dryRun, json, ...others }: StudyFlags): Promise<void> {
  const [flag] = Object.keys(others);
  if (flag !== undefined)
    throw new UsageError(`study: --${flag} means nothing to a study of generative models`, {
      file,
      hint: 'it takes --scale, --out, --dry-run and --json; the rest stands in the recipe',
    });
  await runCommand({
    name: 'study',
    flags: { ...(json && { json }) },
    run: (work) =>
      runGenerative({ file, scale, out: out ?? `runs/generative-${scale}`, dryRun: dryRun ?? false }, work),
    text: ({ files }) => (files === null ? '' : `${files.html}\n`),
  });
}

/** As it can be typed again. */
function commandLine(file: string, flags: StudyFlags): string {
  return [
    'lineament study',
    file,
    ...(flags.real === undefined ? [] : ['--real', flags.real]),
    ...(flags.unlabelled === undefined ? [] : ['--unlabelled', flags.unlabelled]),
    ...(flags.simulated ? ['--simulated'] : []),
    '--scale',
    flags.scale,
    ...(flags.landmarks === undefined ? [] : ['--landmarks', flags.landmarks]),
    ...(flags.rows === undefined ? [] : ['--rows', ...flags.rows]),
  ].join(' ');
}
