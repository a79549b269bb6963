import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { inForce, request } from '../api.ts'

export interface MessageLine {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly createdAt: string
  readonly status: string
  readonly lastReply: string | null
}

export interface Message extends MessageLine {
  readonly text: string
  readonly html: string
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
}

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
