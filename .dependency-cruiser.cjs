// The rooms of Lineament and the doors between them (docs/architecture.md). A room may import only what it lists.
const belowStudies = [
  'node',
  'mesh',
  'landmarks',
  'face',
  'render',
  'nn',
  'dataset',
  'orders',
  'networks',
  'tasks',
  'detect',
  'evaluation',
  'report',
  'jobs',
  'annotation',
  'captions',
];

const rooms = {
  core: [],
  node: [],
  mesh: [],
  landmarks: ['mesh'],
  face: ['node', 'mesh', 'landmarks'],
  render: ['mesh', 'landmarks', 'face'],
  annotation: ['landmarks'],
  captions: ['landmarks', 'face', 'render'],
  nn: ['node'],
  report: ['node', 'landmarks'],
  jobs: ['node'],
  dataset: ['node', 'mesh', 'landmarks', 'face', 'render', 'report'],
  orders: ['node', 'landmarks', 'face', 'render', 'dataset', 'jobs'],
  server: ['node', 'landmarks', 'face', 'annotation', 'dataset', 'jobs', 'orders', 'lab', 'studio'],
  client: ['node'],
  networks: ['node', 'landmarks', 'nn'],
  tasks: ['node', 'landmarks', 'face', 'nn', 'dataset', 'networks', 'report', 'captions'],
  detect: ['node', 'landmarks', 'face', 'render', 'nn', 'networks'],
  evaluation: ['node', 'landmarks', 'annotation', 'nn', 'dataset', 'networks', 'detect', 'report'],
  studies: belowStudies,
  lab: [...belowStudies, 'studies'],
  studio: [
    'node',
    'mesh',
    'landmarks',
    'face',
    'render',
    'annotation',
    'dataset',
    'networks',
    'detect',
    'evaluation',
  ],
  cli: [
    'node',
    'landmarks',
    'face',
    'render',
    'nn',
    'dataset',
    'orders',
    'networks',
    'tasks',
    'detect',
    'evaluation',
    'report',
    'jobs',
    'studies',
    'lab',
    'annotation',
    'studio',
    'server',
    'client',
    'captions',
  ],
};

const roomRules = Object.entries(rooms).map(([room, doors]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import only: ${['core', ...doors].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, 'core', ...doors].join('|')})/` },
}));

// A browser-safe room's tests may use worker threads and files.
for (const rule of roomRules) if (rule.name === 'room-render') rule.from.pathNot = '\\.(test|suite)\\.ts$';

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'apps',
      comment: 'the pages that run in a browser import what does',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/explorer/' },
      to: { path: '^src/', pathNot: '^src/((core|landmarks|networks)/|detect/(?!node/))' },
    },
    {
      name: 'app-explorer',
      comment: 'the explorer also draws faces, moves points and knows what its server answers',
      severity: 'error',
      from: { path: '^apps/explorer/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/((core|mesh|landmarks|face|render|networks|annotation)/|detect/(?!node/)|server/studio/schemas/)',
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'runs-in-browsers',
      comment:
        'core, mesh, landmarks, annotation, captions and detect (but detect/node) must load in a browser: no node: built-in, no native package',
      severity: 'error',
      from: {
        path: '^src/(core|mesh|landmarks|annotation|captions|detect)/',
        pathNot: '^src/detect/node/|\\.(test|suite)\\.ts$',
      },
      to: {
        reachable: true,
        path: '^(node:)?(fs|path|os|worker_threads|crypto|child_process|module|url|util|stream|http|net|zlib|process)(/|$)|node_modules/(sharp|onnxruntime-node|@lancedb|cli-progress)',
      },
    },
    {
      name: 'detect-halves',
      comment: 'what detect is on every platform knows neither of its platform halves, nor the engine',
      severity: 'error',
      from: { path: '^src/detect/', pathNot: '^src/detect/(node|web)/|\\.(test|suite)\\.ts$' },
      to: { path: '^src/(node|nn|detect/node|detect/web)/' },
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
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
