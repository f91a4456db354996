/**
 * What is checked before the tests run (`npm run check`): format and lint, types, which room may import which, and what
 * nobody uses. Two at a time, the longest first: each keeps one core busy. What a check says is printed when it ends.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Scripts of package.json, each of which can be run alone. */
const waiting = ['types', 'explorer', 'unused', 'imports', 'format'].map((name) => `check:${name}`);

function run(script: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said.push(chunk);
    });
  return new Promise((done) => {
    const end = (passed: boolean, words: string): void => {
      process.stdout.write(`${script}: ${words}\n${Buffer.concat(said)}`);
      done(passed);
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code) => end(code === 0, code === 0 ? 'passed' : `failed with ${code}`));
  });
}

async function lane(): Promise<boolean> {
  let passed = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    passed = (await run(next)) && passed;
  return passed;
}
const lanes = await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
if (lanes.includes(false)) process.exitCode = 1;
