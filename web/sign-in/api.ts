import { queryOptions } from '@tanstack/react-query'
import { request } from '../api.ts'

export interface DemoSignIn {
  readonly role: string
  readonly name: string
  readonly email: string
  readonly password: string
}

/** One per role in the demo; empty anywhere else. */
export const demoSignInsQuery = queryOptions({
  queryKey: ['demo sign-ins'],
  queryFn: async () => (await request<{ signIns: readonly DemoSignIn[] }>('/api/v1/demo/sign-ins')).signIns,
  retry: false,
})

export interface Credentials {
  readonly email: string
  readonly password: string
}

export const signIn = (credentials: Credentials) =>
  request('/api/auth/sign-in/email', { method: 'POST', body: credentials })

/** Whether the system is still empty, and the commands that begin it. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => request<{ readonly empty: boolean; readonly steps: readonly string[] }>('/api/v1/setup'),
  retry: false,
})
