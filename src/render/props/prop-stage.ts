/** What props are built around: the face that the picture is about. */
import type { FaceDescription } from '../../face/description.js';
import type { Dresser } from '../../face/dress-head.js';
import type { HeadModel, HeadShape } from '../../face/head-model.js';
import type { Placement } from '../scene.js';

export interface PropStage {
  head: HeadModel;
  shape: HeadShape;
  face: FaceDescription;
  placement: Placement;
  dress: Dresser;
}
