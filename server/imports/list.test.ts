import { beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { newId } from '../platform/id.ts'
import type { ImportOrigin } from '../platform/tables.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import type { importsShape } from './schema.ts'

type List = (typeof importsShape)['_output']

let platform: TestPlatform
let app: App
let analyst: Awaited<ReturnType<typeof signedInAs>>

beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  analyst = await signedInAs(platform, ['analyst'])
  await put('staff', 'done', 'command', 'night run')
  await put('recipients', 'done', 'folder', 'night run')
  await put('recipients', 'failed', 'page', analyst.userId)
  await put('recipients', 'done', 'api', 'another system')
  await put('interviews', 'undone', 'page', analyst.userId)
  return () => platform.close()
})

const put = (
  kind: 'staff' | 'recipients' | 'interviews',
  status: 'done' | 'failed' | 'undone',
  origin: ImportOrigin,
  by: string,
) =>
  inTestForce(platform, tx =>
    tx.db
      .insertInto('imports')
      .values({
        id: newId(),
        kind,
        file_name: `${kind} ${status} ${origin}`,
        profile: '',
        status,
        origin,
        started_by: by,
        received_at: tx.now.toString(),
      })
      .execute(),
  )

async function list(query: string): Promise<List> {
  const response = await app.request(`/api/v1/forces/${testSlug}/imports?${query}`, { headers: analyst.headers })
  expect([query, response.status]).toEqual([query, 200])
  return (await response.json()) as List
}
const namesOf = ({ imports }: List) => imports.map(({ fileName }) => fileName)

describe('the list of imports', () => {
  it.each([
    [
      '',
      [
        'interviews undone page',
        'recipients done api',
        'recipients failed page',
        'recipients done folder',
        'staff done command',
      ],
    ],
    ['kind=recipients', ['recipients done api', 'recipients failed page', 'recipients done folder']],
    ['status=done', ['recipients done api', 'recipients done folder', 'staff done command']],
    ['origin=folder', ['recipients done folder']],
    ['by=night%20run', ['recipients done folder', 'staff done command']],
    ['kind=recipients&status=done&origin=api', ['recipients done api']],
    ['by=nobody', []],
  ])('of “%s” has what all of it says, the newest first', async (query, expected) => {
    expect(namesOf(await list(query))).toEqual(expected)
  })

  it('says who started each, and whom there is to choose among, whatever is chosen', async () => {
    const { imports, starters } = await list(`by=${analyst.userId}`)
    const me = starters.find(({ id }) => id === analyst.userId)
    expect(starters.map(({ id }) => id).sort()).toEqual([analyst.userId, 'another system', 'night run'].sort())
    expect(me?.name).not.toBe(analyst.userId)
    expect(imports.map(({ startedBy }) => startedBy)).toEqual([me?.name, me?.name])
  })

  it('goes on page by page within what is chosen', async () => {
    const first = await list('kind=recipients&limit=2')
    expect(first.imports).toHaveLength(2)
    const second = await list(`kind=recipients&limit=2&cursor=${first.nextCursor}`)
    expect([namesOf(second), second.nextCursor]).toEqual([['recipients done folder'], null])
  })
})
