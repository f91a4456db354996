/**
 * Which parts a study's report has, as its recipe names them under `report`, in their order. What must not be left out
 * (warnings, how it was made) is no part of the list.
 */
import { z } from 'zod';
import { choice, text } from '../../../core/settings/value-kinds.js';
import { type AdapterName, adapterNames, usualAdapters } from '../../../evaluation/adapters/registry.js';

/** A table of errors: rows by columns, in some ways of comparing. */
export interface ComparisonSettings {
  section: 'comparison';
  /** What its tables are called: `Table 1`. */
  table: string;
  /** Completes the heading: `Table 1: nearest subset`. */
  title?: string | undefined;
  ways: AdapterName[];
}

/** Without settings of their own. */
export const plainSections = [
  'bars',
  'trials',
  'tests',
  'label-curve',
  'distribution',
  'conditions',
  'features',
  'consistency',
  'faces',
  'all-points',
  'own-points',
] as const;

export type SectionSettings = ComparisonSettings | { section: (typeof plainSections)[number] };

const sectionSchema: z.ZodType<SectionSettings> = z.discriminatedUnion(
  'section',
  [
    z.strictObject({
      section: z.literal('comparison'),
      table: text('what the tables are called'),
      title: text('a text').optional(),
      ways: z.array(choice(adapterNames)).min(1, 'at least one way of comparing'),
    }),
    z.strictObject({ section: z.literal(plainSections) }),
  ],
  `one of ${['comparison', ...plainSections].join(', ')}`,
);

/** Of a study that names none: everything, in one table of all ways. */
const everySection: SectionSettings[] = [
  { section: 'bars' },
  { section: 'comparison', table: 'Errors', ways: [...usualAdapters] },
  { section: 'trials' },
  { section: 'tests' },
  { section: 'label-curve' },
  { section: 'distribution' },
  { section: 'conditions' },
  { section: 'features' },
  { section: 'consistency' },
  { section: 'faces' },
  { section: 'all-points' },
  { section: 'own-points' },
];

export const sectionsSchema: z.ZodType<SectionSettings[]> = z
  .array(sectionSchema, 'a list of sections such as {section: bars}')
  .default(everySection);
