/** `lineament --help`: every command on one screen of 80 × 24, by what it works on. */
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

function mapOf(program: Command, help: Help): string {
  const shown = (command: Command): Command[] =>
    help.visibleCommands(command).filter((inner) => inner.name() !== 'help');
  const direct = shown(program).filter((command) => command.commands.length === 0);
  const nouns = shown(program).filter((command) => command.commands.length > 0);
  const rows = [
    ...direct.map((command) => [command.name(), command] as const),
    ...nouns.flatMap((noun) =>
      shown(noun).map((command) => [`${noun.name()} ${command.name()}`, command] as const),
    ),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lineOf = ([name, command]: (typeof rows)[number]): string =>
    `  ${name.padEnd(width)}  ${help.subcommandDescription(command)}`;
  const lines = [
    `${program.name()} COMMAND [options]   ${program.description()} (${program.version()})`,
    '',
    everyDay,
    ...rows.slice(0, direct.length).map(lineOf),
    byNoun,
    ...rows.slice(direct.length).map(lineOf),
    `COMMAND --help tells its options, with an example: ${program.name()} detect --help`,
  ];
  // Air goes first where the screen gets short, then what commands have in common.
  let kept = lines;
  for (const line of ['', everyDay, byNoun])
    if (kept.length > screenLines) kept = kept.filter((one) => one !== line);
  return `${kept.join('\n')}\n`;
}
