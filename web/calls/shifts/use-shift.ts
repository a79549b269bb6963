import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeMyShift, myShiftQuery, type ShiftChange } from './api.ts'

/** The interviewer's own shift, and the way to change its state. */
export function useShift(force: string) {
  const client = useQueryClient()
  const { data: shift } = useQuery(myShiftQuery(force))
  const change = useMutation({
    mutationFn: (wish: ShiftChange) => changeMyShift(force, wish),
    onSuccess: now => client.setQueryData(myShiftQuery(force).queryKey, now),
  })
  return { shift, change }
}
