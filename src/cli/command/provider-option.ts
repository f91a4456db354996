/** `--provider`: what a command computes on. */
import { Option } from 'commander';
import { defaultProvider, providers } from '../../nn/runtime/provider.js';

export const providerOption = (): Option =>
  new Option('--provider <name>', 'what the network runs on')
    .choices([...providers])
    .default(defaultProvider);
