/**
 * Runs ffmpeg and ffprobe, which the system brings (Debian: package ffmpeg), as processes of their own: argument lists, never a
 * shell, and files by the protocol `file:` alone, so that neither a name nor what stands in a file makes them fetch anything.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { LineamentError, messageOf } from '../../core/errors.js';
import { errorCode } from '../files.js';

export type VideoTool = 'ffmpeg' | 'ffprobe';
export type VideoProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** As an argument: whatever the path looks like, it is a file. */
export function fileArgument(path: string): string {
  return `file:${path}`;
}

/** What may be opened by a file that names others. */
export const onlyFiles = ['-protocol_whitelist', 'file,pipe'] as const;

export interface RunningTool {
  process: VideoProcess;
  /** Settles once it has ended: its exit code, null where a signal ended it. Fails where it cannot be started. */
  ended: Promise<number | null>;
  /** Lines of its standard error, the last ones. */
  errors: string[];
  /** Ends it at once; nothing where it has ended. */
  stop(): void;
}

const mostErrors = 20;

/** @param onLine – gets each line of its standard error; those that it takes (true) are not kept. */
export function runTool(
  tool: VideoTool,
  args: readonly string[],
  onLine: (line: string) => boolean = () => false,
): RunningTool {
  // In a group of its own: Ctrl-C is for us to handle, or a half file would be closed as if it were whole.
  const child = spawn(tool, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const errors: string[] = [];
  let rest = '';
  const take = (line: string): void => {
    if (line.trim() === '' || onLine(line)) return;
    errors.push(line);
    if (errors.length > mostErrors) errors.shift();
  };
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    // A line without an end is not worth more memory.
    if (rest.length > 65_536) rest = '';
    for (const line of lines) take(line);
  });
  // A tool that has ended no longer listens: its exit code says why.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(startError(tool, cause)));
    child.on('close', (code) => {
      take(rest);
      resolve(code);
    });
  });
  // Whoever runs the tool asks later.
  ended.catch(() => {});
  return {
    process: child,
    ended,
    errors,
    stop: () => void child.kill('SIGKILL'),
  };
}

/** All that a tool prints, for answers that are short. */
export async function outputOf(
  tool: VideoTool,
  args: readonly string[],
): Promise<{ code: number | null; text: string; errors: string[] }> {
  const { process: child, ended, errors } = runTool(tool, args);
  child.stdin.end();
  child.stdout.setEncoding('utf8');
  let text = '';
  child.stdout.on('data', (part: string) => {
    text += part;
  });
  return { code: await ended, text, errors };
}

function startError(tool: VideoTool, cause: unknown): LineamentError {
  const isMissing = errorCode(cause) === 'ENOENT';
  return new LineamentError(
    isMissing ? `videos need ${tool}, which is not there` : `${tool} cannot be started: ${messageOf(cause)}`,
    {
      hint: 'install ffmpeg (Debian, Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg), or give frames in a folder',
      cause,
    },
  );
}
