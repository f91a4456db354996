import { describe, expect, it } from 'vitest';
import { lookDefaults, parseFinding, parseLooks } from './detection-settings.js';

describe('the settings of a detection', () => {
  it('are one plain look at every face that the finder is sure of, where nothing is said', () => {
    expect(parseLooks({})).toEqual({ mirror: false, looks: 1, anyRoll: false });
    expect(parseLooks({ looks: undefined, mirror: true })).toEqual({ ...lookDefaults, mirror: true });
    expect(parseFinding({})).toEqual({ threshold: null, mostFaces: null });
  });

  it.each([
    [() => parseLooks({ looks: 3 as never }), 'detect: looks: 3; allowed: 1, or 2 for a second look'],
    [() => parseLooks({ mirror: 'yes' as never }), 'detect: mirror: "yes"; allowed: true or false'],
    [() => parseFinding({ threshold: 1 }), 'find faces: threshold: 1; allowed: a score between 0 and 1'],
    [() => parseFinding({ mostFaces: 0 }), 'find faces: mostFaces: 0; allowed: a whole number from 1'],
  ])('refuse what is not allowed: %#', (parse, words) => {
    expect(parse).toThrow(words);
  });
});
