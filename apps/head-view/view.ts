/**
 * Shows the heads of a report in three.js: each `[data-head]` holds a .glb in base64, which can be turned with the pointer from where its `data-turn` has it (row-major 3×3). Bundled
 * into one script that stands inside the page (`scripts/build-web-demo.ts`), so a report opens anywhere, with nothing to fetch.
 */
import { AmbientLight, DirectionalLight, Matrix4, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

/** Metres: the head's origin lies between the eyes. */
const distance = 0.55;
const middle = -0.02;

for (const place of document.querySelectorAll<HTMLElement>('[data-head]'))
  show(place).catch((error: unknown) => {
    place.textContent = `this head cannot be shown: ${error instanceof Error ? error.message : String(error)}`;
  });

type Nine = [number, number, number, number, number, number, number, number, number];

async function show(place: HTMLElement): Promise<void> {
  const { width } = place.getBoundingClientRect();
  const renderer = new WebGLRenderer({ antialias: true, alpha: true });
  renderer.setPixelRatio(window.devicePixelRatio);
  renderer.setSize(width, width);
  const scene = new Scene();
  const light = new DirectionalLight(0xffffff, 1);
  light.position.set(0.3, 0.5, 1);
  scene.add(new AmbientLight(0xffffff, 2.2), light);
  const camera = new PerspectiveCamera(32, 1, 0.05, 5);
  camera.position.set(0, middle, distance);
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.target.set(0, middle, 0);
  const draw = (): void => renderer.render(scene, camera);
  controls.addEventListener('change', draw);
  const bytes = Uint8Array.from(atob(place.dataset.head ?? ''), (letter) => letter.charCodeAt(0));
  const { scene: head } = await new GLTFLoader().parseAsync(bytes.buffer, '');
  const [a, b, c, d, e, f, g, h, i] = (place.dataset.turn ?? '1 0 0 0 1 0 0 0 1')
    .split(' ')
    .map(Number) as Nine;
  head.applyMatrix4(new Matrix4().set(a, b, c, 0, d, e, f, 0, g, h, i, 0, 0, 0, 0, 1));
  scene.add(head);
  controls.update();
  place.append(renderer.domElement);
  draw();
}
