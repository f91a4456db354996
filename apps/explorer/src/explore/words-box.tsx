/** A sentence; the rows that fit it best come first. */
import { useQueryClient } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JobView, WordsView } from '../../../../src/server/studio/schemas/explore.js';
import { askJson } from '../api/ask.js';
import { base } from './explore-api.js';
import { useJob } from './jobs/follow-job.js';
import { JobProgress } from './jobs/job-progress.js';
import type { ChangeView, ViewState } from './view-state.js';

export function WordsBox({ view, change }: { view: ViewState; change: ChangeView }) {
  const { dataset, filter } = view;
  /** As they are now, whatever was awaited meanwhile. */
  const now = useRef({ filter, sentence: '' });
  now.current.filter = filter;
  const queries = useQueryClient();
  const [sentence, setSentence] = useState('');
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  /** Of how well rows fit, once they are ranked. */
  const [column, setColumn] = useState<string | null>(null);
  const path = `${base}/${dataset}/words`;
  const followed = useJob(async ({ state }) => {
    if (state !== 'done') return;
    const ranked = await askJson<WordsView | null>(path);
    if (ranked === null) return;
    setUnknown(ranked.unknown);
    setColumn(ranked.column);
    // The column is the same for every sentence: what was asked by the last one is over.
    await Promise.all(
      ['explore', 'rows', 'counts', 'column'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    );
    // Who emptied the box before the order came has left the search.
    if (now.current.sentence === '') return;
    change({ filter: { ...now.current.filter, sort: { by: ranked.column, descending: true } } });
  });
  // As a search box is left: without words, in the order that was.
  useEffect(() => {
    if (sentence !== '' || column === null) return;
    setColumn(null);
    setUnknown([]);
    if (filter.sort?.by !== column) return;
    const { sort: _, ...rest } = filter;
    change({ filter: rest });
  }, [sentence, column, filter, change]);
  return (
    <form
      className="label"
      onSubmit={(event) => {
        event.preventDefault();
        setUnknown([]);
        if (sentence.trim() !== '')
          followed.start(() => askJson<JobView>(path, { method: 'POST', body: { sentence } }));
      }}
    >
      <input
        className="field"
        type="search"
        aria-label="Order by a sentence"
        placeholder="a man with glasses"
        maxLength={1000}
        value={sentence}
        onChange={(event) => {
          now.current.sentence = event.target.value;
          setSentence(event.target.value);
          if (event.target.value === '') followed.stop();
        }}
      />
      <button
        type="submit"
        className="icon-button"
        aria-label="Order by the sentence"
        title="The rows that fit the sentence best come first"
        disabled={followed.job?.state === 'running'}
      >
        <Search size={15} aria-hidden="true" />
      </button>
      <JobProgress {...followed} />
      {unknown.length > 0 && <span role="status">unknown: {unknown.join(', ')}</span>}
    </form>
  );
}
