import { describe, expect, it } from 'vitest';
import { freedAfter, openedOnce, openedTogether } from './opened-together.js';

describe('openedTogether', () => {
  const freeing = (log: string[], name: string) => async () => {
    log.push(name);
  };

  it('frees what was kept with what was made of it, once', async () => {
    const freed: string[] = [];
    const { made, close } = await openedTogether(async (keep) => {
      keep(freeing(freed, 'first'));
      keep(freeing(freed, 'second'));
      return 'made';
    });
    expect([made, freed]).toEqual(['made', []]);
    await close();
    await close();
    expect(freed).toEqual(['second', 'first']);
  });

  it('frees it at once where a later part cannot be opened', async () => {
    const freed: string[] = [];
    const opening = openedTogether(async (keep) => {
      keep(freeing(freed, 'first'));
      throw new Error('no second');
    });
    await expect(opening).rejects.toThrow('no second');
    expect(freed).toEqual(['first']);
  });

  it('frees the others where one cannot be freed, and tells of the first fault', async () => {
    const freed: string[] = [];
    const stuck = async (): Promise<void> => {
      throw new Error('stuck');
    };
    const { close } = await openedTogether(async (keep) => {
      keep(freeing(freed, 'first'));
      keep(stuck);
    });
    await expect(close()).rejects.toThrow('stuck');
    expect(freed).toEqual(['first']);
    const opening = openedTogether(async (keep) => {
      keep(freeing(freed, 'again'));
      keep(stuck);
      throw new Error('no third');
    });
    await expect(opening).rejects.toThrow('no third');
    expect(freed).toEqual(['first', 'again']);
  });
});

describe('freedAfter', () => {
  it('frees what was kept when the work has ended, or fails', async () => {
    const log: string[] = [];
    const working = (end: () => string) =>
      freedAfter(async (keep) => {
        keep(async () => void log.push('freed'));
        await Promise.resolve();
        log.push('worked');
        return end();
      });
    expect(await working(() => 'done')).toBe('done');
    const failing = working(() => {
      throw new Error('no end');
    });
    await expect(failing).rejects.toThrow('no end');
    expect(log).toEqual(['worked', 'freed', 'worked', 'freed']);
  });
});

describe('openedOnce', () => {
  it('opens when it is asked first, again after a failure, and closes what is open', async () => {
    const log: string[] = [];
    const once = openedOnce(async () => {
      log.push('open');
      if (log.length === 1) throw new Error('not yet');
      return { close: async () => void log.push('close') };
    });
    await once.close();
    await expect(once.get()).rejects.toThrow('not yet');
    await once.close();
    expect(await once.get()).toBe(await once.get());
    await once.close();
    await once.close();
    expect(log).toEqual(['open', 'open', 'close']);
  });
});
