import { EmptyState } from '../ui/states.js';

export default function ExplorePage() {
  return <EmptyState title="Explore" />;
}
