/** Keeps what is seen, and writes all that is kept as a dataset of its own or as an order for `generate`. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SceneChanges } from '../../../../../src/server/studio/schemas/explore.js';
import { saveFile } from '../../ui/save-file.js';
import { keepVariant, keptQuery, orderOfKept, orderOfVariant, writeVariants } from '../explore-api.js';

interface KeepRowProps {
  dataset: number;
  row: number;
  changes: SceneChanges;
  /** The dataset's own set: rows of another do not fit in. */
  own: string;
}

export function KeepRow({ dataset, row, changes, own }: KeepRowProps) {
  const queries = useQueryClient();
  const { data } = useQuery(keptQuery(dataset));
  const [name, setName] = useState('variants');
  const onSettled = () => queries.invalidateQueries(keptQuery(dataset));
  const keep = useMutation({ mutationFn: () => keepVariant(dataset, row, changes), onSettled });
  const write = useMutation({ mutationFn: () => writeVariants(dataset, name), onSettled });
  const save = useMutation({
    mutationFn: async (which: 'seen' | 'kept') => {
      const answer = which === 'seen' ? orderOfVariant(dataset, row, changes) : orderOfKept(dataset);
      saveFile(await (await answer).blob(), which === 'seen' ? 'variant.json' : `${name}.json`);
    },
  });
  const kept = data?.kept ?? 0;
  const fault = keep.error ?? write.error ?? save.error;
  const isOther = changes.landmarks !== undefined && changes.landmarks !== own;
  return (
    <>
      <div className="again-foot">
        <button
          type="button"
          className="button"
          disabled={Object.keys(changes).length === 0 || isOther || keep.isPending}
          onClick={() => keep.mutate()}
        >
          Keep this one
        </button>
        <button
          type="button"
          className="button"
          title="A file for lineament generate --order, which renders exactly this"
          disabled={Object.keys(changes).length === 0 || save.isPending}
          onClick={() => save.mutate('seen')}
        >
          Save as an order
        </button>
        <span role="status">{keep.isPending ? 'Keeping …' : kept > 0 ? `${kept} kept` : ''}</span>
      </div>
      {kept > 0 && (
        <div className="keep-write">
          <input
            className="field"
            aria-label="Name of the dataset of kept ones"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="button" className="button" disabled={write.isPending} onClick={() => write.mutate()}>
            Write as dataset
          </button>
          <button
            type="button"
            className="button"
            disabled={save.isPending}
            onClick={() => save.mutate('kept')}
          >
            Save {kept} as an order
          </button>
        </div>
      )}
      {write.data !== undefined && kept === 0 && (
        <p className="keep-made" role="status">
          {write.data.count} in <code>{write.data.folder}</code>
        </p>
      )}
      {fault !== null && (
        <p className="where-fault" role="alert">
          {fault.message}
        </p>
      )}
    </>
  );
}
