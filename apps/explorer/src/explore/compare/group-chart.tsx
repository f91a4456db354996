/** The error by the parts of one column: a dot and its interval for each model, or for a difference of two. */
import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'react';
import type { ModelResult } from '../../../../../src/server/studio/schemas/explore.js';

export interface ErrorSeries {
  name: string;
  colour: string;
  groups: ModelResult['groups'];
}

export function GroupChart({ column, series }: { column: string; series: readonly ErrorSeries[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const own = series.map(({ groups }) => groups.filter((group) => group.column === column));
    const parts = [...new Set(own.flatMap((groups) => groups.map(({ part }) => part)))];
    const plot = Plot.plot({
      width: 340,
      height: 46 + 20 * parts.length,
      marginLeft: 118,
      marginRight: 8,
      marginTop: 4,
      marginBottom: 36,
      style: { background: 'none', color: 'var(--soft)', fontSize: '11px' },
      x: {
        zero: true,
        label: 'NME, %',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 5,
        grid: true,
        nice: true,
      },
      y: { domain: parts, label: null, tickSize: 0 },
      marks: [
        Plot.ruleX([0], { strokeOpacity: 0.6 }),
        ...series.flatMap(({ colour }, i) => {
          const dy = 5 * (i - (series.length - 1) / 2);
          return [
            Plot.ruleY(own[i]!, {
              x1: 'low',
              x2: 'high',
              y: 'part',
              stroke: colour,
              strokeWidth: 2,
              strokeOpacity: 0.5,
              dy,
            }),
            Plot.dot(own[i]!, { x: 'nme', y: 'part', fill: colour, r: 3.5, dy }),
          ];
        }),
      ],
    });
    plot.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(plot);
  }, [column, series]);
  const rows = series.flatMap(({ name, groups }) =>
    groups.filter((group) => group.column === column).map((group) => ({ name, ...group })),
  );
  return (
    <section className="group" aria-label={`Error by ${column}`}>
      <h2>{column.replaceAll('_', ' ')}</h2>
      <div ref={place} />
      <table className="visually-hidden">
        <caption>Error by {column}</caption>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.name} ${row.part}`}>
              <th scope="row">
                {row.name}, {row.part}
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
