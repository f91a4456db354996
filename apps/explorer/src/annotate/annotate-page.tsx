import { EmptyState } from '../ui/states.js';

export default function AnnotatePage() {
  return <EmptyState title="Annotate" />;
}
