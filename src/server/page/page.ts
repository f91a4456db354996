/**
 * A page to try the API: it reads the OpenAPI document and sends requests, from this server alone. Our own few lines: the known
 * viewers load themselves from elsewhere, or send home who installs them.
 */

export const pageHtml = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lineament API</title>
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --text: #222; --page: #fff; --quiet: #555; --line: #ccc; --method: #0057b8; --sunken: #f5f5f5; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ee; --page: #14181e; --quiet: #a3afbd; --line: #3b4552; --method: #77b2f5; --sunken: #1d232c; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: var(--text); background: var(--page); overflow-wrap: anywhere; }
h2 { margin-top: 2rem; text-transform: capitalize; } details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; } a { color: var(--method); }
summary { padding: .5rem .75rem; cursor: pointer; } summary code { font-weight: 600; } .method { display: inline-block; width: 4.5rem; color: var(--method); }
form { padding: 0 .75rem .75rem; } label { display: block; margin: .4rem 0; } input, textarea { font: 14px/1.4 ui-monospace, monospace; width: 100%; box-sizing: border-box; padding: .3rem; color: inherit; background: var(--sunken); border: 1px solid var(--line); border-radius: 4px; }
textarea { height: 8rem; } button { font: inherit; padding: .3rem 1rem; } pre { background: var(--sunken); padding: .75rem; overflow: auto; max-height: 30rem; overflow-wrap: normal; }
.note { color: var(--quiet); } img { margin: .25rem; max-width: 100%; image-rendering: auto; }
@media (max-width: 40rem) { body { margin: 1rem auto; } summary code { display: block; } }
</style></head>
<body><h1>Lineament API</h1>
<p>This server takes orders for synthetic faces with exact labels and hands them out, says what detectors see in photographs, and
evaluates, trains and studies detectors. Each request can be tried below; <code>docs/api.md</code> of the
repository explains them.</p>
<p class="note">The document itself: <a href="/openapi.json">/openapi.json</a>. Nothing is sent before you press a button.</p>
<label>Token (stays in this page; not needed on this machine itself) <input id="token" type="password" autocomplete="off"></label>
<main id="routes">Reading the document …</main>
<script src="/page.js" type="module"></script></body></html>
`;

export const pageScript = `const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const examples = {
  'post /v1/datasets': { count: 20, size: 128, seed: 1, deliver: ['webdataset'] },
  'post /v1/datasets/preview': { count: 20, size: 128, seed: 1 },
  'post /v1/datasets/{id}/files': { delivery: 'dataset' },
  'post /v1/runs': { kind: 'evaluate', model: 'ibug68-ict', data: 'order:…', settings: { normaliser: 'outer-eye-corners' } },
  'post /v1/uploads': { title: 'mine', landmarks: 'ibug68' },
};
const answer = await fetch('/openapi.json');
const { paths } = await answer.json();
const routes = document.getElementById('routes');
routes.replaceChildren();
const groups = new Map();
for (const [path, methods] of Object.entries(paths))
  for (const [method, route] of Object.entries(methods)) {
    const tag = route.tags?.[0] ?? 'other';
    if (!groups.has(tag)) groups.set(tag, []);
    groups.get(tag).push({ path, method, route });
  }
for (const [tag, list] of groups) {
  routes.append(element('h2', { textContent: tag }));
  for (const one of list) routes.append(card(one));
}
function card({ path, method, route }) {
  const fields = (route.parameters ?? []).map((parameter) => ({
    ...parameter,
    input: element('input', { name: parameter.name, placeholder: parameter.description ?? parameter.schema?.description ?? '' }),
  }));
  const example = examples[method + ' ' + path];
  const type = Object.keys(route.requestBody?.content ?? {})[0];
  const upload = type !== undefined && type !== 'application/json';
  const body = route.requestBody && (upload ? element('input', { type: 'file' }) : element('textarea', { value: JSON.stringify(example ?? {}, null, 2) }));
  const out = element('div');
  const form = element('form', {},
    ...fields.map(({ name, in: place, required, input }) => element('label', {}, name + ' (' + place + (required ? ', needed' : '') + ') ', input)),
    ...(body ? [element('label', {}, 'body ', body)] : []),
    element('button', { textContent: 'Send' }), out);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send().catch((error) => out.replaceChildren(element('pre', { textContent: String(error) })));
  });
  async function send() {
    out.replaceChildren(element('p', { textContent: '…' }));
    const query = new URLSearchParams();
    const headers = {};
    let target = path;
    for (const { name, in: place, input } of fields) {
      if (place === 'path') target = target.replace('{' + name + '}', encodeURIComponent(input.value));
      else if (input.value !== '') place === 'query' ? query.set(name, input.value) : (headers[name] = input.value);
    }
    const token = document.getElementById('token').value.trim();
    if (token) headers.authorization = 'Bearer ' + token;
    let content;
    if (upload) { content = body.files[0]; headers['content-type'] = content?.type || 'application/octet-stream'; }
    else if (body) { content = body.value; headers['content-type'] = 'application/json'; }
    const began = performance.now();
    const response = await fetch(target + (query.size ? '?' + query : ''), { method: method.toUpperCase(), headers, body: content });
    const line = element('p', { textContent: response.status + ' ' + response.statusText + ' in ' + Math.round(performance.now() - began) + ' ms' });
    const kind = response.headers.get('content-type') ?? '';
    out.replaceChildren(line);
    if (kind.startsWith('image/')) out.append(element('img', { src: URL.createObjectURL(await response.blob()) }));
    else if (kind.startsWith('text/event-stream')) {
      const shown = element('pre');
      out.append(shown);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) shown.textContent = (shown.textContent + part.value).slice(-20000);
    } else if (kind.includes('json')) {
      const value = await response.json();
      for (const face of value.faces ?? []) if (face.image) { out.append(element('img', { src: face.image, title: face.caption ?? '' })); face.image = face.image.slice(0, 40) + '…'; }
      out.append(element('pre', { textContent: JSON.stringify(value, null, 2) }));
    } else if (kind.startsWith('text/')) out.append(element('pre', { textContent: await response.text() }));
    else out.append(element('a', { href: URL.createObjectURL(await response.blob()), download: target.split('/').at(-1), textContent: 'save the file' }));
  }
  return element('details', {}, element('summary', {}, element('span', { className: 'method', textContent: method.toUpperCase() }), element('code', { textContent: path }), ' ', route.summary ?? ''), form);
}
`;
