import { queryOptions } from '@tanstack/react-query'
import type { Role } from '../server/forces/schema.ts'

/** A refusal of the API (RFC 9457), or the network's: it has words for the screen and a code for decisions. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  /** What else the refusal says, such as the `reason`. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    title: string,
    requestId: string | null = null,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(title)
    this.status = status
    this.code = code
    this.requestId = requestId
    this.details = details
  }
}

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>
interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly query?: Query
  /** Sent as JSON, unless it is a file. */
  readonly body?: unknown
  /** The user whose words these are: refused if somebody else is signed in. */
  readonly as?: string
  readonly signal?: AbortSignal
}

export function addressOf(path: string, query: Query = {}): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${path}?${search}` : path
}

/** The one door to the API. A reply without a body (204) is `null`. */
export async function request<T>(path: string, { method = 'GET', query, body, as, signal }: Call = {}): Promise<T> {
  const isFile = body instanceof Blob
  const response = await fetch(addressOf(path, query), {
    method,
    credentials: 'same-origin',
    signal,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
      ...(as === undefined ? {} : { 'x-ringback-as': as }),
    },
    body: body === undefined ? undefined : isFile ? body : JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw unreachable(cause)
  })
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? null : await response.json()) as T
}

export interface Upload {
  readonly file: Blob
  readonly query?: Query
  readonly onProgress: (sentBytes: number) => void
  /** Aborting it stops the sending; the promise is then rejected with an `AbortError`. */
  readonly signal: AbortSignal
}

/** Sends a file and says how much of it is on its way: `fetch` can't, `XMLHttpRequest` can. */
export function upload<T>(path: string, { file, query, onProgress, signal }: Upload): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', addressOf(path, query))
    sending.setRequestHeader('accept', 'application/json')
    sending.setRequestHeader('content-type', file.type || 'application/octet-stream')
    sending.upload.onprogress = ({ loaded }) => onProgress(loaded)
    sending.onerror = () => reject(unreachable('the connection broke off'))
    sending.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    sending.onload = () => {
      const response = new Response(sending.responseText, { status: sending.status })
      if (response.ok) resolve(response.json() as Promise<T>)
      else void problemOf(response).then(reject)
    }
    signal.addEventListener('abort', () => sending.abort(), { once: true })
    sending.send(file)
  })
}

const unreachable = (cause: unknown) =>
  new ApiProblem(0, 'unreachable', `Ringback can't be reached. Check the connection. (${String(cause)})`)

const typeOf = (body: unknown) => (body instanceof Blob ? body.type || 'text/csv' : 'application/json')

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const title = said.title ?? said.message ?? `The server answered ${response.status} without saying why.`
  return new ApiProblem(
    response.status,
    String(said.code ?? `http_${response.status}`),
    String(title),
    said.instance ? String(said.instance) : response.headers.get('x-request-id'),
    said,
  )
}

/** `/api/v1/forces/cleveland` + the rest: every address of a force's data. */
export const inForce = (force: string, path: string) => `/api/v1/forces/${encodeURIComponent(force)}${path}`

export interface Membership {
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  readonly roles: readonly Role[]
  readonly collarNumber: string | null
}

export interface Me {
  readonly user: { readonly id: string; readonly name: string; readonly email: string }
  readonly forces: readonly Membership[]
  readonly businessNow: string
  readonly demo: boolean
  /** The browser's clock when the answer came. */
  readonly readAt: number
}

/** The time that counts, which in the demo isn't the machine's. */
export const businessNowOf = (me: Me): Date => new Date(Date.parse(me.businessNow) + Date.now() - me.readAt)

/** Who is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me> => ({ ...(await request<Omit<Me, 'readAt'>>('/api/v1/me')), readAt: Date.now() }),
  staleTime: 5 * 60_000,
  // Each step of an interview passes here: it must not need the line again because a few minutes went by.
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
})
