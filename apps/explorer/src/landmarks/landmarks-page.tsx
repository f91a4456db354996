/** A set is edited on a head in 3D. What is selected, the head and how it is looked at stand in the address. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { emptyDraft } from '../../../../src/landmarks/editing/set-draft.js';
import { landmarkSetNames } from '../../../../src/landmarks/sets/registry.js';
import type { SetMistake } from '../../../../src/landmarks/sets/set-file.js';
import type { SetEditorAbout, SetFileState } from '../../../../src/server/studio/schemas/landmarks.js';
import { ErrorState, LoadingState } from '../ui/states.js';
import { editorQuery, fileQuery, headQuery } from './editor-api.js';
import type { EditorHead } from './editor-head.js';
import { EditorSession } from './editor-session.js';
import { openText } from './open-text.js';
import { SetEditor } from './set-editor.js';
import './landmarks.css';
import './panels.css';
import './head.css';
import './views.css';
import './begin.css';

export default function LandmarksPage() {
  const about = useQuery(editorQuery);
  const file = useQuery(fileQuery);
  const error = about.error ?? file.error;
  if (error !== null)
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void about.refetch();
          void file.refetch();
        }}
      />
    );
  if (about.data === undefined || file.data === undefined) return <LoadingState label="Loading the set" />;
  return <WithHeads about={about.data} file={file.data} />;
}

/** The first head is enough to begin with; a file that names another waits for it. */
function WithHeads({ about, file }: { about: SetEditorAbout; file: SetFileState }) {
  const [search] = useSearchParams();
  const loaded = useQueries({ queries: about.heads.map(headQuery) });
  const failed = loaded.find(({ error }) => error !== null);
  if (failed?.error) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  const named = about.heads.filter(
    (name, i) => i === 0 || name === search.get('head') || file.text?.includes(name) === true,
  );
  const heads = loaded.flatMap(({ data }) => data ?? []);
  if (!named.every((name) => heads.some((head) => head.name === name)))
    return <LoadingState label="Building the head" />;
  return <Opened about={about} file={file} heads={heads} />;
}

interface OpenedProps {
  about: SetEditorAbout;
  file: SetFileState;
  heads: readonly EditorHead[];
}

function Opened({ about, file, heads }: OpenedProps) {
  const [search] = useSearchParams();
  const [opened] = useState(() => {
    const wanted = search.get('from') ?? about.from ?? '';
    const from = landmarkSetNames.includes(wanted) ? wanted : undefined;
    if (file.text !== null) return openText(file.text, heads);
    const name = about.file?.name.replace(/\.ya?ml$/i, '') ?? `my-${from ?? 'set'}`;
    if (from === undefined) return { draft: { ...emptyDraft, name }, mistakes: [] };
    return openText(`name: ${name}\npoints:\n  - set: ${from}\n`, heads);
  });
  const [session] = useState(() => {
    if (opened.draft === undefined) return undefined;
    const made = new EditorSession(opened.draft, file.version);
    const point = opened.draft.points.findIndex(({ definition }) => definition.name === search.get('point'));
    if (point >= 0) made.select([point]);
    return made;
  });
  if (session === undefined)
    return <Unreadable name={about.file?.name ?? 'the file'} mistakes={opened.mistakes} />;
  return <SetEditor about={about} heads={heads} session={session} />;
}

function Unreadable({ name, mistakes }: { name: string; mistakes: readonly SetMistake[] }) {
  return (
    <div className="state" role="alert">
      <p className="state-title">{name} cannot be opened as it is</p>
      <ul className="set-mistakes">
        {mistakes.slice(0, 20).map(({ line, where, rule, hint }) => (
          <li key={`${line} ${where} ${rule}`}>
            {line !== undefined && `Line ${line}, `}
            {where}: {rule} <small>{hint}</small>
          </li>
        ))}
      </ul>
      <p>Correct it and load this page again. Nothing was written.</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Load again
      </button>
    </div>
  );
}
