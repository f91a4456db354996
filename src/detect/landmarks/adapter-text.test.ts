import { describe, expect, it } from 'vitest';
import { adapter, reader } from './adapter-example.suite.js';
import { adapterText, parseAdapter } from './adapter-text.js';

describe('files of earlier versions', () => {
  it.each([
    ['nearest', 'nearest-subset'],
    ['ridge', 'ridge-affine'],
    ['mlp', 'mlp'],
  ])('name the kind %s: it is %s today', (before, kind) => {
    const old = adapterText(adapter).replace('"ridge-affine"', JSON.stringify(before));
    expect(parseAdapter(old, 'old.json')).toEqual({ ...adapter, kind });
  });
});

describe('adapter files', () => {
  it('come back bit for bit', () => {
    const text = adapterText(adapter);
    expect(parseAdapter(text, 'a.json')).toEqual(adapter);
    expect(JSON.parse(text).format).toBe('lineament-adapter');
  });

  it('say what is wrong with them', () => {
    expect(() => parseAdapter('no', 'a.json')).toThrow('it is not JSON');
    expect(() => parseAdapter('{}', 'a.json')).toThrow('format');
    const cut = JSON.parse(adapterText(adapter));
    cut.subset.pop();
    expect(() => parseAdapter(JSON.stringify(cut), 'a.json')).toThrow('do not fit each other');
  });
});

describe('files of adapters that read what the network saw', () => {
  it('come back from their files, which older readers refuse by their kind', () => {
    expect(parseAdapter(adapterText(reader), 'a.json')).toEqual(reader);
    const bars = { ...reader, uncertainty: { scale: [0.7, 1], floor: [0, 0.01] } };
    expect(parseAdapter(adapterText(bars), 'a.json')).toEqual(bars);
    const text = adapterText(bars);
    const said = (from: string, to: string) => () => parseAdapter(text.replace(from, to), 'a.json');
    expect(said('"components":3', '"components":4')).toThrow('do not fit each other');
    expect(said('"components":3', '"components":0')).toThrow('not an adapter of this Lineament');
    expect(said('"scale":[0.7,1]', '"scale":[0.7]')).toThrow('do not fit each other');
    expect(said('"scale":[0.7,1]', '"scale":[0.7,-1]')).toThrow('not an adapter of this Lineament');
    expect(said('"crop":0.9', '"crop":9')).toThrow('from 0.5 to 2');
  });

  it('keep their map of the first look, which takes points alone', () => {
    const twice = { ...reader, firstLook: adapter.layers };
    expect(parseAdapter(adapterText(twice), 'a.json')).toEqual(twice);
    const wide = { ...twice, firstLook: reader.layers };
    expect(() => parseAdapter(adapterText(wide), 'a.json')).toThrow('do not fit each other');
  });
});
