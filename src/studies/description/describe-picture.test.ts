import { describe, expect, it } from 'vitest';
import { describingOf } from './describe-picture.js';

describe('the camera that a picture is described with', () => {
  const size = { width: 400, height: 300 };

  it('has the focal length that is given, else the one that the picture states, else none', () => {
    expect(describingOf({ ...size, focal: 300 }, { focal: 500 })).toEqual({
      camera: { ...size, focal: 500 },
    });
    expect(describingOf({ ...size, focal: 300 }, {})).toEqual({ camera: { ...size, focal: 300 } });
    expect(describingOf(size, {})).toEqual({ camera: size });
  });
});
