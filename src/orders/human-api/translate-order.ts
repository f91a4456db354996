/**
 * The job files of the Human API (Synthesis AI; switched off) as orders to our generator: a pure function of the file and
 * a seed. docs/orders.md has the table of fields.
 */
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { picturesOf } from '../../render/sampling/specified/place-in-specification.js';
import { sexOfPerson } from '../../render/sampling/specified/sexes.js';
import type { SpecifiedGroup } from '../../render/sampling/specified/specification.js';
import { Field } from './field.js';
import { type Human, parseJob } from './job-file.js';
import { Ledger } from './ledger.js';
import type { OrderAnswer, OrderOptions, OrderPart } from './order-answer.js';
import { type PersonsBySex, translateFace } from './translate-face.js';
import { translateEnvironment, translateLocation } from './translate-place.js';
import { type TranslatedRig, translateRigs } from './translate-rigs.js';
import { translateAccessories, translateClothing } from './translate-worn.js';

/** Whether a parsed JSON document is meant as a job file of the Human API: it has `humans`. */
export function isHumanOrder(content: unknown): content is Record<string, unknown> {
  return isRecord(content) && Array.isArray(content.humans);
}

/**
 * @param content – the parsed JSON of a job file.
 * @throws UsageError where it is no job file: the message names the field, what stands there and what is allowed.
 */
export function translateHumanOrder(content: unknown, options: OrderOptions = {}): OrderAnswer {
  if (!isHumanOrder(content))
    throw new UsageError('order: the file has no list of humans', {
      hint: 'give a job file of the Human API: {"humans": [{"identities": {"ids": [80], "renders_per_identity": 1}}]}',
    });
  const job = parseJob(content);
  const ledger = new Ledger(content);
  const root = new Field(ledger, '');
  if (job.version !== undefined) root.at('version').honour();
  const humans = job.humans.map((human, i) => translateHuman(human, root.at('humans').item(i), i));
  const parts = partsOf(humans, options);
  return {
    parts,
    pictures: parts.reduce((sum, { settings }) => sum + settings.count, 0),
    ...ledger.finish(),
  };
}

interface TranslatedHuman {
  group: Omit<SpecifiedGroup, 'rigs'>;
  rigs: TranslatedRig[];
}

function translateHuman(human: Human, field: Field, stream: number): TranslatedHuman {
  const { ids, renders_per_identity: renders } = human.identities;
  const identities = field.at('identities');
  identities
    .at('ids')
    .map(
      ids,
      'persons of ours with these numbers',
      'the old persons are gone: a number is the same person in every order, of other looks, age and sex than before',
    );
  if (renders !== undefined) identities.at('renders_per_identity').honour();
  const inCar = translateLocation(human['3d_location'], field.at('3d_location'));
  refuseBodies(human, field);
  const group = {
    persons: ids,
    renders: renders ?? 1,
    stream,
    ...translateFace(human.facial_attributes, field.at('facial_attributes'), personsBySex(ids)),
    ...translateAccessories(human.accessories, field.at('accessories')),
    ...translateClothing(human.clothing, field.at('clothing')),
    ...translateEnvironment(human.environment, field.at('environment'), inCar),
  };
  const rigs = translateRigs(human.camera_and_light_rigs, field.at('camera_and_light_rigs'));
  return { group, rigs };
}

function personsBySex(ids: readonly number[]): PersonsBySex {
  const counts = { feminine: 0, masculine: 0 };
  for (const id of ids) counts[sexOfPerson(id)]++;
  return counts;
}

function refuseBodies(human: Human, field: Field): void {
  if (human.body !== undefined)
    field.ledger.refuseAll(
      human.body,
      field.at('body').path,
      'there are no bodies below the shoulders',
      'leave it out: faces are rendered without it',
    );
  if (human.gesture !== undefined) {
    const gestures = Array.isArray(human.gesture) ? human.gesture : [human.gesture];
    const resting = gestures.every(
      (one) => isRecord(one) && Array.isArray(one.name) && one.name.every((name) => name === 'default'),
    );
    const reason = 'there are no arms or bodies to make gestures with';
    for (const [i, gesture] of gestures.entries()) {
      const at = field.at('gesture').item(i);
      if (!resting || !isRecord(gesture)) {
        field.ledger.refuseAll(gesture, at.path, reason, 'leave it out; turn heads with head_turn');
        continue;
      }
      for (const key of Object.keys(gesture)) at.at(key).honour();
    }
  }
}

/** One part for each size of pictures; a group keeps its stream, so its renders are the same people in all of them. */
function partsOf(humans: readonly TranslatedHuman[], options: OrderOptions): OrderPart[] {
  const { seed, head, landmarks, layers, size: fixed, samples } = options;
  const sizeOf = (size: number): number => fixed ?? size;
  const sizes = new Set(humans.flatMap(({ rigs }) => rigs.flatMap((rig) => rig.sizes.map(sizeOf))));
  return [...sizes].map((size) => {
    const groups = humans.flatMap(({ group, rigs }): SpecifiedGroup[] => {
      const kept = rigs.map((translated) => keepSize(translated, (own) => sizeOf(own) === size));
      return kept.some(({ cameras }) => cameras.length > 0) ? [{ ...group, rigs: kept }] : [];
    });
    const specification = { groups };
    return {
      name: sizes.size === 1 ? 'order' : `order-${size}`,
      settings: {
        count: picturesOf(specification),
        specification,
        size,
        // All of an order is wanted: nothing is held out.
        validation: 0,
        test: 0,
        ...(seed !== undefined && { seed }),
        ...(head !== undefined && { head }),
        ...(landmarks !== undefined && { landmarks }),
        ...(layers !== undefined && { layers }),
        ...(samples !== undefined && { samples }),
      },
    };
  });
}

/** Rigs keep their place in the list, which names their stream: those without a camera of the size stay, empty. */
function keepSize({ rig, sizes }: TranslatedRig, keep: (size: number) => boolean): TranslatedRig['rig'] {
  return { ...rig, cameras: rig.cameras.filter((_, i) => keep(sizes[i]!)) };
}
