/**
 * Signposts where a command is not: `lineament evaluate`, or `lineament dataset train`. Each is a hidden command that takes
 * whatever is typed and answers with a usage error that names the command that does it.
 */
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';

/** Commands that had a name of their own before they were grouped by what they work on. */
const formerNames: Readonly<Record<string, readonly string[]>> = {
  'export-dataset': ['dataset export'],
  adapter: ['model adapt'],
};

/** Puts up a signpost in the program and in every noun for each command that lies elsewhere. */
export function addSignposts(program: Command): void {
  const nouns = program.commands.filter((command) => command.commands.length > 0);
  const places = new Map<string, string[]>(Object.entries(formerNames).map(([name, to]) => [name, [...to]]));
  const add = (name: string, place: string): void =>
    void places.set(name, [...(places.get(name) ?? []), place]);
  for (const noun of nouns)
    for (const command of noun.commands) add(command.name(), `${noun.name()} ${command.name()}`);
  for (const command of program.commands)
    if (!nouns.includes(command) && !places.has(command.name())) add(command.name(), command.name());
  for (const parent of [program, ...nouns]) {
    const taken = new Set(parent.commands.map((command) => command.name()));
    for (const [name, targets] of places) if (!taken.has(name)) addSignpost(parent, name, targets);
  }
}

function addSignpost(parent: Command, name: string, targets: readonly string[]): void {
  const typed = parent.parent === null ? name : `${parent.name()} ${name}`;
  const refuse = (): never => {
    throw new UsageError(`there is no command '${typed}'`, {
      hint: `it is ${targets.map((target) => `\`lineament ${target}\``).join(' or ')}`,
    });
  };
  parent
    .command(name, { hidden: true })
    .allowUnknownOption()
    .allowExcessArguments()
    // Asked for its help it answers the same.
    .addHelpText('beforeAll', refuse)
    .action(refuse);
}
