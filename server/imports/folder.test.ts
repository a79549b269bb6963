import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkout } from '../config.ts'
import { newId } from '../platform/id.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import { lookIntoFolder } from './folder.ts'

let platform: TestPlatform
let folder: string
let told: unknown[]

beforeEach(async () => {
  platform = await testForce()
  folder = mkdtempSync(join(tmpdir(), 'ringback-watched-'))
  told = []
  mkdirSync(join(folder, testSlug, 'recipients'), { recursive: true })
  return async () => {
    rmSync(folder, { recursive: true })
    await platform.close()
  }
})

const file = readFileSync(join(checkout, 'examples', 'service-recipients.csv'), 'utf8')
  .split('\r\n')
  .slice(0, 40)
  .join('\r\n')
const place = (...path: readonly string[]) => join(folder, testSlug, 'recipients', ...path)
const leave = (name: string, text: string) => writeFileSync(place(name), text)
const inFolder = (name: string) =>
  existsSync(place(name))
    ? readdirSync(place(name))
        .map(each => each.replace(/[0-9a-f-]{36}/, 'ID'))
        .sort()
    : []
const watcher = () => {
  const seen = new Map<string, string>()
  return () => lookIntoFolder(platform, folder, seen, (_, error) => told.push(error))
}
const imports = () =>
  inTestForce(platform, tx => tx.db.selectFrom('imports').select(['status', 'origin', 'file_name', 'result']).execute())
const outcome = (name: string) => {
  const found = readdirSync(place(name)).find(each => each.endsWith('.json')) as string
  return JSON.parse(readFileSync(place(name, found), 'utf8')) as Record<string, unknown>
}

describe('a watched folder', () => {
  it('takes a file once it no longer grows, and tells what came of it beside it', async () => {
    const look = watcher()
    leave('today.csv', file.slice(0, 3000))
    await look()
    appendFileSync(place('today.csv'), file.slice(3000))
    await look()
    expect(await imports()).toEqual([])
    await look()
    expect(told).toEqual([])
    expect(await imports()).toMatchObject([
      { status: 'done', origin: 'folder', file_name: 'today.csv', result: { rows: 39 } },
    ])
    expect([inFolder('done'), inFolder('taking'), existsSync(place('today.csv'))]).toEqual([
      ['today.ID.csv', 'today.ID.json'],
      [],
      false,
    ])
    expect(outcome('done')).toMatchObject({ file: 'today.csv', result: { rows: 39 }, rejectsFile: null })
  })

  it('puts the refused rows beside the file', async () => {
    const look = watcher()
    leave('odd.csv', `${file}\r\nonly,two`)
    await look()
    await look()
    expect(inFolder('done')).toEqual(['odd.ID.csv', 'odd.ID.json', 'odd.ID.rejects.csv'])
    const rejects = readdirSync(place('done')).find(each => each.endsWith('rejects.csv')) as string
    expect(readFileSync(place('done', rejects), 'utf8')).toContain('too_few_columns')
  })

  it('puts a file that it can not read into failed, with the reason, and takes the next', async () => {
    const look = watcher()
    leave('a-photo.csv', '\x89PNG\r\n\x1a\n\0\0\0')
    leave('b.csv', file)
    await look()
    await look()
    expect(inFolder('failed')).toEqual(['a-photo.ID.csv', 'a-photo.ID.json'])
    expect(outcome('failed')).toMatchObject({
      problem: { code: expect.stringMatching(/^import_/), title: expect.any(String) },
    })
    expect(inFolder('done')).toEqual(['b.ID.csv', 'b.ID.json'])
  })

  it('is watched by two, and each file is taken once', async () => {
    const looks = [watcher(), watcher()]
    leave('one.csv', file)
    leave('two.csv', file.replaceAll('-02082011-', '-02082012-'))
    for (let time = 0; time < 3; time += 1) await Promise.all(looks.map(look => look()))
    expect(told).toEqual([])
    expect((await imports()).map(({ status, file_name }) => `${file_name} ${status}`).sort()).toEqual([
      'one.csv done',
      'two.csv done',
    ])
    expect(inFolder('done')).toHaveLength(4)
  })

  it.each<[string, (importId: string) => Promise<unknown>]>([
    ['before anything of it was received', async () => undefined],
    [
      'while it was received',
      importId =>
        inTestForce(platform, tx =>
          tx.db
            .insertInto('imports')
            .values({ id: importId, kind: 'recipients', file_name: 'c.csv', profile: '', status: 'receiving' })
            .execute(),
        ),
    ],
  ])('takes a file, once, whose taker died %s', async (_, left) => {
    const importId = newId()
    mkdirSync(place('taking', importId), { recursive: true })
    leave(join('taking', importId, 'c.csv'), file)
    await left(importId)
    await watcher()()
    expect(told).toEqual([])
    expect(await imports()).toMatchObject([{ status: 'done', file_name: 'c.csv', result: { rows: 39 } }])
    expect(inFolder('done')).toHaveLength(2)
  })

  it('moves a file on whose taker died when it was taken in, and does not take it again', async () => {
    const look = watcher()
    leave('d.csv', file)
    await look()
    await look()
    const [taken] = await inTestForce(platform, tx => tx.db.selectFrom('imports').select('id').execute())
    mkdirSync(place('taking', taken?.id as string), { recursive: true })
    leave(join('taking', taken?.id as string, 'd.csv'), file)
    await look()
    expect([told, await imports(), inFolder('done'), inFolder('taking')]).toMatchObject([
      [],
      [{ status: 'done' }],
      ['d.ID.csv', 'd.ID.json'],
      [],
    ])
  })
})
