/** A folder with a page of chosen rows: opened as a file, without a server. Captions are data, never markup. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineamentError, StoppedError, UsageError } from '../../core/errors.js';
import type { Work } from '../../core/work.js';
import { captionOf } from '../../dataset/attributes.js';
import { imageEnding } from '../../dataset/export/sample-writer.js';
import { exists } from '../../node/files.js';
import type { ExploredDataset } from './explored-dataset.js';

const mostPictures = 20_000;
const step = 64;

interface PageFace {
  id: string;
  file: string;
  caption: string;
  width: number;
  height: number;
  /** `x, y` in turn, tenths of a pixel. */
  points: number[];
  visibility: number[];
}

/** @param folder – new or empty. */
export async function writeStaticPage(
  { dataset, set }: ExploredDataset,
  rows: readonly number[],
  folder: string,
  work: Work,
): Promise<{ count: number; failures: [] }> {
  if (rows.length > mostPictures)
    throw new UsageError(`export: a page of ${rows.length} pictures`, {
      hint: `at most ${mostPictures}: choose fewer, or export a dataset`,
    });
  if ((await exists(folder)) && (await readdir(folder)).length > 0)
    throw new LineamentError('the folder to export into is not empty', {
      file: folder,
      hint: 'choose another name or remove this folder',
    });
  await mkdir(join(folder, 'pictures'), { recursive: true });
  const faces: PageFace[] = [];
  for (let start = 0; start < rows.length; start += step) {
    if (work.signal.aborted)
      throw new StoppedError(`${start} of ${rows.length} pictures were written`, { file: folder });
    for (const sample of await dataset.read(rows.slice(start, start + step))) {
      const file = `pictures/${String(faces.length).padStart(6, '0')}.${imageEnding(sample.image)}`;
      await writeFile(join(folder, file), sample.image);
      const points = sample.points.surface ?? sample.points.contour ?? new Float32Array(0);
      faces.push({
        id: sample.id,
        file,
        caption: captionOf(sample.attributes) ?? '',
        width: sample.width,
        height: sample.height,
        points: Array.from(points, (value) => Math.round(10 * value)),
        visibility: [...(sample.visibility ?? [])],
      });
    }
    work.report(faces.length, rows.length);
  }
  // A script, since pages that are opened as files may not fetch.
  const data = JSON.stringify({ landmarks: set.name, faces }).replaceAll('<', '\\u003c');
  await writeFile(join(folder, 'faces.js'), `window.faces=${data};\n`);
  await writeFile(join(folder, 'index.html'), page);
  return { count: faces.length, failures: [] };
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file: 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' file:">
<meta name="color-scheme" content="light dark"><title>Faces</title>
<style>
body{margin:0;font:13px/1.4 system-ui,sans-serif}
header{position:sticky;top:0;display:flex;gap:12px;align-items:center;padding:8px 12px;background:Canvas;border-bottom:1px solid #8888}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(160px,1fr));gap:4px;padding:4px}
figure{margin:0;content-visibility:auto;contain-intrinsic-size:160px 200px}
.picture{position:relative}img{display:block;width:100%}svg{position:absolute;inset:0;width:100%;height:100%}
figcaption{padding:2px;overflow:hidden;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}
.without svg{display:none}
</style></head><body>
<header><strong id="count"></strong><input id="words" type="search" aria-label="Words of the caption" placeholder="Words of the caption">
<label><input id="points" type="checkbox" checked> Points</label></header><main></main>
<script src="faces.js"></script><script>
const {faces}=window.faces,main=document.querySelector('main'),colours=['#34c77b','#f59e0b','#f06ec4','#9ca3af'];
const figures=faces.map((face)=>{
  const figure=document.createElement('figure'),holder=document.createElement('div'),image=new Image(),words=document.createElement('figcaption');
  holder.className='picture';image.loading='lazy';image.src=face.file;image.alt=face.caption||face.id;image.width=face.width;image.height=face.height;image.style.height='auto';
  words.textContent=face.caption||face.id;holder.append(image);figure.append(holder,words);figure.title=face.id;return figure});
const draw=(face,holder)=>{
  if(holder.querySelector('svg'))return;
  const svg=document.createElementNS('http://www.w3.org/2000/svg','svg');svg.setAttribute('viewBox','-.5 -.5 '+face.width+' '+face.height);svg.setAttribute('aria-hidden','true');
  const by=new Map();face.points.forEach((x,i)=>{if(i%2||x===null)return;const c=colours[face.visibility[i/2]||0];by.set(c,(by.get(c)||'')+'M'+x/10+' '+face.points[i+1]/10+'h0')});
  for(const [colour,path] of by){const line=document.createElementNS(svg.namespaceURI,'path');line.setAttribute('d',path);line.setAttribute('stroke',colour);line.setAttribute('stroke-width',Math.max(.6,face.width/140));line.setAttribute('stroke-linecap','round');svg.append(line)}
  holder.append(svg)};
const seen=new IntersectionObserver((entries)=>{for(const {isIntersecting,target} of entries)if(isIntersecting)draw(faces[figures.indexOf(target)],target.firstChild)});
figures.forEach((figure)=>seen.observe(figure));
const show=()=>{const wanted=document.querySelector('#words').value.toLowerCase().split(/\\s+/).filter(Boolean);
  const kept=figures.filter((_,i)=>wanted.every((word)=>(' '+faces[i].caption.toLowerCase()).includes(' '+word)));
  main.replaceChildren(...kept);document.querySelector('#count').textContent=kept.length+' of '+faces.length};
document.querySelector('#words').oninput=show;document.querySelector('#points').onchange=(event)=>main.classList.toggle('without',!event.target.checked);show();
</script></body></html>
`;
