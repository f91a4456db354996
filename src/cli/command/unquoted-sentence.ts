/** A sentence that was typed without quotes: the shell made arguments of its words. Answered with how it is typed. */
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';

/**
 * Arguments beyond those of the command are taken for the other words of a sentence.
 * @param wordsOf – all words of it, in their order; undefined where no sentence was given.
 * @param typed – up to the sentence: `lineament imagine`.
 */
export function refuseUnquoted(
  command: Command,
  wordsOf: (command: Command) => readonly string[] | undefined,
  typed: string,
): Command {
  return command.allowExcessArguments().hook('preAction', (_, { args, registeredArguments }) => {
    if (args.length <= registeredArguments.length) return;
    const tooMany = `${command.name()}: too many arguments: ${args.slice(registeredArguments.length).join(', ')}`;
    const words = wordsOf(command);
    throw new UsageError(tooMany, words === undefined ? {} : { hint: quotesHint(typed, words) });
  });
}

export function quotesHint(typed: string, words: readonly string[]): string {
  return `a sentence is put in quotes: ${typed} "${words.join(' ')}"`;
}
