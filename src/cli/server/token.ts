/** `lineament token create|list|revoke`: who may ask a server, and how much. */
import type { Command } from 'commander';
import {
  createToken,
  type Quotas,
  quotaDefaults,
  readTokens,
  revokeToken,
} from '../../server/tokens/tokens.js';
import { exampleText } from '../command/example.js';
import { runCommand } from '../command/run-command.js';
import { wholeNumber } from '../command/whole-number.js';
import { defaultData } from './serve.js';

interface DataFlags {
  data: string;
  json?: true;
}

const withFolder = (command: Command): Command =>
  command
    .option('--data <folder>', 'of `lineament serve`', defaultData)
    .option('--json', 'print the result as JSON and nothing else');

export function addTokenCommand(program: Command): void {
  const token = program
    .command('token')
    .summary('who may ask a server')
    .description('Tokens of a server.')
    .addHelpText('after', exampleText('lineament token create anna --data orders'));
  withFolder(
    token
      .command('create')
      .summary('a new token for a server; it is shown once')
      .description(
        'Makes a token and shows it once: the server keeps only its hash. A running server knows it at once.',
      )
      .argument('<name>', 'of the person or program that gets it'),
  )
    .option(
      '--samples-per-day <n>',
      'samples that may be ordered in 24 hours',
      wholeNumber,
      quotaDefaults.samplesPerDay,
    )
    .option('--open-orders <n>', 'orders that are not at their end', wholeNumber, quotaDefaults.openOrders)
    .option('--requests-per-minute <n>', 'requests', wholeNumber, quotaDefaults.requestsPerMinute)
    .addHelpText('after', exampleText('lineament token create anna --data orders --samples-per-day 10000'))
    .action(async (name: string, { data, json, ...quotas }: DataFlags & Quotas) => {
      await runCommand({
        name: 'token create',
        flags: { ...(json && { json }) },
        run: () => createToken(data, { name, quotas }),
        text: ({ token: made }) => `${made}\n`,
        json: ({ token: made, kept: { hash: _, ...rest } }) => ({ token: made, ...rest }),
      });
    });
  withFolder(
    token
      .command('list')
      .summary('the tokens of a server')
      .description('Lists the tokens; never the tokens themselves.'),
  )
    .addHelpText('after', exampleText('lineament token list --data orders'))
    .action(async ({ data, json }: DataFlags) => {
      await runCommand({
        name: 'token list',
        flags: { ...(json && { json }) },
        run: async () => readTokens(data).map(({ hash: _, ...rest }) => rest),
        text: (tokens) =>
          tokens
            .map(
              ({ id, name, created, revoked }) =>
                `${id}  ${name}  ${created}${revoked ? `  revoked ${revoked}` : ''}\n`,
            )
            .join(''),
        say: (tokens, log) => {
          if (tokens.length === 0)
            log.info(`${data}: there are no tokens (make one: lineament token create NAME)`);
        },
      });
    });
  withFolder(
    token
      .command('revoke')
      .summary('end a token: a running server refuses it at once')
      .description('Ends a token, or all of a name: a running server refuses it at once.')
      .argument('<name>', "a token's name or id"),
  )
    .addHelpText('after', exampleText('lineament token revoke anna --data orders'))
    .action(async (name: string, { data, json }: DataFlags) => {
      await runCommand({
        name: 'token revoke',
        flags: { ...(json && { json }) },
        run: () => revokeToken(data, name),
        say: (revoked, log) => log.info(`revoked: ${revoked.map(({ id }) => id).join(', ')}`),
        json: (revoked) => ({ revoked: revoked.map(({ id }) => id) }),
      });
    });
}
