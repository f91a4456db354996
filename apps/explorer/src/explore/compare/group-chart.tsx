/** The error by the parts of one column: a dot and its interval for each model. */
import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'react';
import type { ModelResult } from '../../../../../src/server/studio/schemas/explore.js';

const colours = ['#2f7de1', '#d97706', '#0f9d58', '#c2268f'];
export const modelColour = (place: number): string => colours[place % colours.length]!;

export function GroupChart({ column, models }: { column: string; models: readonly ModelResult[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const dots = models.flatMap(({ model, groups }, i) =>
      groups
        .filter((group) => group.column === column)
        .map((group) => ({
          ...group,
          model,
          colour: modelColour(i),
          shift: 5 * (i - (models.length - 1) / 2),
        })),
    );
    const parts = [...new Set(dots.map(({ part }) => part))];
    const plot = Plot.plot({
      width: 340,
      height: 34 + 20 * parts.length,
      marginLeft: 118,
      marginRight: 8,
      marginTop: 4,
      marginBottom: 24,
      style: { background: 'none', color: 'var(--soft)', fontSize: '11px' },
      x: { zero: true, label: null, ticks: 5, grid: true, nice: true },
      y: { domain: parts, label: null, tickSize: 0 },
      marks: models.flatMap((_, i) => {
        const own = dots.filter(({ colour }) => colour === modelColour(i));
        const dy = own[0]?.shift ?? 0;
        return [
          Plot.ruleY(own, {
            x1: 'low',
            x2: 'high',
            y: 'part',
            stroke: modelColour(i),
            strokeWidth: 2,
            strokeOpacity: 0.5,
            dy,
          }),
          Plot.dot(own, { x: 'nme', y: 'part', fill: modelColour(i), r: 3.5, dy }),
        ];
      }),
    });
    plot.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(plot);
  }, [column, models]);
  const rows = models.flatMap(({ model, groups }) =>
    groups.filter((group) => group.column === column).map((group) => ({ model, ...group })),
  );
  return (
    <section className="group" aria-label={`Error by ${column}`}>
      <h2>{column.replaceAll('_', ' ')}</h2>
      <div ref={place} />
      <table className="visually-hidden">
        <caption>Error by {column}</caption>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.model} ${row.part}`}>
              <th scope="row">
                {row.model}, {row.part}
              </th>
              <td>
                {row.nme.toFixed(2)} ({row.low.toFixed(2)} to {row.high.toFixed(2)}), {row.faces} faces
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
