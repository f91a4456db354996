/** An order as it is shown. */
import type { GenerationRecipe } from '../../dataset/generate/recipe.js';
import { generationDefaults } from '../../dataset/generate/settings.js';
import type { BookedOrder } from '../../orders/desk/order-book.js';
import { sampleCount } from '../../orders/shards/shard-plan.js';
import type { OrderBrief, OrderView, ReproductionView } from '../schemas.js';
import type { Service } from '../service.js';

export async function briefOf(
  { dispatcher }: Pick<Service, 'dispatcher'>,
  booked: BookedOrder,
): Promise<OrderBrief> {
  const { order, status } = booked;
  return {
    id: order.id,
    title: order.title,
    state: status.state,
    since: status.since,
    reason: status.reason,
    created: order.created,
    hash: order.hash,
    samples: sampleCount(order),
    progress: await dispatcher.progress(booked),
  };
}

export async function viewOf(service: Pick<Service, 'dispatcher'>, booked: BookedOrder): Promise<OrderView> {
  const { order, status } = booked;
  const own = `/v1/datasets/${order.id}`;
  return {
    ...(await briefOf(service, booked)),
    worked: status.worked,
    deliver: order.deliver,
    webhook: order.webhook,
    translation: order.translation,
    reproduction: reproductionOf(order),
    links: { self: own, events: `${own}/events`, samples: `${own}/samples`, files: `${own}/files` },
  };
}

function reproductionOf({
  hash,
  version,
  parts,
}: Pick<BookedOrder['order'], 'hash' | 'version' | 'parts'>): ReproductionView {
  return {
    hash,
    version,
    parts: parts.map(({ name, recipe }) => {
      const { backgrounds: _, landmarkDefinition: __, ...settings } = recipe;
      return { name, settings, command: commandOf(recipe, name) };
    }),
  };
}

const flags = [
  'count',
  'head',
  'size',
  'landmarks',
  'seed',
  'pose',
  'expressions',
  'light',
  'domain',
  'frames',
  'rate',
  'drowsy',
  'events',
  'samples',
  'without',
  'layers',
  'validation',
  'test',
] as const satisfies readonly (keyof GenerationRecipe)[];

/** As it is typed; null where the command line has no flag for something that was asked. */
function commandOf(recipe: GenerationRecipe, name: string): string | null {
  const defaults: Readonly<Record<string, unknown>> = { ...generationDefaults, challenging: 0 };
  const differs = (key: string, value: unknown): boolean =>
    JSON.stringify(value) !== JSON.stringify(defaults[key]);
  const known: readonly string[] = flags;
  const others = Object.entries(recipe).filter(([key, value]) => !known.includes(key) && differs(key, value));
  if (others.length > 0) return null;
  const words = flags
    // Recipes of earlier versions lack what came later.
    .filter((key) => recipe[key] !== undefined && differs(key, recipe[key]))
    .map((key) => `--${key} ${[recipe[key]].flat().join(' ')}`);
  return `lineament generate ${words.join(' ')} --out ${name}`;
}
