/**
 * `lineament --help`: every command on one screen of 80 × 24, by what it works on. Where there are too many, the last nouns have
 * one line each, with the names of their commands alone.
 */
import { type Argument, type Command, Help } from 'commander';

const screenLines = 24;
const everyDay = 'Every day:';
const byNoun = 'By what they work on:';

/** Help of the whole program is the map; each command's own is commander's, which also says what options are needed. */
export function mapInHelp(program: Command): Command {
  return program.configureHelp({
    sortSubcommands: false,
    formatHelp: (command, help) =>
      command === program ? mapOf(program, help) : Help.prototype.formatHelp.call(help, command, help),
    optionDescription(option) {
      const text = Help.prototype.optionDescription.call(this, option);
      return option.mandatory ? `needed: ${text}` : text;
    },
    subcommandTerm: (command) =>
      [command.name(), ...command.registeredArguments.map((argument) => bracketed(argument))].join(' '),
  });
}

function bracketed(argument: Argument): string {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
}

/** A command or a noun, and what is said of it. */
type Row = readonly [name: string, text: string];

function mapOf(program: Command, help: Help): string {
  const shown = (command: Command): Command[] =>
    help.visibleCommands(command).filter((inner) => inner.name() !== 'help');
  const direct = shown(program).filter((command) => command.commands.length === 0);
  const nouns = shown(program).filter((command) => command.commands.length > 0);
  const parts = nouns.map((noun): { rows: Row[]; short: Row } => ({
    rows: shown(noun).map(
      (command): Row => [`${noun.name()} ${command.name()}`, help.subcommandDescription(command)],
    ),
    short: [
      noun.name(),
      shown(noun)
        .map((command) => command.name())
        .join(', '),
    ],
  }));
  const everyDayRows = direct.map((command): Row => [command.name(), help.subcommandDescription(command)]);
  // The first line and the last.
  let spare = screenLines - 2 - everyDayRows.length - parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const nounRows: Row[] = [];
  for (const { rows, short } of parts.reverse()) {
    const isShort = spare < 0 && rows.length > 1;
    if (isShort) spare += rows.length - 1;
    nounRows.unshift(...(isShort ? [short] : rows));
  }
  const width = Math.max(...[...everyDayRows, ...nounRows].map(([name]) => name.length));
  const lineOf = ([name, text]: Row): string => `  ${name.padEnd(width)}  ${text}`;
  const lines = [
    `${program.name()} COMMAND [options]   ${program.description()} (${program.version()})`,
    '',
    everyDay,
    ...everyDayRows.map(lineOf),
    byNoun,
    ...nounRows.map(lineOf),
    `COMMAND --help tells its options, with an example: ${program.name()} detect --help`,
  ];
  // Air goes first where the screen gets short, then what commands have in common.
  let kept = lines;
  for (const line of ['', everyDay, byNoun])
    if (kept.length > screenLines) kept = kept.filter((one) => one !== line);
  return `${kept.join('\n')}\n`;
}
