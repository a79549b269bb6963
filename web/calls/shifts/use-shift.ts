import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useWho } from '../use-who.ts'
import { changeMyShift, myShiftQuery, type ShiftChange } from './api.ts'

/** The interviewer's own shift, and the way to change its state. */
export function useShift() {
  const who = useWho()
  const client = useQueryClient()
  const { data: shift, error, refetch } = useQuery(myShiftQuery(who))
  const change = useMutation({
    mutationFn: (wish: ShiftChange) => changeMyShift(who, wish),
    onSuccess: now => client.setQueryData(myShiftQuery(who).queryKey, now),
  })
  return { shift, change, fault: error, retry: () => void refetch() }
}
