/** `lineament explore` in a process of its own, as a user starts it, for the benchmarks of its pages. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface ExploreServer {
  process: ChildProcess;
  address: string;
  close(): Promise<void>;
}

/** @param profile – folder for a CPU profile. @param fresh – whether small pictures of earlier runs are left out. */
export async function startExplore(
  datasets: readonly string[],
  { profile, fresh = false }: { profile?: string | undefined; fresh?: boolean } = {},
): Promise<ExploreServer> {
  const own = await mkdtemp(join(tmpdir(), 'explore-server-'));
  const profiled = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`];
  const begun = spawn(
    process.execPath,
    [...profiled, 'dist/cli/main.js', 'explore', ...datasets, '--out', join(own, 'out')],
    {
      env: { ...process.env, ...(fresh && { LINEAMENT_ASSETS: join(own, 'assets') }), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const address = await new Promise<string>((done, failed) => {
    let words = '';
    const read = (chunk: Buffer): void => {
      words += String(chunk);
      const found = /open (http\S+) in a browser/.exec(words)?.[1];
      if (found !== undefined) done(found);
    };
    begun.stdout.on('data', read);
    begun.stderr.on('data', read);
    begun.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${words}`)));
  });
  return {
    process: begun,
    address,
    async close() {
      const ended = new Promise((done) => begun.once('exit', done));
      begun.kill('SIGINT');
      await ended;
      await rm(own, { recursive: true, force: true });
    },
  };
}
