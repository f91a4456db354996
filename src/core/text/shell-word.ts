/** A word of a command as a POSIX shell takes it (PowerShell too where it holds no quote): in single quotes where it has to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
