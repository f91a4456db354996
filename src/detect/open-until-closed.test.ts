import { expect, it } from 'vitest';
import { openUntilClosed } from './open-until-closed.js';

function finder() {
  const done: string[] = [];
  let answer = (): void => undefined;
  const opened = {
    async find(what: string): Promise<string> {
      done.push(`find ${what}`);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      done.push(`found ${what}`);
      return what;
    },
    async close(): Promise<void> {
      done.push('freed');
    },
  };
  const { ask, close } = openUntilClosed('find', 'face finder', opened.close);
  const find = (what: string): Promise<string> => ask(() => opened.find(what));
  return { finder: { find, close }, done, answer: () => answer() };
}

it('answers nothing once it is closed, and says so', async () => {
  const { finder: closed, done } = finder();
  await closed.close();
  await expect(closed.find('a')).rejects.toThrow(
    'find: the face finder is closed (call close() after the last find, or open another face finder)',
  );
  expect(done).toEqual(['freed']);
});

it('frees its networks once, after what was asked before', async () => {
  const { finder: closing, done, answer } = finder();
  const found = closing.find('a');
  const [closed, again] = [closing.close(), closing.close()];
  await expect(closing.find('b')).rejects.toThrow('is closed');
  expect(done).toEqual(['find a']);
  answer();
  expect(await found).toBe('a');
  await Promise.all([closed, again]);
  expect(done).toEqual(['find a', 'found a', 'freed']);
});
