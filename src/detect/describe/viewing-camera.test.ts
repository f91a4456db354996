import { describe, expect, it } from 'vitest';
import { cameraOf } from './viewing-camera.js';

describe('the camera of a face', () => {
  const picture = { width: 400, height: 300, focal: 300 };

  it('is what is given, and of the rest what its picture says', () => {
    expect(cameraOf(undefined, picture)).toEqual(picture);
    expect(cameraOf({ focal: 500 }, picture)).toEqual({ ...picture, focal: 500 });
    expect(cameraOf({ cx: 210, cy: 140 }, picture)).toEqual({ ...picture, cx: 210, cy: 140 });
    const size = { width: 400, height: 300 };
    expect(cameraOf({ ...size, focal: undefined } as object, size)).toEqual(size);
    expect(cameraOf({ focal: 500 })).toEqual({ focal: 500 });
    expect(cameraOf()).toEqual({});
  });

  it('is not that of another picture', () => {
    expect(() => cameraOf({ width: 1920, height: 1080, focal: 500 }, picture)).toThrow(
      'the camera (width 1920, height 1080) is of another picture: this face was found in one of 400 × 300 pixels',
    );
    expect(() => cameraOf({ height: 400 }, picture)).toThrow('(height 400) is of another picture');
    expect(() => cameraOf({ cx: 4999.5, cy: 150 }, picture)).toThrow(
      '(cx 4999.5, cy 150) is of another picture',
    );
    expect(() => cameraOf({ cx: 200, cy: -3100 }, picture)).toThrow('is of another picture');
    // A part cut out far from the middle of what the camera took.
    expect(cameraOf({ cx: -1200, cy: 1100 }, picture)).toMatchObject({ cx: -1200, cy: 1100 });
    expect(cameraOf({ cx: 959.5, cy: 539.5 })).toEqual({ cx: 959.5, cy: 539.5 });
  });
});
