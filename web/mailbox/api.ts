import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { messageDetail, messageShape } from '../../server/alerts/schema.ts'
import { inForce, request } from '../api.ts'

export type MessageLine = z.infer<typeof messageShape>
export type Message = z.infer<typeof messageDetail>

interface MessagePage {
  readonly messages: readonly MessageLine[]
  readonly nextCursor: string | null
}

export const messagesQuery = (force: string) =>
  infiniteQueryOptions({
    queryKey: ['mailbox', force],
    queryFn: ({ pageParam }) =>
      request<MessagePage>(inForce(force, '/mailbox'), { query: { cursor: pageParam, limit: 30 } }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })

export const messageQuery = (force: string, id: string) =>
  queryOptions({
    queryKey: ['message', force, id],
    queryFn: () => request<Message>(inForce(force, `/mailbox/${encodeURIComponent(id)}`)),
  })
