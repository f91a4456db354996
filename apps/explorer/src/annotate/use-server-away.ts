/** Whether the server has stopped answering: the list of faces is asked for every few seconds, whatever else goes on. */
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/ask.js';
import { facesQuery } from './annotate-api.js';

export function useServerAway(): boolean {
  // The last attempt's failure goes when the next one begins; the error stays until one succeeds.
  const { error, failureReason } = useQuery(facesQuery);
  const fault = error ?? failureReason;
  return fault !== null && !(fault instanceof ApiError && fault.status < 500);
}
