import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { checkout } from '../config.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import type { ImportDetail } from './schema.ts'

let platform: TestPlatform
let app: App
let headers: Record<string, string>

beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  headers = (await signedInAs(platform, ['administrator'])).headers
  return () => platform.close()
})

const staff = readFileSync(join(checkout, 'examples', 'staff.csv'))
const [heading = '', ...people] = staff.toString('utf8').trimEnd().split('\r\n')
/** Broken beyond the rows that are looked at when it comes in. */
const cutShort = [heading, ...Array.from({ length: 20 }, () => people).flat(), '"never closed'].join('\r\n')
const address = (path: string) => `/api/v1/forces/${testSlug}${path}`

async function call(method: string, path: string, body?: unknown) {
  const isFile = body instanceof Uint8Array || typeof body === 'string'
  const response = await app.request(address(path), {
    method,
    headers: { ...headers, 'content-type': isFile ? 'text/csv' : 'application/json' },
    body: body === undefined ? undefined : isFile ? (body as BodyInit) : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as ImportDetail & { code?: string } }
}

const send = async (content: Uint8Array | string = staff, fileName = 'staff.csv') => {
  const sent = await call('POST', `/imports/files?fileName=${encodeURIComponent(fileName)}`, content)
  expect([sent.status, sent.body.code]).toEqual([201, undefined])
  return sent.body
}

describe('a file that is sent', () => {
  it('is kept sealed and looked into, and nothing of it is taken in', async () => {
    const found = await send()
    expect(found).toMatchObject({
      kind: 'staff',
      fileName: 'staff.csv',
      profile: 'cleveland-staff',
      status: 'received',
      origin: 'page',
      bytesTotal: staff.length,
      bytesRead: 0,
      result: null,
      trial: null,
      fault: null,
      rejects: 0,
      undo: { possible: false },
    })
    expect(found.inspection?.header[0]).toBe('Collar No')
    const kept = await inTestForce(platform, async tx => ({
      people: await tx.db.selectFrom('staff').select('id').execute(),
      parts: await tx.db.selectFrom('import_parts').selectAll().where('import_id', '=', found.id).execute(),
    }))
    expect(kept.people).toEqual([])
    expect(kept.parts.map(part => part.content_sealed.includes('Collar No'))).toEqual([false])
  })

  it('is tried, taken in once though started twice, and then not kept', async () => {
    const found = await send()
    const { id } = found
    expect((await call('POST', `/imports/${id}/try`)).status).toBe(202)
    await runJobs(platform, tasksOf(platform))
    const tried = (await call('GET', `/imports/${id}`)).body
    expect(tried).toMatchObject({ status: 'received', result: null, trial: { result: { created: 276, rejected: 0 } } })
    const clicks = await Promise.all([1, 2].map(() => call('POST', `/imports/${id}/start`)))
    expect(clicks.map(({ status, body }) => body.code ?? status).sort()).toEqual([202, 'import_in_another_state'])
    await runJobs(platform, tasksOf(platform))
    const done = (await call('GET', `/imports/${id}`)).body
    expect(done).toMatchObject({ status: 'done', result: { created: 276 }, inspection: null, trial: null })
    expect(done.startedBy, 'whoever brought it, not the job that did the work').toBe(found.startedBy)
    const parts = await inTestForce(platform, tx =>
      tx.db.selectFrom('import_parts').select('position').where('import_id', '=', id).execute(),
    )
    expect(parts).toEqual([])
  })

  it('keeps what was tried when the way it is read gets a name, and not when it is read in another way', async () => {
    const found = await send(staff.toString('utf8').replace('Collar No', 'Shoulder No'), 'shoulders.csv')
    const { id } = found
    const definition = { ...found.definition, dayFormat: 'dd/MM/yyyy' }
    await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition })
    await call('POST', `/imports/${id}/try`)
    await runJobs(platform, tasksOf(platform))
    const named = await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition, saveAs: 'shoulders' })
    expect([named.status, named.body.profile, named.body.trial?.result.rows]).toEqual([200, 'shoulders', 276])
    const other = { ...definition, footer: '^Total' }
    const changed = await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition: other })
    expect([changed.status, changed.body.trial]).toEqual([200, null])
  })

  it('is no longer read by its profile once anything is corrected, and by it again once that is taken back', async () => {
    const { id, definition, inspection } = await send()
    const { columns, ...written } = definition as { columns: object }
    const { 'staff.rank': _, ...others } = columns as Record<string, string>
    const analyst = (await signedInAs(platform, ['analyst'])).headers
    const shownToAnalyst = async () => (await app.request(address(`/imports/${id}`), { headers: analyst })).json()
    expect([inspection?.profile, (await shownToAnalyst()).definition]).toEqual(['cleveland-staff', definition])
    const corrected = { ...written, columns: others }
    const { body } = await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition: corrected })
    expect(body).toMatchObject({
      profile: '',
      definition: corrected,
      inspection: { profile: null, nearest: 'cleveland-staff' },
    })
    expect((await shownToAnalyst()).definition).toBeNull()
    const back = await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition })
    expect(back.body).toMatchObject({ profile: 'cleveland-staff', inspection: { nearest: null } })
  })

  it('is read as its mapping was kept from then on, also where a column of a known profile was left out', async () => {
    const { id, definition } = await send()
    const { columns, ...written } = definition as { columns: Record<string, string> }
    const { 'staff.rank': _, ...others } = columns
    const kept = { kind: 'staff', definition: { ...written, columns: others }, saveAs: 'without-ranks' }
    const { status } = await call('PUT', `/imports/${id}/read-as`, kept)
    const next = await send()
    await call('DELETE', '/import-profiles/without-ranks')
    const last = await send()
    expect([status, next.profile, last.profile]).toEqual([200, 'without-ranks', 'cleveland-staff'])
  })

  it.each([
    { kind: 'foo' },
    { delimiter: 5 },
    { encoding: 'foo' },
    { dateFormats: { 'staff.postedFrom': 5 } },
    { listSeparator: { toString: 1 } },
  ])('is not read as what is no part of a profile: %j', async definition => {
    const { id } = await send()
    const { status, body } = await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition })
    expect([status, body.code]).toEqual([422, 'profile_unreadable'])
  })

  it('that breaks off in a trial says why, until it is read in another way', async () => {
    const { id, definition } = await send(cutShort, 'cut.csv')
    await call('POST', `/imports/${id}/try`)
    await runJobs(platform, tasksOf(platform))
    const tried = (await call('GET', `/imports/${id}`)).body
    expect(tried).toMatchObject({ status: 'received', trial: null, fault: { code: 'import_csv_broken' } })
    expect((await call('PUT', `/imports/${id}/read-as`, { kind: 'staff', definition })).body.fault).toBeNull()
  })
})

describe('a long file', () => {
  it.each(['try', 'start'] as const)('says how far it is while %s goes on', async step => {
    const long = [heading, ...Array.from({ length: 60 }, () => people).flat()].join('\r\n')
    const { id, bytesTotal } = await send(long, `${step}-long.csv`)
    await call('POST', `/imports/${id}/${step}`)
    let isOver = false
    const work = runJobs(platform, tasksOf(platform)).finally(() => {
      isOver = true
    })
    const seen = new Set<number>()
    while (!isOver) {
      const { body } = await call('GET', `/imports/${id}`)
      if (body.status === 'trying' || body.status === 'running') seen.add(body.bytesRead)
    }
    await work
    const between = [...seen].filter(bytes => bytes > 0 && bytes < (bytesTotal ?? 0))
    expect(between.length).toBeGreaterThan(1)
    expect(between).toEqual(between.toSorted((one, other) => one - other))
  })
})
