import { EmptyState } from '../ui/states.js';

export default function LandmarksPage() {
  return <EmptyState title="Landmarks" />;
}
