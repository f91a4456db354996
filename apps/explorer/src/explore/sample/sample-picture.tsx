/** A picture that is zoomed and moved, with its points under their names. Wheel and + − zoom, drag and arrows move, 0 fits it again. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LabelledView } from '../../../../../src/server/studio/schemas/explore.js';
import { useWheelZoom } from '../../ui/use-wheel-zoom.js';
import { type DrawnPrediction, drawErrors, drawFace, themeColours, visibilityNames } from '../draw-points.js';
import type { ViewState } from '../view-state.js';

interface SamplePictureProps {
  label: string;
  picture: string;
  layer: string | null;
  /** What is chosen and cannot be shown. */
  notice: string | null;
  face: LabelledView;
  /** What a model says, or two of them, beside the labels. */
  predicted: (DrawnPrediction & { uncertainty: Float32Array }) | null;
  points: readonly { name: string; region: string }[];
  view: Pick<ViewState, 'points' | 'convention' | 'boxes' | 'blend'>;
  gaze: boolean;
}

interface Placement {
  /** Canvas pixels a picture pixel. */
  scale: number;
  x: number;
  y: number;
}

const mostZoom = 40;

/** The picture at an address; the one before is kept until it is there, so that nothing flickers. */
function usePicture(address: string | null): {
  picture: HTMLImageElement | null;
  state: 'loading' | 'there' | 'missing';
} {
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  const [state, setState] = useState<'loading' | 'there' | 'missing'>('there');
  useEffect(() => {
    setState(address === null ? 'there' : 'loading');
    if (address === null) return setPicture(null);
    let isCurrent = true;
    const image = new Image();
    image.src = address;
    const arrived = (shown: HTMLImageElement | null) => {
      if (!isCurrent) return;
      setPicture(shown);
      setState(shown === null ? 'missing' : 'there');
    };
    image.decode().then(
      () => arrived(image),
      () => arrived(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [address]);
  return { picture, state };
}

export function SamplePicture({
  label,
  picture,
  layer,
  notice,
  face,
  predicted,
  points,
  view,
  gaze,
}: SamplePictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [zoom, setZoom] = useState({ factor: 1, x: 0, y: 0 });
  const [hovered, setHovered] = useState<{ k: number; x: number; y: number } | null>(null);
  const { picture: image } = usePicture(picture);
  const { picture: over, state: layerState } = usePicture(layer);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width, height });
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  const list = face.points[view.convention] ?? face.points.surface ?? face.points.contour ?? [];
  const fit = Math.min(size.width / face.width, size.height / face.height) * 0.96;
  const placement: Placement = {
    scale: fit * zoom.factor,
    x: size.width / 2 + zoom.x - (face.width * fit * zoom.factor) / 2,
    y: size.height / 2 + zoom.y - (face.height * fit * zoom.factor) / 2,
  };

  useLayoutEffect(() => {
    const element = canvas.current!;
    const ratio = devicePixelRatio;
    element.width = Math.round(size.width * ratio);
    element.height = Math.round(size.height * ratio);
    if (size.width === 0) return;
    const context = element.getContext('2d')!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { scale, x, y } = placement;
    // Pixels are shown as pixels where they are large.
    context.imageSmoothingEnabled = scale < 6;
    context.imageSmoothingQuality = 'high';
    if (image !== null) context.drawImage(image, x, y, face.width * scale, face.height * scale);
    if (over !== null) {
      context.globalAlpha = view.blend;
      context.drawImage(over, x, y, face.width * scale, face.height * scale);
      context.globalAlpha = 1;
    }
    const [left, top] = [x + scale / 2, y + scale / 2];
    const isDoubt = view.points === 'uncertainty' && predicted !== null;
    drawFace(
      context,
      { points: isDoubt ? predicted.points : list, visibility: face.visibility, box: face.box },
      {
        colours: view.points === 'uncertainty' && !isDoubt ? 'visibility' : view.points,
        uncertainty: isDoubt ? predicted.uncertainty : null,
        regions: points.map(({ region }) => region),
        boxes: view.boxes,
        scale,
        left,
        top,
        radius: Math.max(1.2, Math.min(4, scale * (points.length > 200 ? 0.3 : 0.5))),
      },
    );
    if (predicted !== null && !isDoubt)
      drawErrors(context, list, predicted, {
        scale,
        left,
        top,
        radius: Math.max(1, Math.min(2, scale * 0.3)),
      });
    if (gaze && face.gaze !== null && face.pupils !== null) {
      context.strokeStyle = themeColours().accent;
      context.lineWidth = 2;
      const length = 0.35 * face.box.width * scale;
      for (const eye of [0, 1]) {
        const [px, py] = [left + face.pupils[2 * eye]! * scale, top + face.pupils[2 * eye + 1]! * scale];
        const [gx, gy] = [face.gaze[3 * eye]!, face.gaze[3 * eye + 1]!];
        context.beginPath();
        context.moveTo(px, py);
        context.lineTo(px + gx * length, py - gy * length);
        context.stroke();
        context.beginPath();
        context.arc(px + gx * length, py - gy * length, 3.5, 0, 7);
        context.stroke();
      }
    }
    if (hovered !== null) {
      context.strokeStyle = '#fff';
      context.lineWidth = 2;
      context.beginPath();
      context.arc(left + list[2 * hovered.k]! * scale, top + list[2 * hovered.k + 1]! * scale, 6, 0, 7);
      context.stroke();
    }
  });

  const zoomBy = (factor: number, atX = size.width / 2, atY = size.height / 2): void =>
    setZoom((now) => {
      const next = Math.max(1, Math.min(mostZoom, now.factor * factor));
      const change = next / now.factor;
      const [dx, dy] = [atX - size.width / 2, atY - size.height / 2];
      return next === 1
        ? { factor: 1, x: 0, y: 0 }
        : { factor: next, x: dx - (dx - now.x) * change, y: dy - (dy - now.y) * change };
    });
  useWheelZoom(frame, zoomBy);

  const hover = (event: React.PointerEvent): void => {
    const { left, top } = frame.current!.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    let best = { k: -1, distance: 10 };
    for (let k = 0; k < list.length / 2; k++) {
      const distance = Math.hypot(
        placement.x + (list[2 * k]! + 0.5) * placement.scale - x,
        placement.y + (list[2 * k + 1]! + 0.5) * placement.scale - y,
      );
      if (distance < best.distance) best = { k, distance };
    }
    setHovered(best.k < 0 ? null : { k: best.k, x, y });
  };
  const steps: Record<string, [number, number]> = {
    ArrowLeft: [40, 0],
    ArrowRight: [-40, 0],
    ArrowUp: [0, 40],
    ArrowDown: [0, -40],
  };
  const named = hovered === null ? undefined : points[hovered.k];
  return (
    <div
      ref={frame}
      className="picture"
      role="application"
      aria-label={`Picture of ${label}: plus and minus zoom, arrows move, 0 fits`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys of what it draws
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.buttons === 1)
          setZoom((now) => ({ ...now, x: now.x + event.movementX, y: now.y + event.movementY }));
        else hover(event);
      }}
      onPointerLeave={() => setHovered(null)}
      onDoubleClick={() => setZoom({ factor: 1, x: 0, y: 0 })}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (event.key === '+' || event.key === '=') zoomBy(1.25);
        else if (event.key === '-') zoomBy(0.8);
        else if (event.key === '0') setZoom({ factor: 1, x: 0, y: 0 });
        else if (step !== undefined) setZoom((now) => ({ ...now, x: now.x + step[0], y: now.y + step[1] }));
        else return;
        event.preventDefault();
      }}
    >
      <canvas ref={canvas} />
      {hovered !== null && named !== undefined && (
        <p className="point-name" style={{ left: hovered.x + 14, top: hovered.y + 14 }}>
          <strong>{named.name}</strong> {hovered.k}
          {face.visibility !== null && ` · ${visibilityNames[face.visibility[hovered.k] ?? 0]}`}
          {predicted !== null &&
            ` · off by ${[predicted, ...(predicted.against === undefined ? [] : [predicted.against])]
              .map(({ errors }) => `${errors[hovered.k]?.toFixed(1)} %`)
              .join(' and ')}`}
        </p>
      )}
      <p className="layer-state" role="status">
        {layerState === 'loading' && 'Rendering the layer …'}
        {layerState === 'missing' && 'The layer did not come: choose it again'}
        {layerState === 'there' && notice}
      </p>
      <p className="zoom" aria-hidden="true">
        {Math.round(placement.scale * 100)} %
      </p>
    </div>
  );
}
