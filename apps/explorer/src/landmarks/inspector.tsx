/** What is selected: its name, region and exact place, and what can be done with it. */
import { useEffect, useState } from 'react';
import type { Vector3 } from '../../../../src/core/vector.js';
import type { SetDraft } from '../../../../src/landmarks/editing/set-draft.js';
import { fractionOf, type Strand } from '../../../../src/landmarks/editing/strands.js';
import { type Region, regions } from '../../../../src/landmarks/landmark-set.js';
import type { EditorHead } from './editor-head.js';
import type { Deed } from './keys.js';
import { partnersOf } from './moves.js';
import { poseCount, posesShowing } from './views.js';

interface InspectorProps {
  draft: SetDraft;
  selected: readonly number[];
  head: EditorHead;
  strand: Strand | undefined;
  onName: (index: number, name: string) => void;
  onRegion: (region: Region) => void;
  onPlace: (index: number, place: Vector3) => void;
  onFraction: (index: number, at: number) => void;
  onSelect: (selected: readonly number[]) => void;
  onDeed: (deed: Deed) => void;
}

export function Inspector(props: InspectorProps) {
  const { draft, selected, onRegion, onDeed, strand } = props;
  const [first] = selected;
  const point = first === undefined ? undefined : draft.points[first];
  if (point === undefined || first === undefined)
    return (
      <section className="set-inspector" aria-label="Selected point">
        <h2>Nothing selected</h2>
        <p className="set-soft">
          Click a point, or press N for the first. Drag it over the surface, or move it with the arrows.
        </p>
      </section>
    );
  const region = selected.every((i) => draft.points[i]?.definition.region === point.definition.region)
    ? point.definition.region
    : '';
  return (
    <section className="set-inspector" aria-label="Selected point">
      {selected.length === 1 ? (
        <OnePoint {...props} key={first} index={first} />
      ) : (
        <h2>
          {selected.length} points{strand !== undefined && ` of ${strand.title}`}
        </h2>
      )}
      <label className="set-row">
        <span>Region</span>
        <select
          className="select"
          value={region}
          onChange={(event) => onRegion(event.target.value as Region)}
        >
          {region === '' && <option value="">several</option>}
          {regions.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <div className="set-buttons">
        <button type="button" className="button" title="Mirror (M)" onClick={() => onDeed('mirror')}>
          Mirror
        </button>
        <button type="button" className="button" title="Take away (Delete)" onClick={() => onDeed('remove')}>
          Take away
        </button>
      </div>
    </section>
  );
}

function OnePoint({
  draft,
  head,
  index,
  onName,
  onPlace,
  onFraction,
  onSelect,
}: InspectorProps & { index: number }) {
  const point = draft.points[index]!;
  const { definition } = point;
  const at = fractionOf(point);
  const place = head.place(definition);
  const partner = partnersOf(draft)[index]!;
  return (
    <>
      <TextRow label="Name" value={definition.name} onValue={(name) => onName(index, name)} />
      {at !== undefined && (
        <NumberRow
          label={'curve' in definition ? `Along ${definition.curve}` : 'Along its curve'}
          short="Along"
          value={at}
          digits={4}
          step={0.005}
          onValue={(value) => onFraction(index, Math.max(0, Math.min(1, value)))}
        />
      )}
      <div className="set-row set-place">
        <span title="Centimetres: to the subject's left, up, forwards">Place, cm</span>
        {(['x', 'y', 'z'] as const).map((axis, k) => (
          <NumberField
            key={axis}
            label={`${axis}, centimetres`}
            value={place[k]!}
            digits={2}
            step={0.05}
            onValue={(value) =>
              onPlace(index, place.map((old, i) => (i === k ? value : old)) as [number, number, number])
            }
          />
        ))}
      </div>
      <p className="set-soft">
        {placeWords(definition)}
        {' · '}
        {partner === index ? (
          'on the midline'
        ) : partner < 0 ? (
          <span className="set-bad">no mirror image</span>
        ) : (
          <button type="button" className="set-link" onClick={() => onSelect([partner])}>
            mirror image {draft.points[partner]!.definition.name}
          </button>
        )}
        {' · '}
        <Seen draft={draft} head={head} index={index} />
      </p>
    </>
  );
}

function Seen({ draft, head, index }: { draft: SetDraft; head: EditorHead; index: number }) {
  const [seen, setSeen] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setSeen(posesShowing(head, draft, index)), 120);
    return () => clearTimeout(timer);
  }, [draft, head, index]);
  return (
    <span>
      seen in {seen ?? '…'} of the {poseCount} poses
    </span>
  );
}

function placeWords(definition: SetDraft['points'][number]['definition']): string {
  if ('curve' in definition)
    return definition.offset === undefined ? `on ${definition.curve}` : `beside ${definition.curve}`;
  if (definition.exact !== undefined) return `on the skin of ${definition.exact.head}`;
  return `between ${[...new Set(definition.blend.map(({ curve }) => curve))].slice(0, 2).join(' and ')}`;
}

interface TextRowProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

function TextRow({ label, value, onValue }: TextRowProps) {
  const [written, setWritten] = useState(value);
  useEffect(() => setWritten(value), [value]);
  return (
    <label className="set-row">
      <span>{label}</span>
      <input
        className="field"
        value={written}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={() => written.trim() !== '' && written !== value && onValue(written.trim())}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </label>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  digits: number;
  step: number;
  onValue: (value: number) => void;
}

function NumberRow({ short, ...field }: NumberFieldProps & { short: string }) {
  return (
    <div className="set-row">
      <span title={field.label}>{short}</span>
      <NumberField {...field} />
    </div>
  );
}

/** Up and down in it move the point at once. */
function NumberField({ label, value, digits, step, onValue }: NumberFieldProps) {
  const shown = String(Number(value.toFixed(digits)));
  const [written, setWritten] = useState(shown);
  useEffect(() => setWritten(shown), [shown]);
  const take = (text: string) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number) && text !== shown) onValue(number);
  };
  return (
    <input
      className="field"
      inputMode="decimal"
      aria-label={label}
      value={written}
      onChange={(event) => setWritten(event.target.value)}
      onBlur={() => take(written)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(written);
        const by = event.key === 'ArrowUp' ? step : event.key === 'ArrowDown' ? -step : 0;
        if (by === 0) return;
        event.preventDefault();
        onValue(value + by);
      }}
    />
  );
}
