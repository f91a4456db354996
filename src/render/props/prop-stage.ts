/** What props are built around: the face that the picture is about. */

import type { Dresser } from '../../face/dress/dress-head.js';
import type { HeadModel, HeadShape } from '../../face/heads/head-model.js';
import type { FaceDescription } from '../../face/person/description.js';
import type { Placement } from '../scene/scene.js';

export interface PropStage {
  head: HeadModel;
  shape: HeadShape;
  face: FaceDescription;
  placement: Placement;
  dress: Dresser;
}
