import { queryOptions } from '@tanstack/react-query'
import { ApiProblem, request } from '../api.ts'

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
  request<{ readonly twoFactorRedirect?: boolean }>('/api/auth/sign-in/email', { method: 'POST', body: credentials })

/** A code of the second step: it finishes a sign-in, or proves at enrolment that the app has the key. */
export const verifyCode = (kind: 'totp' | 'backup-code', code: string) =>
  request(`/api/auth/two-factor/verify-${kind}`, { method: 'POST', body: { code: code.replaceAll(/\s/g, '') } })

export interface Enrolment {
  readonly totpURI: string
  readonly backupCodes: readonly string[]
}

export const startSecondFactor = (password: string) =>
  request<Enrolment>('/api/auth/two-factor/enable', { method: 'POST', body: { password } })

export const stopSecondFactor = (password: string) =>
  request('/api/auth/two-factor/disable', { method: 'POST', body: { password } })

interface Session {
  readonly user: { readonly twoFactorEnabled?: boolean | null }
}

/** Whether the person signed in is asked for a second step. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second factor'],
  queryFn: async () =>
    (await request<Session>('/api/auth/get-session', { query: { disableCookieCache: true } })).user.twoFactorEnabled ??
    false,
})

const codeFaults = {
  totp: 'That isn’t the code of this half minute. Wait for the next one; if it fails again, set your device’s clock by the network.',
  'backup-code': 'That isn’t one of your back-up codes, or was used before. Try another.',
  password: 'That isn’t your password.',
}

/** What to say of a password or a code that was refused. */
export function faultOfCode(error: Error, kind: keyof typeof codeFaults): string {
  if (!(error instanceof ApiProblem)) return error.message
  if (error.status === 400 || error.status === 401) return codeFaults[kind]
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.'
  return error.message
}

/** Whether the system is still empty, and the commands that begin it. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => request<{ readonly empty: boolean; readonly steps: readonly string[] }>('/api/v1/setup'),
  retry: false,
})
