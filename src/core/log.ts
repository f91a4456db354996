/** Where a command's words go: people read lines on standard error; `--quiet` or `--json` silences them. */

export interface Log {
  info(line: string): void;
  warn(line: string): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {} };

export function lineLog(write: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): Log {
  return { info: (line) => write(line), warn: (line) => write(`warning: ${line}`) };
}
