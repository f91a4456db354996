/** The container files without a container engine: what they say holds together, and their commands run as they stand. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { freePort, hasRedis } from '../src/jobs/queue/redis-server.suite.js';

const serviceSchema = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()),
  restart: z.enum(['unless-stopped', 'always']),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  volumes: z.array(z.string().regex(/^\w+:\/\w+$/)),
  tmpfs: z.array(z.string()).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
  secrets: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.int().optional(),
      start_period: z.string().optional(),
    })
    .optional(),
  deploy: z.strictObject({ replicas: z.int() }).optional(),
  stop_grace_period: z.string().optional(),
});
const composeSchema = z.looseObject({
  name: z.string(),
  services: z.strictObject({ redis: serviceSchema, server: serviceSchema, worker: serviceSchema }),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

let compose: z.infer<typeof composeSchema>;
let instructions: { name: string; rest: string }[];
beforeAll(async () => {
  compose = composeSchema.parse(parse(await readFile('compose.yaml', 'utf8'), { merge: true }));
  const lines = (await readFile('Containerfile', 'utf8')).replaceAll('\\\n', ' ').split('\n');
  instructions = lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ name: line.split(' ', 1)[0]!, rest: line.slice(line.indexOf(' ') + 1) }));
});

const all = (name: string): string[] =>
  instructions.filter((one) => one.name === name).map(({ rest }) => rest);

describe('the container file', () => {
  test('has known instructions, ends without root, and takes only what there is', () => {
    const known = [
      'FROM',
      'WORKDIR',
      'COPY',
      'RUN',
      'ENV',
      'USER',
      'VOLUME',
      'EXPOSE',
      'STOPSIGNAL',
      'ENTRYPOINT',
      'CMD',
    ];
    for (const { name } of instructions) expect(known).toContain(name);
    expect(instructions[0]!.name).toBe('FROM');
    // An exact release of Node: the newest of "latest" would be another every week.
    for (const from of all('FROM')) expect(from).toMatch(/^node:\d+-\w+-slim( AS \w+)?$/);
    expect(all('USER')).toEqual(['node']);
    expect(instructions.findLastIndex(({ name }) => name === 'RUN')).toBeLessThan(
      instructions.findIndex(({ name }) => name === 'USER'),
    );
    for (const copied of all('COPY').filter((rest) => !rest.startsWith('--from')))
      for (const source of copied.split(' ').slice(0, -1)) expect(existsSync(source), source).toBe(true);
    for (const form of [...all('ENTRYPOINT'), ...all('CMD')]) expect(JSON.parse(form)).toBeInstanceOf(Array);
  });
});

describe('the compose file', () => {
  test('names only what it has, and watches what others wait for', () => {
    const { services, volumes, secrets } = compose;
    for (const service of Object.values(services)) {
      for (const volume of service.volumes) expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
      for (const secret of service.secrets ?? []) expect(Object.keys(secrets)).toContain(secret);
      for (const other of Object.keys(service.depends_on ?? {}))
        expect(services[other as keyof typeof services].healthcheck, other).toBeDefined();
    }
    expect(services.worker.deploy?.replicas).toBe(2);
    for (const { read_only, cap_drop, build } of [services.server, services.worker]) {
      expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ['ALL'] });
      expect(existsSync(build!.dockerfile)).toBe(true);
    }
  });

  test('its secret is no part of an image or of this repository', async () => {
    const { file } = compose.secrets.lineament_token!;
    for (const list of ['.gitignore', '.dockerignore'])
      expect((await readFile(list, 'utf8')).split('\n').map((line) => line.replace(/^\//, ''))).toContain(
        file.replace('./', ''),
      );
  });

  describe.skipIf(!hasRedis)('its commands', () => {
    let folder: string;
    const running: ChildProcess[] = [];
    let [redisPort, port] = [0, 0];
    /** As they stand, but for what an engine puts in its place: addresses, volumes, secrets. */
    const here = (words: readonly string[]): string[] =>
      words.map((word) =>
        word
          .replace('redis://redis:6379', `redis://127.0.0.1:${redisPort}`)
          .replace('=/data', `=${folder}`)
          .replace('/run/secrets/', `${folder}/`)
          .replace('8017', String(port))
          .replace('0.0.0.0', '127.0.0.1'),
      );
    const start = (command: string, args: readonly string[]): ChildProcess => {
      const child = spawn(command, [...args], { stdio: 'ignore' });
      running.push(child);
      return child;
    };
    const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
      while (!(await isSo())) await setTimeout(50);
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lineament-compose-'));
      [redisPort, port] = [await freePort(), await freePort()];
    });
    afterAll(async () => {
      for (const child of running) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    });

    test('start a server that is healthy, knows the secret alone, and workers that stop when they are asked', async () => {
      const { redis, server, worker } = compose.services;
      const token = 'a-token-of-a-test_0123456789';
      await writeFile(join(folder, 'lineament_token'), `${token}\n`);
      start(redis.command[0]!, [...redis.command.slice(1), '--port', String(redisPort), '--dir', folder]);
      const binary = resolve('dist/cli/main.js');
      const ping = redis.healthcheck!.test.slice(1);
      await until(() => spawnSync(ping[0]!, ['-p', String(redisPort), ...ping.slice(1)]).status === 0);
      // Loopback asks for no token by itself; on all addresses of a container it does.
      start(process.execPath, [binary, ...here(server.command), '--require-tokens']);
      const [, , ...check] = server.healthcheck!.test;
      await until(() => spawnSync(process.execPath, here(check)).status === 0);
      const status = async (given: string): Promise<number> => {
        const headers = { authorization: `Bearer ${given}` };
        return (await fetch(`http://127.0.0.1:${port}/v1/datasets`, { headers })).status;
      };
      expect(await status('another-token-of-a-test_0123')).toBe(401);
      expect(await status(token)).toBe(200);
      // What a worker takes before it works: the flags, the storage, the way to Redis.
      const child = spawn(process.execPath, [binary, ...here(worker.command)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      running.push(child);
      let words = '';
      child.stderr.on('data', (part) => {
        words += part;
      });
      await until(() => words.includes('working on') || child.exitCode !== null);
      const ended = new Promise((done) => child.once('exit', done));
      child.kill(all('STOPSIGNAL')[0] as NodeJS.Signals);
      await ended;
      expect(words).toContain('stopping');
      expect(child.signalCode).toBeNull();
    });
  });
});
