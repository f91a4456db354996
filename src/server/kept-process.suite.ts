/** A process that is started again whenever it ends, as a supervisor or a container engine does. */
import { type ChildProcess, spawn } from 'node:child_process';

export class KeptProcess {
  readonly name: string;
  readonly #command: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;
  #stopped = false;
  /** The last that it said on standard error, for whoever looks for a fault. */
  words = '';

  constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#command = command;
    this.#args = args;
  }

  static node(name: string, args: readonly string[]): KeptProcess {
    return new KeptProcess(name, process.execPath, args);
  }

  start(): void {
    const child = spawn(this.#command, [...this.#args], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    child.stderr?.on('data', (words: Buffer) => {
      this.words = (this.words + words.toString('utf8')).slice(-20_000);
    });
    child.once('exit', () => {
      if (!this.#stopped) globalThis.setTimeout(() => this.#stopped || this.start(), 50);
    });
  }

  /** Without a word, in the middle of whatever it does; it comes back. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.kill();
  }
}
