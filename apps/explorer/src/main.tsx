import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Studio } from './studio.js';
import './ui/theme.css';
import './ui/controls.css';
import { ApiError } from './api/ask.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses it refuses again.
      retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
      refetchOnWindowFocus: false,
      staleTime: 30_000,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Studio />
    </QueryClientProvider>
  </StrictMode>,
);
