/** Scenes as the generator draws them when nothing is asked for: for tests that need any scene. */
import type { SceneOptions } from './scene-sampling.js';

export const anyScene: SceneOptions = { pose: 'in-the-wild', backgrounds: [], without: [] };
