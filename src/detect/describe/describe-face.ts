/**
 * From points to what people want to know, in one call. Takes points with their uncertainty and visibility and a head's
 * correspondences, never a network; runs in Node and in browsers.
 *
 * @example
 * const [face] = await detector.detect(picture);
 * const { pose } = describeFace(face, { camera: { focal: 1450 } });
 */
import { UsageError } from '../../core/errors.js';
import { checkOptions } from '../../core/settings/known-options.js';
import { withoutNulls } from '../../core/settings/without-nulls.js';
import type { FacePicture, FacePoints } from '../face.js';
import { cameraWords, type DescribeOptions, describeNames, personWords } from './describe-options.js';
import { type DescribedFace, type Topic, topics } from './described-face.js';
import { estimateExpression } from './expression/expression.js';
import { estimateEyes } from './eyes/eyes.js';
import { fitFaces } from './fit/fit-faces.js';
import { fitHead } from './fit/fit-head.js';
import { fitHeads } from './fit/fit-heads.js';
import { estimateGaze } from './gaze/gaze.js';
import { defaultHeadPoints } from './head/default-head-points.js';
import type { FaceView } from './head-fit.js';
import { observedPoints } from './observed-points.js';
import { headPose } from './pose/head-pose.js';
import { headShape } from './reconstruction/head-shape.js';
import { cameraOf, type KnownCamera } from './viewing-camera.js';

export function describeFace(face: FacePoints, options: DescribeOptions = {}): DescribedFace {
  checkOptions('describeFace', options, describeNames, cameraWords);
  return describeView(viewFace(face, options), options.topics);
}

/**
 * The faces of one picture, which has one camera: where nobody says its focal length, all of them tell it together.
 * @param faces – those of which their model says that they are wrong (`wrong`) tell it less.
 * @param options – one camera, of the picture.
 */
export function describeFaces(
  faces: readonly (FacePoints & { wrong?: number })[],
  options: DescribeOptions = {},
): DescribedFace[] {
  checkOptions('describeFaces', options, describeNames, cameraWords);
  const [first] = faces;
  if (first === undefined) return [];
  const keys = ['width', 'height', 'focal'] as const;
  // JSON may have null for what is not known.
  const said = ({ picture }: FacePoints, key: (typeof keys)[number]) => picture?.[key] ?? undefined;
  const other = faces.findIndex((face) => keys.some((key) => said(face, key) !== said(first, key)));
  if (other >= 0)
    throw new UsageError(
      `describeFaces: face ${other + 1} is of another picture than face 1: ${pictureWords(faces[other]!.picture)}, not ${pictureWords(first.picture)}`,
      { hint: 'give the faces of one picture at a time; pictures of one person are for describePerson' },
    );
  const head = options.head ?? defaultHeadPoints(first.set, first.convention);
  const found = faces.map((face) => ({ points: observedPoints(face), doubt: face.wrong ?? 0 }));
  return fitFaces(found, head, cameraOf(options.camera, first.picture)).map((view) =>
    describeView(view, options.topics),
  );
}

function pictureWords(picture: FacePicture | null | undefined): string {
  if (!picture) return 'one that is not known';
  const { width, height, focal } = withoutNulls(picture);
  return `${width} × ${height} pixels${focal === undefined ? '' : ` with a focal length of ${focal}`}`;
}

/**
 * Several pictures of one person: identity is shared, everything else is each picture's own.
 * @param faces – each with the camera that took it, where more is known of it than the face's `picture` says.
 */
export function describePerson(
  faces: readonly { face: FacePoints; camera?: KnownCamera }[],
  options: Omit<DescribeOptions, 'camera'> = {},
): DescribedFace[] {
  checkOptions('describePerson', options, { head: true, topics: true }, personWords);
  const { head, topics } = options;
  const pictures = faces.map(({ face, camera }) => ({
    points: observedPoints(face),
    camera: cameraOf(camera, face.picture),
  }));
  const first = pictures[0]?.points;
  if (first === undefined) return [];
  return fitHeads(pictures, head ?? defaultHeadPoints(first.set, first.convention)).map((view) =>
    describeView(view, topics),
  );
}

/** @param asked – all topics by default. */
export function describeView(view: FaceView, asked?: readonly Topic[] | null): DescribedFace {
  const wanted = asked ?? topics;
  // Two topics read it, and it is a fit of its own.
  const gaze = wanted.includes('gaze') || wanted.includes('expression') ? estimateGaze(view) : undefined;
  const describers = {
    pose: headPose,
    gaze: () => gaze,
    eyes: estimateEyes,
    expression: (of: FaceView) => estimateExpression(of, gaze),
    reconstruction: headShape,
  };
  const described: DescribedFace = { camera: view.camera, misfit: view.fit.misfit };
  for (const topic of topics)
    if (wanted.includes(topic)) {
      const part = describers[topic](view);
      if (part !== undefined) Object.assign(described, { [topic]: part });
    }
  return described;
}

/** The fitted head of a face, which every topic reads. @param before – of the frame before, in a video. */
export function viewFace(
  face: FacePoints,
  { camera, head }: DescribeOptions = {},
  before?: FaceView,
): FaceView {
  const points = observedPoints(face);
  return fitHead(
    points,
    head ?? defaultHeadPoints(points.set, points.convention),
    cameraOf(camera, face.picture),
    before,
  );
}
