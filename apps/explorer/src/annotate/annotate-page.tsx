/** Photographs are annotated: the faces on the left, one of them at work. Every face has its own address. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Navigate, Route, Routes, useNavigate, useParams } from 'react-router';
import { flat } from '../../../../src/annotation/annotated-face.js';
import { parseCorrections } from '../../../../src/annotation/correction-file.js';
import { correctionOn } from '../../../../src/annotation/correction-model.js';
import type { PointGaussian } from '../../../../src/annotation/point-gaussian.js';
import type {
  AnnotatedFace,
  AnnotateProject,
  DeskState,
} from '../../../../src/server/studio/schemas/annotate.js';
import { ApiError } from '../api/ask.js';
import { EmptyState, ErrorState, LoadingState } from '../ui/states.js';
import { AgreementView } from './agreement-view.js';
import { faceQuery, facesQuery, projectQuery } from './annotate-api.js';
import { FaceList, filtered, type ListFilter } from './face-list.js';
import { FaceSession } from './face-session.js';
import { Workbench } from './workbench.js';
import './annotate.css';
import './faces.css';
import './bench.css';
import './inspector.css';
import './agreement.css';

export default function AnnotatePage() {
  const project = useQuery(projectQuery);
  const faces = useQuery(facesQuery);
  const error = project.error ?? (faces.data === undefined ? faces.error : null);
  if (error !== null)
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void project.refetch();
          void faces.refetch();
        }}
      />
    );
  if (project.data === undefined || faces.data === undefined)
    return <LoadingState label="Loading the faces" />;
  return (
    <Routes>
      <Route path="agreement" element={<AgreementView project={project.data} />} />
      <Route path=":id?" element={<Faces project={project.data} state={faces.data} />} />
    </Routes>
  );
}

function Faces({ project, state }: { project: AnnotateProject; state: DeskState }) {
  const { id } = useParams();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<ListFilter>('To do');
  const shown = filtered(state.faces, filter);
  const gaussianOf = useMemo(() => {
    const { model } = parseCorrections(project.corrections, project.set);
    const correct = correctionOn(Float32Array.from(project.template), model);
    return ({ base, detected }: AnnotatedFace): PointGaussian =>
      correct({ points: flat(base), uncertainty: Float32Array.from(detected.uncertainty) });
  }, [project]);
  const first = filtered(state.faces, 'To do')[0] ?? state.faces[0];
  if (id === undefined && first !== undefined) return <Navigate to={`/annotate/${first.id}`} replace />;
  const onNext = (step: 1 | -1) => {
    const own = state.faces.findIndex((face) => face.id === id);
    const next =
      step === 1
        ? (shown.find((face) => state.faces.indexOf(face) > own) ?? shown.find((face) => face.id !== id))
        : (shown.findLast((face) => state.faces.indexOf(face) < own) ??
          shown.findLast((face) => face.id !== id));
    if (next !== undefined) void navigate(`/annotate/${next.id}`);
  };
  return (
    <div className="annotate">
      <FaceList state={state} shown={shown} filter={filter} onFilter={setFilter} current={id} />
      {id === undefined ? (
        <NoFace state={state} />
      ) : (
        <Face key={id} id={id} project={project} state={state} gaussianOf={gaussianOf} onNext={onNext} />
      )}
    </div>
  );
}

function NoFace({ state: { waiting, failures } }: { state: DeskState }) {
  if (waiting > 0)
    return (
      <div className="annotate-rest">
        <LoadingState label="Looking for faces in the pictures" />
      </div>
    );
  return (
    <div className="annotate-rest">
      <EmptyState title="No face was found">
        <p>
          {failures.length} {failures.length === 1 ? 'picture was' : 'pictures were'} looked at. Faces should
          be at least 40 pixels wide; the list on the left says what was wrong with each.
        </p>
      </EmptyState>
    </div>
  );
}

interface FaceProps {
  id: string;
  project: AnnotateProject;
  state: DeskState;
  gaussianOf: (face: AnnotatedFace) => PointGaussian;
  onNext: (step: 1 | -1) => void;
}

function Face(props: FaceProps) {
  const { data, error, refetch } = useQuery(faceQuery(props.id));
  if (data !== undefined) return <OpenFace {...props} face={data} />;
  return (
    <div className="annotate-rest">
      {error === null ? (
        <LoadingState label="Loading the face" />
      ) : (
        <ErrorState
          error={
            error instanceof ApiError && error.status === 404 ? new Error('There is no such face') : error
          }
          hint="It may have been taken away. Choose one from the list."
          onRetry={() => void refetch()}
        />
      )}
    </div>
  );
}

function OpenFace({ id, project, state, gaussianOf, onNext, face }: FaceProps & { face: AnnotatedFace }) {
  const queries = useQueryClient();
  const [session] = useState(
    () =>
      new FaceSession(
        id,
        face,
        gaussianOf,
        () => void queries.invalidateQueries({ queryKey: facesQuery.queryKey }),
      ),
  );
  const entry = state.faces.find((one) => one.id === id);
  return <Workbench project={project} state={state} entry={entry} session={session} onNext={onNext} />;
}
