/// <reference lib="dom" />
/** The page on which a person drops a photograph or switches the camera on. All looking is done in a worker. */
import { drawFaces, type Shown } from './draw-faces.js';
import type { Answer, Provider, Request, SeenFace } from './messages.js';

const models = {
  finder: 'models/face-finder.onnx',
  detector: 'models/detector.onnx',
  eyes: 'models/eyes.onnx',
};
const runtime = new URL('ort/', document.baseURI).href;

function element<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as Kind;
}
const stage = element('stage');
const canvas = element<HTMLCanvasElement>('picture');
const invitation = element('invitation');
const status = element('status');
const loading = element<HTMLProgressElement>('loading');
const fileInput = element<HTMLInputElement>('file');
const buttons = {
  choose: element<HTMLButtonElement>('choose'),
  camera: element<HTMLButtonElement>('camera'),
  another: element<HTMLButtonElement>('another'),
  cameraAgain: element<HTMLButtonElement>('cameraAgain'),
  stop: element<HTMLButtonElement>('stop'),
  save: element<HTMLButtonElement>('save'),
};
const switches = {
  points: element<HTMLInputElement>('showPoints'),
  visibility: element<HTMLInputElement>('showVisibility'),
  uncertainty: element<HTMLInputElement>('showUncertainty'),
  boxes: element<HTMLInputElement>('showBoxes'),
};

const threads = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
let worker: Worker;
const send = (request: Request, transfer: Transferable[] = []): void => worker.postMessage(request, transfer);

/** Of a face; 0 until the networks are open. */
let pointCount = 0;
let picture: ImageBitmap | undefined;
let faces: readonly SeenFace[] = [];
/** Of the photograph, for the file that is saved. */
let name = 'photograph';
let camera: { stream: MediaStream; video: HTMLVideoElement } | undefined;
/** Times of the latest frames, milliseconds. */
let frameTimes: number[] = [];

enable(false);
// The runtime with WebGPU is the larger one: it is fetched where there is a graphics processor for it.
open((await hasGraphicsProcessor()) ? 'webgpu' : 'wasm');
loading.removeAttribute('value');

buttons.choose.onclick = () => fileInput.click();
buttons.another.onclick = () => fileInput.click();
buttons.camera.onclick = () => void startCamera();
buttons.cameraAgain.onclick = () => void startCamera();
buttons.stop.onclick = stopCamera;
buttons.save.onclick = save;
fileInput.onchange = () => {
  const [file] = fileInput.files ?? [];
  fileInput.value = '';
  if (file !== undefined) look(file);
};
for (const input of Object.values(switches)) input.onchange = draw;
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  stage.classList.add('over');
});
document.addEventListener('dragleave', () => stage.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  stage.classList.remove('over');
  const [file] = event.dataTransfer?.files ?? [];
  if (file !== undefined) look(file);
});
document.addEventListener('paste', (event) => {
  const [file] = event.clipboardData?.files ?? [];
  if (file !== undefined) look(file);
});
new ResizeObserver(draw).observe(stage);

/** Of the WebGPU interface what is used here; its types are in no library of the compiler yet. */
interface GraphicsNavigator {
  gpu?: { requestAdapter(): Promise<unknown> };
}

async function hasGraphicsProcessor(): Promise<boolean> {
  const { gpu } = navigator as GraphicsNavigator;
  return (await gpu?.requestAdapter().catch(() => null)) != null;
}

/** Where the networks do not open or run on the graphics processor, they are opened again on WebAssembly. */
function open(provider: Provider): void {
  worker = new Worker(`worker-${provider}.js`, { type: 'module' });
  const failed = (words: string): void => {
    if (provider === 'wasm' || pointCount > 0) fault(words);
    else {
      worker.terminate();
      open('wasm');
    }
  };
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (data.kind === 'opened') opened(data, provider);
    else if (data.kind === 'faces') show(data);
    else if (data.during === 'open') failed(data.words);
    else fault(data.words);
  };
  worker.onerror = ({ message }) => failed(message || 'the worker did not start');
  send({
    kind: 'open',
    finder: new URL(models.finder, document.baseURI).href,
    detector: new URL(models.detector, document.baseURI).href,
    eyes: new URL(models.eyes, document.baseURI).href,
    runtime,
    provider,
    threads,
  });
}

function opened({ points, set }: Answer & { kind: 'opened' }, provider: Provider): void {
  pointCount = points;
  loading.hidden = true;
  enable(true);
  say(`Ready: ${points} points.`);
  element('about').textContent =
    `${points} points of the set ${set}, trained on synthetic faces alone; ${provider === 'webgpu' ? 'WebGPU' : `WebAssembly, ${threads} thread${threads === 1 ? '' : 's'}`}.`;
}

function look(file: File): void {
  if (pointCount === 0) return;
  stopCamera();
  name = file.name.replace(/\.[^.]*$/, '') || 'photograph';
  say(`Looking at ${file.name}…`);
  enable(false);
  send({ kind: 'photograph', file });
}

function show({ faces: found, picture: seen, took }: Answer & { kind: 'faces' }): void {
  picture?.close();
  picture = seen;
  faces = found;
  canvas.hidden = false;
  invitation.hidden = true;
  stage.classList.add('filled');
  draw();
  const count =
    found.length === 0 ? 'No face found' : found.length === 1 ? '1 face' : `${found.length} faces`;
  if (camera === undefined) {
    enable(true);
    buttons.save.hidden = found.length === 0;
    buttons.another.hidden = false;
    buttons.cameraAgain.hidden = false;
    say(found.length === 0 ? `${count} in this picture.` : `${count}, ${took.toFixed(0)} ms.`);
  } else {
    const now = performance.now();
    frameTimes = [...frameTimes.filter((time) => now - time < 2000), now];
    const rate = frameTimes.length > 1 ? (1000 * (frameTimes.length - 1)) / (now - frameTimes[0]!) : 0;
    say(`${count}, ${took.toFixed(0)} ms, ${rate.toFixed(0)} frames a second.`);
    nextFrame();
  }
}

function draw(): void {
  if (picture === undefined) return;
  const { width, height } = picture;
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) {
    fault('this browser gives no canvas');
    return;
  }
  context.drawImage(picture, 0, 0);
  const shown: Shown = {
    points: switches.points.checked,
    visibility: switches.visibility.checked,
    uncertainty: switches.uncertainty.checked,
    boxes: switches.boxes.checked,
  };
  drawFaces(context, faces, shown, width / Math.max(1, canvas.getBoundingClientRect().width));
}

async function startCamera(): Promise<void> {
  if (navigator.mediaDevices === undefined)
    return fault('The camera needs https, or the address 127.0.0.1: open the page there.');
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' },
    });
    const video = document.createElement('video');
    Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
    await video.play();
    camera = { stream, video };
    frameTimes = [];
    buttons.stop.hidden = false;
    buttons.cameraAgain.hidden = true;
    buttons.save.hidden = true;
    buttons.another.hidden = false;
    nextFrame();
  } catch (error) {
    fault(`The camera cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nextFrame(): void {
  const { video } = camera ?? {};
  video?.requestVideoFrameCallback(async (_now, { mediaTime }) => {
    try {
      const frame = await createImageBitmap(video);
      if (camera === undefined) frame.close();
      else send({ kind: 'frame', frame, seconds: mediaTime }, [frame]);
    } catch (error) {
      fault(error instanceof Error ? error.message : String(error));
    }
  });
}

function stopCamera(): void {
  for (const track of camera?.stream.getTracks() ?? []) track.stop();
  if (camera !== undefined) buttons.cameraAgain.hidden = false;
  camera = undefined;
  buttons.stop.hidden = true;
}

/** As `lineament/detect` gives faces. */
function savedFaces(): string {
  return JSON.stringify({ faces: faces.map(({ id: _, ...face }) => face) }, null, 1);
}

function save(): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([savedFaces()], { type: 'application/json' }));
  link.download = `${name}-points.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function enable(isReady: boolean): void {
  for (const button of [buttons.choose, buttons.camera, buttons.another, buttons.cameraAgain])
    button.disabled = !isReady;
}

function say(words: string): void {
  status.classList.remove('fault');
  status.textContent = words;
}

function fault(words: string): void {
  loading.hidden = true;
  enable(pointCount > 0);
  status.classList.add('fault');
  status.textContent = words;
}
