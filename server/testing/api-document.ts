import type { App } from '../app.ts'

export interface Operation {
  readonly method: string
  readonly path: string
  /** `GET /forces/{slug}/alerts`: without the version. */
  readonly name: string
  readonly roles: readonly string[] | undefined
  readonly isPublic: boolean
}

interface Described {
  readonly 'x-roles'?: readonly string[]
  readonly security?: readonly object[]
}

/** Every operation of the API, as its own document lists them. */
export async function listOperations(app: App): Promise<readonly Operation[]> {
  const response = await app.request('/api/openapi.json')
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, Described>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      name: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
      roles: described['x-roles'],
      isPublic: described.security?.length === 0,
    })),
  )
}

/** A path with something in each of its places: the force, and ids of nothing that is there. */
export const filled = (path: string, slug: string): string =>
  path
    .replace('{slug}', slug)
    .replace('{kind}', 'staff')
    .replace('{questionKey}', 'overall_service')
    .replace(/\{\w+\}/g, '018f0000-0000-7000-8000-000000000000')
