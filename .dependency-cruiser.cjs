// The rooms of Lineament and the doors between them (docs/architecture.md). A room may import only what it lists.
const rooms = {
  core: [],
  landmarks: [],
  face: ['landmarks'],
  render: ['face', 'landmarks'],
  dataset: ['render', 'face', 'landmarks'],
  nn: [],
  models: ['nn', 'landmarks'],
  training: ['dataset', 'models', 'nn', 'landmarks'],
  evaluation: ['dataset', 'models', 'nn', 'landmarks', 'detect'],
  detect: ['models', 'landmarks'],
  study: ['dataset', 'render', 'face', 'landmarks', 'nn', 'models', 'training', 'detect', 'evaluation'],
  cli: [
    'landmarks',
    'face',
    'render',
    'dataset',
    'nn',
    'models',
    'training',
    'evaluation',
    'detect',
    'study',
  ],
};

const roomRules = Object.entries(rooms).map(([room, doors]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import only: ${['core', ...doors].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, 'core', ...doors].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'detect-runs-in-browsers',
      comment: 'src/detect must load in a browser: it may reach no node: built-in and no native package',
      severity: 'error',
      from: { path: '^src/detect/' },
      to: {
        reachable: true,
        path: '^(node:)?(fs|path|os|worker_threads|crypto|child_process|module|url|util|stream|http|net|zlib|process)(/|$)|node_modules/(sharp|onnxruntime-node|@lancedb|cli-progress)',
      },
    },
    {
      name: 'no-barrel-inside',
      comment: 'index.ts files only export; nothing inside the package imports one',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/.*index\\.ts$' },
    },
    {
      name: 'tests-stay-out',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.(test|suite)\\.ts$' },
      to: { path: '\\.(test|suite)\\.ts$' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
