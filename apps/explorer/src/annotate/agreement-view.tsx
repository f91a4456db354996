/** Two annotators of the same faces: how far they are apart, by region, beside what annotators are known to differ by. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Agreement, AnnotateProject } from '../../../../src/server/studio/schemas/annotate.js';
import { EmptyState, ErrorState, LoadingState } from '../ui/states.js';
import { agreementQuery } from './annotate-api.js';

const nameOf = (annotator: string | null): string => annotator ?? 'without a name';

export function AgreementView({ project }: { project: AnnotateProject }) {
  const { others, annotator } = project;
  const [other, setOther] = useState<string | null | undefined>(others[0]);
  return (
    <div className="agreement">
      <header>
        <h2>Agreement</h2>
        <Link to="/annotate">Back to the faces</Link>
      </header>
      {other === undefined ? (
        <EmptyState title="One person has annotated here so far">
          <p>
            Start the command with <code>--annotator NAME</code> for a second person; faces that both have
            done are compared here.
          </p>
        </EmptyState>
      ) : (
        <>
          <p className="label">
            {nameOf(annotator)} and{' '}
            <select
              className="select"
              aria-label="The other annotator"
              value={other ?? ''}
              onChange={(event) => setOther(event.target.value === '' ? null : event.target.value)}
            >
              {others.map((name) => (
                <option key={name ?? ''} value={name ?? ''}>
                  {nameOf(name)}
                </option>
              ))}
            </select>
          </p>
          <Compared other={other} />
        </>
      )}
    </div>
  );
}

function Compared({ other }: { other: string | null }) {
  const { data, error, refetch } = useQuery(agreementQuery(other));
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState />;
  if (data.all === null)
    return (
      <EmptyState title="No face was done by both">
        <p>Call the same faces done in both, then they are compared here.</p>
      </EmptyState>
    );
  return <Table told={data} all={data.all} />;
}

const percent = (value: number): string => `${value.toFixed(2)} %`;

function Table({ told, all }: { told: Agreement; all: number }) {
  const rows = [
    ...told.byRegion.map(({ region, points, distance }) => ({
      name: region,
      points,
      distance: distance ?? 0,
    })),
    { name: 'all', points: told.byRegion.reduce((sum, { points }) => sum + points, 0), distance: all },
  ];
  const most = Math.max(...rows.map(({ distance }) => distance), 1.5 * told.known);
  return (
    <>
      <p className="inspector-soft">
        {told.faces} {told.faces === 1 ? 'face' : 'faces'} done by both. Mean distance in per cent of the
        distance of the outer eye corners; the line is what annotators are known to differ by, {told.known} %.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Points</th>
            <th scope="col">Apart</th>
            <th scope="col" className="agreement-bars">
              <span className="visually-hidden">As a bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, points, distance }) => (
            <tr key={name} className={name === 'all' ? 'agreement-all' : undefined}>
              <th scope="row">{name}</th>
              <td>{points}</td>
              <td>{percent(distance)}</td>
              <td className="agreement-bars">
                <span
                  className={`agreement-bar ${distance > told.known ? 'agreement-far' : ''}`}
                  style={{ width: `${(100 * distance) / most}%` }}
                />
                <span className="agreement-known" style={{ left: `${(100 * told.known) / most}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Least agreed</h3>
      <ol>
        {told.worst.slice(0, 20).map(({ id, distance }) => (
          <li key={id}>
            <Link to={`/annotate/${id}`}>{id}</Link> {percent(distance)}
          </li>
        ))}
      </ol>
    </>
  );
}
