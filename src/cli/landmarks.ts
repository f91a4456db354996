/** `lineament landmarks`: the landmark sets that are built in. */
import type { Command } from 'commander';
import { type LandmarkSet, regions } from '../landmarks/landmark-set.js';
import { landmarkSet, landmarkSetNames } from '../landmarks/registry.js';

export function addLandmarksCommand(program: Command): void {
  // Subcommands inherit this at their making, so that a wrong one ends in an exit code, not in process.exit.
  const landmarks = program
    .command('landmarks')
    .description('landmark sets: list, show')
    .addHelpText('after', '\nExample:\n  lineament landmarks show ibug68')
    .exitOverride();
  landmarks
    .command('list')
    .description('names and sizes of the built-in sets')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  lineament landmarks list')
    .action(({ json }: { json?: boolean }) => list(json === true));
  landmarks
    .command('show')
    .description('the points of a set: region, feature curve, fraction of its length, mirror image')
    .argument('<set>', `one of ${landmarkSetNames.join(', ')}`)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  lineament landmarks show ibug68')
    .action((name: string, { json }: { json?: boolean }) => show(landmarkSet(name), json === true));
}

function list(json: boolean): void {
  const sets = landmarkSetNames.map(landmarkSet).map((set) => ({
    name: set.name,
    points: set.points.length,
    regions: Object.fromEntries(
      regions.map((region) => [region, set.points.filter((point) => point.region === region).length]),
    ),
  }));
  print(
    json
      ? JSON.stringify(sets)
      : sets
          .map(({ name, points, regions: parts }) => {
            const counts = Object.entries(parts).map(([region, count]) => `${count} ${region}`);
            return `${name}  ${points} points: ${counts.join(', ')}`;
          })
          .join('\n'),
  );
}

function show(set: LandmarkSet, json: boolean): void {
  if (json) {
    print(JSON.stringify(set));
    return;
  }
  const rows = set.points.map((point, i) =>
    [
      String(i).padStart(4),
      point.name.padEnd(18),
      point.region.padEnd(8),
      ('curve' in point ? point.curve : 'between').padEnd(17),
      ('curve' in point ? point.at.toFixed(3) : '').padStart(6),
      String(set.mirror[i]).padStart(6),
    ].join(' '),
  );
  print(
    [
      `${set.name}: ${set.points.length} points. Sides are the subject's: right is on the left of the image.`,
      '   # name               region   curve             length mirror',
      ...rows,
    ].join('\n'),
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
