/** Depth as a surface in 3D, with the picture on it, lit by its normals. Drag or arrow keys turn it. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import * as three from 'three';
import { ask } from '../../api/ask.js';
import { unpack } from '../../api/unpack.js';
import { ErrorState, LoadingState } from '../../ui/states.js';
import { base } from '../explore-api.js';

interface ReliefProps {
  dataset: number;
  version: string;
  row: number;
  picture: string;
}

interface Depths {
  width: number;
  height: number;
  depth: Float32Array;
  normals: Float32Array;
}

export function Relief({ dataset, version, row, picture }: ReliefProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['relief', dataset, row],
    queryFn: async ({ signal }): Promise<Depths> => {
      const [size, depth, normals] = await unpack(
        await ask(`${base}/${dataset}/samples/${row}/relief?v=${version}`, { signal }),
      );
      // Copies: files of a pack do not lie on the limits of words.
      const [width, height] = new Uint32Array(size!.slice().buffer);
      return {
        width: width!,
        height: height!,
        depth: new Float32Array(depth!.slice().buffer),
        normals: new Float32Array(normals!.slice().buffer),
      };
    },
  });
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState label="Rendering its depth" />;
  return <ReliefView depths={data} picture={picture} />;
}

function ReliefView({ depths, picture }: { depths: Depths; picture: string }) {
  const place = useRef<HTMLDivElement>(null);
  const turn = useRef({ yaw: 0.5, pitch: 0.1 });
  const draw = useRef(() => {});
  useEffect(() => {
    const element = place.current!;
    const renderer = new three.WebGLRenderer({ antialias: true, alpha: true });
    element.append(renderer.domElement);
    const scene = new three.Scene();
    const camera = new three.PerspectiveCamera(30, 1, 0.1, 100);
    camera.position.set(0, 0, 4.4);
    const geometry = surfaceOf(depths);
    const texture = new three.TextureLoader().load(picture, () => draw.current());
    texture.colorSpace = three.SRGBColorSpace;
    const material = new three.MeshStandardMaterial({ map: texture, roughness: 0.9, side: three.DoubleSide });
    const mesh = new three.Mesh(geometry, material);
    scene.add(mesh, new three.AmbientLight(0xffffff, 1.6));
    const lamp = new three.DirectionalLight(0xffffff, 1.6);
    lamp.position.set(1, 1, 2);
    scene.add(lamp);
    draw.current = () => {
      mesh.rotation.set(turn.current.pitch, turn.current.yaw, 0);
      renderer.render(scene, camera);
    };
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      renderer.setPixelRatio(Math.min(2, devicePixelRatio));
      renderer.setSize(clientWidth, clientHeight);
      camera.aspect = clientWidth / Math.max(1, clientHeight);
      camera.updateProjectionMatrix();
      draw.current();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      draw.current = () => {};
      geometry.dispose();
      material.dispose();
      texture.dispose();
      renderer.dispose();
      renderer.domElement.remove();
    };
  }, [depths, picture]);
  const turnBy = (yaw: number, pitch: number): void => {
    turn.current = {
      yaw: turn.current.yaw + yaw,
      pitch: Math.max(-1.4, Math.min(1.4, turn.current.pitch + pitch)),
    };
    draw.current();
  };
  const keys: Record<string, [number, number]> = {
    ArrowLeft: [-0.15, 0],
    ArrowRight: [0.15, 0],
    ArrowUp: [0, -0.15],
    ArrowDown: [0, 0.15],
  };
  return (
    <div
      ref={place}
      className="picture relief"
      role="application"
      aria-label="Relief of the picture: arrows turn it"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys of what it draws
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && turnBy(event.movementX / 120, event.movementY / 120)}
      onKeyDown={(event) => {
        const step = keys[event.key];
        if (step === undefined) return;
        event.preventDefault();
        turnBy(...step);
      }}
    />
  );
}

/** Two triangles for each four neighbouring pixels of the face, none across a jump in depth. */
function surfaceOf({ width, height, depth, normals }: Depths): three.BufferGeometry {
  const near = depth.reduce(
    (least, value) => (value > 0 && value < least ? value : least),
    Number.POSITIVE_INFINITY,
  );
  const seen = depth.filter((value) => value > 0 && value < near + 40).sort();
  const middle = seen[seen.length >> 1] ?? near;
  const positions = new Float32Array(3 * width * height);
  const places = new Float32Array(2 * width * height);
  const unit = 2 / Math.max(width, height);
  // About how many centimetres the picture is wide at the face, from a head's usual share of it.
  const centimetres = 2 / 24;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      positions[3 * i] = (x + 0.5 - width / 2) * unit;
      positions[3 * i + 1] = (height / 2 - y - 0.5) * unit;
      positions[3 * i + 2] = depth[i]! > 0 ? (middle - depth[i]!) * centimetres : -1.5;
      places[2 * i] = (x + 0.5) / width;
      places[2 * i + 1] = 1 - (y + 0.5) / height;
    }
  const jump = 2.5;
  const triangles: number[] = [];
  const joined = (...corners: number[]): boolean => {
    const values = corners.map((corner) => depth[corner]!);
    return (
      values.every((value) => value > 0 && value < near + 40) &&
      Math.max(...values) - Math.min(...values) < jump
    );
  };
  for (let y = 0; y + 1 < height; y++)
    for (let x = 0; x + 1 < width; x++) {
      const [a, b, c, d] = [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1];
      if (joined(a, c, b)) triangles.push(a, c, b);
      if (joined(b, c, d)) triangles.push(b, c, d);
    }
  const geometry = new three.BufferGeometry();
  geometry.setAttribute('position', new three.BufferAttribute(positions, 3));
  geometry.setAttribute('uv', new three.BufferAttribute(places, 2));
  geometry.setAttribute('normal', new three.BufferAttribute(normals, 3));
  geometry.setIndex(triangles);
  return geometry;
}
