import { queryOptions } from '@tanstack/react-query'
import type { MyShift, ShiftBoard, ShiftChange } from '../../../server/calls/shifts/schema.ts'
import { inForce, request } from '../../api.ts'
import type { Who } from '../api.ts'

export type { MyShift, ShiftChange }
export type ShiftState = NonNullable<MyShift['state']>
export type BreakReason = NonNullable<MyShift['reason']>
export type OnBoard = ShiftBoard['interviewers'][number]

export const myShiftQuery = ({ force, as }: Who) =>
  queryOptions({
    queryKey: ['my shift', force, as],
    queryFn: () => request<MyShift>(inForce(force, '/shifts/mine'), { as }),
    refetchInterval: 60_000,
  })

export const changeMyShift = ({ force, as }: Who, change: ShiftChange) =>
  request<MyShift>(inForce(force, '/shifts/mine'), { as, method: 'PUT', body: change })

export const boardQuery = (force: string) =>
  queryOptions({
    queryKey: ['shift board', force],
    queryFn: () => request<ShiftBoard>(inForce(force, '/shifts/board')),
    refetchInterval: 15_000,
  })
