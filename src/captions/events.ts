/**
 * Sentences of clips: who is seen, as other captions say it, and what moves, in its order. By a seed with synonyms, other ways to tell the
 * order ("after closing her eyes, she …") and events left out: what is left is still true, in the same order.
 */
import type { Random } from '../core/random.js';
import type { ClipEvent, partStates } from '../render/sampling/clip-events.js';
import type { FaceFacts } from './face-facts.js';
import { sayFacts } from './say.js';

/** "she turns …" and "turning …": `$` stands for his, her or their. */
interface Verb {
  now: string;
  doing: string;
}

const verbs = (...pairs: readonly (readonly [now: string, doing: string])[]): Verb[] =>
  pairs.map(([now, doing]) => ({ now, doing }));

/** What an event is called. */
export type EventName =
  | 'turns left'
  | 'turns right'
  | 'turns to the front'
  | 'raises the head'
  | 'lowers the head'
  | 'tilts left'
  | 'tilts right'
  | 'straightens'
  | 'closes the eyes'
  | 'opens the eyes'
  | 'opens the mouth'
  | 'closes the mouth'
  | 'smiles'
  | 'stops smiling';

/** What is said of an event, the plain way first. */
export const eventPhrases: Readonly<Record<EventName, readonly Verb[]>> = {
  'turns left': verbs(
    ['turns to the left', 'turning to the left'],
    ['turns left', 'turning left'],
    ['turns $ head to the left', 'turning $ head to the left'],
  ),
  'turns right': verbs(
    ['turns to the right', 'turning to the right'],
    ['turns right', 'turning right'],
    ['turns $ head to the right', 'turning $ head to the right'],
  ),
  'turns to the front': verbs(
    ['turns to the front', 'turning to the front'],
    ['turns back to the camera', 'turning back to the camera'],
    ['turns to face the camera', 'turning to face the camera'],
  ),
  'raises the head': verbs(
    ['raises $ head', 'raising $ head'],
    ['lifts $ head', 'lifting $ head'],
    ['raises the chin', 'raising the chin'],
  ),
  'lowers the head': verbs(
    ['lowers $ head', 'lowering $ head'],
    ['bows $ head', 'bowing $ head'],
    ['lowers the chin', 'lowering the chin'],
  ),
  'tilts left': verbs(
    ['tilts $ head to the left', 'tilting $ head to the left'],
    ['leans $ head to the left', 'leaning $ head to the left'],
  ),
  'tilts right': verbs(
    ['tilts $ head to the right', 'tilting $ head to the right'],
    ['leans $ head to the right', 'leaning $ head to the right'],
  ),
  straightens: verbs(
    ['straightens $ head', 'straightening $ head'],
    ['holds $ head upright again', 'holding $ head upright again'],
  ),
  'closes the eyes': verbs(
    ['closes $ eyes', 'closing $ eyes'],
    ['shuts $ eyes', 'shutting $ eyes'],
    ['closes the eyes', 'closing the eyes'],
  ),
  'opens the eyes': verbs(['opens $ eyes', 'opening $ eyes'], ['opens the eyes', 'opening the eyes']),
  'opens the mouth': verbs(
    ['opens $ mouth', 'opening $ mouth'],
    ['opens the mouth', 'opening the mouth'],
    ['drops $ jaw', 'dropping $ jaw'],
  ),
  'closes the mouth': verbs(
    ['closes $ mouth', 'closing $ mouth'],
    ['shuts $ mouth', 'shutting $ mouth'],
    ['closes the mouth', 'closing the mouth'],
  ),
  smiles: verbs(
    ['smiles', 'smiling'],
    ['begins to smile', 'beginning to smile'],
    ['breaks into a smile', 'breaking into a smile'],
  ),
  'stops smiling': verbs(
    ['stops smiling', 'letting go of the smile'],
    ['becomes serious', 'becoming serious'],
  ),
};

/** In the order in which they have numbers. */
export const eventNames: readonly EventName[] = Object.keys(eventPhrases) as EventName[];

const byState: Readonly<Record<string, EventName>> = {
  'turn left': 'turns left',
  'turn right': 'turns right',
  'turn front': 'turns to the front',
  'tilt left': 'tilts left',
  'tilt right': 'tilts right',
  'tilt upright': 'straightens',
  'eyes closed': 'closes the eyes',
  'eyes open': 'opens the eyes',
  'mouth open': 'opens the mouth',
  'mouth closed': 'closes the mouth',
  'smile yes': 'smiles',
  'smile no': 'stops smiling',
};

export function eventName({ part, from, to }: Pick<ClipEvent, 'part' | 'from' | 'to'>): EventName {
  if (part !== 'nod') return byState[`${part} ${to}`]!;
  const heights: readonly string[] = ['down', 'level', 'up'] satisfies (typeof partStates.nod)[number][];
  return heights.indexOf(to) > heights.indexOf(from) ? 'raises the head' : 'lowers the head';
}

/** What can be said of a clip. */
export interface ClipFacts {
  /** Of the person and the light: what does not change. */
  facts: FaceFacts;
  /** In their order. */
  events: readonly EventName[];
}

export interface SaidClip extends ClipFacts {
  text: string;
}

export interface SayClipOptions {
  /** How probably each fact is left out; 0 by default. */
  drop?: number;
  /** How probably each event is left out; one is always said. 0 by default. */
  dropEvents?: number;
}

/** What a first frame says of the whole clip: not what may move. */
export function lastingFacts({ expression: _, eyes: __, direction: ___, ...lasting }: FaceFacts): FaceFacts {
  return lasting;
}

/** @param random – draws words and what is left out; without it the plain sentence says everything. */
export function sayClip(
  clip: ClipFacts,
  random?: Random,
  { drop = 0, dropEvents = 0 }: SayClipOptions = {},
): SaidClip {
  const who = sayFacts(clip.facts, random, { drop });
  const events = keptEvents(clip.events, random, dropEvents);
  const pronoun = who.facts.person === 'man' ? 'his' : who.facts.person === 'woman' ? 'her' : 'their';
  const chosen = events.map((name) => {
    const phrases: readonly Verb[] = eventPhrases[name];
    const { now, doing } = random === undefined ? phrases[0]! : random.pick(phrases);
    return { now: now.replace('$', pronoun), doing: doing.replace('$', pronoun) };
  });
  const [comma] = who.text.includes(',') ? [', '] : [' '];
  return { text: `${who.text}${comma}${inOrder(chosen, random)}`, facts: who.facts, events };
}

function keptEvents(events: readonly EventName[], random: Random | undefined, drop: number): EventName[] {
  if (random === undefined || drop === 0) return [...events];
  const kept = events.filter(() => !random.chance(drop));
  return kept.length > 0 || events.length === 0 ? kept : [random.pick(events)];
}

/** "turns to the left, then closes her eyes". */
function inOrder(events: readonly Verb[], random: Random | undefined): string {
  const [first, second, ...more] = events;
  if (first === undefined) return 'keeps still';
  if (second === undefined) return first.now;
  const way = random === undefined ? 'comma' : random.weighted(ways);
  const rest = more.map(({ now }) => now);
  if (way === 'before' && rest.length === 0) return `${first.now} before ${second.doing}`;
  if (way === 'after' && rest.length === 0) return `${second.now} after ${first.doing}`;
  const begin = way === 'first' ? 'first ' : '';
  const join = way === 'and then' ? ' and then ' : ', then ';
  const end = rest.map((now) => (way === 'first' ? ` and finally ${now}` : ` and then ${now}`));
  return `${begin}${first.now}${join}${second.now}${end.join('')}`;
}

const ways = { comma: 4, 'and then': 2, first: 2, before: 1, after: 1 } as const;

/** Beside those of phrases. */
const joins = 'then and first finally before after keeps still';

/** All that sentences of events are made of. */
export function eventWords(): string[] {
  const phrases = Object.values(eventPhrases).flatMap((list: readonly Verb[]) =>
    list.flatMap(({ now, doing }) => [now, doing]),
  );
  return [...phrases, joins]
    .join(' ')
    .replaceAll('$', '')
    .split(/ +/)
    .filter((word) => word !== '');
}
